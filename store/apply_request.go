package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"smartkampung/kampung"
)

// requestRow is the view of a request: what a list shows, and where its entries
// stand. What was printed is read from the entries themselves. A row without a
// service waits for the request's content, which stands in a log that has not
// come yet.
type requestRow struct {
	kampung.RequestRow
	trail
	// Prints counts the letters printed, PrintLog tells of each time, Notes are
	// what clerks wrote.
	Prints   int             `json:"p,omitempty"`
	PrintLog []kampung.Print `json:"pl,omitempty"`
	Notes    []kampung.Note  `json:"no,omitempty"`
	NIK      string          `json:"nik,omitempty"`
	// Answers and Rulings are what came down about it.
	Answers []kampung.Answer `json:"a,omitempty"`
	Rulings []kampung.Ruling `json:"r,omitempty"`
	// BodyTick and the others tell whether its content changed after the last
	// ruling and the last answer.
	BodyTick     int64 `json:"bt,omitempty"`
	RuledTick    int64 `json:"rt,omitempty"`
	AnsweredTick int64 `json:"wt,omitempty"`
	Seq          int   `json:"q,omitempty"`
	// Day is the letter's date, Last when its state last changed: with At they
	// tell in which books it may stand.
	Day  kampung.Date `json:"d,omitzero"`
	Last time.Time    `json:"l,omitzero"`
	// CamatAsked says that the letter has a place for the camat, CamatNoted is what
	// clerks noted about it.
	CamatAsked bool                `json:"ca,omitempty"`
	CamatNoted []kampung.CamatStep `json:"cn,omitempty"`
	// Signed says that the letter was approved once.
	Signed bool `json:"sg,omitempty"`
	// Why is the reason of a cancellation, for the list of numbers.
	Why string `json:"wy,omitempty"`
	// Replaces is the id of the request whose letter this one corrects.
	Replaces string `json:"rp,omitempty"`
	// Who is the resident without a NIK who asks, as the entry at WhoTick says.
	Who     string `json:"ww,omitempty"`
	WhoTick int64  `json:"wwt,omitempty"`
}

// mended reports whether the content changed after the last ruling.
func (r requestRow) mended() bool { return len(r.Rulings) > 0 && r.BodyTick > r.RuledTick }

// fill takes what a list shows from a request.
func (r *requestRow) fill(id string, q kampung.Request, s kampung.Service) {
	minutes := s.Minutes
	r.CamatAsked = kampung.CamatSigns(s, q.Fields)
	r.ID, r.Service, r.Number, r.Name, r.At, r.By = id, q.Service, q.Number, q.Applicant.Name, q.At, q.By
	r.State, r.NIK, r.Seq, r.Minutes, r.Day = q.State, q.Applicant.NIK, q.Seq, minutes, q.Date
	r.Why, r.Replaces = cancelReason(q.State, q.Reason), q.Replaces
	for _, s := range q.Steps {
		r.Signed = r.Signed || s.State.Signed()
		if r.Last.Before(s.At) {
			r.Last = s.At
		}
	}
}

// cancelReason is the reason of a state when that is a cancellation.
func cancelReason(s kampung.State, reason string) string {
	if s != kampung.StateCancelled {
		return ""
	}
	return reason
}

// errID says that an id is no UUID.
var errID = errors.New("store: not an id")

func idKey(id string) ([]byte, error) {
	u, err := uuid.Parse(id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w: %.40q", ErrNotFound, errID, id)
	}
	return u[:], nil
}

// errBody says that a body does not have the form of its kind.
var errBody = errors.New("store: body is of another form")

// projectRequest folds an entry into its request.
func (v view) projectRequest(at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var b kampung.RequestBody
	var step kampung.StepBody
	if p.Head.Kind == kampung.KindRequest {
		err = json.Unmarshal(p.Body, &b)
	} else {
		err = json.Unmarshal(p.Body, &step)
	}
	if err != nil {
		return fmt.Errorf("%w: request: %w", errBody, err)
	}
	if err := v.countNumber(at, p.Head, b); err != nil {
		return err
	}
	if b.Seq > 0 && b.Scope != "" {
		if err := v.hold(b.Scope, b.Seq, string(rune(holdsLetter))+p.Head.Subject, true); err != nil {
			return err
		}
	}
	var row requestRow
	if _, err = v.load(bRequest, key, &row); err != nil {
		return err
	}
	if fresh {
		row.add(at)
	}
	if !fresh && !row.far() {
		return nil // what it said was folded when it first came
	}
	if row.far() || row.Service == "" && p.Head.Kind == kampung.KindStep {
		return v.refoldRequest(p.Head.Subject, key, &row)
	}
	if p.Head.Kind == kampung.KindStep {
		row.State, row.Last, row.Why = step.State, entryTime(p.Head), cancelReason(step.State, step.Reason)
		row.Signed = row.Signed || step.State.Signed()
	} else {
		if row.Service == "" {
			row.At, row.By = entryTime(p.Head), p.Head.By
			if err := v.setCount("requests", v.count("requests")+1); err != nil {
				return err
			}
		}
		var r kampung.Request
		kampung.ApplyRequest(&r, p.Head, b)
		r.At, r.By = row.At, row.By
		row.fill(p.Head.Subject, r, v.service(b.Service))
		row.BodyTick = p.Head.Tick
	}
	if err := v.saveRow(key, row); err != nil {
		return err
	}
	return v.setOpen(key, !row.State.Final())
}

// countNumber moves the counter of a number that this PC gave.
func (v view) countNumber(at spot, h kampung.Head, b kampung.RequestBody) error {
	if b.Seq == 0 || b.Scope == "" || h.Writer != "" && h.Writer != v.s.keys.Device {
		return nil
	}
	if at.x[0] == farByte && h.Writer == "" {
		if l, err := v.farLog(at.x); err != nil || l.Device != v.s.keys.Device {
			return err
		}
	}
	last, err := v.counter(b.Scope)
	if err != nil || last >= b.Seq {
		return err
	}
	return v.put(bCounter, []byte(b.Scope), []byte(fmt.Sprint(b.Seq)))
}

// changeRow changes the row of a request, which may have to wait for its
// content.
func (v view) changeRow(id string, change func(*requestRow)) error {
	key, err := idKey(id)
	if err != nil {
		return err
	}
	var row requestRow
	if _, err = v.load(bRequest, key, &row); err != nil {
		return err
	}
	change(&row)
	return v.saveRow(key, row)
}

// setOpen notes whether a request still needs an act, and how many do.
func (v view) setOpen(key []byte, open bool) (err error) {
	b := v.bucket(bOpen)
	if was := b.Get(key) != nil; was == open {
		return nil
	}
	n := v.count("open")
	if open {
		n++
		err = b.Put(key, []byte{1})
	} else {
		n--
		err = b.Delete(key)
	}
	if err != nil {
		return fmt.Errorf("store: open request: %w", err)
	}
	return v.setCount("open", n)
}

func (v view) projectPrint(p kampung.ParsedEntry) error {
	var b kampung.PrintBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: print: %w", errBody, err)
	}
	return v.changeRow(p.Head.Subject, func(row *requestRow) {
		row.Prints += max(1, b.Copies)
		row.PrintLog = kampung.AddPrint(row.PrintLog, kampung.Print{ID: p.Head.ID, At: entryTime(p.Head), By: p.Head.By, Copies: max(1, b.Copies), To: b.To, Tick: p.Head.Tick})
	})
}
