package hub

import (
	"context"
	"errors"

	"maps"
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
