package kampung

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
)

// RequestIndex keeps of each request what lists filter and sort by, about 200
// bytes, so that a key press over 100,000 requests reads no disk: a list asks
// for the ids of its window and reads these alone. It is safe for use by many
// goroutines.
type RequestIndex struct {
	mu    sync.Mutex
	rows  []packedRow
	free  []int32 // places of rows that left
	at    map[string]int32
	words wordTable
	turn  uint64 // rises with each change
	shape uint64 // rises when a row comes or goes
	order map[ListColumn]sorted
	last  []listAnswer // of the newest questions
}

// packedRow is a request in the index.
type packedRow struct {
	key                   string // packed id; empty for a place that is free
	text                  string // folded name, number in lower case, NIK, parted by newlines
	full                  string // name in capitals, as it sorts
	when                  int64  // second in which it was recorded
	made, day             int32  // days, see packDay
	seq                   int32
	service, state, camat uint16 // places in the table of words
	name                  uint16 // length of the folded name in text
	issued                bool
}

// sorted is the places of all rows by one column, smallest first.
type sorted struct {
	turn   uint64
	rows   uint64 // shape of the index
	places []int32
}

// listAnswer is the rows of a list as last asked for.
type listAnswer struct {
	query  string
	turn   uint64
	places []int32
}

// keptAnswers is how many lists are kept while nothing changes: that of
// requests, that of letters, and what was typed before.
const keptAnswers = 4

// wordTable numbers the few words that many rows share.
type wordTable struct {
	list []string
	at   map[string]uint16
}

func (t *wordTable) add(w string) uint16 {
	if n, ok := t.at[w]; ok {
		return n
	}
	n := uint16(len(t.list))
	t.list = append(t.list, w)
	t.at[w] = n
	return n
}

// NewRequestIndex makes an empty index.
func NewRequestIndex() *RequestIndex {
	return &RequestIndex{at: map[string]int32{}, words: wordTable{at: map[string]uint16{}}, order: map[ListColumn]sorted{}}
}

// Len is how many requests the index holds.
func (x *RequestIndex) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return len(x.at)
}

// Put adds a request or replaces the one with its id.
func (x *RequestIndex) Put(r ListRow) {
	x.mu.Lock()
	defer x.mu.Unlock()
	key, fold := packID(r.ID), FoldName(r.Name)
	p := packedRow{key: key, full: strings.ToUpper(r.Name), text: fold + "\n" + strings.ToLower(r.Number) + "\n" + r.NIK, when: r.At.Unix(), made: packDay(DateOf(r.At)), day: packDay(r.Day),
		seq: int32(r.Seq), service: x.words.add(r.Service), state: x.words.add(string(r.State)), camat: x.words.add(string(r.Camat)), name: uint16(len(fold)), issued: r.Issued}
	i, there := x.at[key]
	if there && x.rows[i] == p {
		return
	}
	x.turn++
	switch {
	case there:
		x.rows[i] = p
	case len(x.free) > 0:
		x.shape++
		i = x.free[len(x.free)-1]
		x.free = x.free[:len(x.free)-1]
		x.rows[i], x.at[key] = p, i
	default:
		x.shape++
		x.at[key] = int32(len(x.rows))
		x.rows = append(x.rows, p)
	}
}

// Remove takes a request out; an unknown id changes nothing.
func (x *RequestIndex) Remove(id string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	key := packID(id)
	if i, ok := x.at[key]; ok {
		delete(x.at, key)
		x.rows[i] = packedRow{}
		x.free = append(x.free, i)
		x.turn++
		x.shape++
	}
}

// List returns how many requests fit, and the ids of at most n of them from
// place from on; n below 0 is all.
func (x *RequestIndex) List(q ListQuery, from, n int) (total int, ids []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	places := x.answer(q)
	total = len(places)
	from = min(max(from, 0), total)
	if n < 0 || n > total-from {
		n = total - from
	}
	ids = make([]string, n)
	for i, p := range places[from : from+n] {
		ids[i] = unpackID(x.rows[p].key)
	}
	return total, ids
}

// answer is the places of the rows that fit, in their order.
func (x *RequestIndex) answer(q ListQuery) []int32 {
	name := fmt.Sprintf("%+v", q)
	for _, a := range x.last {
		if a.query == name && a.turn == x.turn {
			return a.places
		}
	}
	by, down := q.Sort.By, q.Sort.Down
	if by == "" {
		by, down = ColumnTime, true
	}
	if by == ColumnTime && q.Issued {
		by = columnDay
	}
	all := x.sort(by)
	f := x.filter(q)
	places := make([]int32, 0, min(len(all), 1024))
	for i := range all {
		p := all[i]
		if down {
			p = all[len(all)-1-i]
		}
		if f.fits(&x.rows[p]) {
			places = append(places, p)
		}
	}
	if len(x.last) == keptAnswers {
		x.last = slices.Delete(x.last, 0, 1)
	}
	x.last = append(x.last, listAnswer{name, x.turn, places})
	return places
}

