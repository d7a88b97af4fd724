package store

import (
	"encoding/json"
	"fmt"

	"smartkampung/kampung"
)

// projectNote keeps what a clerk wrote about a request.
func (v view) projectNote(p kampung.ParsedEntry) error {
	var b kampung.NoteBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: note: %w", errBody, err)
	}
	return v.changeRow(p.Head.Subject, func(row *requestRow) {
		row.Notes = kampung.AddNote(row.Notes, kampung.Note{ID: p.Head.ID, At: entryTime(p.Head), By: p.Head.By, Text: b.Text, Tick: p.Head.Tick})
	})
}

// projectAttach notes where files of a request stand; its content is folded from
// the entries.
func (v view) projectAttach(at spot, p kampung.ParsedEntry, fresh bool) error {
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	var row requestRow
	if _, err := v.load(bRequest, key, &row); err != nil || !fresh {
		return err
	}
	row.add(at)
	return v.saveRow(key, row)
}

// AddNote keeps what a clerk writes to other clerks about a request; it stays in
// the office. Errors: [kampung.Problems] at field "note", [ErrNotFound].
func (s *Store) AddNote(id, text string) (kampung.Request, error) {
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Requests: []string{id}}
		if _, err := v.row(id); err != nil {
			return nil, c, err
		}
		if wrong := kampung.CheckNote(text); wrong != "" {
			return nil, c, kampung.Problems{{Field: "note", Text: wrong}}
		}
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindNote, subject: id, body: kampung.NoteBody{Text: kampung.FoldLines(text)}}}, c, nil
	})
	if err != nil {
		return kampung.Request{}, err
	}
	return s.Request(id)
}

// Attach adds files that [Store.SaveScan] kept to a recorded request; those that
// it has already change nothing. Errors: [kampung.Problems] at field "scans",
// [ErrNotFound].
func (s *Store) Attach(id string, scans []kampung.Scan) (kampung.Request, error) {
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Requests: []string{id}, Sync: true}
		r, err := v.plainRequest(id)
		if err != nil {
			return nil, c, err
		}
		fresh, ps := kampung.Attach(r, scans, r.Template)
		if err := ps.Err(); err != nil {
			return nil, c, err
		}
		if len(fresh) == 0 {
			return nil, c, nil
		}
		return []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindAttach, subject: id, body: kampung.AttachBody{Scans: fresh}}}, c, nil
	})
	if err != nil {
		return kampung.Request{}, err
	}
	return s.Request(id)
}
