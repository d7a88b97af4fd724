package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const dbName = "kampung.db"

// Buckets. Those that are views can be made again from the journal; the others
// hold what is not an entry.
var (
	bMeta      = []byte("meta")      // plain counts: what of the journal is applied, tree sizes
	bEntry     = []byte("entry")     // audience and place → entry line
	bNode      = []byte("node")      // audience and tlog index → 32 bytes, plain
	bRequest   = []byte("request")   // id → request row
	bOpen      = []byte("open")      // id of a request that needs an act
	bBack      = []byte("back")      // id of a request that the regency sent back, plain
	bResident  = []byte("resident")  // id → resident
	bNIK       = []byte("nik")       // blinded NIK → id of the resident
	bCounter   = []byte("counter")   // blinded scope → last number
	bSetting   = []byte("setting")   // "office"
	bAccount   = []byte("account")   // blinded login → account
	bKnown     = []byte("known")     // id of an entry → where it stands, plain
	bLog       = []byte("log")       // shelf → origin of a log of another device or epoch
	bDevice    = []byte("device")    // id → PC of the office
	bClash     = []byte("clash")     // kind and subject of what is in dispute, plain
	bFamily    = []byte("family")    // blinded number of a family card → ids of its residents
	bMail      = []byte("mail")      // id → incoming letter
	bVisitor   = []byte("visitor")   // id → temporary resident
	bEvent     = []byte("event")     // id → event of residents
	bTemplate  = []byte("template")  // service, plain, and version → what the office wrote
	bNote      = []byte("note")      // id → what a person wrote about numbers
	bNumber    = []byte("number")    // counter and number, plain → what holds it
	bSurvey    = []byte("survey")    // id → what one person answered
	bSurveyAt  = []byte("surveyat")  // month and id of an answer, plain
	bSurveySum = []byte("surveysum") // month and device, plain → what the device told the regency
	bDay       = []byte("day")       // day, plain → how many requests came and were handed over

	bDraft = []byte("draft") // id → draft; no view
	bMark  = []byte("mark")  // log and kind → mark; no view
)

var views = [][]byte{bMeta, bEntry, bNode, bRequest, bOpen, bBack, bResident, bNIK, bCounter, bSetting, bAccount, bKnown, bLog, bDevice, bClash, bFamily, bMail, bVisitor, bEvent, bNote, bNumber, bTemplate, bSurvey, bSurveyAt, bSurveySum, bDay}
var locals = [][]byte{bDraft, bMark}

// openFiles opens database and journal, applies what the database has not seen,
// and makes one from the other when it is damaged.
func (s *Store) openFiles(seal *sealer, fresh bool) error {
	err := s.openDB()
	if errors.Is(err, ErrDamaged) && !s.opt.Keep {
		if err = s.setAside(); err == nil {
			err = s.openDB()
		}
	}
	if err != nil {
		return err
	}
	if fresh {
		return s.clear(seal)
	}
	end, seq, err := s.applied()
	if err != nil {
		return err
	}
	s.journal, err = openJournal(s.path(journalName), s.vault.ID, seal, end, seq)
	if errors.Is(err, ErrDamaged) && !s.opt.Keep && seq > 0 {
		return s.rewriteJournal(seal)
	}
	if err != nil {
		return err
	}
	if s.opt.Keep {
		return nil
	}
	if s.oldViews() {
		return s.remake()
	}
	return s.catchUp()
}

// viewsVersion rises with each change of what the views hold; a database of
// another one is made again from the journal.
const viewsVersion = 11

// oldViews reports whether an earlier or later program made the database.
func (s *Store) oldViews() bool {
	var made int64
	if err := s.readLocked(func(v view) error { made = v.count("views"); return nil }); err != nil {
		return false // damage is told elsewhere
	}
	return made != viewsVersion
}

// stampViews notes in an empty database which program makes its views.
func stampViews(tx *bolt.Tx) error {
	meta := tx.Bucket(bMeta)
	if meta.Get([]byte("applied")) != nil {
		return nil
	}
	return meta.Put([]byte("views"), binary.BigEndian.AppendUint64(nil, viewsVersion))
}

// clear makes a new office's files empty of what a first run that was cut left
// behind. The database's lock is held, so of two first runs at once on one
// folder the second finds the first one's office here.
func (s *Store) clear(seal *sealer) error {
	if Exists(s.dir) {
		return ErrExists
	}
	err := s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range append(append([][]byte{}, views...), locals...) {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return stampViews(tx)
	})
	if err != nil {
		return diskError("new database", err)
	}
	os.Remove(s.path(journalName))
	s.notices = nil
	s.journal, err = createJournal(s.path(journalName), s.vault.ID, seal)
	return err
}

// openDB opens the bbolt file. Errors: [ErrInUse], [ErrDamaged].
func (s *Store) openDB() error {
	return guard(func() error {
		db, err := bolt.Open(s.path(dbName), 0o600, &bolt.Options{Timeout: 300 * time.Millisecond, ReadOnly: s.opt.Keep})
		switch {
		case errors.Is(err, berrors.ErrTimeout):
			return fmt.Errorf("%w: %w", ErrInUse, err)
		case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
			return fmt.Errorf("%w: database: %w", ErrDamaged, err)
		case err != nil && (errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrNotExist)):
			return fmt.Errorf("store: open database: %w", err)
		case err != nil:
			return fmt.Errorf("%w: database: %w", ErrDamaged, err)
		}
		s.db = db
		if s.opt.Keep {
			return nil
		}
		err = db.Update(func(tx *bolt.Tx) error {
			for _, name := range append(append([][]byte{}, views...), locals...) {
				if _, err := tx.CreateBucketIfNotExists(name); err != nil {
					return err
				}
			}
			return stampViews(tx)
		})
		if err != nil {
			db.Close()
			s.db = nil
			return diskError("open database", err)
		}
		return nil
	})
}

