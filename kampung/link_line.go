package kampung

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Say turns a sentence into the language of a screen. Its key is the Indonesian
// sentence; pairs are names and values of its {{.Places}}.
type Say func(text string, pairs ...any) string

// Indonesian is the [Say] of what needs no other language.
func Indonesian(text string, pairs ...any) string {
	fill := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		fill = append(fill, fmt.Sprintf("{{.%v}}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(fill...).Replace(text)
}

// LinkLine is the one line about the link to the regency: what waits there and
// how long, and when the desk was connected last.
//
//	12 belum diterima, tertua 3 hari; terakhir tersambung kemarin 14.05
//
// What a wrong clock would make nonsense of is left out.
func LinkLine(s Status, now time.Time, say Say) string {
	line := lineWaits(s, now, say) + "; " + lineContact(s, now, say)
	first, n := utf8.DecodeRuneInString(line)
	return string(unicode.ToUpper(first)) + line[n:]
}

// lineWaits says what the regency has not received. Requests count first; what
// else the journals hold is told when no request waits.
func lineWaits(s Status, now time.Time, say Say) string {
	age := now.Sub(s.Oldest)
	old := !s.Oldest.IsZero() && age >= time.Minute
	switch {
	case s.PendingRequests > 0 && old:
		return say("{{.N}} belum diterima, tertua {{.Age}}", "N", Count(s.PendingRequests), "Age", Span(age, say))
	case s.PendingRequests > 0:
		return say("{{.N}} belum diterima", "N", Count(s.PendingRequests))
	case s.Requests == 0 && (!s.Enrolled || s.Pending == 0):
		return say("belum ada yang perlu dikirim")
	case s.Requests == 0:
		return say("{{.N}} catatan belum diterima", "N", Count(s.Pending))
	case s.Pending > 0 && s.Enrolled && old:
		return say("semua permohonan sudah diterima, {{.N}} catatan lain belum, tertua {{.Age}}", "N", Count(s.Pending), "Age", Span(age, say))
	case s.Pending > 0 && s.Enrolled:
		return say("semua permohonan sudah diterima, {{.N}} catatan lain belum", "N", Count(s.Pending))
	}
	if s.Scans > 0 {
		return say("semua catatan sudah diterima, {{.N}} lampiran ({{.Size}}) belum", "N", Count(s.Scans), "Size", Bytes(s.ScanBytes))
	}
	return say("semua sudah diterima")
}

// lineContact says when the desk and the regency met last.
func lineContact(s Status, now time.Time, say Say) string {
	switch {
	case !s.Enrolled:
		return say("belum terdaftar di kabupaten")
	case s.LastLine.IsZero() && s.LastContact.IsZero():
		return say("belum pernah tersambung")
	case s.LastLine.Before(s.LastContact): // by stick since
		return say("tanda terima terakhir {{.When}}", "When", WhenWords(s.LastContact, now, say))
	}
	return say("terakhir tersambung {{.When}}", "When", WhenWords(s.LastLine, now, say))
}

// WhenWords is a time in a sentence: "hari ini 09.31", "kemarin 14.05",
// "21-11 14.05" in the same year, else "21-11-2025".
func WhenWords(t, now time.Time, say Say) string {
	if DateOf(t) == DateOf(now) {
		return say("hari ini {{.Clock}}", "Clock", Clock(t))
	}
	return Moment(t, now, say)
}

// Moment is a time as short as a list has it: "09.31", "kemarin 14.05",
// "21-11 14.05" in the same year, else "21-11-2025"; "" for no time.
func Moment(t, now time.Time, say Say) string {
	if t.IsZero() {
		return ""
	}
	day, today := DateOf(t), DateOf(now)
	switch n := DaysBetween(day, today); {
	case n == 0:
		return Clock(t)
	case n == 1:
		return say("kemarin {{.Clock}}", "Clock", Clock(t))
	case day.Year == today.Year:
		return fmt.Sprintf("%02d-%02d %s", day.Day, day.Month, Clock(t))
	}
	return ShortDate(day)
}

// Clock is the time of day as offices write it: "09.31".
func Clock(t time.Time) string { return t.In(WIB).Format("15.04") }

// Span is a length of time in one unit: "7 menit", "3 jam", "2 hari".
func Span(d time.Duration, say Say) string {
	switch m := int(d / time.Minute); {
	case m < 1:
		return say("baru saja")
	case m < 60:
		return say("{{.N}} menit", "N", m)
	case m < 24*60:
		return say("{{.N}} jam", "N", m/60)
	default:
		return say("{{.N}} hari", "N", m/(24*60))
	}
}

// Count writes a count with points between thousands.
func Count(n int) string {
	if n < 0 {
		return "-" + Count(-n)
	}
	return thousands(fmt.Sprint(n))
}

// Bytes is a size: "512 B", "12 kB", "3,4 MB", "41 GB", of powers of ten.
func Bytes(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1_000_000:
		return fmt.Sprintf("%d kB", n/1000)
	case n < 1_000_000_000:
		return strings.TrimSuffix(strings.Replace(fmt.Sprintf("%.1f", float64(n)/1e6), ".", ",", 1), ",0") + " MB"
	}
	return fmt.Sprintf("%d GB", n/1_000_000_000)
}
