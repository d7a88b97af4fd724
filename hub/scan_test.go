package hub

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

const chunk = kampung.ScanChunkBytes

// named records a request with a photo of a size and brings the record up.
func (th *testHub) named(t testing.TB, d *hubtest.Desk, seed, size int) ([]byte, kampung.Scan) {
	t.Helper()
	data, s := hubtest.Photo(seed, size)
	from := int64(len(d.Books[kab].Lines))
	d.RequestWith(seed, s)
	th.take(t, d, d.Bundle(kab, from, from+1))
	return data, s
}

func (th *testHub) wordOn(t testing.TB, village string, s kampung.Scan) bundle.ScanWord {
	t.Helper()
	words, err := th.ScanWords(t.Context(), village, []kampung.Scan{s})
	if err != nil || len(words) != 1 {
		t.Fatal(words, err)
	}
	return words[0]
}

// shelfOf is everything that the hub keeps of scans: rows and files.
func (th *testHub) shelfOf(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	dumpTable(t, &b, th.r, "scan")
	dumpTable(t, &b, th.r, "shelf")
	filepath.WalkDir(filepath.Join(th.dir, dirScan), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, err := os.ReadFile(path)
			fmt.Fprintf(&b, "%s %x %v\n", strings.TrimPrefix(path, th.dir), wire.Digest(data), err)
		}
		return nil
	})
	return b.String()
}

// refusesChunk takes in a chunk that must be refused and change nothing.
func (th *testHub) refusesChunk(t testing.TB, data []byte, status int) *Refusal {
	t.Helper()
	before := th.shelfOf(t)
	_, _, err := th.TakeChunk(t.Context(), data)
	var r *Refusal
	if !errors.As(err, &r) || r.Status != status {
		t.Fatalf("TakeChunk = %v (%v), want %d", err, errors.Unwrap(err), status)
	}
	if r.Title == "" || strings.Contains(strings.ToLower(r.Error()), "error") {
		t.Errorf("words %q", r.Error())
	}
	if after := th.shelfOf(t); after != before {
		t.Fatalf("a refused chunk changed what is kept:\n%s\n→\n%s", before, after)
	}
	return r
}

// TestScanArrivesInAnyOrder: chunks come shuffled, twice, sealed anew, with
// restarts of the hub in between; the scan is whole once and its bytes are
// right.
func TestScanArrivesInAnyOrder(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	seed := 0
	rapid.Check(t, func(rt *rapid.T) {
		seed++
		size := rapid.IntRange(40, 4*chunk).Draw(rt, "size")
		data, s := th.named(t, d, seed, size)
		all := make([]int, kampung.ScanChunks(s.Size))
		for i := range all {
			all[i] = i
		}
		order := append(rapid.Permutation(all).Draw(rt, "order"), rapid.SliceOfN(rapid.SampledFrom(all), 0, 3).Draw(rt, "again")...)
		have := map[int]bool{}
		for _, n := range order {
			v, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, n))
			if err != nil || v != village {
				rt.Fatal(err)
			}
			have[n] = true
			if whole := len(have) == len(all); whole != (w.State == bundle.ScanWhole) || !whole && (w.State != bundle.ScanPartly || !w.Have.Has(n)) {
				rt.Fatalf("after %d of %d: %+v", len(have), len(all), w)
			}
			if rapid.IntRange(0, 9).Draw(rt, "restart") == 0 {
				th.Close()
				th.open(t)
			}
		}
		got, err := th.OpenScan(t.Context(), village, s)
		if err != nil || !bytes.Equal(got, data) {
			rt.Fatalf("%d bytes, %v", len(got), err)
		}
		_, whole, err := th.shelf(t.Context(), th.r, village)
		if err != nil || whole != int64(seed) {
			rt.Fatalf("%d whole of %d, %v", whole, seed, err)
		}
	})
}

func TestDuplicateChunkHasNoEffect(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 2*chunk)
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil {
		t.Fatal(err)
	}
	before := th.shelfOf(t)
	if _, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil || w.Have.Bytes(s.Size) != chunk {
		t.Fatal(w, err)
	}
	if after := th.shelfOf(t); after != before {
		t.Errorf("a duplicate changed something:\n%s\n→\n%s", before, after)
	}
}

