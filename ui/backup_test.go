package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// TestReminderOfABackup: home says when it is time, once a day at most, and the
// office chooses after how many days.
func TestReminderOfABackup(t *testing.T) {
	const never, old = "Belum ada cadangan data kantor di disk lain.", "Cadangan terakhir sudah 8 hari yang lalu."
	s := newStage(t, true).unlock()
	k := s.clerk
	k.SeesNot(never) // there is nothing yet to copy
	s.fill()
	s.desk.status.Residents, s.desk.status.Requests = len(s.desk.people), len(s.desk.requests)
	home := func() { k.Shortcut(fyne.Key1) }
	home()
	k.Sees(never).Tap("Besok saja").SeesNot(never)
	home()
	k.SeesNot(never)
	s.now = now0.Add(24 * time.Hour)
	home()
	k.Sees(never).Tap("Cadangkan sekarang").Type("Folder", s.dir).Enter().Sees("Cadangan diuji dan utuh. USB aman dicabut.").SeesNot(never)
	made := s.now
	s.now = made.Add(7 * 24 * time.Hour)
	home()
	k.SeesNot("hari yang lalu.")
	s.now = made.Add(8 * 24 * time.Hour)
	home()
	k.Sees(old)
	s.u.frame.settings.open("cadangan")
	s.u.show(s.u.frame.settings)
	k.Type("Ingatkan di Beranda kalau cadangan lebih lama dari", "14").Enter().Sees("Tersimpan")
	if s.desk.office.BackupDays != 14 {
		t.Fatal(s.desk.office.BackupDays)
	}
	home()
	k.SeesNot(old)
	s.now = made.Add(15 * 24 * time.Hour)
	home()
	k.Sees("Cadangan terakhir sudah 15 hari yang lalu.").Tap("Besok saja").SeesNot("hari yang lalu.")
	s.now = s.now.Add(time.Hour)
	home()
	k.SeesNot("hari yang lalu.")
	s.now = s.now.Add(24 * time.Hour)
	home()
	k.Sees("Cadangan terakhir sudah 16 hari yang lalu.")
}

// TestReminderIsQuiet in a practice office and until the day that it was put off
// to.
func TestReminderIsQuiet(t *testing.T) {
	m := homeModel{Status: kampung.Status{Residents: 3, LastBackup: now0.Add(-200 * time.Hour)}}
	today := kampung.DateOf(now0).ISO()
	if m.Reminder(now0, "") == "" || m.Reminder(now0, "2026-01-01") == "" || m.Reminder(now0, today) != "" {
		t.Fatal("the reminder does not follow the day")
	}
	m.Office.Practice = true
	if m.Reminder(now0, "") != "" {
		t.Fatal("a practice office is no office to copy")
	}
}
