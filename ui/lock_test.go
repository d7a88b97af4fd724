package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"smartkampung/kampung"
)

// rest lets time pass in which nobody touches the window.
func (s *stage) rest(d time.Duration) {
	for d > 0 {
		step := min(d, idleTick)
		s.now = s.now.Add(step)
		s.clock.Pass(step)
		d -= step
	}
}

func TestIdle(t *testing.T) {
	i := idle{after: 10 * time.Minute}
	i.touch(now0)
	if i.due(now0.Add(9*time.Minute + 59*time.Second)) {
		t.Error("due too early")
	}
	if i.due(now0.Add(-time.Hour)) || i.due(now0.Add(-52*time.Minute)) {
		t.Error("a clock that was set back locks")
	}
	if !i.due(now0.Add(-50 * time.Minute)) {
		t.Error("not due after ten minutes")
	}
	for in, want := range map[int]int{-3: 1, 0: 1, 1: 1, 10: 10, 60: 60, 900: 60} {
		if got := idleMinutes(in); got != want {
			t.Errorf("%d minutes became %d", in, got)
		}
	}
	if hits := idleChoices(7); len(hits) != 11 || hits[4].Key != "7" {
		t.Errorf("%+v", hits)
	}
}

// TestTheScreenLocksWhenNobodyTouchesIt: what was typed is there again, at the
// same place, after the password.
func TestTheScreenLocksWhenNobodyTouchesIt(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyN).Tap("Orang di luar daftar penduduk").Type("Nama lengkap", "PAIJO CONTOH")
	s.rest(9 * time.Minute)
	k.SeesNot("Layar terkunci").Keys(" RAHARJO")
	s.rest(9 * time.Minute)
	k.SeesNot("Layar terkunci")
	s.rest(time.Minute)
	k.Sees("Layar terkunci").SeesNot("PAIJO").SeesNot("Nama lengkap").SeesNot("Beranda")
	if title := s.u.win.Title(); strings.Contains(title, "Sumberberas") {
		t.Errorf("the title says %q", title)
	}
	if k.Focused() != "Kata sandi" || len(s.u.win.MainMenu().Items) != 2 {
		t.Fatalf("the keyboard is at %q, %d menus", k.Focused(), len(s.u.win.MainMenu().Items))
	}
	k.Key(fyne.KeyEscape).Key(fyne.KeyF1).Sees("Layar terkunci").Enter().Sees("Isi kata sandi.")
	k.Keys("bukan ini").Enter().Sees("belum cocok").SeesNot("PAIJO")
	k.Keys(testPassword).Enter().SeesNot("Layar terkunci")
	if got := k.Value("Nama lengkap"); got != "PAIJO CONTOH RAHARJO" {
		t.Fatalf("came back with %q", got)
	}
	if k.Focused() != "Nama lengkap" || s.desk.locked || len(s.u.win.MainMenu().Items) != 3 {
		t.Fatalf("the keyboard is at %q; the desk was closed: %v", k.Focused(), s.desk.locked)
	}
}

// TestLockingHidesBoxes: an open box goes and comes back with what was typed in
// it; one that work opens meanwhile waits.
func TestLockingHidesBoxes(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.frame.openRequest("p001")
	k.Tap("Lainnya").Tap("Tolak").Type("Alasan", "KK belum ada")
	k.Shortcut(fyne.KeyL).Sees("Layar terkunci").SeesNot("Alasan")
	if s.u.win.Canvas().Overlays().Top() != nil {
		t.Fatal("a box lies over the locked screen")
	}
	s.u.tell("Pekerjaan selesai", "MISNATI sudah dibuatkan surat.")
	k.Sees("Layar terkunci").SeesNot("MISNATI")
	k.Keys(testPassword).Enter().Sees("MISNATI sudah dibuatkan surat.")
	k.Tap("Tutup").Sees("Alasan")
	if k.Value("Alasan") != "KK belum ada" {
		t.Fatalf("the reason is %q", k.Value("Alasan"))
	}
	k.Key(fyne.KeyEscape).SeesNot("Alasan").Sees("Perjalanan permohonan")
}

// TestWorkGoesOnWhileLocked: a screen that work brings up stays hidden, and
// stands there after the password.
func TestWorkGoesOnWhileLocked(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyL)
	s.u.frame.openRequest("p001")
	s.desk.tell(kampung.Change{Requests: []string{"p001"}, Office: true})
	k.Sees("Layar terkunci").SeesNot("Perjalanan permohonan")
	if k.Focused() != "Kata sandi" {
		t.Fatalf("the keyboard went to %q", k.Focused())
	}
	k.Keys(testPassword).Enter().Sees("Perjalanan permohonan")
}

// TestTheMouseKeepsTheScreenOpen: after a while the pane watches for the mouse.
func TestTheMouseKeepsTheScreenOpen(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	for range 20 {
		s.rest(time.Minute)
		if !s.u.watch.Visible() {
			t.Fatal("the mouse is not watched for")
		}
		test.MoveMouse(s.u.win.Canvas(), fyne.NewPos(400, 300))
		if s.u.watch.Visible() {
			t.Fatal("the pane stays in the way of the mouse")
		}
	}
	s.clerk.SeesNot("Layar terkunci")
}

// TestHowLongUntilItLocks is set in the settings and kept.
func TestHowLongUntilItLocks(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.Key5).Tap("Kunci layar dan nomor").Type("Kunci layar bila tidak dipakai selama", "2 menit").Enter()
	if got := readLook(s.u.app.Preferences()).idle(); got != 2*time.Minute {
		t.Fatalf("kept %v", got)
	}
	s.rest(2 * time.Minute)
	k.Sees("Layar terkunci")
}
