package kampung

import "time"

// Waiting is a request of which the regency lacks something.
type Waiting struct {
	RequestRow
	Since  time.Time `json:"since"`           // of the oldest entry without a receipt
	Packed time.Time `json:"packed,omitzero"` // when it was written to a stick, zero for not
}

// Returned is a request that the regency sent back, or found something wrong
// with, and that needs an act at the desk.
type Returned struct {
	RequestRow
	Office  string    `json:"office,omitempty"`  // that decided; empty for the hub itself
	Verdict Verdict   `json:"verdict,omitempty"` // of the hub; empty for an office's decision
	Reason  string    `json:"reason,omitempty"`
	Field   string    `json:"field,omitempty"` // to mend; of a service's own field "fields.<key>"
	Came    time.Time `json:"came"`
}

// NeedsAct returns what came down about a request that a person must still act
// on: the last ruling and the last decision, each unless the content changed
// since or the request was cancelled. Mended tells whether the content changed
// after the last ruling and after the last decision.
func NeedsAct(row RequestRow, answers []Answer, rulings []Ruling, mended [2]bool) (back Returned, ok bool) {
	if row.State == StateCancelled {
		return back, false
	}
	if n := len(answers); n > 0 && !mended[1] {
		if a := answers[n-1]; a.Decision == DecisionMend || a.Decision == DecisionRefuse {
			back, ok = Returned{RequestRow: row, Office: a.Office, Reason: a.Reason, Field: a.Field, Came: a.At}, true
		}
	}
	if n := len(rulings); n > 0 && !mended[0] {
		r := rulings[n-1]
		switch r.Verdict {
		case VerdictRefused, VerdictHeld, VerdictTwin:
			if !ok || back.Came.Before(r.At) {
				back, ok = Returned{RequestRow: row, Verdict: r.Verdict, Reason: r.Text, Field: r.Field, Came: r.At}, true
			}
		}
	}
	return back, ok
}
