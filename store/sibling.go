package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

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

// NoteLogs remembers how many entries of other logs the hub has: a request that
// another PC wrote counts as received only then. When all is set the hub does not
// have a log that is not among them.
func (s *Store) NoteLogs(sizes map[bundle.Log]int64, all bool) error {
	var alone bool
	err := s.read(func(v view) error { alone = v.count("logs") == 0; return nil })
	if err != nil || alone && len(sizes) == 0 {
		return err
	}
	return s.local(func(v view) error {
		logs, err := v.farLogs()
		if err != nil {
			return err
		}
		for _, l := range logs {
			if _, has := sizes[l]; !has && all {
				if err := v.noteLog(l, 0, v.s.opt.Now()); err != nil {
					return err
				}
			}
		}
		for l, size := range sizes {
			if err := v.noteLog(l, size, v.s.opt.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// farMark is how many entries the hub has of another PC's log.
type farMark struct {
	mark
	Said time.Time `json:"said,omitzero"` // when the hub said so
	Had  int64     `json:"had,omitempty"` // the most that it ever had
	Fell time.Time `json:"fell,omitzero"` // when it was seen to have fewer
}

// newer reports whether what the hub said at a time counts. A time that lies
// ahead of the PC's clock was one of the two clocks' errors.
func (m farMark) newer(said, now time.Time) bool { return said.After(m.Said) || m.Said.After(now) }

// noteLog notes what the hub said of a log.
func (v view) noteLog(l bundle.Log, size int64, said time.Time) error {
	x, now := v.far(l), v.s.opt.Now()
	m, err := v.farMark(x)
	if err != nil || m.Size == size && (!m.newer(said, now) || said.Sub(m.Said).Abs() < time.Hour) {
		return err // each visit says it, and a commit costs a seek
	}
	m.Had, m.Said = max(m.Had, m.Size, size), said
	m.mark = mark{Size: size, At: now}
	switch {
	case size >= m.Had:
		m.Fell = time.Time{}
	case m.Fell.IsZero():
		m.Fell = now
	}
	return v.save(bMark, []byte("hub/"+x.farName()), m)
}

// HubMark is how many entries the hub was last known to have of a log of another
// PC.
func (s *Store) HubMark(l bundle.Log) (size int64, err error) {
	err = s.read(func(v view) error { m, err := v.farMark(v.far(l)); size = m.Size; return err })
	return size, err
}

// TakeFarReceipt is [Store.TakeReceipt] for a log of another PC.
func (s *Store) TakeFarReceipt(data []byte) error {
	_, err := s.TakeReceipt(data)
	return err
}

// takeFarReceipt notes the hub's receipt for a log of another PC of the office.
// An old one says nothing, unless it is of another history than what is here; see
// [Store.PartLog]. A newer one over fewer entries tells of a hub that was put back. Errors: [ErrOtherLog] for another village's.
func (s *Store) takeFarReceipt(r bundle.Receipt) error {
	_, want, err := s.LogMark(r.Log)
	if err != nil {
		return err
	}
	if !want {
		return fmt.Errorf("%w: %s", ErrOtherLog, r.Log.ID())
	}
	var m farMark
	err = s.read(func(v view) (err error) { m, err = v.farMark(v.far(r.Log)); return err })
	if err != nil {
		return err
	}
	s.mu.Lock()
	differs := s.differs[r.Log]
	s.mu.Unlock()
	parted, err := s.part(r, differs)
	if err != nil || !parted && r.Size <= m.Size && !m.newer(r.At, s.opt.Now()) {
		return err
	}
	return s.local(func(v view) error { return v.noteLog(r.Log, r.Size, r.At) })
}

// PartLog sets aside what is here of a log of another PC when the hub's receipt
// shows that the hub has another history under its name: two disks had one key,
// and what one of them wrote came here past the hub. What was folded stays; the
// log is taken from the hub from its beginning, and what was set aside comes
// again under the new name that its writer takes. A receipt that is longer than
// what is here proves nothing by itself; the caller saw that the hub's entries do
// not go on from ours. Errors: [bundle.ErrSignature], [ErrOtherLog],
// [ErrForgedPast] when the receipt is of the history that is here.
func (s *Store) PartLog(receipt []byte) error {
	h, err := s.Hub()
	if err != nil {
		return err
	}
	r, err := bundle.OpenReceipt(receipt, h.Verifier)
	if err != nil {
		return err
	}
	if _, want, err := s.LogMark(r.Log); err != nil || !want {
		return errors.Join(err, fmt.Errorf("%w: %s", ErrOtherLog, r.Log.ID()))
	}
	parted, err := s.part(r, true)
	if err == nil && !parted {
		err = fmt.Errorf("%w: the hub has what is here", ErrForgedPast)
	}
	return err
}

// part sets a log aside when the receipt is of another history; a longer one only
// if the caller says so.
func (s *Store) part(r bundle.Receipt, longer bool) (parted bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.readMended(func(v view) error {
		x := v.far(r.Log)
		size := v.sizeOf(x)
		if size == 0 || r.Size > size {
			parted = size > 0 && longer
			return nil
		}
		root, err := bundle.Root(r.Size, v.nodesOf(x))
		parted = root != r.Root
		return err
	})
	if err != nil || !parted {
		return false, err
	}
	delete(s.differs, r.Log)
	return true, s.saveRecord([]byte(string(partedByte) + r.Log.Origin() + "\n"))
}

func (v view) farMark(x shelf) (m farMark, err error) {
	_, err = v.load(bMark, []byte("hub/"+x.farName()), &m)
	return m, err
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
	case kampung.KindRequest, kampung.KindStep, kampung.KindCamat, kampung.KindPrint:
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
