package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// apply puts a record's entries, their nodes and their views into the open
// transaction. It is the only writer of the views, so a database made again
// from the journal equals the one that was lost. The lock is held.
func (s *Store) apply(payload []byte, seq uint64, end int64) error {
	v := view{s.tx, s}
	grown := map[kampung.Audience]*bundle.Growth{}
	start := map[kampung.Audience]int64{}
	for line := range bytes.SplitSeq(bytes.TrimSuffix(payload, []byte("\n")), []byte("\n")) {
		if len(line) < 2 {
			return fmt.Errorf("%w: record %d", ErrDamaged, seq)
		}
		if line[0] == turnedByte {
			if err := v.turnDown(string(line[1:])); err != nil {
				return err
			}
			continue
		}
		a, err := audienceOf(line[0])
		if err != nil {
			return err
		}
		line = line[1:]
		p, err := kampung.ParseEntry(line)
		if err != nil {
			return fmt.Errorf("%w: record %d: %w", ErrDamaged, seq, err)
		}
		g := grown[a]
		if g == nil {
			g = bundle.Grow(v.size(a), v.nodes(a))
			grown[a], start[a] = g, g.Start()
		}
		if p.Head.N != g.Size() {
			return fmt.Errorf("%w: record %d: entry %d of %s stands at %d", ErrDamaged, seq, p.Head.N, a, g.Size())
		}
		if err := v.put(bEntry, logKey(a, p.Head.N), line); err != nil {
			return err
		}
		if err := g.Append(bundle.EntryHash(p)); err != nil {
			return err
		}
		if err := v.project(a, p); err != nil {
			return err
		}
		if p.Head.Tick > v.count("tick") {
			if err := v.setCount("tick", p.Head.Tick); err != nil {
				return err
			}
		}
	}
	for a, g := range grown {
		for i, h := range g.Nodes {
			if err := v.bucket(bNode).Put(logKey(a, start[a]+int64(i)), h[:]); err != nil {
				return fmt.Errorf("store: node: %w", err)
			}
		}
		if err := v.setCount("size/"+string(a), g.Size()); err != nil {
			return err
		}
	}
	return s.putApplied(end, seq)
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
func (v view) project(a kampung.Audience, p kampung.ParsedEntry) error {
	if p.Body == nil {
		return nil
	}
	err := v.projectKind(a, p)
	if errors.Is(err, errBody) || errors.Is(err, errID) {
		return nil
	}
	return err
}

func (v view) projectKind(a kampung.Audience, p kampung.ParsedEntry) error {
	switch {
	case a == kampung.AudienceKabupaten && p.Head.Kind == kampung.KindRequest:
		return v.projectRequest(p)
	case a == kampung.AudienceKabupaten && p.Head.Kind == kampung.KindStep:
		return v.projectStep(p)
	case a == kampung.AudienceKantor && p.Head.Kind == kampung.KindResident:
		return v.projectResident(p)
	case a == kampung.AudienceKantor && p.Head.Kind == kampung.KindOffice:
		return v.put(bSetting, []byte("office"), p.Body)
	case a == kampung.AudienceKantor && p.Head.Kind == kampung.KindAccount:
		return v.put(bAccount, v.s.value.blinded("login", strings.ToLower(p.Head.Subject)), p.Body)
	case a == kampung.AudienceKantor && p.Head.Kind == kampung.KindPrint:
		return v.projectPrint(p)
	case a == kampung.AudienceDesa && p.Head.Kind == kampung.KindDecision:
		return v.projectDecision(p)
	case a == kampung.AudienceDesa && p.Head.Kind == kampung.KindVerdict:
		return v.projectVerdict(p)
	}
	return nil
}

// requestRow is the view of a request: what a list shows, and where its entries
// stand. What was printed is read from the entries themselves.
type requestRow struct {
	kampung.RequestRow
	Places []int64 `json:"n"`           // places of its entries in the kabupaten journal
	Prints int     `json:"p,omitempty"` // letters printed
	NIK    string  `json:"nik,omitempty"`
	// Answers and Rulings are what came down about it.
	Answers []kampung.Answer `json:"a,omitempty"`
	Rulings []kampung.Ruling `json:"r,omitempty"`
	Mended  bool             `json:"m,omitempty"` // its content changed after the last ruling
	Seq     int              `json:"q,omitempty"`
}

// errID says that an id is no UUID.
var errID = errors.New("store: not an id")

func idKey(id string) ([]byte, error) {
	u, err := uuid.Parse(id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w: %.40q", ErrNotFound, errID, id)
	}
	return u[:], nil
}

// errBody says that a body does not have the form of its kind.
var errBody = errors.New("store: body is of another form")

func (v view) projectRequest(p kampung.ParsedEntry) error {
	var b kampung.RequestBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: request: %w", errBody, err)
	}
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var row requestRow
	found, err := v.load(bRequest, key, &row)
	if err != nil {
		return err
	}
	if !found {
		row.At, row.By = entryTime(p.Head), p.Head.By
		if err := v.setCount("requests", v.count("requests")+1); err != nil {
			return err
		}
	}
	row.ID, row.Service, row.Number, row.Name = p.Head.Subject, b.Service, b.Number, b.Person.Name
	row.State, row.NIK, row.Seq = kampung.StateChecked, b.Person.NIK, b.Seq
	row.Minutes = v.s.services[b.Service].Minutes
	row.Places = append(row.Places, p.Head.N)
	row.Mended = len(row.Rulings) > 0
	if err := v.save(bRequest, key, row); err != nil {
		return err
	}
	if err := v.setOpen(key, true); err != nil {
		return err
	}
	last, err := v.counter(b.Scope)
	if err != nil || last >= b.Seq {
		return err
	}
	return v.put(bCounter, []byte(b.Scope), []byte(fmt.Sprint(b.Seq)))
}

