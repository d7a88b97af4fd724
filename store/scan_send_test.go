package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// scanDesk is a store at a hub whose key the test holds.
type scanDesk struct {
	*Store
	t     *testing.T
	dir   string
	skey  string
	clock *clock
	who   kampung.Resident
}

func newScanDesk(t *testing.T) *scanDesk {
	t.Helper()
	s, dir, _ := newStore(t)
	d := &scanDesk{Store: s, t: t, dir: dir, clock: newClock(), who: seed(t, s, 1)[0]}
	d.opt.Now = d.clock.now
	var vkey string
	var err error
	if d.skey, vkey, err = bundle.GenerateKey(rand.Reader, "hub.35.10"); err != nil {
		t.Fatal(err)
	}
	id, err := bundle.IdentityFromSeed([32]byte{64})
	if err == nil {
		err = s.SaveHub(Hub{URL: "https://hub.contoh", Name: "hub.35.10", Verifier: vkey, Recipient: id.Recipient().String()})
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// photo keeps a picture and records a request that names it.
func (d *scanDesk) photo(n int) kampung.Scan {
	d.t.Helper()
	data := append([]byte("\xff\xd8\xff\xe0"), fmt.Sprintf("foto contoh %d", n)...)
	s, err := d.SaveScan("", "foto.jpg", data)
	if err != nil {
		d.t.Fatal(err)
	}
	draft := draftFor(d.Store, d.who)
	draft.Scans = []kampung.Scan{s}
	if _, err := d.Record(draft); err != nil {
		d.t.Fatal(err)
	}
	return s
}

// received gives the receipt for all records.
func (d *scanDesk) received() {
	d.t.Helper()
	logs, err := d.Logs()
	if err != nil {
		d.t.Fatal(err)
	}
	size, _, err := d.Marks(logs[0])
	if err != nil {
		d.t.Fatal(err)
	}
	var root bundle.Hash
	if err := d.read(func(v view) error { root, err = bundle.Root(size, v.nodes(logs[0].Audience)); return err }); err != nil {
		d.t.Fatal(err)
	}
	r, err := bundle.SignReceipt(bundle.Receipt{Checkpoint: bundle.Checkpoint{Log: logs[0], Size: size, Root: root}, At: d.clock.now()}, d.skey)
	if err == nil {
		_, err = d.TakeReceipt(r)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// says is the hub's word on scans; a set of chunks stands for a part.
func (d *scanDesk) says(about string, total int64, state bundle.ScanState, scans ...kampung.Scan) []byte {
	d.t.Helper()
	r := bundle.ScanReceipt{Village: "35.10.05.2001", Total: total, About: about, At: d.clock.now()}
	for _, s := range scans {
		r.Scans = append(r.Scans, bundle.ScanWord{SHA256: s.SHA256, Size: s.Size, State: state, Have: bundle.NewChunkSet(s.Size)})
	}
	data, err := bundle.SignScans(r, d.skey)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

func (d *scanDesk) take(data []byte, want int) {
	d.t.Helper()
	if n, err := d.TakeScans(data); err != nil || n != want {
		d.t.Fatalf("%d scans are new, want %d: %v", n, want, err)
	}
}

// asks checks which scans the hub would be asked about.
func (d *scanDesk) asks(want ...kampung.Scan) {
	d.t.Helper()
	list, err := d.WaitingScans()
	if err != nil {
		d.t.Fatal(err)
	}
	left := map[string]bool{}
	for _, s := range want {
		left[s.SHA256] = true
	}
	for _, s := range list {
		if !left[s.SHA256] {
			d.t.Fatalf("asks about %.8s as well: %v", s.SHA256, list)
		}
		delete(left, s.SHA256)
	}
	if len(left) > 0 {
		d.t.Fatalf("does not ask about %v", left)
	}
}

func (d *scanDesk) reopen() {
	d.t.Helper()
	if err := d.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.Store = reopen(d.t, d.dir)
	d.opt.Now = d.clock.now
}

func TestScansWaitForTheirRecords(t *testing.T) {
	d := newScanDesk(t)
	one := d.photo(1)
	d.asks() // its record has no receipt
	d.received()
	two := d.photo(2)
	d.asks(one)
	d.take(d.says("q", 1, bundle.ScanWhole, one), 1)
	d.asks()
	d.received()
	d.asks(two)
	d.reopen()
	d.asks(two)
	if st, err := d.Status(); err != nil || st.Scans != 1 || st.ScanBytes != two.Size {
		t.Errorf("%+v, %v", st, err)
	}
	// What is not on this computer cannot be sent and does not wait.
	if err := os.RemoveAll(filepath.Join(d.dir, "scan")); err != nil {
		t.Fatal(err)
	}
	d.asks()
	if st, err := d.Status(); err != nil || st.Scans != 0 {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestHubThatLostAScanIsAskedAboutAll(t *testing.T) {
	d := newScanDesk(t)
	one, two := d.photo(1), d.photo(2)
	d.received()
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), 2)
	d.asks()
	d.clock.add(kampung.ScanCheck + time.Minute)
	d.asks(one, two) // a day later it is asked whether it still has them
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), 0)
	d.asks()
	d.clock.add(kampung.ScanCheck + time.Minute)
	// As many as ever, but one of ours is gone.
	d.take(d.says("q", 2, bundle.ScanPartly, one), 0)
	d.asks(one, two)
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), 2)
	d.asks()
	// Fewer than it ever spoke of.
	d.take(d.says("q", 1, bundle.ScanWhole, one), 0)
	d.asks(one, two)
	d.reopen()
	d.asks(one, two)
	d.take(d.says("q", 1, bundle.ScanWhole, one), 1)
	d.asks(two)
}

// TestOldReceiptOfAStick: a stick that lay in a drawer says nothing of what the
// hub has today.
func TestOldReceiptOfAStick(t *testing.T) {
	d := newScanDesk(t)
	one, two := d.photo(1), d.photo(2)
	d.received()
	old := d.says("-", 0, bundle.ScanPartly, one)
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), 2)
	d.take(old, 0)
	d.asks()
	other := d.says("-", 1, bundle.ScanWhole, one)
	for _, bad := range [][]byte{bytes.Replace(other, []byte("35.10.05.2001"), []byte("35.10.05.2002"), 1), other[:40], nil} {
		if _, err := d.TakeScans(bad); !errors.Is(err, bundle.ErrSignature) && !errors.Is(err, bundle.ErrForm) {
			t.Errorf("%v", err)
		}
	}
	foreign, err := bundle.SignScans(bundle.ScanReceipt{Village: "35.10.05.2002", About: "-", At: d.clock.now()}, d.skey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.TakeScans(foreign); !errors.Is(err, ErrOtherLog) {
		t.Errorf("another village's: %v", err)
	}
}

