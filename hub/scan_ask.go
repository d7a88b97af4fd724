package hub

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// ErrNoScan is wrapped when the hub does not have a scan whole.
var ErrNoScan = errors.New("hub: scan is not here whole")

// word says what the hub has of a scan, by its row and its files.
func (h *Hub) word(r shelved) bundle.ScanWord {
	w := bundle.ScanWord{SHA256: r.sha, Size: r.size, State: bundle.ScanPartly, Have: h.present(r)}
	switch kept := w.Have.Bytes(r.size); {
	case r.state == bundle.ScanWhole && kept == r.size, r.state == bundle.ScanDiffers && kept == 0:
		w.State, w.Have = r.state, nil
	}
	return w
}

// ScanWords says what the hub has of a village's scans, in their order.
func (h *Hub) ScanWords(ctx context.Context, village string, scans []kampung.Scan) ([]bundle.ScanWord, error) {
	var out []bundle.ScanWord
	for _, s := range scans {
		if !s.Travels() {
			out = append(out, bundle.ScanWord{SHA256: s.SHA256, Size: s.Size, State: bundle.ScanUnknown})
			continue
		}
		r, known, err := h.findScan(ctx, h.r, village, s.SHA256, s.Size)
		if err == nil && known {
			var bad *Refusal
			now, ferr := h.finish(ctx, r, "") // a crash may have come between
			if r = now; ferr != nil && !errors.As(ferr, &bad) {
				err = ferr
			}
		}
		if err != nil {
			return nil, fmt.Errorf("hub: scans: %w", err)
		}
		if !known {
			out = append(out, bundle.ScanWord{SHA256: s.SHA256, Size: s.Size, State: bundle.ScanUnknown})
			continue
		}
		out = append(out, h.word(r))
	}
	return out, nil
}

// ScanReceipt is the hub's signed word on scans of a village, at most
// [bundle.MaxScanWords] of them; about is the digest of a question, or "-".
func (h *Hub) ScanReceipt(ctx context.Context, village, about string, scans []kampung.Scan) ([]byte, error) {
	words, err := h.ScanWords(ctx, village, scans)
	if err != nil {
		return nil, err
	}
	_, whole, err := h.shelf(ctx, h.r, village)
	if err != nil {
		return nil, fmt.Errorf("hub: scans: %w", err)
	}
	return bundle.SignScans(bundle.ScanReceipt{Village: village, Scans: words, Total: whole, About: about, At: h.clock()}, h.ring().skey)
}

// openScanAsk finds whose question it is and checks the signature. A revoked
// device is told nothing.
func (h *Hub) openScanAsk(ctx context.Context, note []byte) (wire.ScanAsk, error) {
	id := wire.NoteKey(note)
	d, known, err := h.device(ctx, h.r, id)
	if err != nil {
		return wire.ScanAsk{}, err
	}
	if !known {
		return wire.ScanAsk{}, refuse(http.StatusUnauthorized, wire.KindUnknown, "Perangkat ini belum terdaftar di pusat kabupaten.", nil)
	}
	a, err := wire.OpenScanAsk(note, d.verifier)
	switch {
	case err != nil || a.Device != id:
		return a, refuse(http.StatusBadRequest, wire.KindForm, "Permintaan ini tidak dapat dibaca atau tanda tangannya tidak cocok.", err)
	case a.Village != d.village:
		return a, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini terdaftar untuk desa lain.", nil)
	case d.revoked:
		return a, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini sudah dicabut.", nil)
	}
	h.seen(ctx, a.Device)
	return a, nil
}

// OpenScan returns the plain bytes of a scan that the hub has whole. Errors:
// [ErrNoScan].
func (h *Hub) OpenScan(ctx context.Context, village string, s kampung.Scan) ([]byte, error) {
	if !s.Travels() {
		return nil, fmt.Errorf("%w: %.12q", ErrNoScan, s.SHA256)
	}
	r, known, err := h.findScan(ctx, h.r, village, s.SHA256, s.Size)
	if err != nil {
		return nil, fmt.Errorf("hub: scan: %w", err)
	}
	if !known || r.state != bundle.ScanWhole {
		return nil, fmt.Errorf("%w: %.12s", ErrNoScan, s.SHA256)
	}
	select {
	case h.keep.slots <- struct{}{}:
		defer func() { <-h.keep.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	plain := bytes.NewBuffer(make([]byte, 0, s.Size))
	if err := h.copyScan(ctx, plain, r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoScan, err)
	}
	if sum := sha256.Sum256(plain.Bytes()); hex.EncodeToString(sum[:]) != s.SHA256 {
		return nil, fmt.Errorf("%w: its digest is another now", ErrNoScan)
	}
	return plain.Bytes(), nil
}

// chunkDown gives a chunk of a whole scan back as it came: who holds the
// office's key can open it, and the hub gives nobody more than the office did.
func (h *Hub) chunkDown(ctx context.Context, note []byte, sha string, n int) ([]byte, error) {
	r, err := h.askedChunk(ctx, note, sha, n)
	if err != nil {
		return nil, err
	}
	_, data, err := h.loadChunk(r, n)
	return data, err
}

// askedChunk finds the scan of a question for a chunk that is there.
func (h *Hub) askedChunk(ctx context.Context, note []byte, sha string, n int) (shelved, error) {
	a, err := h.openScanAsk(ctx, note)
	if err != nil {
		return shelved{}, err
	}
	if len(a.Scans) != 1 || a.Scans[0].SHA256 != sha {
		return shelved{}, refuse(http.StatusBadRequest, wire.KindForm, "Permintaan ini untuk lampiran lain.", nil)
	}
	r, known, err := h.findScan(ctx, h.r, a.Village, sha, a.Scans[0].Size)
	if err != nil {
		return r, err
	}
	if !known || r.state != bundle.ScanWhole || !h.present(r).Has(n) {
		return r, refuse(http.StatusNotFound, wire.KindNone, "Lampiran ini belum lengkap di pusat kabupaten.", nil)
	}
	return r, nil
}

// putChunk answers 200 with the hub's receipt when the scan is whole now, 204
// while others of its chunks are missing.
func (h *Hub) putChunk(w http.ResponseWriter, r *http.Request) {
	select {
	case h.keep.bodies <- struct{}{}:
		defer func() { <-h.keep.bodies }()
	default:
		h.problem(w, h.asRefusal(errBusy), "-")
		return
	}
	body, bad := readBody(w, r, bundle.MaxChunk)
	if bad != nil {
		h.problem(w, bad, "-")
		return
	}
	village, word, err := h.takeChunkFor(r.Context(), r.PathValue("sha256"), r.PathValue("chunk"), r.Header.Values("Content-Digest"), body)
	if err == nil && word.State == bundle.ScanWhole {
		var receipt []byte
		if receipt, err = h.ScanReceipt(r.Context(), village, wire.About(body), []kampung.Scan{{SHA256: word.SHA256, Size: word.Size}}); err == nil {
			writeText(w, receipt)
			return
		}
	}
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.About(body))
		return
	}
	h.answer(w, http.StatusNoContent, wire.KindChunk, wire.About(body), word.Have.Bytes(word.Size))
}

