package store

import (
	"context"
	"fmt"
	"sync"

	"smartkampung/kampung"
)

// requestList is the index that lists of requests are answered from. It is made
// in the background after unlocking, in steps between which others get at the
// store, and follows each row that is saved.
type requestList struct {
	making sync.Mutex // one makes it

	// What follows is guarded by the store's lock.
	index *kampung.RequestIndex // nil before it is begun
	ready bool
	made  int             // rises when it has to be made anew
	dirty map[string]bool // keys of rows saved since they were put into the index
}

// listStep is how many rows are read at one go while the index is made: some ten
// milliseconds for which others wait.
const listStep = 1000

// touch notes that a row was saved. The store's lock is held.
func (l *requestList) touch(key []byte) {
	if l.index != nil {
		l.dirty[string(key)] = true
	}
}

// forget has the index made anew. The store's lock is held.
func (l *requestList) forget() {
	l.index, l.ready, l.dirty = nil, false, nil
	l.made++
}

// make reads every request into the index, unless that was done.
func (l *requestList) make(ctx context.Context, s *Store) error {
	l.making.Lock()
	defer l.making.Unlock()
	var after []byte
	made := -1
	for {
		ready := false
		err := s.read(func(v view) error {
			if ready = l.ready; ready {
				return ctx.Err()
			}
			if made != l.made || l.index == nil {
				made, after = l.made, nil
				l.index, l.dirty = kampung.NewRequestIndex(), map[string]bool{}
			}
			var err error
			if after, err = v.listStep(l.index, after); after == nil && err == nil {
				l.ready, ready = true, true
			}
			return err
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || ready {
			return err
		}
	}
}

// listStep puts the rows behind a key into the index and returns the last key,
// nil when there are no more.
func (v view) listStep(ix *kampung.RequestIndex, after []byte) ([]byte, error) {
	c := v.bucket(bRequest).Cursor()
	k, _ := c.Seek(after)
	if after == nil {
		k, _ = c.First()
	} else if string(k) == string(after) {
		k, _ = c.Next()
	}
	for n := 0; k != nil; k, _ = c.Next() {
		if err := v.listRow(ix, k); err != nil {
			return nil, err
		}
		if n++; n == listStep {
			return append([]byte(nil), k...), nil
		}
	}
	return nil, nil
}

// listRow brings one row of the index up to date.
func (v view) listRow(ix *kampung.RequestIndex, key []byte) error {
	var row requestRow
	found, err := v.load(bRequest, key, &row)
	switch {
	case err != nil:
		return err
	case found && row.Service != "":
		ix.Put(row.listed())
	}
	return nil
}

// listed is the row as lists show it, but for how far it has come.
func (r requestRow) listed() kampung.ListRow {
	return kampung.ListRow{RequestRow: r.RequestRow, NIK: r.NIK, Day: r.Day, Last: r.Last, Prints: r.Prints, Seq: r.Seq, Issued: r.Signed}
}

// settled is the index with everything that was saved.
func (l *requestList) settled(v view) (*kampung.RequestIndex, error) {
	for key := range l.dirty {
		if err := v.listRow(l.index, []byte(key)); err != nil {
			return nil, err
		}
		delete(l.dirty, key)
	}
	return l.index, nil
}

// readList gives f a view and the index.
func (s *Store) readList(f func(v view, ix *kampung.RequestIndex) error) error {
	for {
		if err := s.list.make(context.Background(), s); err != nil {
			return err
		}
		again := false
		err := s.read(func(v view) error {
			if again = !s.list.ready; again {
				return nil // the database was made anew meanwhile
			}
			ix, err := s.list.settled(v)
			if err != nil {
				return err
			}
			return f(v, ix)
		})
		if !again {
			return err
		}
	}
}

// ListRequests returns at most n rows of a list of requests from place from on,
// and how many the list has. Only the rows of the window are read.
func (s *Store) ListRequests(q kampung.ListQuery, from, n int) (page kampung.ListPage, err error) {
	err = s.readList(func(v view, ix *kampung.RequestIndex) error {
		var ids []string
		page = kampung.ListPage{From: from}
		page.Total, ids = ix.List(q, from, n)
		page.Rows, err = v.listRows(ids)
		return err
	})
	if err != nil {
		return kampung.ListPage{}, fmt.Errorf("store: list: %w", err)
	}
	return page, nil
}

// RequestRows reads the rows of requests, in the order of their ids. Errors:
// [ErrNotFound].
func (s *Store) RequestRows(ids []string) (rows []kampung.ListRow, err error) {
	err = s.read(func(v view) error { rows, err = v.listRows(ids); return err })
	return rows, err
}

// RequestIDs are the ids of a whole list, in its order.
func (s *Store) RequestIDs(q kampung.ListQuery) (ids []string, err error) {
	err = s.readList(func(_ view, ix *kampung.RequestIndex) error { _, ids = ix.List(q, 0, -1); return nil })
	return ids, err
}

func (v view) listRows(ids []string) ([]kampung.ListRow, error) {
	marks, err := v.syncMarks()
	if err != nil {
		return nil, err
	}
	rows := make([]kampung.ListRow, 0, len(ids))
	for _, id := range ids {
		row, err := v.row(id)
		if err != nil {
			return nil, err
		}
		r := row.listed()
		r.Sync = marks.of(row)
		rows = append(rows, r)
	}
	return rows, nil
}

// ListResidents returns at most n residents from place from on who fit what was
// typed, and how many do; see [kampung.Index.List].
func (s *Store) ListResidents(query string, by kampung.ListSort, from, n int) (kampung.ResidentPage, error) {
	ix, err := s.index.wait()
	if err != nil {
		return kampung.ResidentPage{}, err
	}
	page := kampung.ResidentPage{From: from}
	page.Total, page.Rows = ix.List(query, by, from, n)
	return page, nil
}
