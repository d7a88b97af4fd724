package model

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"pgregory.net/rapid"

	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// backup is a copy of the hub, with what the model knew of it then.
type backup struct {
	dir      string
	decided  map[string][]string
	received map[string]int
	revoked  []int64
}

// regencyActions are the hub's days.
var regencyActions = []action{
	{"decide", 7, nil, (*world).decide},
	{"restart the hub", 2, nil, func(w *world) { w.say("the hub is restarted"); w.reopenHub(w.t) }},
	{"back the hub up", 2, nil, (*world).backUpHub},
	{"put the hub back", 3, func(w *world) bool { return len(w.backups) > 0 }, (*world).putHubBack},
	{"revoke", 1, func(w *world) bool { return w.villages[1].revoked < 0 }, (*world).revoke},
	{"clock of the hub", 1, nil, (*world).turnHubClock},
}

// decide lets an office of the regency decide on a request that has come.
func (w *world) decide() {
	v := w.villages[rapid.IntRange(0, 1).Draw(w.t, "village")]
	rows, err := w.hub.Requests(ctx, v.code)
	w.must(err)
	// Of some the hub has only the steps yet, and shows nobody anything.
	rows = slices.DeleteFunc(rows, func(r hub.Request) bool { return r.Number == "" })
	if len(rows) == 0 {
		w.say("the regency has nothing of village %d to decide", v.n+1)
		return
	}
	// By number and time of recording, not by id, which chance makes.
	slices.SortFunc(rows, func(a, b hub.Request) int {
		return slices.Compare([]string{a.Number, a.Recorded.String(), a.ID}, []string{b.Number, b.Recorded.String(), b.ID})
	})
	r := rows[rapid.IntRange(0, len(rows)-1).Draw(w.t, "request")]
	in := hub.DecideInput{Village: v.code, Request: r.ID, Office: "Kecamatan Muncar", By: "Camat Contoh",
		Decision: rapid.SampledFrom([]kampung.Decision{kampung.DecisionAccept, kampung.DecisionMend, kampung.DecisionRefuse}).Draw(w.t, "decision"),
		Reason:   fmt.Sprintf("putusan %d", w.step)}
	w.say("the regency decides on %s: %s, %s", r.Number, in.Decision, in.Reason)
	w.must(w.hub.Decide(ctx, in))
	w.decided[r.ID] = append(w.decided[r.ID], in.Reason)
	w.everSaid[in.Reason] = true
}

func (w *world) backUpHub() {
	for _, p := range w.pcs {
		w.note(p)
	}
	b := backup{dir: w.folder("backup"), decided: map[string][]string{}, received: maps.Clone(w.received)}
	for id, reasons := range w.decided {
		b.decided[id] = slices.Clone(reasons)
	}
	for _, v := range w.villages {
		b.revoked = append(b.revoked, v.revoked)
	}
	w.say("the hub is backed up")
	w.must(os.Mkdir(b.dir, 0o700))
	w.must(w.hub.Backup(ctx, filepath.Join(b.dir, "hub.db")))
	w.must(copyFile(filepath.Join(w.hubDir, "heads.log"), filepath.Join(b.dir, "heads.log")))
	w.backups = append(w.backups, b)
}

// putHubBack puts an old database in place, with the heads.log of then or of now.
func (w *world) putHubBack() {
	b := w.backups[rapid.IntRange(0, len(w.backups)-1).Draw(w.t, "backup")]
	heads := rapid.Bool().Draw(w.t, "heads.log too")
	w.say("the hub is put back to a backup, heads.log too: %v", heads)
	w.must(w.hub.Close())
	for _, ext := range []string{"-wal", "-shm"} {
		os.Remove(filepath.Join(w.hubDir, "hub.db"+ext))
	}
	w.must(copyFile(filepath.Join(b.dir, "hub.db"), filepath.Join(w.hubDir, "hub.db")))
	if heads {
		w.must(copyFile(filepath.Join(b.dir, "heads.log"), filepath.Join(w.hubDir, "heads.log")))
	}
	w.putBack++
	w.decided, w.received = map[string][]string{}, maps.Clone(b.received)
	for id, reasons := range b.decided {
		w.decided[id] = slices.Clone(reasons)
	}
	for i, v := range w.villages {
		v.revoked = b.revoked[i]
	}
	w.openHub(w.t)
}

// revoke ends the second village's device at a size.
func (w *world) revoke() {
	v := w.villages[1]
	size := int64(rapid.IntRange(0, 6).Draw(w.t, "size"))
	w.say("the device of village 2 is revoked at %d", size)
	w.must(w.hub.RevokeAt(ctx, v.pcs[0], size))
	for _, p := range w.pcs {
		if p.village == v {
			size = max(size, w.hubHas(p, kampung.AudienceKabupaten))
		}
	}
	v.revoked = size
}

// hubHas is how much the hub has of a desk's log.
func (w *world) hubHas(p *pc, a kampung.Audience) int64 {
	_, size, err := w.hub.Receipt(ctx, bundle.Log{Village: p.village.code, Device: p.device, Epoch: p.d.Epoch(), Audience: a}.ID())
	w.must(err)
	return size
}

func (w *world) turnHubClock() {
	years := rapid.SampledFrom([]int{0, 5, -5}).Draw(w.t, "years")
	w.hubSlow = time.Duration(years) * 365 * 24 * time.Hour
	w.say("the clock of the hub shows %s", w.clock.Add(w.hubSlow).Format(time.DateOnly))
}
