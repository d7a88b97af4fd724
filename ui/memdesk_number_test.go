package ui

import (
	"fmt"
	"strings"

	"smartkampung/kampung"
)

// The numbers of a memDesk: of its requests, and what was noted about them.

func (d *memDesk) NumberScopes(year int) ([]string, error) {
	return []string{fmt.Sprintf("semua/%d", year)}, nil
}

func (d *memDesk) taken(scope string) (all []kampung.NumberTaken) {
	for _, id := range d.order {
		if r := d.requests[id]; r.Scope == scope {
			t := kampung.NumberTaken{Seq: r.Seq, Status: kampung.NumberOfLetter, About: id, Number: r.Number, Name: r.Applicant.Name, Date: r.Date}
			if r.State == kampung.StateCancelled {
				t.Status, t.Text = kampung.NumberCancelled, r.Reason
			}
			all = append(all, t)
		}
	}
	status := map[kampung.NumberUse]kampung.NumberStatus{kampung.NumberPaper: kampung.NumberOnPaper, kampung.NumberReserved: kampung.NumberKept, kampung.NumberExplained: kampung.NumberUnused}
	for _, n := range d.notes {
		for seq := n.From; seq <= n.To && n.Scope == scope && n.Cancelled == ""; seq++ {
			all = append(all, kampung.NumberTaken{Seq: seq, Status: status[n.Use], About: n.ID, Number: n.Number, Name: n.Who, Text: n.Why, Date: n.Date})
		}
	}
	return all
}

func (d *memDesk) Numbers(scope string) (kampung.NumberList, error) {
	l := kampung.NumberList{Scope: scope, Year: kampung.ScopeYear(scope)}
	l.Lines, l.Unknown = kampung.ListNumbers(d.taken(scope), d.counters[scope], kampung.NumberShare{}, nil)
	return l, nil
}

func (d *memDesk) NoteNumber(n kampung.NumberNote, count int) (kampung.NumberNote, error) {
	n = kampung.CleanNumberNote(n)
	today := kampung.DateOf(d.now())
	n.Year, n.ID = today.Year, fmt.Sprintf("n%03d", len(d.notes)+1)
	if n.Scope == "" {
		n.Scope = kampung.CounterScope(d.office, d.service(n.Service), n.Year)
	}
	all := d.taken(n.Scope)
	held := func(seq int) (got []kampung.NumberTaken) {
		for _, t := range all {
			if t.Seq == seq {
				got = append(got, t)
			}
		}
		return got
	}
	if n.Use == kampung.NumberReserved && n.From == 0 {
		n.From, _ = kampung.NextRun(kampung.NumberShare{}, d.counters[n.Scope], count, func(seq int) bool { return len(held(seq)) > 0 })
		n.To = n.From + count - 1
	}
	ps := kampung.CheckNumberNote(n, today)
	if n.Use == kampung.NumberPaper && n.Number == "" && n.Service == "" {
		ps.Add("number", "Tulis nomor lengkap seperti pada suratnya, atau pilih layanannya.")
	}
	for seq := n.From; seq <= n.To; seq++ {
		ps = append(ps, kampung.CheckNumberFree(n, held(seq))...)
	}
	if ps.Err() != nil {
		return n, ps
	}
	d.notes = append(d.notes, n)
	d.tell(kampung.Change{Books: true})
	return n, nil
}

func (d *memDesk) CancelNumber(id, reason string) (kampung.NumberNote, error) {
	for i := range d.notes {
		if d.notes[i].ID == id {
			d.notes[i].Cancelled = strings.TrimSpace(reason)
			d.tell(kampung.Change{Books: true})
			return d.notes[i], nil
		}
	}
	return kampung.NumberNote{}, &kampung.Trouble{What: "Catatan nomor itu tidak ada."}
}
