package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"smartkampung/kampung/bundle"
)

// What the hub said of the logs of other PCs: how many entries it has of each,
// and which of two histories of one log is its own.

// NoteLogs remembers how many entries of other logs the hub has: a request that
// another PC wrote counts as received only then. When all is set the hub does not
// have a log that is not among them.
func (s *Store) NoteLogs(sizes map[bundle.Log]int64, all bool) error {
	var alone bool
	err := s.read(func(v view) error { alone = v.count("logs") == 0; return nil })
	if err != nil || alone && len(sizes) == 0 {
		return err
	}
	return s.local(func(v view) error {
		logs, err := v.farLogs()
		if err != nil {
			return err
		}
		for _, l := range logs {
			if _, has := sizes[l]; !has && all {
				if err := v.noteLog(l, 0, v.s.opt.Now()); err != nil {
					return err
				}
			}
		}
		for l, size := range sizes {
			if err := v.noteLog(l, size, v.s.opt.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// farMark is how many entries the hub has of another PC's log.
type farMark struct {
	mark
	Said time.Time `json:"said,omitzero"` // when the hub said so
	Had  int64     `json:"had,omitempty"` // the most that it ever had
	Fell time.Time `json:"fell,omitzero"` // when it was seen to have fewer
}

// newer reports whether what the hub said at a time counts. A time that lies
// ahead of the PC's clock was one of the two clocks' errors.
func (m farMark) newer(said, now time.Time) bool { return said.After(m.Said) || m.Said.After(now) }

// noteLog notes what the hub said of a log.
func (v view) noteLog(l bundle.Log, size int64, said time.Time) error {
	x, now := v.far(l), v.s.opt.Now()
	m, err := v.farMark(x)
	if err != nil || m.Size == size && (!m.newer(said, now) || said.Sub(m.Said).Abs() < time.Hour) {
		return err // each visit says it, and a commit costs a seek
	}
	m.Had, m.Said = max(m.Had, m.Size, size), said
	m.mark = mark{Size: size, At: now}
	switch {
	case size >= m.Had:
		m.Fell = time.Time{}
	case m.Fell.IsZero():
		m.Fell = now
	}
	return v.save(bMark, []byte("hub/"+x.farName()), m)
}

// LogRoot is the root over the first size entries of a log of another PC, of
// which there are as many here.
func (s *Store) LogRoot(l bundle.Log, size int64) (root bundle.Hash, err error) {
	err = s.read(func(v view) error {
		root, err = bundle.Root(size, v.nodesOf(v.far(l)))
		return err
	})
	return root, err
}

// TakeFarReceipt is [Store.TakeReceipt] for a log of another PC.
func (s *Store) TakeFarReceipt(data []byte) error {
	_, err := s.TakeReceipt(data)
	return err
}

// takeFarReceipt notes the hub's receipt for a log of another PC of the office.
// An old one says nothing, unless it is of another history than what is here; see
// [Store.PartLog]. A newer one over fewer entries tells of a hub that was put back. Errors: [ErrOtherLog] for another village's.
func (s *Store) takeFarReceipt(r bundle.Receipt) error {
	_, want, err := s.LogMark(r.Log)
	if err != nil {
		return err
	}
	if !want {
		return fmt.Errorf("%w: %s", ErrOtherLog, r.Log.ID())
	}
	var m farMark
	err = s.read(func(v view) (err error) { m, err = v.farMark(v.far(r.Log)); return err })
	if err != nil {
		return err
	}
	s.mu.Lock()
	differs := s.differs[r.Log]
	s.mu.Unlock()
	parted, err := s.part(r, differs)
	if err != nil || !parted && r.Size <= m.Size && !m.newer(r.At, s.opt.Now()) {
		return err
	}
	return s.local(func(v view) error { return v.noteLog(r.Log, r.Size, r.At) })
}

// PartLog sets aside what is here of a log of another PC when the hub's receipt
// shows that the hub has another history under its name: two disks had one key,
// and what one of them wrote came here past the hub. What was folded stays; the
// log is taken from the hub from its beginning, and what was set aside comes
// again under the new name that its writer takes. A receipt that is longer than
// what is here proves nothing by itself; the caller saw that the hub's entries do
// not go on from ours. Errors: [bundle.ErrSignature], [ErrOtherLog],
// [ErrForgedPast] when the receipt is of the history that is here.
func (s *Store) PartLog(receipt []byte) error {
	h, err := s.Hub()
	if err != nil {
		return err
	}
	r, err := bundle.OpenReceipt(receipt, h.Verifier)
	if err != nil {
		return err
	}
	if _, want, err := s.LogMark(r.Log); err != nil || !want {
		return errors.Join(err, fmt.Errorf("%w: %s", ErrOtherLog, r.Log.ID()))
	}
	parted, err := s.part(r, true)
	if err == nil && !parted {
		err = fmt.Errorf("%w: the hub has what is here", ErrForgedPast)
	}
	return err
}

// part sets a log aside when the receipt is of another history; a longer one only
// if the caller says so.
func (s *Store) part(r bundle.Receipt, longer bool) (parted bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.readMended(func(v view) error {
		x := v.far(r.Log)
		size := v.sizeOf(x)
		if size == 0 || r.Size > size {
			parted = size > 0 && longer
			return nil
		}
		root, err := bundle.Root(r.Size, v.nodesOf(x))
		parted = root != r.Root
		return err
	})
	if err != nil || !parted {
		return false, err
	}
	delete(s.differs, r.Log)
	return true, s.saveRecord([]byte(string(partedByte) + r.Log.Origin() + "\n"))
}

// forgetFarMarks forgets what another hub had of other PCs' logs.
func (v view) forgetFarMarks() error {
	var keys [][]byte
	prefix := []byte("hub/")
	c := v.bucket(bMark).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, slices.Clone(k))
	}
	for _, k := range keys {
		if err := v.bucket(bMark).Delete(k); err != nil {
			return fmt.Errorf("store: marks: %w", err)
		}
	}
	return nil
}

func (v view) farMark(x shelf) (m farMark, err error) {
	_, err = v.load(bMark, []byte("hub/"+x.farName()), &m)
	return m, err
}
