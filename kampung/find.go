package kampung

import (
	"slices"
	"strings"
	"sync"
)

// Index finds residents while their name or number is being typed. It keeps
// the rows of the register packed, about 140 bytes each, answers within a few
// milliseconds over 100,000, and may be read by many goroutines while one or
// more change it.
//
// The bulk of the rows lies in a sealed part, sorted by folded name, with a
// dictionary of the words of the names. What changes after that waits in a
// short list that is looked through one by one, until it is long enough to be
// sealed as well.
type Index struct {
	writer sync.Mutex // one change at a time

	mu    sync.RWMutex // guards what follows
	base  *sealed
	gone  map[uint32]bool        // rows of base that changed or left
	extra map[string]ResidentRow // rows changed since, by id
	turn  uint64                 // rises with each change

	listing sync.Mutex // guards what follows
	listed  residentAnswer
	order   residentOrder
}

// NewIndex builds an index of the rows. For 100,000 it takes some 0.3 s of CPU;
// it can be built in the background and swapped in.
func NewIndex(rows []ResidentRow) *Index {
	return &Index{base: seal(rows), gone: map[uint32]bool{}, extra: map[string]ResidentRow{}}
}

// Len is the number of residents.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.base.len() - len(x.gone) + len(x.extra)
}

// Put adds a resident, or replaces the one with the same id.
func (x *Index) Put(row ResidentRow) {
	x.writer.Lock()
	defer x.writer.Unlock()
	x.mu.Lock()
	x.drop(row.ID)
	x.extra[row.ID] = row
	full := len(x.extra) > 512+x.base.len()/64
	x.mu.Unlock()
	if full {
		x.reseal()
	}
}

// Remove takes a resident out; an unknown id changes nothing.
func (x *Index) Remove(id string) {
	x.writer.Lock()
	defer x.writer.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.drop(id)
}

func (x *Index) drop(id string) {
	x.turn++
	delete(x.extra, id)
	if at, ok := x.base.byID(id); ok {
		x.gone[at] = true
	}
}

// reseal packs everything anew. Only the writer changes base, gone and extra,
// so it may read them without the lock, and readers go on meanwhile.
func (x *Index) reseal() {
	rows := make([]ResidentRow, 0, x.base.len()+len(x.extra))
	for at := range uint32(x.base.len()) {
		if !x.gone[at] {
			rows = append(rows, x.base.row(at))
		}
	}
	for _, r := range x.extra {
		rows = append(rows, r)
	}
	base := seal(rows)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.base, x.gone, x.extra = base, map[uint32]bool{}, map[string]ResidentRow{}
}

// defaultHits is how many residents a search gives when it is not told.
const defaultHits = 50

// selective is the number of rows up to which a word of a search counts as one
// that leaves few.
const selective = 2048

// Find returns the residents who fit everything that was typed, best first, at
// most limit (50 when that is 0). A word fits a name in old or new spelling
// where it begins the first word of the name, else another, else stands inside
// one; or the hamlet. Digits fit any part of NIK or KK. "rt 3", "rw 2" and
// "003/002" narrow. The first word of the search decides the order.
func (x *Index) Find(query string, limit int) []ResidentRow {
	tokens := parseQuery(query)
	if len(tokens) == 0 {
		return nil
	}
	if limit <= 0 {
		limit = defaultHits
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	found, extra := x.best(tokens, limit)
	rows := make([]ResidentRow, min(limit, len(found)))
	for i := range rows {
		rows[i] = x.base.rowOf(found[i], extra)
	}
	return rows
}

// leadToken is the token whose fit orders the hits: the first part of a name,
// else of a number, else the first.
func leadToken(tokens []token) int {
	for _, kind := range []tokenKind{nameToken, digitsToken} {
		if i := slices.IndexFunc(tokens, func(t token) bool { return t.kind == kind }); i >= 0 {
			return i
		}
	}
	return 0
}

// fitAll tells where a resident stands among those who fit all tokens.
func fitAll(tokens []token, lead int, s subject, id string) (place, bool) {
	p := place{fold: s.fold, id: id}
	for i, t := range tokens {
		class, word := t.fit(s)
		if class == fitNone {
			return place{}, false
		}
		if i == lead {
			p.class, p.word = class, word
		}
	}
	return p, true
}

// best returns the places of those who fit, best first, and the changed rows
// among them. A place beyond the sealed part is one of a changed row. Of the
// sealed part come at least the best limit.
func (x *Index) best(tokens []token, limit int) (found []uint32, extra []ResidentRow) {
	lead := leadToken(tokens)
	var places []place
	for _, row := range x.extra {
		if p, ok := fitAll(tokens, lead, subjectOf(row), row.ID); ok {
			i, _ := slices.BinarySearchFunc(places, p, place.compare)
			places, extra = slices.Insert(places, i, p), slices.Insert(extra, i, row)
		}
	}
	found = x.findSealed(tokens, lead, limit)
	return x.base.merge(found, len(extra), func(at uint32, i int) bool {
		p, _ := fitAll(tokens, lead, x.base.subject(at), x.base.id(at))
		return p.compare(places[i]) > 0
	}), extra
}

// findSealed returns at least the best limit of the sealed part, best first.
func (x *Index) findSealed(tokens []token, lead, limit int) (found []uint32) {
	b := x.base
	if len(tokens) > 1 {
		for _, t := range tokens {
			if few, ok := b.few(t); ok {
				return x.amongFew(few, tokens, lead)
			}
		}
	}
	// A lone name or number fits wherever it is found.
	sure := len(tokens) == 1 && (tokens[0].kind == nameToken || tokens[0].kind == digitsToken)
	seen := make([]uint64, b.len()/64+1)
	b.each(tokens[lead], func(at uint32) bool {
		if seen[at/64]&(1<<(at%64)) != 0 {
			return true
		}
		seen[at/64] |= 1 << (at % 64)
		fits := !x.gone[at]
		if fits && !sure {
			_, fits = fitAll(tokens, lead, b.subject(at), "")
		}
		if fits {
			found = append(found, at)
		}
		return len(found) < limit
	})
	return found
}

// amongFew returns which of a few rows fit, best first.
func (x *Index) amongFew(few []uint32, tokens []token, lead int) (found []uint32) {
	places := make(map[uint32]place, len(few))
	for _, at := range few {
		if p, ok := fitAll(tokens, lead, x.base.subject(at), ""); ok && !x.gone[at] {
			p.id = x.base.id(at)
			places[at] = p
			found = append(found, at)
		}
	}
	slices.SortFunc(found, func(a, b uint32) int { return places[a].compare(places[b]) })
	return found
}

func subjectOf(r ResidentRow) subject {
	return subject{fold: FoldName(r.Name), dusun: FoldName(r.Dusun), nik: r.NIK, kk: r.KK, rt: rtKey(r.RT), rw: rtKey(r.RW)}
}

// rtKey is an RT or RW with three digits; what is none stays as it is.
func rtKey(s string) string {
	if t, p := ParseRT(s); p == "" {
		return t
	}
	return strings.TrimSpace(s)
}
