package hub

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// DefaultShelf is how many bytes of scans, plain, a village may keep at the hub
// unless hub.conf says otherwise: some ten years of an office with 30 requests
// a day.
const DefaultShelf = 32 << 30

// keeping is what bounds the keeping of scans.
type keeping struct {
	slots  chan struct{} // chunks being opened and stored; few, for records come first
	bodies chan struct{} // chunks being read
	limit  int64         // bytes of a village
	room   func(dir string) (free int64, err error)
	write  func(w io.Writer, data []byte) (int, error) // lets a test fill the disk; nil otherwise
}

func newKeeping() keeping {
	return keeping{slots: make(chan struct{}, 4), bodies: make(chan struct{}, 64), limit: DefaultShelf, room: freeBytes}
}

// setShelf takes the limit of hub.conf, in GB; empty leaves it.
func (h *Hub) setShelf(text string) error {
	if text == "" {
		return nil
	}
	gb, err := strconv.ParseInt(text, 10, 32)
	if err != nil || gb < 0 {
		return fmt.Errorf("hub: %s: scans %.20q is no number of GB", fileConf, text)
	}
	h.keep.limit = gb << 30
	return nil
}

// scanReserve is left free on the disk for records: scans are refused first.
const scanReserve = 512 << 20

// AlarmScan: the chunks of a scan were all there, and another digest came out.
const AlarmScan = "scan"

// shelved is a scan that an accepted entry of the village names.
type shelved struct {
	village, sha string
	size         int64
	have         bundle.ChunkSet
	state        bundle.ScanState // empty while chunks are missing
}

func (r shelved) complete() bool { return r.have.Bytes(r.size) == r.size }

// nameScans notes the scans that requests name, so that their chunks are taken.
func (h *Hub) nameScans(ctx context.Context, tx *sql.Tx, village string, requests []reading, at int64) error {
	var rows [][]any
	seen := map[string]bool{}
	for _, r := range requests {
		for _, s := range r.scans() {
			key := fmt.Sprint(s.SHA256, s.Size)
			if !s.Travels() || seen[key] {
				continue
			}
			seen[key] = true
			rows = append(rows, []any{h.regency, village, s.SHA256, s.Size, bundle.NewChunkSet(s.Size).String(), "", at, at})
		}
	}
	return h.insertMany(ctx, tx, `INSERT INTO scan (kab, village, sha256, size, have, state, named, changed)`, `ON CONFLICT (kab, village, sha256, size) DO NOTHING`, rows)
}

