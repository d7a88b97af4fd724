package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"smartkampung/kampung"
)

// ledger is a kind of lines that the office writes and edits: incoming letters,
// temporary residents, events.
type ledger[T any] struct {
	bucket     []byte
	kind, edit string
	// stamp sets the id of a line and who wrote it when.
	stamp func(line *T, id string, made kampung.Head)
}

// ledgerRec is a line as stored, with where its entries stand.
type ledgerRec[T any] struct {
	Line T    `json:"line"`
	Made bool `json:"made,omitempty"` // what makes the line has come
	trail
}

// project folds an entry into its line.
func (l ledger[T]) project(v view, at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var rec ledgerRec[T]
	if _, err := v.load(l.bucket, key, &rec); err != nil {
		return err
	}
	if fresh {
		rec.add(at)
	}
	if !fresh && !rec.far() {
		return nil // what it said was folded when it first came
	}
	switch {
	case rec.far() || rec.Made == (p.Head.Kind == l.kind):
		if err := l.refold(v, p.Head.Subject, &rec); err != nil {
			return err
		}
	case p.Head.Kind == l.edit:
		if rec.Line, err = edited(rec.Line, p.Body); err != nil {
			return err
		}
	default:
		if err := json.Unmarshal(p.Body, &rec.Line); err != nil {
			return fmt.Errorf("%w: %s: %w", errBody, l.kind, err)
		}
		rec.Made = true
		l.stamp(&rec.Line, p.Head.Subject, p.Head)
	}
	return v.save(l.bucket, key, rec)
}

// refold folds a line anew from all its entries.
func (l ledger[T]) refold(v view, id string, rec *ledgerRec[T]) error {
	vs, err := v.versions(kampung.AudienceKantor, rec.trail)
	if err != nil {
		return err
	}
	fields, _ := kampung.FoldFields(vs, l.edit)
	fresh := ledgerRec[T]{trail: rec.trail}
	i := slices.IndexFunc(vs, func(w kampung.Version) bool { return w.Head.Kind == l.kind })
	if i >= 0 && fromFields(fields, &fresh.Line) {
		fresh.Made = true
		l.stamp(&fresh.Line, id, vs[i].Head)
	}
	*rec = fresh
	return nil
}

// one reads a line. Errors: [ErrNotFound].
func (l ledger[T]) one(v view, id string) (line T, err error) {
	key, err := idKey(id)
	if err != nil {
		return line, err
	}
	var rec ledgerRec[T]
	_, err = v.load(l.bucket, key, &rec)
	if err == nil && !rec.Made {
		err = fmt.Errorf("%w: %s", ErrNotFound, l.kind)
	}
	return rec.Line, err
}

// all reads every line, in the order of ids.
func (l ledger[T]) all(v view) (lines []T, err error) {
	err = v.bucket(l.bucket).ForEach(func(k, _ []byte) error {
		var rec ledgerRec[T]
		if _, err := v.load(l.bucket, k, &rec); err != nil || !rec.Made {
			return err
		}
		lines = append(lines, rec.Line)
		return nil
	})
	return lines, err
}

// stamped are the names that the entry's head tells and no edit changes.
var stamped = []string{"id", "at", "by", "tick"}

// change returns the entry that makes a line what it should be; none when it is
// so already. The line must be there.
func (l ledger[T]) change(v view, id string, line T) ([]entry, error) {
	old, err := l.one(v, id)
	if err != nil {
		return nil, err
	}
	set, err := kampung.MakeEdit(old, line, stamped...)
	if err != nil || set == nil {
		return nil, err
	}
	return []entry{{audience: kampung.AudienceKantor, kind: l.edit, subject: id, body: kampung.EditBody{Set: set}}}, nil
}

var mailLedger = ledger[kampung.Mail]{bMail, kampung.KindMail, kampung.KindMailEdit, func(m *kampung.Mail, id string, h kampung.Head) {
	m.ID, m.At, m.By = id, entryTime(h), h.By
}}

var visitorLedger = ledger[kampung.Visitor]{bVisitor, kampung.KindVisitor, kampung.KindVisitorEdit, func(w *kampung.Visitor, id string, h kampung.Head) {
	w.ID, w.At, w.By = id, entryTime(h), h.By
}}

var eventLedger = ledger[kampung.Event]{bEvent, kampung.KindEvent, kampung.KindEventEdit, func(e *kampung.Event, id string, h kampung.Head) {
	e.ID, e.At, e.By, e.Tick = id, entryTime(h), h.By, h.Tick
}}

var numberLedger = ledger[kampung.NumberNote]{bNote, kampung.KindNumber, kampung.KindNumberEdit, func(n *kampung.NumberNote, id string, h kampung.Head) {
	n.ID, n.At, n.By = id, entryTime(h), h.By
}}

var surveyLedger = ledger[kampung.Survey]{bSurvey, kampung.KindSurvey, kampung.KindSurveyEdit, func(s *kampung.Survey, id string, _ kampung.Head) {
	s.ID = id
}}

func (v view) projectVisitor(at spot, p kampung.ParsedEntry, fresh bool) error {
	return visitorLedger.project(v, at, p, fresh)
}

func (v view) projectEvent(at spot, p kampung.ParsedEntry, fresh bool) error {
	return eventLedger.project(v, at, p, fresh)
}

// projectMail also moves the counter of the numbers that this PC gave, and
// notes who holds them.
func (v view) projectMail(at spot, p kampung.ParsedEntry, fresh bool) error {
	if p.Head.Kind == kampung.KindMail {
		var m kampung.Mail
		if err := json.Unmarshal(p.Body, &m); err != nil {
			return fmt.Errorf("%w: mail: %w", errBody, err)
		}
		if err := v.countNumber(at, p.Head, kampung.RequestBody{Seq: m.Seq, Scope: m.Scope}); err != nil {
			return err
		}
		if m.Seq > 0 && m.Scope != "" {
			if err := v.hold(m.Scope, m.Seq, string(rune(holdsMail))+p.Head.Subject, true); err != nil {
				return err
			}
		}
	}
	return mailLedger.project(v, at, p, fresh)
}

// readAll reads every line of a ledger.
func readAll[T any](s *Store, l ledger[T]) (lines []T, err error) {
	err = s.read(func(v view) error { lines, err = l.all(v); return err })
	return lines, err
}

// readOne reads a line of a ledger. Errors: [ErrNotFound].
func readOne[T any](s *Store, l ledger[T], id string) (line T, err error) {
	err = s.read(func(v view) error { line, err = l.one(v, id); return err })
	return line, err
}

// notThere tells whether nothing is under an id.
func notThere(err error) bool { return errors.Is(err, ErrNotFound) }
