package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// CheckReport is what [Check] read and found.
type CheckReport struct {
	Pages   int      `json:"pages"`   // of the database
	Entries int      `json:"entries"` // of both journals
	Records int      `json:"records"` // of the journal file
	Values  int      `json:"values"`  // sealed values of the database
	Scans   int      `json:"scans"`
	Damage  []string `json:"damage"` // what is damaged, in Indonesian; empty when all is well
}

func (r *CheckReport) damaged(format string, args ...any) {
	if len(r.Damage) < 50 {
		r.Damage = append(r.Damage, fmt.Sprintf(format, args...))
	}
}

// Check reads every page, entry, hash and seal of a data folder and changes
// nothing: the pages of the database; every record of the journal; the views
// and trees, by making them again from the journal beside the stored ones; and
// every scan. Errors are those of [Unlock]; damage is in the report.
func Check(dir, login, password string, opt Options) (r CheckReport, err error) {
	return CheckWith(context.Background(), dir, login, password, opt, nil)
}

// CheckWith is [Check] that tells how far it has come and may be called off.
func CheckWith(ctx context.Context, dir, login, password string, opt Options, tell kampung.Tell) (r CheckReport, err error) {
	opt.Keep = true
	s, err := Unlock(dir, login, password, opt)
	if errors.Is(err, ErrDamaged) {
		r.damaged("Berkas data tidak dapat dibuka: %v", err)
		return r, nil
	}
	if err != nil {
		return r, err
	}
	defer s.Close()
	w := &watch{ctx, tell}
	s.checkPages(&r, w)
	if err := s.checkViews(&r, w); err != nil {
		return r, err
	}
	if err := s.checkScans(&r, w); err != nil {
		return r, err
	}
	if copied, err := os.ReadFile(s.path(vaultName + ".salinan")); err != nil {
		r.damaged("Salinan berkas kunci (%s.salinan) tidak ada.", vaultName)
	} else if whole, err := os.ReadFile(s.path(vaultName)); err == nil && !bytes.Equal(whole, copied) {
		r.damaged("Berkas kunci dan salinannya berbeda.")
	}
	return r, nil
}

// checkPages walks the database's pages.
func (s *Store) checkPages(r *CheckReport, w *watch) {
	n, err := walkPages(s.path(dbName), s.db.Info().PageSize, w.tell, func(format string, args ...any) {
		r.damaged("Basis data: "+format, args...)
	})
	if err != nil {
		r.damaged("Basis data: %v", err)
	}
	r.Pages = n
}

// checkViews makes a second database from the journal and compares.
func (s *Store) checkViews(r *CheckReport, w *watch) error {
	tmp, err := os.MkdirTemp("", "smartkampung-periksa-")
	if err != nil {
		return fmt.Errorf("store: check: %w", err)
	}
	defer os.RemoveAll(tmp)
	shadow := &Store{dir: tmp, opt: s.opt, vault: s.vault, keys: s.keys, value: s.value, services: s.services, touched: map[string]bool{}}
	shadow.opt.Keep = false
	if err := shadow.openDB(); err != nil {
		return err
	}
	defer shadow.Close()
	_, applied, err := s.applied()
	if err != nil {
		r.damaged("Basis data: %v", err)
		return nil
	}
	if old := s.oldViews(); old {
		return s.checkValues(r, w) // the next start makes them again
	}
	count := kampung.NewCounter(w.ctx, w.tell, kampung.StepRecords, int(applied), kampung.OfEntries)
	last, err := s.journal.walk(func(payload []byte, seq uint64, end int64) error {
		r.Records++
		if seq > applied {
			return nil // saved, and applied by the next start
		}
		if err := count.Next(); err != nil {
			return err
		}
		if err := shadow.begin(); err != nil {
			return err
		}
		if err := guard(func() error { return shadow.apply(payload, seq, end) }); err != nil {
			return err
		}
		if seq%256 == 0 {
			return shadow.flushLocked()
		}
		return nil
	})
	switch {
	case errors.Is(err, ErrDamaged):
		r.damaged("Jurnal (%s): %v", journalName, err)
		return s.checkValues(r, w)
	case err != nil:
		return err
	case last < applied:
		r.damaged("Jurnal (%s) berakhir pada catatan %d, basis data sudah sampai %d.", journalName, last, applied)
		return s.checkValues(r, w)
	}
	if err := shadow.flushLocked(); err != nil {
		return err
	}
	if err := s.compare(shadow, r, w); err != nil {
		return err
	}
	return s.checkValues(r, w)
}

