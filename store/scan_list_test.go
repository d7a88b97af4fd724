package store

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// has is the hub's list of a village's scans, which comes on a stick.
func (d *scanDesk) has(village string, from, to uint64, scans ...kampung.Scan) []byte {
	d.t.Helper()
	l := bundle.ScanList{Village: village, From: from, To: to, At: d.clock.now()}
	for _, s := range scans {
		mark, _ := bundle.ScanMark(s.SHA256)
		l.Scans = append(l.Scans, mark)
	}
	slices.Sort(l.Scans)
	data, err := bundle.SignScanList(l, d.skey)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// TestScanListOfAStick: what a newer list of the hub lacks waits again; an older
// one, another village's and what lies outside its range say nothing.
func TestScanListOfAStick(t *testing.T) {
	const here = "35.10.05.2001"
	d := newScanDesk(t)
	one, two := d.photo(1), d.photo(2)
	d.received()
	none := d.has(here, 0, math.MaxUint64)
	d.clock.add(time.Hour)
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), 2)
	take := func(data []byte, want error) {
		t.Helper()
		if err := d.TakeScanList(data); !errors.Is(err, want) {
			t.Fatalf("%v, want %v", err, want)
		}
	}
	take(none, nil)
	d.asks()
	d.clock.add(time.Hour)
	take(d.has("35.10.05.2002", 0, math.MaxUint64), ErrOtherLog)
	mark, _ := bundle.ScanMark(two.SHA256)
	take(d.has(here, mark+1, math.MaxUint64), nil)
	waits := func() map[string]bool {
		t.Helper()
		list, err := d.WaitingScans()
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, s := range list {
			all[s.SHA256] = true
		}
		return all
	}
	if waits()[two.SHA256] {
		t.Fatal("a list of another range counts")
	}
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), map[bool]int{true: 1}[waits()[one.SHA256]])
	d.clock.add(time.Hour)
	take(d.has(here, 0, math.MaxUint64, one), nil)
	d.asks(two)
	d.reopen()
	d.asks(two)
	bad := d.has(here, 0, math.MaxUint64, one, two)
	bad[60] ^= 1
	if err := d.TakeScanList(bad); !errors.Is(err, bundle.ErrSignature) && !errors.Is(err, bundle.ErrForm) {
		t.Errorf("%v", err)
	}
}
