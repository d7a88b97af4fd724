//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// look is a screen and how the clerk wants the window.
type look struct {
	name string
	w, h uint16
	mode string
}

var looks = []look{
	{"kecil-terang", 1366, 768, "terang"}, {"kecil-gelap", 1366, 768, "gelap"},
	{"besar-terang", 1920, 1080, "terang"}, {"besar-gelap", 1920, 1080, "gelap"},
}

// prefer writes the preferences of the PC, as a run before would have.
func (o *office) prefer(l look) {
	o.t.Helper()
	dir := filepath.Join(o.home, ".config", "fyne", "id.smartkampung.desk")
	text, err := json.Marshal(map[string]any{"tampilan": l.mode, "lebar": float64(l.w), "tinggi": float64(l.h) - 30})
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "preferences.json"), text, 0o644)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// newHub serves a regency's hub on a free port and returns its address and a
// code for the village.
func newHub(t *testing.T) (address, code string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hub")
	if _, err := hub.Init(dir, hub.InitOptions{Regency: "35.10"}, rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h.Handler())
	t.Cleanup(func() { srv.Close(); h.Close() })
	if code, err = h.EnrolCode(context.Background(), "35.10.05.2001"); err != nil {
		t.Fatal(err)
	}
	return srv.URL, code
}

// fakePrinter puts commands of CUPS into the office's path that write what is
// printed into a file, whose path it returns.
func (o *office) fakePrinter() string {
	o.t.Helper()
	dir := o.t.TempDir()
	paper := filepath.Join(dir, "kertas.pdf")
	for name, script := range map[string]string{
		"lp":        "cat > " + paper + ".part && mv " + paper + ".part " + paper,
		"lpoptions": "echo 'PageSize/Media Size: *A4 Custom.WIDTHxHEIGHT'",
		"lpstat":    `case "$1" in -e) echo KANTOR;; -d) echo "system default destination: KANTOR";; -p) echo "printer KANTOR is idle.  enabled";; -a) echo "KANTOR accepting requests";; -r) echo "scheduler is running";; esac`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			o.t.Fatal(err)
		}
	}
	o.path = dir
	return paper
}

// now lists what the store holds while the window is open: the commands read a
// copy of it.
func (o *office) now() []request {
	o.t.Helper()
	kept := o.data
	defer func() { o.data = kept }()
	o.data = filepath.Join(o.t.TempDir(), "salinan")
	if err := os.CopyFS(o.data, os.DirFS(kept)); err != nil {
		o.t.Fatal(err)
	}
	defer os.RemoveAll(o.data)
	return o.requests()
}

// waitFor waits until the store holds one request that is as wanted.
func (o *office) waitFor(d *display, what string, is func(request) bool) request {
	o.t.Helper()
	var rows []request
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(300 * time.Millisecond) {
		if rows = o.now(); len(rows) == 1 && is(rows[0]) {
			return rows[0]
		}
	}
	d.save("gagal")
	o.t.Fatalf("%s: the store holds %+v", what, rows)
	return request{}
}

// TestTheStoryOfTheDesk is a request's whole path by keyboard in the real
// window: recorded for a known resident, numbered, printed, handed over, sent to
// a real hub, received; then the desk is locked and opened again. It is told in
// each look, and every screen on the way is kept as a picture.
func TestTheStoryOfTheDesk(t *testing.T) {
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) { story(t, l) })
	}
}

func story(t *testing.T, l look) {
	o := newOffice(t)
	address, code := newHub(t)
	o.run("enrol", "--hub", address, "--code", code)
	o.prefer(l)
	paper := o.fakePrinter()
	d := newDisplay(t, l.w, l.h)
	save := func(name string) { d.settle(); d.save(l.name + "-" + name) }
	w := o.open(d)
	save("pintu")
	d.typeText("admin")
	d.press(keyTab)
	d.after(50_000, "the door", func() { d.typeText(password); d.press(keyEnter) })
	save("beranda-kosong")

	d.after(20_000, "Ctrl+N", func() { d.shortcut('n') })
	d.after(1500, "finding a resident", func() { d.typeText("misnati") })
	save("permohonan-cari")
	d.after(5000, "choosing the resident", func() { d.press(keyEnter) })
	d.after(1500, "finding a service", func() { d.typeText("sku") })
	d.after(5000, "choosing the service", func() { d.press(keyEnter) })
	d.after(300, "the first field", func() { d.typeText("TOKO MAJU") })
	d.after(300, "the second field", func() { d.press(keyTab); d.typeText("Pinjaman bank") })
	save("permohonan-isi")
	d.press(keyEnter, d.ctrl) // record, check, approve, print
	r := o.waitFor(d, "Ctrl+Enter", func(r request) bool { return r.State == "dicetak" })
	if r.Number == "" || r.Name != "MISNATI" {
		t.Fatalf("recorded as %+v", r)
	}
	if sheet, err := os.ReadFile(paper); err != nil || !bytes.HasPrefix(sheet, []byte("%PDF-")) {
		t.Fatalf("nothing came out of the printer: %v", err)
	}
	save("permohonan-dicetak")
	d.press(keyEnter) // the next step is the main button
	o.waitFor(d, "handing over", func(r request) bool { return r.State == "diserahkan" })
	save("permohonan-diserahkan")

	d.after(20_000, "Ctrl+4", func() { d.shortcut('4') })
	save("kirim")
	d.press(keyEnter)
	o.waitFor(d, "Kirim", func(r request) bool {
		return r.Sync == string(kampung.SyncReceived)
	})
	save("kirim-selesai")
	for _, s := range []struct {
		key  rune
		name string
	}{{'1', "beranda"}, {'2', "permohonan"}, {'3', "penduduk"}, {'b', "buku"}, {'r', "laporan"}, {'5', "pengaturan"}} {
		d.after(5000, s.name, func() { d.shortcut(s.key) })
		save(s.name)
	}
	d.after(50_000, "locking", func() { d.shortcut('l') })
	save("terkunci")
	d.after(50_000, "unlocking", func() { d.typeText(password); d.press(keyEnter) })
	save("terbuka-lagi")
	w.complains(t)
	w.kill()
	o.run("check")
}
