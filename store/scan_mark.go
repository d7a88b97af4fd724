package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"smartkampung/kampung"
)

// Marks of scans, in the bucket of marks: one a scan, under what the hub has,
// and what is common to all. They are no entries; a database made again without
// them asks the hub about every scan.
var (
	scanWaits = []byte("scan/menunggu/")
	scanThere = []byte("scan/diterima/")
	scanAll   = []byte("scans")
)

// scanMark is a scan that a request of the journal names.
type scanMark struct {
	SHA256 string    `json:"sha256"`
	Size   int64     `json:"size"`
	N      int64     `json:"n"`                // first entry that names it
	There  time.Time `json:"there,omitzero"`   // when the hub said that it has it whole
	Again  time.Time `json:"again,omitzero"`   // not before, after another digest came out
	Packed bool      `json:"packed,omitempty"` // it is on a stick
}

func (m scanMark) scan() kampung.Scan { return kampung.Scan{SHA256: m.SHA256, Size: m.Size} }

// scanMarks is what the marks of all scans have in common.
type scanMarks struct {
	Next    int64     `json:"next"`            // entries of the kabupaten journal that were looked through
	Total   int64     `json:"total"`           // greatest number of whole scans that the hub spoke of
	Checked time.Time `json:"checked"`         // when the hub was last asked about what it had
	From    []byte    `json:"from,omitempty"`  // key of the mark from which the next check goes on
	Epoch   string    `json:"epoch,omitempty"` // of the hub's log at that time; another one means a hub put back
}

// scanBook holds the scans that the hub does not have, ready for the status.
type scanBook struct {
	next    int64 // entries that were looked through
	waiting []*scanMark
	known   map[string]*scanMark // waiting, by key
	checkTo []byte
}

func (v view) scanKey(prefix []byte, s kampung.Scan) []byte {
	return append(slices.Clone(prefix), v.s.scans.blinded("mark", fmt.Sprint(s.SHA256, "-", s.Size))...)
}

// book brings the scans that wait up to the journal's present end. The lock is
// held.
func (v view) book() (*scanBook, error) {
	b := v.s.book
	if b == nil {
		b = &scanBook{known: map[string]*scanMark{}}
		if err := v.loadBook(b); err != nil {
			return nil, err
		}
	}
	for size := v.size(kampung.AudienceKabupaten); b.next < size; b.next++ {
		line, err := v.get(bEntry, own(kampung.AudienceKabupaten).key(b.next))
		if err != nil {
			return nil, err
		}
		if err := v.nameScans(b, line); err != nil {
			return nil, err
		}
	}
	v.s.book = b
	return b, nil
}

func (v view) loadBook(b *scanBook) error {
	var all scanMarks
	if _, err := v.load(bMark, scanAll, &all); err != nil {
		return err
	}
	b.next = min(all.Next, v.size(kampung.AudienceKabupaten))
	c := v.bucket(bMark).Cursor()
	for k, _ := c.Seek(scanWaits); bytes.HasPrefix(k, scanWaits); k, _ = c.Next() {
		m := &scanMark{}
		if _, err := v.load(bMark, k, m); err != nil {
			return err
		}
		b.add(string(k), m)
	}
	slices.SortFunc(b.waiting, func(x, y *scanMark) int { return int(x.N - y.N) })
	return nil
}

func (b *scanBook) add(key string, m *scanMark) {
	b.known[key] = m
	b.waiting = append(b.waiting, m)
}

func (b *scanBook) drop(key string) {
	m := b.known[key]
	delete(b.known, key)
	b.waiting = slices.DeleteFunc(b.waiting, func(x *scanMark) bool { return x == m })
}

// nameScans adds the scans that an entry names and that nobody named before.
func (v view) nameScans(b *scanBook, line []byte) error {
	if !bytes.Contains(line, []byte(`"scans":[`)) {
		return nil
	}
	p, err := kampung.ParseEntry(line)
	if err != nil {
		return fmt.Errorf("%w: entry %d: %w", ErrDamaged, b.next, err)
	}
	for _, s := range scansOf(p) {
		if !s.Travels() {
			continue
		}
		key := v.scanKey(scanWaits, s)
		if b.known[string(key)] != nil || v.bucket(bMark).Get(v.scanKey(scanThere, s)) != nil {
			continue
		}
		b.add(string(key), &scanMark{SHA256: s.SHA256, Size: s.Size, N: b.next})
	}
	return nil
}

