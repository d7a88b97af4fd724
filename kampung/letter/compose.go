package letter

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// Options are what a letter needs besides its request.
type Options struct {
	// Logo is the letterhead's picture, PNG or JPEG, or nil. Bytes that are
	// neither are left out and named in [Document.Notes].
	Logo []byte
	// Paper overrides the paper of the request's office.
	Paper string
}

// spacing is how airy a letter is set.
type spacing struct {
	size float64 // points
	lead float64 // line height as a multiple of the size
	gap  float64 // between blocks, mm
	sign float64 // room for signature and stamp, mm
}

// spacings are tried in this order until the letter fits one page: first the
// room between lines shrinks, then the type.
var spacings = []spacing{
	{12, 1.45, 3.2, 24},
	{12, 1.35, 2.6, 23},
	{12, 1.25, 2.0, 22},
	{12, 1.18, 1.4, 20},
	{11.5, 1.18, 1.2, 19},
	{11, 1.15, 1.0, 18},
}

// onward is the spacing of a letter that needs several pages.
var onward = spacing{12, 1.25, 2.0, 22}

// setter lays out one letter at one spacing.
type setter struct {
	p       *Press
	f       filling
	o       Options
	sp      spacing
	paper   Paper
	logo    *Picture
	qr      *qrCode
	missing map[rune]bool
	units   []unit
}

// Compose lays a letter out. It reads nothing but the service, the request and
// the options. The errors are of the template ([kampung.Problems]) or of a
// verification code too long to draw.
func (p *Press) Compose(s kampung.Service, r kampung.Request, o Options) (Document, error) {
	if err := Check(s).Err(); err != nil {
		return Document{}, fmt.Errorf("letter: service: %w", err)
	}
	name := o.Paper
	if name == "" {
		name = r.Office.Paper
	}
	t := &setter{p: p, f: filling{s, r}, o: o, paper: PaperByName(name), missing: map[rune]bool{}}
	d := Document{Paper: t.paper, Date: r.Date, Subject: s.Name,
		Title:  join(" ", s.Name, r.Number),
		Author: join(", ", villageKind(r.Office)+" "+r.Office.Name, r.Office.Kabupaten)}
	if len(o.Logo) > 0 {
		logo, err := p.logo(o.Logo)
		if err != nil {
			d.Notes = append(d.Notes, "Gambar pada kop surat tidak dapat dibaca, maka surat dibuat tanpa gambar. Pilih gambar PNG atau JPEG di Pengaturan.")
		} else {
			t.logo = &logo
		}
	}
	if r.Code != "" && signed(r.State) {
		qr, err := p.qr(r.Code)
		if err != nil {
			return Document{}, err
		}
		t.qr = qr
	}
	fr := frame{marginTop, t.paper.H - marginBottom}
	done := false
	for _, sp := range spacings {
		t.set(sp)
		if done = fits(t.units, fr); done {
			break
		}
	}
	if !done {
		t.set(onward)
	}
	d.Pages, _ = pour(t.units, fr)
	t.finish(d.Pages)
	if len(t.missing) > 0 {
		d.Notes = append(d.Notes, missingNote(t.missing))
	}
	return d, nil
}

// signed reports whether a letter in this state is valid.
func signed(s kampung.State) bool {
	return s == kampung.StateApproved || s == kampung.StatePrinted || s == kampung.StateHanded
}

func missingNote(missing map[rune]bool) string {
	var runes []string
	for r := range missing {
		runes = append(runes, fmt.Sprintf("%c (U+%04X)", r, r))
	}
	slices.Sort(runes)
	if len(runes) > 8 {
		runes = append(runes[:8], "…")
	}
	return "Huruf ini tidak dapat dicetak dan diganti kotak kosong: " + strings.Join(runes, ", ") + "."
}

// set fills t.units with the whole letter at a spacing.
func (t *setter) set(sp spacing) {
	t.sp, t.units = sp, nil
	t.head()
	t.title()
	first := len(t.units)
	for _, b := range t.f.s.Blocks {
		if b.If != "" && t.f.empty(b.If) {
			continue
		}
		switch {
		case b.Table != "":
			t.table(b.Table)
		case len(b.Rows) > 0:
			t.rows(b.Rows)
		default:
			t.paragraph(b)
		}
	}
	t.validity()
	// The signature takes at least the end of the text with it to its page.
	for i := max(first, len(t.units)-2); i < len(t.units); i++ {
		t.units[i].keep = true
	}
	t.signature()
	t.copies()
}

