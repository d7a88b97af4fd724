package kampung

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFitWords(t *testing.T) {
	for _, c := range []struct {
		typed, name string
		want        int
	}{
		{"peng", "Pengaturan", FitStart}, {"PENGATURAN", "Pengaturan", FitStart}, {"kop surat", "Kantor dan kop surat", FitHeads}, {"surat kop", "Kantor dan kop surat", FitHeads},
		{"sandi saya", "Kata sandi saya", FitHeads}, {"aturan", "Pengaturan", FitWithin}, {"pengatruan", "Pengaturan", FitTypo}, {"pengturan", "Pengaturan", FitTypo},
		{"pengatturan", "Pengaturan", FitStart}, {"pengazuran", "Pengaturan", FitTypo}, {"djoko", "Joko", FitStart}, {"kirm", "Kirim", FitTypo}, {"krm", "Kirim", FitNot},
		{"", "Kirim", FitNot}, {"...", "Kirim", FitNot}, {"kirim xyz", "Kirim", FitNot}, {"beranda kirim", "Kirim", FitNot},
	} {
		if got := FitWords(c.typed, c.name); got != c.want {
			t.Errorf("FitWords(%q, %q) = %d, want %d", c.typed, c.name, got, c.want)
		}
	}
}

// Any beginning of a name fits it best, and one letter that was left out or
// doubled in a long word still fits.
func TestFitWordsForgivesOneSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[abdgiklmnprsu]{6,12}`).Draw(t, "name")
		n := rapid.IntRange(1, len(name)).Draw(t, "typed")
		if got := FitWords(name[:n], name); got != FitStart {
			t.Fatalf("%q begins %q: %d", name[:n], name, got)
		}
		at := rapid.IntRange(0, len(name)-1).Draw(t, "slip")
		if short := name[:at] + name[at+1:]; FitWords(short, name) > FitTypo && len(FoldName(short)) >= 4 && len(FoldName(short)) == len(FoldName(name))-1 {
			t.Fatalf("%q does not fit %q", short, name)
		}
	})
}
