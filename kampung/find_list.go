package kampung

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// residentAnswer is the residents of a list as last asked for: places in the
// sealed part, and beyond it places among the rows changed since.
type residentAnswer struct {
	query string
	sort  ListSort
	turn  uint64
	base  *sealed
	found []uint32
	extra []ResidentRow
}

// residentOrder is the sealed part by a column.
type residentOrder struct {
	sort ListSort
	base *sealed
	rows []uint32
}

// List returns how many residents fit what was typed, and at most n of them from
// place from on; n below 0 is all. Nothing typed is the whole register. Without
// an order the best come first, as with [Index.Find]; without words too, by name.
func (x *Index) List(query string, s ListSort, from, n int) (total int, rows []ResidentRow) {
	x.listing.Lock()
	defer x.listing.Unlock()
	x.mu.RLock()
	defer x.mu.RUnlock()
	a := x.listed
	if a.base != x.base || a.turn != x.turn || a.query != query || a.sort != s {
		a = residentAnswer{query: query, sort: s, turn: x.turn, base: x.base}
		a.found, a.extra = x.list(parseQuery(query), strings.TrimSpace(query) == "", s)
		x.listed = a
	}
	total = len(a.found)
	from = min(max(from, 0), total)
	if n < 0 || n > total-from {
		n = total - from
	}
	rows = make([]ResidentRow, n)
	for i, at := range a.found[from : from+n] {
		rows[i] = x.base.rowOf(at, a.extra)
	}
	return total, rows
}

// rowOf is the row at a place: of the sealed part, or beyond it of the rows
// changed since.
func (b *sealed) rowOf(at uint32, extra []ResidentRow) ResidentRow {
	if n := uint32(b.len()); at >= n {
		return extra[at-n]
	}
	return b.row(at)
}

// merge puts n changed rows, in their order, into an ordered list of sealed
// ones; behind tells whether a sealed row comes behind the changed row i.
func (b *sealed) merge(found []uint32, n int, behind func(at uint32, i int) bool) []uint32 {
	if n == 0 {
		return found
	}
	out := make([]uint32, 0, len(found)+n)
	for i := range n {
		k := sort.Search(len(found), func(k int) bool { return behind(found[k], i) })
		out = append(append(out, found[:k]...), uint32(b.len()+i))
		found = found[k:]
	}
	return append(out, found...)
}

// list finds all residents who fit, in their order, and the changed rows among
// them.
func (x *Index) list(tokens []token, all bool, s ListSort) (found []uint32, extra []ResidentRow) {
	switch {
	case len(tokens) == 0 && !all:
		return nil, nil
	case all && s.By == "":
		s.By = ColumnName
	case s.By == "":
		return x.best(tokens, x.base.len()+1)
	}
	lead := 0
	if !all {
		lead = leadToken(tokens)
	}
	for _, row := range x.extra {
		if _, ok := fitAll(tokens, lead, subjectOf(row), row.ID); all || ok {
			extra = append(extra, row)
		}
	}
	slices.SortFunc(extra, func(a, b ResidentRow) int { return s.residents(a, b) })
	wanted := func(at uint32) bool { return !x.gone[at] }
	if !all {
		in := make([]uint64, x.base.len()/64+1)
		for _, at := range x.findSealed(tokens, lead, x.base.len()+1) {
			in[at/64] |= 1 << (at % 64)
		}
		wanted = func(at uint32) bool { return in[at/64]&(1<<(at%64)) != 0 }
	}
	for _, at := range x.by(s) {
		if wanted(at) {
			found = append(found, at)
		}
	}
	return x.base.merge(found, len(extra), func(at uint32, i int) bool { return s.residents(x.base.row(at), extra[i]) > 0 }), extra
}

// by is the sealed part by a column; the newest order is kept while the sealed
// part is the same.
func (x *Index) by(s ListSort) []uint32 {
	if x.order.base == x.base && x.order.sort == s {
		return x.order.rows
	}
	b := x.base
	rows, keys := make([]uint32, b.len()), make([]string, b.len())
	for at := range rows {
		rows[at], keys[at] = uint32(at), residentKey(b.row(uint32(at)), s.By)
	}
	slices.SortFunc(rows, func(i, j uint32) int {
		c := strings.Compare(keys[i], keys[j])
		if s.Down {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(i, j)) // rows are numbered by name and id
	})
	x.order = residentOrder{s, b, rows}
	return rows
}

// residents orders two residents by the column; equal ones stand by name.
func (s ListSort) residents(a, b ResidentRow) int {
	c := strings.Compare(residentKey(a, s.By), residentKey(b, s.By))
	if s.Down {
		c = -c
	}
	return cmp.Or(c, strings.Compare(FoldName(a.Name), FoldName(b.Name)), strings.Compare(a.ID, b.ID))
}

// residentKey is a text that sorts as a column does.
func residentKey(r ResidentRow, by ListColumn) string {
	switch by {
	case ColumnNIK:
		return r.NIK
	case ColumnKK:
		return r.KK
	case ColumnAge: // the youngest first; who has no birth date is last
		if r.Birth.IsZero() {
			return "~"
		}
		b := Date{9999 - r.Birth.Year, 12 - r.Birth.Month, 31 - r.Birth.Day}
		return string([]byte{'0' + byte(b.Year/1000), '0' + byte(b.Year/100%10), '0' + byte(b.Year/10%10), '0' + byte(b.Year%10), 'a' + byte(b.Month), 'a' + byte(b.Day)})
	case ColumnPlace:
		return r.Dusun + "\x00" + rtKey(r.RW) + "\x00" + rtKey(r.RT)
	}
	return r.Name
}
