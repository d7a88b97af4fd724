package kampung

import (
	"fmt"
	"time"
)

// Way is how the desk and the regency, or two PCs of an office, met.
type Way string

const (
	WayLine  Way = "sambungan" // a visit over the line
	WayEnrol Way = "daftar"    // the enrolment
	WayOut   Way = "usb-simpan"
	WayIn    Way = "usb-ambil"
)

// Contact is one meeting of the desk and the regency, as the screen lists it.
// It is remembered on this PC alone and is no entry.
type Contact struct {
	At      time.Time `json:"at"`              // when it ended
	Since   time.Time `json:"since,omitzero"`  // when the first of several alike ended
	Times   int       `json:"times,omitempty"` // how many alike, 0 for one
	Way     Way       `json:"way"`
	Quiet   bool      `json:"quiet,omitempty"`   // in the background
	Trouble string    `json:"trouble,omitempty"` // what stood in the way, in the clerk's words; "" when it went well
	Packed  int       `json:"packed,omitempty"`  // entries written to a stick
	Carried int       `json:"carried,omitempty"` // scans written to a stick, whole or in part
	SyncReport
	Up   int64 `json:"up"` // bytes
	Down int64 `json:"down"`
}

// MaxContacts is how many contacts are remembered.
const MaxContacts = 10

// AddContact returns a list of contacts, the newest first, with one more.
// Visits in the background that had the same end count as one, so that a night
// without a line does not push out what happened before it.
func AddContact(list []Contact, c Contact) []Contact {
	if len(list) > 0 && list[0].alike(c) {
		last := list[0]
		c.Times, c.Since = max(last.Times, 1)+1, last.Since
		if c.Since.IsZero() {
			c.Since = last.At
		}
		c.Up += last.Up
		c.Down += last.Down
		list = list[1:]
	}
	out := append([]Contact{c}, list...)
	return out[:min(len(out), MaxContacts)]
}

// alike reports whether two contacts tell the clerk the same.
func (c Contact) alike(d Contact) bool {
	return c.Quiet && d.Quiet && c.Way == d.Way && c.Trouble == d.Trouble && !c.moved() && !d.moved() && c.Pending == d.Pending
}

// moved reports whether anything changed hands.
func (c Contact) moved() bool {
	r := c.SyncReport
	return r.Sent+r.Received+r.Answers+r.Siblings+r.Scans+c.Packed+c.Carried > 0 || r.Enrolled
}

// Words say what came of a contact, in a sentence without its time.
func (c Contact) Words(say Say) string {
	text := c.result(say)
	if c.Times > 1 {
		text = say("{{.Text}} ({{.N}} kali)", "Text", text, "N", c.Times)
	}
	return text
}

func (c Contact) result(say Say) string {
	r := c.SyncReport
	switch {
	case c.Trouble != "":
		return c.Trouble
	case c.Way == WayEnrol:
		return say("Komputer ini didaftarkan di kabupaten.")
	case c.Way == WayOut && c.Packed == 0 && c.Carried == 0:
		return say("Tidak ada yang perlu disimpan ke USB.")
	case c.Way == WayOut && c.Carried > 0:
		return say("{{.N}} catatan dan {{.Scans}} lampiran disimpan ke USB.", "N", Count(c.Packed), "Scans", Count(c.Carried))
	case c.Way == WayOut:
		return say("{{.N}} catatan disimpan ke USB.", "N", Count(c.Packed))
	}
	text := say("Tersambung, tidak ada yang baru.")
	if c.Way == WayIn {
		text = say("USB dibaca, tidak ada yang baru.")
	}
	if said := r.Words(say); said != "" {
		text = said
	}
	if r.Pending > 0 {
		text += " " + say("{{.N}} masih menunggu.", "N", Count(r.Pending))
	}
	return text
}

// Words say what a visit or a file brought, "" for nothing.
func (r SyncReport) Words(say Say) string {
	text := ""
	add := func(n int, s string) {
		if n > 0 {
			if text != "" {
				text += " "
			}
			text += s
		}
	}
	if r.Enrolled {
		text = say("Terdaftar di kabupaten.")
	}
	add(r.Received, say("{{.N}} catatan diterima kabupaten.", "N", Count(r.Received)))
	add(r.Answers, say("{{.N}} kabar dari kabupaten.", "N", Count(r.Answers)))
	add(r.Siblings, say("{{.N}} catatan dari komputer lain di kantor.", "N", Count(r.Siblings)))
	add(r.Scans, say("{{.N}} lampiran lengkap di kabupaten.", "N", Count(r.Scans)))
	return text
}

// Traffic is what a month's visits cost in bytes on the wire, on this PC, with
// the bound that the office set.
type Traffic struct {
	Month string `json:"month"` // "2026-11", in WIB
	Up    int64  `json:"up"`
	Down  int64  `json:"down"`
	// Limit is the bound of Up and Down together; 0 for none. At the bound
	// nothing is sent in the background any more.
	Limit int64 `json:"limit"`
}

// MonthOf names the month of a time.
func MonthOf(t time.Time) string {
	d := DateOf(t)
	return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
}

// In returns the traffic of a month: the sum begins anew with each.
func (t Traffic) In(month string) Traffic {
	if t.Month != month {
		t.Month, t.Up, t.Down = month, 0, 0
	}
	return t
}

// Sum is what went both ways.
func (t Traffic) Sum() int64 { return t.Up + t.Down }

// Reached reports whether the bound is reached.
func (t Traffic) Reached() bool { return t.Limit > 0 && t.Sum() >= t.Limit }

// Limits of what may be set as a bound, in megabytes of a million bytes.
const (
	Megabyte = 1_000_000
	maxLimit = 1_000_000
)

// CheckLimit says in Indonesian why a bound in megabytes cannot be set, or "".
func CheckLimit(megabytes int) string {
	if megabytes < 0 || megabytes > maxLimit {
		return "Batas data ditulis dalam MB, dari 1 sampai " + Count(maxLimit) + "; 0 berarti tanpa batas."
	}
	return ""
}
