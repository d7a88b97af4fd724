package hub

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Taken is what became of a bundle.
type Taken struct {
	Log     bundle.Log
	From    int64
	To      int64
	New     int64  // entries that the hub did not have
	Receipt []byte // the hub's receipt for all it has of the log
}

// Ingest takes in one bundle: authenticates, stores and acknowledges it. The
// same bundle again gets the same receipt. Errors are [*Refusal], and nothing
// was changed then.
func (h *Hub) Ingest(ctx context.Context, data []byte) (Taken, error) {
	start := h.now()
	t, err := h.ingest(ctx, data)
	if err != nil {
		r := h.asRefusal(err)
		h.countBundle(r.Kind)
		if r.Status >= 500 {
			h.log.Error("bundle not stored", "status", r.Status, "err", r.Err)
		} else {
			h.log.Warn("bundle refused", "status", r.Status, "kind", r.Kind)
		}
		return Taken{}, r
	}
	h.countBundle("taken")
	h.metrics.GetOrCreateCounter(metricEntries).Add(int(t.New))
	h.grew(ctx, t.New)
	h.log.Info("bundle taken in", "village", t.Log.Village, "log", t.Log.ID(), "from", t.From, "to", t.To, "new", t.New, "ms", h.now().Sub(start).Milliseconds())
	return t, nil
}

// ImportFile takes in the bytes of a .skb file and returns the receipt.
func (h *Hub) ImportFile(ctx context.Context, data []byte) ([]byte, error) {
	t, err := h.Ingest(ctx, data)
	return t.Receipt, err
}

// arrival is a bundle on its way into the database.
type arrival struct {
	bundle.Bundle
	digest  string
	lines   [][]byte // kabupaten only
	entries []kampung.ParsedEntry
}

func (h *Hub) ingest(ctx context.Context, data []byte) (Taken, error) {
	a, err := h.authenticate(ctx, data)
	if err != nil {
		return Taken{}, err
	}
	select {
	case h.work <- struct{}{}:
		defer func() { <-h.work }()
	case <-ctx.Done():
		return Taken{}, ctx.Err()
	}
	if a.Log.Audience == kampung.AudienceKabupaten {
		if a.lines, a.entries, err = a.Open(h.ring().ids...); err != nil {
			return Taken{}, refuseBundle(err)
		}
	}
	var head head
	err = h.tx(ctx, func(tx *sql.Tx) error {
		var err error
		head, err = h.store(ctx, tx, a)
		return err
	})
	if err != nil && !errors.Is(err, errHave) {
		var r *Refusal
		if errors.As(err, &r) && r.Kind == wire.KindFork {
			h.alarm(ctx, a.Log, AlarmFork)
		}
		return Taken{}, err
	}
	h.seen(ctx, a.Log.Device)
	if h.afterCommit != nil {
		if err := h.afterCommit(); err != nil {
			return Taken{}, err
		}
	}
	if err := h.heads.add(head.Checkpoint, h.clock()); err != nil {
		return Taken{}, err
	}
	return Taken{a.Log, a.From, a.Size, head.grown, head.receipt}, nil
}

// authenticate finds whose bundle it is and checks that device's signature.
// Nothing is decrypted.
func (h *Hub) authenticate(ctx context.Context, data []byte) (*arrival, error) {
	if len(data) > bundle.MaxNote+bundle.MaxCipher {
		return nil, refuse(http.StatusRequestEntityTooLarge, wire.KindLarge, "Paket terlalu besar; kirim dalam bagian yang lebih kecil.", nil)
	}
	hd, err := bundle.ReadHeader(data)
	if err != nil {
		if laterForm(data) {
			return nil, refuse(http.StatusUpgradeRequired, wire.KindVersion, "Paket ini dibuat oleh aplikasi yang lebih baru daripada pusat kabupaten.", err)
		}
		return nil, refuseBundle(err)
	}
	if hd.Log.Audience == kampung.AudienceKabupaten && !h.ring().opens[hd.To] {
		return nil, refuse(http.StatusMisdirectedRequest, wire.KindHub, "Paket ini ditujukan untuk pusat lain.", nil)
	}
	d, known, err := h.device(ctx, h.r, hd.Log.Device)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return nil, refuse(http.StatusUnauthorized, wire.KindUnknown, "Perangkat ini belum terdaftar di pusat kabupaten.", nil)
	case d.village != hd.Log.Village:
		return nil, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini terdaftar untuk desa lain.", nil)
	}
	b, err := bundle.Read(data, d.verifier)
	if err != nil {
		return nil, refuseBundle(err)
	}
	if !plainSignature(b.Note) {
		return nil, refuseBundle(bundle.ErrSignature)
	}
	if d.revoked && (hd.Log.Audience != kampung.AudienceKabupaten || hd.Size > d.revokedAt) {
		h.alarm(ctx, hd.Log, AlarmRevoked)
		return nil, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini sudah dicabut.", nil)
	}
	sum := sha256.Sum256(data)
	return &arrival{Bundle: b, digest: hex.EncodeToString(sum[:])}, nil
}

