package store

import (
	"smartkampung/kampung"
)

// Visitors lists the temporary residents, cancelled ones too, in no order.
func (s *Store) Visitors() ([]kampung.Visitor, error) { return readAll(s, visitorLedger) }

// Visitor reads a temporary resident. Errors: [ErrNotFound].
func (s *Store) Visitor(id string) (kampung.Visitor, error) { return readOne(s, visitorLedger, id) }

// SaveVisitor records a temporary resident, or changes the one with the ID.
// Errors: [kampung.Problems], [ErrNotFound].
func (s *Store) SaveVisitor(w kampung.Visitor) (kampung.Visitor, error) {
	w = kampung.CleanVisitor(w)
	if p := kampung.CheckVisitor(w, kampung.DateOf(s.opt.Now())); p.Err() != nil {
		return w, p
	}
	id := w.ID
	if id == "" {
		id = newID()
	}
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Books: true}
		if w.ID == "" {
			return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindVisitor, subject: id, body: w, first: true}}, c, nil
		}
		entries, err := visitorLedger.change(v, id, w)
		return entries, c, err
	})
	if err != nil {
		return w, err
	}
	return s.Visitor(id)
}
