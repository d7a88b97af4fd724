package kampung

import (
	"regexp"
	"strings"
	"time"
)

// Look is one time that somebody had the numbers of a record shown whole. Looks
// are a note of one PC: they are no journal entries and never leave it.
type Look struct {
	At time.Time `json:"at"`
	By string    `json:"by"` // login
	ID string    `json:"id"` // of the request or the resident
}

// maxLooks bounds the note; the oldest ones go first.
const maxLooks = 1000

// AddLook appends a look. The same person at the same record within a minute is
// one look.
func AddLook(all []Look, l Look) []Look {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].ID == l.ID && all[i].By == l.By && l.At.Sub(all[i].At).Abs() < time.Minute {
			return all
		}
	}
	all = append(all, l)
	return all[max(0, len(all)-maxLooks):]
}

// sixteen is a run of digits as long as a NIK or KK number.
var sixteen = regexp.MustCompile(`\d{16,}`)

// MaskNumbers hides every NIK and KK number in a text, see [MaskNIK]. Longer
// runs of digits (NIP, accounts) stay.
func MaskNumbers(text string) string {
	return sixteen.ReplaceAllStringFunc(text, func(n string) string {
		if len(n) != 16 {
			return n
		}
		return MaskNIK(n)
	})
}

// Masked is the request with every NIK and KK number hidden, for a page on the
// screen. It is never saved or printed.
func (r Request) Masked() Request {
	r.Applicant = r.Applicant.Masked()
	fields := make(map[string]string, len(r.Fields))
	for k, v := range r.Fields {
		fields[k] = MaskNumbers(v)
	}
	r.Fields = fields
	r.Note = MaskNumbers(r.Note)
	return r
}

// Masked is the person with the numbers hidden.
func (p Person) Masked() Person {
	for _, f := range []*string{&p.NIK, &p.KK} {
		if strings.TrimSpace(*f) != "" {
			*f = MaskNIK(*f)
		}
	}
	return p
}