// plainSignature reports whether a note has one signature, written in the one
// way that its bytes have. Base 64 leaves bits over in its last letter; a flip
// there would make another file of the same signature.
func plainSignature(n []byte) bool {
	_, sigs, _ := bytes.Cut(n, []byte("\n\n— "))
	line, rest, _ := strings.Cut(string(sigs), "\n")
	_, sig, _ := strings.Cut(line, " ")
	b, err := base64.StdEncoding.DecodeString(sig)
	return err == nil && rest == "" && base64.StdEncoding.EncodeToString(b) == sig
}

// refuseBundle puts what package bundle says into a refusal.
func refuseBundle(err error) *Refusal {
	switch {
	case errors.Is(err, bundle.ErrLimit):
		return refuse(http.StatusRequestEntityTooLarge, wire.KindLarge, "Paket melebihi batas; kirim dalam bagian yang lebih kecil.", err)
	case errors.Is(err, bundle.ErrSealed):
		return refuse(http.StatusMisdirectedRequest, wire.KindHub, "Paket ini disegel untuk pembaca lain.", err)
	case errors.Is(err, bundle.ErrSignature):
		return refuse(http.StatusBadRequest, wire.KindForm, "Isi paket berubah, atau tanda tangannya bukan dari perangkat ini.", err)
	case errors.Is(err, bundle.ErrForm):
		return refuse(http.StatusBadRequest, wire.KindForm, "Ini bukan paket Smart Kampung, atau paketnya terpotong.", err)
	case errors.Is(err, bundle.ErrDamaged), errors.Is(err, bundle.ErrTree):
		return refuse(http.StatusBadRequest, wire.KindForm, "Isi paket rusak atau tidak cocok dengan catatannya.", err)
	}
	return refuse(http.StatusInternalServerError, wire.KindInside, "Pusat kabupaten sedang bermasalah. Data tetap aman di komputer desa.", err)
}

// laterForm reports whether what cannot be read looks like a bundle whose body
// has a form, or whose name has a kind of log, that came after this program.
func laterForm(data []byte) bool {
	text, _, found := bytes.Cut(data[:min(len(data), bundle.MaxNote)], []byte("\n\n— "))
	lines := strings.Split(string(text), "\n")
	if !found || len(lines) < 4 || !strings.HasPrefix(lines[0], "smartkampung/") {
		return false
	}
	if _, err := bundle.ParseOrigin(lines[0]); err != nil {
		return true
	}
	for _, l := range lines[3:] {
		if form, ok := strings.CutPrefix(l, "body "); ok {
			form, _, _ = strings.Cut(form, " ")
			return form != "" && form != "age+zstd+jsonl"
		}
	}
	return false
}

// errHave ends a transaction that has nothing to write: the hub has all of it.
var errHave = errors.New("hub: already had")

// head is a log's state in the database.
type head struct {
	bundle.Checkpoint
	receipt []byte
	grown   int64 // entries by which this bundle made it longer
}

// store is the whole of a bundle's transaction. With [errHave] the head is the
// one that stands.
func (h *Hub) store(ctx context.Context, tx *sql.Tx, a *arrival) (head, error) {
	fresh, err := h.insertBundle(ctx, tx, a)
	if err != nil {
		return head{}, err
	}
	old, err := h.lockHead(ctx, tx, a.Log)
	if err != nil {
		return head{}, err
	}
	if !fresh {
		return old, errHave
	}
	if a.From > old.Size {
		return head{}, h.gap(old, a.From)
	}
	if a.Log.Audience == kampung.AudienceKabupaten {
		err = h.extendTree(ctx, tx, a, old)
	} else {
		err = h.extendUnread(ctx, tx, a, old)
	}
	if err != nil {
		return old, err
	}
	return h.writeHead(ctx, tx, a, old)
}

