package web

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung"
)

// words are what templates may call.
func (s *Site) words() template.FuncMap {
	return template.FuncMap{
		"village":    s.places.village,
		"service":    s.services.service,
		"when":       s.when,
		"day":        func(t time.Time) string { return kampung.FormatDate(kampung.DateOf(t)) },
		"number":     number,
		"size":       size,
		"state":      func(st kampung.State) string { return st.Label() },
		"tone":       tone,
		"gradeWords": kampung.GradeWords,
		"initials":   kampung.Initials,
		"minutes":    minutes,
		"inc":        func(n int) int { return n + 1 },
		"joinComma":  func(l []string) string { return strings.Join(l, ", ") },
	}
}

// when writes a time as people say it: hari ini 14.05, kemarin 14.05, 3
// November 2026 14.05.
func (s *Site) when(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	d, today := kampung.DateOf(t), kampung.DateOf(s.hub.Now())
	clock := t.In(kampung.WIB).Format("15.04")
	switch kampung.DaysBetween(d, today) {
	case 0:
		return "hari ini " + clock
	case 1:
		return "kemarin " + clock
	}
	return kampung.FormatDate(d) + " " + clock
}

// number writes 12345 as 12.345.
func number(n int64) string {
	t := strconv.FormatInt(n, 10)
	for i := len(t) - 3; i > 0 && t[i-1] != '-'; i -= 3 {
		t = t[:i] + "." + t[i:]
	}
	return t
}

// size writes bytes as people read them.
func size(n int64) string {
	switch {
	case n < 1000:
		return number(n) + " B"
	case n < 1000*1000:
		return number((n+500)/1000) + " kB"
	}
	return strings.Replace(strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64), ".", ",", 1) + " MB"
}

// minutes writes a span of minutes.
func minutes(m float64) string {
	switch {
	case m < 1:
		return "kurang dari 1 menit"
	case m < 120:
		return number(int64(m+0.5)) + " menit"
	case m < 48*60:
		return number(int64(m/60+0.5)) + " jam"
	}
	return number(int64(m/60/24+0.5)) + " hari"
}

// tone is the colour class of a state.
func tone(st kampung.State) string {
	switch st {
	case kampung.StateChecked, kampung.StateVerified:
		return "work"
	case kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded:
		return "done"
	case kampung.StateRefused:
		return "back"
	case kampung.StateCancelled:
		return "quiet"
	}
	return "wait"
}