func TestChunkOfAScanThatNoEntryNames(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := hubtest.Photo(1, 100)
	if r := th.refusesChunk(t, d.Chunk(s, data, 0), http.StatusNotFound); r.Kind != wire.KindNone {
		t.Error(r.Kind)
	}
	if w := th.wordOn(t, village, s); w.State != bundle.ScanUnknown {
		t.Errorf("%+v", w)
	}
	d.RequestWith(1, s)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if _, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil || w.State != bundle.ScanWhole {
		t.Error(w, err)
	}
}

func TestAnotherVillagesScan(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	other := th.desk(t, "35.10.05.2002", 2)
	data, s := th.named(t, d, 1, 100)
	th.refusesChunk(t, other.Chunk(s, data, 0), http.StatusNotFound)
	spoilt := other.ChunkSealing(s, data, 0)
	spoilt.Village = village
	forged, err := bundle.SealChunk(spoilt)
	if err != nil {
		t.Fatal(err)
	}
	if r := th.refusesChunk(t, forged, http.StatusForbidden); r.Kind != wire.KindRevoked {
		t.Error(r.Kind)
	}
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil {
		t.Fatal(err)
	}
	if w := th.wordOn(t, other.Village, s); w.State != bundle.ScanUnknown {
		t.Errorf("another village is told of it: %+v", w)
	}
	if _, err := th.OpenScan(t.Context(), other.Village, s); !errors.Is(err, ErrNoScan) {
		t.Errorf("another village's request opens it: %v", err)
	}
}

func TestRevokedDeviceBringsNoScan(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 100)
	if err := th.Revoke(t.Context(), d.Device); err != nil {
		t.Fatal(err)
	}
	if r := th.refusesChunk(t, d.Chunk(s, data, 0), http.StatusForbidden); r.Kind != wire.KindRevoked {
		t.Error(r.Kind)
	}
	alarms, err := th.Alarms(t.Context(), village)
	if err != nil || len(alarms) != 1 || alarms[0].Kind != AlarmRevoked {
		t.Error(alarms, err)
	}
	stranger := hubtest.NewDesk(village, 9, th.Keys())
	th.refusesChunk(t, stranger.Chunk(s, data, 0), http.StatusUnauthorized)
}

func TestSpoiltChunk(t *testing.T) {
	th, elsewhere := newHub(t), newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, chunk+10)
	good := d.Chunk(s, data, 1)
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if _, _, err := th.TakeChunk(t.Context(), bad); err == nil {
			t.Fatalf("byte %d flipped and taken", i)
		}
	}
	th.refusesChunk(t, good[:len(good)-1], http.StatusBadRequest)
	foreign := d.ChunkSealing(s, data, 1)
	foreign.To = elsewhere.Keys().Recipient
	sealed, err := bundle.SealChunk(foreign)
	if err != nil {
		t.Fatal(err)
	}
	th.refusesChunk(t, sealed, http.StatusMisdirectedRequest)
	// The hub's name on the note, and sealed to others.
	text := strings.Replace(noteText(t, sealed), elsewhere.Keys().Recipient, th.Keys().Recipient, 1)
	th.refusesChunk(t, resign(t, d, text, body(t, sealed)), http.StatusMisdirectedRequest)
	th.refusesChunk(t, bytes.Replace(good, []byte("chunk v1"), []byte("chunk v9"), 1), http.StatusUpgradeRequired)
	// Another size than the entry says is another scan.
	longer := s
	longer.Size = chunk + 11
	th.refusesChunk(t, d.Chunk(longer, append(bytes.Clone(data), 0), 1), http.StatusNotFound)
	if w := th.wordOn(t, village, s); w.Have.Bytes(s.Size) != 0 {
		t.Errorf("%+v", w)
	}
}

