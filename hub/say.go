package hub

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// place is a village's row: the lock of its views and of its down log.
type place struct {
	village         string
	tick            int64
	epoch           string
	turned          int64 // milliseconds since 1970
	name, kecamatan string
}

// lockVillage returns a village's row and keeps others from it until the end
// of the transaction; the update takes the row's lock on every database.
func (h *Hub) lockVillage(ctx context.Context, tx *sql.Tx, village string) (*place, error) {
	if _, err := tx.ExecContext(ctx, `INSERT INTO village (kab, village, tick, epoch, turned, name, kecamatan) VALUES ($1, $2, 0, $3, $4, '', '')
		ON CONFLICT (kab, village) DO UPDATE SET tick = village.tick`, h.regency, village, h.epoch, h.now().UnixMilli()); err != nil {
		return nil, err
	}
	p := &place{village: village}
	err := tx.QueryRowContext(ctx, `SELECT tick, epoch, turned, name, kecamatan FROM village WHERE kab = $1 AND village = $2`, h.regency, village).
		Scan(&p.tick, &p.epoch, &p.turned, &p.name, &p.kecamatan)
	return p, err
}

func (h *Hub) saveVillage(ctx context.Context, tx *sql.Tx, p *place) error {
	_, err := tx.ExecContext(ctx, `UPDATE village SET tick = $1, epoch = $2, turned = $3, name = $4, kecamatan = $5 WHERE kab = $6 AND village = $7`,
		p.tick, p.epoch, p.turned, p.name, p.kecamatan, h.regency, p.village)
	return err
}

// deviceOf is the hub's own device: the first 64 bits of the digest of its
// first verifier key, in hex. It stays when the keys are changed, so that the
// down logs go on.
func deviceOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return hex.EncodeToString(sum[:8])
}

// downLog names the hub's log for a village.
func (h *Hub) downLog(village, epoch string) bundle.Log {
	return bundle.Log{Village: village, Device: h.ring().device, Epoch: epoch, Audience: kampung.AudienceDesa}
}

func drawEpoch(random io.Reader) (string, error) {
	var b [8]byte
	_, err := io.ReadFull(random, b[:])
	return hex.EncodeToString(b[:]), err
}

// saying is an entry of a down log before it has its place.
type saying struct {
	id      string // empty for a new one
	kind    string
	subject string
	body    any
	head    kampung.Head // set when it was said
}

// sayAll appends entries to the down log of a village that is locked; the
// caller saves the village.
func (h *Hub) sayAll(ctx context.Context, tx *sql.Tx, p *place, says []saying) error {
	if len(says) == 0 {
		return nil
	}
	l := h.downLog(p.village, p.epoch)
	old, err := h.lockHead(ctx, tx, l)
	if err != nil {
		return err
	}
	g := bundle.Grow(old.Size, h.nodeReader(ctx, tx, l.ID()))
	var lines, entries [][]any
	for i := range says {
		line, err := h.spell(p, &says[i], g.Size())
		if err != nil {
			return err
		}
		parsed, err := kampung.ParseEntry(line)
		if err != nil {
			return err
		}
		lines = append(lines, []any{h.regency, l.ID(), g.Size(), line})
		entries = append(entries, []any{h.regency, p.village, says[i].head.ID, l.ID(), g.Size(), says[i].kind, says[i].subject})
		if err := g.Append(bundle.EntryHash(parsed)); err != nil {
			return err
		}
	}
	root, err := g.Root()
	if err != nil {
		return err
	}
	return errors.Join(
		h.insertMany(ctx, tx, `INSERT INTO line (kab, log, n, line)`, "", lines),
		h.insertMany(ctx, tx, `INSERT INTO entry (kab, village, id, log, n, kind, subject)`, "", entries),
		h.insertNodes(ctx, tx, l.ID(), g.Start(), g.Nodes),
		h.moveHead(ctx, tx, bundle.Checkpoint{Log: l, Size: g.Size(), Root: root}),
	)
}

// spell writes an entry's line and sets its head.
func (h *Hub) spell(p *place, s *saying, n int64) ([]byte, error) {
	if s.id == "" {
		id, err := uuid.NewV7FromReader(h.random)
		if err != nil {
			return nil, fmt.Errorf("hub: id: %w", err)
		}
		s.id = id.String()
	}
	body, err := json.Marshal(s.body)
	if err != nil {
		return nil, fmt.Errorf("hub: say: %w", err)
	}
	salt := make([]byte, kampung.SaltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return nil, fmt.Errorf("hub: salt: %w", err)
	}
	p.tick++
	s.head = kampung.Head{V: 1, N: n, ID: s.id, Tick: p.tick, At: h.clock().Format(time.RFC3339), By: h.ring().keys.Name, Kind: s.kind, Schema: 1, Subject: s.subject}
	return kampung.EncodeEntry(s.head, salt, body)
}

// moveHead writes a head of the hub's own with its receipt.
func (h *Hub) moveHead(ctx context.Context, tx *sql.Tx, c bundle.Checkpoint) error {
	at := h.clock()
	receipt, err := bundle.SignReceipt(bundle.Receipt{Checkpoint: c, At: at}, h.ring().skey)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE log SET size = $1, root = $2, receipt = $3, changed = $4 WHERE kab = $5 AND id = $6`,
		c.Size, c.Root[:], receipt, at.UnixMilli(), h.regency, c.Log.ID())
	return err
}

// turn begins a new epoch of a village's down log, with every entry of the old
// one byte for byte: a hub that was put back from a copy may have said other
// things after the same place. The caller saves the village.
func (h *Hub) turn(ctx context.Context, tx *sql.Tx, p *place) error {
	old, err := h.lockHead(ctx, tx, h.downLog(p.village, p.epoch))
	if err != nil {
		return err
	}
	if p.epoch, err = drawEpoch(h.random); err != nil {
		return fmt.Errorf("hub: epoch: %w", err)
	}
	p.turned = h.now().UnixMilli()
	if err := h.forgetLimits(ctx, tx, p.village); err != nil {
		return err
	}
	l := h.downLog(p.village, p.epoch)
	if _, err := h.lockHead(ctx, tx, l); err != nil || old.Size == 0 {
		return err
	}
	for _, text := range []string{
		`INSERT INTO line (kab, log, n, line) SELECT kab, $1, n, line FROM line WHERE kab = $2 AND log = $3`,
		`INSERT INTO node (kab, log, idx, hash) SELECT kab, $1, idx, hash FROM node WHERE kab = $2 AND log = $3`,
	} {
		if _, err := tx.ExecContext(ctx, text, l.ID(), h.regency, old.Log.ID()); err != nil {
			return err
		}
	}
	return h.moveHead(ctx, tx, bundle.Checkpoint{Log: l, Size: old.Size, Root: old.Root})
}
