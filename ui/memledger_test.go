package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"smartkampung/kampung"
)

// memLedger is the books of a memDesk.
type memLedger struct {
	mails   []kampung.Mail
	events  []kampung.Event
	history map[string][]kampung.ResidentChangeLine
	book    *kampung.Book // instead of one that is filled
	saved   []string
	books   []kampung.Book
	guests  []kampung.Visitor
}

func (d *memDesk) residentsNow() (all []kampung.Resident) {
	for _, r := range d.people {
		all = append(all, r)
	}
	return all
}

func (d *memDesk) requestsNow() (all []kampung.Request) {
	for _, id := range d.order {
		all = append(all, d.requests[id])
	}
	return all
}

func (d *memDesk) Book(key kampung.BookKey, p kampung.Period) (kampung.Book, error) {
	if d.ledger.book != nil {
		return *d.ledger.book, nil
	}
	switch key {
	case kampung.BookAgenda:
		return kampung.AgendaBook(p, d.requestsNow(), d.ledger.mails, d.notes), nil
	case kampung.BookDelivery:
		return kampung.DeliveryBook(p, d.requestsNow()), nil
	case kampung.BookService:
		return kampung.ServiceBook(p, d.requestsNow()), nil
	case kampung.BookResidents:
		return kampung.ResidentBook(p, d.residentsNow(), d.ledger.events), nil
	case kampung.BookCards:
		return kampung.CardBook(p, d.residentsNow(), d.ledger.events), nil
	case kampung.BookChanges:
		return kampung.ChangeBook(p, d.residentsNow(), d.ledger.events), nil
	}
	return kampung.VisitorBook(p, d.ledger.guests), nil
}

func (d *memDesk) Report(p kampung.Period) (kampung.Report, error) {
	return kampung.NewReport(p, d.requestsNow(), func(id string) string { return d.people[id].Dusun }), nil
}

func (d *memDesk) SaveBookWith(ctx context.Context, b kampung.Book, path string, tell kampung.Tell) error {
	count := kampung.NewCounter(ctx, tell, kampung.StepLay, 200, kampung.OfRows)
	for range 200 {
		if d.during != nil {
			d.during()
		}
		if err := count.Next(); err != nil {
			return err
		}
	}
	return d.SaveBook(b, path)
}
func (d *memDesk) SaveBook(b kampung.Book, path string) error {
	d.ledger.saved = append(d.ledger.saved, path)
	d.ledger.books = append(d.ledger.books, b)
	return os.WriteFile(path, []byte(b.Title), 0o600)
}

func (d *memDesk) SaveStandard(service, path string) error {
	d.ledger.saved = append(d.ledger.saved, path)
	return os.WriteFile(path, []byte("standar "+service), 0o600)
}

func (d *memDesk) Mails() ([]kampung.Mail, error) { return slices.Clone(d.ledger.mails), nil }

func (d *memDesk) SaveMail(m kampung.Mail) (kampung.Mail, error) {
	m = kampung.CleanMail(m)
	if err := kampung.CheckMail(m, kampung.DateOf(d.now())).Err(); err != nil {
		return m, err
	}
	if m.ID == "" {
		m.Seq, m.Year, m.At, m.By = len(d.ledger.mails)+1, m.Received.Year, d.now(), d.me
		m.ID, m.Scope = fmt.Sprintf("m%03d", m.Seq), "masuk"
		d.ledger.mails = append(d.ledger.mails, m)
	} else {
		i := slices.IndexFunc(d.ledger.mails, func(o kampung.Mail) bool { return o.ID == m.ID })
		d.ledger.mails[i] = m
	}
	d.tell(kampung.Change{Books: true})
	return m, nil
}

func (d *memDesk) CancelMail(id, reason string) (kampung.Mail, error) {
	if text := kampung.CheckCancel(reason); text != "" {
		return kampung.Mail{}, kampung.Problems{{Field: "reason", Text: text}}
	}
	i := slices.IndexFunc(d.ledger.mails, func(o kampung.Mail) bool { return o.ID == id })
	d.ledger.mails[i].Cancelled = reason
	d.tell(kampung.Change{Books: true})
	return d.ledger.mails[i], nil
}

func (d *memDesk) Visitors() ([]kampung.Visitor, error) { return slices.Clone(d.ledger.guests), nil }

func (d *memDesk) SaveVisitor(v kampung.Visitor) (kampung.Visitor, error) {
	v = kampung.CleanVisitor(v)
	if err := kampung.CheckVisitor(v, kampung.DateOf(d.now())).Err(); err != nil {
		return v, err
	}
	if v.ID == "" {
		v.ID, v.At, v.By = fmt.Sprintf("t%03d", len(d.ledger.guests)+1), d.now(), d.me
		d.ledger.guests = append(d.ledger.guests, v)
	} else {
		i := slices.IndexFunc(d.ledger.guests, func(o kampung.Visitor) bool { return o.ID == v.ID })
		d.ledger.guests[i] = v
	}
	d.tell(kampung.Change{Books: true})
	return v, nil
}

