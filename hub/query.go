package hub

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung"
)

// VillageRow is a village in a list.
type VillageRow struct {
	Village   string
	Name      string    // as its letters have it; empty before the first
	Kecamatan string    // name, likewise
	LastSync  time.Time // when one of its devices last brought or asked for something; zero for never
	Devices   int       // that may write
	Requests  int
	Open      int // of them, not handed over, cancelled or refused
	Flagged   int // of them, with a verdict that asks for attention
	Alarms    int
}

// Scope is the part of the regency that a person sees. Its zero value is all of it.
type Scope struct {
	Prefix   string   // a village's code or the beginning of codes, "35.10.05" for a kecamatan
	Services []string // keys; empty for every service
}

// where writes the scope as a condition on table t, with its arguments after
// those given.
func (s Scope) where(t string, args []any) (string, []any) {
	var b strings.Builder
	if s.Prefix != "" {
		args = append(args, s.Prefix)
		b.WriteString(" AND substr(" + t + ".village, 1, " + strconv.Itoa(len(s.Prefix)) + ") = $" + strconv.Itoa(len(args)))
	}
	if len(s.Services) > 0 {
		var marks []string
		for _, x := range s.Services {
			args = append(args, x)
			marks = append(marks, "$"+strconv.Itoa(len(args)))
		}
		b.WriteString(" AND " + t + ".service IN (" + strings.Join(marks, ", ") + ")")
	}
	return b.String(), args
}

// Villages lists the villages that have a device or sent something, by code.
func (h *Hub) Villages(ctx context.Context, s Scope) ([]VillageRow, error) {
	found := map[string]*VillageRow{}
	at := func(v string) *VillageRow {
		if found[v] == nil {
			found[v] = &VillageRow{Village: v}
		}
		return found[v]
	}
	place := Scope{Prefix: s.Prefix}
	each := func(text string, scope Scope, t string, scan func(*sql.Rows) error, tail string) error {
		where, args := scope.where(t, []any{h.regency})
		return h.each(ctx, text+where+tail, args, scan)
	}
	err := errors.Join(
		each(`SELECT village, name, kecamatan FROM village WHERE kab = $1`, place, "village", func(rows *sql.Rows) error {
			var v, name, kec string
			err := rows.Scan(&v, &name, &kec)
			at(v).Name, at(v).Kecamatan = name, kec
			return err
		}, ""),
		each(`SELECT village, MAX(seen), SUM(CASE WHEN revoked = 0 THEN 1 ELSE 0 END) FROM device WHERE kab = $1`, place, "device", func(rows *sql.Rows) error {
			var v string
			var seen int64
			var n int
			err := rows.Scan(&v, &seen, &n)
			at(v).LastSync, at(v).Devices = timeOf(seen), n
			return err
		}, " GROUP BY village"),
		each(`SELECT request.village, COUNT(*), SUM(CASE WHEN request.state IN ('diserahkan', 'batal', 'ditolak') THEN 0 ELSE 1 END),
			SUM(CASE WHEN verdict.verdict IN ('tertahan', 'ditolak', 'mungkin-ganda') THEN 1 ELSE 0 END) FROM request
			LEFT JOIN verdict ON verdict.kab = request.kab AND verdict.village = request.village AND verdict.entry = request.body_entry
			WHERE request.kab = $1 AND request.service <> ''`, s, "request", func(rows *sql.Rows) error {
			var v string
			var n, open, flagged int
			err := rows.Scan(&v, &n, &open, &flagged)
			at(v).Requests, at(v).Open, at(v).Flagged = n, open, flagged
			return err
		}, " GROUP BY request.village"),
		each(`SELECT village, COUNT(*) FROM alarm WHERE kab = $1`, place, "alarm", func(rows *sql.Rows) error {
			var v string
			var n int
			err := rows.Scan(&v, &n)
			at(v).Alarms = n
			return err
		}, " GROUP BY village"),
	)
	if err != nil {
		return nil, fmt.Errorf("hub: villages: %w", err)
	}
	var out []VillageRow
	for _, v := range found {
		out = append(out, *v)
	}
	slices.SortFunc(out, func(a, b VillageRow) int { return cmp.Compare(a.Village, b.Village) })
	return out, nil
}

// each runs a query and scans its rows one by one.
func (h *Hub) each(ctx context.Context, text string, args []any, scan func(*sql.Rows) error) error {
	rows, err := h.r.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// timeOf reads a time of the database; zero stays zero.
func timeOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(kampung.WIB)
}

// Count is how many requests of a service stand in a state, by the day on
// which they were recorded.
type Count struct {
	Service string
	State   kampung.State
	Day     string // "2026-11-23", WIB; empty when the desk's clock said nothing
	N       int
}

