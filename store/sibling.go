package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"filippo.io/age"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// An office may have several PCs. What the others wrote comes as their own
// bundles, through the hub, on a stick or in a shared folder; it is kept in this
// journal beside its own entries and folded with them.

var (
	// ErrOwnLog says that a bundle is of this very log.
	ErrOwnLog = errors.New("store: bundle of this PC itself")
	// ErrStranger says that a bundle is of a device that the hub has not told of.
	// and it cannot be read before.
	ErrStranger = fmt.Errorf("store: bundle of a device that is not known: %w", bundle.ErrSealed)
)

// projectDevice keeps what the hub says of a PC of the office.
func (v view) projectDevice(p kampung.ParsedEntry) error {
	var b kampung.DeviceBody
	if err := json.Unmarshal(p.Body, &b); err != nil || b.Device == "" {
		return fmt.Errorf("%w: device", errBody)
	}
	var rec deviceRec
	if _, err := v.load(bDevice, []byte(b.Device), &rec); err != nil {
		return err
	}
	rec.DeviceBody = b
	return v.save(bDevice, []byte(b.Device), rec)
}

// projectLetIn notes that a PC of the office let another one in.
func (v view) projectLetIn(p kampung.ParsedEntry) error {
	var b kampung.GrantBody
	if err := json.Unmarshal(p.Body, &b); err != nil || b.Device == "" {
		return fmt.Errorf("%w: grant", errBody)
	}
	var rec deviceRec
	if _, err := v.load(bDevice, []byte(b.Device), &rec); err != nil {
		return err
	}
	rec.Granted = true
	return v.save(bDevice, []byte(b.Device), rec)
}

// deviceRec is a PC of the office.
type deviceRec struct {
	kampung.DeviceBody
	Granted bool `json:"granted,omitempty"`
}

// devices lists the office's PCs that the hub has told of, this one among them.
func (v view) devices() (all []deviceRec, err error) {
	err = v.bucket(bDevice).ForEach(func(k, _ []byte) error {
		var d deviceRec
		if _, err := v.load(bDevice, k, &d); err != nil {
			return err
		}
		if d.Verifier != "" {
			all = append(all, d)
		}
		return nil
	})
	return all, err
}

// verifier is the key that must have signed a device's bundles.
func (v view) verifier(device string) (string, error) {
	if device == v.s.keys.Device {
		return v.s.keys.Verifier, nil
	}
	var d deviceRec
	if _, err := v.load(bDevice, []byte(device), &d); err != nil {
		return "", err
	}
	if d.Verifier == "" {
		return "", fmt.Errorf("%w: %.16s", ErrStranger, device)
	}
	return d.Verifier, nil
}

// LogMark tells how many entries of another log of the office are here; want
// is false for this PC's own log and for logs of another village.
func (s *Store) LogMark(l bundle.Log) (size int64, want bool, err error) {
	if s.ownLog(l) || !slices.Contains(kampung.Audiences, l.Audience) || l.Village != s.Village() {
		return 0, false, nil
	}
	err = s.read(func(v view) error { size = v.sizeOf(v.far(l)); return nil })
	return size, true, err
}

func (s *Store) ownLog(l bundle.Log) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return l.Device == s.keys.Device && l.Epoch == s.keys.Epoch
}

// TakeSibling checks a bundle of another PC of the office, or of an earlier
// epoch of this one, keeps its entries and folds them in; n is how many were
// new. Errors: those of [bundle.Read] and [bundle.Bundle.Open], [ErrOwnLog],
// [ErrNotDown] for another village's, [ErrStranger], [ErrGap], [ErrForgedPast].
func (s *Store) TakeSibling(data []byte) (n int, err error) {
	h, err := bundle.ReadHeader(data)
	if err != nil {
		return 0, err
	}
	_, want, err := s.LogMark(h.Log)
	switch {
	case err != nil:
		return 0, err
	case s.ownLog(h.Log):
		return 0, ErrOwnLog
	case !want:
		return 0, fmt.Errorf("%w: %s", ErrNotDown, h.Log.Audience)
	}
	b, err := s.authentic(data, h.Log.Device)
	if err != nil {
		return 0, err
	}
	if had, err := s.has(b, farAt(b.Log, 0)); had || err != nil {
		return 0, err
	}
	var ids []age.Identity
	if err := s.read(func(v view) error { ids, err = v.identities(); return err }); err != nil {
		return 0, err
	}
	lines, entries, err := b.Open(ids...)
	if err != nil {
		return 0, err
	}
	c, n, err := s.takeLines(b, farAt(b.Log, 0), lines, entries)
	if errors.Is(err, bundle.ErrTree) {
		s.mu.Lock()
		s.differs[b.Log] = true
		s.mu.Unlock()
	}
	if err != nil || n == 0 {
		return n, err
	}
	s.reindex()
	s.tell(c)
	return n, errors.Join(s.afterTaking(), s.flush())
}