// listWord is a typed word in the two ways in which rows are looked through.
type listWord struct{ fold, plain string }

// listWords are the words of a search, bounded in number.
func listWords(text string) (out []listWord) {
	for w := range strings.FieldsSeq(strings.ToLower(text)) {
		if len(out) == maxTokens {
			break
		}
		out = append(out, listWord{FoldName(w), w})
	}
	return out
}

// listFilter is a query made ready to be put to each row: shared words as
// tables, days as numbers.
type listFilter struct {
	issued           bool
	states, services []bool // by place in the table of words
	camat            []bool
	days             [][2]int32
	words            []listWord
	holds            [][]bool // for each typed word, the shared words that hold it
}

func (x *RequestIndex) filter(q ListQuery) listFilter {
	table := func(ok func(w string) bool) []bool {
		t := make([]bool, len(x.words.list))
		for i, w := range x.words.list {
			t[i] = ok(w)
		}
		return t
	}
	f := listFilter{issued: q.Issued, words: listWords(q.Text)}
	f.states = table(func(w string) bool {
		ok := len(q.States) == 0 || slices.Contains(q.States, State(w))
		for _, b := range q.Bounds {
			ok = ok && slices.Contains(b, State(w))
		}
		return ok
	})
	f.services = table(func(w string) bool { return len(q.Services) == 0 || slices.Contains(q.Services, w) })
	f.camat = table(func(w string) bool { return len(q.Camat) == 0 || slices.Contains(q.Camat, CamatState(w)) })
	for _, w := range f.words {
		f.holds = append(f.holds, table(func(s string) bool { return strings.Contains(s, w.plain) }))
	}
	days := q.Days
	if len(days) == 0 && q.Within != (Days{}) {
		days = []Days{{}}
	}
	for _, d := range days {
		from, to := max(packDay(d.From), packDay(q.Within.From)), packDay(d.To)
		if end := packDay(q.Within.To); to == 0 || end != 0 && end < to {
			to = end
		}
		if to == 0 {
			to = math.MaxInt32
		}
		f.days = append(f.days, [2]int32{from, to})
	}
	return f
}

// fits reports whether a row has all that is asked for: each word is part of the
// name in any spelling, of the number, the NIK or the service's key.
func (f *listFilter) fits(r *packedRow) bool {
	if f.issued && !r.issued || !f.states[r.state] || !f.services[r.service] || !f.camat[r.camat] {
		return false
	}
	if len(f.days) > 0 {
		day, in := r.made, false
		if f.issued {
			day = r.day
		}
		for _, d := range f.days {
			in = in || day >= d[0] && day <= d[1]
		}
		if !in {
			return false
		}
	}
	for i, w := range f.words {
		name, rest := r.text[:r.name], r.text[r.name:]
		if (w.fold == "" || !strings.Contains(name, w.fold)) && !f.holds[i][r.service] && !strings.Contains(rest, w.plain) {
			return false
		}
	}
	return true
}

// columnDay sorts by the letters' dates.
const columnDay ListColumn = "hari"

// sort is the places of all rows by a column, kept until something changes.
func (x *RequestIndex) sort(by ListColumn) []int32 {
	if s, ok := x.order[by]; ok && s.turn == x.turn {
		return s.places
	}
	// What was sorted before is nearly sorted still, unless rows came or went.
	places := x.order[by].places
	if x.order[by].rows != x.shape {
		places = make([]int32, 0, len(x.at))
		for i := range x.rows {
			if x.rows[i].key != "" {
				places = append(places, int32(i))
			}
		}
	} else {
		places = slices.Clone(places)
	}
	compare := x.comparer(by)
	slices.SortFunc(places, func(a, b int32) int {
		p, q := &x.rows[a], &x.rows[b]
		if c := compare(p, q); c != 0 {
			return c
		}
		if c := cmp.Compare(p.when, q.when); c != 0 {
			return c
		}
		return strings.Compare(p.key, q.key)
	})
	x.order[by] = sorted{x.turn, x.shape, places}
	return places
}

func (x *RequestIndex) comparer(by ListColumn) func(p, q *packedRow) int {
	switch by {
	case ColumnName:
		return func(p, q *packedRow) int { return strings.Compare(p.full, q.full) }
	case ColumnService:
		return func(p, q *packedRow) int {
			return strings.Compare(x.words.list[p.service], x.words.list[q.service])
		}
	case ColumnNumber:
		return func(p, q *packedRow) int {
			return cmp.Or(cmp.Compare(p.day/10000, q.day/10000), cmp.Compare(p.seq, q.seq), strings.Compare(p.text[p.name:], q.text[q.name:]))
		}
	case ColumnState:
		rank := make([]int, len(x.words.list))
		for i, w := range x.words.list {
			rank[i] = slices.Index(States, State(w))
		}
		return func(p, q *packedRow) int { return cmp.Compare(rank[p.state], rank[q.state]) }
	case columnDay:
		return func(p, q *packedRow) int { return cmp.Compare(p.day, q.day) }
	}
	return func(*packedRow, *packedRow) int { return 0 } // by time
}
