package hub

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung"
)

// RequestFilter says which requests a page lists.
type RequestFilter struct {
	Scope
	State    kampung.State
	Decision string // "" any; "-" undecided; or a [kampung.Decision]
	Flagged  bool   // only those with a verdict that asks for attention
	Text     string // part of the number or of the applicant's name
	Since    time.Time
	Until    time.Time
	After    string // Cursor of the row after which to go on
	Limit    int    // rows; 0 for 50
}

// RequestRow is a request in a list.
type RequestRow struct {
	Village     string
	VillageName string
	ID          string
	Service     string
	Number      string
	Name        string // of the applicant, from the entry itself
	State       kampung.State
	Recorded    time.Time // the desk's clock
	Changed     time.Time // the desk's clock
	Received    time.Time // the hub's clock
	Device      string    // that recorded the standing content
	Verdict     kampung.Verdict
	Field       string // of the verdict
	Text        string // of the verdict
	Decision    kampung.Decision
	Office      string
	Decided     time.Time
	Cursor      string

	body *kampung.RequestBody
}

// maxScan bounds how many rows a search for a name reads.
const maxScan = 20000

const rowSelect = `SELECT request.village, COALESCE(village.name, ''), request.id, request.service, request.number, request.state, request.recorded, request.changed,
	request.received, request.body_device, COALESCE(verdict.verdict, ''), COALESCE(verdict.field, ''), COALESCE(verdict.text, ''),
	request.decision, request.office, request.decided, line.line FROM request
	LEFT JOIN village ON village.kab = request.kab AND village.village = request.village
	LEFT JOIN verdict ON verdict.kab = request.kab AND verdict.village = request.village AND verdict.entry = request.body_entry
	LEFT JOIN line ON line.kab = request.kab AND line.log = request.body_log AND line.n = request.body_n
	WHERE request.kab = $1 AND request.service <> ''`

func scanRequest(rows *sql.Rows) (RequestRow, error) {
	var r RequestRow
	var recorded, changed, decided string
	var received int64
	var line []byte
	err := rows.Scan(&r.Village, &r.VillageName, &r.ID, &r.Service, &r.Number, &r.State, &recorded, &changed, &received, &r.Device,
		&r.Verdict, &r.Field, &r.Text, &r.Decision, &r.Office, &decided, &line)
	if err != nil {
		return r, err
	}
	r.Recorded, r.Changed, r.Decided = parseTime(recorded), parseTime(changed), parseTime(decided)
	r.Received = timeOf(received)
	r.Cursor = strconv.FormatInt(received, 10) + "," + r.Village + "," + r.ID
	if p, err := kampung.ParseEntry(line); err == nil && p.Body != nil {
		var b kampung.RequestBody
		if json.Unmarshal(p.Body, &b) == nil {
			r.body, r.Name = &b, b.Person.Name
		}
	}
	return r, nil
}

func parseTime(s string) time.Time {
	t, _ := time.Parse(time.RFC3339, s) // written by the hub, or empty
	return t
}

// RequestPage lists requests, the newest to arrive first.
func (h *Hub) RequestPage(ctx context.Context, f RequestFilter) ([]RequestRow, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	text, args := f.query(h.regency)
	word := strings.ToLower(strings.TrimSpace(f.Text))
	var out []RequestRow
	seen := 0
	done := errors.New("enough")
	err := h.each(ctx, text, args, func(rows *sql.Rows) error {
		r, err := scanRequest(rows)
		if err != nil {
			return err
		}
		seen++
		if word == "" || strings.Contains(strings.ToLower(r.Number), word) || strings.Contains(strings.ToLower(r.Name), word) {
			out = append(out, r)
		}
		if len(out) >= f.Limit || seen >= maxScan {
			return done
		}
		return nil
	})
	if err != nil && !errors.Is(err, done) {
		return nil, fmt.Errorf("hub: requests: %w", err)
	}
	return out, nil
}

