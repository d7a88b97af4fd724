package ui

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// CheckLetter knows a few codes.
func (d *memDesk) CheckLetter(what string) (kampung.CheckedLetter, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f, ok := d.letters[filepath.Base(what)]; ok {
		return f, nil
	}
	if filepath.Ext(what) != "" {
		return kampung.CheckedLetter{}, &kampung.Trouble{What: "Kode QR surat tidak ditemukan pada gambar ini.", Next: "Foto kodenya lebih dekat.", Err: errors.New("no code")}
	}
	return kampung.CheckedLetter{Outcome: kampung.CheckNoCode}, nil
}

func TestCheckALetter(t *testing.T) {
	s := newStage(t, true).unlock()
	letter := kampung.CheckedLetter{Outcome: kampung.CheckAuthentic, Number: "500/012/2026", Date: kampung.Date{Year: 2026, Month: 11, Day: 23}, Kind: "Surat Keterangan Usaha", Village: "Desa Sumbersewu", Initials: "WC", ListAt: now0}
	cancelled := letter
	cancelled.Outcome = kampung.CheckCancelled
	s.desk.letters = map[string]kampung.CheckedLetter{"SK1AAA": letter, "SK1BBB": cancelled, "foto.jpg": letter, "SK1CCC": {Outcome: kampung.CheckAltered}}
	photo := filepath.Join(s.dir, "foto.jpg")
	if err := os.WriteFile(photo, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	k := s.clerk
	k.Tap("Permohonan").Tap("Periksa surat").Sees("Tidak perlu sambungan")
	if k.Focused() != "Tulisan dari kode QR" {
		t.Fatalf("the keyboard is at %q", k.Focused())
	}
	k.Type("Tulisan dari kode QR", "SK1AAA").Enter().Sees("Asli").Sees("500/012/2026").Sees("23 November 2026").Sees("Desa Sumbersewu").Sees("WC").Sees("Daftar kunci kabupaten per")
	k.Type("Tulisan dari kode QR", "SK1BBB").Tap("Periksa").Sees("Dibatalkan").Sees("500/012/2026")
	k.Type("Tulisan dari kode QR", "SK1CCC").Enter().Sees("Berubah").SeesNot("500/012/2026")
	k.Type("Tulisan dari kode QR", "halo").Enter().Sees("Bukan kode surat")
	k.Tap("Pilih foto").Type("Nama berkas atau alamatnya", photo).Enter().Sees("Asli").Sees("500/012/2026")
	k.Tap("Pilih foto").Type("Nama berkas atau alamatnya", filepath.Join(s.dir, "lain.jpg"))
	if err := os.WriteFile(filepath.Join(s.dir, "lain.jpg"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	k.Enter().Sees("Kode QR surat tidak ditemukan").SeesNot("500/012/2026")
	k.Key(fyne.KeyEscape).Key(fyne.KeyEscape).Sees("Tekan Ctrl+N untuk mencatat yang pertama")
	// Who comes next sees nothing of it.
	k.Tap("Periksa surat").SeesNot("Asli")
	if k.Value("Tulisan dari kode QR") != "" {
		t.Error("the code stays in the field")
	}
}

func TestWordsOfACheck(t *testing.T) {
	newStage(t, true)
	seen := map[string]bool{}
	for _, f := range []kampung.CheckedLetter{
		{Outcome: kampung.CheckAuthentic}, {Outcome: kampung.CheckAuthentic, Listed: true}, {Outcome: kampung.CheckAuthentic, Until: now0}, {Outcome: kampung.CheckCancelled}, {Outcome: kampung.CheckAltered},
		{Outcome: kampung.CheckRevoked, Until: now0.Add(-24 * time.Hour)}, {Outcome: kampung.CheckUnknown}, {Outcome: kampung.CheckUnknown, ListAt: now0}, {Outcome: kampung.CheckNoCode},
	} {
		m := checkModel{Found: f, Done: true}
		head, _ := m.Head()
		if head == "" || m.Text() == "" || seen[m.Text()] {
			t.Errorf("%s: %q %q", f.Outcome, head, m.Text())
		}
		seen[m.Text()] = true
		if m.Facts() != nil {
			t.Errorf("%s shows %v", f.Outcome, m.Facts())
		}
	}
}
