package cli

import (
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/desk"
	"smartkampung/hub"
)

// TestStoryOfAVillageWithoutALine is a village that has never had a line: asked,
// answered and received on a stick alone, while the regency changes its keys,
// and a letter that its neighbour checks.
func TestStoryOfAVillageWithoutALine(t *testing.T) {
	o := newOffice(t, 60)
	hubDir, stick := filepath.Join(t.TempDir(), "kabupaten"), t.TempDir()
	_, enrol, stop, err := startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"enrol", "--code", code}, {"enrol", "--request", stick}, {"enrol", "--request", stick, "--hub", "https://hub.example", "--code", code}} {
		if r := o.run(args...); r.code != Wrong {
			t.Errorf("%v: %d", args, r.code)
		}
	}
	o.refused("Kode pendaftaran tidak cocok", "enrol", "--request", stick, "--code", "0000-0000")
	request := o.ok("enrol", "--request", stick, "--code", code, "--json").one()["request"].(string)
	if text, err := os.ReadFile(request); err != nil || strings.Contains(string(text), code) {
		t.Errorf("%s %v", text, err)
	}
	receipt := filepath.Join(stick, "kabupaten.skr")
	importAtHub(t, hubDir, []string{request}, receipt)
	if got := o.ok("import", receipt, "--json").one(); got["enrolled"] != true {
		t.Errorf("import %v", got)
	}
	if text := o.ok("import", stick).out; !strings.Contains(text, "Terdaftar di kabupaten") {
		t.Errorf("the same stick again: %s", text)
	}
	id := o.newSKCK()
	letter := o.ok("request", "advance", id, "disetujui", "--json").one()
	for i := range 2 {
		o.ok("export", "--to", stick)
		importAtHub(t, hubDir, []string{stick}, receipt)
		got := o.ok("import", stick, "--json").one()
		if got["pending"] != 0.0 {
			t.Errorf("import %v", got)
		}
		rotateAtHub(t, hubDir)
		if i == 0 {
			o.newSKCK()
		}
	}
	o.refused("terdaftar lewat USB", "sync")
	address, _, stop, err := startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	if got := o.ok("sync", "--hub", address, "--json").one(); got["pending"] != 0.0 {
		t.Errorf("sync %v", got)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	o.checkLetters(id, letter["number"].(string))
	o.whole()
}

func rotateAtHub(t *testing.T, dir string) {
	t.Helper()
	h, err := hub.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if _, err := h.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// checkLetters checks a letter of the office from its text and from a photo.
func (o *office) checkLetters(id, number string) {
	t := o.t
	code := o.ok("request", "show", id, "--json").one()["code"].(string)
	got := o.ok("letter", "check", "https://hub.example/p/"+code, "--json").one()
	keys(t, "letter check", got, "outcome head text number date kind village initials list_at")
	if got["outcome"] != "asli" || got["number"] != number || got["village"] != "Desa Sumberberas, Kecamatan Muncar" {
		t.Errorf("%v", got)
	}
	photo := o.photo(id)
	if text := o.ok("letter", "check", photo).out; !strings.HasPrefix(text, "ASLI") || !strings.Contains(text, number) {
		t.Errorf("from the photo: %s", text)
	}
	o.refused("Kode QR surat tidak ditemukan", "letter", "check", o.blank())
	o.refused("tidak ada", "letter", "check", filepath.Join(o.home, "nihil.jpg"))
	o.refused("bukan foto", "letter", "check", o.file("surat.png", "halo"))
	for text, want := range map[string]string{"halo": "bukan-kode", code[:len(code)-8]: "bukan-kode", "SK1/" + code[14:]: "bukan-kode"} {
		r := o.run("letter", "check", text, "--json")
		if r.code != Refused || r.one()["outcome"] != want {
			t.Errorf("%.30s: %d %s %s", text, r.code, r.out, r.err)
		}
	}
	if r := o.run("letter", "check"); r.code != Wrong {
		t.Errorf("nothing to check: %d", r.code)
	}
}

// photo draws a letter's first page as somebody would photograph it.
func (o *office) photo(id string) string {
	o.t.Helper()
	d, err := desk.Unlock(o.dir, "admin", password, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	defer d.Close()
	r, err := d.Request(id)
	if err != nil {
		o.t.Fatal(err)
	}
	pages, err := desk.Pages(d, r, 140)
	if err != nil {
		o.t.Fatal(err)
	}
	return o.jpeg("foto.jpg", pages[0])
}

func (o *office) blank() string {
	page := image.NewGray(image.Rect(0, 0, 900, 700))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	return o.jpeg("kosong.jpg", page)
}

func (o *office) jpeg(name string, page image.Image) string {
	o.t.Helper()
	path := filepath.Join(o.home, name)
	f, err := os.Create(path)
	if err == nil {
		err = jpeg.Encode(f, page, nil)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return path
}