// walk reads every record from the start. Errors: [ErrDamaged], and those of f.
func (j *journal) walk(f func(payload []byte, seq uint64, end int64) error) (last uint64, err error) {
	for at := int64(journalHeader); ; last++ {
		payload, next, err := j.read(at, last+1)
		if errors.Is(err, errJournalEnd) {
			return last, j.zeroFrom(at)
		}
		if err != nil {
			return last, err
		}
		if err := f(payload, last+1, next); err != nil {
			return last, err
		}
		at = next
	}
}

// zeroFrom checks that nothing stands after the end of the journal.
func (j *journal) zeroFrom(at int64) error {
	buf := make([]byte, 64<<10)
	for ; at < j.filled; at += int64(len(buf)) {
		n, err := j.f.ReadAt(buf[:min(int64(len(buf)), j.filled-at)], at)
		if slices.ContainsFunc(buf[:n], func(b byte) bool { return b != 0 }) {
			return fmt.Errorf("%w: bytes after the last record", ErrDamaged)
		}
		if err != nil {
			return fmt.Errorf("%w: journal: %w", ErrDamaged, err)
		}
	}
	return nil
}

// compare finds where the stored views differ from those made again.
func (s *Store) compare(shadow *Store, r *CheckReport, w *watch) error {
	err := w.parts(kampung.StepCompare, views, func(name []byte) {
		if bytes.Equal(name, bClash) {
			return // who knew of whom depends on the epoch, which is no entry
		}
		s.compareView(shadow, r, name)
	})
	for _, a := range kept {
		s.read(func(v view) error { r.Entries += int(v.size(a)); return nil })
	}
	return err
}

func (s *Store) compareView(shadow *Store, r *CheckReport, name []byte) {
	want, err := shadow.dump(name)
	if err != nil {
		r.damaged("Pemeriksaan bagian %q: %v", name, err)
		return
	}
	got, err := s.dump(name)
	if err != nil {
		r.damaged("Bagian %q: %v", name, err)
		return
	}
	missing, other := 0, 0
	for k, v := range want {
		g, ok := got[k]
		if !ok {
			missing++
		} else if g != v {
			other++
		}
	}
	if extra := len(got) + missing - len(want); missing+other+extra > 0 {
		r.damaged("Bagian %q: %d hilang, %d berbeda, %d berlebih.", name, missing, other, extra)
	}
}

// plainBuckets hold values that are not sealed.
var plainBuckets = [][]byte{bMeta, bNode, bOpen, bBack, bKnown, bClash, bSurveyAt}

// dump reads a bucket whole, sealed values opened. Values are kept as text
// since the data may be large and is only compared.
func (s *Store) dump(name []byte) (all map[string]string, err error) {
	all = map[string]string{}
	err = s.readLocked(func(v view) error {
		b := v.bucket(name)
		if b == nil {
			return fmt.Errorf("%w: bucket is missing", ErrDamaged)
		}
		return b.ForEach(func(k, plain []byte) error {
			if !slices.ContainsFunc(plainBuckets, func(p []byte) bool { return bytes.Equal(p, name) }) {
				var err error
				if plain, err = v.get(name, k); err != nil {
					return err
				}
			}
			all[string(k)] = string(plain)
			return nil
		})
	})
	return all, err
}

// checkValues opens what is no view.
func (s *Store) checkValues(r *CheckReport, w *watch) error {
	return w.parts(kampung.StepSeals, append(slices.Clone(views), locals...), func(name []byte) {
		all, err := s.dump(name)
		if err != nil {
			r.damaged("Bagian %q: %v", name, err)
		}
		r.Values += len(all)
	})
}