func (d *memDesk) Family(kk string) (all []kampung.Resident, err error) {
	for _, r := range d.people {
		if r.KK == kk {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, kampung.ResidentOrder)
	return all, nil
}

func (d *memDesk) Events() ([]kampung.Event, error) { return slices.Clone(d.ledger.events), nil }

// memPeople answers what the rules of events ask.
type memPeople struct{ d *memDesk }

func (p memPeople) Resident(id string) (kampung.Resident, bool) {
	r, ok := p.d.people[id]
	return r, ok
}

func (p memPeople) Family(kk string) []kampung.Resident {
	all, _ := p.d.Family(kk)
	return all
}

func (p memPeople) Holder(nik string) (kampung.Resident, bool) {
	for _, r := range p.d.people {
		if r.NIK == nik {
			return r, true
		}
	}
	return kampung.Resident{}, false
}

func (p memPeople) Last(id string) (last kampung.Event, ok bool) {
	for _, e := range p.d.ledger.events {
		if e.Cancelled == "" && e.Touches(id) && e.Tick > last.Tick {
			last, ok = e, true
		}
	}
	return last, ok
}

func (d *memDesk) PreviewEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error) {
	new = slices.Clone(new)
	for i := range new {
		new[i].ID = fmt.Sprintf("w%03d", len(d.people)+1+i)
	}
	p, ps := kampung.PlanEvent(e, new, memPeople{d}, kampung.DateOf(d.now()))
	return p, ps.Err()
}

// keepPlan saves what a rule worked out.
func (d *memDesk) keepPlan(p kampung.EventPlan, ps kampung.Problems) (kampung.EventPlan, error) {
	if err := ps.Err(); err != nil {
		return p, err
	}
	for _, c := range p.Changes {
		for _, l := range c.Lines() {
			l.By, l.At, l.Cause, l.Entry = d.me, d.now(), kampung.CauseEvent+p.Event.ID, fmt.Sprint(d.now().Unix())
			if d.ledger.history == nil {
				d.ledger.history = map[string][]kampung.ResidentChangeLine{}
			}
			d.ledger.history[c.After.ID] = append([]kampung.ResidentChangeLine{l}, d.ledger.history[c.After.ID]...)
		}
		d.people[c.After.ID] = c.After
		d.index.Put(rowOf(c.After))
	}
	if i := slices.IndexFunc(d.ledger.events, func(o kampung.Event) bool { return o.ID == p.Event.ID }); i >= 0 {
		d.ledger.events[i] = p.Event
	} else {
		p.Event.ID, p.Event.At, p.Event.By, p.Event.Tick = fmt.Sprintf("e%03d", len(d.ledger.events)+1), d.now(), d.me, int64(len(d.ledger.events)+1)
		d.ledger.events = append(d.ledger.events, p.Event)
	}
	d.tell(kampung.Change{Residents: true, Books: true})
	return p, nil
}

func (d *memDesk) RecordEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error) {
	p, err := d.PreviewEvent(e, new)
	if err != nil {
		return p, err
	}
	return d.keepPlan(p, nil)
}

func (d *memDesk) CancelEvent(id, reason string) (kampung.EventPlan, error) {
	i := slices.IndexFunc(d.ledger.events, func(o kampung.Event) bool { return o.ID == id })
	if i < 0 {
		return kampung.EventPlan{}, errors.New("no such event")
	}
	return d.keepPlan(kampung.PlanCancel(d.ledger.events[i], reason, memPeople{d}, kampung.DateOf(d.now())))
}

func (d *memDesk) MergeResidents(keep, drop string, take []string) (kampung.EventPlan, error) {
	return d.keepPlan(kampung.PlanMerge(keep, drop, take, memPeople{d}, kampung.DateOf(d.now())))
}

func (d *memDesk) ResidentHistory(id string) ([]kampung.ResidentChangeLine, error) {
	if lines := d.ledger.history[id]; lines != nil {
		return lines, nil
	}
	return []kampung.ResidentChangeLine{{Field: "nama", To: d.people[id].Name, By: d.me, At: d.now().Add(-48 * time.Hour), Cause: kampung.CauseImport, Entry: "x"}}, nil
}

func (d *memDesk) PrintBook(_ kampung.Book, how kampung.PrintChoice) error {
	d.printed = append(d.printed, how)
	return d.printErr
}
