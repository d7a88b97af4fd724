package kampung

import (
	"strings"
	"unicode"
)

// tokenKind says what a word of a search means.
type tokenKind int

const (
	nameToken   tokenKind = iota // part of a name or hamlet
	digitsToken                  // part of a NIK or KK number
	rtToken
	rwToken
)

// token is one word of a search; a resident must fit all of them.
type token struct {
	kind tokenKind
	text string // folded name, digits, or RT/RW with three digits
	also string // see [unfinished]
}

// maxTokens bounds what a pasted text can cost.
const maxTokens = 8

// parseQuery splits what was typed. "rt 3", "rw02", "003/002" and "3/2" are RT
// and RW; words of digits are parts of numbers; everything else is a name.
func parseQuery(query string) []token {
	fields := strings.FieldsFunc(strings.ToLower(query), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
	var tokens []token
	for i := 0; i < len(fields) && len(tokens) < maxTokens; i++ {
		f := fields[i]
		if kind, digits, ok := rtField(f); ok {
			if digits == "" && i+1 < len(fields) && len(fields[i+1]) <= 3 && allDigits(fields[i+1]) {
				i++
				digits = fields[i]
			}
			switch {
			case digits != "":
				tokens = append(tokens, token{kind: kind, text: threeDigits(digits)})
				continue
			case i == len(fields)-1 && len(tokens) > 0:
				continue // the number is still to come
			}
		}
		if rt, rw, ok := strings.Cut(f, "/"); ok && allDigits(rt) && len(rt) <= 3 && (rw == "" || allDigits(rw) && len(rw) <= 3) {
			tokens = append(tokens, token{kind: rtToken, text: threeDigits(rt)})
			if rw != "" {
				tokens = append(tokens, token{kind: rwToken, text: threeDigits(rw)})
			}
			continue
		}
		if (f == "dusun" || f == "dsn" || f == "dsn.") && len(fields) > 1 {
			continue
		}
		if n := CleanNIK(f); allDigits(n) {
			tokens = append(tokens, token{kind: digitsToken, text: n})
			continue
		}
		for w := range strings.FieldsSeq(strings.Map(wordRune, f)) {
			if folded := FoldName(w); folded != "" {
				tokens = append(tokens, token{kind: nameToken, text: folded, also: unfinished(w)})
			}
		}
	}
	return tokens[:min(len(tokens), maxTokens)]
}

// wordRune parts words where [FoldName] does.
func wordRune(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("'’`‘", r) {
		return r
	}
	return ' '
}

// rtField reads "rt", "rt.", "rt3" and "rw:02".
func rtField(f string) (kind tokenKind, digits string, ok bool) {
	rest, isRT := strings.CutPrefix(f, "rt")
	kind = rtToken
	if !isRT {
		var isRW bool
		if rest, isRW = strings.CutPrefix(f, "rw"); !isRW {
			return 0, "", false
		}
		kind = rwToken
	}
	digits = strings.TrimLeft(rest, ".:")
	return kind, digits, digits == "" || allDigits(digits) && len(digits) <= 3
}

func threeDigits(s string) string {
	s = strings.TrimLeft(s, "0")
	return strings.Repeat("0", max(0, 3-len(s))) + s
}

// Classes of a fit, best first. A fit in a lower class comes before any in a
// higher one.
const (
	fitFirst    = iota // begins the first word of the name; begins the NIK
	fitWord            // begins another word; stands inside NIK or KK
	fitInside          // stands inside a word
	fitAlsoHead        // as fitFirst, for a word still being typed in the old spelling
	fitAlsoWord        // as fitWord, the same
	fitDusun           // in the hamlet's name
	fitNone
)

// place orders fits: by class, then by the word that fits, then by name.
type place struct {
	class    int
	word     string
	fold, id string
}

func (a place) compare(b place) int {
	if a.class != b.class {
		return a.class - b.class
	}
	if c := strings.Compare(a.word, b.word); c != 0 {
		return c
	}
	if c := strings.Compare(a.fold, b.fold); c != 0 {
		return c
	}
	return strings.Compare(a.id, b.id)
}

// subject is what a search sees of a resident.
type subject struct {
	fold    string // folded name
	dusun   string // folded
	nik, kk string
	rt, rw  string // three digits or empty
}

// fit tells how a token fits, and by which word.
func (t token) fit(s subject) (class int, word string) {
	switch t.kind {
	case digitsToken:
		switch {
		case strings.HasPrefix(s.nik, t.text):
			return fitFirst, s.nik
		case strings.Contains(s.nik, t.text), strings.Contains(s.kk, t.text):
			return fitWord, ""
		}
		return fitNone, ""
	case rtToken:
		if s.rt == t.text {
			return fitFirst, ""
		}
		return fitNone, ""
	case rwToken:
		if s.rw == t.text {
			return fitFirst, ""
		}
		return fitNone, ""
	}
	if class, word = t.fitName(s.fold); class < fitNone {
		return class, word
	}
	if strings.Contains(s.dusun, t.text) {
		return fitDusun, s.dusun
	}
	return fitNone, ""
}

// fitName tells how a name token fits a folded name: the best class, and in it
// the alphabetically first word; the word of a first-word fit is not told apart.
func (t token) fitName(fold string) (class int, word string) {
	class = fitNone
	if strings.HasPrefix(fold, t.text) {
		return fitFirst, ""
	}
	better := func(c int, w string) {
		if c < class || c == class && w < word {
			class, word = c, w
		}
	}
	for rest, first := fold, true; rest != ""; first = false {
		w := rest
		if i := strings.IndexByte(rest, ' '); i >= 0 {
			w, rest = rest[:i], rest[i+1:]
		} else {
			rest = ""
		}
		switch i := strings.Index(w, t.text); {
		case i == 0:
			better(fitWord, w)
		case i > 0:
			better(fitInside, w)
		case t.also != "" && strings.HasPrefix(w, t.also):
			if first {
				better(fitAlsoHead, "")
			} else {
				better(fitAlsoWord, w)
			}
		}
	}
	return class, word
}
