package letter

import (
	"testing"
	"time"

	"smartkampung/kampung"
)

func BenchmarkLetter(b *testing.B) {
	s := service(b, "sktm")
	r := request(s)
	logo := arms()
	press()
	b.Run("PDF", func(b *testing.B) {
		for b.Loop() {
			if _, err := compose(b, s, r, Options{Logo: logo}).PDF(press()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("Compose", func(b *testing.B) {
		for b.Loop() {
			compose(b, s, r, Options{Logo: logo})
		}
	})
	b.Run("Preview", func(b *testing.B) {
		for b.Loop() {
			compose(b, s, r, Options{Logo: logo}).Image(press(), 0, 90)
		}
	})
}

func BenchmarkNewPress(b *testing.B) {
	p := press()
	f := Faces{p.faces[0].ttf, p.faces[1].ttf, p.faces[2].ttf, p.faces[3].ttf}
	for b.Loop() {
		if _, err := New(f); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSlowestLetter makes every letter of the catalogue with all its sheets
// as PDF and reports the one that takes longest, each at its best of five.
func BenchmarkSlowestLetter(b *testing.B) {
	logo := arms()
	press()
	for b.Loop() {
		var slow time.Duration
		key := ""
		for _, s := range catalogue().Services() {
			if took := bestOf(b, s, logo); took > slow {
				slow, key = took, s.Key
			}
		}
		b.ReportMetric(float64(slow.Microseconds())/1000, "ms/slowest")
		b.Logf("the slowest letter is %s: %v; the bound is 40 ms", key, slow)
	}
}

// bestOf is the shortest time of five in which a letter was made.
func bestOf(b *testing.B, s kampung.Service, logo []byte) time.Duration {
	r := request(s)
	best := time.Hour
	for range 5 {
		start := time.Now()
		if _, err := compose(b, s, r, Options{Logo: logo}).PDF(press()); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}
