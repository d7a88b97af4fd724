package desk

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// TestScansOnAStick: there as files, back as receipts; the files may come in any
// order and twice, and a stick that is lost costs nothing.
func TestScansOnAStick(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	stick := t.TempDir()
	seed := 0
	rapid.Check(t, func(rt *rapid.T) {
		seed++ // a picture that was sent before needs no file
		data, s := hubtest.Photo(seed, rapid.SampledFrom([]int{40, chunk, 17*chunk + 9}).Draw(rt, "size"))
		v.recordWith(d, "TOKO MAJU", data)
		files, err := d.Export(stick)
		if err != nil {
			rt.Fatal(err)
		}
		var paths []string
		scans := 0
		for _, f := range files {
			paths = append(paths, f.File)
			text, err := os.ReadFile(f.File)
			if err != nil || bytes.Contains(text, []byte(hubtest.PhotoMark)) || int64(len(text)) != f.Bytes {
				rt.Fatalf("%s: %v", f.File, err)
			}
			if f.Scan != "" {
				scans++
				if f.Bytes > bundle.MaxPart || f.Scan != s.SHA256 || !strings.HasSuffix(f.File, ".skf") {
					rt.Fatalf("%+v", f)
				}
			}
		}
		if want := (kampung.ScanChunks(s.Size) + bundle.PartChunks - 1) / bundle.PartChunks; scans != want {
			rt.Fatalf("%d files of scans, want %d", scans, want)
		}
		if left, _ := filepath.Glob(filepath.Join(stick, "*.part")); len(left) > 0 {
			rt.Fatal(left)
		}
		v.waits(d, 1, s.Size)
		paths = append(rapid.Permutation(paths).Draw(rt, "order"), rapid.SampledFrom(paths).Draw(rt, "again"))
		receipts, err := v.hub.Import(t.Context(), paths, func(im hub.Imported) {
			if im.Err != nil {
				rt.Fatalf("%s: %v", im.File, im.Err)
			}
		})
		if err != nil {
			rt.Fatal(err)
		}
		back := filepath.Join(stick, "kabupaten.skr")
		if err := os.WriteFile(back, receipts, 0o600); err != nil {
			rt.Fatal(err)
		}
		report, err := d.Import(stick)
		if err != nil || report.Scans != 1 || report.Pending != 0 {
			rt.Fatalf("%+v, %v", report, err)
		}
		if report, err = d.Import(back); err != nil || report.Scans != 0 {
			rt.Fatalf("the same receipt again: %+v, %v", report, err)
		}
		v.waits(d, 0, 0)
		v.atHub(s, data)
		if again, err := d.Export(stick); err != nil || len(again) != 0 {
			rt.Fatalf("nothing waits, yet %d files: %v", len(again), err)
		}
		for _, p := range append(paths, back) {
			os.Remove(p)
		}
	})
	v.verified()
}

// TestStickIsNotWrittenAnew: what is on the stick, whole, stays as it is; what
// was spoilt there is written again.
func TestStickIsNotWrittenAnew(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	stick := t.TempDir()
	data, _ := hubtest.Photo(1, 40)
	v.recordWith(d, "TOKO MAJU", data)
	read := func() []byte {
		t.Helper()
		files, err := d.Export(stick)
		if err != nil || len(files) != 3 || files[2].Scan == "" {
			t.Fatalf("%+v, %v", files, err)
		}
		text, err := os.ReadFile(files[2].File)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	first := read()
	if !bytes.Equal(read(), first) {
		t.Error("written anew")
	}
	name, _ := filepath.Glob(filepath.Join(stick, "*.skf"))
	first[len(first)-1] ^= 1
	if err := os.WriteFile(name[0], first, 0o600); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(read(), first) {
		t.Error("a spoilt file stays")
	}
	// A scan on its way up, given to the desk, is told apart.
	if _, err := d.Import(name[0]); err == nil || strings.Contains(err.Error(), "error") {
		t.Errorf("%v", err)
	}
}

// TestScansComeBack: a second PC of the village, and one whose folder of scans
// was lost, fetch them from the hub, going on where the line was cut.
func TestScansComeBack(t *testing.T) {
	v, d := newLinked(t)
	a, sa := hubtest.Photo(1, 2*chunk+7)
	b, sb := hubtest.Photo(2, 50)
	v.recordWith(d, "TOKO MAJU", a)
	v.sync(d)
	v.recordWith(d, "TOKO LAIN", b)
	d.Close()
	dir := filepath.Join(v.dir, "desa")
	if err := os.RemoveAll(filepath.Join(dir, "scan")); err != nil {
		t.Fatal(err)
	}
	d = v.open(dir)
	v.waits(d, 0, 0) // nothing of it is here to be sent
	given, broken := map[string]int{}, true
	cut := v.proxy(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != "GET" || !strings.HasPrefix(r.URL.Path, "/v1/blob/"+sa.SHA256) {
			return false
		}
		if broken && len(given) > 0 {
			return hangUp(w)
		}
		given[r.URL.Path]++
		return false
	})
	v.sync(d)
	if _, err := d.Sync(t.Context(), cut); err != nil {
		t.Fatal(err)
	}
	if f, err := d.FetchScans(t.Context()); !errors.Is(err, uplink.ErrNoLine) || f.Scans != 0 {
		t.Fatalf("%+v, %v", f, err)
	}
	broken = false
	f, err := d.FetchScans(t.Context())
	if err != nil || f.Scans != 1 || f.Absent != 1 {
		t.Fatalf("%+v, %v", f, err)
	}
	for path, n := range given {
		if n != 1 || len(given) != 3 {
			t.Errorf("%s was given %d times, of %d chunks", path, n, len(given))
		}
	}
	if got, err := d.Scan(sa.SHA256); err != nil || !bytes.Equal(got, a) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := d.Scan(sb.SHA256); err == nil {
		t.Error("what nobody has came back")
	}
	noPlainBytes(t, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "scan", "*.skc")); len(left) > 0 {
		t.Error(left)
	}
	v.verified()
}

