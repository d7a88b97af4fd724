package store

import (
	"smartkampung/kampung"
)

// Correct is a draft with the content of an issued letter, which the letter made
// of it will replace. Errors: [ErrNotFound], [kampung.Problems].
func (s *Store) Correct(id, why string) (d kampung.Draft, err error) {
	err = s.read(func(v view) error {
		old, err := v.request(id)
		if err != nil {
			return err
		}
		open, err := v.correctionOf(id)
		if err != nil {
			return err
		}
		if p := kampung.ReplaceRequest(&kampung.RequestBody{}, old, why, open); p.Err() != nil {
			return p
		}
		fresh := s.NewDraft()
		d = kampung.Correction(old, why)
		d.ID, d.At, d.By = fresh.ID, fresh.At, fresh.By
		return nil
	})
	return d, err
}

// correctionOf is the number of a correction of a letter that is not approved
// yet, or "".
func (v view) correctionOf(id string) (number string, err error) {
	c := v.bucket(bOpen).Cursor()
	for k, _ := c.First(); k != nil && number == ""; k, _ = c.Next() {
		var row requestRow
		if _, err := v.load(bRequest, k, &row); err != nil {
			return "", err
		}
		if row.Replaces == id && !row.State.Signed() {
			number = row.Number
		}
	}
	return number, nil
}

// replaced is the end of the letter that an approved one corrects.
func (v view) replaced(fresh kampung.Request) (id string, entries []entry, err error) {
	if fresh.Replaces == "" {
		return "", nil, nil
	}
	old, err := v.request(fresh.Replaces)
	if notThere(err) {
		return "", nil, nil // its log has not come here; its PC sees the correction
	}
	if err != nil {
		return "", nil, err
	}
	step, ok := kampung.ReplaceStep(old, fresh)
	if !ok {
		return "", nil, nil
	}
	return old.ID, []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindStep, subject: old.ID, body: step}}, nil
}