// TestScanWithAnotherDigest: every chunk opens, and together they are not what
// the entry names. The hub says so, keeps none, and takes the right ones after.
func TestScanWithAnotherDigest(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, chunk+100)
	wrong := bytes.Clone(data)
	wrong[chunk+50] ^= 1
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, wrong, 1)); err != nil {
		t.Fatal(err)
	}
	_, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0))
	var r *Refusal
	if !errors.As(err, &r) || r.Status != http.StatusUnprocessableEntity || r.Kind != wire.KindDigest {
		t.Fatalf("%v", err)
	}
	if w := th.wordOn(t, village, s); w.State != bundle.ScanDiffers {
		t.Errorf("%+v", w)
	}
	if text := th.shelfOf(t); strings.Contains(text, ".skc") {
		t.Errorf("chunks are kept:\n%s", text)
	}
	if alarms, err := th.Alarms(t.Context(), village); err != nil || len(alarms) != 1 || alarms[0].Kind != AlarmScan {
		t.Error(alarms, err)
	}
	for n := range 2 {
		if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, n)); err != nil {
			t.Fatal(err)
		}
	}
	if w := th.wordOn(t, village, s); w.State != bundle.ScanWhole {
		t.Errorf("%+v", w)
	}
}

func TestNoRoomForScans(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 2*chunk)
	th.keep.write = func(w io.Writer, b []byte) (int, error) {
		n, _ := w.Write(b[:len(b)/2])
		return n, syscall.ENOSPC
	}
	if r := th.refusesChunk(t, d.Chunk(s, data, 0), http.StatusInsufficientStorage); r.Kind != wire.KindFull {
		t.Error(r.Kind)
	}
	th.keep.write = nil
	th.keep.room = func(string) (int64, error) { return scanReserve - 1, nil }
	th.refusesChunk(t, d.Chunk(s, data, 0), http.StatusInsufficientStorage)
	th.keep.room = freeBytes
	th.keep.limit = chunk
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil {
		t.Fatal(err)
	}
	th.refusesChunk(t, d.Chunk(s, data, 1), http.StatusInsufficientStorage)
	// Records are taken all the same.
	from := int64(len(d.Books[kab].Lines))
	d.Request(2)
	th.take(t, d, d.Bundle(kab, from, from+1))
	th.keep.limit = DefaultShelf
	if _, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 1)); err != nil || w.State != bundle.ScanWhole {
		t.Error(w, err)
	}
}

// TestCrashBetweenFileAndRow: a chunk's file, or every row but the judgement, is
// on the disk when the hub dies.
func TestCrashBetweenFileAndRow(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 2*chunk)
	sealed := d.Chunk(s, data, 0)
	c, err := bundle.ReadChunk(sealed, d.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	if err := th.keepChunk(c.Chunk, sealed); err != nil {
		t.Fatal(err)
	}
	if w := th.wordOn(t, village, s); w.Have.Has(0) {
		t.Errorf("said to be there before it was noted: %+v", w)
	}
	for n := range 2 {
		part := d.Chunk(s, data, n)
		c, _ := bundle.ReadChunk(part, d.Verifier)
		if err := th.keepChunk(c.Chunk, part); err != nil {
			t.Fatal(err)
		}
		if _, err := th.noteChunk(t.Context(), c.Chunk); err != nil {
			t.Fatal(err)
		}
	}
	th.Close() // before it was judged
	th.open(t)
	if w := th.wordOn(t, village, s); w.State != bundle.ScanWhole {
		t.Errorf("after the crash: %+v", w)
	}
}

// TestLostFiles: a database came back without the files, or with some. The hub
// tells which are missing, and they are taken again.
func TestLostFiles(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 3*chunk)
	for n := range 3 {
		if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(th.chunkPath(village, s.SHA256, s.Size, 1)); err != nil {
		t.Fatal(err)
	}
	var faults bytes.Buffer
	if sum, err := th.Verify(t.Context(), &faults); err != nil || sum.Faults != 1 || !strings.Contains(faults.String(), "bagian 1 lampiran") {
		t.Errorf("%+v %v %s", sum, err, &faults)
	}
	if w := th.wordOn(t, village, s); w.State != bundle.ScanPartly || w.Have.Has(1) || !w.Have.Has(0) || !w.Have.Has(2) {
		t.Errorf("%+v", w)
	}
	if _, err := th.OpenScan(t.Context(), village, s); err == nil {
		t.Error("opens without a chunk")
	}
	if err := os.Remove(th.chunkPath(village, s.SHA256, s.Size, 2)); err != nil {
		t.Fatal(err)
	}
	if _, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 1)); err != nil || w.State != bundle.ScanPartly || w.Have.Bytes(s.Size) != 2*chunk {
		t.Error(w, err)
	}
	th.verify(t) // what is gone is no longer said to be there
	if _, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 2)); err != nil || w.State != bundle.ScanWhole {
		t.Error(w, err)
	}
}

