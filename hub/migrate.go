package hub

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// schemaDigest stands in meta under "text": tables that came with a later text
// of the schema are made when the hub is opened.
func schemaDigest() string {
	sum := sha256.Sum256([]byte(schema))
	return hex.EncodeToString(sum[:8])
}

// stampSchema makes the tables that are missing.
func (h *Hub) stampSchema(ctx context.Context, tx *sql.Tx) error {
	if err := createSchema(ctx, tx); err != nil {
		return err
	}
	for key, value := range map[string]string{"schema": schemaVersion, "text": schemaDigest(), "epoch": h.epoch} {
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta (kab, key, value) VALUES ($1, $2, $3) ON CONFLICT (kab, key) DO UPDATE SET value = excluded.value`, h.regency, key, value); err != nil {
			return err
		}
	}
	return nil
}

// migrate1 brings a database of the first schema up: new columns, and the views
// of the entries made anew from the stored lines.
func (h *Hub) migrate1(ctx context.Context) error {
	var err error
	if h.epoch, err = drawEpoch(h.random); err != nil {
		return fmt.Errorf("hub: epoch: %w", err)
	}
	err = h.tx(ctx, func(tx *sql.Tx) error {
		for _, text := range []string{
			`ALTER TABLE device ADD COLUMN revoked_at BIGINT NOT NULL DEFAULT 0`,
			`ALTER TABLE device ADD COLUMN seen BIGINT NOT NULL DEFAULT 0`,
			`ALTER TABLE device ADD COLUMN asked BIGINT NOT NULL DEFAULT 0`,
			`DROP TABLE entry`,
			`DROP TABLE request`,
		} {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		if err := h.stampSchema(ctx, tx); err != nil {
			return err
		}
		return h.replay(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("hub: bring the database up: %w", err)
	}
	return nil
}

// replay lets every stored line of the kabupaten logs take effect again.
func (h *Hub) replay(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, `SELECT origin, changed FROM log WHERE kab = $1 AND audience = $2 ORDER BY village, changed, origin`, h.regency, string(kampung.AudienceKabupaten))
	if err != nil {
		return err
	}
	defer rows.Close()
	var logs []bundle.Log
	var at []int64
	for rows.Next() {
		var origin string
		var changed int64
		if err := rows.Scan(&origin, &changed); err != nil {
			return err
		}
		l, err := bundle.ParseOrigin(origin)
		if err != nil {
			return err
		}
		logs, at = append(logs, l), append(at, changed)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for i, l := range logs {
		for from, more := int64(0), true; more; {
			lines, err := h.readLines(ctx, tx, l.ID(), from, bundle.MaxEntries)
			if err != nil {
				return err
			}
			entries, err := parseLines(lines)
			if err != nil {
				return err
			}
			if more = len(lines) > 0; more {
				if err := h.effects(ctx, tx, l, from, entries, at[i]); err != nil {
					return err
				}
			}
			from += int64(len(lines))
		}
	}
	return nil
}

func parseLines(lines [][]byte) ([]kampung.ParsedEntry, error) {
	var out []kampung.ParsedEntry
	for _, line := range lines {
		p, err := kampung.ParseEntry(line)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// readLines returns at most limit lines of a log from a place on.
func (h *Hub) readLines(ctx context.Context, tx *sql.Tx, log string, from int64, limit int) ([][]byte, error) {
	rows, err := tx.QueryContext(ctx, `SELECT line FROM line WHERE kab = $1 AND log = $2 AND n >= $3 ORDER BY n LIMIT $4`, h.regency, log, from, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out [][]byte
	for rows.Next() {
		var line []byte
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		out = append(out, line)
	}
	return out, rows.Err()
}
