package kampung

import (
	"cmp"
	"slices"
	"strings"
)

// residentAnswer is the residents of a list as last asked for: places in the
// sealed part, and behind them ids of rows changed since.
type residentAnswer struct {
	query string
	sort  ListSort
	turn  uint64
	base  *sealed
	found []residentPlace
}

// residentPlace is a place in the sealed part, or with an id a changed row.
type residentPlace struct {
	at uint32
	id string
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
		a = residentAnswer{query, s, x.turn, x.base, x.list(parseQuery(query), strings.TrimSpace(query) == "", s)}
		x.listed = a
	}
	total = len(a.found)
	from = min(max(from, 0), total)
	if n < 0 || n > total-from {
		n = total - from
	}
	rows = make([]ResidentRow, n)
	for i, p := range a.found[from : from+n] {
		rows[i] = x.placed(p)
	}
	return total, rows
}

func (x *Index) placed(p residentPlace) ResidentRow {
	if p.id != "" {
		return x.extra[p.id]
	}
	return x.base.row(p.at)
}

// list finds all residents who fit, in their order.
func (x *Index) list(tokens []token, all bool, s ListSort) []residentPlace {
	if len(tokens) == 0 && !all {
		return nil
	}
	var hits []hit
	if all {
		hits = make([]hit, 0, x.base.len()+len(x.extra))
		for at := range uint32(x.base.len()) {
			if !x.gone[at] {
				hits = append(hits, hit{place: place{fold: x.base.folds.get(at), id: x.base.idKey(at)}, sealed: true, at: at})
			}
		}
		for _, row := range x.extra {
			hits = append(hits, hit{place: place{fold: FoldName(row.Name), id: packID(row.ID)}, row: row})
		}
	} else {
		lead := leadToken(tokens)
		hits = x.findSealed(tokens, lead, x.base.len()+1)
		for _, row := range x.extra {
			if p, ok := fitAll(tokens, lead, subjectOf(row), row.ID); ok {
				hits = append(hits, hit{place: p, row: row})
			}
		}
	}
	if all && s.By == "" {
		s.By = ColumnName
	}
	x.arrange(hits, s)
	found := make([]residentPlace, len(hits))
	for i, h := range hits {
		found[i] = residentPlace{at: h.at}
		if !h.sealed {
			found[i].id = h.row.ID
		}
	}
	return found
}

// arrange sorts hits by a column; equal ones stand by name.
func (x *Index) arrange(hits []hit, s ListSort) {
	if s.By == "" {
		slices.SortFunc(hits, func(a, b hit) int { return a.place.compare(b.place) })
		return
	}
	keys := make([]string, len(hits))
	order := make([]int, len(hits))
	for i, h := range hits {
		row := h.row
		if h.sealed {
			row = x.base.row(h.at)
		}
		keys[i], order[i] = residentKey(row, s.By), i
	}
	slices.SortFunc(order, func(i, j int) int {
		c := strings.Compare(keys[i], keys[j])
		if s.Down {
			c = -c
		}
		return cmp.Or(c, strings.Compare(hits[i].place.fold, hits[j].place.fold), strings.Compare(hits[i].place.id, hits[j].place.id))
	})
	old := slices.Clone(hits)
	for i, j := range order {
		hits[i] = old[j]
	}
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