// authentic checks who signed a bundle.
func (s *Store) authentic(data []byte, device string) (b bundle.Bundle, err error) {
	err = s.read(func(v view) error {
		verifier, err := v.verifier(device)
		if err != nil {
			return err
		}
		b, err = bundle.Read(data, verifier)
		return err
	})
	return b, err
}

// touch says what the screens should look at again after entries of a log.
func touch(c *kampung.Change, p kampung.ParsedEntry) {
	switch p.Head.Kind {
	case kampung.KindRequest, kampung.KindStep, kampung.KindCamat, kampung.KindPrint, kampung.KindNote, kampung.KindAttach:
		c.Requests = append(c.Requests, p.Head.Subject)
	case kampung.KindResident, kampung.KindResidentEdit:
		c.Residents = true
	case kampung.KindOffice, kampung.KindOfficeEdit, kampung.KindTemplate:
		c.Office = true
	case kampung.KindAccount:
		c.Accounts = true
	case kampung.KindNumber, kampung.KindNumberEdit:
		c.Books = true
	case kampung.KindDecision, kampung.KindVerdict:
		c.Requests = append(c.Requests, requestOf(p)...)
	}
}

// reindex brings the residents that a fold changed into the search index.
func (s *Store) reindex() {
	s.mu.Lock()
	ids := s.touched
	s.touched = map[string]bool{}
	s.mu.Unlock()
	for id := range ids {
		if r, err := s.Resident(id); err == nil && r.Name != "" {
			s.index.put(r)
		}
	}
}

// Devices lists the PCs of the office, this one first. An office with one PC has
// none to list but this one.
func (s *Store) Devices() (all []kampung.Device, err error) {
	err = s.read(func(v view) error {
		recs, err := v.devices()
		if err != nil {
			return err
		}
		mine := kampung.Device{ID: s.keys.Device, Code: kampung.DeviceCode(s.keys.Verifier), Mine: true, Granted: !s.keys.Joining}
		all = []kampung.Device{mine}
		for _, d := range recs {
			if d.Device == s.keys.Device {
				all[0].Mark, all[0].Revoked = d.Mark, d.Revoked
				continue
			}
			wrote, err := v.wrote(d.Device)
			if err != nil {
				return err
			}
			all = append(all, kampung.Device{ID: d.Device, Mark: d.Mark, Code: kampung.DeviceCode(d.Verifier), Granted: d.Granted || wrote, Revoked: d.Revoked})
		}
		return nil
	})
	return all, err
}

// wrote reports whether there is a log of a device here.
func (v view) wrote(device string) (bool, error) {
	logs, err := v.farLogs()
	return slices.ContainsFunc(logs, func(l bundle.Log) bool { return l.Device == device }), err
}

// Clashes lists what several PCs changed without knowing of each other.
func (s *Store) Clashes() (all []kampung.Clash, err error) {
	err = s.read(func(v view) error {
		all = nil
		return v.bucket(bClash).ForEach(func(k, _ []byte) error {
			found, err := v.clashesOf(k[0], k[1:])
			all = append(all, found...)
			return err
		})
	})
	return all, err
}

// clashesOf works out what is in dispute of a subject.
func (v view) clashesOf(kind byte, key []byte) (clashes []kampung.Clash, err error) {
	var c kampung.Clash
	switch kind {
	case clashRequest:
		var row requestRow
		if _, err := v.load(bRequest, key, &row); err != nil {
			return nil, err
		}
		vs, err := v.versions(kampung.AudienceKabupaten, row.trail)
		if err != nil {
			return nil, err
		}
		_, _, clashes = kampung.FoldRequest(vs)
		c = kampung.Clash{Kind: kampung.KindRequest, Subject: row.ID, Name: row.Number + " · " + row.Name}
	case clashResident:
		var rec residentRec
		if _, err := v.load(bResident, key, &rec); err != nil {
			return nil, err
		}
		vs, err := v.versions(kampung.AudienceKantor, rec.trail)
		if err != nil {
			return nil, err
		}
		_, clashes = kampung.FoldFields(vs, kampung.KindResidentEdit)
		c = kampung.Clash{Kind: kampung.KindResident, Subject: rec.ID, Name: rec.Name}
	case clashOffice:
		var rec officeRec
		if _, err := v.load(bSetting, keyOffice, &rec); err != nil {
			return nil, err
		}
		vs, err := v.versions(kampung.AudienceKantor, rec.trail)
		if err != nil {
			return nil, err
		}
		_, clashes = kampung.FoldFields(vs, kampung.KindOfficeEdit)
		c = kampung.Clash{Kind: kampung.KindOffice, Subject: rec.Village, Name: rec.Name}
	case clashNIK:
		return v.twins(key)
	case clashNumber:
		return v.numberClash(key)
	}
	for i := range clashes {
		clashes[i].Kind, clashes[i].Subject, clashes[i].Name = c.Kind, c.Subject, c.Name
	}
	return clashes, nil
}

