package ui

import (
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// readDate reads a day as typed; the stored form is 2006-01-02.
func readDate(typed string, today kampung.Date) (string, bool) {
	d, problem := kampung.ParseDate(typed, today)
	if problem != "" {
		return "", false
	}
	return d.ISO(), true
}

// showDate turns the stored form into dd-mm-yyyy; what is no date stays.
func showDate(stored string) string {
	if d, ok := isoDate(stored); ok {
		return kampung.ShortDate(d)
	}
	return stored
}

func isoDate(stored string) (kampung.Date, bool) {
	if len(stored) != 10 {
		return kampung.Date{}, false
	}
	var d kampung.Date
	if err := d.UnmarshalJSON([]byte(`"` + stored + `"`)); err != nil {
		return kampung.Date{}, false
	}
	return d, true
}

// moveDate moves what stands in a date field by some days; an empty field
// begins with today.
func moveDate(typed string, days int, today kampung.Date) string {
	d, problem := kampung.ParseDate(typed, today)
	if problem != "" {
		return typed
	}
	if d.IsZero() {
		return kampung.ShortDate(today)
	}
	return kampung.ShortDate(kampung.AddDays(d, days))
}

// readAmount, readTime, readNumber and readNIK are the tolerant readings of the
// other kinds of fields.
func readAmount(typed string) (string, bool) {
	if trim(typed) == "" {
		return "", true
	}
	n, problem := kampung.ParseAmount(typed)
	if problem != "" {
		return "", false
	}
	return itoa(n), true
}

func readTime(typed string) (string, bool) {
	v, problem := kampung.ParseTime(typed)
	return v, problem == ""
}

func readNumber(typed string) (string, bool) {
	v, problem := kampung.ParseNumber(typed)
	return v, problem == ""
}

func readNIK(typed string) (string, bool) { return kampung.ReadNIK(typed), true }

// readPaper reads the number of a paper: digits in groups are one number, what
// has letters stays as it was typed.
func readPaper(typed string) (string, bool) {
	if n := kampung.ReadNIK(typed); strings.Trim(n, "0123456789") == "" {
		return n, true
	}
	return trim(typed), true
}

func readPhone(typed string) (string, bool) { return kampung.FormatPhone(typed), true }

func readRT(typed string) (string, bool) {
	v, problem := kampung.ParseRT(typed)
	return v, problem == ""
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
