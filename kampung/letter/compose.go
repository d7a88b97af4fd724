package letter

import (
	"fmt"
	"slices"
	"strconv"
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
	sheet   kampung.Sheet // the one that is set
	main    bool          // it is the letter itself
	units   []unit
}

// Compose lays a letter out. It reads nothing but the service, the request and
// the options. The errors are of the template ([kampung.Problems]), of words that
// are not here ([kampung.Trouble]), or of a verification code too long to draw.
func (p *Press) Compose(s kampung.Service, r kampung.Request, o Options) (Document, error) {
	if r.OtherWords {
		return Document{}, &kampung.Trouble{What: "Surat ini dicatat di komputer lain dengan program versi lain, dan isi bakunya belum sampai di sini. Suratnya aman.",
			Next: "Jalankan “Kirim” di kedua komputer lalu buka lagi, atau cetak di komputer yang mencatatnya."}
	}
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
			d.Notes = append(d.Notes, badLogo)
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
	for i, sh := range append([]kampung.Sheet{mainSheet(s)}, s.Sheets...) {
		if !t.f.holds(sh.If) {
			continue
		}
		t.sheet, t.main = sh, i == 0
		pages := t.pages()
		t.finish(pages)
		d.Pages = append(d.Pages, pages...)
	}
	if len(t.missing) > 0 {
		d.Notes = append(d.Notes, missingNote(t.missing))
	}
	return d, nil
}

// badLogo is said of a letterhead's picture that cannot be read.
const badLogo = "Gambar pada kop surat tidak dapat dibaca, maka surat dibuat tanpa gambar. Pilih gambar PNG atau JPEG di Pengaturan."

// mainSheet is the letter itself as a sheet.
func mainSheet(s kampung.Service) kampung.Sheet {
	return kampung.Sheet{Key: s.Key, Name: s.Name, Title: s.Title, Mark: s.Mark, Headed: !s.Bare, Numbered: !s.Unnumbered,
		Blocks: s.Blocks, Signs: s.Signs}
}

// pages sets the sheet, on one page if that can be.
func (t *setter) pages() []Page {
	fr := frame{marginTop, t.paper.H - marginBottom}
	for _, sp := range spacings {
		t.set(sp, fr)
		if fits(t.units, fr) {
			pages, _ := pour(t.units, fr)
			return pages
		}
	}
	t.set(onward, fr)
	pages, _ := pour(t.units, fr)
	return pages
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

// set fills t.units with the whole sheet at a spacing.
func (t *setter) set(sp spacing, fr frame) {
	t.sp, t.units = sp, nil
	if t.sheet.Headed {
		t.head()
	}
	t.title()
	first := len(t.units)
	for _, b := range t.sheet.Blocks {
		if !t.f.holds(b.If) {
			continue
		}
		switch {
		case b.Table != "":
			t.table(b.Table)
		case len(b.Rows) > 0:
			t.rows(b.Rows)
		case len(b.List) > 0:
			t.list(b.List)
		default:
			t.paragraph(b)
		}
	}
	t.validity()
	// The signature takes at least the end of the text with it to its page.
	for i := max(first, len(t.units)-2); i < len(t.units); i++ {
		t.units[i].keep = true
	}
	t.signatures(fr.bottom - fr.top)
	if t.main {
		t.copies()
	}
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
	first, a, f := 0.0, alignJustify, Regular
	if b.Indent {
		first = firstLine
	}
	if b.Center {
		first, a = 0, alignCenter
	}
	if b.Bold {
		f = Bold
	}
	t.para(t.text(b.Text), t.left(), t.wide(), first, f, t.sp.size, t.sp.gap, a)
	if b.Bold { // a heading leads to what follows
		t.hold()
	}
}

// list adds paragraphs that are counted.
func (t *setter) list(items []string) {
	const in = 7.5
	for i, item := range items {
		mark := strconv.Itoa(i+1) + "."
		at := len(t.units)
		gap := t.sp.gap * 0.4
		t.para(t.text(item), t.left()+in, t.wide()-in, 0, Regular, t.sp.size, gap, alignJustify)
		draw := t.units[at].draw
		t.units[at].draw = func(pg *Page, y float64) {
			pg.Items = append(pg.Items, Text{X: t.left(), Y: y + t.baseline(t.sp.size), Size: t.sp.size, Words: mark})
			draw(pg, y)
		}
	}
}

// validity adds the end of the letter's validity when its template does not
// say it itself.
func (t *setter) validity() {
	if !t.main || t.f.s.ValidDays <= 0 || t.f.r.Date.IsZero() {
		return
	}
	for _, b := range t.sheet.Blocks {
		if strings.Contains(b.Text+strings.Join(b.List, ""), "{berlaku_sampai}") {
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

// hold keeps what was added last, the words that lead to a list or a table, on
// the page where that begins.
func (t *setter) hold() {
	if n := len(t.units); n > 0 {
		t.units[n-1].keep = true
	}
}