// nameOldScans notes what entries name that came before the hub kept scans.
func (h *Hub) nameOldScans(ctx context.Context, tx *sql.Tx) error {
	byVillage := map[string][]reading{}
	rows, err := tx.QueryContext(ctx, `SELECT entry.village, line.line FROM entry
		JOIN line ON line.kab = entry.kab AND line.log = entry.log AND line.n = entry.n
		WHERE entry.kab = $1 AND entry.kind IN ($2, $3)`, h.regency, kampung.KindRequest, kampung.KindAttach)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var village string
		var line []byte
		if err := rows.Scan(&village, &line); err != nil {
			return err
		}
		p, err := kampung.ParseEntry(line)
		if err != nil {
			continue // verify tells of it
		}
		if r := readEntry(p); len(r.scans()) > 0 {
			byVillage[village] = append(byVillage[village], r)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for village, requests := range byVillage {
		if err := h.nameScans(ctx, tx, village, requests, h.now().UnixMilli()); err != nil {
			return err
		}
	}
	return nil
}

// findScan reads a scan's row; known is false where no accepted entry of the
// village names it.
func (h *Hub) findScan(ctx context.Context, q querier, village, sha string, size int64) (r shelved, known bool, err error) {
	r = shelved{village: village, sha: sha, size: size}
	var have string
	err = q.QueryRowContext(ctx, `SELECT have, state FROM scan WHERE kab = $1 AND village = $2 AND sha256 = $3 AND size = $4`, h.regency, village, sha, size).Scan(&have, &r.state)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err == nil {
		r.have, err = bundle.ParseChunkSet(have, size)
	}
	return r, err == nil, err
}

// lockShelf returns what a village's scans take and how many are whole, and
// keeps others from changing them until the end of the transaction.
func (h *Hub) lockShelf(ctx context.Context, tx *sql.Tx, village string) (bytes, whole int64, err error) {
	_, err = tx.ExecContext(ctx, `INSERT INTO shelf (kab, village, bytes, whole) VALUES ($1, $2, 0, 0) ON CONFLICT (kab, village) DO UPDATE SET whole = shelf.whole`, h.regency, village)
	if err != nil {
		return 0, 0, err
	}
	return h.shelf(ctx, tx, village)
}

// shelf is lockShelf without the lock; nothing kept is zero.
func (h *Hub) shelf(ctx context.Context, q querier, village string) (bytes, whole int64, err error) {
	err = q.QueryRowContext(ctx, `SELECT bytes, whole FROM shelf WHERE kab = $1 AND village = $2`, h.regency, village).Scan(&bytes, &whole)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	return bytes, whole, err
}

// saveScan writes a scan's row and its village's shelf, which is locked.
func (h *Hub) saveScan(ctx context.Context, tx *sql.Tx, r shelved, bytes, whole int64) error {
	if _, err := tx.ExecContext(ctx, `UPDATE scan SET have = $1, state = $2, changed = $3 WHERE kab = $4 AND village = $5 AND sha256 = $6 AND size = $7`,
		r.have.String(), string(r.state), h.now().UnixMilli(), h.regency, r.village, r.sha, r.size); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE shelf SET bytes = $1, whole = $2 WHERE kab = $3 AND village = $4`, bytes, whole, h.regency, r.village)
	return err
}

// TakeChunk takes in one chunk of a scan: authenticates it, checks that it
// opens, keeps it and says what the hub has of the scan now. A chunk that is
// there already changes nothing. It is refused when no accepted entry of the
// village names the scan: records come first. Errors are [*Refusal], and
// nothing of the chunk was kept then.
func (h *Hub) TakeChunk(ctx context.Context, data []byte) (village string, w bundle.ScanWord, err error) {
	r, err := h.takeChunk(ctx, data)
	if err != nil {
		bad := h.asRefusal(err)
		h.count(`smartkampung_chunks_total{result="` + bad.Kind + `"}`)
		h.log.Warn("chunk refused", "status", bad.Status, "kind", bad.Kind, "err", bad.Err)
		return "", w, bad
	}
	h.count(`smartkampung_chunks_total{result="taken"}`)
	return r.village, h.word(r), nil
}

func (h *Hub) takeChunk(ctx context.Context, data []byte) (shelved, error) {
	c, err := h.authenticateChunk(ctx, data)
	if err != nil {
		return shelved{}, err
	}
	r, known, err := h.findScan(ctx, h.r, c.Village, c.SHA256, c.Size)
	if err != nil {
		return r, err
	}
	if !known {
		return r, refuse(http.StatusNotFound, wire.KindNone, "Lampiran ini belum disebut permohonan yang sudah diterima kabupaten. Kirim dulu catatannya.", nil)
	}
	h.seen(ctx, c.Device)
	if h.present(r).Has(c.N) {
		return h.finish(ctx, r, c.Device)
	}
	select {
	case h.keep.slots <- struct{}{}:
		defer func() { <-h.keep.slots }()
	case <-ctx.Done():
		return r, ctx.Err()
	}
	plain, err := c.Open(h.ring().ids...)
	if err != nil {
		return r, refuseBundle(err)
	}
	kept, _, err := h.shelf(ctx, h.r, c.Village)
	if err == nil {
		err = h.roomFor(kept, int64(len(plain)))
	}
	if err == nil {
		err = h.keepChunk(c.Chunk, data)
	}
	if err == nil {
		r, err = h.noteChunk(ctx, c.Chunk)
	}
	if err != nil {
		return r, err
	}
	return h.finish(ctx, r, c.Device)
}

// authenticateChunk finds whose chunk it is and checks that device's signature.
// Nothing is decrypted.
func (h *Hub) authenticateChunk(ctx context.Context, data []byte) (bundle.SealedChunk, error) {
	hd, err := bundle.ReadChunkHeader(data)
	switch {
	case errors.Is(err, bundle.ErrVersion):
		return bundle.SealedChunk{}, refuse(http.StatusUpgradeRequired, wire.KindVersion, "Lampiran ini dikemas oleh aplikasi yang lebih baru daripada pusat kabupaten.", err)
	case err != nil:
		return bundle.SealedChunk{}, refuseBundle(err)
	case !h.ring().opens[hd.To]:
		return bundle.SealedChunk{}, refuse(http.StatusMisdirectedRequest, wire.KindHub, "Lampiran ini ditujukan untuk pusat lain.", nil)
	}
	d, err := h.whoWrites(ctx, hd.Device, hd.Village)
	if err != nil {
		return bundle.SealedChunk{}, err
	}
	c, err := bundle.ReadChunk(data, d.verifier)
	if err != nil {
		return c, refuseBundle(err)
	}
	if d.revoked {
		h.alarm(ctx, bundle.Log{Village: c.Village, Device: c.Device, Epoch: "00000000", Audience: kampung.AudienceKabupaten}, AlarmRevoked)
		return c, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini sudah dicabut.", nil)
	}
	return c, nil
}

// whoWrites finds a device of a village, which may be revoked.
func (h *Hub) whoWrites(ctx context.Context, id, village string) (device, error) {
	d, known, err := h.device(ctx, h.r, id)
	switch {
	case err != nil:
		return d, err
	case !known:
		return d, refuse(http.StatusUnauthorized, wire.KindUnknown, "Perangkat ini belum terdaftar di pusat kabupaten.", nil)
	case d.village != village:
		return d, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini terdaftar untuk desa lain.", nil)
	}
	return d, nil
}

// roomFor refuses a chunk for which there is no room: on the village's shelf,
// or on the disk, of which a part is kept for records.
func (h *Hub) roomFor(kept, more int64) error {
	if kept+more > h.keep.limit {
		return refuse(http.StatusInsufficientStorage, wire.KindFull, "Tempat lampiran untuk desa ini di pusat kabupaten sudah penuh. Data tetap aman di komputer desa.", nil)
	}
	if free, err := h.keep.room(h.dir); err == nil && free < scanReserve {
		return refuse(http.StatusInsufficientStorage, wire.KindFull, "Penyimpanan di pusat kabupaten hampir penuh, jadi lampiran menunggu. Data tetap aman di komputer desa.", nil)
	}
	return nil
}

// noteChunk notes a chunk whose file is on the disk.
func (h *Hub) noteChunk(ctx context.Context, c bundle.Chunk) (r shelved, err error) {
	err = h.tx(ctx, func(tx *sql.Tx) error {
		bytes, whole, err := h.lockShelf(ctx, tx, c.Village)
		if err != nil {
			return err
		}
		if r, _, err = h.findScan(ctx, tx, c.Village, c.SHA256, c.Size); err != nil {
			return err
		}
		before := r.have.Bytes(r.size)
		r.have = h.present(r) // files may be gone; those are waited for again
		r.have.Add(c.N)
		more := r.have.Bytes(r.size) - before
		if err := h.roomFor(bytes, more); err != nil {
			return err
		}
		bytes += more
		if r.state == bundle.ScanWhole {
			whole-- // it is judged anew
		}
		r.state = ""
		return h.saveScan(ctx, tx, r, bytes, whole)
	})
	return r, err
}

// finish judges a scan whose chunks are all there and that was not judged yet:
// after the last chunk, or when a crash came between.
func (h *Hub) finish(ctx context.Context, r shelved, device string) (shelved, error) {
	if r.state != "" || !r.complete() {
		return r, nil
	}
	sum := sha256.New()
	err := h.copyScan(ctx, sum, r)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil // a file is gone; its chunk is waited for again
	}
	if err != nil && !errors.Is(err, errChunk) {
		return r, err
	}
	right := err == nil && hex.EncodeToString(sum.Sum(nil)) == r.sha
	err = h.tx(ctx, func(tx *sql.Tx) error {
		bytes, whole, err := h.lockShelf(ctx, tx, r.village)
		if err != nil {
			return err
		}
		now, _, err := h.findScan(ctx, tx, r.village, r.sha, r.size)
		if err != nil || now.state != "" || !now.complete() {
			r = now // somebody else was faster
			return err
		}
		if right {
			r.state = bundle.ScanWhole
			return h.saveScan(ctx, tx, r, bytes, whole+1)
		}
		bytes -= r.size
		r.state, r.have = bundle.ScanDiffers, bundle.NewChunkSet(r.size)
		return h.saveScan(ctx, tx, r, bytes, whole)
	})
	if err != nil || r.state != bundle.ScanDiffers {
		return r, err
	}
	h.dropChunks(r)
	h.alarm(ctx, bundle.Log{Village: r.village, Device: device, Epoch: "00000000", Audience: kampung.AudienceKabupaten}, AlarmScan)
	return r, refuse(http.StatusUnprocessableEntity, wire.KindDigest, "Semua bagian lampiran ini sampai, tetapi isinya tidak cocok dengan yang dicatat desa. Bagian-bagiannya dibuang dan lampiran ini ditunggu lagi.", nil)
}

// errChunk says that a stored chunk is not what was taken in.
var errChunk = errors.New("hub: a stored chunk is damaged")

// copyScan writes the plain bytes of a scan whose chunks are all there. Errors
// wrap [errChunk] when one of them is damaged.
func (h *Hub) copyScan(ctx context.Context, w io.Writer, r shelved) error {
	verifiers := map[string]string{}
	verifier := func(id string) (string, error) {
		if v, ok := verifiers[id]; ok {
			return v, nil
		}
		d, _, err := h.device(ctx, h.r, id)
		verifiers[id] = d.verifier
		return d.verifier, err
	}
	for n := range kampung.ScanChunks(r.size) {
		if err := ctx.Err(); err != nil {
			return err
		}
		plain, err := h.readChunk(r, n, verifier)
		switch {
		case errors.Is(err, bundle.ErrDamaged), errors.Is(err, bundle.ErrForm), errors.Is(err, bundle.ErrLimit), errors.Is(err, bundle.ErrSignature), errors.Is(err, bundle.ErrSealed), errors.Is(err, bundle.ErrVersion):
			return fmt.Errorf("%w: chunk %d: %w", errChunk, n, err)
		case err != nil:
			return err
		}
		if _, err := w.Write(plain); err != nil {
			return err
		}
	}
	return nil
}
