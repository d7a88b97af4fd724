package letter

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// signBlock is one column of the signatures.
type signBlock struct {
	above []string // posts
	name  string   // bold and underlined; dots when empty
	below []string
	stamp bool
	// list are the names of several who sign under each other; then name and
	// below are empty.
	list []string
	// dots stand for the number of an official whose name is not known here.
	dots string
}

// signRow is what stands beside each other.
type signRow struct {
	left, middle, right *signBlock
}

// signPlaces are the places to sign of the sheet; the usual ones of a letter
// that names none.
func (t *setter) signPlaces() []kampung.SignPlace {
	if len(t.sheet.Signs) > 0 || !t.main {
		return t.sheet.Signs
	}
	places := []kampung.SignPlace{{Who: kampung.SignOffice}}
	if kampung.CamatSigns(t.f.s, t.f.r.Fields) {
		places = append([]kampung.SignPlace{{Side: kampung.SideLeft, Who: kampung.SignCamat, Post: "Mengetahui,"}}, places...)
	}
	return places
}

// signRows puts the places beside and under each other.
func (t *setter) signRows() []signRow {
	var rows []signRow
	dated := false
	for _, p := range t.signPlaces() {
		if !t.f.holds(p.If) {
			continue
		}
		b := t.block(p)
		if p.Side == kampung.SideRight && !dated {
			dated = true
			if d := kampung.FormatDate(t.f.r.Date); d != "" {
				b.above = append([]string{t.f.r.Office.Name + ", " + d}, b.above...)
			}
		}
		last := len(rows) - 1
		switch {
		case p.Side == kampung.SideLeft:
			rows = append(rows, signRow{left: &b})
		case p.Side == kampung.SideMiddle:
			rows = append(rows, signRow{middle: &b})
		case last >= 0 && rows[last].left != nil && rows[last].right == nil:
			rows[last].right = &b
		default:
			rows = append(rows, signRow{right: &b})
		}
	}
	return rows
}

// block is what a place to sign says.
func (t *setter) block(p kampung.SignPlace) signBlock {
	r := t.f.r
	var b signBlock
	if p.Post != "" {
		b.above = strings.Split(t.f.fill(p.Post), "\n")
	}
	switch p.Who {
	case kampung.SignOffice:
		b.above = append(b.above, posts(r)...)
		b.name, b.below = r.Signer.Name, []string{r.Signer.Rank, numberLine(r.Signer.NIP)}
		b.dots = "NIP. ...................................."
		return b
	case kampung.SignCamat:
		b.above = append(b.above, "Camat "+r.Office.Kecamatan+",")
		b.dots = "NIP. ...................................."
		return b
	}
	b.name, b.stamp = strings.TrimSpace(t.f.fillOr(p.Name, "")), p.Stamp
	if below := strings.TrimSpace(t.f.fillOr(p.Below, "")); below != "" {
		b.below = strings.Split(below, "\n")
	}
	if p.Table != "" {
		field, _ := t.f.s.Field(p.Table)
		for _, row := range kampung.TableRows(field, r.Fields[p.Table]) {
			b.list = append(b.list, row[0])
		}
		for len(b.list) < max(p.Lines, 1) {
			b.list = append(b.list, "")
		}
	}
	return b
}

// signatures adds the places to sign; the letter's verification code takes a
// side that is free, or stands under them. Tall is the room of a page: a row
// that is taller is divided.
func (t *setter) signatures(tall float64) {
	rows := t.signRows()
	beside := -1
	if t.qr != nil && t.main {
		for i, r := range rows {
			if r.left == nil && r.middle == nil && len(r.right.list) == 0 {
				beside = i
			}
		}
	}
	first := len(t.units)
	for i, r := range rows {
		t.signRow(r, i == beside, tall)
	}
	if t.qr != nil && t.main && beside < 0 {
		t.add(unit{gap: 2, h: t.qr.side(), draw: func(pg *Page, y float64) { t.drawQR(pg, t.left(), y, t.wide(), false) }})
	}
	for i := first; i < len(t.units)-1; i++ {
		t.units[i].keep = true
	}
}

