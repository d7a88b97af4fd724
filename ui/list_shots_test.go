//go:build shots

package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestListShots renders only the lists and what the top field finds.
func TestListShots(t *testing.T) {
	eachStyle(t, func(t *testing.T, dir string, set func(fyne.Preferences)) {
		s := newStageSet(t, true, set)
		unlockAny(s)
		shotsOfLists(s.fill(), shooter(t, dir))
	})
}

// shotsOfLists are the lists of requests and letters with what was understood,
// marked rows and what became of them, and what the top field finds.
func shotsOfLists(s *stage, shot func(*stage, string)) {
	f, k := s.u.frame, s.clerk
	s.u.show(f.list)
	k.Keys("sku minggu ini belum dicetak")
	shot(s, "daftar-kata")
	k.Key(fyne.KeyEscape)
	s.u.focus(f.list.rows.list)
	for range 3 {
		k.Key(fyne.KeySpace).Key(fyne.KeyDown)
	}
	shot(s, "daftar-tanda")
	f.list.marks.every()
	s.u.handMany([]string{"p001", "p003"})
	shot(s, "daftar-hasil")
	s.u.modal.close()
	f.list.marks.clear()
	s.u.show(f.letters)
	shot(s, "surat")
	s.u.show(f.residents)
	shot(s, "penduduk-semua")
	k.Shortcut(fyne.KeyK)
	k.Keys("pen")
	shot(s, "cari-semua")
	k.Key(fyne.KeyEscape)
	k.Shortcut(fyne.KeyK).Key(fyne.KeyDown)
	shot(s, "cari-perintah")
	k.Key(fyne.KeyEscape)
	s.many(100_000)
	s.u.show(f.letters)
	f.letters.rows.list.ScrollTo(30_000)
	k.Wait()
	shot(s, "surat-banyak")
	s.desk.many, s.desk.manyRows = nil, nil
}