func (s *Store) checkScans(r *CheckReport, w *watch) error {
	all := s.scanNames()
	for i, q := range all {
		w.tell.Say(kampung.StepScans, int64(i), int64(len(all)), kampung.OfScans)
		if err := w.ctx.Err(); err != nil {
			return err
		}
		r.Scans++
		if _, err := s.Scan(q.SHA256); err != nil {
			r.damaged("Pindaian %q: %v", q.Requirement, err)
		}
	}
	w.tell.Say(kampung.StepScans, int64(len(all)), int64(len(all)), kampung.OfScans)
	parts, _ := filepath.Glob(s.path("scan/*.part"))
	for _, p := range parts {
		if info, err := os.Stat(p); err == nil && time.Since(info.ModTime()) < time.Minute {
			continue
		}
		r.damaged("Berkas pindaian belum selesai ditulis: %s", strings.TrimPrefix(p, s.dir))
	}
	return nil
}

// scanNames lists the scans that requests and drafts name.
func (s *Store) scanNames() (all []kampung.Scan) {
	s.read(func(v view) error {
		var err error
		all, err = v.scansOn(own(kampung.AudienceKabupaten))
		return err
	})
	drafts, _ := s.Drafts()
	for _, d := range drafts {
		all = append(all, d.Scans...)
	}
	return all
}

// scansOn lists the scans that the entries on a shelf name.
func (v view) scansOn(x shelf) (all []kampung.Scan, err error) {
	for n := range v.sizeOf(x) {
		_, p, err := v.entryOn(x, n)
		if err != nil {
			return nil, err
		}
		if x[0] != farByte && p.Head.Writer != "" {
			continue // brought for another disk, which has or had the scan
		}
		all = append(all, scansOf(p)...)
	}
	return all, nil
}

// kept are the logs that the journal holds: the desk's own and the hub's.
var kept = append(slices.Clone(kampung.Audiences), kampung.AudienceDesa)

// rewriteBatch is how many entries share a record of a journal made again.
const rewriteBatch = 512

// copyEntries writes every entry of the database into a fresh journal, in the
// order of their ticks, so that replaying it gives the same views.
func copyEntries(v view, j *journal) error {
	next := map[kampung.Audience]int64{}
	var payload []byte
	if origin := v.downOrigin(); origin != "" {
		payload = append(append(payload, turnedByte), origin+"\n"...)
	}
	for n := 0; ; n++ {
		line, a, err := nextEntry(v, next)
		if err != nil {
			return err
		}
		if len(payload) > 0 && (line == nil || n%rewriteBatch == 0) {
			if err := j.append(payload); err != nil {
				return err
			}
			payload = payload[:0]
		}
		if line == nil {
			return copyFar(v, j)
		}
		payload = append(append(append(payload, audienceByte(a)), line...), '\n')
		next[a]++
	}
}

// copyFar writes the entries of other logs; where they stand among this PC's own
// makes no difference.
func copyFar(v view, j *journal) error {
	logs, err := v.farLogs()
	if err != nil {
		return err
	}
	for _, l := range logs {
		for i, x := range v.farShelves(l) {
			if i > 0 {
				if err := j.append([]byte(string(partedByte) + l.Origin() + "\n")); err != nil {
					return err
				}
			}
			if err := copyShelf(v, j, l, x); err != nil {
				return err
			}
		}
		if n := v.parted(l); n > 0 && v.bucket(bLog).Get([]byte(farAt(l, n))) == nil { // nothing came since
			if err := j.append([]byte(string(partedByte) + l.Origin() + "\n")); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyShelf(v view, j *journal, l bundle.Log, x shelf) error {
	for n, size := int64(0), v.sizeOf(x); n < size; {
		payload := []byte(string(logByte) + l.Origin() + "\n")
		for end := min(size, n+rewriteBatch); n < end; n++ {
			line, _, err := v.entryOn(x, n)
			if err != nil {
				return err
			}
			payload = append(append(append(payload, farByte), line...), '\n')
		}
		if err := j.append(payload); err != nil {
			return err
		}
	}
	return nil
}

// nextEntry is the entry of least tick among the next ones of the journals.
func nextEntry(v view, next map[kampung.Audience]int64) (line []byte, from kampung.Audience, err error) {
	var least int64
	for _, a := range kept {
		if next[a] >= v.size(a) {
			continue
		}
		l, p, err := v.entry(a, next[a])
		if err != nil {
			return nil, "", err
		}
		if line == nil || p.Head.Tick < least {
			line, from, least = l, a, p.Head.Tick
		}
	}
	return line, from, nil
}
