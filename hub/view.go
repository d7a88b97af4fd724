package hub

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// stamp orders the values of a field: the greatest stands.
type stamp struct {
	tick   int64
	device string
}

func (s stamp) before(t stamp) bool {
	return s.tick < t.tick || s.tick == t.tick && s.device < t.device
}

// row is a request in the view.
type row struct {
	id, service, number, person, day, recorded string
	body                                       stamp
	bodyEntry, bodyLog                         string
	bodyN                                      int64
	state, changed                             string
	step                                       stamp
	received                                   int64
	decision, office, decided                  string
	decisionTick                               int64

	dirty bool
}

func newRow(id string) *row {
	return &row{id: id, body: stamp{tick: -1}, step: stamp{tick: -1}, decisionTick: -1}
}

// origin is where an entry stands and whose it is.
type origin struct {
	log, device string
	n           int64
}

// fold brings an entry into the row. The order of the calls does not matter.
func (w *row) fold(r reading, from origin, person string) {
	at, s := deskTime(r.Head.At), stamp{r.Head.Tick, from.device}
	state := kampung.StateChecked
	if b := r.request; b != nil {
		if w.body.before(s) || w.body == s && w.bodyEntry < bare(r.Head.ID) {
			w.body, w.service, w.number, w.person = s, bare(b.Service), bare(b.Number), person
			w.bodyEntry, w.bodyLog, w.bodyN, w.dirty = bare(r.Head.ID), from.log, from.n, true
		}
		// Of a mended request the time of the first entry stands.
		if at != "" && !b.Mends && (w.recorded == "" || at < w.recorded) {
			w.recorded, w.day, w.dirty = at, dayOf(at), true
		}
	} else {
		state = r.step.State
	}
	// Two entries of one stamp exist only on a cloned disk.
	tie := cmp.Or(cmp.Compare(w.state, bare(string(state))), cmp.Compare(w.changed, at))
	if w.step.before(s) || w.step == s && tie < 0 {
		w.step, w.state, w.changed, w.dirty = s, bare(string(state)), at, true
	}
}

// decide brings a decision of the hub's own log into the row.
func (w *row) decide(hd kampung.Head, b kampung.DecisionBody) {
	if w.decisionTick < hd.Tick {
		w.decisionTick, w.decision, w.office, w.decided, w.dirty = hd.Tick, string(b.Decision), b.Office, hd.At, true
	}
}

// deskTime keeps a time as the desk wrote it, or nothing.
func deskTime(s string) string {
	if _, err := time.Parse(time.RFC3339, s); err != nil || len(s) > 40 {
		return ""
	}
	return s
}

func dayOf(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return t.In(kampung.WIB).Format(time.DateOnly)
}

// personKey is a keyed digest of a person's NIK within a village; without the
// hub's key it cannot be turned back by trying every NIK.
func (h *Hub) personKey(village, nik string) string {
	if kampung.CheckNIK(nik) != "" {
		return ""
	}
	m := hmac.New(sha256.New, h.ring().person)
	m.Write([]byte(village + " " + nik))
	return hex.EncodeToString(m.Sum(nil)[:12])
}

const rowColumns = `id, service, number, person, day, recorded, body_tick, body_device, body_entry, body_log, body_n, state, changed, state_tick, state_device, received, decision, office, decided, decision_tick`

func scanRow(rows *sql.Rows) (*row, error) {
	w := &row{}
	err := rows.Scan(&w.id, &w.service, &w.number, &w.person, &w.day, &w.recorded, &w.body.tick, &w.body.device, &w.bodyEntry, &w.bodyLog, &w.bodyN,
		&w.state, &w.changed, &w.step.tick, &w.step.device, &w.received, &w.decision, &w.office, &w.decided, &w.decisionTick)
	return w, err
}

func (w *row) values(kab, village string) []any {
	return []any{kab, village, w.id, w.service, w.number, w.person, w.day, w.recorded, w.body.tick, w.body.device, w.bodyEntry, w.bodyLog, w.bodyN,
		w.state, w.changed, w.step.tick, w.step.device, w.received, w.decision, w.office, w.decided, w.decisionTick}
}

