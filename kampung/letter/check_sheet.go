package letter

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// sheetCheck looks through the texts of one service's pages.
type sheetCheck struct {
	p     *kampung.Problems
	s     kampung.Service
	known map[string]bool
}

// maxSheets, maxLines and maxBoxes bound what a template can ask for.
const (
	maxSheets = 20
	maxLines  = 40
	maxBoxes  = 24
)

// checkSheets looks through the letter and its further sheets.
func checkSheets(p *kampung.Problems, s kampung.Service) {
	c := sheetCheck{p, s, knownPlaceholders(s)}
	c.sheet("", mainSheet(s))
	for i, line := range s.Copies {
		c.text(fmt.Sprintf("copies[%d]", i), line)
	}
	if len(s.Sheets) > maxSheets {
		p.Add("sheets", fmt.Sprintf("Paling banyak %d lembar tambahan.", maxSheets))
	}
	seen := map[string]bool{}
	for i, sh := range s.Sheets {
		at := fmt.Sprintf("sheets[%d].", i)
		if !keyForm.MatchString(sh.Key) || seen[sh.Key] {
			p.Add(at+"key", fmt.Sprintf("Kunci lembar %q tidak sah atau ganda.", sh.Key))
		}
		seen[sh.Key] = true
		for key, v := range map[string]string{"name": sh.Name, "title": sh.Title} {
			if strings.TrimSpace(v) == "" {
				p.Add(at+key, "Isian ini belum ada.")
			}
		}
		c.cond(at+"if", sh.If)
		c.sheet(at, sh)
	}
}

func (c sheetCheck) sheet(at string, sh kampung.Sheet) {
	if len(sh.Blocks) == 0 {
		c.p.Add(at+"blocks", "Isi surat belum ada.")
	}
	for i, b := range sh.Blocks {
		c.block(fmt.Sprintf("%sblocks[%d]", at, i), b)
	}
	for i, g := range sh.Signs {
		c.sign(fmt.Sprintf("%ssigns[%d]", at, i), g)
	}
	c.text(at+"title", sh.Title)
	c.text(at+"mark", sh.Mark)
}

func (c sheetCheck) block(at string, b kampung.Block) {
	kinds := 0
	for _, has := range []bool{b.Text != "", len(b.List) > 0, len(b.Rows) > 0, b.Table != ""} {
		if has {
			kinds++
		}
	}
	if kinds != 1 {
		c.p.Add(at, "Bagian surat harus berisi tepat satu dari teks, butir, baris atau tabel.")
	}
	c.cond(at, b.If)
	c.text(at, b.Text)
	for _, item := range b.List {
		c.text(at, item)
	}
	for j, r := range b.Rows {
		at := fmt.Sprintf("%s.rows[%d]", at, j)
		c.cond(at, r.If)
		c.text(at, r.Label)
		c.text(at, r.Value)
		c.text(at, r.Boxes)
		if r.Empty < 0 || r.Empty > maxBoxes {
			c.p.Add(at, fmt.Sprintf("Banyaknya kotak harus 0 sampai %d.", maxBoxes))
		}
	}
	c.table(at, b.Table)
}

func (c sheetCheck) sign(at string, g kampung.SignPlace) {
	if !slices.Contains([]kampung.Side{kampung.SideRight, kampung.SideLeft, kampung.SideMiddle}, g.Side) {
		c.p.Add(at, fmt.Sprintf("Sisi tanda tangan %q tidak dikenal.", g.Side))
	}
	if !slices.Contains([]kampung.SignWho{kampung.SignPerson, kampung.SignOffice, kampung.SignCamat}, g.Who) {
		c.p.Add(at, fmt.Sprintf("Penanda tangan %q tidak dikenal.", g.Who))
	}
	if g.Lines < 0 || g.Lines > maxLines {
		c.p.Add(at, fmt.Sprintf("Banyaknya tempat tanda tangan harus 0 sampai %d.", maxLines))
	}
	c.cond(at, g.If)
	c.text(at, g.Post)
	c.text(at, g.Name)
	c.text(at, g.Below)
	c.table(at, g.Table)
}

// text names placeholders that do not exist, and braces without their partner.
func (c sheetCheck) text(at, t string) {
	for _, seg := range split(t) {
		if seg.name && !c.known[seg.text] {
			c.p.Add(at, fmt.Sprintf("Tanda isian {%s} tidak dikenal.", seg.text))
		} else if !seg.name && strings.ContainsAny(seg.text, "{}") {
			c.p.Add(at, "Kurung kurawal tidak berpasangan.")
		}
	}
}

func (c sheetCheck) table(at, key string) {
	if f, ok := c.s.Field(key); key != "" && (!ok || f.Type != kampung.FieldTable) {
		c.p.Add(at, fmt.Sprintf("Tabel %q bukan isian tabel.", key))
	}
}

// cond names conditions on what does not exist.
func (c sheetCheck) cond(at, text string) {
	for _, term := range kampung.Conditions(text) {
		f, ok := c.s.Field(term.Key)
		if !c.known[term.Key] && !(ok && f.Type == kampung.FieldTable) {
			c.p.Add(at, fmt.Sprintf("Syarat tampil %q tidak dikenal.", term.Key))
		}
	}
}