// signRow adds one row of signatures.
func (t *setter) signRow(r signRow, code bool, tall float64) {
	half := t.wide() / 2
	w := half - 4
	at := 0.0
	for _, b := range []*signBlock{r.left, r.middle, r.right} {
		if b != nil { // the names of both stand on one line
			at = max(at, t.signAt(*b, w))
		}
	}
	var columns [][]signCell
	for _, c := range []struct {
		b *signBlock
		x float64
	}{{r.right, t.left() + half + 4}, {r.left, t.left()}, {r.middle, t.left() + t.wide()/4 + 2}} {
		if c.b != nil {
			columns = append(columns, t.column(*c.b, c.x, w, at))
		}
	}
	cells := slices.Concat(columns...)
	h := height(cells)
	if h > tall && len(columns) > 1 { // side by side, the lines of one leave no place to cut the other
		for i, c := range columns {
			t.signCells(c, height(c), tall, i == 0)
		}
		return
	}
	if code {
		qh := t.qrHeight(w)
		h = max(h, qh)
		cells = append(cells, signCell{h - qh, qh, func(pg *Page, y float64) { t.drawQR(pg, t.left(), y, w, true) }})
	}
	t.signCells(cells, h, tall, true)
}

// signCells adds cells that are h high together, with a gap above them.
func (t *setter) signCells(cells []signCell, h, tall float64, apart bool) {
	gap := t.sp.gap
	if apart {
		gap += 2
	}
	for _, u := range divide(cells, h, tall) {
		u.gap, gap = gap, 0
		t.add(u)
	}
}

// height is how far down cells reach.
func height(cells []signCell) (h float64) {
	for _, c := range cells {
		h = max(h, c.y+c.h)
	}
	return h
}

// signCell is a part of a column of signatures that no page's end cuts.
type signCell struct {
	y, h float64 // from the row's top
	draw func(pg *Page, y float64)
}

// divide makes units of a row of cells that is h high: one, or several when no
// page can hold it, each cut where it goes through no cell.
func divide(cells []signCell, h, tall float64) []unit {
	const e = 1e-6
	cuts := []float64{0, h}
	if h > tall {
		for _, c := range cells {
			cut := !slices.ContainsFunc(cells, func(o signCell) bool { return o.y < c.y-e && o.y+o.h > c.y+e })
			if cut && !slices.ContainsFunc(cuts, func(y float64) bool { return y > c.y-e && y < c.y+e }) {
				cuts = append(cuts, c.y)
			}
		}
		slices.Sort(cuts)
	}
	var units []unit
	for i, from := range cuts[:len(cuts)-1] {
		to := cuts[i+1]
		var part []signCell
		for _, c := range cells {
			if c.y >= from-e && c.y < to-e {
				part = append(part, c)
			}
		}
		units = append(units, unit{h: to - from, draw: func(pg *Page, y float64) {
			for _, c := range part {
				c.draw(pg, y+c.y-from)
			}
		}})
	}
	return units
}

// signAt is how far below its top the room for the signature begins in a block.
func (t *setter) signAt(b signBlock, w float64) float64 {
	h := 0.0
	for _, s := range b.above {
		h += float64(len(t.p.wrap(t.p.clean(s, nil), Regular, t.sp.size, w, 0))) * t.signLine()
	}
	return h
}

// signLine is the height of a line of the signatures; they are set tighter
// than the text so that a block reads as one.
func (t *setter) signLine() float64 { return t.sp.size * min(t.sp.lead, 1.25) * mmPerPoint }

// signSetter collects the cells of one column.
type signSetter struct {
	t     *setter
	x, w  float64
	h     float64 // so far
	cells []signCell
}