// scansOf are the scans that an entry names: those of a request's content, and
// those that came after it.
func scansOf(p kampung.ParsedEntry) []kampung.Scan {
	var body struct {
		Scans []kampung.Scan `json:"scans"`
	}
	if p.Head.Kind != kampung.KindRequest && p.Head.Kind != kampung.KindAttach || json.Unmarshal(p.Body, &body) != nil {
		return nil
	}
	return body.Scans
}

// hasScan reports whether the bytes of a scan are on this computer.
func (s *Store) hasScan(sha string) bool {
	_, err := os.Stat(s.scanPath(sha))
	return err == nil
}

// addScans counts what waits.
func (v view) addScans(st *kampung.Status) error {
	b, err := v.book()
	if err != nil {
		return err
	}
	for _, m := range b.waiting {
		if !v.s.hasScan(m.SHA256) {
			continue
		}
		st.Scans++
		st.ScanBytes += m.Size
		if m.Again.After(v.s.opt.Now()) {
			st.ScansRefused++
		}
	}
	return nil
}

// markScans writes marks for what the book found in new entries.
func (s *Store) markScans() error {
	fresh := false
	err := s.read(func(v view) error {
		b, err := v.book()
		if err != nil {
			return err
		}
		var all scanMarks
		_, err = v.load(bMark, scanAll, &all)
		fresh = all.Next != b.next
		return err
	})
	if err != nil || !fresh {
		return err
	}
	return s.local(func(v view) error {
		b, err := v.book()
		if err != nil {
			return err
		}
		for key, m := range b.known {
			if v.bucket(bMark).Get([]byte(key)) == nil {
				if err := v.save(bMark, []byte(key), m); err != nil {
					return err
				}
			}
		}
		return v.changeScanMarks(func(all *scanMarks) { all.Next = b.next })
	})
}

func (v view) changeScanMarks(f func(*scanMarks)) error {
	var all scanMarks
	if _, err := v.load(bMark, scanAll, &all); err != nil {
		return err
	}
	f(&all)
	return v.save(bMark, scanAll, all)
}

// changeScan changes the mark of a scan that waits.
func (s *Store) changeScan(scan kampung.Scan, f func(*scanMark)) error {
	err := s.local(func(v view) error {
		b, err := v.book()
		if err != nil {
			return err
		}
		key := v.scanKey(scanWaits, scan)
		m := b.known[string(key)]
		if m == nil {
			return nil
		}
		changed := *m
		f(&changed)
		if err := v.save(bMark, key, changed); err != nil {
			return err
		}
		*m = changed
		return nil
	})
	if err != nil {
		s.closeBook()
		return err
	}
	s.tell(kampung.Change{Sync: true})
	return nil
}

// closeBook lets the book be made again from the marks.
func (s *Store) closeBook() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.book = nil
}

func (v view) moveScan(from, to []byte, m scanMark) error {
	if err := v.bucket(bMark).Delete(from); err != nil {
		return fmt.Errorf("store: marks: %w", err)
	}
	return v.save(bMark, to, m)
}

// forgetScans lets every scan wait again.
func (v view) forgetScans() error { return v.forgetScansIf(func(scanMark) bool { return true }) }

// forgetScansIf lets scans wait again.
func (v view) forgetScansIf(lost func(scanMark) bool) error {
	var keys [][]byte
	c := v.bucket(bMark).Cursor()
	for k, _ := c.Seek(scanThere); bytes.HasPrefix(k, scanThere); k, _ = c.Next() {
		keys = append(keys, slices.Clone(k))
	}
	for _, k := range keys {
		var m scanMark
		if _, err := v.load(bMark, k, &m); err != nil {
			return err
		}
		if !lost(m) {
			continue
		}
		m.There, m.Packed = time.Time{}, false
		if err := v.moveScan(k, append(slices.Clone(scanWaits), k[len(scanThere):]...), m); err != nil {
			return err
		}
	}
	v.s.book = nil
	return nil
}

// HubPutBack lets every scan wait again: the hub came back from a copy and may
// have lost scans.
func (s *Store) HubPutBack() error {
	defer s.closeBook()
	return s.local(view.forgetScans)
}

// forgetHubScans forgets what another hub said of scans.
func (v view) forgetHubScans() error {
	if err := v.forgetScans(); err != nil {
		return err
	}
	return v.changeScanMarks(func(all *scanMarks) { *all = scanMarks{Next: all.Next} })
}
