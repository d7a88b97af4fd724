package model

import (
	"time"

	"pgregory.net/rapid"
)

// rounds bounds how often everybody comes until nobody has anything left.
const rounds = 5

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
	byHand := rapid.Bool().Draw(t, "by hand")
	w.hubSlow = 0
	for _, p := range w.pcs {
		p.off = 0
		w.checkDesk(p)
	}
	if byHand && w.putBack > 0 {
		w.oneMoreDay()
	}
	for round := 1; !w.round(byHand) || round == 1; round++ {
		if round == rounds {
			w.tellPending()
		}
	}
	for _, p := range w.pcs {
		w.checkDesk(p)
		if p.village.revoked < 0 {
			w.checkAtHub(p)
		}
	}
	w.checkReceived()
	w.checkWhole()
}

// oneMoreDay lets every desk record one thing more in each journal: without a
// line it hears of a hub that was put back when the hub refuses what it brings.
func (w *world) oneMoreDay() {
	for _, p := range w.pcs {
		w.recordAt(p)
		w.saveResidentAt(p, false)
	}
}

// round lets every desk come once; quiet when nobody had anything.
func (w *world) round(byHand bool) (quiet bool) {
	w.clock = w.clock.Add(2 * time.Hour)
	quiet = true
	for _, p := range w.pcs {
		if p.village.revoked >= 0 {
			continue
		}
		before, err := p.d.Status()
		w.must(err)
		answers := w.answers(p)
		if byHand {
			s := w.buyStick()
			w.export(p, s)
			w.importAtHub(s)
			w.importAtDesk(p, s)
		} else {
			w.visit(p)
		}
		after, err := p.d.Status()
		w.must(err)
		quiet = quiet && before.Pending == 0 && after.Pending == 0 && answers == w.answers(p)
	}
	return quiet
}

// answers counts what came down to a desk.
func (w *world) answers(p *pc) (n int) {
	for _, id := range p.order {
		r, err := p.d.Request(id)
		w.must(err)
		n += len(r.Answers) + len(r.Rulings)
	}
	return n
}

func (w *world) tellPending() {
	for _, p := range w.pcs {
		st, err := p.d.Status()
		w.must(err)
		if st.Pending > 0 && p.village.revoked < 0 {
			w.broken("quiet", "after %d rounds %s still has %d of %d entries without a receipt", rounds, p.name, st.Pending, st.Entries)
		}
	}
	w.broken("quiet", "after %d rounds something still comes down", rounds)
}
