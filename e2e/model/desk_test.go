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
	device  string
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
	var err error
	p.device, _, _, err = p.d.Device()
	w.must(err)
	w.pcs = append(w.pcs, p)
	return p
}

// start opens the desk.
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
}

func (w *world) stop(p *pc) { w.must(p.d.Close()) }

// clerkActions are the office's day.
var clerkActions = []action{
	{"record", 10, nil, func(w *world) { w.record(w.drawPC()) }},
	{"advance", 8, anyRequest, (*world).advance},
	{"mend", 4, anyRequest, (*world).mend},
	{"resident", 3, nil, func(w *world) { w.saveResident(w.drawPC(), rapid.Bool().Draw(w.t, "edit")) }},
	{"print", 2, anyRequest, (*world).printLetter},
	{"draft", 2, nil, (*world).saveDraft},
}

// anyRequest: every request stays at some desk until its image is put back, so
// this is asked of the desks.
func anyRequest(w *world) bool {
	for _, p := range w.pcs {
		if w.count(p) > 0 {
			return true
		}
	}
	return false
}

func (w *world) count(p *pc) int {
	st, err := p.d.Status()
	w.must(err)
	return st.Requests
}

// rows lists the requests that a desk shows, as they were recorded: ids rise.
func (w *world) rows(p *pc) []kampung.RequestRow {
	rows, err := p.d.Requests(kampung.RequestFilter{Oldest: true, Limit: 1000})
	w.must(err)
	return rows
}

// drawRequest draws a request that a running desk shows.
func (w *world) drawRequest() (*pc, kampung.Request) {
	var with []*pc
	for _, p := range w.pcs {
		if w.count(p) > 0 {
			with = append(with, p)
		}
	}
	p := with[rapid.IntRange(0, len(with)-1).Draw(w.t, "pc")]
	rows := w.rows(p)
	r, err := p.d.Request(rows[rapid.IntRange(0, len(rows)-1).Draw(w.t, "request")].ID)
	w.must(err)
	return p, r
}

func (w *world) draft(p *pc) kampung.Draft {
	d := p.d.NewDraft()
	d.Service = "sku"
	d.Applicant = kampung.PersonOf(p.village.people[w.step%len(p.village.people)])
	d.Fields = map[string]string{shop: fmt.Sprintf("TOKO %d", w.step), "keperluan": "Pinjaman bank"}
	return d
}

// shop is the field that mending changes.
const shop = "nama_usaha"

// lost reports whether a desk's clock is in the last century, when it records
// nothing.
func (w *world) lost(p *pc) bool { return w.clock.Add(p.off).Year() < 2025 }

func refused(err error) bool {
	var problems kampung.Problems
	return errors.As(err, &problems)
}

func (w *world) record(p *pc) {
	d := w.draft(p)
	if !w.lost(p) && rapid.IntRange(0, 4).Draw(w.t, "scan") == 4 {
		w.scan(p, &d)
	}
	r, err := p.d.Record(d)
	if w.lost(p) && refused(err) {
		w.say("%s records nothing: its clock is lost", p.name)
		return
	}
	if err != nil {
		w.broken("saved", "%s does not record: %v", p.name, err)
	}
	w.say("%s records %s as %s", p.name, d.Fields[shop], r.Number)
	if p.given[r.Number] {
		w.broken("number", "%s gives %s again", p.name, r.Number)
	}
	p.given[r.Number] = true
	w.acted(p, r.ID)
	if rapid.IntRange(0, 4).Draw(w.t, "press twice") == 4 {
		w.say("%s presses the button again", p.name)
		if again, err := p.d.Record(d); err != nil || again.Number != r.Number {
			w.broken("once", "%s recorded again: %s, %v", r.Number, again.Number, err)
		}
	}
}

// acted remembers that a desk said that it has saved one more entry.
func (w *world) acted(p *pc, id string) {
	w.acts++
	w.entries[id]++
	p.acts[w.acts] = id
}

func (w *world) advance() {
	p, r := w.drawRequest()
	to := kampung.NextStates(r.State, kampung.RoleAdmin)
	if len(to) == 0 {
		w.say("%s looks at %s, which is done", p.name, r.Number)
		return
	}
	w.advanceTo(p, r, to[rapid.IntRange(0, len(to)-1).Draw(w.t, "to")])
}

func (w *world) advanceTo(p *pc, r kampung.Request, to kampung.State) {
	w.say("%s: %s goes from %s to %s", p.name, r.Number, r.State, to)
	now, err := p.d.Advance(r.ID, to, "alasan contoh")
	if err != nil || now.State != to || len(now.Steps) != len(r.Steps)+1 {
		w.broken("saved", "%s does not go to %s but to %s: %v", r.Number, to, now.State, err)
	}
	w.acted(p, r.ID)
}

func (w *world) mend() {
	p, r := w.drawRequest()
	if !r.State.Editable() {
		if r.State != kampung.StateChecked {
			w.say("%s looks at %s, which cannot be mended", p.name, r.Number)
			return
		}
		w.advanceTo(p, r, kampung.StateDraft)
	}
	d := w.draft(p)
	d.Request = r.ID
	now, err := p.d.Record(d)
	if w.lost(p) && refused(err) {
		return
	}
	if err != nil || now.Number != r.Number || now.Fields[shop] != d.Fields[shop] {
		w.broken("saved", "%s mends %s, gets %s, %s: %v", p.name, r.Number, now.Number, now.Fields[shop], err)
	}
	w.say("%s mends %s: now %s", p.name, r.Number, d.Fields[shop])
	w.acted(p, r.ID)
}

func (w *world) saveResident(p *pc, edit bool) {
	r := kampung.Resident{Sex: 1, Relation: 1, Status: 1, Dusun: "KRAJAN"}
	if edit {
		var err error
		r, err = p.d.Resident(p.village.people[0].ID)
		w.must(err)
	}
	r.Name = fmt.Sprintf("WARGA CONTOH %d", w.step)
	saved, err := p.d.SaveResident(r)
	if w.lost(p) && refused(err) {
		w.say("%s saves no resident: its clock is lost", p.name)
		return
	}
	if err != nil || saved.Name != r.Name {
		w.broken("saved", "%s does not save a resident: %v", p.name, err)
	}
	w.say("%s saves the resident %s", p.name, saved.Name)
	p.people[saved.ID] = true
	w.named[saved.ID+saved.Name] = true
}

func (w *world) printLetter() {
	p, r := w.drawRequest()
	if err := p.d.NotePrint(r.ID, 1, "pdf"); err != nil {
		w.broken("saved", "%s does not print %s: %v", p.name, r.Number, err)
	}
	w.say("%s prints %s, which is %s", p.name, r.Number, r.State)
	if r.State == kampung.StateApproved {
		w.acted(p, r.ID)
	}
}

// saveDraft also commits the views that wait: drafts are in the database alone.
func (w *world) saveDraft() {
	p := w.drawPC()
	w.say("%s types a draft", p.name)
	w.must(p.d.SaveDraft(w.draft(p)))
}
