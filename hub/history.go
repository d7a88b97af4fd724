package hub

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// The hub keeps every bundle that brought something, byte for byte, and gives
// it to the devices of its village: to a second PC, to a new PC in the place of
// a lost one, and to a PC whose disk was put back. They open it with the
// office's key or its recovery key; of the kantor journal the hub reads nothing.

// Stored returns the stored bundle that holds the entry at a place of a log;
// nil when the log ends before it.
func (h *Hub) Stored(ctx context.Context, id string, from int64) ([]byte, error) {
	var note, sealed []byte
	err := h.r.QueryRowContext(ctx, `SELECT note, sealed FROM bundle WHERE kab = $1 AND log = $2 AND to_n > $3 AND from_n <= $3 AND sealed <> $4 ORDER BY to_n DESC LIMIT 1`,
		h.regency, id, from, []byte{}).Scan(&note, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return append(note, sealed...), nil
}

// entries answers a device's signed question for the bundle at a place of a
// log of its village. Errors are [*Refusal].
func (h *Hub) entries(ctx context.Context, id string, from int64, note []byte) ([]byte, error) {
	a, err := h.openAsk(ctx, note)
	if err != nil {
		return nil, h.asRefusal(err)
	}
	hd, known, err := h.readHead(ctx, h.r, id)
	switch {
	case err != nil:
		return nil, h.asRefusal(err)
	case known && (hd.Log.Village != a.Village || hd.Log.Audience == kampung.AudienceDesa):
		return nil, refuse(http.StatusForbidden, wire.KindRevoked, "Catatan ini milik desa lain.", nil)
	case a.From != from:
		return nil, refuse(http.StatusBadRequest, wire.KindForm, "Alamat dan permintaannya tidak cocok.", nil)
	case !known:
		return nil, nil
	}
	data, err := h.Stored(ctx, id, from)
	if err != nil {
		return nil, h.asRefusal(err)
	}
	return data, nil
}

func (h *Hub) getEntries(w http.ResponseWriter, r *http.Request) {
	note, err := wire.DecodeHeader(r.Header.Get(wire.AskHeader))
	if err != nil || len(note) == 0 {
		h.problem(w, refuse(http.StatusUnauthorized, wire.KindUnknown, "Permintaan ini tidak ditandatangani perangkat.", nil), "-")
		return
	}
	id := r.PathValue("id")
	from, err := strconv.ParseInt(r.URL.Query().Get("from"), 10, 64)
	if err != nil || from < 0 || !logIDForm.MatchString(id) {
		h.problem(w, refuse(http.StatusBadRequest, wire.KindForm, "Alamat ini tidak lengkap.", nil), wire.About(note))
		return
	}
	data, err := h.entries(r.Context(), id, from, note)
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.About(note))
		return
	}
	if data == nil {
		h.nothing(w, note, from, "")
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Digest", wire.Digest(data))
	w.Write(data) // a lost reply is asked for again
}

// nothing answers that nothing comes, signed over the question; list names the
// list of the regency's keys, where the answer is to tell it.
func (h *Hub) nothing(w http.ResponseWriter, note []byte, size int64, list string) {
	answer, err := wire.SignAnswer(wire.Answer{Status: http.StatusNoContent, Kind: wire.KindNone, About: wire.About(note), Size: size, At: h.clock(), List: list}, h.ring().skey)
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.About(note))
		return
	}
	w.Header().Set(wire.AnswerHeader, wire.EncodeHeader(answer))
	w.WriteHeader(http.StatusNoContent)
}

// villageLogs lists the logs of a village's devices with their sizes and roots.
func (h *Hub) villageLogs(ctx context.Context, village string) ([]wire.LogSize, error) {
	var out []wire.LogSize
	err := h.each(ctx, `SELECT origin, size, root FROM log WHERE kab = $1 AND village = $2 AND audience <> $3 AND size > 0 ORDER BY origin`,
		[]any{h.regency, village, string(kampung.AudienceDesa)}, func(rows *sql.Rows) error {
			var origin string
			var s wire.LogSize
			var stored []byte
			var root bundle.Hash
			err := rows.Scan(&origin, &s.Size, &stored)
			if err == nil {
				err = toHash(&root, stored)
			}
			if err != nil {
				return err
			}
			s.Root = wire.ShortRoot(root)
			s.Log, err = bundle.ParseOrigin(origin)
			out = append(out, s)
			return err
		})
	return out, err
}

// tellLogs puts the village's logs into a header where there are others than
// the asking device's two. It is a hint: what is fetched because of it is signed.
func (h *Hub) tellLogs(ctx context.Context, w http.ResponseWriter, village, device string) error {
	logs, err := h.villageLogs(ctx, village)
	others := slices.ContainsFunc(logs, func(l wire.LogSize) bool { return l.Log.Device != device })
	if err != nil || !others && len(logs) <= len(kampung.Audiences) {
		return err
	}
	w.Header().Set(wire.LogsHeader, wire.FormatLogs(logs))
	return nil
}

// receiptNow is the receipt for a log with the time of now: a desk without a line
// tells by it a hub that was put back from an old receipt.
func (h *Hub) receiptNow(ctx context.Context, id string) ([]byte, error) {
	hd, _, err := h.readHead(ctx, h.r, id)
	if err != nil {
		return nil, err
	}
	if err := h.heads.add(hd.Checkpoint, h.clock()); err != nil {
		return nil, err
	}
	return bundle.SignReceipt(bundle.Receipt{Checkpoint: hd.Checkpoint, At: h.clock()}, h.ring().skey)
}

// WriteHistory writes every stored bundle of a village's logs into a folder,
// each whole or not at all, for the village's other devices; nothing where it
// has one device that never parted from its own past. The hub's receipts for
// these logs go along in a .skr file, so that each device can tell of the others'
// entries that they are here. It returns their paths.
func (h *Hub) WriteHistory(ctx context.Context, village, dir string) ([]string, error) {
	if err := h.ownVillage(village); err != nil {
		return nil, err
	}
	logs, err := h.villageLogs(ctx, village)
	var devices int
	if err == nil {
		err = h.r.QueryRowContext(ctx, `SELECT COUNT(*) FROM device WHERE kab = $1 AND village = $2`, h.regency, village).Scan(&devices)
	}
	if err != nil {
		return nil, fmt.Errorf("hub: history: %w", err)
	}
	if devices < 2 && len(logs) <= len(kampung.Audiences) {
		return nil, nil
	}
	var files []string
	var receipts [][]byte
	for _, l := range logs {
		receipt, err := h.receiptNow(ctx, l.Log.ID())
		if err != nil {
			return files, fmt.Errorf("hub: history: %w", err)
		}
		receipts = append(receipts, receipt)
		for from := int64(0); from < l.Size; {
			data, err := h.Stored(ctx, l.Log.ID(), from)
			if err != nil {
				return files, fmt.Errorf("hub: history: %w", err)
			}
			if data == nil {
				break // it came before the hub kept bundles whole
			}
			hd, err := bundle.ReadHeader(data)
			if err != nil {
				return files, fmt.Errorf("hub: history: %w", err)
			}
			path := filepath.Join(dir, l.Log.FileName(hd.From, hd.Size))
			if old, err := os.ReadFile(path); err != nil || string(old) != string(data) {
				if err := writeWhole(path, data); err != nil {
					return files, err
				}
			}
			files = append(files, path)
			from = hd.Size
		}
	}
	path := filepath.Join(dir, village+"-kabupaten.skr")
	if err := WriteReceipts(path, bytes.Join(receipts, []byte("\n"))); err != nil {
		return files, err
	}
	return append(files, path), nil
}
