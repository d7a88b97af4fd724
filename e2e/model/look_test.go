package model

import (
	"fmt"
	"maps"
	"slices"

	"smartkampung/kampung"
)

// look is what a desk shows, in words that can be compared.
type look struct {
	requests map[string]string // by id, all but how far it came upstream
	marks    map[string]kampung.Sync
	people   map[string]string // by id, the name
}

func (w *world) look(p *pc) look {
	l := look{requests: map[string]string{}, marks: map[string]kampung.Sync{}, people: map[string]string{}}
	for _, row := range w.rows(p) {
		r, err := p.d.Request(row.ID)
		if err != nil {
			w.broken("saved", "%s lists %s and cannot show it: %v", p.name, row.Number, err)
		}
		if r.State != row.State || r.Number != row.Number {
			w.broken("saved", "%s lists %s as %s and shows %s as %s", p.name, row.Number, row.State, r.Number, r.State)
		}
		l.requests[row.ID] = w.words(p, r)
		l.marks[row.ID] = row.Sync
	}
	w.must(p.d.AllResidents(func(r kampung.Resident) error {
		l.people[r.ID] = r.Name
		return nil
	}))
	st, err := p.d.Status()
	w.must(err)
	if st.Requests != len(l.requests) || st.Residents != len(l.people) {
		w.broken("saved", "%s counts %d requests and %d residents, it shows %d and %d", p.name, st.Requests, st.Residents, len(l.requests), len(l.people))
	}
	return l
}

// words tells a request; each decision stands once, and was made.
func (w *world) words(p *pc, r kampung.Request) string {
	answers := map[string]bool{}
	for _, a := range r.Answers {
		if answers[a.Reason] || !w.everSaid[a.Reason] {
			w.broken("answer", "%s shows %q at %s, twice or never said", p.name, a.Reason, r.Number)
		}
		answers[a.Reason] = true
	}
	return fmt.Sprintf("%s %s %q, %d entries, answers %v", r.Number, r.State, r.Fields[shop], len(r.Steps), slices.Sorted(maps.Keys(answers)))
}

// same holds a desk to what it showed before.
func (w *world) same(p *pc, before, now look) {
	w.equal("saved", p.name+" showed", before.requests, p.name, now.requests)
	w.equal("saved", p.name+" showed the residents", before.people, p.name, now.people)
	if !maps.Equal(before.marks, now.marks) {
		w.broken("mark", "%s showed the marks %v, now %v", p.name, before.marks, now.marks)
	}
}

// equal tells the first thing that differs.
func (w *world) equal(promise, whose string, a map[string]string, other string, b map[string]string) {
	for _, id := range slices.Sorted(maps.Keys(a)) {
		if b[id] != a[id] {
			w.broken(promise, "%s %q, %s %q", whose, a[id], other, b[id])
		}
	}
	if len(a) != len(b) {
		w.broken(promise, "%s %d, %s %d", whose, len(a), other, len(b))
	}
}
