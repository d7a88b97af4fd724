package store

import (
	"smartkampung/kampung"
)

// Status says where the desk stands with the regency.
func (s *Store) Status() (st kampung.Status, err error) {
	err = s.read(func(v view) error {
		st = kampung.Status{Residents: int(v.count("residents")), Requests: int(v.count("requests")), Open: int(v.count("open"))}
		if h := s.keys.Hub; h != nil {
			st.Enrolled, st.Hub, st.HubName = true, h.URL, h.Name
		}
		for _, a := range kampung.Audiences {
			if err := v.addStatus(&st, a); err != nil {
				return err
			}
		}
		st.Pending = st.Entries - st.Received
		var contact mark
		_, err := v.load(bMark, []byte("contact"), &contact)
		if err != nil {
			return err
		}
		st.LastContact = contact.At
		var last kampung.Backup
		if _, err := v.load(bMark, backupKey, &last); err != nil {
			return err
		}
		st.LastBackup = last.At
		if st.LastLine, err = v.lastLine(); err != nil {
			return err
		}
		t, err := v.traffic()
		if st.Limited = t.Reached(); err != nil || !st.Enrolled {
			return err
		}
		return v.addScans(&st)
	})
	return st, err
}

func (v view) addStatus(st *kampung.Status, a kampung.Audience) error {
	exported, err := v.mark(a, "exported")
	if err != nil {
		return err
	}
	received, err := v.mark(a, "received")
	if err != nil {
		return err
	}
	size := v.size(a)
	st.Entries += int(size)
	st.Exported += int(exported.Size)
	st.Received += int(received.Size)
	if received.Size >= size {
		return nil
	}
	_, p, err := v.entry(a, received.Size)
	if err != nil {
		return err
	}
	if at := entryTime(p.Head); st.Oldest.IsZero() || at.Before(st.Oldest) {
		st.Oldest = at
	}
	if a == kampung.AudienceKabupaten {
		st.PendingRequests, err = v.pendingRequests(received.Size, size)
	}
	return err
}

// pendingSet remembers which requests have an entry without a receipt, so that
// the status of an office that was long off line is not read anew each time.
type pendingSet struct {
	from, to int64
	requests map[string]bool
}

// pendingRequests counts the requests with an entry that has no receipt. Where
// the regency has nothing yet and no other PC's log is here, these are all: an
// office that never had a line opens as quickly as any other.
func (v view) pendingRequests(from, to int64) (int, error) {
	if from == 0 && v.count("logs") == 0 {
		return int(v.count("requests")), nil
	}
	p := &v.s.pending
	if p.requests == nil || p.from != from || p.to > to {
		*p = pendingSet{from: from, to: from, requests: map[string]bool{}}
	}
	for ; p.to < to; p.to++ {
		line, err := v.get(bEntry, own(kampung.AudienceKabupaten).key(p.to))
		if err != nil {
			return 0, err
		}
		// What is no request is said for the office and counts with the rest.
		id := kampung.SubjectOf(line)
		if key, err := idKey(id); err == nil && v.bucket(bRequest).Get(key) != nil {
			p.requests[id] = true
		}
	}
	return len(p.requests), nil
}
