package hub

import (
	"bytes"
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
	Log     string // origin
	From    int64
	To      int64
	Entries int64
	Receipt []byte
	Note    string
	Err     error
}

// Import takes in .skb files and the .skb files of folders, of any mix of
// villages and in any order. Every file is told to report; other files of a
// folder are passed over. It returns the newest receipt of each log that it
// met, one after the other, as the bytes of a .skr file.
func (h *Hub) Import(ctx context.Context, paths []string, report func(Imported)) ([]byte, error) {
	files, err := findBundles(paths, report)
	if err != nil {
		return nil, err
	}
	newest := map[string][]byte{}
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		im := h.importOne(ctx, f)
		if im.Receipt != nil {
			if r, err := bundle.ReadReceipt(im.Receipt); err == nil {
				newest[r.Log.Origin()] = im.Receipt
			}
		}
		report(im)
	}
	var out [][]byte
	for _, origin := range slices.Sorted(maps.Keys(newest)) {
		out = append(out, newest[origin])
	}
	return bytes.Join(out, []byte("\n")), nil
}

// skb is a file to take in, with its place for sorting.
type skb struct {
	path   string
	origin string
	from   int64
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
			case strings.EqualFold(filepath.Ext(file), ".skb"):
				out = append(out, placeOf(file))
			default:
				report(Imported{File: file, Note: "bukan paket Smart Kampung, dilewati"})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b skb) int {
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
	hd, err := bundle.ReadHeader(start)
	if err != nil {
		return skb{path: path}
	}
	return skb{path, hd.Log.Origin(), hd.From}
}

func (h *Hub) importOne(ctx context.Context, f skb) Imported {
	im := Imported{File: f.path, Log: f.origin}
	data, err := readFile(f.path)
	if err != nil {
		im.Err = err
		return im
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
		return im
	}
	im.From, im.To, im.Entries, im.Receipt = t.From, t.To, t.To-t.From, t.Receipt
	return im
}

// readFile reads at most one byte more than a bundle may have; Ingest refuses
// that much.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("hub: import: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxBody+1))
	if err != nil {
		return nil, fmt.Errorf("hub: import: %w", err)
	}
	return data, nil
}

// WriteReceipts writes a .skr file: whole and on disk, or not at all.
func WriteReceipts(path string, receipts []byte) error { return writeWhole(path, receipts) }
