package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// clockOff is how far a device's clock may stand off before a person should
// look at it.
const clockOff = 24 * time.Hour

// turnEvery bounds how often a device can make its village's down log begin
// anew.
const turnEvery = time.Hour

// Down is a bundle of a down log.
type Down struct {
	Log      bundle.Log
	From, To int64
	Data     []byte // .skb; nil when there is nothing from there on
	Size     int64  // of the log
}

// Down seals the entries of the village's down log from a place on, for every
// device of the village that may write; more than a bundle takes come with the
// next call. Errors: [ErrVillage], [ErrNoDevice] where there is nobody to seal
// to.
func (h *Hub) Down(ctx context.Context, village string, from int64) (Down, error) {
	if err := h.ownVillage(village); err != nil {
		return Down{}, err
	}
	return h.down(ctx, village, from)
}

func (h *Hub) down(ctx context.Context, village string, from int64) (Down, error) {
	tx, err := h.r.BeginTx(ctx, h.snapshot())
	if err != nil {
		return Down{}, err
	}
	defer tx.Rollback()
	var epoch string
	err = tx.QueryRowContext(ctx, `SELECT epoch FROM village WHERE kab = $1 AND village = $2`, h.regency, village).Scan(&epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return Down{Log: h.downLog(village, h.epoch)}, nil
	}
	if err != nil {
		return Down{}, err
	}
	d := Down{Log: h.downLog(village, epoch), From: from}
	hd, known, err := h.readHead(ctx, tx, d.Log.ID())
	if err != nil || !known || hd.Size <= from {
		d.Size = hd.Size
		return d, err
	}
	d.Size = hd.Size
	if d.Data, d.To, err = h.sealDown(ctx, tx, d.Log, hd, from); err != nil {
		return d, err
	}
	return d, h.heads.add(hd.Checkpoint, h.clock())
}

// sealDown makes the bundle, of fewer entries while it does not fit.
func (h *Hub) sealDown(ctx context.Context, tx *sql.Tx, l bundle.Log, hd head, from int64) ([]byte, int64, error) {
	to, err := h.recipients(ctx, tx, l.Village)
	if err != nil {
		return nil, 0, err
	}
	lines, err := h.readLines(ctx, tx, l.ID(), from, bundle.MaxEntries)
	if err != nil {
		return nil, 0, err
	}
	nodes := h.nodeReader(ctx, tx, l.ID())
	prev, err := bundle.Root(from, nodes)
	if err != nil {
		return nil, 0, err
	}
	for len(lines) > 0 {
		end := from + int64(len(lines))
		root, err := bundle.Root(end, nodes)
		if err != nil {
			return nil, 0, err
		}
		if end == hd.Size && root != hd.Root {
			return nil, 0, fmt.Errorf("%w: %s", bundle.ErrTree, l.Origin())
		}
		// The hub reads what it wrote; so there are two recipients at least.
		data, err := bundle.Seal(bundle.Sealing{Log: l, From: from, Lines: lines, Prev: prev, Root: root,
			ToName: "kantor." + l.Village, To: to[0], Also: append(to[1:], h.ring().keys.Recipient), Signer: h.ring().skey})
		if !errors.Is(err, bundle.ErrLimit) || len(lines) == 1 {
			return data, end, err
		}
		lines = lines[:len(lines)/2]
	}
	return nil, 0, fmt.Errorf("hub: %s has no entry %d", l.Origin(), from)
}

