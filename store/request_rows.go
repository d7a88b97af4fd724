package store

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// Requests lists requests, the newest first unless the filter says otherwise.
func (s *Store) Requests(f kampung.RequestFilter) (rows []kampung.RequestRow, err error) {
	limit := f.Limit
	if limit <= 0 {
		limit = 200
	}
	text := strings.ToUpper(strings.TrimSpace(f.Text))
	err = s.read(func(v view) error {
		rows = nil
		marks, err := v.syncMarks()
		if err != nil {
			return err
		}
		return v.eachRequest(f, func(k []byte) (bool, error) {
			var row requestRow
			if _, err := v.load(bRequest, k, &row); err != nil {
				return false, err
			}
			if matches(row, f, text) {
				row.Sync = marks.of(row)
				rows = append(rows, row.RequestRow)
			}
			return len(rows) < limit, nil
		})
	})
	return rows, err
}

// eachRequest walks request keys, from the newest or the oldest, until visit
// says stop.
func (v view) eachRequest(f kampung.RequestFilter, visit func(k []byte) (more bool, err error)) error {
	bucket := bRequest
	if f.Open {
		bucket = bOpen
	}
	c := v.bucket(bucket).Cursor()
	first, next := c.Last, c.Prev
	if f.Oldest {
		first, next = c.First, c.Next
	}
	k, _ := first()
	if f.Before != "" {
		key, err := idKey(f.Before)
		if err != nil {
			return err
		}
		if k, _ = c.Seek(key); !f.Oldest || bytes.Equal(k, key) {
			k, _ = next()
		}
	}
	for ; k != nil; k, _ = next() {
		if more, err := visit(k); !more || err != nil {
			return err
		}
	}
	return nil
}

func matches(row requestRow, f kampung.RequestFilter, text string) bool {
	if row.Service == "" || f.Service != "" && row.Service != f.Service {
		return false
	}
	if len(f.States) > 0 && !slices.Contains(f.States, row.State) {
		return false
	}
	if len(f.Camat) > 0 && !slices.Contains(f.Camat, row.Camat) {
		return false
	}
	for word := range strings.FieldsSeq(text) {
		if !strings.Contains(strings.ToUpper(row.Name), word) && !strings.Contains(strings.ToUpper(row.Number), word) &&
			!strings.Contains(row.NIK, word) && !strings.Contains(strings.ToUpper(row.Service), word) {
			return false
		}
	}
	return true
}

// syncMarks is how far the kabupaten journal has come.
type syncMarks struct {
	exported, received int64
	far                map[string]int64 // what the hub has of other logs
	again              func(farPlace) bool
}

func (v view) syncMarks() (m syncMarks, err error) {
	e, err := v.mark(kampung.AudienceKabupaten, "exported")
	if err != nil {
		return m, err
	}
	r, err := v.mark(kampung.AudienceKabupaten, "received")
	if err != nil {
		return m, err
	}
	m = syncMarks{exported: e.Size, received: r.Size, far: map[string]int64{}}
	m.again = func(p farPlace) bool { return v.cameAgain(m, p) }
	logs, err := v.farLogs()
	for _, l := range logs {
		x := v.far(l)
		f, ferr := v.farMark(x)
		m.far[x.farName()], err = f.Size, errors.Join(err, ferr)
	}
	return m, err
}

// has reports whether the hub has the entry at a place in another log.
func (m syncMarks) has(p farPlace) bool {
	size, goes := m.far[p.S]
	return goes && p.N < size || m.again(p)
}

// cameAgain reports whether the hub has an entry of a far shelf in another log:
// its writer's next one, or one of a PC that brought it.
func (v view) cameAgain(m syncMarks, p farPlace) bool {
	_, e, err := v.entryOn(shelfNamed(p.S), p.N)
	if err != nil {
		return false
	}
	spots, err := v.spots(e.Head.ID)
	return err == nil && slices.ContainsFunc(spots, func(at spot) bool {
		if at.x[0] != farByte {
			return at.n < m.received
		}
		size, goes := m.far[at.x.farName()]
		return goes && at.n < size
	})
}

// of derives how far a request has come from where its last entry stands.
func (m syncMarks) of(row requestRow) kampung.Sync {
	last := int64(-1)
	if len(row.N) > 0 {
		last = row.N[len(row.N)-1]
	}
	switch {
	case slices.ContainsFunc(row.F, func(p farPlace) bool { return !m.has(p) }):
		return kampung.SyncSaved
	case last < m.received:
		return row.ruled()
	case last < m.exported:
		return kampung.SyncPacked
	}
	return kampung.SyncSaved
}

// ruled is how far a request that the regency has received got there: the last
// thing that the hub found wrong with it, unless it was mended since.
func (r requestRow) ruled() kampung.Sync {
	if len(r.Rulings) == 0 || r.mended() {
		return kampung.SyncReceived
	}
	switch r.Rulings[len(r.Rulings)-1].Verdict {
	case kampung.VerdictRefused:
		return kampung.SyncRefused
	case kampung.VerdictHeld:
		return kampung.SyncHeld
	case kampung.VerdictTwin:
		return kampung.SyncTwin
	}
	return kampung.SyncReceived
}

// RequestRow is a request as a list shows it.
func (s *Store) RequestRow(id string) (row kampung.RequestRow, err error) {
	err = s.read(func(v view) error {
		r, err := v.row(id)
		if err != nil {
			return err
		}
		marks, err := v.syncMarks()
		row = r.RequestRow
		row.Sync = marks.of(r)
		return err
	})
	return row, err
}
