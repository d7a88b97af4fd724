package kampung

import (
	"strings"
	"unicode"
)

// FoldName writes a name so that its old and new spellings are one: lower case,
// words parted by one blank, oe as u, dj tj nj sj and j y z as in the new
// spelling and together, kh th dh ph without their h, v as f, double letters
// once. "Soekarno" and "Sukarno", "Tjahjo" and "Cahyo", "Jusuf" and "Yusuf",
// "Widjaja" and "Wijaya" fold alike. Digits stay, signs part words, apostrophes
// go. It is for finding only and is never shown.
func FoldName(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	runes := []rune(strings.ToLower(name))
	last := rune(' ')
	for i := 0; i < len(runes); i++ {
		r, next := runes[i], rune(0)
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case r == '\'' || r == '’' || r == '`' || r == '‘':
			continue
		case r == 'o' && next == 'e':
			r, i = 'u', i+1
		case r == 't' && next == 'j':
			r, i = 'c', i+1
		case r == 'd' && next == 'j':
			r, i = 'i', i+1
		case next == 'h' && (r == 'k' || r == 't' || r == 'd'):
			i++
		case next == 'h' && r == 'p':
			r, i = 'f', i+1
		case r == 'y' || r == 'j' || r == 'z':
			r = 'i'
		case r == 'v':
			r = 'f'
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			r = ' '
		}
		if r == last && !unicode.IsDigit(r) {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return strings.TrimSuffix(b.String(), " ")
}

// unfinished returns how a word that is still being typed would fold if its
// last letter were the first of an old pair, or "": "so" may become "soe", so
// it also stands for "su".
func unfinished(word string) string {
	var more string
	switch {
	case strings.HasSuffix(word, "o"):
		more = "e"
	case strings.HasSuffix(word, "t"), strings.HasSuffix(word, "d"):
		more = "j"
	case strings.HasSuffix(word, "p"):
		more = "h"
	default:
		return ""
	}
	return FoldName(word + more)
}