// setAside renames a damaged database so that a new one can be made, and says
// so to the clerk.
func (s *Store) setAside() error {
	if s.db != nil {
		guard(s.db.Close)
		s.db = nil
	}
	aside := s.path(dbName) + ".rusak-" + s.opt.Now().Format("20060102-150405")
	if err := os.Rename(s.path(dbName), aside); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("store: set damaged database aside: %w", err)
	}
	s.notices = append(s.notices, "Berkas data rusak dan sudah dibuat ulang dari salinannya; semua yang tersimpan tetap ada.")
	return nil
}

// applied returns how much of the journal the database holds.
func (s *Store) applied() (end int64, seq uint64, err error) {
	end = journalHeader
	err = s.readLocked(func(v view) error {
		b := v.bucket(bMeta).Get([]byte("applied"))
		if len(b) == 16 {
			end, seq = int64(binary.BigEndian.Uint64(b)), binary.BigEndian.Uint64(b[8:])
		}
		return nil
	})
	return end, seq, err
}

// catchUp applies the records that the database has not seen and commits them.
func (s *Store) catchUp() error {
	if err := guard(s.replay); err != nil {
		s.drop()
		return err
	}
	return s.flushLocked()
}

// replay applies the records that the database has not seen.
func (s *Store) replay() error {
	_, err := s.journal.recover(func(payload []byte, seq uint64, end int64) error {
		if s.replays != nil && seq%16 == 1 {
			if err := s.replays(end); err != nil {
				return err
			}
		}
		if err := s.begin(); err != nil {
			return err
		}
		return s.apply(payload, seq, end)
	})
	return err
}

// rebuild makes the database again from the whole journal. Drafts and marks of
// a database that can still be read are taken along.
func (s *Store) rebuild() error {
	s.drop()
	s.list.forget()
	s.book = nil
	kept := s.keepLocals()
	if err := s.setAside(); err != nil {
		return err
	}
	if err := s.openDB(); err != nil {
		return err
	}
	s.journal.end, s.journal.seq = journalHeader, 0
	if err := s.putLocals(kept); err != nil {
		return err
	}
	err := s.catchUp()
	s.index.reload(s)
	return err
}

// remake makes the views of another program's database again, in place.
func (s *Store) remake() error {
	s.list.forget()
	err := s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range views {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		return stampViews(tx)
	})
	if err != nil {
		return diskError("new views", err)
	}
	s.journal.end, s.journal.seq = journalHeader, 0
	return s.catchUp()
}

func (s *Store) putLocals(kept map[string]map[string][]byte) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		for name, pairs := range kept {
			for k, v := range pairs {
				if err := tx.Bucket([]byte(name)).Put([]byte(k), v); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// keepLocals copies what is no view out of a damaged database, as far as it can
// be read.
func (s *Store) keepLocals() map[string]map[string][]byte {
	kept := map[string]map[string][]byte{}
	for _, name := range locals {
		pairs := map[string][]byte{}
		kept[string(name)] = pairs
		guard(func() error {
			return s.db.View(func(tx *bolt.Tx) error {
				return tx.Bucket(name).ForEach(func(k, v []byte) error {
					if _, err := s.value.open(place(name, k), v); err == nil {
						pairs[string(k)] = append([]byte{}, v...)
					}
					return nil
				})
			})
		})
	}
	return kept
}

// rewriteJournal makes the journal again from the entries in the database.
func (s *Store) rewriteJournal(seal *sealer) error {
	old := s.path(journalName)
	fresh := old + ".baru"
	os.Remove(fresh)
	j, err := createJournal(fresh, s.vault.ID, seal)
	if err != nil {
		return err
	}
	if err := s.readLocked(func(v view) error { return copyEntries(v, j) }); err != nil {
		j.close()
		os.Remove(fresh)
		return err
	}
	j.close()
	if _, err := os.Stat(old); err == nil {
		os.Rename(old, old+".rusak-"+s.opt.Now().Format("20060102-150405"))
	}
	if err := os.Rename(fresh, old); err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	if s.journal, err = openJournal(old, s.vault.ID, seal, j.end, j.seq); err != nil {
		return err
	}
	s.notices = append(s.notices, "Salinan data rusak atau hilang dan sudah dibuat ulang; semua yang tersimpan tetap ada.")
	if err := s.begin(); err != nil {
		return err
	}
	if err := s.putApplied(j.end, j.seq); err != nil {
		return err
	}
	return s.flushLocked()
}

// minFree is left free on the disk so that the commit after a saved change, and
// the operating system, still have room.
const minFree = 2 << 20

// ErrDiskFull says that there is no room to save; nothing was changed.
var ErrDiskFull = errors.New("store: disk is full")

// FreeSpace returns how many bytes may still be written beside the data in dir.
func FreeSpace(dir string) (int64, error) {
	free, err := freeBytes(dir)
	return int64(free), err
}

// freeSpace is freeBytes; tests fill the disk with it.
var freeSpace = freeBytes

func enoughSpace(dir string) error {
	free, err := freeSpace(dir)
	if err == nil && free < minFree {
		return fmt.Errorf("%w: %d bytes free", ErrDiskFull, free)
	}
	return nil
}

// diskError adds ErrDiskFull to the errors that mean it.
func diskError(doing string, err error) error {
	text := err.Error()
	if strings.Contains(text, "no space left") || strings.Contains(text, "not enough space") || strings.Contains(text, "disk quota") {
		return fmt.Errorf("%w: %s: %w", ErrDiskFull, doing, err)
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}
