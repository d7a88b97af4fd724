package kampung

import (
	"regexp"
	"strconv"
	"strings"
)

// Period is what a book or a report is about: a month, a quarter or half of a
// year that begins with it, or with Month 0 a whole year, WIB.
type Period struct {
	Year  int `json:"year"`
	Month int `json:"month,omitempty"` // 1–12, the first one; 0 for the year
	// Months is 3 for a quarter, 6 for half a year; 0 for one month.
	Months int `json:"months,omitempty"`
}

// Quarter is the quarter 1–4 of a year.
func Quarter(year, n int) Period { return Period{Year: year, Month: 3*n - 2, Months: 3} }

// Half is the half 1–2 of a year.
func Half(year, n int) Period { return Period{Year: year, Month: 6*n - 5, Months: 6} }

// Length is how many months the period has.
func (p Period) Length() int {
	if p.Month == 0 {
		return 12
	}
	return max(p.Months, 1)
}

// First is the first day of the period.
func (p Period) First() Date {
	return Date{p.Year, max(p.Month, 1), 1}
}

// Last is the last day of the period.
func (p Period) Last() Date {
	end := max(p.Month, 1) + p.Length()
	if end > 12 {
		return Date{p.Year, 12, 31}
	}
	return AddDays(Date{p.Year, end, 1}, -1)
}

// Contains reports whether the day lies in the period; no day does not.
func (p Period) Contains(d Date) bool {
	first := max(p.Month, 1)
	return !d.IsZero() && d.Year == p.Year && d.Month >= first && d.Month < first+p.Length()
}

// Label is the period in words: "November 2026", "Triwulan IV 2026", "Semester II
// 2026", "Tahun 2026".
func (p Period) Label() string {
	year := strconv.Itoa(p.Year)
	switch {
	case p.Month == 0:
		return "Tahun " + year
	case p.Months == 3:
		return "Triwulan " + [4]string{"I", "II", "III", "IV"}[(p.Month-1)/3&3] + " " + year
	case p.Months == 6:
		return "Semester " + [2]string{"I", "II"}[(p.Month-1)/6&1] + " " + year
	}
	return MonthName(p.Month) + " " + year
}

// Code is the period in a file's name: "2026-11", "2026-T4", "2026-S2", "2026".
func (p Period) Code() string {
	year := strconv.Itoa(p.Year)
	switch {
	case p.Month == 0:
		return year
	case p.Months == 3:
		return year + "-T" + strconv.Itoa((p.Month+2)/3)
	case p.Months == 6:
		return year + "-S" + strconv.Itoa((p.Month+5)/6)
	}
	return p.First().ISO()[:7]
}

// PeriodOf is the month that a day lies in.
func PeriodOf(d Date) Period { return Period{Year: d.Year, Month: d.Month} }

// ParseLongPeriod reads a quarter or half of a year, as "2026-T4", "2026-S2",
// "triwulan 4 2026" or "Semester II 2026", and else what [ParsePeriod] reads.
func ParseLongPeriod(s string) (Period, string) {
	m := longPeriod.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if m == nil {
		return ParsePeriod(s)
	}
	year, _ := strconv.Atoi(m[1] + m[6])
	kind, n := m[2]+m[4], map[string]int{"1": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3, "4": 4, "iv": 4}[m[3]+m[5]]
	switch {
	case kind[0] == 't' && n > 0:
		return Quarter(year, n), ""
	case n == 1 || n == 2:
		return Half(year, n), ""
	}
	return Period{}, "Semester ditulis seperti 2026-S1 atau 2026-S2."
}

// longPeriod is a year before a part of it, or behind it.
var longPeriod = regexp.MustCompile(`^(?:((?:19|20)[0-9]{2})[ -](t|s)([1-4])|(t|triwulan |s|semester )(1|2|3|4|i|ii|iii|iv)[ -]((?:19|20)[0-9]{2}))$`)

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
