package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"filippo.io/age"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// What comes down is the hub's own log for the village, with decisions and
// verdicts. It lies in the journal beside the desk's own entries, so it comes
// back with them, and its tree is kept, so a hub that changed its past is
// noticed.

// turnedByte opens a journal line that names the log that what follows is of: a
// hub that came back from an old copy starts a new one.
const turnedByte = 'D'

// logByte opens a journal line that names the log of another device or epoch
// that the lines after it are of.
const logByte = 'L'

// partedByte opens a journal line that names a log whose entries here are set
// aside, since the hub has others under its name.
const partedByte = 'P'

var (
	// ErrGap says that a bundle from the hub starts after what is here.
	ErrGap = errors.New("store: bundle from the hub leaves a gap")
	// ErrNotDown says that a bundle does not come from the hub to this village.
	ErrNotDown = errors.New("store: not a bundle for this village")
)

func (v view) downOrigin() string { return string(v.bucket(bMeta).Get([]byte("down"))) }

// turnDown starts the hub's log anew. What its entries did stays; one that
// comes again is known by its id. The hub came back from a copy, perhaps without
// its newest scans.
func (v view) turnDown(origin string) error {
	if err := v.forgetScans(); err != nil {
		return err
	}
	for _, name := range [][]byte{bEntry, bNode} {
		c := v.bucket(name).Cursor()
		first := audienceByte(kampung.AudienceDesa)
		for k, _ := c.Seek([]byte{first}); len(k) > 0 && k[0] == first; k, _ = c.Seek([]byte{first}) {
			if err := v.bucket(name).Delete(append([]byte{}, k...)); err != nil {
				return fmt.Errorf("store: turn: %w", err)
			}
		}
	}
	if err := v.bucket(bMeta).Put([]byte("down"), []byte(origin)); err != nil {
		return fmt.Errorf("store: turn: %w", err)
	}
	return v.setCount("size/"+string(kampung.AudienceDesa), 0)
}

// DownMark is how much of the hub's log for the village is here.
func (s *Store) DownMark(string) (size int64, err error) {
	err = s.read(func(v view) error { size = v.size(kampung.AudienceDesa); return nil })
	return size, err
}

// DownEpoch is the epoch of the hub's log that is here, "" for none.
func (s *Store) DownEpoch(string) (epoch string, err error) {
	err = s.read(func(v view) error {
		if l, err := bundle.ParseOrigin(v.downOrigin()); err == nil {
			epoch = l.Epoch
		}
		return nil
	})
	return epoch, err
}

// DownRoot is the root over what is here of the hub's log.
func (s *Store) DownRoot(string) (root bundle.Hash, err error) {
	err = s.read(func(v view) error {
		root, err = bundle.Root(v.size(kampung.AudienceDesa), v.nodes(kampung.AudienceDesa))
		return err
	})
	return root, err
}

// Signer is the device's note signer key, with which it asks the hub.
func (s *Store) Signer() string { return s.keys.Signer }

// TakeDown checks a bundle from the hub, keeps its entries and shows what they
// say at their requests; n is how many were new. The whole log from its first
// entry takes the place of one that said other things: the hub was put back
// from a copy, and what came down before stays at its requests. Errors: those of
// [bundle.Read] and [bundle.Bundle.Open], [ErrNotDown], [ErrGap],
// [ErrForgedPast], [ErrOldKey], [ErrNotEnrolled].
func (s *Store) TakeDown(data []byte) (n int, err error) {
	h, err := s.Hub()
	if err != nil {
		return 0, err
	}
	b, err := bundle.Read(data, h.Verifier)
	if err != nil {
		return 0, s.signedBefore(err, func(v string) error { _, err := bundle.Read(data, v); return err })
	}
	if b.Log.Audience != kampung.AudienceDesa || b.Log.Village != s.Village() {
		return 0, fmt.Errorf("%w: %s", ErrNotDown, b.Log.Audience)
	}
	if had, err := s.has(b, own(kampung.AudienceDesa)); had || err != nil {
		return 0, err
	}
	identity, err := age.ParseX25519Identity(s.keys.Identity)
	if err != nil {
		return 0, fmt.Errorf("%w: device identity: %w", ErrDamaged, err)
	}
	lines, entries, err := b.Open(identity)
	if err != nil {
		return 0, err
	}
	c, n, err := s.takeLines(b, own(kampung.AudienceDesa), lines, entries)
	if err != nil || n == 0 {
		return n, err
	}
	s.tell(c)
	return n, s.afterTaking()
}

