package desk

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"smartkampung/hub"
	"smartkampung/kampung"
)

const secondLogin, secondPassword = "kades", "teh manis sore"

// join sets up a second PC, enrols it and asks the hub once.
func (v *linked) join(name string) *Desk {
	v.t.Helper()
	b, err := Join(filepath.Join(v.dir, name), "35.10.05.2001", secondLogin, secondPassword, testNow)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { b.Close() })
	code, err := v.hub.EnrolCode(v.t.Context(), "35.10.05.2001")
	if err == nil {
		err = b.Enrol(v.t.Context(), v.server.URL, code)
	}
	if err != nil {
		v.t.Fatal(err)
	}
	v.sync(b)
	return b
}

// second lets a second PC in through the hub.
func (v *linked) second(a *Desk) *Desk {
	v.t.Helper()
	b := v.join("desa2")
	if got := b.Joining(); got != kampung.JoinWaiting {
		v.t.Fatalf("joining: %q", got)
	}
	v.sync(a)
	devices, err := a.Devices()
	if err != nil || len(devices) != 2 || devices[1].Granted || devices[1].Mark != "B" {
		v.t.Fatalf("devices %+v, %v", devices, err)
	}
	mine, err := b.Devices()
	if err != nil || mine[0].Code != devices[1].Code {
		v.t.Fatalf("codes to compare: %+v and %+v, %v", mine, devices, err)
	}
	if err := a.LetIn(devices[1].ID); err != nil {
		v.t.Fatal(err)
	}
	v.sync(a)
	v.sync(b)
	if got := b.Joining(); got != kampung.JoinDone {
		v.t.Fatalf("joining: %q", got)
	}
	return b
}

// fold is everything that the PCs of an office must agree on.
func (v *linked) fold(d *Desk) string {
	v.t.Helper()
	o, err := d.Office()
	if err != nil {
		v.t.Fatal(err)
	}
	rows, err := d.Requests(kampung.RequestFilter{Limit: 10000})
	if err != nil {
		v.t.Fatal(err)
	}
	var all []any
	for _, row := range rows {
		r, err := d.Request(row.ID)
		if err != nil {
			v.t.Fatal(err)
		}
		r.Received = nil // each PC knows its own receipts
		all = append(all, r)
	}
	var people []kampung.Resident
	if err := d.AllResidents(func(r kampung.Resident) error { people = append(people, r); return nil }); err != nil {
		v.t.Fatal(err)
	}
	accounts, err := d.Accounts()
	if err != nil {
		v.t.Fatal(err)
	}
	clashes, err := d.Clashes()
	if err != nil {
		v.t.Fatal(err)
	}
	b, err := json.MarshalIndent([]any{o, all, people, accounts, clashes}, "", " ")
	if err != nil {
		v.t.Fatal(err)
	}
	return string(b)
}

func (v *linked) same(a, b *Desk) {
	v.t.Helper()
	if x, y := v.fold(a), v.fold(b); x != y {
		v.t.Fatalf("two PCs of one office differ:\n%s\n---\n%s", x, y)
	}
}

func TestSecondPCGetsTheOffice(t *testing.T) {
	v, a := newLinked(t)
	v.record(a, "TOKO SATU")
	v.sync(a)
	b := v.second(a)
	v.same(a, b)
	if b.Me().Login != "admin" || b.Me().Role != kampung.RoleAdmin {
		t.Errorf("opened as %+v", b.Me())
	}
	if hits, err := b.FindResidents("misnati", 5); err != nil || len(hits) != 1 {
		t.Errorf("found %v, %v", hits, err)
	}
	// Both go on off line; their numbers stay apart.
	var numbers []string
	for i := range 3 {
		numbers = append(numbers, v.record(a, "TOKO A").Number, v.record(b, "TOKO B").Number)
		if i == 0 {
			v.sync(b) // B has said that it keeps nothing and A how far it goes: a block comes
			v.sync(a)
			v.sync(b)
		}
	}
	slices.Sort(numbers)
	if len(slices.Compact(numbers)) != 6 {
		t.Errorf("numbers %v", numbers)
	}
	if r := v.record(b, "TOKO B"); strings.Contains(r.Number, "-B") {
		t.Errorf("no block came: %s", r.Number)
	}
	v.settle(a, b)
	v.same(a, b)
	if got, err := a.Status(); err != nil || got.Pending != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	rows, err := b.Requests(kampung.RequestFilter{})
	if err != nil || len(rows) == 0 {
		t.Fatal(rows, err)
	}
	for _, r := range rows {
		if r.Sync != kampung.SyncReceived && r.Sync != kampung.SyncTwin {
			t.Errorf("%s is shown as %s", r.Number, r.Sync)
		}
	}
	// Closed and opened again with the password that was chosen there.
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Unlock(filepath.Join(v.dir, "desa2"), "admin", secondPassword, testNow)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	v.same(a, again)
}

