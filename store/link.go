package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Hub is the regency's hub that the office enrolled at.
type Hub struct {
	URL       string `json:"url"` // empty while it is known from a stick alone
	Name      string `json:"name"`
	Verifier  string `json:"verifier"`  // note verifier key of its receipts
	Recipient string `json:"recipient"` // age recipient of the kabupaten journal
}

// mark is how far a log has come: entries in bundles on a stick, or entries
// with a receipt.
type mark struct {
	Size    int64     `json:"size"`
	At      time.Time `json:"at"`
	Receipt []byte    `json:"receipt,omitempty"`
}

// Errors of the link.
var (
	ErrNotEnrolled = errors.New("store: not enrolled at a hub")
	ErrOtherLog    = errors.New("store: receipt of another device")
	ErrForgedPast  = errors.New("store: receipt is of another history")
)

// Hub returns the hub that the office enrolled at. Errors: [ErrNotEnrolled].
func (s *Store) Hub() (Hub, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys.Hub == nil {
		return Hub{}, ErrNotEnrolled
	}
	return *s.keys.Hub, nil
}

// SaveHub keeps what enrolment pinned. Another hub has nothing of ours yet, so
// what the one before has received and what was packed for it no longer count.
func (s *Store) SaveHub(h Hub) error {
	if old, err := s.Hub(); err == nil && old.Verifier != h.Verifier {
		if err := s.local(func(v view) error { return errors.Join(forgetMarks(v), v.forgetFarMarks(), v.forgetHubScans()) }); err != nil {
			return err
		}
	}
	if err := enoughSpace(s.dir); err != nil {
		return err
	}
	err := s.changeKeys(func(k *deviceKeys) {
		if k.Hub != nil && k.Hub.Verifier != h.Verifier {
			k.Earlier = nil
		}
		k.Hub, k.Asked = &h, nil
	})
	if err != nil {
		return err
	}
	return s.ensureOfficeKey()
}

// changeKeys changes the device's keys and writes the vault.
func (s *Store) changeKeys(f func(*deviceKeys)) error {
	s.mu.Lock()
	keys := s.keys
	f(&keys)
	err := s.vault.sealKeys(keys, s.dataKey)
	if err == nil {
		err = s.vault.write(s.dir)
	}
	if err == nil {
		s.keys = keys
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	s.tell(kampung.Change{Sync: true})
	return nil
}

// NewEpoch starts the device's logs anew after the hub found that they parted:
// a cloned disk, an image put back. The journal stays as it is and goes up once
// more under the new name; the hub knows each entry by its id.
func (s *Store) NewEpoch() error {
	// What parted may have been the hub's, put back from a copy without its
	// newest scans.
	if err := s.local(func(v view) error { return errors.Join(forgetMarks(v), v.forgetScans()) }); err != nil {
		return err
	}
	return s.changeKeys(func(k *deviceKeys) { k.Epoch = hex.EncodeToString(random(8)) })
}

func forgetMarks(v view) error {
	for _, a := range kampung.Audiences {
		for _, what := range []string{"received", "exported"} {
			if err := v.bucket(bMark).Delete(markKey(a, what)); err != nil {
				return fmt.Errorf("store: marks: %w", err)
			}
		}
	}
	return nil
}

// Logs names this device's logs, one for each audience.
func (s *Store) Logs() ([]bundle.Log, error) {
	village := s.Village()
	s.mu.Lock()
	defer s.mu.Unlock()
	logs := make([]bundle.Log, len(kampung.Audiences))
	for i, a := range kampung.Audiences {
		logs[i] = bundle.Log{Village: village, Device: s.keys.Device, Epoch: s.keys.Epoch, Audience: a}
	}
	return logs, nil
}

// Village is the office's village; of a PC that joins it, as it was told.
func (s *Store) Village() string {
	if v := s.keysNow().Village; v != "" {
		return v
	}
	o, err := s.Office()
	if err != nil {
		return ""
	}
	return o.Village
}

// keysNow are the device's keys as they are now.
func (s *Store) keysNow() deviceKeys {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys
}

// Epoch names the device's epoch.
func (s *Store) Epoch() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys.Epoch
}