// TestPlainBytesLieNowhere looks into every file of desk, hub and stick.
func TestPlainBytesLieNowhere(t *testing.T) {
	v, d := newLinked(t)
	stick := filepath.Join(v.dir, "usb")
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	data, s := hubtest.Photo(1, chunk+7)
	v.recordWith(d, "TOKO MAJU", data)
	if _, err := d.Export(stick); err != nil {
		t.Fatal(err)
	}
	v.sync(d)
	v.atHub(s, data)
	d.Close()
	noPlainBytes(t, v.dir)
}

func noPlainBytes(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		files++
		if bytes.Contains(text, []byte(hubtest.PhotoMark)) || bytes.Contains(text, []byte("\xff\xd8\xff\xe0")) {
			t.Errorf("%s holds the picture readable", path)
		}
		return err
	})
	if err != nil || files < 5 {
		t.Errorf("%d files, %v", files, err)
	}
}

// TestScansOfTheOtherPC: each PC of an office sends its own scans, and gets the
// other's from the hub when it wants them.
func TestScansOfTheOtherPC(t *testing.T) {
	v, a := newLinked(t)
	defer a.Close()
	one, s1 := hubtest.Photo(1, chunk+3)
	v.recordWith(a, "DI MEJA SATU", one)
	v.sync(a)
	b := v.second(a)
	v.waits(b, 0, 0)
	if _, err := b.Scan(s1.SHA256); err == nil {
		t.Fatal("the scan came with the records")
	}
	if f, err := b.FetchScans(t.Context()); err != nil || f.Scans != 1 || f.Absent != 0 {
		t.Fatalf("%+v, %v", f, err)
	}
	if got, err := b.Scan(s1.SHA256); err != nil || !bytes.Equal(got, one) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	two, s2 := hubtest.Photo(2, 70)
	if _, err := b.SaveScan("", "x.jpg", two); err != nil {
		t.Fatal(err)
	}
	draft := b.NewDraft()
	people, err := b.FindResidents("MISNATI", 1)
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	who, err := b.Resident(people[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(who)
	draft.Fields = map[string]string{"nama_usaha": "DI MEJA DUA", "keperluan": "Pinjaman bank"}
	draft.Scans = []kampung.Scan{s2, s1}
	draft.Scans[0].Requirement, draft.Scans[1].Requirement = "", ""
	if _, err := b.Record(draft); err != nil {
		t.Fatal(err)
	}
	if r := v.sync(b); r.Scans != 2 { // the second was there: the hub says so, and nothing is sent
		t.Errorf("%+v", r)
	}
	v.atHub(s2, two)
	v.sync(a)
	if f, err := a.FetchScans(t.Context()); err != nil || f.Scans != 1 {
		t.Fatalf("%+v, %v", f, err)
	}
	if got, err := a.Scan(s2.SHA256); err != nil || !bytes.Equal(got, two) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	for _, d := range []*Desk{a, b} {
		v.waits(d, 0, 0)
		if f, err := d.FetchScans(t.Context()); err != nil || f != (Fetched{}) {
			t.Errorf("nothing is missing: %+v, %v", f, err)
		}
	}
	v.verified()
}
