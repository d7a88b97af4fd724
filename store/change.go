package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"smartkampung/kampung"
)

// entry is an entry to be made: everything but what the journal adds.
type entry struct {
	audience kampung.Audience
	kind     string
	subject  string
	body     any
	// first says that the entry makes its subject, whose id it then shares: one
	// id less in each bundle.
	first bool
}

// view reads what is stored, changes already saved included.
type view struct {
	tx *bolt.Tx
	s  *Store
}

func (v view) bucket(name []byte) *bolt.Bucket {
	b := v.tx.Bucket(name)
	if b != nil {
		// Keys rise in nearly every bucket, so a page that is split may stay
		// nearly full.
		b.FillPercent = 0.9
	}
	return b
}

// place is the associated data of a value: its bucket and key.
func place(bucket, key []byte) []byte {
	return append(append(append(make([]byte, 0, len(bucket)+1+len(key)), bucket...), '/'), key...)
}

// get opens the value of a key; nil when there is none.
func (v view) get(bucket, key []byte) ([]byte, error) {
	sealed := v.bucket(bucket).Get(key)
	if sealed == nil {
		return nil, nil
	}
	plain, err := v.s.value.open(place(bucket, key), sealed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", bucket, err)
	}
	return plain, nil
}

// load opens the value of a key as JSON; false when there is none.
func (v view) load(bucket, key []byte, into any) (bool, error) {
	plain, err := v.get(bucket, key)
	if plain == nil || err != nil {
		return false, err
	}
	if err := json.Unmarshal(plain, into); err != nil {
		return false, fmt.Errorf("%w: %s: %w", ErrDamaged, bucket, err)
	}
	return true, nil
}

// put seals a value.
func (v view) put(bucket, key, plain []byte) error {
	if err := v.bucket(bucket).Put(key, v.s.value.seal(place(bucket, key), plain)); err != nil {
		return fmt.Errorf("store: put %s: %w", bucket, err)
	}
	return nil
}

// save seals a value as JSON.
func (v view) save(bucket, key []byte, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("store: encode %s: %w", bucket, err)
	}
	return v.put(bucket, key, b)
}

// read gives f a view. When what it reads is damaged the database is made again
// from the journal, once, and f is called again.
func (s *Store) read(f func(view) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.readMended(f)
}

func (s *Store) readMended(f func(view) error) error {
	if s.db == nil || s.closed {
		return errClosed
	}
	if err := s.refresh(); err != nil {
		return err
	}
	err := s.readLocked(f)
	if errors.Is(err, ErrDamaged) && !s.opt.Keep && s.journal != nil {
		if rerr := s.rebuild(); rerr != nil {
			return errors.Join(err, rerr)
		}
		err = s.readLocked(f)
	}
	return err
}

var errClosed = errors.New("store: closed")

func (s *Store) readLocked(f func(view) error) error {
	return guard(func() error {
		if s.tx != nil {
			return f(view{s.tx, s})
		}
		return s.db.View(func(tx *bolt.Tx) error { return f(view{tx, s}) })
	})
}

// change asks f for entries, saves them as one record and applies them. When f
// or the record fails, nothing has changed. f must not put anything.
func (s *Store) change(f func(view) ([]entry, kampung.Change, error)) error {
	return s.changeWith(nil, f)
}

// changeWith is change for many entries at once: tell is told how many of them
// are in the views. By then the record is saved and nothing can be called off.
func (s *Store) changeWith(tell kampung.Tell, f func(view) ([]entry, kampung.Change, error)) error {
	c, err := s.changeLocked(tell, f)
	if err != nil {
		return err
	}
	s.tell(c)
	return nil
}

func (s *Store) changeLocked(tell kampung.Tell, f func(view) ([]entry, kampung.Change, error)) (c kampung.Change, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saying = tell
	defer func() { s.saying = nil }()
	var payload []byte
	err = s.readMended(func(v view) error {
		var entries []entry
		if entries, c, err = f(v); err != nil || len(entries) == 0 {
			return err
		}
		payload, err = s.encode(v, entries)
		return err
	})
	if err != nil || payload == nil {
		return c, err
	}
	return c, s.saveRecord(payload)
}

