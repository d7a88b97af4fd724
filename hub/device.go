package hub

import (
	"context"
	"database/sql"
	"time"

	"smartkampung/kampung"
)

// markOf tells the PCs of an office apart on their letters: the first has no
// mark, then B, C … Z, AA, AB …
func markOf(i int) string {
	if i <= 0 {
		return ""
	}
	mark := ""
	for i++; i > 0; i = (i - 1) / 26 {
		mark = string(rune('A'+(i-1)%26)) + mark
	}
	return mark
}

// devicesSaid are the village's devices as its PCs are told.
func (h *Hub) devicesSaid(ctx context.Context, tx *sql.Tx, village string) ([]kampung.DeviceBody, error) {
	rows, err := tx.QueryContext(ctx, `SELECT device, verifier, recipient, enrolled, revoked FROM device WHERE kab = $1 AND village = $2 ORDER BY enrolled, device`, h.regency, village)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []kampung.DeviceBody
	for rows.Next() {
		var d kampung.DeviceBody
		var enrolled, revoked int64
		if err := rows.Scan(&d.Device, &d.Verifier, &d.Recipient, &enrolled, &revoked); err != nil {
			return nil, err
		}
		d.Enrolled, d.Mark, d.Revoked = timeOf(enrolled).In(kampung.WIB).Format(time.RFC3339), markOf(len(out)), revoked != 0
		out = append(out, d)
	}
	return out, rows.Err()
}

// sayDevices tells a village of its PCs after one was enrolled or revoked. An
// office with one PC is told nothing; with the second one it hears of both.
func (h *Hub) sayDevices(ctx context.Context, tx *sql.Tx, village, device string) error {
	all, err := h.devicesSaid(ctx, tx, village)
	if err != nil || len(all) < 2 {
		return err
	}
	var says []saying
	for _, d := range all {
		if d.Device == device || len(all) == 2 && !d.Revoked {
			says = append(says, saying{kind: kampung.KindDevice, subject: d.Device, body: d})
		}
	}
	p, err := h.lockVillage(ctx, tx, village)
	if err != nil {
		return err
	}
	if err := h.sayAll(ctx, tx, p, says); err != nil {
		return err
	}
	return h.saveVillage(ctx, tx, p)
}
