package kampung

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Mail is a letter that came in, as the Buku Agenda lists it (Permendagri
// 47/2016).
type Mail struct {
	ID string `json:"id,omitempty"`
	// Seq is its number in the Agenda, given when it is recorded and never
	// again; Scope names the counter, see [MailScope]; Mark tells the number of
	// a PC without a block apart.
	Seq   int    `json:"seq"`
	Year  int    `json:"year"`
	Scope string `json:"scope"`
	Mark  string `json:"mark,omitempty"`

	Received    Date   `json:"received"`              // day on which it came
	Number      string `json:"number,omitempty"`      // as the sender wrote it
	Date        Date   `json:"date,omitzero"`         // as the sender wrote it
	Sender      string `json:"sender"`                // office or person
	Subject     string `json:"subject"`               // isi singkat
	Disposition string `json:"disposition,omitempty"` // what the head ordered, and to whom
	Note        string `json:"note,omitempty"`
	// Cancelled is why the line is struck through; empty while it counts.
	Cancelled string `json:"cancelled,omitempty"`

	At time.Time `json:"at,omitzero"` // recorded
	By string    `json:"by,omitempty"`
}

// AgendaNumber is the number in the Agenda as printed: "012", "003-B".
func (m Mail) AgendaNumber() string {
	n := fmt.Sprintf("%03d", m.Seq)
	if m.Mark != "" {
		n += "-" + m.Mark
	}
	return n
}

// MailScope names the counter of incoming mail of a year: its own, or the one
// that all letters share where the office numbers by the Agenda.
func MailScope(o Office, year int) string {
	if o.NumberScope == ScopeMail {
		return CounterScope(o, Service{}, year)
	}
	return fmt.Sprintf("masuk/%d", year)
}

// CleanMail folds blanks and ends.
func CleanMail(m Mail) Mail {
	for _, s := range []*string{&m.Number, &m.Sender, &m.Subject, &m.Disposition, &m.Note, &m.Cancelled} {
		*s = FoldSpace(*s)
	}
	return m
}

// CheckMail tells all that is wrong with a cleaned incoming letter, by JSON key.
func CheckMail(m Mail, today Date) Problems {
	var ps Problems
	if m.Sender == "" {
		ps.Add("sender", "Pengirim belum diisi. Tulis kantor atau orang yang mengirim surat.")
	}
	if m.Subject == "" {
		ps.Add("subject", "Isi singkat belum diisi. Tulis perihal suratnya.")
	}
	addDay(&ps, "received", "Tanggal terima", m.Received, today, true)
	addDay(&ps, "date", "Tanggal surat", m.Date, today, false)
	if m.Received.Valid() && m.Received.Before(m.Date) {
		ps.Add("date", "Tanggal surat lebih baru daripada tanggal terima. Periksa keduanya.")
	}
	for _, f := range []struct {
		key, value string
		max        int
	}{{"number", m.Number, 100}, {"sender", m.Sender, maxText}, {"subject", m.Subject, maxReason}, {"disposition", m.Disposition, maxReason}, {"note", m.Note, maxReason}} {
		if utf8.RuneCountInString(f.value) > f.max {
			ps.Add(f.key, tooLong(f.max))
		}
	}
	return ps
}

// addDay refuses a day that does not exist or lies ahead, and one that is
// missing but needed.
func addDay(ps *Problems, field, name string, d, today Date, need bool) {
	switch {
	case d.IsZero() && need:
		ps.Add(field, name+" belum diisi.")
	case d.IsZero():
	case !d.Valid():
		ps.Add(field, name+" belum benar: hari itu tidak ada di kalender.")
	case today.Before(d):
		ps.Add(field, name+" belum benar: "+FormatDate(d)+" masih akan datang.")
	}
}

// CheckCancel says what is wrong with the reason why a line of a book is struck
// through, or "".
func CheckCancel(reason string) string {
	switch {
	case strings.TrimSpace(reason) == "":
		return "Tulis alasannya dulu, supaya terbaca di buku."
	case utf8.RuneCountInString(reason) > maxReason:
		return tooLong(maxReason)
	}
	return ""
}
