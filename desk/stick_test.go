package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// stickRound carries everything to the hub and back by hand.
func (v *linked) stickRound(d *Desk) (pending int) {
	v.t.Helper()
	stick := v.t.TempDir()
	if _, err := d.Export(stick); err != nil {
		v.t.Fatal(err)
	}
	receipts, err := v.hub.Import(v.t.Context(), []string{stick}, func(hub.Imported) {})
	if err != nil {
		v.t.Fatal(err)
	}
	if len(receipts) > 0 {
		if err := hub.WriteReceipts(filepath.Join(stick, "kabupaten.skr"), receipts); err != nil {
			v.t.Fatal(err)
		}
		if _, err := d.Import(stick); err != nil {
			v.t.Fatal(err)
		}
	}
	if pending, err = d.Pending(); err != nil {
		v.t.Fatal(err)
	}
	return pending
}

func (v *linked) timesAtHub() map[string]int {
	v.t.Helper()
	rows, err := v.hub.Requests(v.t.Context(), "35.10.05.2001")
	if err != nil {
		v.t.Fatal(err)
	}
	times := map[string]int{}
	for _, r := range rows {
		times[r.ID]++
	}
	return times
}

// TestTwoPCsWithOneKeyWithoutALine: the receipt that comes back on the stick is
// of the other PC's history; the desk takes a new epoch as it does on a line.
func TestTwoPCsWithOneKeyWithoutALine(t *testing.T) {
	v, a := newLinked(t)
	v.record(a, "SEBELUM DISALIN")
	if p := v.stickRound(a); p != 0 {
		t.Fatalf("%d pending", p)
	}
	clone := filepath.Join(v.dir, "salinan")
	if err := os.CopyFS(clone, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	b := v.open(clone)
	one, two := v.record(a, "DI KOMPUTER LAMA"), v.record(b, "DI KOMPUTER BARU")
	v.stickRound(a)
	before := b.Epoch()
	if p := v.stickRound(b); p == 0 || b.Epoch() == before {
		t.Fatalf("the fork was not noticed: %d pending", p)
	}
	if p := v.stickRound(b); p != 0 {
		t.Errorf("%d pending after the second stick", p)
	}
	if at := v.timesAtHub(); len(at) != 3 || at[one.ID] != 1 || at[two.ID] != 1 {
		t.Errorf("the regency has %v", at)
	}
}

// TestHubPutBackWithoutALine: the hub came back from a copy and says on the
// stick how little it has, also when that is nothing.
func TestHubPutBackWithoutALine(t *testing.T) {
	v, d := newLinked(t)
	copied := filepath.Join(v.dir, "cadangan.db")
	if err := v.hub.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	draft := d.NewDraft()
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(v.who)
	draft.Fields = map[string]string{"nama_usaha": "SEBELUM CADANGAN DIPASANG", "keperluan": "Pinjaman bank"}
	scan, err := d.SaveScan("ktp", "ktp.png", []byte("\x89PNG\r\n\x1a\ngambar contoh"))
	if err != nil {
		t.Fatal(err)
	}
	draft.Scans = []kampung.Scan{scan}
	first, err := d.Record(draft)
	if err != nil {
		t.Fatal(err)
	}
	if p := v.stickRound(d); p != 0 {
		t.Fatalf("%d pending", p)
	}
	old, err := os.ReadFile(copied)
	if err == nil {
		err = v.hub.Close()
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(v.dir, "hub", "hub.db"), old, 0o600)
	}
	if err == nil {
		v.hub, err = hub.Open(filepath.Join(v.dir, "hub"))
	}
	if err != nil {
		t.Fatal(err)
	}
	second := v.record(d, "SESUDAHNYA")
	if p := v.stickRound(d); p < 2 {
		t.Errorf("the desk still believes that only %d are missing", p)
	}
	if row, err := d.RequestRow(first.ID); err != nil || row.Sync == kampung.SyncReceived {
		t.Errorf("still %q, %v", row.Sync, err)
	}
	if st, err := d.Status(); err != nil || st.Scans != 1 {
		t.Errorf("%d scans wait that the hub may have lost, %v", st.Scans, err)
	}
	// The register's gap shows once the register has something new; until then
	// the kabupaten journal is whole again.
	v.stickRound(d)
	if at := v.timesAtHub(); len(at) != 2 || at[first.ID] != 1 || at[second.ID] != 1 {
		t.Errorf("the regency has %v", at)
	}
	v.stickRound(d)
	if _, err := v.hub.OpenScan(t.Context(), "35.10.05.2001", scan); err != nil {
		t.Errorf("the scan: %v", err)
	}
}

