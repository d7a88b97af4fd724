package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// SaveDraft keeps what is being typed. When it returns, the draft survives a
// power cut. An empty ID is not allowed; see [Store.NewDraft].
func (s *Store) SaveDraft(d kampung.Draft) error {
	key, err := idKey(d.ID)
	if err != nil {
		return fmt.Errorf("store: draft: %w", err)
	}
	d.At, d.By = s.opt.Now(), s.me.Login
	if err := s.local(func(v view) error { return v.save(bDraft, key, d) }); err != nil {
		return err
	}
	s.tell(kampung.Change{Drafts: true})
	return nil
}

// NewDraft returns an empty draft with an ID.
func (s *Store) NewDraft() kampung.Draft {
	return kampung.Draft{ID: newID(), Fields: map[string]string{}, At: s.opt.Now(), By: s.me.Login}
}

// DeleteDraft forgets a draft.
func (s *Store) DeleteDraft(id string) error {
	key, err := idKey(id)
	if err != nil {
		return fmt.Errorf("store: draft: %w", err)
	}
	if err := s.local(func(v view) error { return v.bucket(bDraft).Delete(key) }); err != nil {
		return err
	}
	s.tell(kampung.Change{Drafts: true})
	return nil
}

// Drafts lists the drafts, the newest first. One that was recorded just before a
// power cut is a request and no draft any more.
func (s *Store) Drafts() (all []kampung.Draft, err error) {
	err = s.read(func(v view) error {
		all = nil
		return v.bucket(bDraft).ForEach(func(k, _ []byte) error {
			var d kampung.Draft
			if _, err := v.load(bDraft, k, &d); err != nil {
				return err
			}
			done, err := v.recorded(d)
			if !done && err == nil {
				all = append(all, d)
			}
			return err
		})
	})
	slices.SortFunc(all, func(a, b kampung.Draft) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.ID, a.ID))
	})
	return all, err
}

// local changes what is no entry and commits it at once.
func (s *Store) local(f func(view) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.db == nil || s.closed {
		return errClosed
	}
	if err := enoughSpace(s.dir); err != nil {
		return err
	}
	if err := s.refresh(); err != nil {
		return err
	}
	if err := s.begin(); err != nil {
		return err
	}
	if err := guard(func() error { return f(view{s.tx, s}) }); err != nil {
		// What f put is given up together with views that are not committed
		// yet; those come back from the journal.
		s.drop()
		s.stale = true
		return err
	}
	return s.flushLocked()
}

// forgetDraft drops the draft of a request that was just recorded. It costs no
// sync of its own: a draft that is still there after a power cut is known to be
// recorded.
func (s *Store) forgetDraft(id string) {
	key, err := idKey(id)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begin() == nil && guard(func() error { return s.tx.Bucket(bDraft).Delete(key) }) == nil {
		s.commitSoon()
	}
}
