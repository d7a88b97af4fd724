package kampung

import (
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// TestCounterRisesAndEndsAtTheTotal, and a step that is called off stops soon.
func TestCounterRisesAndEndsAtTheTotal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		total := rapid.IntRange(0, 500).Draw(rt, "total")
		var said []Progress
		c := NewCounter(t.Context(), func(p Progress) { said = append(said, p) }, StepSave, total, OfResidents)
		for range total {
			if err := c.Next(); err != nil {
				rt.Fatal(err)
			}
		}
		for i := 1; i < len(said); i++ {
			if said[i].Done <= said[i-1].Done {
				rt.Fatalf("%+v", said)
			}
		}
		if last := said[len(said)-1]; last.Done != int64(total) || last.Total != int64(total) {
			rt.Fatalf("ends at %+v", last)
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := NewCounter(ctx, nil, StepSave, 1000, OfResidents)
	n := 0
	for ; n < 1000; n++ {
		if err := c.Next(); errors.Is(err, context.Canceled) {
			break
		}
	}
	if n >= 2*tellEvery {
		t.Errorf("stopped after %d", n)
	}
}

func TestProgressInWords(t *testing.T) {
	for want, p := range map[string]Progress{
		"Menyimpan 1.200 dari 5.000 penduduk": {StepSave, 1200, 5000, OfResidents},
		"Menyalin 1 MB dari 2,1 MB":           {StepCopy, 1 << 20, 2 << 20, OfBytes},
		"Membaca …":                           {Step: StepRead},
	} {
		if got := p.Words(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if s := (Progress{}).Share(); s != -1 {
		t.Error(s)
	}
	if s := (Progress{Done: 7, Total: 5}).Share(); s != 1 {
		t.Error(s)
	}
}