// TestHubPutBackLosesAScanWithoutALine: the hub came back from a copy that has
// the records and lacks a scan. Its list on the next stick tells.
func TestHubPutBackLosesAScanWithoutALine(t *testing.T) {
	v, d := newLinked(t)
	scan, err := d.SaveScan("ktp", "ktp.png", []byte("\x89PNG\r\n\x1a\ngambar contoh"))
	if err != nil {
		t.Fatal(err)
	}
	draft := d.NewDraft()
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(v.who)
	draft.Fields = map[string]string{"nama_usaha": "TOKO", "keperluan": "Pinjaman bank"}
	draft.Scans = []kampung.Scan{scan}
	if _, err := d.Record(draft); err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	files, err := d.Export(stick)
	if err != nil {
		t.Fatal(err)
	}
	// The records come first, then the copy is made, then the scan comes.
	copied := filepath.Join(v.dir, "cadangan.db")
	for _, f := range files {
		if filepath.Ext(f.File) == ".skb" {
			data, err := os.ReadFile(f.File)
			if err == nil {
				_, err = v.hub.ImportFile(t.Context(), data)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := v.hub.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	receipts, err := v.hub.Import(t.Context(), []string{stick}, func(hub.Imported) {})
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "lama.skr")
	if err := hub.WriteReceipts(old, receipts); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Import(old); err != nil {
		t.Fatal(err)
	}
	waiting := func() int {
		st, err := d.Status()
		if err != nil {
			t.Fatal(err)
		}
		return st.Scans
	}
	if n := waiting(); n != 0 {
		t.Fatalf("%d scans wait", n)
	}
	v.restoreHub(copied)
	v.record(d, "SESUDAHNYA")
	v.stickRound(d)
	if n := waiting(); n != 1 {
		t.Fatalf("the hub lost a scan and %d wait", n)
	}
	v.stickRound(d)
	if n := waiting(); n != 0 {
		t.Errorf("%d scans wait after the next stick", n)
	}
	if _, err := v.hub.OpenScan(t.Context(), "35.10.05.2001", scan); err != nil {
		t.Errorf("the scan: %v", err)
	}
	if _, err := d.Import(old); err != nil || waiting() != 0 {
		t.Errorf("an old stick: %d scans wait, %v", waiting(), err)
	}
}

// TestReadingAStickIsCalledOff between two bundles: what was taken in stays, the
// counts end at the entries of the files, and the same stick read again brings
// the rest and nothing twice.
func TestReadingAStickIsCalledOff(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	stick := t.TempDir()
	const files = 4
	for i := range files {
		for range 3 {
			v.record(a, "TOKO")
		}
		one := t.TempDir()
		if _, err := a.ExportWith(t.Context(), one, i == 0, nil); err != nil {
			t.Fatal(err)
		}
		all, err := filepath.Glob(filepath.Join(one, "*.skb"))
		if err != nil {
			t.Fatal(err)
		}
		for n, f := range all { // in the order in which they were written
			if err := os.Rename(f, filepath.Join(stick, string(rune('a'+i))+string(rune('a'+n))+".skb")); err != nil {
				t.Fatal(err)
			}
		}
	}
	had := v.requests(b)
	ctx, cancel := context.WithCancel(t.Context())
	var last kampung.Progress
	report, err := b.ImportWith(ctx, stick, func(p kampung.Progress) {
		if last = p; p.Done >= p.Total/2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || report.Siblings == 0 || last.Of != kampung.OfEntries || last.Done >= last.Total {
		t.Fatalf("%+v at %+v, %v", report, last, err)
	}
	half := v.requests(b)
	if half <= had || half >= had+files*3 {
		t.Fatalf("%d of %d requests are here", half, files*3)
	}
	rest, err := b.ImportWith(t.Context(), stick, func(p kampung.Progress) { last = p })
	if err != nil || rest.Siblings == 0 || last.Done != last.Total {
		t.Fatalf("%+v at %+v, %v", rest, last, err)
	}
	again, err := b.ImportWith(t.Context(), stick, nil)
	if err != nil || again.Siblings != 0 || v.requests(b) != had+files*3 || v.fold(a) != v.fold(b) {
		t.Fatalf("%+v, %d requests, %v", again, v.requests(b), err)
	}
}

// requests counts the requests of a desk.
func (v *linked) requests(d *Desk) int {
	v.t.Helper()
	all, err := d.Requests(kampung.RequestFilter{})
	if err != nil {
		v.t.Fatal(err)
	}
	return len(all)
}
