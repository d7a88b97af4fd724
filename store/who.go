package store

import (
	"encoding/json"
	"fmt"

	"smartkampung/kampung"
)

// whoEntry is the entry that says which resident without a NIK a request is
// about; none when the NIK tells, or nothing changes.
func (v view) whoEntry(id string, d kampung.Draft, b kampung.RequestBody) ([]entry, error) {
	who, was := "", ""
	if b.Person.NIK == "" {
		who = d.Applicant.Resident
	}
	if d.Request != "" {
		row, err := v.row(d.Request)
		if err != nil {
			return nil, err
		}
		was = row.Who
	}
	if who == was {
		return nil, nil
	}
	return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindWho, subject: id, body: kampung.WhoBody{Resident: who}}}, nil
}

// projectWho notes which resident a request is about; the last entry counts.
func (v view) projectWho(p kampung.ParsedEntry) error {
	var b kampung.WhoBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: who: %w", errBody, err)
	}
	return v.changeRow(p.Head.Subject, func(row *requestRow) {
		if row.WhoTick <= p.Head.Tick {
			row.Who, row.WhoTick = b.Resident, p.Head.Tick
		}
	})
}

// whoAsks is the resident whom a request without a NIK names, while the register
// has their record.
func (v view) whoAsks(row requestRow) (string, error) {
	if row.Who == "" {
		return "", nil
	}
	key, err := idKey(row.Who)
	if err != nil {
		return "", err
	}
	var r kampung.Resident
	found, err := v.load(bResident, key, &r)
	if err != nil || !found || r.Status == kampung.StatusInvalid {
		return "", err
	}
	return row.Who, nil
}