// has reports whether all of a bundle is on a shelf already, by the root that its
// writer signed; such a bundle need not be opened. Sticks bring the same again
// and again.
func (s *Store) has(b bundle.Bundle, x shelf) (had bool, err error) {
	err = s.read(func(v view) error {
		had = false
		if x[0] == farByte {
			x = v.far(b.Log)
		}
		if v.sizeOf(x) < b.Size || x == own(kampung.AudienceDesa) && v.downOrigin() != b.Log.Origin() {
			return nil
		}
		root, err := bundle.Root(b.Size, v.nodesOf(x))
		had = root == b.Root
		return err
	})
	return had, err
}

// takeLines keeps the entries of a bundle that are new on a shelf.
func (s *Store) takeLines(b bundle.Bundle, x shelf, lines [][]byte, entries []kampung.ParsedEntry) (c kampung.Change, n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var payload []byte
	err = s.readMended(func(v view) error {
		payload, n = nil, 0
		if x[0] == farByte {
			x = v.far(b.Log) // it may have been set aside meanwhile
		}
		size, nodes := v.sizeOf(x), v.nodesOf(x)
		switch origin := b.Log.Origin(); {
		case x[0] == farByte:
			payload = append(append(payload, logByte), origin+"\n"...)
		case v.downOrigin() != origin:
			size, nodes = 0, bundle.NoNodes
			payload = append(append(payload, turnedByte), origin+"\n"...)
		}
		if b.From > size {
			return fmt.Errorf("%w: from %d, here %d", ErrGap, b.From, size)
		}
		if _, err := b.Extend(nodes, entries); err != nil {
			return fmt.Errorf("%w: %w", ErrForgedPast, err)
		}
		same, err := agrees(b, entries, size, nodes)
		switch {
		case err != nil:
			return err
		case !same && (x != own(kampung.AudienceDesa) || b.From > 0):
			return fmt.Errorf("%w: the log at %d: %w", ErrForgedPast, min(size, b.Size), bundle.ErrTree)
		case !same:
			// The whole of the hub's log, and another than here: it was put back
			// from a copy and has gone on since.
			size, payload = 0, append(append(payload, turnedByte), b.Log.Origin()+"\n"...)
		}
		for i := max(0, size-b.From); i < int64(len(lines)); i++ {
			payload = append(append(append(payload, x[0]), lines[i]...), '\n')
			touch(&c, entries[i])
			n++
		}
		c.Sync = true
		return nil
	})
	if err != nil || n == 0 {
		return c, 0, err
	}
	return c, n, s.saveRecord(payload)
}

// agrees reports whether what a bundle says of entries that are here already is
// what is here.
func agrees(b bundle.Bundle, entries []kampung.ParsedEntry, size int64, nodes bundle.HashReader) (bool, error) {
	at := min(size, b.Size)
	if at <= b.From {
		return true, nil
	}
	g := bundle.Grow(b.From, nodes)
	for _, p := range entries[:at-b.From] {
		if err := g.Append(bundle.EntryHash(p)); err != nil {
			return false, err
		}
	}
	said, err1 := g.Root()
	here, err2 := bundle.Root(at, nodes)
	return said == here, errors.Join(err1, err2)
}

// requestOf is the request that an entry from the hub is about.
func requestOf(p kampung.ParsedEntry) []string {
	switch p.Head.Kind {
	case kampung.KindDecision:
		return []string{p.Head.Subject}
	case kampung.KindVerdict:
		var b kampung.VerdictBody
		if json.Unmarshal(p.Body, &b) == nil && b.Request != "" {
			return []string{b.Request}
		}
	}
	return nil
}

func (v view) projectDecision(p kampung.ParsedEntry) error {
	var b kampung.DecisionBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: decision: %w", errBody, err)
	}
	return v.changeRow(p.Head.Subject, func(row *requestRow) {
		for _, a := range row.Answers {
			if a.ID == p.Head.ID {
				return
			}
		}
		row.Answers = append(row.Answers, kampung.Answer{ID: p.Head.ID, At: entryTime(p.Head), Tick: p.Head.Tick, DecisionBody: b})
		row.Answer, row.AnsweredTick = b.Decision, p.Head.Tick
	})
}

func (v view) projectVerdict(p kampung.ParsedEntry) error {
	var b kampung.VerdictBody
	if err := json.Unmarshal(p.Body, &b); err != nil {
		return fmt.Errorf("%w: verdict: %w", errBody, err)
	}
	if b.Request == "" {
		return nil
	}
	return v.changeRow(b.Request, func(row *requestRow) {
		for _, r := range row.Rulings {
			if r.ID == p.Head.ID {
				return
			}
		}
		row.Rulings = append(row.Rulings, kampung.Ruling{ID: p.Head.ID, At: entryTime(p.Head), VerdictBody: b})
		row.RuledTick = p.Head.Tick
	})
}
