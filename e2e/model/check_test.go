package model

import (
	"errors"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/store"
)

// checkAlways holds after every step.
func (w *world) checkAlways() {
	for _, p := range w.pcs {
		w.checkMarks(p)
	}
	for _, v := range w.villages {
		if v.revoked >= 0 {
			w.checkRevoked(v)
		}
	}
}

// checkMarks compares what a desk calls received with what the hub has.
func (w *world) checkMarks(p *pc) {
	st, err := p.d.Status()
	w.must(err)
	if st.Pending < 0 || st.Received > st.Entries {
		w.broken("mark", "%s calls %d of %d entries received", p.name, st.Received, st.Entries)
	}
	if p.visited < w.putBack {
		return // what the hub lost it will hear of at its next visit
	}
	logs, err := p.d.Logs()
	w.must(err)
	for _, l := range logs {
		_, received, err := p.d.Marks(l)
		w.must(err)
		if has := w.hubHas(p, l.Audience); received > has {
			w.broken("mark", "%s calls %d entries of %s received, the hub has %d", p.name, received, l.Audience, has)
		}
	}
}

// checkRevoked holds a revoked device to its size.
func (w *world) checkRevoked(v *village) {
	for _, p := range w.pcs {
		if p.village == v && w.hubHas(p, kampung.AudienceKabupaten) > v.revoked {
			w.broken("once", "the hub takes more of a revoked device than %d", v.revoked)
		}
	}
}

// checkVillage compares the desks of a village with the hub and so with each
// other, when nobody has anything left.
func (w *world) checkVillage(v *village) {
	rows, err := w.hub.Requests(ctx, v.code)
	w.must(err)
	atHub, times, numbers := map[string]hub.Detail{}, map[string]int{}, map[string]string{}
	for _, r := range rows {
		if times[r.ID]++; times[r.ID] > 1 {
			w.broken("once", "%s is twice at the hub", r.Number)
		}
		d, err := w.hub.RequestDetail(ctx, v.code, r.ID)
		if errors.Is(err, hub.ErrNoRequest) {
			continue // steps of a request that was on a lost disk alone
		}
		w.must(err)
		atHub[r.ID] = d
		w.checkDetail(d)
		if other, twice := numbers[r.Number]; twice && !v.split {
			w.broken("number", "%s is given to %s and %s", r.Number, other, r.ID)
		}
		numbers[r.Number] = r.ID
	}
	if v.revoked >= 0 {
		return
	}
	kept := map[string]map[int]bool{} // what disks that still run have saved
	for _, p := range w.pcs {
		if p.village != v {
			continue
		}
		w.checkPC(p, atHub)
		for act, id := range p.acts {
			if kept[id] == nil {
				kept[id] = map[int]bool{}
			}
			kept[id][act] = true
		}
	}
	for id, acts := range kept {
		if n := len(atHub[id].Verdicts); n < len(acts) {
			w.broken("once", "%d entries of %s were saved, the hub has %d", len(acts), id, n)
		}
	}
}

// checkDetail: each entry took effect once, the last step stands, and every
// decision is there.
func (w *world) checkDetail(d hub.Detail) {
	once := map[string]bool{}
	for _, v := range d.Verdicts { // one for each entry that took effect
		if once[v.Entry] {
			w.broken("once", "an entry of %s took effect twice", d.Number)
		}
		once[v.Entry] = true
	}
	if n := len(d.Verdicts); n > w.entries[d.ID] || n < w.received[d.ID] {
		w.broken("once", "%d entries of %s were saved, %d called received, the hub has %d", w.entries[d.ID], d.Number, w.received[d.ID], n)
	}
	if last := len(d.Steps) - 1; last >= 0 && d.State != d.Steps[last].State && d.State != kampung.StateChecked {
		w.broken("once", "%s is %s at the hub, its last step was %s", d.Number, d.State, d.Steps[last].State)
	}
	if len(d.Decisions) != len(w.decided[d.ID]) {
		w.broken("answer", "the regency decided %v on %s, the hub has %d", w.decided[d.ID], d.Number, len(d.Decisions))
	}
}

