package desk

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// restoreHub puts the hub back to a copy of its database.
func (v *linked) restoreHub(copied string) {
	v.t.Helper()
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
		v.t.Fatal(err)
	}
	v.server.Config.Handler = v.hub.Handler()
}

// later closes the second PC and opens it some time after.
func (v *linked) later(b *Desk, wait time.Duration) *Desk {
	v.t.Helper()
	me := b.Me().Login
	if err := b.Close(); err != nil {
		v.t.Fatal(err)
	}
	b, err := Unlock(filepath.Join(v.dir, "desa2"), me, secondPassword, func() time.Time { return testNow().Add(wait) })
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { b.Close() })
	return b
}

// wantOnce holds the regency to having these requests, each once.
func (v *linked) wantOnce(ids ...string) {
	v.t.Helper()
	at := v.timesAtHub()
	for _, id := range ids {
		if at[id] != 1 {
			v.t.Errorf("the regency has %s %d times", id, at[id])
		}
	}
	if len(at) != len(ids) {
		v.t.Errorf("the regency has %v", at)
	}
}

// TestHubPutBackAndAPCDead: the hub came back from last night's copy and the PC
// that wrote since has died. The office's other PC brings what it knows of it,
// after its writer had a day to come, and a hub that has all of it is told nothing.
func TestHubPutBackAndAPCDead(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	v.settle(a, b)
	copied := filepath.Join(v.dir, "cadangan.db")
	if err := v.hub.Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	lost := v.record(a, "SEBELUM KOMPUTERNYA RUSAK")
	if _, err := a.Advance(lost.ID, kampung.StateRefused, "data belum lengkap"); err != nil {
		t.Fatal(err)
	}
	v.settle(a, b)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	v.restoreHub(copied)
	v.sync(b)
	if at := v.timesAtHub(); len(at) != 0 {
		t.Fatalf("brought at once: %v", at)
	}
	b = v.later(b, 21*time.Hour)
	v.sync(b)
	v.wantOnce(lost.ID)
	if row, err := b.RequestRow(lost.ID); err != nil || row.Sync == kampung.SyncSaved || row.State != kampung.StateRefused {
		t.Errorf("%+v, %v", row, err)
	}
	if d, err := v.hub.RequestDetail(t.Context(), "35.10.05.2001", lost.ID); err != nil || d.State != kampung.StateRefused || len(d.Verdicts) != 2 {
		t.Errorf("%+v, %v", d, err)
	}
	before, _ := b.Status()
	v.sync(b)
	if after, err := b.Status(); err != nil || after.Entries != before.Entries {
		t.Errorf("%d entries, then %d, %v", before.Entries, after.Entries, err)
	}
	// The number that the dead PC gave is not this one's.
	if r := v.record(b, "SESUDAHNYA"); r.Number == lost.Number {
		t.Errorf("%s is given again", r.Number)
	}
	// A third PC folds to the same.
	v.sync(b)
	v.same(b, v.third(b))
}

// third joins a PC to the office, let in by another one.
func (v *linked) third(b *Desk) *Desk {
	v.t.Helper()
	c := v.join("desa3")
	v.sync(b)
	devices, err := b.Devices()
	if err != nil {
		v.t.Fatal(err)
	}
	for _, d := range devices {
		if !d.Granted && !d.Mine {
			if err := b.LetIn(d.ID); err != nil {
				v.t.Fatal(err)
			}
		}
	}
	v.settle(b, c)
	v.settle(c, b)
	return c
}

// TestDiskPutBackAfterAStick: what a PC wrote came to the other one on a stick
// and then its disk was put back; it goes on without it.
func TestDiskPutBackAfterAStick(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	v.settle(a, b)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	image := filepath.Join(v.dir, "gambar")
	if err := os.CopyFS(image, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	a = v.open(filepath.Join(v.dir, "desa"))
	lost := v.record(a, "HANYA DI USB")
	stick := t.TempDir()
	if _, err := a.Export(stick); err != nil {
		t.Fatal(err)
	}
	if r, err := b.Import(stick); err != nil || r.Siblings == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	a.Close()
	a = v.open(image)
	next := v.record(a, "SESUDAH DISK DIPASANG KEMBALI")
	v.sync(a)
	v.sync(b)
	v.wantOnce(lost.ID, next.ID)
	v.settle(a, b)
	v.same(a, b)
}

// TestRevokedPCKnownFromAStick: a PC was stolen after its bundles had come to the
// other one. The hub takes nothing from it any more, and all that is known of it.
func TestRevokedPCKnownFromAStick(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	v.settle(a, b)
	known := v.record(a, "DIKETAHUI KOMPUTER LAIN")
	if _, err := a.SaveResident(kampung.Resident{Name: "WARGA CONTOH", Sex: 1, BirthPlace: "BANYUWANGI", BirthDate: kampung.Date{Year: 1990, Month: 2, Day: 3}, Relation: 9, Status: 1}); err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	if _, err := a.Export(stick); err != nil {
		t.Fatal(err)
	}
	if r, err := b.Import(stick); err != nil || r.Siblings < 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	devices, err := a.Devices()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.hub.Revoke(t.Context(), devices[0].ID); err != nil {
		t.Fatal(err)
	}
	v.sync(b)
	v.sync(b)
	v.wantOnce(known.ID)
	v.same(b, v.third(b))
}
