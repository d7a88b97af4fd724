package kampung

import "time"

// News is one thing that the regency or one of its offices said about a request,
// as a clerk is told of it. It is news until the request was looked at; what must
// be acted on is [Returned], seen or not.
type News struct {
	ID string `json:"id"` // of its entry
	RequestRow
	Office   string    `json:"office,omitempty"`   // that decided; empty for the hub itself
	Decision Decision  `json:"decision,omitempty"` // of an office
	Verdict  Verdict   `json:"verdict,omitempty"`  // of the hub
	Reason   string    `json:"reason,omitempty"`
	Came     time.Time `json:"came"`
}

// Bounds of what is news: a PC that was away for a month tells the last of it.
const (
	NewsDays = 30
	NewsMost = 200
)

// NewsOf finds what an entry of the regency says about a request. That the hub
// accepted an entry is no news.
func NewsOf(row RequestRow, answers []Answer, rulings []Ruling, entry string) (n News, ok bool) {
	for _, a := range answers {
		if a.ID == entry {
			return News{ID: entry, RequestRow: row, Office: a.Office, Decision: a.Decision, Reason: a.Reason, Came: a.At}, true
		}
	}
	for _, r := range rulings {
		if r.ID == entry {
			return News{ID: entry, RequestRow: row, Verdict: r.Verdict, Reason: r.Text, Came: r.At}, r.Verdict != VerdictOK && r.Verdict != VerdictNotUnderstood
		}
	}
	return n, false
}