// checkPC: the desk shows every request as the hub does, and calls all of it
// received.
func (w *world) checkPC(p *pc, atHub map[string]hub.Detail) {
	w.checkLogs(p)
	w.checkScans(p)
	shows := w.look(p)
	for id := range shows.requests {
		if _, has := atHub[id]; !has {
			w.broken("once", "%s shows %q, the hub has nothing of it", p.name, shows.requests[id])
		}
	}
	for id, d := range atHub {
		r, err := p.d.Request(id)
		if err != nil {
			w.broken("once", "%s does not show %s, which the hub has: %v", p.name, d.Number, err)
		}
		if r.Number != d.Number || r.State != d.State || r.Fields[shop] != d.Body.Fields[shop] || len(r.Steps) != len(d.Verdicts) {
			w.broken("once", "%s shows %q, the hub %s %s %q with %d entries", p.name, shows.requests[id], d.Number, d.State, d.Body.Fields[shop], len(d.Verdicts))
		}
		if !upstream(shows.marks[id]) {
			w.broken("quiet", "%s still calls %s %s", p.name, d.Number, shows.marks[id])
		}
		w.checkAnswers(p, r, d)
	}
	for id := range p.people {
		if name, has := shows.people[id]; !has || !w.named[id+name] {
			w.broken("saved", "%s saved a resident, now %q", p.name, name)
		}
	}
}

// checkLogs: all of both journals is received, and the hub has as much. That it
// is the same is in the receipts, which the desk holds against its own tree.
func (w *world) checkLogs(p *pc) {
	logs, err := p.d.Logs()
	w.must(err)
	for _, l := range logs {
		size, received, err := p.d.Marks(l)
		w.must(err)
		if has := w.hubHas(p, l.Audience); received != size || has < size {
			w.broken("quiet", "%s has %d entries of %s, calls %d received, the hub has %d", p.name, size, l.Audience, received, has)
		}
	}
}

// checkAnswers: what the regency decided and what the hub finds wrong stands at
// the desk.
func (w *world) checkAnswers(p *pc, r kampung.Request, d hub.Detail) {
	has := map[string]bool{}
	for _, a := range r.Answers {
		has[a.Reason] = true
	}
	for _, reason := range w.decided[d.ID] {
		if !has[reason] {
			w.broken("answer", "%s does not show %q at %s", p.name, reason, d.Number)
		}
	}
	for _, v := range d.Verdicts {
		told := v.Verdict == kampung.VerdictOK || v.Verdict == kampung.VerdictNotUnderstood
		for _, ruling := range r.Rulings {
			told = told || ruling.Verdict == v.Verdict && ruling.Text == v.Text
		}
		if !told {
			w.broken("answer", "%s does not show that %s is %s: %s", p.name, d.Number, v.Verdict, v.Text)
		}
	}
}

// checkReceived: what any desk once called received is at the hub, also when
// the disk is gone.
func (w *world) checkReceived() {
	has := map[string]bool{}
	for _, v := range w.villages {
		rows, err := w.hub.Requests(ctx, v.code)
		w.must(err)
		for _, r := range rows {
			has[r.ID] = true
		}
	}
	for id, n := range w.received {
		if !has[id] {
			w.broken("mark", "%d entries of %s were called received, the hub has nothing of it", n, id)
		}
	}
}

// checkWhole runs the checks that the hub and the desk bring along.
func (w *world) checkWhole() {
	out := &faultLines{}
	_, err := w.hub.Verify(ctx, out)
	w.must(err)
	for _, line := range out.lines {
		if w.putBack > 0 && line.ofHeads() {
			continue // the truth: the hub once had more, which no disk has any more
		}
		w.broken("whole", "the hub finds: %s", line)
	}
	if w.step%3 > 0 {
		return // the desk's check makes everything again, which takes its time
	}
	for _, p := range w.pcs {
		w.stop(p)
		o, err := options(func() time.Time { return w.clock })
		w.must(err)
		r, err := store.Check(p.dir, login, password, o)
		if err != nil || len(r.Damage) > 0 {
			w.broken("whole", "%s finds: %v %v", p.name, r.Damage, err)
		}
	}
}
