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
		return
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

// checkDesk holds a desk to all that it showed.
func (w *world) checkDesk(p *pc) {
	for _, id := range p.order {
		s := p.requests[id]
		r, err := p.d.Request(id)
		if err != nil {
			w.broken("saved", "%s has lost %s: %v", p.name, s.number, err)
		}
		if r.Number != s.number || r.State != s.state || r.Fields["nama_usaha"] != s.shop || len(r.Steps) != s.entries() {
			w.broken("saved", "%s showed %+v, now it is %s, %s, %s with %d entries", p.name, *s, r.Number, r.State, r.Fields["nama_usaha"], len(r.Steps))
		}
		w.checkAnswers(p, r)
	}
	for id, name := range p.people {
		r, err := p.d.Resident(id)
		if err != nil || r.Name != name {
			w.broken("saved", "%s showed the resident %s, now %q, %v", p.name, name, r.Name, err)
		}
	}
	st, err := p.d.Status()
	w.must(err)
	if st.Requests != len(p.order) || st.Residents != len(p.people) {
		w.broken("saved", "%s has %d requests and %d residents, it showed %d and %d", p.name, st.Requests, st.Residents, len(p.order), len(p.people))
	}
}

// checkAnswers: each decision stands once, and it was made.
func (w *world) checkAnswers(p *pc, r kampung.Request) {
	seen := map[string]bool{}
	for _, a := range r.Answers {
		if seen[a.Reason] || !w.everSaid[a.Reason] {
			w.broken("answer", "%s shows %q at %s, twice or never said", p.name, a.Reason, r.Number)
		}
		seen[a.Reason] = true
	}
}

// checkAtHub compares a desk with nothing pending with the hub.
func (w *world) checkAtHub(p *pc) {
	rows, err := w.hub.Requests(ctx, p.village.code)
	w.must(err)
	times := map[string]int{}
	for _, r := range rows {
		times[r.ID]++
	}
	w.checkLogs(p)
	for _, id := range p.order {
		s := p.requests[id]
		if times[id] != 1 {
			w.broken("once", "%s of %s is %d times at the hub", s.number, p.name, times[id])
		}
		row, err := p.d.RequestRow(id)
		w.must(err)
		if !atHub(row.Sync) {
			w.broken("quiet", "%s still calls %s %s", p.name, s.number, row.Sync)
		}
		d, err := w.hub.RequestDetail(ctx, p.village.code, id)
		w.must(err)
		w.checkDetail(p, s, d, w.entries[id])
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

// checkDetail compares a request. A clone, or a disk that is gone, may have
// added entries that this desk never saw; then the newest of all stands.
func (w *world) checkDetail(p *pc, s *shown, d hub.Detail, made int) {
	once := map[string]bool{}
	for _, v := range d.Verdicts { // one for each entry that took effect
		if once[v.Entry] {
			w.broken("once", "an entry of %s took effect twice", s.number)
		}
		once[v.Entry] = true
	}
	n := len(d.Verdicts)
	if n < s.entries() || n > made || len(d.Steps) < s.steps {
		w.broken("once", "%s has %d entries at %s, %d at the hub; %d were made", s.number, s.entries(), p.name, n, made)
	}
	if last := len(d.Steps) - 1; last >= 0 && d.State != d.Steps[last].State && d.State != kampung.StateChecked {
		w.broken("once", "%s is %s at the hub, its last step was %s", s.number, d.State, d.Steps[last].State)
	}
	if n > s.entries() {
		return
	}
	if d.Number != s.number || d.State != s.state || d.Body.Fields["nama_usaha"] != s.shop || len(d.Steps) != s.steps {
		w.broken("once", "%s shows %+v, the hub %s, %s, %s with %d steps", p.name, *s, d.Number, d.State, d.Body.Fields["nama_usaha"], len(d.Steps))
	}
	if len(d.Decisions) != len(w.decided[d.ID]) {
		w.broken("answer", "the regency decided %v on %s, the hub has %d", w.decided[d.ID], s.number, len(d.Decisions))
	}
	w.checkRulings(p, d)
}

// checkRulings: what the hub finds wrong stands at the desk.
func (w *world) checkRulings(p *pc, d hub.Detail) {
	r, err := p.d.Request(d.ID)
	w.must(err)
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
	for _, v := range w.villages {
		rows, err := w.hub.Requests(ctx, v.code)
		w.must(err)
		for _, r := range rows {
			d, err := w.hub.RequestDetail(ctx, v.code, r.ID)
			if errors.Is(err, hub.ErrNoRequest) {
				continue // steps of a request that has not come
			}
			w.must(err)
			if w.received[r.ID] > len(d.Verdicts) || len(d.Verdicts) > w.entries[r.ID] {
				w.broken("mark", "%d entries of %s were called received, %d were made, the hub has %d", w.received[r.ID], r.Number, w.entries[r.ID], len(d.Verdicts))
			}
			delete(w.received, r.ID)
		}
	}
	for id, n := range w.received {
		w.broken("mark", "%d entries of %s were called received, the hub has nothing of it", n, id)
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
