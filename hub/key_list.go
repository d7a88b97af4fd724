package hub

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strings"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// keyList is the list of the regency's keys as it was last made, and what it was
// made of.
type keyList struct {
	KeyList
	of     listState
	packed []byte // gzip
}

// KeyList is the signed list of the keys of every device of the regency.
type KeyList struct {
	Note   []byte // see [bundle.KeyList]
	Digest string // see [bundle.KeyListDigest]
	Keys   int
}

// listState changes whenever the list does.
type listState struct {
	devices, revoked, lastEnrolled, lastRevoked int64
	verifier                                    string
}

func (h *Hub) listState(ctx context.Context, q querier) (s listState, err error) {
	s.verifier = h.ring().keys.Verifier
	err = q.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(CASE WHEN revoked <> 0 THEN 1 ELSE 0 END), 0), COALESCE(MAX(enrolled), 0), COALESCE(MAX(revoked), 0) FROM device WHERE kab = $1`, h.regency).
		Scan(&s.devices, &s.revoked, &s.lastEnrolled, &s.lastRevoked)
	return s, err
}

// KeyList returns the list of every device's key. It is made anew only when a
// device came or was revoked; the same devices give the same bytes.
func (h *Hub) KeyList(ctx context.Context) (KeyList, error) {
	l, err := h.keyList(ctx)
	if err != nil {
		return KeyList{}, fmt.Errorf("hub: key list: %w", err)
	}
	return l.KeyList, nil
}

func (h *Hub) keyList(ctx context.Context) (*keyList, error) {
	s, err := h.listState(ctx, h.r)
	if err != nil {
		return nil, err
	}
	if l := h.list.Load(); l != nil && l.of == s {
		return l, nil
	}
	tx, err := h.r.BeginTx(ctx, h.snapshot())
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	l := &keyList{}
	if l.of, err = h.listState(ctx, tx); err != nil {
		return nil, err
	}
	list := bundle.KeyList{Regency: h.regency, At: timeOf(max(l.of.lastEnrolled, l.of.lastRevoked, 1)).In(kampung.WIB).Truncate(time.Second)}
	if list.Keys, err = h.deviceKeys(ctx, tx); err != nil {
		return nil, err
	}
	if l.Note, err = bundle.SignKeyList(list, h.ring().skey); err != nil {
		return nil, err
	}
	l.Digest, l.Keys = bundle.KeyListDigest(l.Note), len(list.Keys)
	if l.packed, err = pack(l.Note); err != nil {
		return nil, err
	}
	h.list.Store(l)
	return l, nil
}

func (h *Hub) deviceKeys(ctx context.Context, tx *sql.Tx) ([]kampung.DeviceKey, error) {
	rows, err := tx.QueryContext(ctx, `SELECT device, village, verifier, enrolled, revoked, revoked_at FROM device WHERE kab = $1 ORDER BY village, enrolled, device`, h.regency)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []kampung.DeviceKey
	for rows.Next() {
		var k kampung.DeviceKey
		var verifier string
		var enrolled, revoked int64
		if err := rows.Scan(&k.Device, &k.Village, &verifier, &enrolled, &revoked, &k.Size); err != nil {
			return nil, err
		}
		if k.Public, err = bundle.PublicKey(verifier); err != nil {
			return nil, err
		}
		k.From, k.Until = timeOf(enrolled), timeOf(revoked)
		out = append(out, k)
	}
	return out, rows.Err()
}

func pack(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(b)
	}
	if err == nil {
		err = z.Close()
	}
	return out.Bytes(), err
}

// listDigest names the list for the answer that nothing comes down. It is no
// part of what was asked, so its failure is only logged.
func (h *Hub) listDigest(ctx context.Context) string {
	l, err := h.KeyList(ctx)
	if err != nil {
		h.log.Warn("key list not made", "err", err)
	}
	return l.Digest
}

func (h *Hub) getKeyList(w http.ResponseWriter, r *http.Request) {
	l, err := h.keyList(r.Context())
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.PathKeyList)
		return
	}
	tag := `"` + l.Digest + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Write(l.packed) // a lost reply is asked for again
		return
	}
	writeText(w, l.Note)
}
