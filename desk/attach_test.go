package desk

import (
	"bytes"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
)

// put writes a file into a temporary folder.
func put(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func photoOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, w, h)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFilesThatAreTaken: what a clerk picks is kept as what it is, and what is
// no picture is refused with the reason and leaves nothing behind.
func TestFilesThatAreTaken(t *testing.T) {
	d := opened(t)
	s, err := d.TakeScan("ktp", put(t, "KTP Bu Misnati.JPG", photoOf(t, 60, 40)))
	if err != nil || s.Type != "image/jpeg" || s.Name != "KTP Bu Misnati.JPG" || s.Requirement != "ktp" {
		t.Fatalf("%+v, %v", s, err)
	}
	if s, err = d.TakeScan("", put(t, "foto.png", photoOf(t, 3000, 10))); err != nil || s.Name != "foto.jpg" || s.Size > 100_000 {
		t.Fatalf("%+v, %v", s, err)
	}
	big := put(t, "besar.jpg", nil)
	if err := os.Truncate(big, 300<<20); err != nil {
		t.Fatal(err)
	}
	whole := photoOf(t, 400, 300)
	for want, path := range map[string]string{
		"arsip zip": put(t, "ktp.jpg", []byte("PK\x03\x04")), "kosong": put(t, "a.jpg", nil), "terlalu besar (": big,
		"terpotong": put(t, "b.jpg", whole[:len(whole)/2]), "adalah folder": t.TempDir(), "tidak ada": filepath.Join(t.TempDir(), "x.jpg"),
	} {
		if _, err := d.TakeScan("", path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if all, err := filepath.Glob(filepath.Join(d.dir, "scan", "*")); err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
}

// TestAFileThatIsLookedAtGoesAway: it lies open on the disk only while the desk
// is open.
func TestAFileThatIsLookedAtGoesAway(t *testing.T) {
	d := opened(t)
	data := photoOf(t, 20, 10)
	s, err := d.TakeScan("", put(t, "kk.jpg", data))
	if err != nil {
		t.Fatal(err)
	}
	s.Name = `..\..//a:b?.pdf`
	path, err := d.ScanFile(s)
	if err != nil || filepath.Ext(path) != ".jpg" || !strings.HasPrefix(path, filepath.Join(d.dir, seenDir)) {
		t.Fatal(path, err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Dir(path), old, old); err != nil {
		t.Fatal(err)
	}
	other, err := d.TakeScan("", put(t, "ktp.jpg", photoOf(t, 22, 10)))
	if err != nil {
		t.Fatal(err)
	}
	later, err := d.ScanFile(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("what was looked at an hour ago is still there")
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(d.dir, seenDir)); !os.IsNotExist(err) {
		t.Errorf("%s is left after closing", later)
	}
	if _, err := d.ScanFile(kampung.Scan{SHA256: "x"}); err == nil {
		t.Error("a scan that is none opens")
	}
}
