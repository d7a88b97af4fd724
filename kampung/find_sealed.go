package kampung

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sort"
	"strings"
)

// sealed is the packed, read-only part of an [Index]. Rows are numbered by
// folded name, so those whose name begins with something are a range.
type sealed struct {
	folds  arena // folded names
	rows   arena // the rest of a row, see pack
	number arena // NIK, newline, KK, newline
	ids    []uint32
	niks   []uint32 // rows with a NIK, by NIK

	words arena      // the words of the names, sorted
	posts [][]uint32 // by word, the rows that have it

	names  []string // hamlets, RT and RW as they are written, each once
	folded []string // the same folded, for hamlets
	keys   []string // the same with three digits, for RT and RW
	dusuns []dusunRows
}

// dusunRows are the rows of one hamlet.
type dusunRows struct {
	fold string
	rows []uint32
}

// arena is a list of texts in one piece of memory, parted by newlines so that
// it can be searched as a whole.
type arena struct {
	text  string
	at    []uint32 // where each begins, and the end
	build []byte   // becomes text
}

func (a *arena) add(s string) {
	a.at = append(a.at, uint32(len(a.build)))
	a.build = append(append(a.build, s...), '\n')
}

func (a *arena) done() {
	a.text, a.build = string(a.build), nil
	a.at = slices.Clone(append(a.at, uint32(len(a.text))))
}

func (a *arena) len() int { return max(0, len(a.at)-1) }

func (a *arena) get(i uint32) string { return a.text[a.at[i] : a.at[i+1]-1] }

// prefix returns the range of a sorted arena that begins with p.
func (a *arena) prefix(p string) (lo, hi int) {
	lo = sort.Search(a.len(), func(i int) bool { return a.get(uint32(i)) >= p })
	hi = lo + sort.Search(a.len()-lo, func(i int) bool { return !strings.HasPrefix(a.get(uint32(lo+i)), p) })
	return lo, hi
}

// seal packs rows. Of rows with one id the last counts.
func seal(rows []ResidentRow) *sealed {
	b := &sealed{}
	type keyed struct {
		fold string
		at   int
	}
	last := make(map[string]int, len(rows))
	for i, r := range rows {
		last[r.ID] = i
	}
	order := make([]keyed, 0, len(last))
	for i, r := range rows {
		if last[r.ID] == i {
			order = append(order, keyed{FoldName(r.Name), i})
		}
	}
	last = nil
	slices.SortFunc(order, func(x, y keyed) int {
		if c := strings.Compare(x.fold, y.fold); c != 0 {
			return c
		}
		return strings.Compare(rows[x.at].ID, rows[y.at].ID)
	})
	in := interner{b: b, at: map[string]uint64{}}
	dusuns, words := map[string][]uint32{}, map[string][]uint32{}
	var buf []byte
	for n, k := range order {
		r := rows[k.at]
		b.folds.add(k.fold)
		b.number.add(oneLine(r.NIK) + "\n" + oneLine(r.KK))
		buf = in.pack(buf[:0], r)
		b.rows.add(string(buf))
		if r.Dusun != "" {
			f := FoldName(r.Dusun)
			dusuns[f] = append(dusuns[f], uint32(n))
		}
		for w := range strings.SplitSeq(k.fold, " ") {
			if p := words[w]; w != "" && (len(p) == 0 || p[len(p)-1] != uint32(n)) {
				words[w] = append(p, uint32(n))
			}
		}
	}
	b.folds.done()
	b.number.done()
	b.rows.done()
	b.sealWords(words)
	for f, rows := range dusuns {
		b.dusuns = append(b.dusuns, dusunRows{f, slices.Clip(rows)})
	}
	slices.SortFunc(b.dusuns, func(x, y dusunRows) int { return strings.Compare(x.fold, y.fold) })
	b.sealOrders()
	return b
}

func (b *sealed) sealWords(words map[string][]uint32) {
	sorted := make([]string, 0, len(words))
	total := 0
	for w, p := range words {
		sorted = append(sorted, w)
		total += len(p)
	}
	slices.Sort(sorted)
	all := make([]uint32, 0, total)
	for _, w := range sorted {
		b.words.add(w)
		from := len(all)
		all = append(all, words[w]...)
		b.posts = append(b.posts, all[from:len(all):len(all)])
	}
	b.words.done()
}