// twins are residents of one NIK, added by several PCs.
func (v view) twins(blind []byte) ([]kampung.Clash, error) {
	holders, err := v.get(bNIK, blind)
	if err != nil {
		return nil, err
	}
	c := kampung.Clash{Kind: kampung.KindResident, Field: "nik"}
	for _, k := range chunks(holders) {
		var rec residentRec
		if _, err := v.load(bResident, []byte(k), &rec); err != nil {
			return nil, err
		}
		if c.Subject == "" {
			c.Subject, c.Name = rec.ID, rec.Name
		}
		c.Values = append(c.Values, kampung.ClashValue{Entry: rec.ID, Value: rec.Name})
	}
	return []kampung.Clash{c}, nil
}

// Settle ends a clash: the value that the entry wrote stands from now on, also
// for the other PCs. Errors: [ErrNotFound], [kampung.Problems].
func (s *Store) Settle(c kampung.Clash, entryID string) error {
	if c.Field == "nik" && c.Kind == kampung.KindResident && slices.ContainsFunc(c.Values, func(x kampung.ClashValue) bool { return x.Entry == entryID && x.Device == "" }) {
		return s.keepTwin(c, entryID)
	}
	i := slices.IndexFunc(c.Values, func(x kampung.ClashValue) bool { return x.Entry == entryID })
	if i < 0 {
		return fmt.Errorf("%w: value", ErrNotFound)
	}
	value := c.Values[i].Value
	if c.Kind == kampung.KindNumber {
		return s.change(func(v view) ([]entry, kampung.Change, error) { return v.settleNumber(c, entryID) })
	}
	return s.change(func(v view) ([]entry, kampung.Change, error) {
		e := entry{audience: kampung.AudienceKantor, subject: c.Subject}
		set := json.RawMessage(value)
		if value == "" {
			set = json.RawMessage("null")
		}
		e.body = kampung.EditBody{Set: map[string]json.RawMessage{c.Field: set}}
		switch c.Kind {
		case kampung.KindResident:
			e.kind = kampung.KindResidentEdit
			return []entry{e}, kampung.Change{Residents: true}, nil
		case kampung.KindOffice:
			e.kind = kampung.KindOfficeEdit
			return []entry{e}, kampung.Change{Office: true}, nil
		}
		entries, err := v.settleRequest(c, entryID, value)
		return entries, kampung.Change{Requests: []string{c.Subject}}, err
	})
}

// settleRequest writes the chosen state, or the chosen content once more with
// the state that the request has.
func (v view) settleRequest(c kampung.Clash, entryID, value string) ([]entry, error) {
	step := func(b kampung.StepBody) entry {
		return entry{audience: kampung.AudienceKabupaten, kind: kampung.KindStep, subject: c.Subject, body: b}
	}
	spots, err := v.spots(entryID)
	if err != nil || len(spots) == 0 {
		return nil, errors.Join(fmt.Errorf("%w: entry", ErrNotFound), err)
	}
	_, p, err := v.entryOn(spots[0].x, spots[0].n)
	if err != nil {
		return nil, err
	}
	if c.Field == "state" {
		b := kampung.StepBody{State: kampung.State(value)}
		json.Unmarshal(p.Body, &b) // the reason and the code of the chosen step go along
		b.State = kampung.State(value)
		return []entry{step(b)}, nil
	}
	var b kampung.RequestBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return nil, fmt.Errorf("%w: entry of another kind", ErrNotFound)
	}
	r, err := v.request(c.Subject)
	if err != nil {
		return nil, err
	}
	b.Mends = true
	entries := []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindRequest, subject: c.Subject, body: b}}
	if r.State != kampung.StateChecked {
		entries = append(entries, step(kampung.StepBody{State: r.State, Reason: r.Reason}))
	}
	return entries, nil
}

// keepTwin keeps one of the residents of a NIK; the others lose it and are
// marked as not valid, so that nobody is counted twice and nothing is lost.
func (s *Store) keepTwin(c kampung.Clash, id string) error {
	for _, x := range c.Values {
		if x.Entry == id {
			continue
		}
		e := entry{audience: kampung.AudienceKantor, kind: kampung.KindResidentEdit, subject: x.Entry,
			body: kampung.EditBody{Set: map[string]json.RawMessage{"nik": json.RawMessage("null"), "status_dasar": json.RawMessage("9")}}}
		err := s.change(func(view) ([]entry, kampung.Change, error) { return []entry{e}, kampung.Change{Residents: true}, nil })
		if err != nil {
			return err
		}
		if r, err := s.Resident(x.Entry); err == nil {
			s.index.put(r)
		}
	}
	return nil
}