// Counts counts the requests that were recorded on a day or later; an empty
// day counts all.
func (h *Hub) Counts(ctx context.Context, s Scope, since string) ([]Count, error) {
	where, args := s.where("request", []any{h.regency, since})
	var out []Count
	err := h.each(ctx, `SELECT service, state, day, COUNT(*) FROM request WHERE kab = $1 AND day >= $2 AND service <> ''`+where+` GROUP BY service, state, day ORDER BY day, service, state`, args, func(rows *sql.Rows) error {
		var c Count
		err := rows.Scan(&c.Service, &c.State, &c.Day, &c.N)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hub: counts: %w", err)
	}
	return out, nil
}

// ServiceTime is how long a service took, from the record to the letter.
type ServiceTime struct {
	Service string
	N       int
	Median  time.Duration
	P90     time.Duration
}

// ServiceTimes measures the letters that were approved, printed or handed over
// and recorded on a day or later, by the desks' clocks.
func (h *Hub) ServiceTimes(ctx context.Context, s Scope, since string) ([]ServiceTime, error) {
	where, args := s.where("request", []any{h.regency, since})
	took := map[string][]time.Duration{}
	err := h.each(ctx, `SELECT service, recorded, changed FROM request WHERE kab = $1 AND day >= $2 AND service <> '' AND state IN ('disetujui', 'dicetak', 'diserahkan')`+where, args, func(rows *sql.Rows) error {
		var service, from, to string
		if err := rows.Scan(&service, &from, &to); err != nil {
			return err
		}
		a, err1 := time.Parse(time.RFC3339, from)
		b, err2 := time.Parse(time.RFC3339, to)
		if err1 == nil && err2 == nil && !b.Before(a) {
			took[service] = append(took[service], b.Sub(a))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("hub: service times: %w", err)
	}
	var out []ServiceTime
	for service, d := range took {
		slices.Sort(d)
		out = append(out, ServiceTime{service, len(d), d[len(d)/2], d[(len(d)-1)*9/10]})
	}
	slices.SortFunc(out, func(a, b ServiceTime) int { return cmp.Compare(a.Service, b.Service) })
	return out, nil
}

// Overview is the state of the regency in a few figures.
type Overview struct {
	Villages  int
	Today     int // synced today
	Week      int // within seven days, but not today
	Silent    int // before that, or never
	Requests  int
	Flagged   int
	ByState   map[kampung.State]int
	ByService map[string]int
}

// Overview gathers the figures of the first page.
func (h *Hub) Overview(ctx context.Context, s Scope) (Overview, error) {
	villages, err := h.Villages(ctx, s)
	if err != nil {
		return Overview{}, err
	}
	counts, err := h.Counts(ctx, s, "")
	if err != nil {
		return Overview{}, err
	}
	o := Overview{Villages: len(villages), ByState: map[kampung.State]int{}, ByService: map[string]int{}}
	now := h.clock()
	for _, v := range villages {
		switch last := v.LastSync.In(kampung.WIB); {
		case last.Format(time.DateOnly) == now.Format(time.DateOnly):
			o.Today++
		case now.Sub(last) < 7*24*time.Hour:
			o.Week++
		default:
			o.Silent++
		}
		o.Flagged += v.Flagged
	}
	for _, c := range counts {
		o.Requests += c.N
		o.ByState[c.State] += c.N
		o.ByService[c.Service] += c.N
	}
	return o, nil
}

// DeviceRow is a device of a village.
type DeviceRow struct {
	Device    string
	Village   string
	Verifier  string // note verifier key, also of the letters' codes
	Epoch     string // at enrolment
	Enrolled  time.Time
	Revoked   time.Time // zero while it may write
	RevokedAt int64     // entries of its kabupaten log that are still taken in
	Seen      time.Time
	Asked     int64 // how much of the down log it said to have
}

// DevicesOf lists a village's devices, the first enrolled first; of every
// village where it is empty.
func (h *Hub) DevicesOf(ctx context.Context, village string) ([]DeviceRow, error) {
	var out []DeviceRow
	err := h.each(ctx, `SELECT device, village, verifier, epoch, enrolled, revoked, revoked_at, seen, asked FROM device WHERE kab = $1 AND (village = $2 OR $2 = '') ORDER BY village, enrolled, device`, []any{h.regency, village}, func(rows *sql.Rows) error {
		var d DeviceRow
		var enrolled, revoked, seen int64
		err := rows.Scan(&d.Device, &d.Village, &d.Verifier, &d.Epoch, &enrolled, &revoked, &d.RevokedAt, &seen, &d.Asked)
		d.Enrolled, d.Revoked, d.Seen = timeOf(enrolled), timeOf(revoked), timeOf(seen)
		out = append(out, d)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hub: devices: %w", err)
	}
	return out, nil
}

// LogRow is a log of a village.
type LogRow struct {
	Origin   string
	ID       string
	Audience kampung.Audience
	Size     int64
	Changed  time.Time
	Receipt  []byte
}

// LogsOf lists a village's logs by origin; what comes down is among them.
func (h *Hub) LogsOf(ctx context.Context, village string) ([]LogRow, error) {
	var out []LogRow
	err := h.each(ctx, `SELECT origin, id, audience, size, changed, receipt FROM log WHERE kab = $1 AND village = $2 ORDER BY origin`, []any{h.regency, village}, func(rows *sql.Rows) error {
		var l LogRow
		var changed int64
		err := rows.Scan(&l.Origin, &l.ID, &l.Audience, &l.Size, &changed, &l.Receipt)
		l.Changed = timeOf(changed)
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hub: logs: %w", err)
	}
	return out, nil
}
