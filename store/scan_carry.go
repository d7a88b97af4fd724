package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// exportScans writes the scans that the hub does not have whole into a folder,
// in files of at most [bundle.PartChunks] chunks, each written aside, synced and
// read back before it gets its name. A file that is there already, whole, for
// this hub, is left as it is, so that a stick that goes to and fro is not written
// anew each time. Scans that are not on this computer are passed over.
func (s *Store) exportScans(ctx context.Context, dir string, tell kampung.Tell) (files []kampung.BundleFile, err error) {
	var list []kampung.Scan
	err = s.read(func(v view) error {
		list = nil
		b, err := v.book()
		if err != nil {
			return err
		}
		for _, m := range b.waiting {
			list = append(list, m.scan())
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, scan := range list {
		tell.Say(kampung.StepPack, int64(i), int64(len(list)), kampung.OfScans)
		if err := ctx.Err(); err != nil {
			return files, err
		}
		one, err := s.exportScan(dir, scan)
		files = append(files, one...)
		if errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged) {
			continue
		}
		if err == nil {
			err = s.changeScan(scan, func(m *scanMark) { m.Packed = true })
		}
		if err != nil {
			return files, err
		}
	}
	if len(list) > 0 {
		tell.Say(kampung.StepPack, int64(len(list)), int64(len(list)), kampung.OfScans)
	}
	return files, nil
}

func (s *Store) exportScan(dir string, scan kampung.Scan) (files []kampung.BundleFile, err error) {
	village, device := s.Village(), s.keysNow().Device
	for from := 0; from < kampung.ScanChunks(scan.Size); from += bundle.PartChunks {
		to := min(from+bundle.PartChunks, kampung.ScanChunks(scan.Size))
		path := filepath.Join(dir, fmt.Sprintf("%s-%.8s-lampiran-%.16s-%03d-%03d.skf", village, device, scan.SHA256, from, to))
		if err := s.exportPart(path, scan, from, to); err != nil {
			return files, err
		}
		info, err := os.Stat(path)
		if err != nil {
			return files, fmt.Errorf("store: scan on the stick: %w", err)
		}
		files = append(files, kampung.BundleFile{File: path, Scan: scan.SHA256, From: int64(from), To: int64(to), Bytes: info.Size()})
	}
	return files, nil
}

func (s *Store) exportPart(path string, scan kampung.Scan, from, to int) error {
	if s.goodPart(path, scan, from, to) == nil {
		return nil
	}
	var data []byte
	for n := from; n < to; n++ {
		part, err := s.ScanChunk(scan, n)
		if err != nil {
			return err
		}
		data = append(data, part...)
	}
	if err := WriteFile(path, data); err != nil {
		return diskError("write scan", err)
	}
	if err := s.goodPart(path, scan, from, to); err != nil {
		os.Remove(path)
		return fmt.Errorf("store: scan on the stick is not what was written: %w", err)
	}
	return nil
}

// goodPart reads a file of chunks back: every chunk whole, signed by this device
// and for this hub.
func (s *Store) goodPart(path string, scan kampung.Scan, from, to int) error {
	h, err := s.Hub()
	if err != nil {
		return err
	}
	if info, err := os.Stat(path); err != nil || info.Size() > bundle.MaxPart {
		return fmt.Errorf("%w: %w", bundle.ErrForm, errors.Join(err))
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("store: read scan back: %w", err)
	}
	parts, err := bundle.SplitChunks(data)
	if err != nil {
		return err
	}
	if len(parts) != to-from {
		return fmt.Errorf("%w: %d chunks", bundle.ErrForm, len(parts))
	}
	for i, p := range parts {
		c, err := bundle.ReadChunk(p, s.keysNow().Verifier)
		if err != nil {
			return err
		}
		if c.SHA256 != scan.SHA256 || c.Size != scan.Size || c.N != from+i || c.To != h.Recipient {
			return fmt.Errorf("%w: chunk of another scan", bundle.ErrForm)
		}
	}
	return nil
}

// MissingScans lists the scans that requests name and that are not on this
// computer: another PC of the office recorded them, this one is new, or its
// folder of scans was lost.
func (s *Store) MissingScans() (list []kampung.Scan, err error) {
	var all []kampung.Scan
	err = s.read(func(v view) error {
		logs, err := v.farLogs()
		if err != nil {
			return err
		}
		shelves := []shelf{own(kampung.AudienceKabupaten)}
		for _, l := range logs {
			if l.Audience == kampung.AudienceKabupaten {
				shelves = append(shelves, v.farShelves(l)...)
			}
		}
		all = nil
		for _, x := range shelves {
			scans, err := v.scansOn(x)
			if err != nil {
				return err
			}
			all = append(all, scans...)
		}
		return nil
	})
	seen := map[string]bool{}
	for _, scan := range all {
		key := fmt.Sprint(scan.SHA256, scan.Size)
		if !seen[key] && scan.Travels() && !s.hasScan(scan.SHA256) {
			list = append(list, scan)
		}
		seen[key] = true
	}
	return list, err
}

// fetchedPath is where a chunk waits, sealed as it came, until the scan
// is whole.
func (s *Store) fetchedPath(sha string, n int) string {
	return fmt.Sprintf("%s.%d.skc", s.scanPath(sha), n)
}

// FetchedChunks says which chunks of a scan came back from the hub already.
func (s *Store) FetchedChunks(scan kampung.Scan) (bundle.ChunkSet, error) {
	have := bundle.NewChunkSet(scan.Size)
	for n := range kampung.ScanChunks(scan.Size) {
		if _, err := os.Stat(s.fetchedPath(scan.SHA256, n)); err == nil {
			have.Add(n)
		}
	}
	return have, nil
}

// TakeChunk keeps a chunk that a PC of the office sealed and that came back from
// the hub; the last one makes the scan whole. Errors: [bundle.ErrForm],
// [bundle.ErrSignature], [bundle.ErrSealed], [ErrStranger], [ErrOtherLog],
// [ErrDamaged] when another digest came out, in which case all of it is fetched
// again.
func (s *Store) TakeChunk(data []byte) error {
	c, _, err := s.openChunk(data)
	if err != nil {
		return err
	}
	scan := kampung.Scan{SHA256: c.SHA256, Size: c.Size}
	if s.hasScan(scan.SHA256) {
		return nil
	}
	if err := enoughSpace(s.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(s.scanPath(c.SHA256)), 0o700); err != nil {
		return diskError("scan folder", err)
	}
	if err := WriteFile(s.fetchedPath(c.SHA256, c.N), data); err != nil {
		return diskError("scan", err)
	}
	have, err := s.FetchedChunks(scan)
	if err != nil || have.Bytes(scan.Size) < scan.Size {
		return err
	}
	return s.joinChunks(scan)
}

// openChunk judges and opens a chunk that a PC of the office sealed.
func (s *Store) openChunk(data []byte) (c bundle.SealedChunk, plain []byte, err error) {
	hd, err := bundle.ReadChunkHeader(data)
	if err != nil {
		return c, nil, err
	}
	if hd.Village != s.Village() {
		return c, nil, fmt.Errorf("%w: scan of %s", ErrOtherLog, hd.Village)
	}
	err = s.read(func(v view) error {
		verifier, err := v.verifier(hd.Device)
		if err != nil {
			return err
		}
		if c, err = bundle.ReadChunk(data, verifier); err != nil {
			return err
		}
		ids, err := v.identities()
		if err == nil {
			plain, err = c.Open(ids...)
		}
		return err
	})
	return c, plain, err
}

// joinChunks makes a scan of its chunks and takes them away.
func (s *Store) joinChunks(scan kampung.Scan) error {
	var whole bytes.Buffer
	for n := range kampung.ScanChunks(scan.Size) {
		data, err := os.ReadFile(s.fetchedPath(scan.SHA256, n))
		if err != nil {
			return fmt.Errorf("store: scan: %w", err)
		}
		c, plain, err := s.openChunk(data)
		if err == nil && (c.SHA256 != scan.SHA256 || c.Size != scan.Size || c.N != n) {
			err = fmt.Errorf("%w: chunk of another scan", ErrDamaged)
		}
		if err != nil {
			os.Remove(s.fetchedPath(scan.SHA256, n))
			return err
		}
		whole.Write(plain)
	}
	var err error
	if sum := sha256.Sum256(whole.Bytes()); hex.EncodeToString(sum[:]) != scan.SHA256 {
		err = fmt.Errorf("%w: scan came back with another digest", ErrDamaged)
	} else if _, err = s.SaveScan("", "", whole.Bytes()); err != nil {
		return err
	}
	for n := range kampung.ScanChunks(scan.Size) {
		os.Remove(s.fetchedPath(scan.SHA256, n))
	}
	if err == nil {
		s.tell(kampung.Change{Sync: true})
	}
	return err
}