// saveRecord makes the payload durable and applies it. The lock is held.
func (s *Store) saveRecord(payload []byte) error {
	if err := enoughSpace(s.dir); err != nil {
		return err
	}
	if err := s.begin(); err != nil {
		return err
	}
	if err := s.journal.append(payload); err != nil {
		return diskError("save", err)
	}
	// From here on the change is saved. What fails below is made good from the
	// journal.
	err := guard(func() error { return s.apply(payload, s.journal.seq, s.journal.end) })
	if err != nil {
		s.drop()
		s.stale = true
		return s.refresh()
	}
	s.commitSoon()
	return nil
}

// begin opens the transaction that views are put into. The lock is held.
func (s *Store) begin() error {
	if s.closed || s.db == nil {
		return errClosed
	}
	if s.tx != nil {
		return nil
	}
	tx, err := s.db.Begin(true)
	if err != nil {
		return diskError("begin", err)
	}
	s.tx = tx
	return nil
}

// drop gives up the open transaction. The lock is held.
func (s *Store) drop() {
	if s.tx != nil {
		tx := s.tx
		s.tx = nil
		guard(tx.Rollback)
	}
}

// commitSoon commits the views after a moment without another change.
func (s *Store) commitSoon() {
	if s.commit != nil {
		s.commit.Stop()
	}
	s.commit = time.AfterFunc(s.opt.Linger, func() { s.flush() })
}

// flush commits the views.
func (s *Store) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flushLocked()
}

// flushLocked commits the views. When the disk is full they stay in the
// journal and are applied again by the next change or start.
func (s *Store) flushLocked() error {
	if s.commit != nil {
		s.commit.Stop()
		s.commit = nil
	}
	if s.tx == nil {
		return nil
	}
	tx := s.tx
	s.tx = nil
	if err := guard(tx.Commit); err != nil {
		guard(tx.Rollback)
		s.stale = true
		return diskError("commit", err)
	}
	return nil
}

// refresh applies what is in the journal and, after a commit that failed, no
// longer in the database. It needs no room on the disk. The lock is held.
func (s *Store) refresh() error {
	if !s.stale {
		return nil
	}
	s.drop()
	end, seq, err := s.applied()
	if err != nil {
		return err
	}
	s.journal.end, s.journal.seq = end, seq
	if err := guard(s.replay); err != nil {
		s.drop()
		return err
	}
	s.stale = false
	s.commitSoon()
	return nil
}

// encode makes the lines of entries and the payload of their record.
func (s *Store) encode(v view, entries []entry) ([]byte, error) {
	size, seen := map[kampung.Audience]int64{}, map[kampung.Audience]map[string]int64{}
	for _, a := range kampung.Audiences {
		var err error
		if size[a], seen[a] = v.size(a), nil; v.count("logs") > 0 {
			if seen[a], err = v.seen(a); err != nil {
				return nil, err
			}
		}
	}
	tick := v.count("tick")
	at := s.opt.Now().In(kampung.WIB).Format(time.RFC3339)
	var out bytes.Buffer
	for _, e := range entries {
		body, err := json.Marshal(e.body)
		if err != nil {
			return nil, fmt.Errorf("store: encode %s: %w", e.kind, err)
		}
		id := e.subject
		if !e.first {
			id = newID()
		}
		tick++
		head := kampung.Head{V: 1, N: size[e.audience], ID: id, Tick: tick, At: at, By: s.me.Login, Kind: e.kind, Schema: 1, Subject: e.subject, Seen: seen[e.audience]}
		line, err := kampung.EncodeEntry(head, random(kampung.SaltBytes), body)
		if err != nil {
			return nil, err
		}
		size[e.audience]++
		out.WriteByte(audienceByte(e.audience))
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

func audienceByte(a kampung.Audience) byte {
	switch a {
	case kampung.AudienceKantor:
		return 'o'
	case kampung.AudienceDesa:
		return 'd'
	}
	return 'k'
}

func audienceOf(b byte) (kampung.Audience, error) {
	switch b {
	case 'k':
		return kampung.AudienceKabupaten, nil
	case 'o':
		return kampung.AudienceKantor, nil
	case 'd':
		return kampung.AudienceDesa, nil
	}
	return "", fmt.Errorf("%w: record", ErrDamaged)
}

// count reads a plain count of the meta bucket.
func (v view) count(name string) int64 {
	b := v.bucket(bMeta).Get([]byte(name))
	if len(b) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b))
}

func (v view) setCount(name string, n int64) error {
	if err := v.bucket(bMeta).Put([]byte(name), binary.BigEndian.AppendUint64(nil, uint64(n))); err != nil {
		return fmt.Errorf("store: count: %w", err)
	}
	return nil
}
