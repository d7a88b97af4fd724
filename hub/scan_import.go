package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// importedScans are the scans of which an import met chunks, by village.
type importedScans map[string]map[kampung.Scan]bool

// add notes that a chunk of a scan was met.
func (m importedScans) add(c bundle.Chunk) {
	if m[c.Village] == nil {
		m[c.Village] = map[kampung.Scan]bool{}
	}
	m[c.Village][kampung.Scan{SHA256: c.SHA256, Size: c.Size}] = true
}

// receipts are the hub's signed words on those scans.
func (m importedScans) receipts(ctx context.Context, h *Hub) ([][]byte, error) {
	var out [][]byte
	for _, village := range slices.Sorted(maps.Keys(m)) {
		scans := slices.SortedFunc(maps.Keys(m[village]), func(a, b kampung.Scan) int {
			if a.SHA256 < b.SHA256 || a.SHA256 == b.SHA256 && a.Size < b.Size {
				return -1
			}
			return 1
		})
		for part := range slices.Chunk(scans, bundle.MaxScanWords) {
			r, err := h.ScanReceipt(ctx, village, "-", part)
			if err != nil {
				return nil, err
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// scanLists are the hub's signed words on which scans of a village it has whole:
// a desk without a line tells by them that the hub was put back from a copy.
func (h *Hub) scanLists(ctx context.Context, village string) ([][]byte, error) {
	var marks []uint64
	err := h.each(ctx, `SELECT sha256 FROM scan WHERE kab = $1 AND village = $2 AND state = $3 ORDER BY sha256`,
		[]any{h.regency, village, string(bundle.ScanWhole)}, func(rows *sql.Rows) error {
			var digest string
			if err := rows.Scan(&digest); err != nil {
				return err
			}
			if m, ok := bundle.ScanMark(digest); ok && (len(marks) == 0 || marks[len(marks)-1] < m) {
				marks = append(marks, m)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("hub: scans: %w", err)
	}
	var out [][]byte
	for from := uint64(0); ; {
		l := bundle.ScanList{Village: village, From: from, To: math.MaxUint64, Scans: marks[:min(len(marks), bundle.MaxScanList)], At: h.clock()}
		if marks = marks[len(l.Scans):]; len(marks) > 0 {
			l.To = marks[0] - 1
		}
		note, err := bundle.SignScanList(l, h.ring().skey)
		if err != nil {
			return nil, err
		}
		out = append(out, note)
		if len(marks) == 0 {
			return out, nil
		}
		from = l.To + 1
	}
}

// importScan takes in a file of chunks. Each is judged by itself; the first
// refusal is told, and the others are taken all the same.
func (h *Hub) importScan(ctx context.Context, path string, met importedScans) Imported {
	im := Imported{File: path}
	data, err := readFile(path, bundle.MaxPart)
	var parts [][]byte
	if err == nil && len(data) > bundle.MaxPart {
		err = bundle.ErrLimit
	}
	if err == nil {
		if parts, err = bundle.SplitChunks(data); err != nil {
			err = refuseBundle(err)
		}
	}
	if err != nil {
		im.Err = err
		return im
	}
	for _, part := range parts {
		_, _, err := h.TakeChunk(ctx, part)
		var bad *Refusal
		if err == nil || errors.As(err, &bad) && bad.Status < 500 {
			if c, aerr := h.authenticateChunk(ctx, part); aerr == nil {
				met.add(c.Chunk)
				im.Scan = c.SHA256
			}
		}
		if err != nil {
			im.Err = errors.Join(im.Err, err)
			if ctx.Err() != nil || bad != nil && bad.Status >= 500 {
				break
			}
			continue
		}
		im.Chunks++
	}
	if im.Err != nil {
		im.Err = firstRefusal(im.Err)
	}
	return im
}

// firstRefusal is the first of several refusals, whose words a person reads.
func firstRefusal(err error) error {
	var bad *Refusal
	if errors.As(err, &bad) {
		return bad
	}
	return err
}
