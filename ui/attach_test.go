package ui

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// photoIn writes a small picture into a folder.
func photoIn(t *testing.T, dir, name string, w int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, 20))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestFilesOfTheScanner: the folder is chosen once; then its newest files are
// offered, and Enter attaches one to a recorded request.
func TestFilesOfTheScanner(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, dir := s.clerk, t.TempDir()
	old := photoIn(t, dir, "lama.png", 30)
	photoIn(t, dir, "baru.png", 40)
	if err := os.Chtimes(old, now0, now0.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	s.u.frame.openRequest("p001")
	k.Tap("Lainnya").Tap("Tambah lampiran").Sees("Pilih sekali folder tempat pemindai")
	k.Tap("Pilih folder pindai").Type("Folder", dir).Enter().Enter()
	if all, err := newestFiles(dir); err != nil || len(all) != 2 || all[0].Name != "baru.png" {
		t.Fatal(all, err)
	}
	k.Sees("lama.png").Sees("baru.png").Enter()
	k.Sees("Lampirkan sebagai apa?").Tap("Fotokopi KK")
	k.Sees("1 lampiran ditambahkan oleh Siti Contoh").Sees("baru.png")
	if r := s.desk.requests["p001"]; len(r.Scans) != 1 || r.Scans[0].Requirement != "kk" {
		t.Fatalf("%+v", r.Scans)
	}
	k.Tap("Lihat").Sees("Buka dengan program lain").Tap("Buka dengan program lain")
	if len(s.opened) != 1 {
		t.Fatal(s.opened)
	}
	k.Tap("Lainnya").Tap("Tambah lampiran").Sees("baru.png").Key(fyne.KeyEscape).SeesNot("Lampirkan berkas")
}

// TestFilesDroppedOnTheWindow: several at once; what is no picture is told with
// its reason and the others are attached; a closed request takes none.
func TestFilesDroppedOnTheWindow(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k, dir := s.clerk, t.TempDir()
	zip := filepath.Join(dir, "ktp.jpg")
	if err := os.WriteFile(zip, []byte("PK\x03\x04"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.u.frame.openRequest("p001")
	s.u.dropFiles([]string{photoIn(t, dir, "kk.png", 33), zip})
	k.Sees("kk.png, ktp.jpg").Tap("Lampiran lain").Sees("1 berkas tidak dilampirkan").Sees("arsip zip").Tap("Tutup")
	if r := s.desk.requests["p001"]; len(r.Scans) != 1 {
		t.Fatalf("%+v", r.Scans)
	}
	r := s.desk.requests["p001"]
	r.State = kampung.StateHanded
	s.desk.requests["p001"] = r
	s.u.frame.openRequest("p001")
	s.u.dropFiles([]string{zip})
	k.Sees("Lampiran tidak ditambah").Sees("sudah diserahkan").Tap("Tutup").SeesNot("Tambah lampiran")
	k.Shortcut(fyne.KeyN)
	s.u.dropFiles([]string{zip})
	k.Sees("Pilih layanannya dulu").Tap("Tutup")
	k.Keys("putri").Enter()
	s.u.frame.form.service.Put("sku")
	s.u.frame.form.serviceChosen(false)
	s.u.dropFiles([]string{photoIn(t, dir, "ktp-putri.png", 35)})
	k.Tap("Fotokopi KTP-el").Sees("ktp-putri.png")
	if d := s.u.frame.form.m.Draft; len(d.Scans) != 1 || d.Scans[0].Requirement == "" {
		t.Fatalf("%+v", d.Scans)
	}
}

// TestNotesAndReceiver: a note is told with who and when; another receiver than
// the applicant stands in the timeline; both by keyboard.
func TestNotesAndReceiver(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.frame.openRequest("p001")
	k.Tap("Tulis catatan").Sees("tidak dicetak dan tidak dikirim").Tap("Simpan catatan").Sees("Tulis catatannya dulu.")
	k.Keys("KK menyusul lewat RT").Tap("Simpan catatan").Sees("Catatan Siti Contoh").Sees("KK menyusul lewat RT")
	r := s.desk.requests["p001"]
	r.State = kampung.StatePrinted
	r.PrintLog = []kampung.Print{{At: now0, By: "siti", Copies: 2, To: "HP LaserJet"}, {At: now0, By: "siti", Copies: 1, To: "pdf"}}
	r.Received = []time.Time{now0}
	s.desk.requests["p001"] = r
	s.u.frame.openRequest("p001")
	k.Sees("Dicetak 2 lembar di HP LaserJet oleh Siti Contoh").Sees("Disimpan sebagai PDF oleh Siti Contoh").Sees("Diterima kabupaten, dengan tanda terima")
	k.Sees("Serahkan").Tap("Lainnya").Key(fyne.KeyDown).Key(fyne.KeyEscape).SeesNot("Tarik kembali")
	k.Tap("Lainnya").Tap("Serahkan kepada orang lain").Enter().Sees("Tulis siapa yang mengambil suratnya.")
	k.Keys("Slamet, suami").Enter().Sees("Diserahkan kepada Slamet, suami oleh Siti Contoh")
}

func TestLongWordsAreParted(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "KK menyusul": "KK menyusul",
		"a " + strings.Repeat("b", 70): "a " + strings.Repeat("b", 32) + " " + strings.Repeat("b", 32) + " bbbbbb",
	} {
		if got := breakable(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestThumbsAreKeptWithinABound(t *testing.T) {
	var th thumbs
	for i := range thumbMost + 20 {
		th.put(string(rune('a'+i)), nil)
	}
	if len(th.all) != thumbMost || len(th.order) != thumbMost {
		t.Fatal(len(th.all), len(th.order))
	}
}