// sealOrders sorts the rows by id and by NIK.
func (b *sealed) sealOrders() {
	for at := range uint32(b.len()) {
		b.ids = append(b.ids, at)
		if len(b.nik(at)) > 0 {
			b.niks = append(b.niks, at)
		}
	}
	slices.SortFunc(b.ids, func(x, y uint32) int { return strings.Compare(b.idKey(x), b.idKey(y)) })
	slices.SortStableFunc(b.niks, func(x, y uint32) int { return strings.Compare(b.nik(x), b.nik(y)) })
	b.ids, b.niks = slices.Clip(b.ids), slices.Clip(b.niks)
}

func (b *sealed) len() int { return b.folds.len() }

func (b *sealed) nik(at uint32) string {
	nik, _, _ := strings.Cut(b.number.get(at), "\n")
	return nik
}

// oneLine drops newlines, which part the numbers.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", "") }

// interner keeps each hamlet, RT and RW once.
type interner struct {
	b  *sealed
	at map[string]uint64
}

func (in interner) add(s string) uint64 {
	at, ok := in.at[s]
	if !ok {
		at = uint64(len(in.b.names))
		in.at[s] = at
		in.b.names = append(in.b.names, s)
		in.b.folded = append(in.b.folded, FoldName(s))
		in.b.keys = append(in.b.keys, rtKey(s))
	}
	return at
}

// pack writes what of a row is not kept elsewhere: id, then hamlet, RT, RW,
// birth, sex and status as numbers, then the name.
func (in interner) pack(buf []byte, r ResidentRow) []byte {
	key := packID(r.ID)
	if len(key) > 255 {
		key = key[:255]
	}
	buf = append(append(buf, byte(len(key))), key...)
	birth := uint64(0)
	if !r.Birth.IsZero() {
		birth = uint64(r.Birth.Year*10000 + r.Birth.Month*100 + r.Birth.Day)
	}
	for _, v := range []uint64{in.add(r.Dusun), in.add(r.RT), in.add(r.RW), birth, uint64(r.Sex), uint64(r.Status)} {
		buf = binary.AppendUvarint(buf, v)
	}
	return append(buf, r.Name...)
}

// packID writes a UUID as 17 bytes and any other id as it is; the first byte
// tells them apart.
func packID(id string) string {
	if len(id) == 36 && id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-' && id == strings.ToLower(id) {
		if raw, err := hex.DecodeString(id[:8] + id[9:13] + id[14:18] + id[19:23] + id[24:]); err == nil {
			return "u" + string(raw)
		}
	}
	return "t" + id
}

