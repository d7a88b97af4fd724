package store

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"smartkampung/kampung"
)

func listed(t testing.TB, s *Store, q kampung.ListQuery) (ids []string) {
	t.Helper()
	page, err := s.ListRequests(q, 0, 100)
	if err != nil || page.Total != len(page.Rows) {
		t.Fatalf("%d of %d, %v", len(page.Rows), page.Total, err)
	}
	for _, r := range page.Rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestListFollowsWhatIsSaved(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 4)
	first, second := record(t, s, r[0]), record(t, s, r[1])
	if got := listed(t, s, kampung.ListQuery{}); !slices.Equal(got, []string{second.ID, first.ID}) {
		t.Fatalf("two requests: %q", got)
	}
	if got := listed(t, s, kampung.ListQuery{Issued: true}); len(got) != 0 {
		t.Fatalf("no letter was issued: %q", got)
	}
	third := record(t, s, r[2])
	if _, err := s.Advance(first.ID, kampung.StateApproved, ""); err != nil {
		t.Fatal(err)
	}
	if err := s.NotePrint(first.ID, 2, "pencetak"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Advance(first.ID, kampung.StateCancelled, "Salah nama"); err != nil {
		t.Fatal(err)
	}
	if got := listed(t, s, kampung.ListQuery{Text: third.Number}); !slices.Equal(got, []string{third.ID}) {
		t.Fatalf("a number: %q", got)
	}
	check := func(s *Store) {
		t.Helper()
		page, err := s.ListRequests(kampung.ListQuery{Issued: true}, 0, 10)
		if err != nil || page.Total != 1 {
			t.Fatalf("a letter that was cancelled stays in the list: %+v, %v", page, err)
		}
		l := page.Rows[0]
		if l.ID != first.ID || l.Prints != 2 || l.State != kampung.StateCancelled || l.Day != first.Date || l.Sync != kampung.SyncSaved || l.Last.IsZero() {
			t.Fatalf("the letter: %+v", l)
		}
		if page, err = s.ListRequests(kampung.ListQuery{}, 1, 1); err != nil || page.Total != 3 || len(page.Rows) != 1 || page.Rows[0].ID != second.ID {
			t.Fatalf("a window: %+v, %v", page, err)
		}
		ids, err := s.RequestIDs(kampung.ListQuery{States: []kampung.State{kampung.StateChecked}})
		if err != nil || !slices.Equal(ids, []string{third.ID, second.ID}) {
			t.Fatalf("the ids of a list: %q, %v", ids, err)
		}
		rows, err := s.RequestRows(ids)
		if err != nil || len(rows) != 2 || rows[0].ID != third.ID {
			t.Fatalf("their rows: %+v, %v", rows, err)
		}
	}
	check(s)
	s.Close()
	check(reopenClose(t, dir))
	check(reopenClose(t, copyDir(t, dir)))
}

// A damaged row has the database made again, and the list with it.
func TestListOfADamagedDatabase(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 3)
	a, b := record(t, s, r[0]), record(t, s, r[1])
	listed(t, s, kampung.ListQuery{})
	s.flush()
	key, _ := idKey(a.ID)
	s.local(func(v view) error { return v.bucket(bRequest).Put(key, []byte("rusak")) })
	if got := listed(t, s, kampung.ListQuery{}); !slices.Equal(got, []string{b.ID, a.ID}) {
		t.Fatalf("after the damage: %q", got)
	}
}

// Lists are asked for while requests come in and before the index is made.
func TestListWhileItGrows(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 20)
	for _, p := range r[:10] {
		record(t, s, p)
	}
	s.Close()
	s = reopenClose(t, dir)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for range 10 {
				if page, err := s.ListRequests(kampung.ListQuery{}, 0, 5); err != nil || page.Total < 10 || len(page.Rows) != 5 {
					t.Errorf("list %d: %+v, %v", i, page, err)
				}
			}
		})
	}
	for _, p := range r[10:] {
		record(t, s, p)
	}
	all.Wait()
	if got := listed(t, s, kampung.ListQuery{}); len(got) != 20 {
		t.Fatalf("%d requests in the end", len(got))
	}
}

func TestListResidentsInWindows(t *testing.T) {
	s, _, _ := newStore(t)
	seed(t, s, 30)
	page, err := s.ListResidents("", kampung.ListSort{}, 28, 10)
	if err != nil || page.Total != 30 || page.From != 28 || len(page.Rows) != 2 {
		t.Fatalf("%+v, %v", page, err)
	}
}

// BenchmarkList100k is what a key press, and scrolling, over 100,000 requests
// cost the store, and how long its index takes after unlocking.
func BenchmarkList100k(b *testing.B) {
	s, dir, _ := village(b, 500, 100_000)
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	start := cpu(b)
	s = reopenClose(b, dir)
	if _, err := s.ListRequests(kampung.ListQuery{}, 0, 40); err != nil {
		b.Fatal(err)
	}
	made := cpu(b) - start
	typed := []string{"s", "su", "sukarno", "toko", "4/", "sku hari ini belum dicetak", ""}
	b.Run("key", func(b *testing.B) {
		start := cpu(b)
		n := 0
		for b.Loop() {
			q, _ := kampung.ReadListWords(fmt.Sprint(typed[n%len(typed)], " ", n%10), []kampung.Service{sku}, kampung.Date{Year: 2026, Month: 11, Day: 23})
			if _, err := s.ListRequests(q, 0, 40); err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64((cpu(b)-start).Microseconds())/float64(n), "cpu-us/key")
		b.ReportMetric(made.Seconds(), "index-cpu-s")
	})
	b.Run("scroll", func(b *testing.B) {
		start := cpu(b)
		n := 0
		for b.Loop() {
			if _, err := s.ListRequests(kampung.ListQuery{}, n*40%100_000, 40); err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64((cpu(b)-start).Microseconds())/float64(n), "cpu-us/window")
	})
}
