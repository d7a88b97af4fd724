package store

import (
	"crypto/rand"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// TestWhatNobodySendsIsAdopted: a PC brings what another one wrote only when the
// hub lost it and its writer had a day to come; each entry once. A hub that an
// office moves to has lost nothing.
func TestWhatNobodySendsIsAdopted(t *testing.T) {
	p := newPCs(t, 2)
	b := p.all[1]
	b.opt.Now = p.clock.now
	here := map[bundle.Log]int64{}
	logs, err := p.all[0].Logs()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, l := range logs {
		size, _, err := b.LogMark(l)
		if err != nil || size == 0 {
			t.Fatalf("%d entries of %s, %v", size, l.Audience, err)
		}
		here[l] = size
		total += int(size)
	}
	notes := func(sizes map[bundle.Log]int64) {
		t.Helper()
		if err := b.NoteLogs(sizes, true); err != nil {
			t.Fatal(err)
		}
	}
	adopts := func(want int) {
		t.Helper()
		if n, err := b.Adopt(); err != nil || n != want {
			t.Fatalf("adopted %d of %d, want %d: %v", n, total, want, err)
		}
	}
	adopts(0) // the hub was never known to have them
	notes(here)
	p.clock.add(30 * time.Hour)
	adopts(0)
	notes(nil)
	adopts(0)
	notes(here) // the writer came
	p.clock.add(30 * time.Hour)
	adopts(0)
	notes(nil)
	key, vkey, err := bundle.GenerateKey(rand.Reader, "hub.35.11")
	if err != nil || key == "" {
		t.Fatal(err)
	}
	old, err := b.Hub()
	if err != nil {
		t.Fatal(err)
	}
	moved := old
	moved.Verifier = vkey
	if err := b.SaveHub(moved); err != nil {
		t.Fatal(err)
	}
	notes(nil)
	p.clock.add(30 * time.Hour)
	adopts(0)
	if err := b.SaveHub(old); err != nil {
		t.Fatal(err)
	}
	notes(here)
	notes(nil)
	p.clock.add(30 * time.Hour)
	limits := 0
	for _, l := range logs {
		lines, err := p.all[0].journalDump(l.Audience)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			e, err := kampung.ParseEntry(line)
			if err != nil {
				t.Fatal(err)
			}
			if e.Head.Kind == kampung.KindLimit {
				limits++
			}
		}
	}
	adopts(total - limits)
	adopts(0)
	mine, err := b.journalDump(kampung.AudienceKantor)
	if err != nil {
		t.Fatal(err)
	}
	e, err := kampung.ParseEntry(mine[len(mine)-1])
	if err != nil || e.Head.Writer != logs[0].Device {
		t.Errorf("written by %q, %v", e.Head.Writer, err)
	}
}
