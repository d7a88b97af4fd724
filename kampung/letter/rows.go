package letter

import (
	"strings"

	"smartkampung/kampung"
)

// rows adds lines of label and value. Their colons stand under each other on
// the whole sheet.
func (t *setter) rows(rows []kampung.Row) {
	t.hold()
	first := true
	for _, r := range rows {
		if t.f.holds(r.If) {
			t.row(r, first)
			first = false
		}
	}
}

// row adds one line, or more when its label or value needs them.
func (t *setter) row(r kampung.Row, first bool) {
	size := t.sp.size
	x, label := t.left()+firstLine, t.labelWide()
	valueX := x + label + 6
	valueW := t.left() + t.wide() - valueX
	face := Regular
	if r.Bold {
		face = Bold
	}
	boxes, value := t.boxes(r, valueW)
	in := 0.0 // what the boxes take of the value's first line
	if boxes != "" {
		in = boxesWide(boxes) + 2
	}
	labels := t.p.wrap(t.text(r.Label), Regular, size, label, 0)
	values := t.p.wrap(value, face, size, valueW, in)
	n := max(len(labels), len(values))
	for i := range n {
		u := unit{h: t.line(size), keep: i < n-1 && n <= 6}
		if boxes != "" {
			u.h = max(u.h, boxH+0.8)
		}
		if first && i == 0 {
			u.gap = t.sp.gap * 0.6
		}
		extra := (u.h - t.line(size)) / 2
		u.draw = func(pg *Page, y float64) {
			base := y + extra + t.baseline(size)
			if i < len(labels) {
				labels[i].draw(t.p, pg, x, base, label, Regular, size, alignLeft)
			}
			in := in
			if i == 0 {
				pg.Items = append(pg.Items, Text{X: x + label + 2.5, Y: base, Size: size, Words: ": "})
				t.drawBoxes(pg, boxes, valueX, y+(u.h-boxH)/2, base)
			} else {
				in = 0
			}
			if i < len(values) {
				values[i].draw(t.p, pg, valueX+in, base, valueW-in, face, size, alignLeft)
			}
		}
		t.add(u)
	}
}

// Boxes of a form, in millimetres: wide enough for a letter of 12 pt.
const (
	boxW   = 4.5
	boxH   = 5.0
	boxGap = 1.8 // where a blank or a "-" parts them
)

// boxes returns what a row sets in boxes and what behind them. A text that has
// no room in boxes is set as words, so that nothing is lost.
func (t *setter) boxes(r kampung.Row, w float64) (boxes, value string) {
	if r.Boxes != "" {
		boxes = strings.TrimSpace(t.p.clean(t.f.fillOr(r.Boxes, ""), t.missing))
		if boxes == "" {
			boxes = strings.Repeat("\x00", r.Empty)
		}
		if len([]rune(boxes)) > maxBoxes || boxesWide(boxes) > w {
			return "", strings.TrimSpace(boxes + " " + t.text(r.Value))
		}
	}
	if r.Value == "" || boxes != "" && t.f.fillOr(r.Value, "") == "" {
		return boxes, ""
	}
	return boxes, t.text(r.Value)
}

func parts(r rune) bool { return r == ' ' || r == '-' || r == '\n' || r == '\u00a0' }

func boxesWide(s string) float64 {
	w := 0.0
	for _, r := range s {
		if parts(r) {
			w += boxGap
		} else {
			w += boxW
		}
	}
	return w
}

// drawBoxes draws each letter in its box; a NUL is an empty one.
func (t *setter) drawBoxes(pg *Page, s string, x, y, base float64) {
	const size = 11
	for _, r := range s {
		if parts(r) {
			x += boxGap
			continue
		}
		box(pg, x, y, boxW, boxH)
		if r != 0 {
			words := string(r)
			pg.Items = append(pg.Items, Text{X: x + (boxW-t.p.width(words, Regular, size))/2, Y: base, Size: size, Words: words})
		}
		x += boxW
	}
}

// labelWide is the room of the labels: the widest of the sheet, within limits.
func (t *setter) labelWide() float64 {
	wide := 30.0
	for _, b := range t.sheet.Blocks {
		for _, r := range b.Rows {
			wide = max(wide, t.p.width(t.text(r.Label), Regular, t.sp.size))
		}
	}
	return min(wide, 48)
}
