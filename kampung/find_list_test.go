package kampung

import (
	"slices"
	"strings"
	"testing"
)

func TestListResidents(t *testing.T) {
	rows := someRows()
	rows[2].Birth, rows[5].Birth, rows[7].Birth = Date{2001, 5, 6}, Date{}, Date{1950, 1, 1}
	x := NewIndex(rows)
	names := func(query string, s ListSort, from, n int) string {
		_, rows := x.List(query, s, from, n)
		var out []string
		for _, r := range rows {
			out = append(out, r.Name)
		}
		return strings.Join(out, "|")
	}
	if got := names("", ListSort{}, 0, 3); got != "AMINAH SARI|CAHYO KUMOLO|JOKO WIDODO" {
		t.Errorf("all by name: %s", got)
	}
	if got := names("", ListSort{}, 9, 5); got != "YUSUF WIJAYA" {
		t.Errorf("the last window: %s", got)
	}
	if got := names("", ListSort{ColumnName, true}, 0, 1); got != "YUSUF WIJAYA" {
		t.Errorf("by name, backwards: %s", got)
	}
	if got := names("", ListSort{By: ColumnAge}, 0, 1); got != "CAHYO KUMOLO" {
		t.Errorf("the youngest: %s", got)
	}
	if got := names("", ListSort{By: ColumnAge}, 8, 2); got != "SLAMET RIYADI|AMINAH SARI" {
		t.Errorf("the oldest, and who has no birth date: %s", got)
	}
	if got := names("", ListSort{ColumnNIK, true}, 0, 1); got != "MISNATI" {
		t.Errorf("the greatest NIK: %s", got)
	}
	if got := names("", ListSort{By: ColumnPlace}, 0, 2); got != "NUR AMINI|SUKARNO" {
		t.Errorf("by address: %s", got)
	}
	for _, q := range []string{"amin", "soekarno", "rt 1", "krajan s", "xq"} {
		var want []string
		for _, r := range x.Find(q, 100) {
			want = append(want, r.Name)
		}
		if got := names(q, ListSort{}, 0, -1); got != strings.Join(want, "|") {
			t.Errorf("%q lists %q, finds %q", q, got, want)
		}
	}
	if total, got := x.List("...", ListSort{}, 0, -1); total != 0 || len(got) != 0 {
		t.Errorf("signs alone list %v", got)
	}
	x.Put(ResidentRow{ID: "baru", Name: "ZULAIKAH"})
	x.Remove(rows[0].ID)
	total, all := x.List("", ListSort{}, 0, -1)
	if total != 10 || !slices.ContainsFunc(all, func(r ResidentRow) bool { return r.Name == "ZULAIKAH" }) || slices.ContainsFunc(all, func(r ResidentRow) bool { return r.ID == rows[0].ID }) {
		t.Errorf("after a change: %d, %v", total, all)
	}
}

// BenchmarkListResidents types names over a list of 100,000 residents, whose
// window is read with each key.
func BenchmarkListResidents(b *testing.B) {
	rows := inventedRows(100_000)
	x := NewIndex(rows)
	keys := keystrokes(rows)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		x.List(keys[i%len(keys)], ListSort{}, 0, 40)
		i++
	}
}