// Marks returns the log's size and how much of it has a receipt.
func (s *Store) Marks(l bundle.Log) (size, received int64, err error) {
	err = s.read(func(v view) error {
		size = v.size(l.Audience)
		m, err := v.mark(l.Audience, "received")
		received = m.Size
		return err
	})
	return size, received, err
}

func markKey(a kampung.Audience, what string) []byte { return []byte(what + "/" + string(a)) }

// receiptKey is where it stands when the hub had so many entries of a log: a mark
// for each receipt, so that a request can tell when it was received.
func receiptKey(a kampung.Audience, size int64) []byte {
	return binary.BigEndian.AppendUint64([]byte("receipt/"+string(a)+"/"), uint64(size))
}

// receivedAt tells when the hub gave its receipts for entries of this PC's
// kabupaten journal, each receipt once.
func (v view) receivedAt(entries []int64) (times []time.Time, err error) {
	got, err := v.mark(kampung.AudienceKabupaten, "received")
	if err != nil {
		return nil, err
	}
	c := v.bucket(bMark).Cursor()
	for _, n := range entries {
		if n >= got.Size {
			break
		}
		at := receiptKey(kampung.AudienceKabupaten, n+1)
		k, _ := c.Seek(at)
		if k == nil || !bytes.HasPrefix(k, at[:len(at)-8]) {
			continue // received before receipts were kept one by one
		}
		var m mark
		if _, err := v.load(bMark, k, &m); err != nil {
			return times, err
		}
		if len(times) == 0 || !times[len(times)-1].Equal(m.At) {
			times = append(times, m.At)
		}
	}
	return times, nil
}

func (v view) mark(a kampung.Audience, what string) (m mark, err error) {
	_, err = v.load(bMark, markKey(a, what), &m)
	return m, err
}

// NextBundle seals the entries of a log from a place on, as many as fit into
// one bundle and at most limit (0 for the format's own limit); to is the size
// after it. Every entry is read back and its leaf computed again before the
// head over it is signed.
func (s *Store) NextBundle(l bundle.Log, from int64, limit int) (data []byte, to int64, err error) {
	if limit <= 0 || limit > bundle.MaxEntries {
		limit = bundle.MaxEntries
	}
	h, err := s.Hub()
	if err != nil {
		return nil, 0, err
	}
	for {
		sealing, err := s.sealing(l, h, from, limit)
		if err != nil {
			return nil, 0, err
		}
		data, err = bundle.Seal(sealing)
		if errors.Is(err, bundle.ErrLimit) && len(sealing.Lines) > 1 {
			limit = len(sealing.Lines) / 2
			continue
		}
		return data, from + int64(len(sealing.Lines)), err
	}
}

// sealing gathers what a bundle is made of.
func (s *Store) sealing(l bundle.Log, h Hub, from int64, limit int) (b bundle.Sealing, err error) {
	if err := s.ensureOfficeKey(); err != nil {
		return b, err
	}
	b = bundle.Sealing{Log: l, From: from, Signer: s.keys.Signer}
	err = s.read(func(v view) error {
		if err := v.seal(&b, h); err != nil {
			return err
		}
		b.Lines, b.Ack = b.Lines[:0], v.size(kampung.AudienceDesa)
		size := v.size(l.Audience)
		if from < 0 || from >= size {
			return fmt.Errorf("store: nothing to pack from %d of %d", from, size)
		}
		nodes := v.nodes(l.Audience)
		if b.Prev, err = bundle.Root(from, nodes); err != nil {
			return err
		}
		grown, plain := bundle.Grow(from, nodes), 0
		for n := from; n < size && len(b.Lines) < limit; n++ {
			line, p, err := v.entry(l.Audience, n)
			if err != nil {
				return err
			}
			if plain += len(line) + 1; plain > bundle.MaxPlain {
				break
			}
			b.Lines = append(b.Lines, line)
			if err := grown.Append(bundle.EntryHash(p)); err != nil {
				return err
			}
		}
		if b.Root, err = grown.Root(); err != nil {
			return err
		}
		stored, err := bundle.Root(grown.Size(), nodes)
		if err == nil && stored != b.Root {
			err = fmt.Errorf("%w: tree of %s at %d", ErrDamaged, l.Audience, grown.Size())
		}
		return err
	})
	return b, err
}

