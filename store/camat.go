package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// projectCamat keeps what a clerk noted about a countersignature.
func (v view) projectCamat(at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var b kampung.CamatBody
	if err := json.Unmarshal(p.Body, &b); err != nil || !slices.Contains(kampung.CamatStates, b.State) {
		return fmt.Errorf("%w: camat: %w", errBody, err)
	}
	var row requestRow
	if _, err := v.load(bRequest, key, &row); err != nil || !fresh {
		return err
	}
	row.add(at)
	row.CamatNoted = append(row.CamatNoted, kampung.CamatStep{ID: p.Head.ID, State: b.State, At: entryTime(p.Head), By: p.Head.By, Reason: b.Reason, Tick: p.Head.Tick})
	return v.saveRow(key, row)
}

// SetCamat notes where the paper of a countersignature is. Errors:
// [kampung.Problems] at field "camat", [ErrNotFound].
func (s *Store) SetCamat(id string, to kampung.CamatState, reason string) (kampung.Request, error) {
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Requests: []string{id}}
		r, err := v.request(id)
		if err != nil {
			return nil, c, err
		}
		if text := kampung.AdvanceCamat(r, to, s.me.Role, reason); text != "" {
			return nil, c, kampung.Problems{{Field: "camat", Text: text}}
		}
		return []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindCamat, subject: id, body: kampung.CamatBody{State: to, Reason: strings.TrimSpace(reason)}}}, c, nil
	})
	if err != nil {
		return kampung.Request{}, err
	}
	return s.Request(id)
}
