package store

import (
	"errors"
	"fmt"

	"smartkampung/kampung"
)

// Events lists the events of residents, cancelled ones too, in no order.
func (s *Store) Events() ([]kampung.Event, error) { return readAll(s, eventLedger) }

// Event reads an event. Errors: [ErrNotFound].
func (s *Store) Event(id string) (kampung.Event, error) { return readOne(s, eventLedger, id) }

// census answers what the rules of events ask.
type census struct {
	view
	last   map[string]kampung.Event // nil until asked
	failed error
}

func (p *census) fail(err error) {
	if err != nil && p.failed == nil {
		p.failed = err
	}
}

// Resident implements [kampung.People].
func (p *census) Resident(id string) (r kampung.Resident, ok bool) {
	key, err := idKey(id)
	if err != nil {
		return r, false
	}
	_, err = p.load(bResident, key, &r)
	p.fail(err)
	return r, r.Name != ""
}

// Family implements [kampung.People].
func (p *census) Family(kk string) []kampung.Resident {
	all, err := p.family(kk)
	p.fail(err)
	return all
}

// Holder implements [kampung.People].
func (p *census) Holder(nik string) (kampung.Resident, bool) {
	r, found, err := p.residentByNIK(nik)
	p.fail(err)
	return r, found
}

// Last implements [kampung.People].
func (p *census) Last(id string) (kampung.Event, bool) {
	if p.last == nil {
		p.last = map[string]kampung.Event{}
		events, err := eventLedger.all(p.view)
		p.fail(err)
		for _, e := range events {
			if e.Cancelled != "" {
				continue
			}
			for id := range e.Undo {
				p.note(id, e)
			}
			for _, id := range e.Made {
				p.note(id, e)
			}
		}
	}
	e, ok := p.last[id]
	return e, ok
}

func (p *census) note(id string, e kampung.Event) {
	if p.last[id].Tick < e.Tick {
		p.last[id] = e
	}
}

// PreviewEvent works out what an event would change; nothing is saved. Errors:
// [kampung.Problems].
func (s *Store) PreviewEvent(e kampung.Event, new []kampung.Resident) (plan kampung.EventPlan, err error) {
	err = s.read(func(v view) error {
		p := &census{view: v}
		var problems kampung.Problems
		plan, problems = kampung.PlanEvent(e, named(new), p, kampung.DateOf(s.opt.Now()))
		return errors.Join(p.failed, problems.Err())
	})
	return plan, bare(err)
}

// named gives new residents the ids that they will have.
func named(new []kampung.Resident) []kampung.Resident {
	out := make([]kampung.Resident, len(new))
	for i, r := range new {
		out[i] = r
		out[i].ID = newID()
	}
	return out
}

// bare takes problems out of a joined error, so that they are told by field.
func bare(err error) error {
	var p kampung.Problems
	if errors.As(err, &p) {
		return p
	}
	return err
}

// RecordEvent saves an event and what it changes in the register as one record;
// new are the residents whom it makes. Errors: [kampung.Problems].
func (s *Store) RecordEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error) {
	new = named(new)
	return s.savePlan(func(p *census) (kampung.EventPlan, kampung.Problems) {
		return kampung.PlanEvent(e, new, p, kampung.DateOf(s.opt.Now()))
	})
}

// MergeResidents makes one record of two of one person, see
// [kampung.PlanMerge]. It is an event and can be taken back as one.
func (s *Store) MergeResidents(keep, drop string, take []string) (kampung.EventPlan, error) {
	return s.savePlan(func(p *census) (kampung.EventPlan, kampung.Problems) {
		return kampung.PlanMerge(keep, drop, take, p, kampung.DateOf(s.opt.Now()))
	})
}

// CancelEvent takes an event back: the register becomes what it was before it.
// Errors: [kampung.Problems] at "reason", [ErrNotFound].
func (s *Store) CancelEvent(id, reason string) (kampung.EventPlan, error) {
	e, err := s.Event(id)
	if err != nil {
		return kampung.EventPlan{}, err
	}
	return s.savePlan(func(p *census) (kampung.EventPlan, kampung.Problems) {
		return kampung.PlanCancel(e, reason, p, kampung.DateOf(s.opt.Now()))
	})
}

// savePlan saves what a rule works out.
func (s *Store) savePlan(work func(*census) (kampung.EventPlan, kampung.Problems)) (plan kampung.EventPlan, err error) {
	err = s.change(func(v view) ([]entry, kampung.Change, error) {
		p := &census{view: v}
		var problems kampung.Problems
		plan, problems = work(p)
		if err := errors.Join(p.failed, problems.Err()); err != nil {
			return nil, kampung.Change{}, bare(err)
		}
		entries, err := v.planEntries(&plan)
		return entries, kampung.Change{Residents: true, Books: true}, err
	})
	if err != nil {
		return plan, err
	}
	s.indexPlan(plan)
	if plan.Event, err = s.Event(plan.Event.ID); err != nil {
		return plan, fmt.Errorf("store: event: %w", err)
	}
	return plan, nil
}