// seal names who may open a bundle: its reader, the office's own PCs, and the
// holder of the recovery key.
func (v view) seal(b *bundle.Sealing, h Hub) error {
	office, err := v.officeRecipient()
	if err != nil {
		return err
	}
	b.ToName, b.To, b.Also = "kantor."+b.Log.Village, office, []string{v.s.keys.Recovery}
	if b.Log.Audience == kampung.AudienceKabupaten {
		b.ToName, b.To, b.Also = h.Name, h.Recipient, []string{office, v.s.keys.Recovery}
	}
	return nil
}

// TakeReceipt checks a receipt of the hub and records it; newly is how many
// entries it received anew. One of another PC of the office tells how far that
// PC has come. An old receipt that comes again does nothing; one
// that refuses what begins at the mark puts the mark back, see [bundle.Receipt].
// Errors: [bundle.ErrForm], [bundle.ErrSignature], [ErrOtherLog],
// [ErrForgedPast], [ErrOldKey], [ErrNotEnrolled].
func (s *Store) TakeReceipt(data []byte) (newly int, err error) {
	h, err := s.Hub()
	if err != nil {
		return 0, err
	}
	r, err := bundle.OpenReceipt(data, h.Verifier)
	if err != nil {
		return 0, s.signedBefore(err, func(v string) error { _, err := bundle.OpenReceipt(data, v); return err })
	}
	logs, err := s.Logs()
	if err != nil {
		return 0, err
	}
	a := r.Log.Audience
	if !slices.Contains(logs, r.Log) {
		return 0, s.takeFarReceipt(r)
	}
	err = s.local(func(v view) error {
		old, err := v.mark(a, "received")
		if err != nil {
			return err
		}
		if err := v.save(bMark, []byte("contact"), mark{At: s.opt.Now()}); err != nil {
			return err
		}
		// Also what is received already is looked at: a hub that was put back may
		// have taken another PC's entries in the place of ours.
		if r.Size > v.size(a) {
			return fmt.Errorf("%w: size %d: %w", ErrForgedPast, r.Size, bundle.ErrTree)
		}
		root, err := bundle.Root(r.Size, v.nodes(a))
		if err != nil {
			return err
		}
		if root != r.Root {
			return fmt.Errorf("%w: root at %d: %w", ErrForgedPast, r.Size, bundle.ErrTree)
		}
		// A hub that was put back refuses what begins at our mark; at any other
		// place such a receipt is an old one.
		back := r.Gap > 0 && r.Gap == old.Size
		if r.Size <= old.Size && !back {
			return nil
		}
		if back {
			// It may have lost scans as well.
			if err := v.forgetScans(); err != nil {
				return err
			}
		}
		newly = max(0, int(r.Size-old.Size))
		m := mark{Size: r.Size, At: s.opt.Now(), Receipt: data}
		if err := v.save(bMark, markKey(a, "received"), m); err != nil {
			return err
		}
		m.Receipt = nil
		return v.save(bMark, receiptKey(a, r.Size), m)
	})
	if err != nil {
		s.closeBook()
		return newly, err
	}
	s.tell(kampung.Change{Sync: true})
	return newly, nil
}

// Pending is how many entries have no receipt yet.
func (s *Store) Pending() (int, error) {
	st, err := s.Status()
	return st.Pending, err
}
