package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// apply puts a record's entries, their nodes and their views into the open
// transaction. It is the only writer of the views, so a database made again
// from the journal equals the one that was lost. The lock is held.
func (s *Store) apply(payload []byte, seq uint64, end int64) error {
	a := applying{view: view{s.tx, s}, grown: map[shelf]*bundle.Growth{}, start: map[shelf]int64{}}
	var count *kampung.Counter
	if s.saying != nil {
		count = kampung.NewCounter(context.Background(), s.saying, kampung.StepSave, bytes.Count(payload, []byte("\n")), kampung.OfEntries)
	}
	for line := range bytes.SplitSeq(bytes.TrimSuffix(payload, []byte("\n")), []byte("\n")) {
		if err := a.line(line); err != nil {
			return fmt.Errorf("record %d: %w", seq, err)
		}
		if count != nil {
			count.Next() // saved already: it goes on to the end
		}
	}
	for x, g := range a.grown {
		for i, h := range g.Nodes {
			if err := a.bucket(bNode).Put(x.key(a.start[x]+int64(i)), h[:]); err != nil {
				return fmt.Errorf("store: node: %w", err)
			}
		}
		if err := a.setCount(sizeName(x), g.Size()); err != nil {
			return err
		}
	}
	return s.putApplied(end, seq)
}

// applying is the work of one record.
type applying struct {
	view
	grown map[shelf]*bundle.Growth
	start map[shelf]int64
	log   bundle.Log // of the far lines that follow
}

// line applies a line of a record: an entry behind the byte of its shelf, or
// the name of the log that what follows is of.
func (a *applying) line(line []byte) error {
	if len(line) < 2 {
		return fmt.Errorf("%w: a line is cut", ErrDamaged)
	}
	x, audience := shelf(line[:1]), kampung.Audience("")
	switch line[0] {
	case turnedByte:
		return a.turnDown(string(line[1:]))
	case logByte:
		var err error
		if a.log, err = bundle.ParseOrigin(string(line[1:])); err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return a.addLog(a.log)
	case partedByte:
		l, err := bundle.ParseOrigin(string(line[1:]))
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return a.setCount(partedName(l), a.parted(l)+1)
	case farByte:
		x, audience = a.far(a.log), a.log.Audience
	default:
		var err error
		if audience, err = audienceOf(line[0]); err != nil {
			return err
		}
	}
	p, err := kampung.ParseEntry(line[1:])
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return a.entry(x, audience, line[1:], p)
}

func (a *applying) entry(x shelf, audience kampung.Audience, line []byte, p kampung.ParsedEntry) error {
	g := a.grown[x]
	if g == nil {
		g = bundle.Grow(a.sizeOf(x), a.nodesOf(x))
		a.grown[x], a.start[x] = g, g.Start()
	}
	if p.Head.N != g.Size() {
		return fmt.Errorf("%w: entry %d of %.1q stands at %d", ErrDamaged, p.Head.N, x, g.Size())
	}
	if err := a.put(bEntry, x.key(p.Head.N), line); err != nil {
		return err
	}
	if err := g.Append(bundle.EntryHash(p)); err != nil {
		return err
	}
	if err := a.project(x, audience, p); err != nil {
		return err
	}
	if p.Head.Tick > a.count("tick") {
		return a.setCount("tick", p.Head.Tick)
	}
	return nil
}

func (s *Store) putApplied(end int64, seq uint64) error {
	b := binary.BigEndian.AppendUint64(nil, uint64(end))
	if err := s.tx.Bucket(bMeta).Put([]byte("applied"), binary.BigEndian.AppendUint64(b, seq)); err != nil {
		return fmt.Errorf("store: applied: %w", err)
	}
	return nil
}

// project changes the views as an entry says. What this version does not know
// or cannot read changes none; the entry is kept and forwarded all the same.
func (v view) project(x shelf, a kampung.Audience, p kampung.ParsedEntry) error {
	at, fresh := spot{x, p.Head.N}, true
	if a != kampung.AudienceDesa {
		var err error
		if fresh, err = v.learn(p.Head.ID, at); err != nil {
			return err
		}
	}
	if p.Body == nil {
		return nil
	}
	err := v.projectKind(at, a, p, fresh)
	if errors.Is(err, errBody) || errors.Is(err, errID) {
		return nil
	}
	return err
}