// recipients lists the keys of the village's devices that may write, the first
// enrolled first.
func (h *Hub) recipients(ctx context.Context, tx *sql.Tx, village string) ([]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT recipient FROM device WHERE kab = $1 AND village = $2 AND revoked = 0 ORDER BY enrolled, device`, h.regency, village)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var r string
		if err := rows.Scan(&r); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w in %s", ErrNoDevice, village)
	}
	return out, nil
}

// snapshot are the options of a transaction that reads one state throughout.
func (h *Hub) snapshot() *sql.TxOptions {
	o := &sql.TxOptions{ReadOnly: true}
	if h.engine == enginePostgres {
		o.Isolation = sql.LevelRepeatableRead
	}
	return o
}

// DownFor answers a device's signed question. Errors are [*Refusal].
func (h *Hub) DownFor(ctx context.Context, village string, ask []byte) (Down, error) {
	d, err := h.downFor(ctx, village, ask)
	if err != nil {
		return Down{}, h.asRefusal(err)
	}
	return d, nil
}

func (h *Hub) downFor(ctx context.Context, village string, note []byte) (Down, error) {
	a, err := h.openAsk(ctx, note)
	if err != nil {
		return Down{}, err
	}
	if a.Village != village {
		return Down{}, refuse(http.StatusBadRequest, wire.KindForm, "Permintaan ini untuk desa lain.", nil)
	}
	h.seen(ctx, a.Device)
	log := bundle.Log{Village: a.Village, Device: a.Device, Epoch: "00000000", Audience: kampung.AudienceDesa}
	if off := h.now().Sub(a.At); off > clockOff || off < -clockOff {
		h.alarm(ctx, log, AlarmClock)
	}
	from, given := a.From, false
	for range 4 {
		d, err := h.down(ctx, village, from)
		switch {
		case err != nil:
			return d, err
		case a.Epoch != "" && a.Epoch != d.Log.Epoch && from > 0:
			from = 0 // it has another log: all of this one
		case from > d.Size:
			h.alarm(ctx, log, AlarmDown)
			if err := h.turnFor(ctx, village); err != nil {
				return d, err
			}
			from = 0
		case h.saidElse(ctx, d.Log, from, a.Root):
			h.alarm(ctx, log, AlarmDown)
			from = 0 // it heard other things before this hub was put back
		case !given:
			given = true
			if err := h.giveBlocks(ctx, village); err != nil {
				return d, err
			}
		default:
			return d, h.asked(ctx, a.Device, from)
		}
	}
	d, err := h.down(ctx, village, 0)
	return d, err
}

// saidElse reports whether a device has other entries up to a place than the log
// has now. What cannot be compared is taken as the same.
func (h *Hub) saidElse(ctx context.Context, l bundle.Log, from int64, root string) bool {
	if from == 0 || root == "" {
		return false
	}
	tx, err := h.r.BeginTx(ctx, h.snapshot())
	if err != nil {
		return false
	}
	defer tx.Rollback()
	now, err := bundle.Root(from, h.nodeReader(ctx, tx, l.ID()))
	return err == nil && now.String() != root
}

// openAsk finds whose question it is and checks the signature.
func (h *Hub) openAsk(ctx context.Context, note []byte) (wire.Ask, error) {
	device := wire.NoteKey(note)
	d, known, err := h.device(ctx, h.r, device)
	switch {
	case err != nil:
		return wire.Ask{}, err
	case !known:
		return wire.Ask{}, refuse(http.StatusUnauthorized, wire.KindUnknown, "Perangkat ini belum terdaftar di pusat kabupaten.", nil)
	}
	a, err := wire.OpenAsk(note, d.verifier)
	switch {
	case err != nil || a.Device != device:
		return wire.Ask{}, refuse(http.StatusBadRequest, wire.KindForm, "Permintaan ini tidak dapat dibaca atau tanda tangannya tidak cocok.", err)
	case a.Village != d.village:
		return wire.Ask{}, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini terdaftar untuk desa lain.", nil)
	case d.revoked:
		return wire.Ask{}, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini sudah dicabut.", nil)
	}
	return a, nil
}

// asked remembers how much of the down log a device has; it only writes what
// changed.
func (h *Hub) asked(ctx context.Context, device string, from int64) error {
	var have int64
	if err := h.r.QueryRowContext(ctx, `SELECT asked FROM device WHERE kab = $1 AND device = $2`, h.regency, device).Scan(&have); err != nil || have == from {
		return err
	}
	return h.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE device SET asked = $1 WHERE kab = $2 AND device = $3`, from, h.regency, device)
		return err
	})
}

