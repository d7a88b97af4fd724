package ui

import (
	"slices"
	"strings"
	"unicode"
)

// narrow keeps the options that hold each typed word. Those that begin with what
// was typed come first, then those that have words that begin so, then the
// others; each group in the order given.
func narrow(options []hit, typed string) []hit {
	parts := strings.Fields(strings.ToLower(typed))
	if len(parts) == 0 {
		return slices.Clone(options)
	}
	ranks := map[string]int{}
	var out []hit
	for _, o := range options {
		if rank := hitRank(o, parts); rank >= 0 {
			ranks[o.Key] = rank
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b hit) int { return ranks[a.Key] - ranks[b.Key] })
	return out
}

// hitRank tells how well an option fits typed words in lower case: 0 when its
// first word is what was typed, 1 when it begins so, 2 when each typed word
// begins one of its own, 3 when they stand anywhere in it, -1 when one does not.
func hitRank(o hit, parts []string) int {
	all := strings.ToLower(o.Title + " " + o.Sub + " " + o.Key)
	for _, p := range parts {
		if !strings.Contains(all, p) {
			return -1
		}
	}
	words := strings.FieldsFunc(strings.ToLower(o.Title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, p := range parts {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, p) }) {
			return 3
		}
	}
	switch {
	case len(parts) == 1 && words[0] == parts[0]:
		return 0
	case strings.HasPrefix(words[0], parts[0]):
		return 1
	}
	return 2
}
