package store

import (
	"errors"
	"testing"
	"time"
)

// TestLooksStayOnThisPC: who looked is listed after the office was opened again,
// and the journal does not grow by it.
func TestLooksStayOnThisPC(t *testing.T) {
	first, dir, _ := newStore(t)
	first.Close()
	c := newClock()
	s := open2(t, dir, c)
	before := len(journalOf(t, s))
	for _, id := range []string{"a", "b", "a"} {
		if err := s.NoteLook(id); err != nil {
			t.Fatal(err)
		}
		c.add(2 * time.Minute)
	}
	if after := len(journalOf(t, s)); after != before {
		t.Errorf("the journal grew from %d to %d", before, after)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open2(t, dir, c)
	looks, err := s.Looks("a")
	if err != nil || len(looks) != 2 || !looks[0].At.After(looks[1].At) || looks[0].By != s.Me().Login {
		t.Fatalf("%+v, %v", looks, err)
	}
	if none, err := s.Looks("c"); err != nil || len(none) != 0 {
		t.Fatalf("%+v, %v", none, err)
	}
}

// TestConfirm: the password at the locked screen is the one of the door, and
// wrong ones make wait.
func TestConfirm(t *testing.T) {
	first, dir, _ := newStore(t)
	first.Close()
	c := newClock()
	s := open2(t, dir, c)
	if err := s.Confirm(testPassword); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err := s.Confirm("bukan ini"); !errors.Is(err, ErrPassword) && !errors.Is(err, ErrWait) {
			t.Fatal(err)
		}
	}
	var wait *WaitError
	if err := s.Confirm(testPassword); !errors.As(err, &wait) || wait.Wait <= 0 {
		t.Fatalf("after ten wrong passwords: %v", err)
	}
	c.add(wait.Wait + time.Second)
	if err := s.Confirm(testPassword); err != nil {
		t.Fatal(err)
	}
	if err := s.Confirm("bukan ini"); !errors.Is(err, ErrPassword) {
		t.Fatalf("the count did not begin anew: %v", err)
	}
}
