package kampung

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

var monthNames = [...]string{"", "Januari", "Februari", "Maret", "April", "Mei", "Juni",
	"Juli", "Agustus", "September", "Oktober", "November", "Desember"}

var dayNames = [...]string{"Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"}

// monthShorts are the other ways offices write a month; a word that begins a
// month's name with three letters or more is known without standing here.
var monthShorts = map[string]int{
	"peb": 2, "pebr": 2, "pebruari": 2, "mrt": 3, "may": 5, "jn": 6, "jl": 7, "agt": 8, "agst": 8, "ags": 8,
	"aug": 8, "august": 8, "nop": 11, "nopember": 11, "nopem": 11, "dec": 12, "december": 12, "oct": 10, "october": 10,
	"january": 1, "february": 2, "march": 3, "june": 6, "july": 7,
}

// MonthName returns the Indonesian name of month 1–12, or "".
func MonthName(month int) string {
	if month < 1 || month > 12 {
		return ""
	}
	return monthNames[month]
}

// FormatDate writes a date as letters do: "23 November 2026"; "" for none.
func FormatDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, MonthName(d.Month), d.Year)
}

// ShortDate writes a date as forms do: "23-11-2026"; "" for none.
func ShortDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d-%02d-%04d", d.Day, d.Month, d.Year)
}

// DayName returns the Indonesian day of the week, or "" for no date.
func DayName(d Date) string {
	if d.IsZero() {
		return ""
	}
	return dayNames[d.time().Weekday()]
}

// LongDate writes a date with its day: "Senin, 23 November 2026".
func LongDate(d Date) string {
	if d.IsZero() {
		return ""
	}
	return DayName(d) + ", " + FormatDate(d)
}

// Age returns the whole years from birth to on, and -1 when birth is not known
// or lies after on. Born on 29 February, one turns on 1 March in other years.
func Age(birth, on Date) int {
	if birth.IsZero() || on.Before(birth) {
		return -1
	}
	years := on.Year - birth.Year
	if on.Month < birth.Month || on.Month == birth.Month && on.Day < birth.Day {
		years--
	}
	return years
}

// AddDays returns the day n days after d, before it when n is negative.
func AddDays(d Date, n int) Date {
	t := d.time().AddDate(0, 0, n)
	return Date{t.Year(), int(t.Month()), t.Day()}
}

// DaysBetween returns the days from a to b.
func DaysBetween(a, b Date) int {
	return int(b.time().Sub(a.time()) / (24 * time.Hour))
}

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// DateFromSerial turns a spreadsheet's day number into a date. Day 60 of the
// 1900 system is the 29 February 1900 that never was; it and numbers outside
// 1900–2200 give false.
func DateFromSerial(f float64, is1904 bool) (Date, bool) {
	if math.IsNaN(f) || f < 1 || f > 110_000 {
		return Date{}, false
	}
	n := int(f)
	switch {
	case is1904:
		return AddDays(Date{1904, 1, 1}, n), true
	case n == 60:
		return Date{}, false
	case n < 60:
		return AddDays(Date{1899, 12, 31}, n), true
	}
	return AddDays(Date{1899, 12, 30}, n), true
}

// ParseDate reads a day as clerks and spreadsheets write it: 17081990,
// 17-8-1990, 17/08/1990, 17.8.1990, "17 Agustus 1990", "Jumat, 17 Agt 1990",
// 1990-08-17, with or without a time behind. An empty text or "-" is the zero
// date. The second result is the problem in Indonesian, or "".
//
// A year of two digits is taken when only one year from 110 years before today
// to 10 years after it ends so (90 is 1990), and refused when two do.
func ParseDate(s string, today Date) (Date, string) {
	parts := dateParts(s)
	if len(parts) == 0 {
		if t := strings.Trim(s, " '-"); t != "" {
			return Date{}, notADate
		}
		return Date{}, ""
	}
	if len(parts) == 1 {
		return parseDigits(parts[0], today)
	}
	if len(parts) != 3 {
		return Date{}, notADate
	}
	day, month, year := parts[0], parts[1], parts[2]
	if len(day) == 4 {
		day, year = year, day
	}
	m, ok := parseMonth(month)
	if !ok {
		return Date{}, "Bulan “" + clip(month, 20) + "” belum dikenal. Tulis angka 1–12 atau nama bulan."
	}
	if !allDigits(day) || !allDigits(year) || len(day) > 2 {
		return Date{}, notADate
	}
	return makeDate(atoi(day), m, year, today)
}

const notADate = "Tanggal belum terbaca. Tulis seperti 17-08-1990 atau 17 Agustus 1990."

