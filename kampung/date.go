package kampung

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a calendar day without time or zone. The zero Date means "not known"
// and marshals as an empty text.
type Date struct {
	Year, Month, Day int
}

// IsZero reports whether the date is not known.
func (d Date) IsZero() bool { return d == Date{} }

// ISO returns 2006-01-02, or "" for the zero date.
func (d Date) ISO() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Valid reports whether the day exists in the Gregorian calendar.
func (d Date) Valid() bool {
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return d.Year > 0 && t.Year() == d.Year && int(t.Month()) == d.Month && t.Day() == d.Day
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month {
		return d.Month < e.Month
	}
	return d.Day < e.Day
}

// MarshalJSON writes the ISO form.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(d.ISO()) }

// UnmarshalJSON reads the ISO form; an empty text is the zero date.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("kampung: date: %w", err)
	}
	*d = Date{}
	if s == "" {
		return nil
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !allDigits(s[:4]) || !allDigits(s[5:7]) || !allDigits(s[8:]) {
		return fmt.Errorf("kampung: date %q is not yyyy-mm-dd", s)
	}
	day := Date{atoi(s[:4]), atoi(s[5:7]), atoi(s[8:])}
	if !day.Valid() {
		return fmt.Errorf("kampung: date %q is not a day", s)
	}
	*d = day
	return nil
}

// WIB is the office's time zone, Western Indonesian Time (UTC+7), fixed so that
// it needs no zone database on the PC.
var WIB = time.FixedZone("WIB", 7*60*60)

// DateOf returns the day of t in WIB.
func DateOf(t time.Time) Date {
	y, m, d := t.In(WIB).Date()
	return Date{y, int(m), d}
}
