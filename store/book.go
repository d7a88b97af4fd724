package store

import (
	"smartkampung/kampung"
)

// bookBatch is how many requests are read under one lock.
const bookBatch = 200

// RequestsIn reads the requests that may stand in a book of the period: recorded,
// dated or worked on in it, or about to be while it ran; in the order of ids and
// without the codes of their letters, which no book shows. The lock is given up in
// between, so a book of a year does not stop the desk.
func (s *Store) RequestsIn(p kampung.Period) (all []kampung.Request, err error) {
	var ids []string
	err = s.read(func(v view) error {
		ids = nil
		return v.eachRequest(kampung.RequestFilter{Oldest: true}, func(k []byte) (bool, error) {
			var row requestRow
			if _, err := v.load(bRequest, k, &row); err != nil {
				return false, err
			}
			if row.Service != "" && row.spans(p) {
				ids = append(ids, row.ID)
			}
			return true, nil
		})
	})
	for err == nil && len(ids) > 0 {
		batch := ids[:min(bookBatch, len(ids))]
		ids = ids[len(batch):]
		err = s.read(func(v view) error {
			done := len(all)
			for _, id := range batch {
				r, err := v.plainRequest(id)
				if err != nil {
					all = all[:done]
					return err
				}
				all = append(all, r)
			}
			return nil
		})
	}
	return all, err
}

// spans reports whether the time from the first to the last thing known of the
// request touches the period.
func (r requestRow) spans(p kampung.Period) bool {
	from, to := kampung.DateOf(r.At), kampung.DateOf(r.At)
	for _, d := range []kampung.Date{r.Day, kampung.DateOf(r.Last)} {
		if d.IsZero() || r.Last.IsZero() && d != r.Day {
			continue
		}
		if d.Before(from) {
			from = d
		}
		if to.Before(d) {
			to = d
		}
	}
	return !p.Last().Before(from) && !to.Before(p.First())
}