// projectKind calls what the kind of an entry changes. An entry that was here
// already, in another epoch's log, only tells who knew of it.
func (v view) projectKind(at spot, a kampung.Audience, p kampung.ParsedEntry, fresh bool) error {
	kind := p.Head.Kind
	switch a {
	case kampung.AudienceKabupaten:
		switch kind {
		case kampung.KindRequest, kampung.KindStep:
			return v.projectRequest(at, p, fresh)
		case kampung.KindAttach:
			return v.projectAttach(at, p, fresh)
		case kampung.KindCamat:
			return v.projectCamat(at, p, fresh)
		case kampung.KindLimit:
			return v.projectLimit(p)
		case kampung.KindGrant:
			return v.projectLetIn(p)
		case kampung.KindSurveySum:
			return v.projectSurveySum(p)
		}
	case kampung.AudienceKantor:
		switch {
		case kind == kampung.KindResident || kind == kampung.KindResidentEdit:
			return v.projectResident(at, p, fresh)
		case kind == kampung.KindOffice || kind == kampung.KindOfficeEdit:
			return v.projectOffice(at, p, fresh)
		case kind == kampung.KindAccount:
			return v.projectAccount(at, p, fresh)
		case kind == kampung.KindPrint && fresh:
			return v.projectPrint(p)
		case kind == kampung.KindNote && fresh:
			return v.projectNote(p)
		case kind == kampung.KindWho:
			return v.projectWho(p)
		case kind == kampung.KindOfficeKey:
			return v.projectOfficeKey(p)
		case kind == kampung.KindMail || kind == kampung.KindMailEdit:
			return v.projectMail(at, p, fresh)
		case kind == kampung.KindVisitor || kind == kampung.KindVisitorEdit:
			return v.projectVisitor(at, p, fresh)
		case kind == kampung.KindEvent || kind == kampung.KindEventEdit:
			return v.projectEvent(at, p, fresh)
		case kind == kampung.KindTemplate && fresh:
			return v.projectTemplate(p)
		case kind == kampung.KindBuiltIn && fresh:
			return v.projectBuiltIn(p)
		case kind == kampung.KindNumber || kind == kampung.KindNumberEdit:
			return v.projectNumber(at, p, fresh)
		case kind == kampung.KindSurvey || kind == kampung.KindSurveyEdit:
			return v.projectSurvey(at, p, fresh)
		}
	case kampung.AudienceDesa:
		switch kind {
		case kampung.KindDecision:
			return v.projectDecision(p)
		case kampung.KindVerdict:
			return v.projectVerdict(p)
		case kampung.KindDevice:
			return v.projectDevice(p)
		case kampung.KindBlock:
			return v.projectBlock(p)
		case kampung.KindGrant:
			return v.projectGrant(p)
		}
	}
	return nil
}

// projectResident folds an entry into its resident.
func (v view) projectResident(at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var rec residentRec
	found, err := v.load(bResident, key, &rec)
	if err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	old := rec.Resident
	switch {
	case rec.far() || !found && p.Head.Kind == kampung.KindResidentEdit:
		v.s.touched[p.Head.Subject] = true
		return v.refoldResident(p.Head.Subject, key, rec)
	case p.Head.Kind == kampung.KindResidentEdit:
		if rec.Resident, err = edited(old, p.Body); err != nil {
			return err
		}
	default:
		rec.Resident = kampung.Resident{}
		if err := json.Unmarshal(p.Body, &rec.Resident); err != nil {
			return fmt.Errorf("%w: resident: %w", errBody, err)
		}
	}
	return v.putResident(p.Head.Subject, key, old, rec)
}

// edited applies the body of an edit.
func edited[T any](old T, body []byte) (T, error) {
	var b kampung.EditBody
	if err := json.Unmarshal(body, &b); err != nil {
		return old, fmt.Errorf("%w: edit: %w", errBody, err)
	}
	fresh, ok := kampung.ApplyEdit(old, b)
	if !ok {
		return old, fmt.Errorf("%w: edit", errBody)
	}
	return fresh, nil
}

// projectOffice folds an entry into the office's data.
func (v view) projectOffice(at spot, p kampung.ParsedEntry, fresh bool) error {
	var rec officeRec
	found, err := v.load(bSetting, keyOffice, &rec)
	if err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	switch {
	case rec.far() || !found && p.Head.Kind == kampung.KindOfficeEdit:
		return v.refoldOffice(rec.trail)
	case p.Head.Kind == kampung.KindOfficeEdit:
		rec.officeBody, err = edited(rec.officeBody, p.Body)
	default:
		rec.officeBody = officeBody{}
		if json.Unmarshal(p.Body, &rec.officeBody) != nil {
			err = errBody
		}
	}
	if err != nil {
		return err
	}
	return v.save(bSetting, keyOffice, rec)
}

func (v view) projectAccount(at spot, p kampung.ParsedEntry, fresh bool) error {
	key := v.s.value.blinded("login", strings.ToLower(p.Head.Subject))
	var rec accountRec
	if _, err := v.load(bAccount, key, &rec); err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	if rec.far() {
		return v.refoldAccount(key, rec.trail)
	}
	rec.Account = kampung.Account{}
	if err := json.Unmarshal(p.Body, &rec.Account); err != nil {
		return fmt.Errorf("%w: account: %w", errBody, err)
	}
	return v.save(bAccount, key, rec)
}

// counter returns the last number given in a scope.
func (v view) counter(scope string) (int, error) {
	b, err := v.get(bCounter, []byte(scope))
	if b == nil || err != nil {
		return 0, err
	}
	var n int
	if _, err := fmt.Sscan(string(b), &n); err != nil {
		return 0, fmt.Errorf("%w: counter", ErrDamaged)
	}
	return n, nil
}
