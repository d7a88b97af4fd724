package letter

import (
	"fmt"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// StandardOptions are what the notice-board sheets of the service standard need
// besides their lines.
type StandardOptions struct {
	// Office gives the letterhead, the paper and the head who signs.
	Office kampung.Letterhead
	// Logo is the letterhead's picture, see [Options].
	Logo []byte
	// Day is when the standard was set, WIB.
	Day kampung.Date
}

// StandardSheet is the standard of one service.
type StandardSheet struct {
	Service string // its name
	// Lines are the components in their order, see [kampung.ServiceStandard].
	Lines []kampung.StandardLine
}

// delivery is how many of the components tell how the service is given and must
// be published; the others tell how the office works (Permenpan RB 15/2014).
const delivery = 6

// standardSpacings are tried until a sheet fits one page.
var standardSpacings = []spacing{{12, 1.35, 2.6, 23}, {12, 1.2, 2, 20}, {11, 1.15, 1, 18}}

// Standard lays out the service standards for the notice board, each on pages
// of its own under the office's letterhead.
func (p *Press) Standard(sheets []StandardSheet, o StandardOptions) Document {
	t, d := p.board(o, "Standar Pelayanan")
	for _, s := range sheets {
		pages := t.standard(s)
		for i := range pages {
			if len(pages) > 1 {
				t.margin(&pages[i], p.clean(fmt.Sprintf("Standar pelayanan %s, halaman %d dari %d", s.Service, i+1, len(pages)), nil), t.paper.H-10)
			}
		}
		d.Pages = append(d.Pages, pages...)
	}
	if len(t.missing) > 0 {
		d.Notes = append(d.Notes, missingNote(t.missing))
	}
	return d
}

// board begins a document of the notice board under the office's letterhead.
func (p *Press) board(o StandardOptions, subject string) (*setter, Document) {
	t := &setter{p: p, paper: PaperByName(o.Office.Paper), missing: map[rune]bool{}}
	t.f.r.Office, t.f.r.Signer, t.f.r.Date = o.Office, o.Office.Head, o.Day
	place := join(" ", villageKind(o.Office), o.Office.Name)
	d := Document{Paper: t.paper, Date: o.Day, Title: join(" ", subject, place), Subject: subject,
		Author: join(", ", place, o.Office.Kabupaten)}
	if len(o.Logo) > 0 {
		if logo, err := p.logo(o.Logo); err == nil {
			t.logo = &logo
		} else {
			d.Notes = append(d.Notes, badLogo)
		}
	}
	return t, d
}

// standard sets one service, on one page if that can be.
func (t *setter) standard(s StandardSheet) []Page {
	return t.onOnePage(func() { t.standardUnits(s) })
}

// onOnePage sets units in the widest spacing in which they fit one page, or in
// the narrowest.
func (t *setter) onOnePage(set func()) []Page {
	fr := frame{marginTop, t.paper.H - marginBottom}
	for _, sp := range standardSpacings {
		t.sp, t.units = sp, nil
		set()
		if fits(t.units, fr) {
			break
		}
	}
	pages, _ := pour(t.units, fr)
	return pages
}

// standardUnits adds the letterhead, both tables of components and the head's
// signature.
func (t *setter) standardUnits(s StandardSheet) {
	t.head()
	t.sheet = kampung.Sheet{Title: "STANDAR PELAYANAN"}
	t.title()
	t.para(t.p.clean(strings.ToUpper(s.Service), t.missing), t.left(), t.wide(), 0, Bold, t.sp.size, 0.8, alignCenter)
	t.hold()
	cut := min(delivery, len(s.Lines))
	t.components("Penyampaian pelayanan", s.Lines[:cut], 1)
	t.components("Pengelolaan pelayanan", s.Lines[cut:], cut+1)
	t.boardSign()
}

// boardSign adds the head's signature.
func (t *setter) boardSign() {
	r := t.f.r
	above := posts(r)
	if d := kampung.FormatDate(r.Date); d != "" {
		above = append([]string{"Ditetapkan di " + r.Office.Name + ", " + d}, above...)
	}
	w := t.wide()/2 - 4
	cells := t.column(signBlock{above: above, name: r.Signer.Name, below: []string{r.Signer.Rank, numberLine(r.Signer.NIP)}}, t.left()+t.wide()-w, w, 0)
	for i := max(0, len(t.units)-3); i < len(t.units); i++ { // it takes the last rows with it
		t.units[i].keep = true
	}
	t.add(unit{gap: t.sp.gap + 2, h: height(cells), draw: func(pg *Page, y float64) {
		for _, c := range cells {
			c.draw(pg, y+c.y)
		}
	}})
}

// components adds a table of components under a heading, counted from a number.
func (t *setter) components(heading string, lines []kampung.StandardLine, from int) {
	if len(lines) == 0 {
		return
	}
	var cells [][]string
	for i, l := range lines {
		cells = append(cells, []string{strconv.Itoa(from + i), t.p.clean(l.Label, t.missing), t.p.clean(l.Text, t.missing)})
	}
	const count, label = 10.0, 46.0
	t.gridOf([]string{"No.", heading, "Uraian"}, cells, []float64{count, label, t.wide() - count - label}, 11)
}