// dateParts splits a text into its runs of digits and of letters, without the
// name of a day in front and a time behind.
func dateParts(s string) []string {
	s = strings.TrimLeft(strings.TrimSpace(s), "'’")
	var parts []string
	kind := 0
	for _, r := range s {
		k := 0
		switch {
		case r >= '0' && r <= '9':
			k = 1
		case unicode.IsLetter(r):
			k = 2
		case r == ':':
			k = 3
		}
		if k == 0 {
			kind = 0
			continue
		}
		if k != kind {
			parts = append(parts, "")
		}
		kind = k
		parts[len(parts)-1] += strings.ToLower(string(r))
	}
	if len(parts) > 0 && isDayName(parts[0]) {
		parts = parts[1:]
	}
	if i := slices.Index(parts, "t"); i == 3 {
		parts = parts[:3]
	}
	if i := slices.Index(parts, ":"); i >= 4 {
		parts = parts[:3]
	}
	return parts
}

func isDayName(word string) bool {
	for _, d := range dayNames {
		if word == strings.ToLower(d) {
			return true
		}
	}
	return word == "jum" || word == "ahad"
}

// parseDigits reads a date written without separators.
func parseDigits(s string, today Date) (Date, string) {
	if !allDigits(s) {
		return Date{}, notADate
	}
	switch len(s) {
	case 8:
		d, p := makeDate(atoi(s[:2]), atoi(s[2:4]), s[4:], today)
		if p != "" {
			if e, q := makeDate(atoi(s[6:]), atoi(s[4:6]), s[:4], today); q == "" {
				return e, ""
			}
		}
		return d, p
	case 6:
		return makeDate(atoi(s[:2]), atoi(s[2:4]), s[4:], today)
	}
	return Date{}, notADate
}

func makeDate(day, month int, year string, today Date) (Date, string) {
	if month < 1 || month > 12 {
		return Date{}, fmt.Sprintf("Bulan %d tidak ada. Bulan dari 1 sampai 12.", month)
	}
	y := atoi(year)
	switch len(year) {
	case 4:
		if y < 1850 || y > today.Year+100 {
			return Date{}, fmt.Sprintf("Tahun %s belum benar.", year)
		}
	case 2:
		var fits []int
		for c := (today.Year - 110) / 100 * 100; c <= today.Year+10; c += 100 {
			if c+y >= today.Year-110 && c+y <= today.Year+10 {
				fits = append(fits, c+y)
			}
		}
		if len(fits) != 1 {
			return Date{}, "Tahun dua angka bisa berarti dua abad. Tulis tahun dengan empat angka."
		}
		y = fits[0]
	default:
		return Date{}, "Tulis tahun dengan empat angka, misalnya 1990."
	}
	d := Date{y, month, day}
	if !d.Valid() {
		if day == 29 && month == 2 {
			return Date{}, fmt.Sprintf("29 Februari %d tidak ada.", y)
		}
		return Date{}, fmt.Sprintf("%d %s tidak ada.", day, MonthName(month))
	}
	return d, ""
}

func parseMonth(s string) (int, bool) {
	if allDigits(s) {
		return atoi(s), len(s) <= 2
	}
	if m := monthShorts[s]; m > 0 {
		return m, true
	}
	if len(s) >= 3 {
		for m := 1; m <= 12; m++ {
			if strings.HasPrefix(strings.ToLower(monthNames[m]), s) {
				return m, true
			}
		}
	}
	return 0, false
}

// ParseTime reads a time of day as "9.30", "09:30", "0930", "9" or "09.30 WIB"
// into "09:30". An empty text or "-" stays empty; the second result is the
// problem in Indonesian, or "".
func ParseTime(s string) (string, string) {
	t := strings.ToLower(strings.TrimSpace(s))
	t = strings.TrimSpace(strings.TrimPrefix(t, "pukul"))
	t = strings.TrimSpace(strings.TrimPrefix(t, "jam"))
	for _, zone := range []string{"wib", "wita", "wit"} {
		t = strings.TrimSpace(strings.TrimSuffix(t, zone))
	}
	if t == "" || t == "-" {
		return "", ""
	}
	const problem = "Jam belum terbaca. Tulis seperti 09.30."
	parts := strings.FieldsFunc(t, func(r rune) bool { return r == '.' || r == ':' || r == ' ' || r == ',' })
	if len(parts) == 1 && allDigits(parts[0]) && len(parts[0]) >= 3 && len(parts[0]) <= 4 {
		n := len(parts[0])
		parts = []string{parts[0][:n-2], parts[0][n-2:]}
	}
	if len(parts) == 1 {
		parts = append(parts, "00")
	}
	if len(parts) > 3 || len(parts) == 0 {
		return "", problem
	}
	for i, p := range parts {
		if !allDigits(p) || len(p) > 2 || i > 0 && len(p) != 2 {
			return "", problem
		}
	}
	h, m := atoi(parts[0]), atoi(parts[1])
	if h > 23 || m > 59 {
		return "", "Jam " + strconv.Itoa(h) + "." + parts[1] + " tidak ada. Jam dari 00.00 sampai 23.59."
	}
	return fmt.Sprintf("%02d:%02d", h, m), ""
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// clip shortens a text that a message quotes.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
