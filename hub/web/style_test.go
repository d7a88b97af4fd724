package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is the relative luminance of WCAG 2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("colour %q", hex)
	}
	part := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}

// Every text is at least 4.5 times as light or dark as its ground, edges of
// fields three times, by day and by night.
func TestContrast(t *testing.T) {
	css, err := files.ReadFile("asset/style.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(roots) != 2 {
		t.Fatalf("%d palettes, want one for day and one for night", len(roots))
	}
	for i, r := range roots {
		colour := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9A-Fa-f]{6})`).FindAllStringSubmatch(r[1], -1) {
			colour[m[1]] = m[2]
		}
		need := func(text, ground string, least float64) {
			a, b := luminance(t, colour[text]), luminance(t, colour[ground])
			if got := (max(a, b) + 0.05) / (min(a, b) + 0.05); got < least {
				t.Errorf("palette %d: %s on %s is %.2f, want %.1f", i, text, ground, got, least)
			}
		}
		for _, ground := range []string{"page", "surface"} {
			for _, text := range []string{"ink", "quiet", "main", "work", "wait", "done", "back"} {
				need(text, ground, 4.5)
			}
			need("edge", ground, 3)
		}
		need("on-main", "main", 4.5)
	}
}
