package store

import (
	"smartkampung/kampung"
)

// Mails lists the incoming letters, cancelled ones too, in no order.
func (s *Store) Mails() ([]kampung.Mail, error) { return readAll(s, mailLedger) }

// Mail reads an incoming letter. Errors: [ErrNotFound].
func (s *Store) Mail(id string) (kampung.Mail, error) { return readOne(s, mailLedger, id) }

// SaveMail records an incoming letter and gives it its number in the Agenda in
// the same transaction, or changes the one with its ID, whose number stays.
// Errors: [kampung.Problems], [ErrNotFound].
func (s *Store) SaveMail(m kampung.Mail) (kampung.Mail, error) {
	m = kampung.CleanMail(m)
	if p := kampung.CheckMail(m, kampung.DateOf(s.opt.Now())); p.Err() != nil {
		return m, p
	}
	id := m.ID
	if id == "" {
		id = newID()
	}
	o, err := s.Office()
	if err != nil {
		return m, err
	}
	err = s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Books: true}
		if m.ID != "" {
			old, err := mailLedger.one(v, id)
			if err != nil {
				return nil, c, err
			}
			m.Seq, m.Year, m.Scope, m.Mark, m.Cancelled, m.At, m.By = old.Seq, old.Year, old.Scope, old.Mark, old.Cancelled, old.At, old.By
			entries, err := mailLedger.change(v, id, m)
			return entries, c, err
		}
		if err := v.numberMail(&m, o); err != nil {
			return nil, c, err
		}
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindMail, subject: id, body: m, first: true}}, c, nil
	})
	if err != nil {
		return m, err
	}
	return s.Mail(id)
}

// numberMail gives an incoming letter the next number of the Agenda; a PC
// without a block counts under its own mark.
func (v view) numberMail(m *kampung.Mail, o kampung.Office) error {
	m.Year = m.Received.Year
	m.Scope = kampung.MailScope(o, m.Year)
	last, err := v.counter(m.Scope)
	if err != nil {
		return err
	}
	share, err := v.share(m.Year)
	if err != nil {
		return err
	}
	next, ok := kampung.NextFree(share, last, v.held(m.Scope))
	if !ok {
		if m.Mark, err = v.ownMark(); err != nil {
			return err
		}
		m.Scope += "/" + m.Mark
		if last, err = v.counter(m.Scope); err != nil {
			return err
		}
		next = last + 1
	}
	m.Seq = next
	return nil
}

// CancelMail strikes an incoming letter through; its number stays used. Errors:
// [kampung.Problems] at "reason", [ErrNotFound].
func (s *Store) CancelMail(id, reason string) (kampung.Mail, error) {
	if text := kampung.CheckCancel(reason); text != "" {
		return kampung.Mail{}, kampung.Problems{{Field: "reason", Text: text}}
	}
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		m, err := mailLedger.one(v, id)
		if err != nil {
			return nil, kampung.Change{}, err
		}
		m.Cancelled = kampung.FoldSpace(reason)
		entries, err := mailLedger.change(v, id, m)
		return entries, kampung.Change{Books: true}, err
	})
	if err != nil {
		return kampung.Mail{}, err
	}
	return s.Mail(id)
}