// settle lets both PCs visit the hub until nothing moves.
func (v *linked) settle(desks ...*Desk) {
	v.t.Helper()
	for range 3 {
		for _, d := range desks {
			v.sync(d)
		}
	}
}

func TestTwoPCsChangeOneResident(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	edit := func(d *Desk, change func(*kampung.Resident)) {
		r, err := d.Resident(v.who.ID)
		if err != nil {
			t.Fatal(err)
		}
		change(&r)
		if _, err := d.SaveResident(r); err != nil {
			t.Fatal(err)
		}
	}
	edit(a, func(r *kampung.Resident) { r.Phone = "081200000001" })
	edit(b, func(r *kampung.Resident) { r.Job, r.Phone = 9, "081200000002" })
	v.settle(a, b)
	v.same(a, b)
	r, err := a.Resident(v.who.ID)
	if err != nil || r.Job != 9 {
		t.Errorf("a change of another value was lost: %+v, %v", r, err)
	}
	clashes, err := a.Clashes()
	if err != nil || len(clashes) != 1 || clashes[0].Field != "telepon" || len(clashes[0].Values) != 2 {
		t.Fatalf("clashes %+v, %v", clashes, err)
	}
	lost := clashes[0].Values[0]
	if err := b.Settle(clashes[0], lost.Entry); err != nil {
		t.Fatal(err)
	}
	v.settle(b, a)
	v.same(a, b)
	if clashes, err := a.Clashes(); err != nil || len(clashes) != 0 {
		t.Errorf("still in dispute: %+v, %v", clashes, err)
	}
	if r, _ := a.Resident(v.who.ID); `"`+r.Phone+`"` != lost.Value {
		t.Errorf("phone %q, want %s", r.Phone, lost.Value)
	}
	if hits, err := a.FindResidents("misnati", 5); err != nil || len(hits) != 1 {
		t.Errorf("found %v, %v", hits, err)
	}
}

