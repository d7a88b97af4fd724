package letter

import (
	"fmt"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// BookOptions are what a printed book needs besides its lines.
type BookOptions struct {
	// Office gives the names, the paper (turned on its side) and the head.
	Office kampung.Letterhead
	// Secretary signs at the right; without a name dots stand there.
	Secretary kampung.Signer
	// Day is when the book was closed and signed, WIB.
	Day kampung.Date
	// Each is called before every line; its error ends the laying, and what is
	// laid until then is of no use. It may be nil.
	Each func() error
}

// bookSizes are the type sizes that are tried, in points, until every column
// holds its longest word.
var bookSizes = []float64{10, 9, 8.5, 8, 7.5, 7, 6.5}

// Room in and around the columns of a book, mm.
const (
	bookPad   = 0.9
	bookWord  = 38.0 // longest word that a column makes room for
	bookPlain = 75.0 // widest text that a column makes room for
)

// bookSpacing is how the words around the table are set.
var bookSpacing = spacing{11, 1.25, 2, 20}

// bookTable is a book on its way to paper.
type bookTable struct {
	*setter
	b     kampung.Book
	heads []string
	cells [][]string
	wides []float64
	size  float64
	each  func() error
}

// Book lays out a book or a report: its title, the table with its heads on each
// page, and the signatures of the village's head and secretary behind the last
// line.
func (p *Press) Book(b kampung.Book, o BookOptions) Document {
	sheet := PaperByName(o.Office.Paper)
	sheet.W, sheet.H = sheet.H, sheet.W
	t := &setter{p: p, sp: bookSpacing, paper: sheet, missing: map[rune]bool{}}
	t.f.r.Office, t.f.r.Signer, t.f.r.Date = o.Office, o.Office.Head, o.Day
	d := Document{Paper: sheet, Date: o.Day, Subject: b.Title, Title: join(" ", b.Title, b.Covers()),
		Author: join(", ", villageKind(o.Office)+" "+o.Office.Name, o.Office.Kabupaten)}
	t.bookTitle(b)
	k := &bookTable{setter: t, b: b, each: o.Each}
	k.measure()
	k.rows()
	t.bookSigns(o)
	d.Pages, _ = pour(t.units, frame{marginTop, sheet.H - marginBottom})
	for i := range d.Pages {
		t.margin(&d.Pages[i], t.p.clean(fmt.Sprintf("%s, %s, halaman %d dari %d", b.Title, b.Covers(), i+1, len(d.Pages)), nil), sheet.H-10)
	}
	if len(t.missing) > 0 {
		d.Notes = append(d.Notes, missingNote(t.missing))
	}
	return d
}

// bookTitle adds the book's name, the village and the period.
func (t *setter) bookTitle(b kampung.Book) {
	o := t.f.r.Office
	place := strings.ToUpper(join(" ", villageKind(o), o.Name, "Kecamatan", o.Kecamatan, o.Kabupaten))
	t.para(t.p.clean(strings.ToUpper(b.Title), t.missing), t.left(), t.wide(), 0, Bold, 14, 0, alignCenter)
	t.para(t.p.clean(place, t.missing), t.left(), t.wide(), 0, Bold, 11, 0, alignCenter)
	t.para(b.Covers(), t.left(), t.wide(), 0, Regular, 11, 0, alignCenter)
	for i := range t.units {
		t.units[i].keep = true
	}
	t.add(unit{h: 2, keep: true, draw: func(*Page, float64) {}})
}

// bookSigns adds who signs: the head knows of what the secretary wrote.
func (t *setter) bookSigns(o BookOptions) {
	s := o.Secretary
	above := []string{"Sekretaris " + villageKind(o.Office) + ","}
	if d := kampung.FormatDate(o.Day); d != "" {
		above = append([]string{o.Office.Name + ", " + d}, above...)
	}
	head := o.Office.Head
	left := signBlock{above: []string{"Mengetahui,", headTitle(t.f.r) + " " + o.Office.Name + ","}, name: head.Name, below: []string{numberLine(head.NIP)}}
	right := signBlock{above: above, name: s.Name, below: []string{numberLine(s.NIP)}}
	w := min(t.wide()/3, 100)
	at := max(t.signAt(left, w), t.signAt(right, w))
	cells := append(t.column(left, t.left(), w, at), t.column(right, t.left()+t.wide()-w, w, at)...)
	t.add(unit{gap: 5, h: height(cells), draw: func(pg *Page, y float64) {
		for _, c := range cells {
			c.draw(pg, y+c.y)
		}
	}})
}

// measure cleans the texts and chooses the type's size and the columns' widths.
func (k *bookTable) measure() {
	for _, c := range k.b.Columns {
		k.heads = append(k.heads, k.p.clean(c.Head, k.missing))
	}
	for _, r := range k.b.Rows {
		line := make([]string, len(k.heads))
		for j := range line {
			if j < len(r.Cells) {
				line[j] = k.p.clean(r.Cells[j], k.missing)
			}
		}
		k.cells = append(k.cells, line)
	}
	for _, k.size = range bookSizes {
		if k.share() {
			return
		}
	}
}

// share gives each column room for its longest word and shares the rest by what
// the columns' texts need. It reports whether the words have room.
func (k *bookTable) share() bool {
	n := len(k.heads)
	least, want := make([]float64, n), make([]float64, n)
	sum, more := 0.0, 0.0
	for j := range n {
		least[j] = k.longest(k.heads[j], Bold)
		for _, line := range k.cells {
			least[j] = max(least[j], k.longest(line[j], Regular))
			want[j] = max(want[j], min(k.p.width(line[j], Regular, k.size), bookPlain))
		}
		least[j] = min(least[j], bookWord) + 2*bookPad + 0.1
		want[j] = max(want[j]+2*bookPad+0.1, least[j])
		sum, more = sum+least[j], more+want[j]-least[j]
	}
	k.wides = least
	room := k.wide() - sum
	switch {
	case room < 0: // too many columns for the sheet: words are broken
		for j := range k.wides {
			k.wides[j] *= k.wide() / sum
		}
		return false
	case room <= more:
		for j := range k.wides {
			k.wides[j] += room * (want[j] - least[j]) / more
		}
	default:
		for j := range k.wides {
			k.wides[j] = want[j] * k.wide() / (sum + more)
		}
	}
	return true
}

// longest is the width of the longest word of a text.
func (k *bookTable) longest(s string, f Face) float64 {
	w := 0.0
	for word := range strings.FieldsSeq(s) {
		w = max(w, k.p.width(word, f, k.size))
	}
	return w
}

// step is the height of a line of the table.
func (k *bookTable) step() float64 { return k.size * 1.18 * mmPerPoint }

// rows adds the heads and the lines; an empty book says so.
func (k *bookTable) rows() {
	head := k.head()
	head.keep = true
	k.add(head)
	for i, line := range k.cells {
		if k.each != nil && k.each() != nil {
			return // the caller throws the document away
		}
		for _, u := range k.row(line, k.b.Rows[i].Struck) {
			u.head = &head
			k.add(u)
		}
	}
	if len(k.cells) == 0 {
		k.add(unit{h: k.step() + 3, draw: func(pg *Page, y float64) {
			box(pg, k.left(), y, k.wide(), k.step()+3)
			for _, l := range k.p.wrap("NIHIL", Regular, k.size, k.wide(), 0) {
				l.draw(k.p, pg, k.left(), y+1.5+0.8*k.step(), k.wide(), Regular, k.size, alignCenter)
			}
		}})
	}
	k.units[len(k.units)-1].keep = true // the signatures do not stand alone
}

// headCell is one cell of the heads, placed from the upper left of the table.
type headCell struct {
	x, y, w, h float64
	lines      []setLine
	face       Face
}

// head lays out the heads: groups over their columns, other heads over both
// rows, and the row that counts the columns.
func (k *bookTable) head() unit {
	upper, lower := k.headRows()
	var cells []headCell
	count := k.step() + 2*0.5
	x := k.left()
	for j := 0; j < len(k.heads); j++ {
		w, group := k.wides[j], k.b.Columns[j].Group
		own := headCell{x, 0, w, upper + lower, k.headLines(k.heads[j], w), Bold}
		if group != "" {
			own.y, own.h = upper, lower
			if j == 0 || k.b.Columns[j-1].Group != group {
				span := k.span(j)
				cells = append(cells, headCell{x, 0, span, upper, k.headLines(k.p.clean(group, k.missing), span), Bold})
			}
		}
		number := k.p.wrap(strconv.Itoa(j+1), Regular, k.size, w, 0)
		cells = append(cells, own, headCell{x, upper + lower, w, count, number, Regular})
		x += w
	}
	return unit{h: upper + lower + count, draw: func(pg *Page, y float64) {
		for _, c := range cells {
			box(pg, c.x, y+c.y, c.w, c.h)
			top := y + c.y + (c.h-float64(len(c.lines))*k.step())/2
			for i, l := range c.lines {
				l.draw(k.p, pg, c.x, top+(float64(i)+0.8)*k.step(), c.w, c.face, k.size, alignCenter)
			}
		}
	}}
}

func (k *bookTable) headLines(s string, w float64) []setLine {
	return k.p.wrap(s, Bold, k.size, w-2*bookPad, 0)
}

// span is the width of the group that begins at a column.
func (k *bookTable) span(j int) float64 {
	w, group := 0.0, k.b.Columns[j].Group
	for ; j < len(k.heads) && k.b.Columns[j].Group == group; j++ {
		w += k.wides[j]
	}
	return w
}

// headRows are the heights of the two rows of heads; the upper is 0 without
// groups.
func (k *bookTable) headRows() (upper, lower float64) {
	tall := func(s string, w float64) float64 {
		return float64(len(k.headLines(s, w)))*k.step() + 2*0.8
	}
	whole := 0.0
	for j, c := range k.b.Columns {
		if c.Group == "" {
			whole = max(whole, tall(k.heads[j], k.wides[j]))
			continue
		}
		lower = max(lower, tall(k.heads[j], k.wides[j]))
		if j == 0 || k.b.Columns[j-1].Group != c.Group {
			upper = max(upper, tall(k.p.clean(c.Group, k.missing), k.span(j)))
		}
	}
	return upper, max(lower, whole-upper)
}

// row lays out a line, in parts when it is very tall.
func (k *bookTable) row(cells []string, struck bool) []unit {
	lines := make([][]setLine, len(cells))
	most := 1
	for j, c := range cells {
		lines[j] = k.p.wrap(c, Regular, k.size, k.wides[j]-2*bookPad, 0)
		most = max(most, len(lines[j]))
	}
	var units []unit
	for from := 0; from < most; from += rowLines {
		n := min(rowLines, most-from)
		h := float64(n)*k.step() + 2*0.6
		units = append(units, unit{h: h, draw: func(pg *Page, y float64) {
			x := k.left()
			pg.Items = append(pg.Items, Line{x, y, x, y + h, 0.2}, Line{x, y + h, x + k.wide(), y + h, 0.2})
			for j, w := range k.wides {
				for i := from; i < min(from+n, len(lines[j])); i++ {
					k.cellLine(pg, lines[j][i], x+bookPad, y+0.6+(float64(i-from)+0.8)*k.step(), w-2*bookPad, k.b.Columns[j].Center, struck)
				}
				x += w
				pg.Items = append(pg.Items, Line{x, y, x, y + h, 0.2})
			}
		}})
	}
	return units
}

// cellLine draws one line of a cell, with a stroke through it when it is struck.
func (k *bookTable) cellLine(pg *Page, l setLine, x, y, w float64, center, struck bool) {
	a := alignLeft
	if center {
		a = alignCenter
	}
	l.draw(k.p, pg, x, y, w, Regular, k.size, a)
	if !struck || l.wide == 0 {
		return
	}
	if center {
		x += (w - l.wide) / 2
	}
	mid := y - 0.22*k.size*mmPerPoint
	pg.Items = append(pg.Items, Line{x, mid, x + l.wide, mid, 0.25})
}