func (f RequestFilter) query(kab string) (string, []any) {
	where, args := f.Scope.where("request", []any{kab})
	add := func(cond string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where += " AND " + cond
	}
	if f.State != "" {
		add("request.state = ?", string(f.State))
	}
	switch f.Decision {
	case "":
	case "-":
		where += " AND request.decision = ''"
	default:
		add("request.decision = ?", f.Decision)
	}
	if f.Flagged {
		where += " AND verdict.verdict IN ('tertahan', 'ditolak', 'mungkin-ganda')"
	}
	if !f.Since.IsZero() {
		add("request.received >= ?", f.Since.UnixMilli())
	}
	if !f.Until.IsZero() {
		add("request.received < ?", f.Until.UnixMilli())
	}
	if ms, rest, ok := strings.Cut(f.After, ","); ok {
		village, id, _ := strings.Cut(rest, ",")
		at, _ := strconv.ParseInt(ms, 10, 64) // a cursor made by hand lists nothing
		add("(request.received < ? OR request.received = ? AND (request.village > ? OR request.village = ? AND request.id > ?))", at, at, village, village, id)
	}
	limit := ""
	if strings.TrimSpace(f.Text) == "" {
		limit = " LIMIT " + strconv.Itoa(f.Limit)
	}
	return rowSelect + where + " ORDER BY request.received DESC, request.village, request.id" + limit, args
}

// StepRow is a step of a request, as a device recorded it.
type StepRow struct {
	kampung.StepBody
	Entry  string
	At     time.Time // the desk's clock
	By     string    // login at the village
	Device string
	tick   int64
}

// DecisionRow is a decision of an office of the regency.
type DecisionRow struct {
	kampung.DecisionBody
	At      time.Time
	Fetched bool // a device of the village has it
}

// VerdictRow is what the hub thinks of an entry of the request.
type VerdictRow struct {
	kampung.VerdictBody
	Entry string
	At    time.Time
}

// Detail is all that the hub knows of a request.
type Detail struct {
	RequestRow
	Body      kampung.RequestBody // its standing content; zero where it was erased
	Steps     []StepRow           // in the order of their ticks
	Decisions []DecisionRow       // in order
	Verdicts  []VerdictRow        // in the order of arrival

	attached []kampung.Scan // what came after the content
}

// withScans adds the scans that are not in a list yet.
func withScans(all, more []kampung.Scan) []kampung.Scan {
	all = slices.Clone(all)
	for _, s := range more {
		if !slices.ContainsFunc(all, func(o kampung.Scan) bool { return o.SHA256 == s.SHA256 }) {
			all = append(all, s)
		}
	}
	return all
}

// RequestDetail returns a request with its history. Errors: [ErrNoRequest].
func (h *Hub) RequestDetail(ctx context.Context, village, id string) (Detail, error) {
	var d Detail
	found := false
	err := h.each(ctx, rowSelect+` AND request.village = $2 AND request.id = $3`, []any{h.regency, village, id}, func(rows *sql.Rows) (err error) {
		d.RequestRow, err = scanRequest(rows)
		found = true
		return err
	})
	if err == nil && !found {
		return d, fmt.Errorf("%w: %.64q", ErrNoRequest, id)
	}
	if err == nil {
		err = h.history(ctx, &d)
	}
	if err != nil {
		return d, fmt.Errorf("hub: request: %w", err)
	}
	if d.body != nil {
		d.Body = *d.body
		d.Body.Scans = withScans(d.Body.Scans, d.attached)
	}
	return d, nil
}

