package hub

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// rotate changes the hub's keys.
func (th *testHub) rotate(t testing.TB) wire.Keys {
	t.Helper()
	k, err := th.RotateKeys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// follow gives a desk the keys at the end of the chain that the hub publishes,
// as one does that pinned the keys it has.
func (th *testHub) follow(t testing.TB, d *hubtest.Desk) {
	t.Helper()
	var answer wire.KeysAnswer
	w := serveBytes(th.Handler(), "GET", wire.PathKeys, nil)
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	var notes [][]byte
	for _, n := range answer.Chain {
		notes = append(notes, []byte(n))
	}
	chain, err := bundle.ReadChain(notes)
	if err == nil {
		chain, err = chain.From(d.Hub.Verifier)
	}
	if err != nil {
		t.Fatal(err)
	}
	last := chain.Last()
	d.Hub = wire.Keys{Name: last.Name, Verifier: last.Verifier, Recipient: last.Recipient}
	if d.Hub != answer.Keys || answer.Keys != th.Keys() {
		t.Errorf("chain ends at %+v, hub has %+v", d.Hub, answer.Keys)
	}
}

func TestRotatedKeys(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	id := d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if err := th.Decide(t.Context(), decision(id, kampung.DecisionAccept, "")); err != nil {
		t.Fatal(err)
	}
	before := th.said(t, d, 0)
	first, old := th.Keys(), d.Hub
	th.rotate(t)
	th.rotate(t)
	if k := th.Keys(); k.Verifier == first.Verifier || k.Recipient == first.Recipient || k.Name != first.Name {
		t.Errorf("%+v after %+v", k, first)
	}
	d.Request(2)
	// On a stick since before: sealed to the identity of then, and taken in.
	got, err := th.Ingest(t.Context(), d.Bundle(kab, 1, 2))
	if err != nil || got.New != 1 {
		t.Fatalf("sealed to an earlier key: %+v %v", got, err)
	}
	if _, err := d.TakeReceipt(got.Receipt); !bundle.IsOtherKey(err, first.Name) {
		t.Errorf("the receipt is signed by the key of before: %v", err)
	}
	th.follow(t, d)
	if n, err := d.TakeReceipt(got.Receipt); err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
	d.Request(3)
	th.take(t, d, d.Bundle(kab, 2, 3))
	// What was said stays under one name, and goes on.
	after := th.said(t, d, 0)
	if len(after) != len(before) || after[0].Head.ID != before[0].Head.ID {
		t.Errorf("said %d, and %d after", len(before), len(after))
	}
	if err := th.Decide(t.Context(), decision(id, kampung.DecisionMend, "lengkapi")); err != nil {
		t.Fatal(err)
	}
	if more := th.said(t, d, 1); len(more) != 1 || more[0].Head.Kind != kampung.KindDecision {
		t.Errorf("%+v", more)
	}
	// The process that comes next has them, too, and counts persons as before.
	th.verify(t)
	th.Close()
	th.open(t)
	if th.Keys() != d.Hub || len(th.Chain()) != 3 {
		t.Errorf("opened again with %+v", th.Keys())
	}
	th.verify(t)
	if _, err := th.Chain().From(old.Verifier); err != nil {
		t.Error(err)
	}
}

// A head that was acknowledged with an earlier key is acknowledged with the one
// in use when it is asked for.
func TestReceiptsAreSignedAgain(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	data := d.Bundle(kab, 0, 1)
	first := th.take(t, d, data).Receipt
	th.rotate(t)
	th.follow(t, d)
	asked, size, err := th.Receipt(t.Context(), d.Log(kab).ID())
	if err != nil || size != 1 {
		t.Fatal(err)
	}
	again, err := th.Ingest(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string][]byte{"asked for": asked, "the same bundle again": again.Receipt} {
		got, err := bundle.OpenReceipt(r, th.Keys().Verifier)
		was, _ := bundle.ReadReceipt(first)
		if err != nil || got != was {
			t.Errorf("%s: %+v %v, first %+v", name, got, err, was)
		}
	}
}

func TestKeysChangedByAnotherProcess(t *testing.T) {
	th := newHub(t)
	other, err := Open(th.dir, WithClock(th.clock.now))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	var wg sync.WaitGroup
	for _, h := range []*Hub{th.Hub, other, th.Hub, other} {
		wg.Go(func() {
			if _, err := h.RotateKeys(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if th.Keys() != other.Keys() || len(th.Chain()) != 5 || len(other.Chain()) != 5 {
		t.Errorf("%d keys here, %d there", len(th.Chain()), len(other.Chain()))
	}
	signers, err := readSecretLines(filepath.Join(th.dir, fileSign))
	if err != nil || len(signers) != 1 {
		t.Errorf("%d signing keys are kept, %v", len(signers), err)
	}
	if ids, err := readSecretLines(filepath.Join(th.dir, fileKey)); err != nil || len(ids) != 5 {
		t.Errorf("%d identities are kept, %v", len(ids), err)
	}
}

// keyFiles copies the files that hold the keys and returns what puts them back.
func (th *testHub) keyFiles(t testing.TB) (restore func()) {
	t.Helper()
	kept := map[string][]byte{}
	for _, name := range []string{fileKey, fileSign, fileChain} {
		b, err := os.ReadFile(filepath.Join(th.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		kept[name] = b
	}
	return func() {
		for name, b := range kept {
			if err := os.WriteFile(filepath.Join(th.dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRotationCut leaves a rotation as it lies after each of its steps: either
// the old keys are in use or the new ones.
func TestRotationCut(t *testing.T) {
	names := []string{fileKey, fileSign, fileChain}
	for _, c := range []struct {
		name     string
		fresh    [3]bool // files that are the new ones
		both     bool    // hub.sign has both
		inDB     bool
		lost     bool // hub.chain is not there
		wantsNew bool
	}{
		{name: "identity", fresh: [3]bool{true, false, false}},
		{name: "signer", fresh: [3]bool{true, true, false}, both: true},
		{name: "chain", fresh: [3]bool{true, true, true}, both: true, wantsNew: true},
		{name: "old signer forgotten", fresh: [3]bool{true, true, true}, wantsNew: true},
		{name: "database", fresh: [3]bool{true, true, true}, inDB: true, wantsNew: true},
		{name: "database without the chain", fresh: [3]bool{true, true, false}, both: true, inDB: true, wantsNew: true},
		{name: "lost chain", fresh: [3]bool{true, true, true}, inDB: true, lost: true, wantsNew: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			th := newHub(t)
			d := th.desk(t, village, 1)
			want := th.Keys()
			old := map[string][]byte{}
			for _, n := range names {
				old[n] = fileOf(t, th.dir, n)
			}
			if k := th.rotate(t); c.wantsNew {
				want = k
			}
			if !c.inDB {
				th.setChain(t, 1)
			}
			for i, n := range names {
				text := old[n]
				if c.fresh[i] {
					text = fileOf(t, th.dir, n)
				}
				if n == fileSign && c.both {
					text = append(bytes.Clone(old[n]), text...)
				}
				if err := os.WriteFile(filepath.Join(th.dir, n), text, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if c.lost {
				os.Remove(filepath.Join(th.dir, fileChain))
			}
			th.Close()
			th.open(t)
			if th.Keys() != want {
				t.Errorf("%+v, want %+v", th.Keys(), want)
			}
			d.Request(1)
			d.Hub = want
			th.take(t, d, d.Bundle(kab, 0, 1))
			if k := th.rotate(t); k == want {
				t.Error("no way on")
			}
		})
	}
}

func fileOf(t testing.TB, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// setChain leaves the first keys of the chain in the database.
func (th *testHub) setChain(t testing.TB, n int) {
	t.Helper()
	if _, err := th.w.Exec(`UPDATE meta SET value = $1 WHERE key = $2`, string(th.Chain()[:n].Notes()), metaChain); err != nil {
		t.Fatal(err)
	}
}

func TestOldKeysPutBack(t *testing.T) {
	th := newHub(t)
	restore := th.keyFiles(t)
	th.rotate(t)
	restore()
	th.faulty = true
	if h, err := Open(th.dir); !errors.Is(err, ErrOldKeys) {
		t.Errorf("opened with keys that desks no longer trust: %v", err)
		h.Close()
	}
	// Keys of another hub.
	other := newHub(t)
	other.keyFiles(t)
	for _, name := range []string{fileKey, fileSign, fileChain} {
		if err := os.WriteFile(filepath.Join(th.dir, name), fileOf(t, other.dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if h, err := Open(th.dir); !errors.Is(err, bundle.ErrChain) {
		t.Errorf("opened with another hub's keys: %v", err)
		h.Close()
	}
}

// An old copy of the database does not know of the last keys; they stay.
func TestOldDatabaseNewKeys(t *testing.T) {
	th := newHub(t)
	if th.engine == enginePostgres {
		t.Skip("PostgreSQL is copied with pg_dump")
	}
	old := filepath.Join(t.TempDir(), "old.db")
	if err := th.Backup(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	k := th.rotate(t)
	th.Close()
	for _, f := range []string{fileDB + "-wal", fileDB + "-shm"} {
		os.Remove(filepath.Join(th.dir, f))
	}
	if err := os.Rename(old, filepath.Join(th.dir, fileDB)); err != nil {
		t.Fatal(err)
	}
	th.open(t)
	if th.Keys() != k {
		t.Errorf("%+v, want %+v", th.Keys(), k)
	}
}

func TestEveryKeyOpensWithAge(t *testing.T) {
	if _, err := exec.LookPath("age"); err != nil {
		t.Skip("age is not installed")
	}
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	for range 3 {
		file := filepath.Join(t.TempDir(), "F.age")
		b, err := bundle.Read(d.Bundle(kab, 0, 1), d.Verifier)
		if err == nil {
			err = os.WriteFile(file, b.Sealed, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		th.rotate(t)
		if out, err := exec.CommandContext(t.Context(), "age", "-d", "-i", filepath.Join(th.dir, fileKey), "-o", file+".out", file).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
		th.follow(t, d)
	}
}
