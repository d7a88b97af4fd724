package hub

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// dirScan holds the chunks of scans, dirPart those that are being written.
const (
	dirScan = "scan"
	dirPart = ".part"
)

// chunkPath is where a chunk lies: scan/VILLAGE/ab/ab…-SIZE-N.skc, byte for byte
// as the device sealed it. Files and not rows: copies of a database stay small,
// and a copy of the folder need only take what is new.
func (h *Hub) chunkPath(village, sha string, size int64, n int) string {
	return filepath.Join(h.dir, dirScan, village, sha[:2], sha+"-"+strconv.FormatInt(size, 10)+"-"+strconv.Itoa(n)+".skc")
}

// keepChunk writes a chunk to its place: whole and on the disk, or not at all.
func (h *Hub) keepChunk(c bundle.Chunk, data []byte) error {
	path := h.chunkPath(c.Village, c.SHA256, c.Size, c.N)
	if err := h.makeDirs(filepath.Join(dirScan, c.Village, c.SHA256[:2]), filepath.Join(dirScan, dirPart)); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Join(h.dir, dirScan, dirPart), "*.skc")
	if err != nil {
		return fmt.Errorf("hub: keep chunk: %w", err)
	}
	if h.keep.write != nil {
		_, err = h.keep.write(f, data)
	} else {
		_, err = f.Write(data)
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("hub: keep chunk: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// makeDirs makes folders below the data directory, so that they are there after
// a power cut too.
func (h *Hub) makeDirs(paths ...string) error {
	for _, p := range paths {
		if _, err := os.Stat(filepath.Join(h.dir, p)); err == nil {
			continue
		}
		at := h.dir
		for _, part := range splitPath(p) {
			next := filepath.Join(at, part)
			err := os.Mkdir(next, 0o700)
			if err == nil {
				err = syncDir(at)
			}
			if err != nil && !errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("hub: keep chunk: %w", err)
			}
			at = next
		}
	}
	return nil
}

func splitPath(p string) []string {
	dir, last := filepath.Split(p)
	if dir == "" {
		return []string{last}
	}
	return append(splitPath(filepath.Clean(dir)), last)
}

// partAge is how old a file must be that was begun and not finished, before a
// start of the hub takes it away: another process may be writing it.
const partAge = time.Hour

// dropParts takes away what a crash left half written.
func (h *Hub) dropParts() {
	parts, _ := os.ReadDir(filepath.Join(h.dir, dirScan, dirPart))
	for _, p := range parts {
		if info, err := p.Info(); err == nil && time.Since(info.ModTime()) > partAge {
			os.Remove(filepath.Join(h.dir, dirScan, dirPart, p.Name()))
		}
	}
}

// present leaves in a scan's set the chunks whose files are there: files may be
// missing after a database was put back alone.
func (h *Hub) present(r shelved) bundle.ChunkSet {
	out := bundle.NewChunkSet(r.size)
	for n := range kampung.ScanChunks(r.size) {
		if !r.have.Has(n) {
			continue
		}
		if info, err := os.Stat(h.chunkPath(r.village, r.sha, r.size, n)); err == nil && info.Size() > 0 {
			out.Add(n)
		}
	}
	return out
}

// dropChunks takes a scan's files away.
func (h *Hub) dropChunks(r shelved) {
	for n := range kampung.ScanChunks(r.size) {
		os.Remove(h.chunkPath(r.village, r.sha, r.size, n))
	}
}

// loadChunk reads a chunk's file and checks that its note is of this chunk.
func (h *Hub) loadChunk(r shelved, n int) (bundle.Chunk, []byte, error) {
	f, err := os.Open(h.chunkPath(r.village, r.sha, r.size, n))
	if err != nil {
		return bundle.Chunk{}, nil, fmt.Errorf("hub: read chunk: %w", err)
	}
	defer f.Close()
	data, err := readAtMost(f, bundle.MaxChunk)
	if err != nil {
		return bundle.Chunk{}, nil, fmt.Errorf("hub: read chunk: %w", err)
	}
	c, err := bundle.ReadChunkHeader(data)
	if err == nil && (c.Village != r.village || c.SHA256 != r.sha || c.Size != r.size || c.N != n) {
		err = fmt.Errorf("%w: a chunk of another scan", bundle.ErrDamaged)
	}
	return c, data, err
}

// readChunk opens a stored chunk; verifier finds the key that must have signed
// it.
func (h *Hub) readChunk(r shelved, n int, verifier func(device string) (string, error)) ([]byte, error) {
	hd, data, err := h.loadChunk(r, n)
	if err != nil {
		return nil, err
	}
	vkey, err := verifier(hd.Device)
	if err != nil {
		return nil, err
	}
	c, err := bundle.ReadChunk(data, vkey)
	if err != nil {
		return nil, err
	}
	return c.Open(h.ring().ids...)
}