func unpackID(key string) string {
	if key[0] == 't' {
		return key[1:]
	}
	h := hex.EncodeToString([]byte(key[1:]))
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// idKey is the packed id of a row.
func (b *sealed) idKey(at uint32) string {
	row := b.rows.get(at)
	n := 1 + int(row[0])
	return row[1:n]
}

func (b *sealed) id(at uint32) string { return unpackID(b.idKey(at)) }

func (b *sealed) byID(id string) (uint32, bool) {
	key := packID(id)
	i := sort.Search(len(b.ids), func(i int) bool { return b.idKey(b.ids[i]) >= key })
	if i == len(b.ids) || b.idKey(b.ids[i]) != key {
		return 0, false
	}
	return b.ids[i], true
}

// numbers reads what pack wrote after the id, and where the name begins.
func (b *sealed) numbers(at uint32) (v [6]uint64, name string) {
	row := b.rows.get(at)
	row = row[1+int(row[0]):]
	for i := range v {
		for shift := 0; ; shift += 7 {
			c := row[0]
			row = row[1:]
			v[i] |= uint64(c&0x7f) << shift
			if c < 0x80 {
				break
			}
		}
	}
	return v, row
}

func (b *sealed) row(at uint32) ResidentRow {
	v, name := b.numbers(at)
	nik, kk, _ := strings.Cut(b.number.get(at), "\n")
	r := ResidentRow{ID: b.id(at), NIK: strings.Clone(nik), KK: strings.Clone(kk), Name: strings.Clone(name), Dusun: b.names[v[0]], RT: b.names[v[1]], RW: b.names[v[2]], Sex: int(v[4]), Status: int(v[5])}
	if v[3] > 0 {
		r.Birth = Date{int(v[3] / 10000), int(v[3] / 100 % 100), int(v[3] % 100)}
	}
	return r
}

func (b *sealed) subject(at uint32) subject {
	v, _ := b.numbers(at)
	nik, kk, _ := strings.Cut(b.number.get(at), "\n")
	return subject{fold: b.folds.get(at), dusun: b.folded[v[0]], nik: nik, kk: kk, rt: b.keys[v[1]], rw: b.keys[v[2]]}
}

// few returns the rows that a token may fit, when they are few.
func (b *sealed) few(t token) ([]uint32, bool) {
	if t.kind == rtToken || t.kind == rwToken || t.kind == digitsToken && len(t.text) < 4 {
		return nil, false
	}
	var rows []uint32
	b.each(t, func(at uint32) bool {
		rows = append(rows, at)
		return len(rows) <= selective
	})
	if len(rows) > selective {
		return nil, false
	}
	slices.Sort(rows)
	return slices.Compact(rows), true
}

// each gives yield the rows that a token fits, best first, until it says no. A
// row may come twice; the caller drops it the second time.
func (b *sealed) each(t token, yield func(at uint32) bool) {
	switch t.kind {
	case nameToken:
		b.eachName(t, yield)
	case digitsToken:
		b.eachNumber(t.text, yield)
	default:
		for at := range uint32(b.len()) {
			if !yield(at) {
				return
			}
		}
	}
}

func (b *sealed) eachName(t token, yield func(at uint32) bool) {
	lo, hi := b.folds.prefix(t.text)
	for at := lo; at < hi; at++ {
		if !yield(uint32(at)) {
			return
		}
	}
	from, to := b.words.prefix(t.text)
	for w := from; w < to; w++ {
		for _, at := range b.posts[w] {
			if (int(at) < lo || int(at) >= hi) && b.firstWord(t, at, fitWord, w) && !yield(at) {
				return
			}
		}
	}
	if !b.eachInside(t, yield) || t.also != "" && !b.eachAlso(t, yield) {
		return
	}
	for _, d := range b.dusuns {
		if !strings.Contains(d.fold, t.text) {
			continue
		}
		for _, at := range d.rows {
			if class, _ := t.fitName(b.folds.get(at)); class == fitNone && !yield(at) {
				return
			}
		}
	}
}

// firstWord reports whether a row belongs to a class by the word w, and not by
// an earlier one.
func (b *sealed) firstWord(t token, at uint32, class int, w int) bool {
	c, word := t.fitName(b.folds.get(at))
	return c == class && word == b.words.get(uint32(w))
}

// eachInside gives the rows that have the token inside a word.
func (b *sealed) eachInside(t token, yield func(at uint32) bool) bool {
	for from := 0; from < len(b.words.text); {
		i := strings.Index(b.words.text[from:], t.text)
		if i < 0 {
			return true
		}
		w := sort.Search(b.words.len(), func(w int) bool { return int(b.words.at[w+1]) > from+i })
		inside := int(b.words.at[w]) < from+i
		from = int(b.words.at[w+1])
		if !inside {
			continue
		}
		for _, at := range b.posts[w] {
			if b.firstWord(t, at, fitInside, w) && !yield(at) {
				return false
			}
		}
	}
	return true
}

// eachAlso gives the rows that fit a word still being typed.
func (b *sealed) eachAlso(t token, yield func(at uint32) bool) bool {
	lo, hi := b.folds.prefix(t.also)
	for at := lo; at < hi; at++ {
		if class, _ := t.fitName(b.folds.get(uint32(at))); class == fitAlsoHead && !yield(uint32(at)) {
			return false
		}
	}
	from, to := b.words.prefix(t.also)
	for w := from; w < to; w++ {
		for _, at := range b.posts[w] {
			if b.firstWord(t, at, fitAlsoWord, w) && !yield(at) {
				return false
			}
		}
	}
	return true
}

// eachNumber gives the rows whose NIK begins with the digits, by NIK, then
// those that have them elsewhere.
func (b *sealed) eachNumber(digits string, yield func(at uint32) bool) {
	lo := sort.Search(len(b.niks), func(i int) bool { return b.nik(b.niks[i]) >= digits })
	for ; lo < len(b.niks) && strings.HasPrefix(b.nik(b.niks[lo]), digits); lo++ {
		if !yield(b.niks[lo]) {
			return
		}
	}
	text := b.number.text
	for from := 0; from < len(text); {
		i := strings.Index(text[from:], digits)
		if i < 0 {
			return
		}
		at := uint32(sort.Search(b.number.len(), func(n int) bool { return int(b.number.at[n+1]) > from+i }))
		from = int(b.number.at[at+1])
		if !strings.HasPrefix(b.nik(at), digits) && !yield(at) {
			return
		}
	}
}