func (s *Store) indexPlan(plan kampung.EventPlan) {
	for _, c := range plan.Changes {
		s.index.put(c.After)
	}
}

// planEntries are the entries of an event: the event, or that it was taken back,
// and the residents that it makes and changes.
func (v view) planEntries(plan *kampung.EventPlan) ([]entry, error) {
	e := &plan.Event
	cause, entries := kampung.CauseEvent, []entry(nil)
	if e.Cancelled != "" {
		var err error
		cause = kampung.CauseUndo
		if entries, err = eventLedger.change(v, e.ID, *e); err != nil {
			return nil, err
		}
	} else {
		first := e.ID == ""
		if first {
			e.ID = newID()
		}
		body := *e
		body.ID = ""
		entries = []entry{{audience: kampung.AudienceKantor, kind: kampung.KindEvent, subject: e.ID, body: body, first: first}}
	}
	for _, c := range plan.Changes {
		if c.Before.ID == "" {
			body := c.After
			body.ID = ""
			entries = append(entries, entry{audience: kampung.AudienceKantor, kind: kampung.KindResident, subject: c.After.ID, first: true,
				body: kampung.ResidentBody{Resident: body, Cause: cause + e.ID}})
			continue
		}
		set, err := kampung.MakeEdit(c.Before, c.After, "id")
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry{audience: kampung.AudienceKantor, kind: kampung.KindResidentEdit, subject: c.After.ID,
			body: kampung.EditBody{Set: set, Cause: cause + e.ID}})
	}
	return entries, nil
}

// deathStep works out what a letter's step to a state does to the register.
func (v view) deathStep(r kampung.Request, to kampung.State, reason string) (kampung.EventPlan, []entry, error) {
	switch {
	case to.Signed():
		return v.deathOf(r)
	case to == kampung.StateCancelled:
		return v.undoDeath(r, reason)
	}
	return kampung.EventPlan{}, nil, nil
}

// undoDeath works out how the event of a letter that is cancelled is taken back;
// none when it brought none, or that was taken back already.
func (v view) undoDeath(r kampung.Request, reason string) (plan kampung.EventPlan, entries []entry, err error) {
	e, err := eventLedger.one(v, r.ID)
	if notThere(err) || err == nil && e.Cancelled != "" {
		return plan, nil, nil
	}
	if err != nil {
		return plan, nil, err
	}
	p := &census{view: v}
	plan, problems := kampung.PlanCancel(e, reason, p, kampung.DateOf(v.s.opt.Now()))
	if p.failed != nil {
		return plan, nil, p.failed
	}
	if len(problems) > 0 {
		return plan, nil, kampung.Problems{{Field: "state", Text: "Surat ini mencatat kematian, dan pencatatan itu belum bisa dibatalkan: " + problems[0].Text}}
	}
	entries, err = v.planEntries(&plan)
	return plan, entries, err
}

// deathOf works out the event that the approval of a letter brings: none when
// the letter tells of no death, the event is there already, or the register
// knows of the death.
func (v view) deathOf(r kampung.Request) (plan kampung.EventPlan, entries []entry, err error) {
	e, ok := kampung.DeathOf(r)
	if !ok {
		return plan, nil, nil
	}
	if _, err := eventLedger.one(v, e.ID); !notThere(err) {
		return plan, nil, err
	}
	p := &census{view: v}
	if who, found := p.Resident(e.People[0]); !found || who.Status == kampung.StatusDead {
		return plan, nil, p.failed
	}
	plan, problems := kampung.PlanEvent(e, nil, p, kampung.DateOf(v.s.opt.Now()))
	if p.failed != nil {
		return plan, nil, p.failed
	}
	if len(problems) > 0 {
		return plan, nil, kampung.Problems{{Field: "state", Text: "Surat ini mencatat kematian, tetapi data penduduk belum cocok: " + problems[0].Text}}
	}
	entries, err = v.planEntries(&plan)
	return plan, entries, err
}

// ResidentHistory tells which value of a resident changed when, by whom and from
// what, the newest first. Errors: [ErrNotFound].
func (s *Store) ResidentHistory(id string) (lines []kampung.ResidentChangeLine, err error) {
	key, err := idKey(id)
	if err != nil {
		return nil, err
	}
	err = s.read(func(v view) error {
		var rec residentRec
		found, err := v.load(bResident, key, &rec)
		if err == nil && !found {
			err = fmt.Errorf("%w: resident", ErrNotFound)
		}
		if err != nil {
			return err
		}
		vs, err := v.versions(kampung.AudienceKantor, rec.trail)
		if err == nil {
			lines = kampung.ResidentHistory(vs)
		}
		return err
	})
	return lines, err
}