// column lays out a block of signatures at x, w wide, whose room to sign begins
// at the given depth.
func (t *setter) column(b signBlock, x, w, at float64) []signCell {
	// A block shorter than its neighbour starts lower, so that both posts end
	// on one line.
	c := &signSetter{t: t, x: x, w: w, h: max(0, at-t.signAt(b, w))}
	for _, s := range b.above {
		c.line(s, Regular, false)
	}
	c.h = max(c.h, at)
	if len(b.list) > 0 {
		for i, name := range b.list {
			c.listed(i+1, name)
		}
		return c.cells
	}
	room := t.sp.sign
	if b.stamp {
		room = max(room, stampH+3)
		c.stamp(room)
	}
	c.h += room
	if strings.TrimSpace(b.name) == "" {
		c.line("( ........................................ )", Regular, false)
		if b.dots != "" {
			c.line(b.dots, Regular, false)
		}
	} else {
		c.line(b.name, Bold, true)
	}
	for _, s := range b.below {
		if s != "" {
			c.line(s, Regular, false)
		}
	}
	return c.cells
}

// line puts a centred text, a cell a line.
func (c *signSetter) line(s string, f Face, under bool) {
	t, x, w, size, step := c.t, c.x, c.w, c.t.sp.size, c.t.signLine()
	for _, l := range t.p.wrap(t.p.clean(s, t.missing), f, size, w, 0) {
		c.cells = append(c.cells, signCell{c.h, step, func(pg *Page, y float64) {
			y += 0.8 * step
			l.draw(t.p, pg, x, y, w, f, size, alignCenter)
			if under {
				pg.Items = append(pg.Items, underline(x+(w-l.wide)/2, y, l.wide, size))
			}
		}})
		c.h += step
	}
}

// listed puts one of several who sign: number, name, and a line to sign on.
func (c *signSetter) listed(n int, name string) {
	const mark, line = 7.0, 26.0
	t, x, size, step := c.t, c.x, c.t.sp.size, c.t.signLine()
	w := c.w - mark - line - 2
	lines := t.p.wrap(t.p.clean(name, t.missing), Regular, size, w, 0)
	for i, l := range lines {
		top, h := 0.0, step
		if i == 0 {
			top, h = 4, step+4
		}
		last := i == len(lines)-1
		c.cells = append(c.cells, signCell{c.h, h, func(pg *Page, y float64) {
			y += top + 0.8*step
			if i == 0 {
				pg.Items = append(pg.Items, Text{X: x, Y: y, Size: size, Words: fmt.Sprintf("%d.", n)})
			}
			l.draw(t.p, pg, x+mark, y, w, Regular, size, alignLeft)
			if strings.TrimSpace(name) == "" {
				pg.Items = append(pg.Items, Line{x + mark, y + 0.6, x + mark + w, y + 0.6, 0.15})
			}
			if last {
				pg.Items = append(pg.Items, Line{x + c.w - line, y + 0.6, x + c.w, y + 0.6, 0.15})
			}
		}})
		c.h += h
	}
}

// A duty stamp's frame, mm.
const (
	stampW = 25.0
	stampH = 17.0
)

// stamp puts the frame of a duty stamp into the room to sign, left of its
// middle, so that the signature goes over it.
func (c *signSetter) stamp(room float64) {
	t, x := c.t, c.x+c.w/2-stampW-4
	c.cells = append(c.cells, signCell{c.h, room, func(pg *Page, y float64) {
		y += (room - stampH) / 2
		box(pg, x, y, stampW, stampH)
		for i, s := range []string{"Meterai", "Rp10.000"} {
			wide := t.p.width(s, Regular, captionPt)
			pg.Items = append(pg.Items, Text{X: x + (stampW-wide)/2, Y: y + stampH/2 + float64(i)*3.6 - 0.4, Size: captionPt, Words: s})
		}
	}})
}
