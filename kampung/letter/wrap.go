package letter

import "strings"

// setLine is one line of a wrapped text.
type setLine struct {
	words []string
	wide  float64 // of the words with single spaces, mm
	last  bool    // ends a paragraph: not justified
}

// slack makes up for sums of widths that differ in their last digits.
const slack = 1e-6 // mm

// wrap breaks a text into lines of at most w millimetres, the first of which
// is shorter by first. A word wider than its line is broken where it fills it.
func (p *Press) wrap(s string, f Face, size, w, first float64) []setLine {
	space := p.width(" ", f, size)
	w += slack
	var lines []setLine
	for para := range strings.SplitSeq(s, "\n") {
		cur := setLine{}
		room := w - first
		start := len(lines)
		flush := func() {
			lines = append(lines, cur)
			cur, room, first = setLine{}, w, 0
		}
		for _, word := range strings.FieldsFunc(para, func(r rune) bool { return r == ' ' }) {
			for word != "" {
				ww := p.width(word, f, size)
				gap := 0.0
				if len(cur.words) > 0 {
					gap = space
				}
				if cur.wide+gap+ww <= room {
					cur.words = append(cur.words, word)
					cur.wide += gap + ww
					break
				}
				if len(cur.words) > 0 && ww <= w {
					flush()
					continue
				}
				if len(cur.words) > 0 && room-cur.wide-gap < 0.25*w {
					flush()
					continue
				}
				head, rest := p.cut(word, f, size, room-cur.wide-gap)
				cur.words = append(cur.words, head)
				cur.wide += gap + p.width(head, f, size)
				flush()
				word = rest
			}
		}
		if len(cur.words) > 0 || len(lines) == start {
			flush()
		}
		lines[len(lines)-1].last = true
	}
	return lines
}

// cut breaks a word after the letters that fit in w, at least one, and
// preferably after a sign that already parts it.
func (p *Press) cut(word string, f Face, size, w float64) (head, rest string) {
	used, end, soft := 0.0, 0, 0
	for i, r := range word {
		used += p.width(string(r), f, size)
		if used > w && i > 0 {
			break
		}
		end = i + len(string(r))
		if strings.ContainsRune("/-_.,@;:", r) && used > 0.6*w {
			soft = end
		}
	}
	if soft > 0 && end < len(word) {
		end = soft
	}
	return word[:end], word[end:]
}

// align says how a line stands between its edges.
type align int

const (
	alignLeft align = iota
	alignCenter
	alignJustify
)

// draw puts a line on the page, its left edge at x and its room w wide. A
// justified line is drawn word by word, so that PDF and screen agree.
func (l setLine) draw(p *Press, pg *Page, x, y, w float64, f Face, size float64, a align) {
	if len(l.words) == 0 {
		return
	}
	text := strings.Join(l.words, " ")
	space := p.width(" ", f, size)
	switch a {
	case alignCenter:
		x += (w - l.wide) / 2
	case alignJustify:
		gaps := float64(len(l.words) - 1)
		// A line that would gape stays ragged.
		if extra := (w - l.wide) / max(gaps, 1); !l.last && gaps > 0 && extra > 0 && extra < 3*space {
			for i, word := range l.words {
				wide := p.width(word, f, size)
				if i < len(l.words)-1 {
					word += " "
				}
				pg.Items = append(pg.Items, Text{X: x, Y: y, Size: size, Face: f, Words: word})
				x += wide + space + extra
			}
			return
		}
	}
	pg.Items = append(pg.Items, Text{X: x, Y: y, Size: size, Face: f, Words: text})
}
