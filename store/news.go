package store

import (
	"errors"
	"slices"
	"time"

	"smartkampung/kampung"
)

// keySeen holds which news each account has seen on this PC. It is the account's,
// since a head has not read what the clerk read, and the PC's, since it says
// nothing of the office; a login stands in no key, for keys can be read.
var keySeen = []byte("seen")

// newsLooked bounds how many entries of the hub's log are looked at.
const newsLooked = 2000

// News lists what the regency said of requests that the account in use has not
// looked at since, the newest first; see [kampung.NewsDays].
func (s *Store) News() (all []kampung.News, err error) {
	err = s.read(func(v view) error {
		if all, err = v.news(); err != nil {
			return err
		}
		seen, err := v.seenNews()
		all = slices.DeleteFunc(all, func(n kampung.News) bool { return slices.Contains(seen[s.me.Login], n.ID) })
		return err
	})
	return all, err
}

// SeeNews marks the news about a request as seen by the account in use.
func (s *Store) SeeNews(request string) error {
	changed := false
	err := s.local(func(v view) error {
		changed = false
		all, err := v.news()
		if err != nil {
			return err
		}
		seen, err := v.seenNews()
		if err != nil {
			return err
		}
		var kept []string // what is no news any more is forgotten
		for _, n := range all {
			was := slices.Contains(seen[s.me.Login], n.ID)
			if was || n.RequestRow.ID == request {
				kept = append(kept, n.ID)
				changed = changed || !was
			}
		}
		if !changed {
			return nil
		}
		seen[s.me.Login] = kept
		return v.save(bMark, keySeen, seen)
	})
	if err == nil && changed {
		s.tell(kampung.Change{Sync: true})
	}
	return err
}

func (v view) seenNews() (seen map[string][]string, err error) {
	if _, err = v.load(bMark, keySeen, &seen); seen == nil {
		seen = map[string][]string{}
	}
	return seen, err
}

// news reads the hub's log from its end.
func (v view) news() (all []kampung.News, err error) {
	since := v.s.opt.Now().Add(-kampung.NewsDays * 24 * time.Hour)
	size := v.size(kampung.AudienceDesa)
	for n := size - 1; n >= max(0, size-newsLooked) && len(all) < kampung.NewsMost; n-- {
		_, p, err := v.entry(kampung.AudienceDesa, n)
		if err != nil {
			return nil, err
		}
		if entryTime(p.Head).Before(since) {
			break
		}
		for _, id := range requestOf(p) {
			row, err := v.row(id)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if one, ok := kampung.NewsOf(row.RequestRow, row.Answers, row.Rulings, p.Head.ID); ok && row.Service != "" {
				all = append(all, one)
			}
		}
	}
	return all, nil
}
