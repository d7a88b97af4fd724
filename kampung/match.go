package kampung

import "strings"

// How well typed words fit a name; the smaller the better.
const (
	FitStart  = iota // the name begins with what was typed
	FitHeads         // each word begins a word of the name
	FitWithin        // each word stands somewhere in the name
	FitTypo          // each word is like the beginning of a word, but for one slip
	FitNot           // none of these
)

// FitWords tells how well typed words fit a name: of a screen, a setting, a
// service. Old spellings, capitals and signs are one; in the order of the words
// it is not strict. A slip is one letter too many, too few or another, or two
// that changed places, in a word of at least four letters. Nothing typed fits
// nothing.
func FitWords(typed, name string) int {
	query, fold := FoldName(typed), FoldName(name)
	if query == "" {
		return FitNot
	}
	if strings.HasPrefix(fold, query) {
		return FitStart
	}
	worst, words := FitHeads, strings.Fields(fold)
	for _, w := range strings.Fields(query) {
		fit := FitNot
		for _, n := range words {
			switch {
			case strings.HasPrefix(n, w):
				fit = min(fit, FitHeads)
			case strings.Contains(n, w):
				fit = min(fit, FitWithin)
			case len(w) >= 4 && slipped(w, n):
				fit = min(fit, FitTypo)
			}
		}
		worst = max(worst, fit)
	}
	return worst
}

// slipped reports whether a word is the beginning of another but for one slip.
func slipped(w, n string) bool {
	i := 0
	for i < len(w) && i < len(n) && w[i] == n[i] {
		i++
	}
	rest, tail := w[i:], n[i:]
	if rest == "" {
		return true
	}
	begins := func(a, b string) bool { return strings.HasPrefix(b, a) }
	return begins(rest[1:], tail) || // one too many
		tail != "" && begins(rest, tail[1:]) || // one too few
		tail != "" && begins(rest[1:], tail[1:]) || // another
		len(rest) > 1 && len(tail) > 1 && rest[0] == tail[1] && rest[1] == tail[0] && begins(rest[2:], tail[2:])
}
