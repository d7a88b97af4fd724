package kampung

import "strings"

// Problem is one thing wrong with something a person typed, imported or
// carried in, in words for that person.
type Problem struct {
	// Field is the key of the form field, column or option ("nik",
	// "fields.nama_usaha"); empty when the problem is of the whole.
	Field string `json:"field"`
	// Text says in Indonesian what is wrong and what to do. It never blames
	// and never quotes more of a NIK than its region part.
	Text string `json:"text"`
}

// Problems is every problem found in one pass, so that one round of
// correction is enough. It is an error when it is not empty; use [Problems.Err].
type Problems []Problem

// Add appends a problem.
func (p *Problems) Add(field, text string) { *p = append(*p, Problem{field, text}) }

// Of returns the texts that belong to field, joined with a space.
func (p Problems) Of(field string) string {
	var texts []string
	for _, q := range p {
		if q.Field == field {
			texts = append(texts, q.Text)
		}
	}
	return strings.Join(texts, " ")
}

// Err returns p as an error, or nil when there is no problem.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Error joins the problems, one a line, each led by its field.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, q := range p {
		lines[i] = q.Text
		if q.Field != "" {
			lines[i] = q.Field + ": " + q.Text
		}
	}
	return strings.Join(lines, "\n")
}

// Trouble is an error with words for the clerk: what happened, that the data
// is safe, and the next step. Err keeps the technical chain for the log.
type Trouble struct {
	What string // what happened, in Indonesian
	Next string // the next step, in Indonesian
	Err  error  // the chain for the log; may be nil
}

// Error returns the words for the clerk; the chain is for the log only.
func (t *Trouble) Error() string {
	if t.Next == "" {
		return t.What
	}
	return t.What + " " + t.Next
}

// Unwrap returns the technical error.
func (t *Trouble) Unwrap() error { return t.Err }