// view is the part of a village's requests that one transaction looks at. The
// village's row is locked while it stands.
type view struct {
	h        *Hub
	village  string
	byID     map[string]*row
	byNumber map[string][]*row
	byVisit  map[visit][]*row
}

func (h *Hub) newView(village string) *view {
	return &view{h, village, map[string]*row{}, map[string][]*row{}, map[visit][]*row{}}
}

// load reads the rows that have one of the values in a column.
func (v *view) load(ctx context.Context, tx *sql.Tx, column string, values map[string]bool) error {
	var list []string
	for x := range values {
		list = append(list, x)
	}
	for len(list) > 0 {
		part := list[:min(len(list), 200)]
		list = list[len(part):]
		args := []any{v.h.regency, v.village}
		var marks []string
		for _, x := range part {
			args = append(args, x)
			marks = append(marks, fmt.Sprintf("$%d", len(args)))
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+rowColumns+` FROM request WHERE kab = $1 AND village = $2 AND `+column+` IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return err
		}
		if err := v.take(rows); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) take(rows *sql.Rows) error {
	defer rows.Close()
	for rows.Next() {
		w, err := scanRow(rows)
		if err != nil {
			return err
		}
		if v.byID[w.id] == nil {
			v.byID[w.id] = w
			v.index(w)
		}
	}
	return rows.Err()
}

func (v *view) index(w *row) {
	if w.number != "" {
		v.byNumber[w.number] = append(v.byNumber[w.number], w)
	}
	if w.person != "" {
		key := visit{w.person, w.service, w.day}
		v.byVisit[key] = append(v.byVisit[key], w)
	}
}

// visit is a person who comes for a service on a day.
type visit struct{ person, service, day string }

// at returns the row of a request, a new one where there is none.
func (v *view) at(id string) *row {
	w := v.byID[id]
	if w == nil {
		w = newRow(id)
		v.byID[id] = w
	}
	return w
}

// facts gathers what the judgement of an entry asks.
func (v *view) facts(r reading, device, person string) facts {
	f := facts{village: v.village}
	id := bare(r.Head.Subject)
	if w := v.byID[id]; w != nil {
		f.known = w.service != ""
	}
	if r.request == nil {
		return f
	}
	number, cancelled := bare(r.request.Number), string(kampung.StateCancelled)
	f.sameNumber = slices.ContainsFunc(v.byNumber[number], func(w *row) bool {
		return w.id != id && w.number == number && w.state != cancelled
	})
	at := visit{person, bare(r.request.Service), dayOf(deskTime(r.Head.At))}
	f.samePerson = person != "" && slices.ContainsFunc(v.byVisit[at], func(w *row) bool {
		return w.id != id && at == visit{w.person, w.service, w.day} && w.body.device != device && w.state != cancelled
	})
	return f
}

// save writes the rows that changed.
func (v *view) save(ctx context.Context, tx *sql.Tx) error {
	var rows [][]any
	for _, id := range slices.Sorted(maps.Keys(v.byID)) { // neighbours on disk stand together
		if w := v.byID[id]; w.dirty {
			rows = append(rows, w.values(v.h.regency, v.village))
			w.dirty = false
		}
	}
	return v.h.insertMany(ctx, tx, `INSERT INTO request (kab, village, `+rowColumns+`)`, `ON CONFLICT (kab, village, id) DO UPDATE SET
		service = excluded.service, number = excluded.number, person = excluded.person, day = excluded.day, recorded = excluded.recorded,
		body_tick = excluded.body_tick, body_device = excluded.body_device, body_entry = excluded.body_entry, body_log = excluded.body_log, body_n = excluded.body_n,
		state = excluded.state, changed = excluded.changed, state_tick = excluded.state_tick, state_device = excluded.state_device,
		received = excluded.received, decision = excluded.decision, office = excluded.office, decided = excluded.decided, decision_tick = excluded.decision_tick`, rows)
}
