package kampung

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestBackoffGrowsToItsBoundAndNeverGivesUp(t *testing.T) {
	for failures, want := range map[int]time.Duration{0: 30 * time.Second, 1: time.Minute, 5: 16 * time.Minute, 6: 30 * time.Minute, 7: 30 * time.Minute, 1 << 40: 30 * time.Minute, -1: 30 * time.Second} {
		if got := Backoff(failures, 0.9999999); got > want || got < want-time.Second {
			t.Errorf("after %d failures up to %v, want %v", failures, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := Backoff(rapid.IntRange(-5, 1<<50).Draw(t, "failures"), rapid.Float64Range(0, 0.999999).Draw(t, "random"))
		if d < 0 || d > SendMost {
			t.Fatalf("%v", d)
		}
	})
}

func TestAgainIsAThirdAround(t *testing.T) {
	for random, want := range map[float64]time.Duration{0: 10 * time.Minute, 0.5: SendAgain, 0.9999999: 20 * time.Minute} {
		if got := Again(random); got > want || got < want-time.Second {
			t.Errorf("%v: %v, want %v", random, got, want)
		}
	}
}

// crowd plays desks that lose their line at one moment to a hub that serves so
// many a second and tells the others to come back after a while. It returns the
// most that came in a second, how often one came, and when the last was served.
func crowd(desks, capacity int, outage, after time.Duration, seed uint64, wait func(failures int, random float64) time.Duration) (most, comes int, last time.Duration) {
	random := rand.New(rand.NewPCG(seed, 1))
	due := map[int][]int{} // second → failures of each desk that comes
	put := func(at time.Duration, failures int) {
		s := int(at / time.Second)
		due[s] = append(due[s], failures)
	}
	for range desks {
		put(wait(0, random.Float64()), 0)
	}
	for s := 0; len(due) > 0; s++ {
		list := due[s]
		delete(due, s)
		most, comes = max(most, len(list)), comes+len(list)
		now := time.Duration(s) * time.Second
		free := capacity
		if now < outage {
			free = 0
		}
		for _, failures := range list {
			if free > 0 {
				free--
				last = now
				continue
			}
			told := time.Duration(0)
			if now >= outage {
				told = after
			}
			put(now+max(time.Second, told+wait(failures, random.Float64())), failures+1)
		}
	}
	return most, comes, last
}

// TestReconnectsOf84000DesksAtOnce: every desk of the country loses the hub at
// one moment, for no time or for an hour. With full jitter no second sees more
// than two and a half times what an even spread of the first visits would bring
// (their first returns fall among them), and all are served soon.
func TestReconnectsOf84000DesksAtOnce(t *testing.T) {
	const desks, capacity = 84_000, 1000
	together := func(failures int, _ float64) time.Duration { return Backoff(failures, 0.9999999) }
	if most, _, _ := crowd(desks, capacity, 0, 15*time.Second, 1, together); most != desks {
		t.Fatalf("without jitter %d come in one second: this does not tell the two apart", most)
	}
	for seed, outage := range []time.Duration{0, 20 * time.Second, 5 * time.Minute, time.Hour} {
		most, comes, last := crowd(desks, capacity, outage, 15*time.Second, uint64(seed), Backoff)
		t.Logf("outage %v: at most %d in a second, %d visits, the last is served at %v", outage, most, comes, last)
		if even := desks / int(SendFirst/time.Second); most > even*5/2 {
			t.Errorf("outage %v: %d in one second, an even spread brings %d", outage, most, even)
		}
		if comes > desks*12 {
			t.Errorf("outage %v: %d visits for %d desks", outage, comes, desks)
		}
		if late := outage + SendMost + 10*time.Minute; last > late {
			t.Errorf("outage %v: the last is served after %v", outage, last)
		}
	}
}
