package hub

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"smartkampung/kampung/bundle"
)

// Kinds of alarms.
const (
	AlarmFork    = "fork"    // a log with another history than the hub has: a cloned disk, an old image
	AlarmRevoked = "revoked" // a revoked device goes on sending
	AlarmClock   = "clock"   // a device's clock is more than a day off
	AlarmDown    = "down"    // a device has more of the down log than the hub: the hub was put back from a copy
)

// Alarm is something that a person should look at.
type Alarm struct {
	Village string
	Device  string
	Log     string // origin; may be empty
	Kind    string
	First   time.Time
	Last    time.Time
	Times   int64
}

// alarm notes that something odd was seen of a device whose signature was
// right. It is no part of what it was seen at, and its failure is only logged.
func (h *Hub) alarm(ctx context.Context, l bundle.Log, kind string) {
	h.log.Warn("alarm", "kind", kind, "village", l.Village, "device", l.Device)
	h.count(`smartkampung_alarms_total{kind="` + kind + `"}`)
	at := h.now().UnixMilli()
	err := h.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO alarm (kab, village, device, log, kind, first, last, times) VALUES ($1, $2, $3, $4, $5, $6, $6, 1)
			ON CONFLICT (kab, village, device, log, kind) DO UPDATE SET last = excluded.last, times = alarm.times + 1`,
			h.regency, l.Village, l.Device, l.Origin(), kind, at)
		return err
	})
	if err != nil {
		h.log.Error("alarm not stored", "err", err)
	}
}

// Alarms lists what was odd, the latest first; of every village where it is
// empty.
func (h *Hub) Alarms(ctx context.Context, village string) ([]Alarm, error) {
	var out []Alarm
	err := h.each(ctx, `SELECT village, device, log, kind, first, last, times FROM alarm WHERE kab = $1 AND (village = $2 OR $2 = '') ORDER BY last DESC, village, device, kind`, []any{h.regency, village}, func(rows *sql.Rows) error {
		var a Alarm
		var first, last int64
		err := rows.Scan(&a.Village, &a.Device, &a.Log, &a.Kind, &first, &last, &a.Times)
		a.First, a.Last = timeOf(first), timeOf(last)
		out = append(out, a)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("hub: alarms: %w", err)
	}
	return out, nil
}

func sortSteps(steps []StepRow) {
	slices.SortStableFunc(steps, func(a, b StepRow) int {
		return cmp.Or(cmp.Compare(a.tick, b.tick), cmp.Compare(a.Device, b.Device), cmp.Compare(a.State, b.State), cmp.Compare(a.Entry, b.Entry))
	})
}
