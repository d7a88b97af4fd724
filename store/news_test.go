package store

import (
	"testing"

	"smartkampung/kampung"
)

func TestNewsUntilTheRequestWasLookedAt(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 2)
	one, two := record(t, s, r[0]), record(t, s, r[1])
	h := newRegency(t, s)
	h.receipt(s)
	h.say("019ad0c0-0000-7000-8000-000000000001", kampung.KindDecision, one.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept, Office: "Kecamatan Muncar", By: "Camat", Camat: true})
	h.say("019ad0c0-0000-7000-8000-000000000002", kampung.KindVerdict, two.ID, kampung.VerdictBody{Verdict: kampung.VerdictOK, Request: two.ID})
	h.say("019ad0c0-0000-7000-8000-000000000003", kampung.KindVerdict, two.ID, kampung.VerdictBody{Verdict: kampung.VerdictTwin, Request: two.ID, Text: "Nomor ini sudah ada."})
	h.say("019ad0c0-0000-7000-8000-000000000004", kampung.KindDecision, one.ID, kampung.DecisionBody{Decision: kampung.DecisionMend, Office: "Dispendukcapil", Reason: "alamat"})
	h.say("019ad0c0-0000-7000-8000-000000000005", kampung.KindDecision, "019ad0c0-0000-7000-8000-0000000000ff", kampung.DecisionBody{Decision: kampung.DecisionMend, Office: "Dispendukcapil"})
	if _, err := s.TakeDown(h.seal(0, 5)); err != nil {
		t.Fatal(err)
	}
	ids := func() (all []string) {
		t.Helper()
		news, err := s.News()
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range news {
			all = append(all, n.ID[len(n.ID)-1:])
		}
		return all
	}
	want := func(ids []string, want ...string) {
		t.Helper()
		if len(ids) != len(want) {
			t.Fatalf("news %q, want %q", ids, want)
		}
		for i := range ids {
			if ids[i] != want[i] {
				t.Fatalf("news %q, want %q", ids, want)
			}
		}
	}
	want(ids(), "4", "3", "1")
	told := 0
	defer s.OnChange(func(c kampung.Change) { told++ })()
	for range 2 {
		if err := s.SeeNews(one.ID); err != nil {
			t.Fatal(err)
		}
	}
	want(ids(), "3")
	if told != 1 {
		t.Errorf("told %d times, want once: the second look changed nothing", told)
	}
	// Another account has not looked at it.
	login := s.me.Login
	s.me.Login = "lain"
	want(ids(), "4", "3", "1")
	s.me.Login = login
	// A newer word about the same request is news again.
	h.say("019ad0c0-0000-7000-8000-000000000006", kampung.KindDecision, one.ID, kampung.DecisionBody{Decision: kampung.DecisionAccept, Office: "Dispendukcapil"})
	if _, err := s.TakeDown(h.seal(5, 6)); err != nil {
		t.Fatal(err)
	}
	want(ids(), "6", "3")
}
