package model

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"pgregory.net/rapid"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/store"
)

// pc is a running desk.
type pc struct {
	name    string
	village *village
	dir     string
	off     time.Duration // its clock stands off by
	d       *desk.Desk
	*office
	visited int // putBack of the hub when it last went up whole
}

// addPC starts a desk on a folder.
func (w *world) addPC(v *village, dir string, o *office, off time.Duration) *pc {
	w.made++
	p := &pc{name: fmt.Sprintf("PC %d of village %d", w.made, v.n+1), village: v, dir: dir, office: o, off: off, visited: w.putBack}
	w.start(p)
	w.pcs = append(w.pcs, p)
	return p
}

// start opens the desk and holds it to what it showed before.
func (w *world) start(p *pc) {
	now := func() time.Time { return w.clock.Add(p.off) }
	o, err := options(now)
	w.must(err)
	st, err := store.Unlock(p.dir, login, password, o)
	if err != nil {
		w.broken("saved", "%s does not start: %v", p.name, err)
	}
	p.d = desk.Around(st, p.dir, now, &http.Client{Transport: w.line})
	p.d.Ready()
	w.checkDesk(p)
}

func (w *world) stop(p *pc) { w.must(p.d.Close()) }

// clerkActions are the office's day.
var clerkActions = []action{
	{"record", 10, nil, (*world).record},
	{"advance", 8, anyRequest, (*world).advance},
	{"mend", 4, anyRequest, (*world).mend},
	{"resident", 3, nil, (*world).saveResident},
	{"print", 2, anyRequest, (*world).printLetter},
	{"draft", 2, nil, (*world).saveDraft},
}

func anyRequest(w *world) bool {
	for _, p := range w.pcs {
		if len(p.order) > 0 {
			return true
		}
	}
	return false
}

// drawRequest draws a request that a running desk shows.
func (w *world) drawRequest() (*pc, string, *shown) {
	var with []*pc
	for _, p := range w.pcs {
		if len(p.order) > 0 {
			with = append(with, p)
		}
	}
	p := with[rapid.IntRange(0, len(with)-1).Draw(w.t, "pc")]
	id := p.order[rapid.IntRange(0, len(p.order)-1).Draw(w.t, "request")]
	return p, id, p.requests[id]
}

func (w *world) draft(p *pc) kampung.Draft {
	d := p.d.NewDraft()
	d.Service = "sku"
	d.Applicant = kampung.PersonOf(p.village.people[w.step%len(p.village.people)])
	d.Fields = map[string]string{"nama_usaha": fmt.Sprintf("TOKO %d", w.step), "keperluan": "Pinjaman bank"}
	return d
}

// refused reports whether a desk with its clock in the last century said so.
func (p *pc) refused(now time.Time, err error) bool {
	var problems kampung.Problems
	return errors.As(err, &problems) && now.Add(p.off).Year() < 2025
}

func (w *world) record() { w.recordAt(w.drawPC()) }

func (w *world) recordAt(p *pc) {
	d := w.draft(p)
	r, err := p.d.Record(d)
	if p.refused(w.clock, err) {
		w.say("%s records nothing: its clock is lost", p.name)
		return
	}
	if err != nil {
		w.broken("saved", "%s does not record: %v", p.name, err)
	}
	w.say("%s records %s as %s", p.name, d.Fields["nama_usaha"], r.Number)
	for id, s := range p.requests {
		if s.number == r.Number && id != r.ID {
			w.broken("number", "%s gives %s again", p.name, r.Number)
		}
	}
	p.requests[r.ID] = &shown{number: r.Number, shop: r.Fields["nama_usaha"], state: r.State, bodies: 1}
	p.order = append(p.order, r.ID)
	w.entries[r.ID]++
	if rapid.IntRange(0, 4).Draw(w.t, "press twice") == 4 {
		w.say("%s presses the button again", p.name)
		if again, err := p.d.Record(d); err != nil || again.Number != r.Number {
			w.broken("once", "%s recorded again: %s, %v", r.Number, again.Number, err)
		}
	}
}

func (w *world) advance() {
	p, id, s := w.drawRequest()
	to := kampung.NextStates(s.state, kampung.RoleAdmin)
	if len(to) == 0 {
		w.say("%s looks at %s, which is done", p.name, s.number)
		return
	}
	w.advanceTo(p, id, to[rapid.IntRange(0, len(to)-1).Draw(w.t, "to")])
}

func (w *world) advanceTo(p *pc, id string, to kampung.State) {
	s := p.requests[id]
	w.say("%s: %s goes from %s to %s", p.name, s.number, s.state, to)
	r, err := p.d.Advance(id, to, "alasan contoh")
	if err != nil || r.State != to {
		w.broken("saved", "%s does not go to %s: %v", s.number, to, err)
	}
	s.state = to
	s.steps++
	w.entries[id]++
}

func (w *world) mend() {
	p, id, s := w.drawRequest()
	if !s.state.Editable() {
		if s.state != kampung.StateChecked {
			w.say("%s looks at %s, which cannot be mended", p.name, s.number)
			return
		}
		w.advanceTo(p, id, kampung.StateDraft)
	}
	d := w.draft(p)
	d.Request = id
	r, err := p.d.Record(d)
	if p.refused(w.clock, err) {
		return
	}
	if err != nil || r.Number != s.number {
		w.broken("saved", "%s mends %s, gets %s: %v", p.name, s.number, r.Number, err)
	}
	w.say("%s mends %s: now %s", p.name, s.number, d.Fields["nama_usaha"])
	s.shop, s.state = r.Fields["nama_usaha"], r.State
	s.bodies++
	w.entries[id]++
}

func (w *world) saveResident() { w.saveResidentAt(w.drawPC(), rapid.Bool().Draw(w.t, "edit")) }

func (w *world) saveResidentAt(p *pc, edit bool) {
	name := fmt.Sprintf("WARGA CONTOH %d", w.step)
	r := kampung.Resident{Sex: 1, Relation: 1, Status: 1, Dusun: "KRAJAN"}
	if edit {
		r = p.village.people[0]
	}
	r.Name = name
	saved, err := p.d.SaveResident(r)
	if err != nil && w.clock.Add(p.off).Year() < 2025 {
		w.say("%s saves no resident: its clock is lost", p.name)
		return
	}
	if err != nil {
		w.broken("saved", "%s does not save a resident: %v", p.name, err)
	}
	w.say("%s saves the resident %s", p.name, saved.Name)
	p.people[saved.ID] = saved.Name
}

func (w *world) printLetter() {
	p, id, s := w.drawRequest()
	if err := p.d.NotePrint(id, 1, "pdf"); err != nil {
		w.broken("saved", "%s does not print %s: %v", p.name, s.number, err)
	}
	w.say("%s prints %s, which is %s", p.name, s.number, s.state)
	if s.state == kampung.StateApproved {
		s.state = kampung.StatePrinted
		s.steps++
		w.entries[id]++
	}
}

// saveDraft also commits the views that wait: drafts are in the database alone.
func (w *world) saveDraft() {
	p := w.drawPC()
	w.say("%s types a draft", p.name)
	w.must(p.d.SaveDraft(w.draft(p)))
}