func (v view) projectStep(p kampung.ParsedEntry) error {
	var b kampung.StepBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: step: %w", errBody, err)
	}
	found, err := v.changeRow(p.Head.Subject, func(row *requestRow) {
		row.State = b.State
		row.Places = append(row.Places, p.Head.N)
	})
	if err != nil || !found {
		return err
	}
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	return v.setOpen(key, !b.State.Final())
}

// changeRow changes the row of a request; false when it is not here.
func (v view) changeRow(id string, change func(*requestRow)) (found bool, err error) {
	key, err := idKey(id)
	if err != nil {
		return false, err
	}
	var row requestRow
	if found, err = v.load(bRequest, key, &row); err != nil || !found {
		return found, err
	}
	change(&row)
	return true, v.save(bRequest, key, row)
}

// setOpen notes whether a request still needs an act, and how many do.
func (v view) setOpen(key []byte, open bool) (err error) {
	b := v.bucket(bOpen)
	if was := b.Get(key) != nil; was == open {
		return nil
	}
	n := v.count("open")
	if open {
		n++
		err = b.Put(key, []byte{1})
	} else {
		n--
		err = b.Delete(key)
	}
	if err != nil {
		return fmt.Errorf("store: open request: %w", err)
	}
	return v.setCount("open", n)
}

func (v view) projectPrint(p kampung.ParsedEntry) error {
	var b kampung.PrintBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: print: %w", errBody, err)
	}
	_, err := v.changeRow(p.Head.Subject, func(row *requestRow) { row.Prints += max(1, b.Copies) })
	return err
}

func (v view) projectResident(p kampung.ParsedEntry) error {
	var r kampung.Resident
	if err := json.Unmarshal(p.Body, &r); err != nil {
		return fmt.Errorf("%w: resident: %w", errBody, err)
	}
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var old kampung.Resident
	found, err := v.load(bResident, key, &old)
	if err != nil {
		return err
	}
	if !found {
		if err := v.setCount("residents", v.count("residents")+1); err != nil {
			return err
		}
	}
	if old.NIK != "" && old.NIK != r.NIK {
		if err := v.bucket(bNIK).Delete(v.s.value.blinded("nik", old.NIK)); err != nil {
			return fmt.Errorf("store: nik: %w", err)
		}
	}
	if r.NIK != "" {
		if err := v.put(bNIK, v.s.value.blinded("nik", r.NIK), key); err != nil {
			return err
		}
	}
	r.ID = p.Head.Subject
	return v.save(bResident, key, r)
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

// entry reads an entry's line and checks it against its node.
func (v view) entry(a kampung.Audience, n int64) ([]byte, kampung.ParsedEntry, error) {
	line, err := v.get(bEntry, logKey(a, n))
	if err != nil {
		return nil, kampung.ParsedEntry{}, err
	}
	if line == nil {
		return nil, kampung.ParsedEntry{}, fmt.Errorf("%w: entry %d of %s is missing", ErrDamaged, n, a)
	}
	p, err := kampung.ParseEntry(line)
	if err != nil {
		return nil, p, fmt.Errorf("%w: entry %d of %s: %w", ErrDamaged, n, a, err)
	}
	return line, p, nil
}
