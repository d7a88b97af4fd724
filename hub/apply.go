package hub

import (
	"context"
	"database/sql"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// apply stores the entries from place `from` on, lets each that is new take
// effect, judges it, and tells the village what is not well.
func (h *Hub) apply(ctx context.Context, tx *sql.Tx, a *arrival, from int64) error {
	id := a.Log.ID()
	var lines [][]any
	for n := from; n < a.Size; n++ {
		lines = append(lines, []any{h.regency, id, n, a.lines[n-a.From]})
	}
	if err := h.insertMany(ctx, tx, `INSERT INTO line (kab, log, n, line)`, "", lines); err != nil {
		return err
	}
	return h.effects(ctx, tx, a.Log, from, a.entries[from-a.From:], h.now().UnixMilli())
}

// effects is what stored entries of a kabupaten log do, from their place on.
func (h *Hub) effects(ctx context.Context, tx *sql.Tx, l bundle.Log, from int64, entries []kampung.ParsedEntry, received int64) error {
	place, err := h.lockVillage(ctx, tx, l.Village)
	if err != nil {
		return err
	}
	fresh, err := h.enter(ctx, tx, l, from, entries)
	if err != nil {
		return err
	}
	e := &effect{h: h, log: l, place: place, view: h.newView(l.Village), received: received}
	var readings []reading
	for i, p := range entries {
		place.tick = max(place.tick, p.Head.Tick)
		if fresh[int64(i)] {
			readings = append(readings, readEntry(p))
			e.places = append(e.places, from+int64(i))
		}
	}
	if err := e.load(ctx, tx, readings); err != nil {
		return err
	}
	for i, r := range readings {
		if err := e.one(ctx, tx, r, e.places[i]); err != nil {
			return err
		}
	}
	if err := e.view.save(ctx, tx); err != nil {
		return err
	}
	if err := e.saveVerdicts(ctx, tx); err != nil {
		return err
	}
	if err := e.saveNumbers(ctx, tx); err != nil {
		return err
	}
	if err := h.nameScans(ctx, tx, l.Village, readings, received); err != nil {
		return err
	}
	if err := h.sayAll(ctx, tx, place, e.says); err != nil {
		return err
	}
	return h.saveVillage(ctx, tx, place)
}

// enter puts entries into the table of entries by id and returns the places,
// within entries, of those that are new.
func (h *Hub) enter(ctx context.Context, tx *sql.Tx, l bundle.Log, from int64, entries []kampung.ParsedEntry) (map[int64]bool, error) {
	id, fresh := l.ID(), map[int64]bool{}
	var rows [][]any
	for i, p := range entries {
		rows = append(rows, []any{h.regency, l.Village, bare(p.Head.ID), id, from + int64(i), bare(p.Head.Kind), bare(p.Head.Subject)})
	}
	err := h.eachPart(ctx, tx, `INSERT INTO entry (kab, village, id, log, n, kind, subject)`, `ON CONFLICT (kab, village, id) DO NOTHING RETURNING n`, rows, func(r statement, args []any) error {
		rows, err := r.query(ctx, args)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var n int64
			if err := rows.Scan(&n); err != nil {
				return err
			}
			fresh[n-from] = true
		}
		return rows.Err()
	})
	return fresh, err
}

// effect is the work of one transaction on a village's views.
type effect struct {
	h        *Hub
	log      bundle.Log
	place    *place
	view     *view
	received int64
	places   []int64 // of the readings in their log
	used     map[numberOf]int
	verdicts [][]any
	says     []saying
}

// writerOf is the device that wrote an entry of a log: the log's own, or another
// one of its office, for which it goes up.
func writerOf(hd kampung.Head, l bundle.Log) string {
	if w := bare(hd.Writer); w != "" {
		return w
	}
	return l.Device
}

// load reads what the entries and their judgement need.
func (e *effect) load(ctx context.Context, tx *sql.Tx, readings []reading) error {
	ids, numbers, persons := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range readings {
		if r.request == nil && r.step == nil {
			continue
		}
		ids[bare(r.Head.Subject)] = true
		if r.request != nil {
			numbers[bare(r.request.Number)] = true
			if p := e.h.personKey(e.log.Village, r.request.Person.NIK); p != "" {
				persons[p] = true
			}
		}
	}
	delete(ids, "")
	delete(numbers, "")
	for column, values := range map[string]map[string]bool{"id": ids, "number": numbers, "person": persons} {
		if err := e.view.load(ctx, tx, column, values); err != nil {
			return err
		}
	}
	return nil
}

