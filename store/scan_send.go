package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// WaitingScans lists the scans to ask the hub about, the oldest first: those
// that it is not known to have, are on this computer and whose records have a
// receipt; and once in [kampung.ScanCheck], or when the hub began a new log,
// some that it had, since a hub may have been put back from a copy. What is new
// is marked first.
func (s *Store) WaitingScans() (list []kampung.Scan, err error) {
	if err := s.markScans(); err != nil {
		return nil, err
	}
	err = s.read(func(v view) error {
		list = nil
		received, err := v.mark(kampung.AudienceKabupaten, "received")
		if err != nil {
			return err
		}
		b, err := v.book()
		if err != nil {
			return err
		}
		now := s.opt.Now()
		for _, m := range b.waiting {
			// A clock that was set back far does not hold a scan for ever.
			held := m.Again.After(now) && m.Again.Sub(now) <= kampung.ScanAgain
			if m.N < received.Size && !held && s.hasScan(m.SHA256) {
				list = append(list, m.scan())
			}
		}
		more, err := v.checkScans(b)
		list = append(list, more...)
		return err
	})
	return list, err
}

// checkScans lists scans that the hub had, when it is time to ask again.
func (v view) checkScans(b *scanBook) (list []kampung.Scan, err error) {
	var all scanMarks
	if _, err := v.load(bMark, scanAll, &all); err != nil {
		return nil, err
	}
	since := v.s.opt.Now().Sub(all.Checked)
	if since >= 0 && since < kampung.ScanCheck && all.Epoch == v.downOrigin() {
		return nil, nil
	}
	c := v.bucket(bMark).Cursor()
	k, _ := c.Seek(scanThere)
	if bytes.HasPrefix(all.From, scanThere) {
		if k, _ = c.Seek(all.From); !bytes.HasPrefix(k, scanThere) {
			k, _ = c.Seek(scanThere)
		}
	}
	for ; bytes.HasPrefix(k, scanThere) && len(list) < bundle.MaxScanWords; k, _ = c.Next() {
		var m scanMark
		if _, err := v.load(bMark, k, &m); err != nil {
			return nil, err
		}
		list = append(list, m.scan())
	}
	b.checkTo = slices.Clone(k)
	return list, nil
}

// ScanDiffers records that the hub got another digest out of a scan: it is sent
// again after [kampung.ScanAgain].
func (s *Store) ScanDiffers(scan kampung.Scan) error {
	return s.changeScan(scan, func(m *scanMark) { m.Again = s.opt.Now().Add(kampung.ScanAgain) })
}

// TakeScans checks the hub's word on scans and records it; newly is how many it
// has whole that it was not known to have. Where it lost one that it had, or has
// fewer than it ever said, it was put back from a copy: then it is asked about
// every scan anew. Errors: [bundle.ErrForm], [bundle.ErrSignature],
// [ErrOtherLog], [ErrNotEnrolled].
func (s *Store) TakeScans(data []byte) (newly int, err error) {
	h, err := s.Hub()
	if err != nil {
		return 0, err
	}
	r, err := bundle.OpenScans(data, h.Verifier)
	if err != nil {
		return 0, err
	}
	if r.Village != s.Village() {
		return 0, fmt.Errorf("%w: scans of %s", ErrOtherLog, r.Village)
	}
	err = s.local(func(v view) error {
		newly = 0
		return v.takeScans(r, &newly)
	})
	if err != nil {
		s.closeBook()
		return 0, err
	}
	s.tell(kampung.Change{Sync: true})
	return newly, nil
}

