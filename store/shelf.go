package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// shelf is where a log stands in the database: a byte for the desk's own logs
// and for the hub's, and 's' with the first 64 bits of the log's id for a log
// of another device, or of another epoch of this one. Where two disks wrote under
// one log's name and the hub went on with the other one's, the first 64 bits are
// of a digest that also counts how often that happened; see [Store.PartLog].
type shelf string

const farByte = 's'

func own(a kampung.Audience) shelf { return shelf(audienceByte(a)) }

// farAt is the shelf of a log of another device after it parted times times.
func farAt(l bundle.Log, times int64) shelf {
	id, _ := hex.DecodeString(l.ID())
	if times > 0 {
		sum := sha256.Sum256(fmt.Appendf(id, " %d", times))
		id = sum[:]
	}
	return shelf(farByte) + shelf(id[:8])
}

// far is the shelf where a log of another device goes on.
func (v view) far(l bundle.Log) shelf { return farAt(l, v.parted(l)) }

// parted is how often what was here of a log was set aside.
func (v view) parted(l bundle.Log) int64 { return v.count(partedName(l)) }

func partedName(l bundle.Log) string { return "parted/" + farAt(l, 0).farName() }

// key is the key of the nth entry or node.
func (x shelf) key(n int64) []byte { return binary.BigEndian.AppendUint64([]byte(x), uint64(n)) }

// farName names a far shelf in marks and rows.
func (x shelf) farName() string { return hex.EncodeToString([]byte(x[1:])) }

func shelfNamed(name string) shelf {
	id, _ := hex.DecodeString(name)
	return shelf(farByte) + shelf(id)
}

func sizeName(x shelf) string {
	if x[0] != farByte {
		if a, err := audienceOf(x[0]); err == nil {
			return "size/" + string(a)
		}
	}
	return "size/" + x.farName()
}

// sizeOf is the number of entries on a shelf.
func (v view) sizeOf(x shelf) int64 { return v.count(sizeName(x)) }

// size is the number of entries of a journal of the desk, or of the hub's log.
func (v view) size(a kampung.Audience) int64 { return v.sizeOf(own(a)) }

// nodesOf reads the stored nodes of a shelf's tree.
func (v view) nodesOf(x shelf) bundle.HashReader { return nodeReader{v, x} }

func (v view) nodes(a kampung.Audience) bundle.HashReader { return v.nodesOf(own(a)) }

type nodeReader struct {
	v view
	x shelf
}

func (r nodeReader) ReadHashes(indexes []int64) ([]bundle.Hash, error) {
	out := make([]bundle.Hash, len(indexes))
	b := r.v.bucket(bNode)
	for i, n := range indexes {
		h := b.Get(r.x.key(n))
		if len(h) != len(out[i]) {
			return nil, fmt.Errorf("%w: node %d of %.1q", ErrDamaged, n, r.x)
		}
		copy(out[i][:], h)
	}
	return out, nil
}

// entryOn reads an entry's line and parses it.
func (v view) entryOn(x shelf, n int64) ([]byte, kampung.ParsedEntry, error) {
	line, err := v.get(bEntry, x.key(n))
	if err != nil {
		return nil, kampung.ParsedEntry{}, err
	}
	if line == nil {
		return nil, kampung.ParsedEntry{}, fmt.Errorf("%w: entry %d of %.1q is missing", ErrDamaged, n, x)
	}
	p, err := kampung.ParseEntry(line)
	if err != nil {
		return nil, p, fmt.Errorf("%w: entry %d of %.1q: %w", ErrDamaged, n, x, err)
	}
	return line, p, nil
}

func (v view) entry(a kampung.Audience, n int64) ([]byte, kampung.ParsedEntry, error) {
	return v.entryOn(own(a), n)
}

// farLog returns the log on a far shelf.
func (v view) farLog(x shelf) (bundle.Log, error) {
	origin, err := v.get(bLog, []byte(x))
	if err != nil {
		return bundle.Log{}, err
	}
	l, err := bundle.ParseOrigin(string(origin))
	if err != nil {
		return l, fmt.Errorf("%w: log of a shelf: %w", ErrDamaged, err)
	}
	return l, nil
}

// farLogs lists the logs of other devices and epochs that are here.
func (v view) farLogs() (all []bundle.Log, err error) {
	if v.count("logs") == 0 {
		return nil, nil
	}
	err = v.bucket(bLog).ForEach(func(k, _ []byte) error {
		l, err := v.farLog(shelf(k))
		if err == nil && shelf(k) == farAt(l, 0) {
			all = append(all, l)
		}
		return err
	})
	return all, err
}

// farShelves lists the shelves of a log in the order in which they were filled.
func (v view) farShelves(l bundle.Log) (all []shelf) {
	for times := range v.parted(l) + 1 {
		if x := farAt(l, times); v.bucket(bLog).Get([]byte(x)) != nil {
			all = append(all, x)
		}
	}
	return all
}

// addLog makes room for a log that has not been here.
func (v view) addLog(l bundle.Log) error {
	key := []byte(v.far(l))
	if v.bucket(bLog).Get(key) != nil {
		return nil
	}
	if err := v.setCount("logs", v.count("logs")+1); err != nil {
		return err
	}
	return v.put(bLog, key, []byte(l.Origin()))
}

// seen is how far this PC has the office's other logs of an audience.
func (v view) seen(a kampung.Audience) (map[string]int64, error) {
	logs, err := v.farLogs()
	if err != nil || len(logs) == 0 {
		return nil, err
	}
	m := map[string]int64{}
	for _, l := range logs {
		if l.Audience == a {
			m[l.Short()] = v.sizeOf(v.far(l))
		}
	}
	return m, nil
}

// spot is where an entry stands.
type spot struct {
	x shelf
	n int64
}

// knownKey is the key of an entry's id: the bytes of a UUID, of another text the
// beginning of its digest.
func knownKey(id string) []byte {
	if u, err := uuid.Parse(id); err == nil {
		return u[:]
	}
	sum := sha256.Sum256([]byte(id))
	return sum[:16]
}

// spots lists where the entry with an id stands: in one log, or in several after
// a fork.
func (v view) spots(id string) (all []spot, err error) {
	b := v.bucket(bKnown).Get(knownKey(id))
	for len(b) > 0 {
		n := 1
		if b[0] == farByte {
			n += 8
		}
		if len(b) < n+8 {
			return nil, fmt.Errorf("%w: index of entries", ErrDamaged)
		}
		all = append(all, spot{shelf(b[:n]), int64(binary.BigEndian.Uint64(b[n:]))})
		b = b[n+8:]
	}
	return all, nil
}

// learn notes where an entry stands; fresh says that it was not here before.
func (v view) learn(id string, at spot) (fresh bool, err error) {
	key, b := knownKey(id), v.bucket(bKnown)
	old := b.Get(key)
	all := [][]byte{at.x.key(at.n)}
	if len(old) > 0 {
		spots, err := v.spots(id)
		if err != nil {
			return false, err
		}
		for _, p := range spots {
			all = append(all, p.x.key(p.n))
		}
		slices.SortFunc(all, slices.Compare)
	}
	if err := b.Put(key, slices.Concat(all...)); err != nil {
		return false, fmt.Errorf("store: index of entries: %w", err)
	}
	return len(old) == 0, nil
}
