package hub

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"smartkampung/kampung/bundle"
)

// Imported is what became of one file. With Err it was refused and changed
// nothing; a Note is a sentence about a file that was passed over.
type Imported struct {
	File    string
	Device  string // that a request file enrolled, or did not
	Log     string // origin
	From    int64
	To      int64
	Entries int64
	Receipt []byte
	Scan    string // digest of the scan of a file of chunks (.skf)
	Chunks  int    // of it that are here now
	Note    string
	Err     error
}

// Import takes in bundles (.skb), scans (.skf) and requests of devices (.skd),
// files and those of folders, of any mix of villages and in any order: requests
// go first and scans last. Every file is told to report; other files of a folder
// are passed over. It returns the bytes of a .skr file: the newest receipt of each
// log that it met, the hub's word on each scan, a list of the scans that it has of
// each village that it met, and the answers to requests,
// between the hub's keys and the list of the regency's keys; see [Hub.Carry].
// It is empty where there is nothing to answer.
func (h *Hub) Import(ctx context.Context, paths []string, report func(Imported)) ([]byte, error) {
	files, err := findBundles(paths, report)
	if err != nil {
		return nil, err
	}
	newest, met, villages := map[string][]byte{}, importedScans{}, map[string]bool{}
	var out [][]byte
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if f.scan {
			report(h.importScan(ctx, f.path, met))
			continue
		}
		im, answer := h.importOne(ctx, f)
		if answer != nil {
			out = append(out, answer)
		}
		if im.Receipt != nil {
			if r, err := bundle.ReadReceipt(im.Receipt); err == nil {
				newest[r.Log.Origin()] = im.Receipt
				villages[r.Log.Village] = true
			}
		}
		report(im)
	}
	for _, origin := range slices.Sorted(maps.Keys(newest)) {
		out = append(out, newest[origin])
	}
	words, err := met.receipts(ctx, h)
	if err != nil {
		return nil, err
	}
	out = append(out, words...)
	for village := range met {
		villages[village] = true
	}
	for _, village := range slices.Sorted(maps.Keys(villages)) {
		lists, err := h.scanLists(ctx, village)
		if err != nil {
			return nil, err
		}
		out = append(out, lists...)
	}
	if len(out) == 0 {
		return nil, nil
	}
	return h.Carry(ctx, out...)
}

// skb is a file to take in, with its place for sorting; a request has no origin
// and so comes first.
type skb struct {
	path    string
	scan    bool // chunks of a scan: after all records
	origin  string
	from    int64
	request bool
}

// findBundles lists the files, those of one log by their place.
func findBundles(paths []string, report func(Imported)) ([]skb, error) {
	var out []skb
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("hub: import: %w", err)
		}
		if !st.IsDir() {
			out = append(out, placeOf(p))
			continue
		}
		entries, err := os.ReadDir(p)
		if err != nil {
			return nil, fmt.Errorf("hub: import: %w", err)
		}
		for _, e := range entries {
			file := filepath.Join(p, e.Name())
			switch {
			case e.IsDir():
			case slices.Contains([]string{".skb", ".skf", ".skd"}, strings.ToLower(filepath.Ext(file))):
				out = append(out, placeOf(file))
			default:
				report(Imported{File: file, Note: "bukan paket Smart Kampung, dilewati"})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b skb) int {
		if a.scan != b.scan {
			if a.scan {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.origin, b.origin), cmp.Compare(a.from, b.from))
	})
	return out, nil
}

func placeOf(path string) skb {
	f, err := os.Open(path)
	if err != nil {
		return skb{path: path}
	}
	defer f.Close()
	start, err := io.ReadAll(io.LimitReader(f, bundle.MaxNote))
	if err != nil {
		return skb{path: path}
	}
	if bundle.IsChunk(start) || strings.EqualFold(filepath.Ext(path), ".skf") {
		return skb{path: path, scan: true}
	}
	hd, err := bundle.ReadHeader(start)
	if err != nil {
		return skb{path: path, request: isRequest(start)}
	}
	return skb{path: path, origin: hd.Log.Origin(), from: hd.From}
}

// importOne takes in a file; answer is the note for a device that asks to
// enrol.
func (h *Hub) importOne(ctx context.Context, f skb) (im Imported, answer []byte) {
	im = Imported{File: f.path, Log: f.origin}
	data, err := readFile(f.path, maxBody)
	if err != nil {
		im.Err = err
		return im, nil
	}
	if f.request {
		q, answer, err := h.EnrolFile(ctx, data)
		im.Device, im.Err = q.Device, err
		return im, answer
	}
	t, err := h.Ingest(ctx, data)
	var r *Refusal
	if errors.As(err, &r) {
		if len(r.Receipt) > 0 {
			im.Receipt = r.Receipt // tells the desk where to send from
		}
	}
	if err != nil {
		im.Err = err
		return im, nil
	}
	im.From, im.To, im.Entries, im.Receipt = t.From, t.To, t.To-t.From, t.Receipt
	return im, nil
}

// readFile reads at most one byte more than a file of its kind may have, which
// is then refused.
func readFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("hub: import: %w", err)
	}
	defer f.Close()
	data, err := readAtMost(f, limit)
	if err != nil {
		return nil, fmt.Errorf("hub: import: %w", err)
	}
	return data, nil
}

// readAtMost reads at most one byte more than a limit.
func readAtMost(r io.Reader, limit int64) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, limit+1))
}

// WriteReceipts writes a .skr file: whole and on disk, or not at all.
func WriteReceipts(path string, receipts []byte) error { return writeWhole(path, receipts) }
