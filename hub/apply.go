package hub

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"smartkampung/kampung"
)

// The statements of an entry's effects. A value is taken only when its entry
// is later than the one that gave the standing value, by (tick, device).
const (
	sqlLine  = `INSERT INTO line (kab, log, n, line) VALUES ($1, $2, $3, $4)`
	sqlEntry = `INSERT INTO entry (kab, village, id, log, n, kind) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (kab, village, id) DO NOTHING`
	sqlBody  = `INSERT INTO request (kab, village, id, service, number, recorded, body_tick, body_device, state, changed, state_tick, state_device)
		VALUES ($1, $2, $3, $4, $5, '', $6, $7, '', '', -1, '')
		ON CONFLICT (kab, village, id) DO UPDATE SET service = excluded.service, number = excluded.number,
			body_tick = excluded.body_tick, body_device = excluded.body_device
		WHERE request.body_tick < excluded.body_tick OR (request.body_tick = excluded.body_tick AND request.body_device < excluded.body_device)`
	sqlRecorded = `UPDATE request SET recorded = $1 WHERE kab = $2 AND village = $3 AND id = $4 AND (recorded = '' OR recorded > $1)`
	sqlState    = `INSERT INTO request (kab, village, id, service, number, recorded, body_tick, body_device, state, changed, state_tick, state_device)
		VALUES ($1, $2, $3, '', '', '', -1, '', $4, $5, $6, $7)
		ON CONFLICT (kab, village, id) DO UPDATE SET state = excluded.state, changed = excluded.changed,
			state_tick = excluded.state_tick, state_device = excluded.state_device
		WHERE request.state_tick < excluded.state_tick OR (request.state_tick = excluded.state_tick AND request.state_device < excluded.state_device)`
)

// effects writes the entries of one bundle inside its transaction.
type effects struct {
	h     *Hub
	a     *arrival
	stmts map[string]*sql.Stmt
}

// apply stores the entries from place `from` on and lets each that is new take
// effect.
func (h *Hub) apply(ctx context.Context, tx *sql.Tx, a *arrival, from int64) error {
	e := effects{h, a, map[string]*sql.Stmt{}}
	for _, text := range []string{sqlLine, sqlEntry, sqlBody, sqlRecorded, sqlState} {
		stmt, err := tx.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		defer stmt.Close()
		e.stmts[text] = stmt
	}
	id := a.Log.ID()
	for n := from; n < a.Size; n++ {
		p := a.entries[n-a.From]
		if _, err := e.stmts[sqlLine].ExecContext(ctx, h.regency, id, n, a.lines[n-a.From]); err != nil {
			return err
		}
		res, err := e.stmts[sqlEntry].ExecContext(ctx, h.regency, a.Log.Village, bare(p.Head.ID), id, n, bare(p.Head.Kind))
		if err != nil {
			return err
		}
		fresh, err := res.RowsAffected()
		if err != nil {
			return err
		}
		if fresh == 0 {
			continue
		}
		if err := e.effect(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// effect brings an entry into the views. A kind that this version does not
// know, and a body that does not say what its kind asks, are kept without.
func (e effects) effect(ctx context.Context, p kampung.ParsedEntry) error {
	if p.Body == nil || p.Head.Subject == "" {
		return nil
	}
	switch p.Head.Kind {
	case kampung.KindRequest:
		var b kampung.RequestBody
		if json.Unmarshal(p.Body, &b) != nil || b.Service == "" || b.Number == "" {
			return nil
		}
		return e.recorded(ctx, p.Head, b)
	case kampung.KindStep:
		var b kampung.StepBody
		if json.Unmarshal(p.Body, &b) != nil || b.State == "" {
			return nil
		}
		return e.state(ctx, p.Head, b.State)
	}
	return nil
}

func (e effects) recorded(ctx context.Context, hd kampung.Head, b kampung.RequestBody) error {
	v, id := e.a.Log.Village, bare(hd.Subject)
	if _, err := e.stmts[sqlBody].ExecContext(ctx, e.h.regency, v, id, bare(b.Service), bare(b.Number), hd.Tick, e.a.Log.Device); err != nil {
		return err
	}
	// Of a mended request the time of the first entry stands.
	if at := deskTime(hd.At); at != "" && !b.Mends {
		if _, err := e.stmts[sqlRecorded].ExecContext(ctx, at, e.h.regency, v, id); err != nil {
			return err
		}
	}
	return e.state(ctx, hd, kampung.StateChecked)
}

func (e effects) state(ctx context.Context, hd kampung.Head, s kampung.State) error {
	_, err := e.stmts[sqlState].ExecContext(ctx, e.h.regency, e.a.Log.Village, bare(hd.Subject), bare(string(s)), deskTime(hd.At), hd.Tick, e.a.Log.Device)
	return err
}

// deskTime keeps a time as the desk wrote it, or nothing.
func deskTime(s string) string {
	if _, err := time.Parse(time.RFC3339, s); err != nil || len(s) > 40 {
		return ""
	}
	return s
}