// text is a template's text with its values, made printable.
func (t *setter) text(s string) string { return t.p.clean(t.f.fill(s), t.missing) }

// left and wide are the edges of the text.
func (t *setter) left() float64 { return marginLeft }
func (t *setter) wide() float64 { return t.paper.W - marginLeft - marginRight }

// line is the height of a line of the given size.
func (t *setter) line(size float64) float64 { return size * t.sp.lead * mmPerPoint }

// baseline is how far below the top of its line a text of this size stands.
func (t *setter) baseline(size float64) float64 {
	return (t.line(size)-size*mmPerPoint)/2 + 0.82*size*mmPerPoint
}

func (t *setter) add(u unit) { t.units = append(t.units, u) }

// para adds a text, a unit a line; the first and last two lines stay together.
func (t *setter) para(s string, x, w, first float64, f Face, size, gap float64, a align) {
	lines := t.p.wrap(s, f, size, w, first)
	for i, l := range lines {
		x, w := x, w
		if i == 0 {
			x, w = x+first, w-first
		}
		u := unit{h: t.line(size), keep: (i == 0 || i == len(lines)-2) && i < len(lines)-1}
		if i == 0 {
			u.gap = gap
		}
		u.draw = func(pg *Page, y float64) { l.draw(t.p, pg, x, y+t.baseline(size), w, f, size, a) }
		t.add(u)
	}
}

// firstLine is how far the first line of an indented paragraph is set in, and
// where rows of label and value begin.
const firstLine = 12.5

func (t *setter) paragraph(b kampung.Block) {
	first, a := 0.0, alignJustify
	if b.Indent {
		first = firstLine
	}
	if b.Center {
		first, a = 0, alignCenter
	}
	t.para(t.text(b.Text), t.left(), t.wide(), first, Regular, t.sp.size, t.sp.gap, a)
}

// validity adds the end of the letter's validity when its template does not
// say it itself.
func (t *setter) validity() {
	if t.f.s.ValidDays <= 0 || t.f.r.Date.IsZero() {
		return
	}
	for _, b := range t.f.s.Blocks {
		if strings.Contains(b.Text, "{berlaku_sampai}") {
			return
		}
		for _, r := range b.Rows {
			if strings.Contains(r.Value, "{berlaku_sampai}") {
				return
			}
		}
	}
	t.paragraph(kampung.Block{Text: "Surat ini berlaku sampai dengan tanggal {berlaku_sampai}.", Indent: true})
}

// rows adds lines of label and value. Their colons stand under each other in
// the whole letter.
func (t *setter) rows(rows []kampung.Row) {
	size := t.sp.size
	x, label := t.left()+firstLine, t.labelWide()
	valueX := x + label + 6
	valueW := t.left() + t.wide() - valueX
	firstRow := true
	t.hold()
	for _, r := range rows {
		if r.If != "" && t.f.empty(r.If) {
			continue
		}
		face := Regular
		if r.Bold {
			face = Bold
		}
		labels := t.p.wrap(t.text(r.Label), Regular, size, label, 0)
		values := t.p.wrap(t.text(r.Value), face, size, valueW, 0)
		n := max(len(labels), len(values))
		for i := range n {
			u := unit{h: t.line(size), keep: i < n-1 && n <= 6}
			if firstRow && i == 0 {
				u.gap = t.sp.gap * 0.6
			}
			u.draw = func(pg *Page, y float64) {
				y += t.baseline(size)
				if i < len(labels) {
					labels[i].draw(t.p, pg, x, y, label, Regular, size, alignLeft)
				}
				if i == 0 {
					pg.Items = append(pg.Items, Text{X: x + label + 2.5, Y: y, Size: size, Words: ": "})
				}
				if i < len(values) {
					values[i].draw(t.p, pg, valueX, y, valueW, face, size, alignLeft)
				}
			}
			t.add(u)
		}
		firstRow = false
	}
}

// hold keeps what was added last, the words that lead to a list or a table, on
// the page where that begins.
func (t *setter) hold() {
	if n := len(t.units); n > 0 {
		t.units[n-1].keep = true
	}
}

// labelWide is the room of the labels: the widest of the letter, within limits.
func (t *setter) labelWide() float64 {
	wide := 30.0
	for _, b := range t.f.s.Blocks {
		for _, r := range b.Rows {
			wide = max(wide, t.p.width(t.text(r.Label), Regular, t.sp.size))
		}
	}
	return min(wide, 48)
}
