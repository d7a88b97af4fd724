package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestStatusTellsTheLink: the line, the bytes, the bound and the contacts are
// the same for people and for scripts.
func TestStatusTellsTheLink(t *testing.T) {
	o := newOffice(t, 5)
	o.ok("request", "new", "--service", "sku", "--nik", o.adult(), "--field", "nama_usaha=TOKO MAJU", "--field", "keperluan=Pinjaman bank")
	o.now = o.now.Add(50 * time.Hour)
	says := func(want ...string) {
		t.Helper()
		text := o.ok("status").out
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("it lacks %q:\n%s", w, text)
			}
		}
	}
	says("1 belum diterima, tertua 2 hari; belum terdaftar di kabupaten.", "Data bulan ini: naik 0 B, turun 0 B, tanpa batas.")
	address, enrol, stop, err := startHub(filepath.Join(t.TempDir(), "hub"), "35.10")
	if err != nil {
		t.Fatal(err)
	}
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	o.ok("enrol", "--hub", address, "--code", code)
	o.ok("sync")
	says("Semua sudah diterima; terakhir tersambung hari ini 11.12.", "11.12  ", " catatan diterima kabupaten.", "11.12  Komputer ini didaftarkan di kabupaten.")
	st := o.ok("status", "--json").one()
	keys(t, "status", st, "line traffic contacts returned pending requests last_line")
	traffic := st["traffic"].(map[string]any)
	sum := traffic["up"].(float64) + traffic["down"].(float64)
	if sum < 2000 || traffic["month"] != "2026-11" || len(st["contacts"].([]any)) != 2 {
		t.Errorf("%v", st)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	o.refused("Tidak tersambung", "sync")
	o.now = o.now.Add(24 * time.Hour)
	says("terakhir tersambung kemarin 11.12.", "kemarin 11.12  Tidak tersambung ke pusat kabupaten.")
}

func TestLimit(t *testing.T) {
	o := newOffice(t, 0)
	if out := o.ok("limit", "50").out; out != "Data bulan ini: naik 0 B, turun 0 B, batas 50 MB.\n" {
		t.Errorf("%q", out)
	}
	if tr := o.ok("limit", "2", "--json").one(); tr["limit"] != 2_000_000.0 {
		t.Errorf("%v", tr)
	}
	if tr := o.ok("limit", "0", "--json").one(); tr["limit"] != 0.0 {
		t.Errorf("%v", tr)
	}
	for _, bad := range [][]string{{"limit"}, {"limit", "lima"}, {"limit", "-3"}, {"limit", "1000001"}, {"limit", "5", "6"}} {
		if r := o.run(bad...); r.code != Wrong {
			t.Errorf("%v: %d, %q %q", bad, r.code, r.out, r.err)
		}
	}
}