func (v view) takeScans(r bundle.ScanReceipt, newly *int) error {
	b, err := v.book()
	if err != nil {
		return err
	}
	var all scanMarks
	if _, err := v.load(bMark, scanAll, &all); err != nil {
		return err
	}
	lost, checked := false, false
	for _, w := range r.Scans {
		scan := kampung.Scan{SHA256: w.SHA256, Size: w.Size}
		waits, there := v.scanKey(scanWaits, scan), v.scanKey(scanThere, scan)
		switch m := b.known[string(waits)]; {
		case m != nil && w.State == bundle.ScanWhole:
			if err := v.moveScan(waits, there, scanMark{SHA256: m.SHA256, Size: m.Size, N: m.N, There: v.s.opt.Now()}); err != nil {
				return err
			}
			b.drop(string(waits))
			*newly++
		case m == nil && v.bucket(bMark).Get(there) != nil:
			lost = lost || w.State != bundle.ScanWhole
			checked = true
		}
	}
	live := r.About != "-" // an old receipt of a stick says nothing of what the hub has now
	if live && (checked || all.Checked.IsZero()) {
		all.Checked, all.From, all.Epoch = v.s.opt.Now(), b.checkTo, v.downOrigin()
	}
	if live && (lost || r.Total < all.Total) {
		if err := v.forgetScans(); err != nil {
			return err
		}
		all.Total = 0
	}
	all.Total = max(all.Total, r.Total)
	if err := v.save(bMark, []byte("contact"), mark{At: v.s.opt.Now()}); err != nil {
		return err
	}
	return v.save(bMark, scanAll, all)
}

// TakeScanList checks the hub's list of the scans that it has, which came on a
// stick, and lets those wait again that it lost since it had them: it was put
// back from a copy. Errors: those of [Store.TakeScans].
func (s *Store) TakeScanList(data []byte) error {
	h, err := s.Hub()
	if err != nil {
		return err
	}
	l, err := bundle.OpenScanList(data, h.Verifier)
	if err != nil {
		return s.signedBefore(err, func(v string) error { _, err := bundle.OpenScanList(data, v); return err })
	}
	if l.Village != s.Village() {
		return fmt.Errorf("%w: scans of %s", ErrOtherLog, l.Village)
	}
	return s.local(func(v view) error {
		now := v.s.opt.Now()
		return v.forgetScansIf(func(m scanMark) bool {
			mark, ok := bundle.ScanMark(m.SHA256)
			// An older list says nothing; a time ahead of now was a clock's error.
			newer := l.At.After(m.There) || m.There.After(now)
			return ok && newer && l.Lacks(mark)
		})
	})
}

// scanReaders is who a scan is sealed to: the hub, the office's own PCs and the
// holder of the recovery key.
func (s *Store) scanReaders(h Hub) (to, name string, also []string, err error) {
	if err := s.ensureOfficeKey(); err != nil {
		return "", "", nil, err
	}
	var office string
	err = s.read(func(v view) error {
		office, err = v.officeRecipient()
		return err
	})
	return h.Recipient, h.Name, []string{office, s.keysNow().Recovery}, err
}

// ScanChunk seals the nth chunk of a scan for the hub. Errors: [ErrNotFound],
// [ErrDamaged], [ErrNotEnrolled].
func (s *Store) ScanChunk(scan kampung.Scan, n int) ([]byte, error) {
	h, err := s.Hub()
	if err != nil {
		return nil, err
	}
	to, name, also, err := s.scanReaders(h)
	if err != nil {
		return nil, err
	}
	plain, err := s.scanPart(scan, n)
	if err != nil {
		return nil, err
	}
	keys := s.keysNow()
	return bundle.SealChunk(bundle.ChunkSealing{Village: s.Village(), Device: keys.Device, SHA256: scan.SHA256, Size: scan.Size, N: n, Plain: plain,
		ToName: name, To: to, Also: also, Signer: keys.Signer})
}

// scanPart reads one chunk of a scan's file. Every chunk but the last has the
// same length, sealed too, so its place is known.
func (s *Store) scanPart(scan kampung.Scan, n int) ([]byte, error) {
	sum, err := hex.DecodeString(scan.SHA256)
	if err != nil || !scan.Travels() {
		return nil, fmt.Errorf("%w: scan", ErrNotFound)
	}
	f, err := os.Open(s.scanPath(scan.SHA256))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%w: scan", ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("store: scan: %w", err)
	}
	defer f.Close()
	over := int64(s.scans.overhead())
	size := kampung.ScanChunkSize(scan.Size, n)
	b := make([]byte, 4+over+size)
	if _, err := f.ReadAt(b, int64(n)*(4+over+kampung.ScanChunkBytes)); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("store: scan: %w", err)
	}
	if int64(binary.LittleEndian.Uint32(b)) != over+size {
		return nil, fmt.Errorf("%w: scan is cut", ErrDamaged)
	}
	plain, err := s.scans.open(scanPlace(sum, n), b[4:])
	if err != nil {
		return nil, fmt.Errorf("scan: %w", err)
	}
	return plain, nil
}
