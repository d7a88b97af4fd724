package store

import (
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestIDsAreVersion7AndRise(t *testing.T) {
	var s idSource
	now := time.Date(2026, 11, 23, 9, 12, 0, 0, time.UTC)
	last := ""
	for i := range 5000 {
		at := now.Add(time.Duration(i%7-3) * time.Millisecond) // a clock that jumps back
		u := s.next(at)
		if u.Version() != 7 || u.Variant() != uuid.RFC4122 {
			t.Fatalf("%s is version %d, variant %s", u, u.Version(), u.Variant())
		}
		if u.String() <= last {
			t.Fatalf("%s after %s", u, last)
		}
		last = u.String()
	}
	for _, a := range []uint64{s.a, 1<<12 - 1} {
		s.a, s.b = a, 1<<62-1
		if u := s.next(now); u.String() <= last {
			t.Errorf("%s after %s when the counter runs over", u, last)
		} else {
			last = u.String()
		}
	}
	var other idSource
	if other.next(now) == s.next(now) {
		t.Error("two runs of the program made one id")
	}
}