// takeChunkFor takes in a chunk that came to the address of one.
func (h *Hub) takeChunkFor(ctx context.Context, sha, n string, digests []string, body []byte) (string, bundle.ScanWord, error) {
	for _, d := range digests {
		if !wire.DigestMatches(d, body) {
			return "", bundle.ScanWord{}, refuse(http.StatusBadRequest, wire.KindForm, "Lampiran berubah di perjalanan; kirim sekali lagi.", nil)
		}
	}
	if c, err := bundle.ReadChunkHeader(body); err == nil && (c.SHA256 != sha || strconv.Itoa(c.N) != n) {
		return "", bundle.ScanWord{}, refuse(http.StatusBadRequest, wire.KindForm, "Bagian ini bukan dari lampiran yang disebut alamatnya.", nil)
	}
	return h.TakeChunk(ctx, body)
}

// answer writes a signed answer without a body.
func (h *Hub) answer(w http.ResponseWriter, status int, kind, about string, size int64) {
	a, err := wire.SignAnswer(wire.Answer{Status: status, Kind: kind, About: about, Size: size, At: h.clock()}, h.ring().skey)
	if err != nil {
		h.problem(w, h.asRefusal(err), about)
		return
	}
	w.Header().Set(wire.AnswerHeader, wire.EncodeHeader(a))
	w.WriteHeader(status)
}

// postScans answers which chunks of many scans are there, in one call.
func (h *Hub) postScans(w http.ResponseWriter, r *http.Request) {
	note, bad := readBody(w, r, bundle.MaxNote)
	if bad != nil {
		h.problem(w, bad, "-")
		return
	}
	a, err := h.openScanAsk(r.Context(), note)
	var receipt []byte
	if err == nil {
		receipt, err = h.ScanReceipt(r.Context(), a.Village, wire.About(note), a.Scans)
	}
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.About(note))
		return
	}
	writeText(w, receipt)
}

// getChunk gives a chunk of a whole scan back; to HEAD it only says, signed,
// that it is there.
func (h *Hub) getChunk(w http.ResponseWriter, r *http.Request) {
	note, err := wire.DecodeHeader(r.Header.Get(wire.AskHeader))
	if err != nil || len(note) == 0 {
		h.problem(w, refuse(http.StatusUnauthorized, wire.KindUnknown, "Permintaan ini tidak ditandatangani perangkat.", nil), "-")
		return
	}
	sha := r.PathValue("sha256")
	n, err := strconv.Atoi(r.PathValue("chunk"))
	if err != nil || !kampung.IsScanDigest(sha) {
		h.problem(w, refuse(http.StatusNotFound, wire.KindNone, "Alamat ini tidak ada.", nil), wire.About(note))
		return
	}
	var data []byte
	if r.Method == http.MethodHead {
		_, err = h.askedChunk(r.Context(), note, sha, n)
	} else {
		data, err = h.chunkDown(r.Context(), note, sha, n)
	}
	switch {
	case err != nil:
		h.problem(w, h.asRefusal(err), wire.About(note))
	case r.Method == http.MethodHead:
		h.answer(w, http.StatusOK, wire.KindChunk, wire.About(note), 0)
	default:
		h.count("smartkampung_down_chunks_total")
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Digest", wire.Digest(data))
		w.Write(data) // a lost reply is asked for again
	}
}

// eachScan calls f with every scan that is named, in the order of villages.
func (h *Hub) eachScan(ctx context.Context, tx *sql.Tx, f func(shelved) error) error {
	rows, err := tx.QueryContext(ctx, `SELECT village, sha256, size, have, state FROM scan WHERE kab = $1 ORDER BY village, sha256, size`, h.regency)
	if err != nil {
		return err
	}
	var all []shelved
	err = func() error {
		defer rows.Close()
		for rows.Next() {
			var r shelved
			var have string
			if err := rows.Scan(&r.village, &r.sha, &r.size, &have, &r.state); err != nil {
				return err
			}
			if r.have, err = bundle.ParseChunkSet(have, r.size); err != nil {
				return err
			}
			all = append(all, r)
		}
		return rows.Err()
	}()
	for i := 0; i < len(all) && err == nil; i++ {
		err = f(all[i])
	}
	return err
}
