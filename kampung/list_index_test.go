package kampung

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// listRows are invented requests, one an hour from a day in 2025 on.
func listRows(n int) []ListRow {
	names := []string{"SUKARNO", "JOKO WIDODO", "SITI AMINAH", "MISNATI", "SLAMET RIYADI"}
	start := time.Date(2025, 11, 1, 8, 0, 0, 0, WIB)
	rows := make([]ListRow, n)
	for i := range rows {
		at := start.Add(time.Duration(i) * 365 * 24 * time.Hour / time.Duration(n))
		rows[i] = ListRow{RequestRow: RequestRow{ID: fmt.Sprintf("0192f0c4-7d1e-7000-8000-%012d", i), Number: fmt.Sprintf("500/%03d/429.511.01/%d", i, at.Year()), Service: listServices[i%5].Key,
			Name: names[i%3] + " " + names[i%5], State: States[i%8], At: at}, NIK: fmt.Sprintf("351005170890%04d", i%9999), Day: DateOf(at), Seq: i, Issued: i%8 > 2 && i%8 < 6}
	}
	return rows
}

func listIndex(rows []ListRow) *RequestIndex {
	x := NewRequestIndex()
	for _, r := range rows {
		x.Put(r)
	}
	return x
}

func TestListWindow(t *testing.T) {
	rows := listRows(100)
	x := listIndex(rows)
	total, ids := x.List(ListQuery{}, 0, 3)
	if total != 100 || !slices.Equal(ids, []string{rows[99].ID, rows[98].ID, rows[97].ID}) {
		t.Fatalf("the newest come first: %d %q", total, ids)
	}
	if _, ids = x.List(ListQuery{}, 98, 10); len(ids) != 2 || ids[1] != rows[0].ID {
		t.Fatalf("a window at the end: %q", ids)
	}
	if _, ids = x.List(ListQuery{}, 500, 10); len(ids) != 0 {
		t.Fatalf("a window behind the end: %q", ids)
	}
	if total, ids = x.List(ListQuery{Text: "soekarno 500/004/"}, 0, -1); total != 0 {
		t.Fatalf("both words must fit: %q", ids)
	}
	if total, ids = x.List(ListQuery{Text: "djoko 500/004/"}, 0, -1); total != 1 || ids[0] != rows[4].ID {
		t.Fatalf("a name in its old spelling and a number: %q", ids)
	}
	rows[4].Name = "PONIMAN"
	x.Put(rows[4])
	if total, _ = x.List(ListQuery{Text: "djoko 500/004/"}, 0, -1); total != 0 {
		t.Fatal("the old name is still found")
	}
	x.Remove(rows[4].ID)
	x.Remove("tidak ada")
	if total, _ = x.List(ListQuery{}, 0, 0); total != 99 || x.Len() != 99 {
		t.Fatalf("%d are left", total)
	}
	x.Put(rows[4])
	if total, ids = x.List(ListQuery{Text: "poniman"}, 0, -1); total != 1 || ids[0] != rows[4].ID {
		t.Fatalf("a row that came back: %q", ids)
	}
}

// naiveList is the meaning of List without an index.
func naiveList(rows map[string]ListRow, q ListQuery) (ids []string) {
	for _, r := range rows {
		day := DateOf(r.At)
		if q.Issued {
			day = r.Day
		}
		ok := (!q.Issued || r.Issued) && (len(q.Services) == 0 || slices.Contains(q.Services, r.Service)) && (len(q.States) == 0 || slices.Contains(q.States, r.State))
		for _, b := range q.Bounds {
			ok = ok && slices.Contains(b, r.State)
		}
		ok = ok && (len(q.Days) == 0 || slices.ContainsFunc(q.Days, func(d Days) bool { return d.Has(day) })) && q.Within.Has(day)
		for _, w := range strings.Fields(strings.ToLower(q.Text)) {
			ok = ok && (FoldName(w) != "" && strings.Contains(FoldName(r.Name), FoldName(w)) || strings.Contains(strings.ToLower(r.Number), w) || strings.Contains(r.NIK, w) || strings.Contains(r.Service, w))
		}
		if ok {
			ids = append(ids, r.ID)
		}
	}
	slices.SortFunc(ids, func(i, j string) int {
		a, b := rows[i], rows[j]
		c := 0
		switch q.Sort.By {
		case ColumnName:
			c = strings.Compare(a.Name, b.Name)
		case ColumnState:
			c = cmp.Compare(slices.Index(States, a.State), slices.Index(States, b.State))
		case ColumnService:
			c = strings.Compare(a.Service, b.Service)
		}
		c = cmp.Or(c, a.At.Compare(b.At), strings.Compare(i, j))
		if q.Sort.Down || q.Sort.By == "" {
			c = -c
		}
		return c
	})
	return ids
}

// Whatever was put and taken out, in any order of questions, the index lists
// what looking through all rows would.
func TestListAsWithoutIndex(t *testing.T) {
	all := listRows(40)
	rapid.Check(t, func(t *rapid.T) {
		x, rows := NewRequestIndex(), map[string]ListRow{}
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			r := all[rapid.IntRange(0, len(all)-1).Draw(t, "row")]
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				x.Remove(r.ID)
				delete(rows, r.ID)
			case 1:
				q := ListQuery{Issued: rapid.Bool().Draw(t, "issued"), Text: rapid.SampledFrom([]string{"", "", "sukarno", "soekarno", "joko 2026", "0003", "sku"}).Draw(t, "text"),
					Sort: ListSort{rapid.SampledFrom([]ListColumn{"", ColumnName, ColumnState, ColumnService}).Draw(t, "by"), rapid.Bool().Draw(t, "down")}}
				if rapid.Bool().Draw(t, "narrow") {
					q.States, q.Within = []State{StateDraft, StateHanded, StatePrinted}, Days{From: Date{2026, 1, 1}}
				}
				want := naiveList(rows, q)
				if total, got := x.List(q, 0, -1); total != len(want) || !slices.Equal(got, want) {
					t.Fatalf("%+v:\n%q\nwant\n%q", q, got, want)
				}
			default:
				r.State = rapid.SampledFrom(States).Draw(t, "state")
				x.Put(r)
				rows[r.ID] = r
			}
		}
	})
}

// BenchmarkList is a key press over 100,000 requests: what was typed changes
// each time, so nothing is kept from before.
func BenchmarkList(b *testing.B) {
	rows := listRows(100_000)
	x := listIndex(rows)
	typed := []string{"m", "mi", "misnati", "sku minggu ini belum dicetak", "500/04", "sukarno januari 2026", "", "3510", "xq"}
	for _, by := range []ListColumn{ColumnTime, ColumnName} {
		b.Run(string(by), func(b *testing.B) {
			n := 0
			for b.Loop() {
				q, _ := ReadListWords(typed[n%len(typed)], listServices, listToday)
				q.Sort = ListSort{By: by, Down: true}
				x.last = nil
				x.List(q, 0, 60)
				n++
			}
		})
	}
	b.Run("after a change", func(b *testing.B) {
		n := 0
		for b.Loop() {
			r := rows[n%len(rows)]
			r.State = States[(n+1)%8]
			x.Put(r)
			x.List(ListQuery{}, 0, 60)
			n += 7919
		}
	})
}
