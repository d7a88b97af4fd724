package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// adoptAfter is how long the hub may have fewer entries of a PC's log than it
// once had before another PC brings them. Their writer comes first, as a rule.
const adoptAfter = 20 * time.Hour

// adoptAtOnce bounds the entries of one record.
const adoptAtOnce = 500

// Adopt writes once more into this PC's own logs what another one wrote that is
// here and that nobody else will send: its disk died or was put back, and the
// hub's copy of its log goes on without it, or was put back, or takes nothing
// more of it since it was revoked. Each entry keeps its id, so that it counts
// once whoever brings it; n is how many there were. See
// [smartkampung/kampung.MoveEntry].
func (s *Store) Adopt() (n int, err error) {
	if s.keysNow().Joining {
		return 0, nil
	}
	for {
		some, err := s.adoptSome()
		n += some
		if err != nil || some == 0 {
			return n, err
		}
	}
}

func (s *Store) adoptSome() (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys.Hub == nil {
		return 0, nil
	}
	var payload []byte
	err = s.readMended(func(v view) error {
		if v.count("logs") == 0 {
			return nil
		}
		lost, err := v.orphans()
		payload, n = nil, len(lost)
		if err != nil || n == 0 {
			return err
		}
		payload, err = v.adopted(lost)
		return err
	})
	if err != nil || payload == nil {
		return 0, err
	}
	return n, s.saveRecord(payload)
}

// orphan is an entry that nobody sends.
type orphan struct {
	spot
	log  bundle.Log
	tick int64
}

// adopted makes the lines of a record.
func (v view) adopted(lost []orphan) ([]byte, error) {
	slices.SortStableFunc(lost, func(a, b orphan) int { return cmp.Compare(a.tick, b.tick) })
	size := map[kampung.Audience]int64{}
	for _, a := range kampung.Audiences {
		size[a] = v.size(a)
	}
	var out []byte
	for _, o := range lost {
		line, _, err := v.entryOn(o.x, o.n)
		if err != nil {
			return nil, err
		}
		moved, err := kampung.MoveEntry(line, size[o.log.Audience], o.log.Device)
		if err != nil {
			return nil, fmt.Errorf("store: adopt: %w", err)
		}
		size[o.log.Audience]++
		out = append(append(append(out, audienceByte(o.log.Audience)), moved...), '\n')
	}
	return out, nil
}

// orphans lists entries that nobody sends, as many as one record may have.
func (v view) orphans() (lost []orphan, err error) {
	logs, err := v.farLogs()
	if err != nil {
		return nil, err
	}
	found := map[string]bool{} // the same entry may be on several shelves
	for _, l := range logs {
		for _, x := range v.farShelves(l) {
			from, to, err := v.unsent(l, x)
			if err != nil {
				return nil, err
			}
			for n := from; n < to && len(lost) < adoptAtOnce; n++ {
				_, p, err := v.entryOn(x, n)
				if err != nil {
					return nil, err
				}
				sent, err := v.sent(p.Head)
				if err != nil {
					return nil, err
				}
				if !sent && !found[p.Head.ID] {
					found[p.Head.ID] = true
					lost = append(lost, orphan{spot{x, n}, l, p.Head.Tick})
				}
			}
		}
	}
	return lost, nil
}

// sent reports whether somebody has sent an entry or is going to. What a PC keeps
// of its numbers is its own word and is left alone.
func (v view) sent(h kampung.Head) (bool, error) {
	if h.Kind == kampung.KindLimit {
		return true, nil
	}
	spots, err := v.spots(h.ID)
	if err != nil {
		return false, err
	}
	for _, at := range spots {
		if at.x[0] != farByte {
			return true, nil
		}
		l, err := v.farLog(at.x)
		if err != nil {
			return false, err
		}
		if from, to, err := v.unsent(l, at.x); err != nil || at.n < from || at.n >= to {
			return true, err
		}
	}
	return false, nil
}

// unsent is the part of a shelf that its writer does not bring to the hub. Of a
// log that was set aside that is all of it, once the hub's is here.
func (v view) unsent(l bundle.Log, x shelf) (from, to int64, err error) {
	size, going := v.sizeOf(x), v.far(l)
	m, err := v.farMark(going)
	if err != nil {
		return 0, 0, err
	}
	if x != going {
		if v.sizeOf(going) < m.Size {
			return 0, 0, nil
		}
		return 0, size, nil
	}
	var d deviceRec
	if _, err := v.load(bDevice, []byte(l.Device), &d); err != nil {
		return 0, 0, err
	}
	gone := d.Revoked
	if !m.Fell.IsZero() && (l.Device == v.s.keys.Device || v.s.opt.Now().Sub(m.Fell).Abs() >= adoptAfter) {
		gone = true // of this device's own earlier logs nobody else sends
	}
	if !gone || m.Size >= size {
		return 0, 0, nil
	}
	return m.Size, size, nil
}
