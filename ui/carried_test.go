package ui

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
)

func TestAFileThatTheWindowWasOpenedWith(t *testing.T) {
	s := newStage(t, true)
	s.u.carried = filepath.Join(s.dir, "kabupaten.skr")
	s.u.door()
	k := s.clerk
	k.Sees("Setelah dibuka, berkas kabupaten.skr langsung dibaca.")
	s.unlock()
	k.Sees("Kirim ke kabupaten").Sees("Berkas kabupaten.skr tidak diubah dan boleh dihapus.")
	if s.u.carried != "" {
		t.Error("the file waits still")
	}
	k.Shortcut(fyne.KeyL)
	k.SeesNot("kabupaten.skr")
}

func TestASecondStartBringsAFile(t *testing.T) {
	s := newStage(t, true)
	k := s.clerk
	k.SeesNot("langsung dibaca")
	s.u.handed(filepath.Join(s.dir, "a.skr"))
	k.Sees("Setelah dibuka, berkas a.skr langsung dibaca.")
	s.unlock()
	k.Sees("Berkas a.skr tidak diubah dan boleh dihapus.")
	k.Shortcut(fyne.Key1)
	s.u.handed("")
	k.Sees("Permohonan baru").SeesNot("Kirim ke kabupaten").Sees("Smart Kampung sudah terbuka; inilah jendelanya.")
	s.u.handed(filepath.Join(s.dir, "b.skb"))
	k.Sees("Kirim ke kabupaten").Sees("Berkas b.skb tidak diubah dan boleh dihapus.")
}

// TestAFileWaitsForABox: what the clerk is asked goes first.
func TestAFileWaitsForABox(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	s.u.tell("Kotak", "Dibaca dulu.")
	s.u.handed(filepath.Join(s.dir, "c.skr"))
	if s.u.carried == "" {
		t.Fatal("the file was taken in under a box")
	}
	k.Tap("Tutup").Wait()
	k.Sees("Berkas c.skr tidak diubah dan boleh dihapus.")
}

// TestAFileWaitsForTheScreen: nothing is read while nobody is there.
func TestAFileWaitsForTheScreen(t *testing.T) {
	s := newStage(t, true).unlock()
	k := s.clerk
	k.Shortcut(fyne.KeyL)
	s.u.handed(filepath.Join(s.dir, "d.skr"))
	k.Sees("Layar terkunci").SeesNot("d.skr")
	k.Type("Kata sandi", testPassword).Enter().Sees("Berkas d.skr tidak diubah dan boleh dihapus.")
}

func TestAnUnexpectedEndIsToldOnce(t *testing.T) {
	s := newStage(t, true)
	path := filepath.Join(s.dir, "laporan", "berhenti-20261122-070512.txt")
	told := 0
	s.u.env.Stopped = &Stopped{Path: path, At: s.now.Add(-24 * time.Hour), Told: func() error { told++; return errors.New("read-only") }}
	s.u.door()
	k := s.clerk
	k.Sees("Program berhenti mendadak").Sees("kemarin").Sees("Semua yang sudah disimpan tetap aman").Sees(path)
	k.Tap("Buka foldernya")
	if len(s.opened) != 1 || s.opened[0] != filepath.Dir(path) {
		t.Errorf("opened %q", s.opened)
	}
	k.Tap("Tutup").SeesNot("Program berhenti mendadak")
	s.unlock()
	k.Shortcut(fyne.KeyL)
	k.SeesNot("Program berhenti mendadak")
	if told != 1 || len(s.logged) != 1 {
		t.Errorf("noted %d times, logged %v", told, s.logged)
	}
}