func (h *Hub) insertBundle(ctx context.Context, tx *sql.Tx, a *arrival) (fresh bool, err error) {
	res, err := tx.ExecContext(ctx, `INSERT INTO bundle (kab, digest, log, from_n, to_n, root, note, sealed, received) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (kab, digest) DO NOTHING`,
		h.regency, a.digest, a.Log.ID(), a.From, a.Size, a.Root[:], a.Note, a.Sealed, h.now().UnixMilli())
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// lockHead returns the log's head and keeps others from it until the end of
// the transaction; the update takes the row's lock on every database.
func (h *Hub) lockHead(ctx context.Context, tx *sql.Tx, l bundle.Log) (head, error) {
	empty, err := bundle.Root(0, bundle.NoNodes)
	if err != nil {
		return head{}, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO log (kab, id, origin, village, audience, size, root, receipt, changed) VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)
		ON CONFLICT (kab, id) DO UPDATE SET size = log.size`,
		h.regency, l.ID(), l.Origin(), l.Village, string(l.Audience), empty[:], []byte{}, h.now().UnixMilli()); err != nil {
		return head{}, err
	}
	hd, _, err := h.readHead(ctx, tx, l.ID())
	return hd, err
}

// readHead returns a log's head; known is false when there is nothing of it.
func (h *Hub) readHead(ctx context.Context, q querier, id string) (hd head, known bool, err error) {
	var origin string
	var root []byte
	err = q.QueryRowContext(ctx, `SELECT origin, size, root, receipt FROM log WHERE kab = $1 AND id = $2`, h.regency, id).
		Scan(&origin, &hd.Size, &root, &hd.receipt)
	if errors.Is(err, sql.ErrNoRows) {
		return head{}, false, nil
	}
	if err != nil {
		return head{}, false, err
	}
	if hd.Log, err = bundle.ParseOrigin(origin); err != nil {
		return head{}, false, err
	}
	if err := toHash(&hd.Root, root); err != nil {
		return head{}, false, err
	}
	hd.receipt, err = h.ring().freshReceipt(hd)
	return hd, true, err
}

func toHash(to *bundle.Hash, from []byte) error {
	if len(from) != len(to) {
		return fmt.Errorf("hub: a stored hash has %d bytes", len(from))
	}
	copy(to[:], from)
	return nil
}

func (hd head) refuse(status int, kind, title string, err error) *Refusal {
	r := refuse(status, kind, title, err)
	r.Size, r.Receipt = hd.Size, hd.receipt
	return r
}

// gap refuses a bundle that begins after the head, with a receipt that tells a
// desk without a line where to begin; also where the hub has nothing.
func (h *Hub) gap(hd head, from int64) error {
	var err error
	if hd.receipt, err = bundle.SignReceipt(bundle.Receipt{Checkpoint: hd.Checkpoint, At: h.clock(), Gap: from}, h.ring().skey); err != nil {
		return err
	}
	return hd.refuse(http.StatusConflict, wire.KindGap, fmt.Sprintf("Paket sebelumnya belum ada: pusat kabupaten baru punya %d catatan, paket ini mulai dari %d.", hd.Size, from), nil)
}

func (hd head) fork(err error) *Refusal {
	return hd.refuse(http.StatusUnprocessableEntity, wire.KindFork, "Riwayat di komputer ini berbeda dengan yang sudah diterima pusat kabupaten.", err)
}

// writeHead signs the receipt and moves the head.
func (h *Hub) writeHead(ctx context.Context, tx *sql.Tx, a *arrival, old head) (head, error) {
	at := h.clock()
	receipt, err := bundle.SignReceipt(bundle.Receipt{Checkpoint: a.Checkpoint, At: at}, h.ring().skey)
	if err != nil {
		return head{}, err
	}
	_, err = tx.ExecContext(ctx, `UPDATE log SET size = $1, root = $2, receipt = $3, changed = $4 WHERE kab = $5 AND id = $6`,
		a.Size, a.Root[:], receipt, at.UnixMilli(), h.regency, a.Log.ID())
	return head{a.Checkpoint, receipt, a.Size - old.Size}, err
}

// Receipt returns the hub's receipt for a log, by its id, and the size that it
// covers; nil when it has nothing of it.
func (h *Hub) Receipt(ctx context.Context, id string) ([]byte, int64, error) {
	hd, known, err := h.readHead(ctx, h.r, id)
	if err != nil || !known || hd.Size == 0 {
		return nil, 0, err
	}
	return hd.receipt, hd.Size, h.heads.add(hd.Checkpoint, h.clock())
}
