package model

import (
	"errors"

	"pgregory.net/rapid"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
)

// lineActions are visits to the hub over the line.
var lineActions = []action{
	{"visit", 8, nil, func(w *world) { w.visit(w.drawPC()) }},
	{"visit over a bad line", 8, nil, (*world).badVisit},
	{"late packet", 4, func(w *world) bool { return len(w.line.late) > 0 }, (*world).latePacket},
}

// visit goes over a good line: whatever was before, nothing is left afterwards.
func (w *world) visit(p *pc) {
	w.say("%s visits the hub", p.name)
	w.line.faulty, w.line.count = false, 0
	rep, err := p.d.Sync(ctx, "")
	if p.village.revoked >= 0 {
		if err == nil {
			w.broken("mark", "%s was revoked and is answered as before", p.name)
		}
		return
	}
	if err != nil || rep.Pending != 0 {
		w.broken("quiet", "%s visits over a good line: %d pending, %v", p.name, rep.Pending, cause(err))
	}
	p.visited = w.putBack
}

// cause is what is behind the words for the clerk.
func cause(err error) error {
	var trouble *kampung.Trouble
	if errors.As(err, &trouble) {
		return trouble.Err
	}
	return err
}

func (w *world) badVisit() {
	p := w.drawPC()
	w.say("%s visits the hub over a bad line:", p.name)
	w.line.faulty, w.line.count, w.line.replayed = true, 0, false
	rep, err := p.d.Sync(ctx, "")
	w.line.faulty = false
	switch {
	case err == nil && w.line.broken:
		w.broken("mark", "%s calls a visit done whose last answer did not come", p.name)
	case err == nil && rep.Pending != 0:
		w.broken("quiet", "%s calls a visit done with %d pending", p.name, rep.Pending)
	case err == nil && !w.line.replayed: // a receipt of before the hub was put back is as good as a new one
		p.visited = w.putBack
	case errors.Is(err, uplink.ErrJournal):
		w.broken("quiet", "%s is stopped by its own journal: %v", p.name, cause(err))
	}
}

// latePacket delivers a request that nobody waits for any more.
func (w *world) latePacket() {
	i := rapid.IntRange(0, len(w.line.late)-1).Draw(w.t, "packet")
	w.say("a late packet arrives at the hub")
	w.line.late[i].with(w.handler)
	w.line.late = append(w.line.late[:i:i], w.line.late[i+1:]...)
}

// note remembers what a desk calls received, before its disk or the hub's goes.
func (w *world) note(p *pc) {
	if p.visited < w.putBack {
		return // what the hub lost it will hear of at its next visit
	}
	for _, row := range w.rows(p) {
		if upstream(row.Sync) {
			r, err := p.d.Request(row.ID)
			w.must(err)
			w.received[row.ID] = max(w.received[row.ID], len(r.Steps))
		}
	}
}

// upstream reports whether a mark says that the regency has the request.
func upstream(s kampung.Sync) bool { return s != kampung.SyncSaved && s != kampung.SyncPacked }