// The PC of an office burns. A new one gets everything back with the recovery
// key; nobody is left to let it in.
func TestLostPCIsReplacedWithTheRecoveryKey(t *testing.T) {
	v, a, recovery := newLinkedKey(t)
	first := v.record(a, "TOKO SATU")
	v.sync(a)
	want := v.fold(a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	b := v.join("baru")
	if err := b.UseRecovery(recovery); err != nil {
		t.Fatal(err)
	}
	v.sync(b)
	if got := b.Joining(); got != kampung.JoinDone {
		t.Fatalf("joining: %q", got)
	}
	if b.Me().Login != secondLogin || b.Me().Role != kampung.RoleAdmin {
		t.Errorf("opened as %+v", b.Me())
	}
	got := v.fold(b)
	if strip(got) != strip(want) {
		t.Errorf("came back:\n%s\nwant:\n%s", got, want)
	}
	// The paper opens the new PC too.
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := Recover(filepath.Join(v.dir, "baru"), recovery, secondLogin, "kopi susu malam", testNow)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if r := v.record(b, "TOKO DUA"); r.Number == first.Number {
		t.Errorf("number %s twice", r.Number)
	}
	v.sync(b)
	if rows, err := v.hub.Requests(t.Context(), "35.10.05.2001"); err != nil || len(rows) != 2 {
		t.Errorf("hub has %d requests, %v", len(rows), err)
	}
}

// strip leaves out the accounts: the new PC has an admin of its own.
func strip(fold string) string {
	i, j := strings.Index(fold, `"login"`), strings.LastIndex(fold, `"login"`)
	if i < 0 {
		return fold
	}
	end := strings.Index(fold[j:], "]")
	return fold[:i] + fold[j+end:]
}

// Through a folder that both PCs reach, with no line at all after the second
// one was let in.
func TestTwoPCsShareAFolder(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	v.settle(a, b)
	v.server.Close()
	v.record(a, "TOKO A")
	v.record(b, "TOKO B")
	for range 2 {
		for _, d := range []*Desk{a, b} {
			dir := t.TempDir()
			if _, err := d.ExportAll(dir); err != nil {
				t.Fatal(err)
			}
			other := b
			if d == b {
				other = a
			}
			if _, err := other.Import(dir); err != nil {
				t.Fatal(err)
			}
		}
	}
	v.same(a, b)
	rows, err := a.Requests(kampung.RequestFilter{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v, %v", rows, err)
	}
	for _, r := range rows {
		if r.Sync == kampung.SyncReceived {
			t.Errorf("%s never came to the regency and is shown as received", r.Number)
		}
	}
}

// A village without a line: the second PC enrols over one once, everything else
// goes on sticks through the hub.
func TestSecondPCBySticks(t *testing.T) {
	v, a := newLinked(t)
	v.record(a, "TOKO SATU")
	v.sync(a)
	b := v.join("desa2")
	v.server.Close()
	there := func(d *Desk) {
		stick := t.TempDir()
		if _, err := d.Export(stick); err != nil {
			t.Fatal(err)
		}
		receipts, err := v.hub.Import(t.Context(), []string{stick}, func(im hub.Imported) {
			if im.Err != nil {
				t.Errorf("%s: %v", im.File, im.Err)
			}
		})
		if err == nil && len(receipts) > 0 {
			err = hub.WriteReceipts(filepath.Join(stick, "kabupaten.skr"), receipts)
		}
		if err == nil {
			_, err = v.hub.WriteDown(t.Context(), "35.10.05.2001", 0, stick)
		}
		if err == nil {
			_, err = v.hub.WriteHistory(t.Context(), "35.10.05.2001", stick)
		}
		if err == nil {
			_, err = d.Import(stick)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	there(a) // A hears of B
	devices, err := a.Devices()
	if err != nil || len(devices) != 2 {
		t.Fatalf("%+v, %v", devices, err)
	}
	if err := a.LetIn(devices[1].ID); err != nil {
		t.Fatal(err)
	}
	there(a)
	there(b)
	if got := b.Joining(); got != kampung.JoinDone {
		t.Fatalf("joining: %q", got)
	}
	v.record(b, "TOKO DUA")
	there(b)
	there(a)
	there(b)
	v.same(a, b)
}

// TestTheHubsHistoryOfALogCounts: of two disks with one key the other PC of the
// office got one's bundles past the hub, and the hub has the other's. It sets
// aside what it has, and in the end all show the same.
func TestTheHubsHistoryOfALogCounts(t *testing.T) {
	v, a := newLinked(t)
	b := v.second(a)
	v.settle(a, b)
	clone := filepath.Join(v.dir, "salinan")
	if err := os.CopyFS(clone, os.DirFS(filepath.Join(v.dir, "desa"))); err != nil {
		t.Fatal(err)
	}
	twin := v.open(clone)
	mine, other := v.record(a, "DI DISK LAMA"), v.record(twin, "DI DISK SALINAN")
	stick := t.TempDir()
	if _, err := a.Export(stick); err != nil {
		t.Fatal(err)
	}
	if r, err := b.Import(stick); err != nil || r.Siblings == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	v.sync(twin)
	v.settle(b, a, twin)
	for _, id := range []string{mine.ID, other.ID} {
		row, err := b.RequestRow(id)
		// Both took the same number while neither knew of the other.
		if err != nil || row.Sync == kampung.SyncSaved || row.Sync == kampung.SyncPacked {
			t.Errorf("%s: %q, %v", id, row.Sync, err)
		}
	}
	v.same(a, b)
	if at := v.timesAtHub(); len(at) != 2 || at[mine.ID] != 1 || at[other.ID] != 1 {
		t.Errorf("the regency has %v", at)
	}
	// The journal tells it again.
	v.same(a, v.again(b, "desa2"))
}

// again closes a PC, throws its database away and opens it from its journal.
func (v *linked) again(d *Desk, name string) *Desk {
	v.t.Helper()
	me := d.Me().Login
	if err := d.Close(); err != nil {
		v.t.Fatal(err)
	}
	all, err := filepath.Glob(filepath.Join(v.dir, name, "*.db"))
	if err != nil || len(all) == 0 {
		v.t.Fatal(all, err)
	}
	for _, f := range all {
		if err := os.Remove(f); err != nil {
			v.t.Fatal(err)
		}
	}
	d, err = Unlock(filepath.Join(v.dir, name), me, secondPassword, testNow)
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { d.Close() })
	return d
}
