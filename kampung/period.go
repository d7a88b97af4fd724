package kampung

import (
	"strconv"
	"strings"
)

// Period is what a book or a report is about: a month, or with Month 0 a whole
// year, WIB.
type Period struct {
	Year  int `json:"year"`
	Month int `json:"month,omitempty"` // 1–12; 0 for the year
}

// First is the first day of the period.
func (p Period) First() Date {
	return Date{p.Year, max(p.Month, 1), 1}
}

// Last is the last day of the period.
func (p Period) Last() Date {
	if p.Month == 0 {
		return Date{p.Year, 12, 31}
	}
	next := Date{p.Year, p.Month + 1, 1}
	if p.Month == 12 {
		next = Date{p.Year + 1, 1, 1}
	}
	return AddDays(next, -1)
}

// Contains reports whether the day lies in the period; no day does not.
func (p Period) Contains(d Date) bool {
	return !d.IsZero() && d.Year == p.Year && (p.Month == 0 || d.Month == p.Month)
}

// Label is the period in words: "November 2026", "Tahun 2026".
func (p Period) Label() string {
	if p.Month == 0 {
		return "Tahun " + strconv.Itoa(p.Year)
	}
	return MonthName(p.Month) + " " + strconv.Itoa(p.Year)
}

// Code is the period in a file's name: "2026-11", "2026".
func (p Period) Code() string {
	if p.Month == 0 {
		return strconv.Itoa(p.Year)
	}
	return p.First().ISO()[:7]
}

// PeriodOf is the month that a day lies in.
func PeriodOf(d Date) Period { return Period{d.Year, d.Month} }

// ParsePeriod reads "2026-11", "11-2026", "11/2026", "November 2026" or "2026".
// The text says what is wrong, and is empty when nothing is.
func ParsePeriod(s string) (Period, string) {
	const wrong = "Tulis bulan seperti 2026-11 atau November 2026, tahun seperti 2026."
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '/' || r == '.' })
	if len(words) > 0 && strings.EqualFold(words[0], "tahun") {
		words = words[1:]
	}
	var p Period
	for i, w := range words {
		n, err := strconv.Atoi(w)
		switch {
		case err == nil && len(w) == 4 && p.Year == 0:
			p.Year = n
		case err == nil && len(w) <= 2 && n >= 1 && n <= 12 && p.Month == 0:
			p.Month = n
		case err != nil && i == 0 && len(words) == 2 && p.Month == 0:
			month, ok := parseMonth(strings.ToLower(w))
			if !ok {
				return Period{}, wrong
			}
			p.Month = month
		default:
			return Period{}, wrong
		}
	}
	if p.Year < 1900 || p.Year > 2200 || len(words) > 2 {
		return Period{}, wrong
	}
	return p, ""
}