// one lets an entry take effect and judges it.
func (e *effect) one(ctx context.Context, tx *sql.Tx, r reading, n int64) error {
	person, writer := "", writerOf(r.Head, e.log)
	if r.request != nil {
		person = e.h.personKey(e.log.Village, r.request.Person.NIK)
		e.noteNumber(writer, r.request)
	}
	if err := e.limit(ctx, tx, r); err != nil {
		return err
	}
	if err := e.survey(ctx, tx, r); err != nil {
		return err
	}
	if r.grant != nil {
		e.says = append(e.says, saying{kind: kampung.KindGrant, subject: bare(r.Head.Subject), body: *r.grant})
	}
	v := judge(r, e.view.facts(r, writer, person))
	id := bare(r.Head.Subject)
	tell := !well(v.Verdict)
	if r.request != nil && r.request.Mends && !tell {
		// What was not well before is well now: the clerk wants to know.
		was, err := e.wasNotWell(ctx, tx, id)
		if err != nil {
			return err
		}
		tell = was
	}
	if r.counts() {
		w := e.view.at(id)
		waited := w.service == "" && w.step.tick >= 0
		w.fold(r, origin{e.log.ID(), writer, n}, person)
		if w.received == 0 {
			w.received, w.dirty = e.received, true
		}
		if r.request != nil {
			e.view.index(w)
			e.place.learn(e.log.Village, r.request.Office)
			if waited {
				if err := e.lift(ctx, tx, id); err != nil {
					return err
				}
			}
		}
	}
	e.verdict(bare(r.Head.ID), v, tell)
	return nil
}

func (e *effect) verdict(entry string, v kampung.VerdictBody, tell bool) {
	v.Request = bare(v.Request)
	e.verdicts = append(e.verdicts, []any{e.h.regency, e.log.Village, entry, string(v.Verdict), v.Request, v.Field, v.Text, e.received})
	if tell {
		e.says = append(e.says, saying{kind: kampung.KindVerdict, subject: entry, body: v})
	}
}

func (e *effect) wasNotWell(ctx context.Context, tx *sql.Tx, request string) (bool, error) {
	for _, v := range e.verdicts {
		if v[4] == request && !well(kampung.Verdict(v[3].(string))) {
			return true, nil
		}
	}
	var n int
	err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM verdict WHERE kab = $1 AND village = $2 AND request = $3 AND verdict <> 'ok' AND verdict <> 'ok-belum-dikenal'`,
		e.h.regency, e.log.Village, request).Scan(&n)
	return n > 0, err
}

// lift ends the wait of steps that came before their request.
func (e *effect) lift(ctx context.Context, tx *sql.Tx, request string) error {
	ok := kampung.VerdictBody{Verdict: kampung.VerdictOK, Request: request}
	for _, v := range e.verdicts {
		if v[4] == request && v[3] == string(kampung.VerdictHeld) && v[5] == "" {
			v[3], v[6] = string(kampung.VerdictOK), ""
			e.says = append(e.says, saying{kind: kampung.KindVerdict, subject: v[2].(string), body: ok})
		}
	}
	rows, err := tx.QueryContext(ctx, `UPDATE verdict SET verdict = 'ok', text = '' WHERE kab = $1 AND village = $2 AND request = $3 AND verdict <> 'ok' AND verdict = 'tertahan' AND field = '' RETURNING entry`,
		e.h.regency, e.log.Village, request)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var entry string
		if err := rows.Scan(&entry); err != nil {
			return err
		}
		e.says = append(e.says, saying{kind: kampung.KindVerdict, subject: entry, body: ok})
	}
	return rows.Err()
}

func (e *effect) saveVerdicts(ctx context.Context, tx *sql.Tx) error {
	return e.h.insertMany(ctx, tx, `INSERT INTO verdict (kab, village, entry, verdict, request, field, text, at)`, `ON CONFLICT (kab, village, entry) DO NOTHING`, e.verdicts)
}

// learn takes the village's name from a letter of its own.
func (p *place) learn(village string, o kampung.Letterhead) {
	if o.Village != "" && o.Village != village {
		return
	}
	if name := strings.TrimSpace(bare(o.Name)); name != "" && len(name) <= 80 && len(o.Kecamatan) <= 80 {
		p.name, p.kecamatan = name, strings.TrimSpace(bare(o.Kecamatan))
	}
}