// TestVerifyFindsSpoiltScans: a flipped byte, and counts that do not fit.
func TestVerifyFindsSpoiltScans(t *testing.T) {
	th := newHub(t)
	th.faulty = true
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 100)
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if sum, err := th.Verify(t.Context(), &out); err != nil || sum.Faults != 0 || sum.Scans != 1 || sum.Chunks != 1 {
		t.Fatalf("%+v %v %s", sum, err, &out)
	}
	path := th.chunkPath(village, s.SHA256, s.Size, 0)
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte(hubtest.PhotoMark)) {
		t.Error("the plain bytes lie readable at the hub")
	}
	sealed[len(sealed)-1] ^= 1
	if err := os.WriteFile(path, sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := th.w.Exec(`UPDATE shelf SET bytes = bytes + 1 WHERE kab = $1`, th.regency); err != nil {
		t.Fatal(err)
	}
	if sum, err := th.Verify(t.Context(), &out); err != nil || sum.Faults != 2 {
		t.Errorf("%+v %v %s", sum, err, &out)
	}
}

// TestScansOfAnOlderDatabase: entries that came before the hub kept scans name
// them after it was opened anew.
func TestScansOfAnOlderDatabase(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	data, s := th.named(t, d, 1, 100)
	for _, text := range []string{`DROP TABLE scan`, `DROP TABLE shelf`, `UPDATE meta SET value = 'older' WHERE key = 'text'`} {
		if _, err := th.w.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	th.Close()
	th.open(t)
	if _, w, err := th.TakeChunk(t.Context(), d.Chunk(s, data, 0)); err != nil || w.State != bundle.ScanWhole {
		t.Error(w, err)
	}
}

func TestShelfOfConf(t *testing.T) {
	h := &Hub{keep: newKeeping()}
	if err := h.setShelf(""); err != nil || h.keep.limit != DefaultShelf {
		t.Error(h.keep.limit, err)
	}
	if err := h.setShelf("2"); err != nil || h.keep.limit != 2<<30 {
		t.Error(h.keep.limit, err)
	}
	for _, bad := range []string{"-1", "banyak", "1.5", "99999999999"} {
		if h.setShelf(bad) == nil {
			t.Errorf("%q taken", bad)
		}
	}
}

// TestScanThatCameAfterTheRecording: files of an entry of their own are taken,
// stand at the request, and get no verdict that asks for attention.
func TestScanThatCameAfterTheRecording(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	_, first := th.named(t, d, 1, 900)
	id := d.Device + "-r1"
	data, later := hubtest.Photo(2, 1200)
	from := int64(len(d.Books[kab].Lines))
	d.Add(kab, kampung.KindAttach, id, kampung.AttachBody{Scans: []kampung.Scan{later, first}})
	th.take(t, d, d.Bundle(kab, from, from+1))
	if w := th.wordOn(t, d.Village, later); w.State == bundle.ScanUnknown {
		t.Fatalf("%+v", w)
	}
	if _, _, err := th.TakeChunk(t.Context(), d.Chunk(later, data, 0)); err != nil {
		t.Fatal(err)
	}
	if w := th.wordOn(t, d.Village, later); w.State != bundle.ScanWhole {
		t.Fatalf("%+v", w)
	}
	got, err := th.RequestDetail(t.Context(), d.Village, id)
	if err != nil || len(got.Body.Scans) != 2 || got.Body.Scans[1].SHA256 != later.SHA256 || len(got.Verdicts) != 2 || got.Verdicts[1].Verdict != kampung.VerdictOK {
		t.Fatalf("%+v, %v", got, err)
	}
}