// turnFor begins a new epoch of a village's down log, unless it began lately.
func (h *Hub) turnFor(ctx context.Context, village string) error {
	return h.tx(ctx, func(tx *sql.Tx) error {
		p, err := h.lockVillage(ctx, tx, village)
		if err != nil {
			return err
		}
		if since := h.now().UnixMilli() - p.turned; since >= 0 && since < turnEvery.Milliseconds() {
			return nil
		}
		if err := h.turn(ctx, tx, p); err != nil {
			return err
		}
		return h.saveVillage(ctx, tx, p)
	})
}

// turnRewound begins a new epoch of every down log of which heads.log knows
// more than the database: the database was put back from a copy.
func (h *Hub) turnRewound(ctx context.Context) error {
	var villages []string
	err := h.each(ctx, `SELECT log.origin, log.size, village.village, village.epoch FROM log JOIN village ON village.kab = log.kab AND village.village = log.village
		WHERE log.kab = $1 AND log.audience = $2`, []any{h.regency, string(kampung.AudienceDesa)}, func(rows *sql.Rows) error {
		var origin, village, epoch string
		var size int64
		if err := rows.Scan(&origin, &size, &village, &epoch); err != nil {
			return err
		}
		if h.heads.last[origin] > size && h.downLog(village, epoch).Origin() == origin {
			villages = append(villages, village)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("hub: open: %w", err)
	}
	for _, v := range villages {
		h.log.Warn("down log begins anew: the database is older than heads.log", "village", v)
		err := h.tx(ctx, func(tx *sql.Tx) error {
			p, err := h.lockVillage(ctx, tx, v)
			if err != nil {
				return err
			}
			return errors.Join(h.turn(ctx, tx, p), h.saveVillage(ctx, tx, p))
		})
		if err != nil {
			return fmt.Errorf("hub: open: %w", err)
		}
	}
	return nil
}

func (h *Hub) getDown(w http.ResponseWriter, r *http.Request) {
	note, err := wire.DecodeHeader(r.Header.Get(wire.AskHeader))
	if err != nil || len(note) == 0 {
		h.problem(w, refuse(http.StatusUnauthorized, wire.KindUnknown, "Permintaan ini tidak ditandatangani perangkat.", nil), "-")
		return
	}
	select {
	case h.work <- struct{}{}:
		defer func() { <-h.work }()
	case <-r.Context().Done():
		return
	}
	d, err := h.DownFor(r.Context(), r.PathValue("village"), note)
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.About(note))
		return
	}
	if err := h.tellLogs(r.Context(), w, r.PathValue("village"), wire.NoteKey(note)); err != nil {
		h.problem(w, h.asRefusal(err), wire.About(note))
		return
	}
	if d.Data != nil {
		h.count(metricDown)
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Digest", wire.Digest(d.Data))
		w.Write(d.Data) // a lost reply is asked for again
		return
	}
	h.nothing(w, note, d.Size, h.listDigest(r.Context()))
}

// WriteDown writes the village's down log from a place on as .skb files into a
// folder, each whole or not at all, and returns their paths.
func (h *Hub) WriteDown(ctx context.Context, village string, from int64, dir string) ([]string, error) {
	var files []string
	if err := h.giveBlocks(ctx, village); err != nil {
		return nil, fmt.Errorf("hub: blocks: %w", err)
	}
	for {
		d, err := h.Down(ctx, village, from)
		if err != nil || d.Data == nil {
			return files, err
		}
		path := filepath.Join(dir, d.Log.FileName(d.From, d.To))
		if err := writeWhole(path, d.Data); err != nil {
			return files, err
		}
		files = append(files, path)
		from = d.To
	}
}

// writeWhole writes a file whole and on disk, or not at all.
func writeWhole(path string, data []byte) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return fmt.Errorf("hub: write: %w", err)
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(part)
		return fmt.Errorf("hub: write: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		os.Remove(part)
		return fmt.Errorf("hub: write: %w", err)
	}
	return syncDir(filepath.Dir(path))
}