func (h *Hub) history(ctx context.Context, d *Detail) error {
	var fetched sql.NullInt64
	if err := h.r.QueryRowContext(ctx, `SELECT MAX(asked) FROM device WHERE kab = $1 AND village = $2`, h.regency, d.Village).Scan(&fetched); err != nil {
		return err
	}
	err := h.each(ctx, `SELECT line.line, log.origin FROM entry
		JOIN line ON line.kab = entry.kab AND line.log = entry.log AND line.n = entry.n
		JOIN log ON log.kab = entry.kab AND log.id = entry.log
		WHERE entry.kab = $1 AND entry.village = $2 AND entry.subject = $3 AND entry.kind IN ('permohonan.langkah', 'permohonan.lampiran', 'keputusan')
		ORDER BY entry.log, entry.n`, []any{h.regency, d.Village, d.ID}, func(rows *sql.Rows) error {
		var line []byte
		var from string
		if err := rows.Scan(&line, &from); err != nil {
			return err
		}
		p, err := kampung.ParseEntry(line)
		if err != nil {
			return err
		}
		d.remember(p, from, fetched.Int64)
		return nil
	})
	if err != nil {
		return err
	}
	sortSteps(d.Steps)
	return h.each(ctx, `SELECT verdict.entry, verdict.verdict, verdict.request, verdict.field, verdict.text, verdict.at FROM entry
		JOIN verdict ON verdict.kab = entry.kab AND verdict.village = entry.village AND verdict.entry = entry.id
		WHERE entry.kab = $1 AND entry.village = $2 AND entry.subject = $3 ORDER BY verdict.at, verdict.entry`, []any{h.regency, d.Village, d.ID}, func(rows *sql.Rows) error {
		var v VerdictRow
		var at int64
		err := rows.Scan(&v.Entry, &v.Verdict, &v.Request, &v.Field, &v.VerdictBody.Text, &at)
		v.At = timeOf(at)
		d.Verdicts = append(d.Verdicts, v)
		return err
	})
}

func (d *Detail) remember(p kampung.ParsedEntry, from string, fetched int64) {
	at := parseTime(deskTime(p.Head.At))
	switch r := readEntry(p); p.Head.Kind {
	case kampung.KindStep:
		if r.step != nil {
			device := ""
			if f := strings.Split(from, "/"); len(f) == 5 {
				device = f[2]
			}
			d.Steps = append(d.Steps, StepRow{*r.step, p.Head.ID, at, p.Head.By, device, p.Head.Tick})
		}
	case kampung.KindAttach:
		d.attached = append(d.attached, r.scans()...)
	case kampung.KindDecision:
		var b kampung.DecisionBody
		if json.Unmarshal(p.Body, &b) == nil {
			d.Decisions = append(d.Decisions, DecisionRow{b, at, p.Head.N < fetched})
		}
	}
}

// Request is what the hub shows of a request.
type Request struct {
	Village  string        `json:"village"`
	ID       string        `json:"id"`
	Service  string        `json:"service"`
	Number   string        `json:"number"`
	State    kampung.State `json:"state"`
	Recorded time.Time     `json:"recorded,omitzero"` // the desk's clock
	Changed  time.Time     `json:"changed,omitzero"`  // the desk's clock
}

// Requests returns a village's requests by number.
func (h *Hub) Requests(ctx context.Context, village string) ([]Request, error) {
	rows, err := h.r.QueryContext(ctx, `SELECT village, id, service, number, state, recorded, changed FROM request WHERE kab = $1 AND village = $2 ORDER BY number, id`, h.regency, village)
	if err != nil {
		return nil, fmt.Errorf("hub: requests: %w", err)
	}
	defer rows.Close()
	var out []Request
	for rows.Next() {
		var r Request
		var recorded, changed string
		if err := rows.Scan(&r.Village, &r.ID, &r.Service, &r.Number, &r.State, &recorded, &changed); err != nil {
			return nil, fmt.Errorf("hub: requests: %w", err)
		}
		r.Recorded, _ = time.Parse(time.RFC3339, recorded)
		r.Changed, _ = time.Parse(time.RFC3339, changed)
		out = append(out, r)
	}
	return out, rows.Err()
}
