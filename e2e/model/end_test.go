package model

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// rounds bounds how often everybody comes until nobody has anything left.
const rounds = 10

// finish lets the history come to rest: clocks are set, the line is good or
// sticks go round, and the whole promise is checked.
func (w *world) finish(t *rapid.T) {
	w.t = t
	if len(w.line.late) > 0 && rapid.Bool().Draw(t, "late packets come") {
		w.say("every late packet arrives")
		for _, x := range w.line.late {
			x.with(w.handler)
		}
	}
	for _, p := range w.pcs {
		w.note(p)
	}
	w.byHand = rapid.Bool().Draw(t, "by hand")
	w.hubSlow = 0
	for _, p := range w.pcs {
		p.off = 0
	}
	if w.byHand {
		w.oneMoreDay()
	}
	// A round in which nothing changes may be one of waiting for another PC.
	for round, still := 1, 0; still < 2; round++ {
		if w.round() {
			still++
		} else {
			still = 0
		}
		if round == rounds && still == 0 {
			w.tellPending()
		}
	}
	for _, v := range w.villages {
		w.checkVillage(v)
	}
	w.checkReceived()
	w.checkWhole()
}

// oneMoreDay lets every desk record one thing more in each journal: without a
// line it hears that its own disk or the hub's was put back when the hub refuses
// what it brings.
func (w *world) oneMoreDay() {
	for _, p := range w.pcs {
		w.record(p)
		w.saveResident(p, false)
	}
}

// round lets every desk come once; quiet when that changed nothing.
func (w *world) round() (quiet bool) {
	w.clock = w.clock.Add(26 * time.Hour) // some things are asked about once a day
	before := w.standing()
	var come []*pc
	for _, p := range w.pcs {
		if p.village.revoked < 0 {
			come = append(come, p)
		}
	}
	if w.byHand {
		s := w.buyStick()
		for _, p := range come {
			w.export(p, s)
		}
		w.importAtHub(s)
		for _, p := range come {
			w.importAtDesk(p, s)
		}
		return w.standing() == before
	}
	for _, p := range come {
		w.visit(p)
	}
	return w.standing() == before
}

// standing is what desks list, and what waits or came down.
func (w *world) standing() string {
	text := ""
	for _, p := range w.pcs {
		if p.village.revoked >= 0 {
			continue
		}
		st, err := p.d.Status()
		w.must(err)
		down, err := p.d.DownMark(p.village.code)
		w.must(err)
		text += fmt.Sprint(p.name, p.d.Epoch(), st.Pending, st.Entries, st.Residents, st.Scans, down, w.rows(p), "\n")
	}
	return text
}

func (w *world) tellPending() {
	for _, p := range w.pcs {
		st, err := p.d.Status()
		w.must(err)
		if st.Pending > 0 && p.village.revoked < 0 {
			w.broken("quiet", "after %d rounds %s still has %d of %d entries without a receipt", rounds, p.name, st.Pending, st.Entries)
		}
	}
	w.broken("quiet", "after %d rounds something still changes", rounds)
}
