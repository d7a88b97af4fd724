package hub

import (
	"context"
	"database/sql"
	"time"

	"smartkampung/kampung"
)

// Numbers of an office with several PCs. A PC that was alone gives numbers
// without asking; when it learns of another one it says how far it will go by
// itself ([kampung.LimitBody]). Once every PC that may write has said so, the
// hub gives blocks of the numbers that nobody keeps. A hub that was put back
// from a copy has forgotten blocks, so each new epoch of the down log makes
// every PC say again what it keeps.

// Blocks of numbers.
const (
	blockSize = 100
	blockLow  = 25 // a PC with fewer left gets another block
	// blockLost is kept free for letters that a revoked PC gave and never sent.
	blockLost = 100
)

// numbering is a PC's row of a year.
type numbering struct {
	device          string
	used, upto, top int64
	revoked         bool
}

// noteNumber remembers the greatest number that came from a PC; numbers with a
// mark have a counter of their own.
func (e *effect) noteNumber(writer string, b *kampung.RequestBody) {
	key := numberOf{writer, b.Year}
	if b.Mark != "" || b.Seq <= e.used[key] || b.Year <= 0 {
		return
	}
	if e.used == nil {
		e.used = map[numberOf]int{}
	}
	e.used[key] = b.Seq
}

// numberOf names a PC's row of a year.
type numberOf struct {
	device string
	year   int
}

// saveNumbers writes what noteNumber gathered.
func (e *effect) saveNumbers(ctx context.Context, tx *sql.Tx) error {
	var rows [][]any
	for key, seq := range e.used {
		rows = append(rows, []any{e.h.regency, e.log.Village, key.device, key.year, seq, -1, 0})
	}
	return e.h.insertMany(ctx, tx, `INSERT INTO numbering (kab, village, device, year, used, upto, top)`,
		`ON CONFLICT (kab, village, device, year) DO UPDATE SET used = CASE WHEN numbering.used > excluded.used THEN numbering.used ELSE excluded.used END`, rows)
}

// limit takes what a PC said that it keeps. Only its own word counts.
func (e *effect) limit(ctx context.Context, tx *sql.Tx, r reading) error {
	b := r.limit
	if b == nil || bare(r.Head.Subject) != e.log.Device || b.Year < 1 || b.Year > 9999 || b.Upto < 0 || b.Upto > 1<<30 {
		return nil
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO numbering (kab, village, device, year, used, upto, top) VALUES ($1, $2, $3, $4, 0, $5, $5)
		ON CONFLICT (kab, village, device, year) DO UPDATE SET upto = excluded.upto,
			top = CASE WHEN numbering.top > excluded.top THEN numbering.top ELSE excluded.top END`,
		e.h.regency, e.log.Village, e.log.Device, b.Year, b.Upto)
	return err
}

// forgetLimits makes every PC of a village say again what it keeps.
func (h *Hub) forgetLimits(ctx context.Context, tx *sql.Tx, village string) error {
	_, err := tx.ExecContext(ctx, `UPDATE numbering SET upto = -1 WHERE kab = $1 AND village = $2`, h.regency, village)
	return err
}

// giveBlocks gives each PC of an office with several ones the block that it
// needs. One PC alone needs none.
func (h *Hub) giveBlocks(ctx context.Context, village string) error {
	var pcs int
	if err := h.r.QueryRowContext(ctx, `SELECT COUNT(*) FROM device WHERE kab = $1 AND village = $2`, h.regency, village).Scan(&pcs); err != nil || pcs < 2 {
		return err
	}
	now := h.clock()
	years := []int{now.Year()}
	if now.Month() >= time.November {
		years = append(years, now.Year()+1) // nobody may be on line on 1 January
	}
	for _, year := range years {
		rows, err := h.numberings(ctx, h.r, village, year)
		if err != nil || len(planBlocks(rows)) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := h.tx(ctx, func(tx *sql.Tx) error { return h.blocksTx(ctx, tx, village, year) }); err != nil {
			return err
		}
	}
	return nil
}

func (h *Hub) blocksTx(ctx context.Context, tx *sql.Tx, village string, year int) error {
	p, err := h.lockVillage(ctx, tx, village)
	if err != nil {
		return err
	}
	rows, err := h.numberings(ctx, tx, village, year)
	if err != nil {
		return err
	}
	var says []saying
	for _, b := range planBlocks(rows) {
		b.Year = year
		says = append(says, saying{kind: kampung.KindBlock, subject: b.Device, body: b})
		if _, err := tx.ExecContext(ctx, `INSERT INTO numbering (kab, village, device, year, used, upto, top) VALUES ($1, $2, $3, $4, 0, -1, $5)
			ON CONFLICT (kab, village, device, year) DO UPDATE SET top = excluded.top`, h.regency, village, b.Device, year, b.To); err != nil {
			return err
		}
	}
	if err := h.sayAll(ctx, tx, p, says); err != nil {
		return err
	}
	return h.saveVillage(ctx, tx, p)
}

// manyQuerier is a database or a transaction.
type manyQuerier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// numberings lists the PCs of a village with their numbers of a year. A PC's
// word for one year binds it in every later one, of which it keeps nothing.
func (h *Hub) numberings(ctx context.Context, q manyQuerier, village string, year int) ([]numbering, error) {
	rows, err := q.QueryContext(ctx, `SELECT d.device, d.revoked,
			COALESCE((SELECT n.used FROM numbering n WHERE n.kab = d.kab AND n.village = d.village AND n.device = d.device AND n.year = $3), 0),
			COALESCE((SELECT n.top FROM numbering n WHERE n.kab = d.kab AND n.village = d.village AND n.device = d.device AND n.year = $3), 0),
			COALESCE((SELECT MAX(n.upto) FROM numbering n WHERE n.kab = d.kab AND n.village = d.village AND n.device = d.device AND n.year <= $3), -1)
		FROM device d WHERE d.kab = $1 AND d.village = $2 ORDER BY d.enrolled, d.device`, h.regency, village, year)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []numbering
	for rows.Next() {
		var n numbering
		var revoked int64
		if err := rows.Scan(&n.device, &revoked, &n.used, &n.top, &n.upto); err != nil {
			return nil, err
		}
		n.revoked = revoked != 0
		out = append(out, n)
	}
	return out, rows.Err()
}

// planBlocks says who gets which block: nobody while a PC that may write has
// not said what it keeps, then each one that has few left, above everything
// that anybody keeps or gave.
func planBlocks(rows []numbering) []kampung.BlockBody {
	free := int64(1)
	for _, n := range rows {
		top := max(n.used, n.top)
		switch {
		case n.upto >= 0:
		case n.revoked:
			top += blockLost
		default:
			return nil
		}
		free = max(free, top+1)
	}
	var out []kampung.BlockBody
	for _, n := range rows {
		if n.revoked || n.top-n.used >= blockLow {
			continue
		}
		out = append(out, kampung.BlockBody{Device: n.device, NumberBlock: kampung.NumberBlock{From: int(free), To: int(free + blockSize - 1)}})
		free += blockSize
	}
	return out
}