// TestMarksOfScansAreLost: without its marks, as after a database was made
// again, the desk asks about every scan.
func TestMarksOfScansAreLost(t *testing.T) {
	d := newScanDesk(t)
	one, two := d.photo(1), d.photo(2)
	d.received()
	d.take(d.says("q", 2, bundle.ScanWhole, one, two), 2)
	err := d.local(func(v view) error {
		c := v.bucket(bMark).Cursor()
		var keys [][]byte
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if bytes.HasPrefix(k, []byte("scan")) {
				keys = append(keys, bytes.Clone(k))
			}
		}
		for _, k := range keys {
			if err := v.bucket(bMark).Delete(k); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	d.reopen()
	d.asks(one, two)
}

// TestMarksTellNothingReadable: neither digests nor names of scans stand in the
// database.
func TestMarksTellNothingReadable(t *testing.T) {
	d := newScanDesk(t)
	s := d.photo(1)
	d.received()
	d.asks(s)
	err := d.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bMark).ForEach(func(k, v []byte) error {
			if bytes.Contains(k, []byte(s.SHA256[:16])) || bytes.Contains(v, []byte(s.SHA256[:16])) {
				t.Errorf("mark %q", k)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnotherHubHasNoScans(t *testing.T) {
	d := newScanDesk(t)
	s := d.photo(1)
	d.received()
	d.take(d.says("q", 5, bundle.ScanWhole, s), 1)
	h, err := d.Hub()
	if err != nil {
		t.Fatal(err)
	}
	if d.skey, h.Verifier, err = bundle.GenerateKey(rand.Reader, "hub.35.11"); err != nil {
		t.Fatal(err)
	}
	if err := d.SaveHub(h); err != nil {
		t.Fatal(err)
	}
	d.asks()
	d.received()
	d.asks(s)
	d.take(d.says("q", 1, bundle.ScanWhole, s), 1)
	d.asks()
}
