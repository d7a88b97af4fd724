package ui

import (
	"fmt"
	"strings"
	"time"

	"smartkampung/kampung"
)

// tone is what a word on the screen is about; the theme gives it a colour.
type tone int

const (
	toneQuiet tone = iota
	toneInk
	toneWork
	toneWait
	toneDone
	toneBack
)

// stateTone is the tone of a state.
func stateTone(s kampung.State) tone {
	switch s {
	case kampung.StateChecked, kampung.StateVerified:
		return toneWork
	case kampung.StateApproved, kampung.StatePrinted:
		return toneWait
	case kampung.StateHanded:
		return toneDone
	case kampung.StateRefused, kampung.StateDraft:
		return toneBack
	}
	return toneQuiet
}

// syncTone is the tone of how far a request has come upstream.
func syncTone(s kampung.Sync) tone {
	switch s {
	case kampung.SyncReceived:
		return toneDone
	case kampung.SyncRefused:
		return toneBack
	case kampung.SyncHeld, kampung.SyncPacked, kampung.SyncTwin:
		return toneWait
	}
	return toneQuiet
}

// stateWord is a state in the language of the screen.
func stateWord(s kampung.State) string {
	switch s {
	case kampung.StateDraft:
		return tr("Draf")
	case kampung.StateChecked:
		return tr("Diperiksa operator")
	case kampung.StateVerified:
		return tr("Diperiksa sekdes")
	case kampung.StateApproved:
		return tr("Disetujui")
	case kampung.StatePrinted:
		return tr("Dicetak")
	case kampung.StateHanded:
		return tr("Diserahkan")
	case kampung.StateRefused:
		return tr("Ditolak")
	case kampung.StateCancelled:
		return tr("Batal|status")
	}
	return s.Label()
}

// syncWord is a step of the link in the language of the screen.
func syncWord(s kampung.Sync) string {
	switch s {
	case kampung.SyncSaved:
		return tr("Tersimpan")
	case kampung.SyncPacked:
		return tr("Dikemas")
	case kampung.SyncReceived:
		return tr("Diterima kabupaten")
	case kampung.SyncRefused:
		return tr("Ditolak kabupaten")
	case kampung.SyncHeld:
		return tr("Tertahan")
	case kampung.SyncTwin:
		return tr("Mungkin ganda")
	}
	return string(s)
}

// namesOf maps logins to names; it reads the disk.
func namesOf(d Desk) (map[string]string, error) {
	all, err := d.Accounts()
	names := make(map[string]string, len(all))
	for _, a := range all {
		names[a.Login] = a.Name
	}
	return names, err
}

// roleWord is a role in the language of the screen.
func roleWord(r kampung.Role) string {
	switch r {
	case kampung.RoleOperator:
		return tr("operator")
	case kampung.RoleSekdes:
		return tr("sekretaris desa")
	case kampung.RoleKades:
		return tr("kepala desa")
	case kampung.RoleAdmin:
		return tr("admin")
	}
	return r.Label()
}

var englishDays = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// longDay is a day with its name, in the language of the screen.
func longDay(d kampung.Date) string {
	if spoken == langEN {
		t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
		return fmt.Sprintf("%s, %d %s %d", englishDays[t.Weekday()], d.Day, t.Month(), d.Year)
	}
	return kampung.LongDate(d)
}

// dayWord is a day without its name, in the language of the screen.
func dayWord(d kampung.Date) string {
	if spoken == langEN {
		return fmt.Sprintf("%d %s %d", d.Day, time.Month(d.Month), d.Year)
	}
	return kampung.FormatDate(d)
}

// clock is the time of day as offices write it: "09.31".
func clock(t time.Time) string { return kampung.Clock(t) }

// moment is a time as short as it can be told: "09.31", "kemarin 14.05",
// "21-11 14.05", "21-11-2025".
func moment(t, now time.Time) string { return kampung.Moment(t, now, tr) }

// span is a length of time in one unit: "7 menit", "3 jam", "2 hari".
func span(d time.Duration) string { return kampung.Span(d, tr) }

// bytesWord is a size of files: "12 kB", "3,4 MB", "41 GB".
func bytesWord(n int64) string { return kampung.Bytes(n) }

// countWord writes a count with points between thousands.
func countWord(n int) string { return kampung.Count(n) }

func trim(s string) string { return strings.TrimSpace(s) }

// problemLines joins the problems whose field is not among those shown, one a
// line; shown nil means none is shown.
func problemLines(ps kampung.Problems, shown map[string]bool) string {
	var lines []string
	for _, p := range ps {
		if !shown[p.Field] {
			lines = append(lines, p.Text)
		}
	}
	return strings.Join(lines, "\n")
}

// placeLine is where a resident lives: "Krajan RT 003 RW 002".
func placeLine(dusun, rt, rw string) string {
	var parts []string
	if dusun != "" {
		parts = append(parts, kampung.TitleCase(dusun))
	}
	if rt != "" {
		parts = append(parts, "RT "+rt)
	}
	if rw != "" {
		parts = append(parts, "RW "+rw)
	}
	return strings.Join(parts, " ")
}
