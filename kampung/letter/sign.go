package letter

import (
	"fmt"
	"strings"

	"smartkampung/kampung"
)

// headTitle is the post of the village's head: Kepala Desa or Lurah, led by
// Plt. or Pj. while it is held by an acting head.
func headTitle(r kampung.Request) string {
	head := r.Office.Head
	title, as := "", head.As
	if head.As == "" || head.As == kampung.SignHead || head.As == kampung.SignPlt || head.As == kampung.SignPj {
		title = bareTitle(head.Title, r.Office.Name)
	}
	switch r.Signer.As {
	case kampung.SignPlt, kampung.SignPj:
		as = r.Signer.As
	}
	if title == "" {
		title = "Kepala Desa"
		if r.Office.Kelurahan {
			title = "Lurah"
		}
	}
	switch as {
	case kampung.SignPlt:
		return "Plt. " + title
	case kampung.SignPj:
		return "Pj. " + title
	}
	return title
}

// bareTitle takes "Plt.", "Pj." and the village's name off a post.
func bareTitle(title, village string) string {
	title = strings.TrimSpace(title)
	for _, lead := range []string{"plt.", "plt", "pj.", "pj"} {
		if rest, ok := cutFold(title, lead+" "); ok {
			title = rest
			break
		}
	}
	if n := len(title) - len(village) - 1; village != "" && n > 0 && strings.EqualFold(title[n:], " "+village) {
		title = title[:n]
	}
	return strings.TrimSpace(title)
}

func cutFold(s, lead string) (string, bool) {
	if len(s) >= len(lead) && strings.EqualFold(s[:len(lead)], lead) {
		return strings.TrimSpace(s[len(lead):]), true
	}
	return s, false
}

// posts are the lines over the signature that say in whose name it stands.
func posts(r kampung.Request) []string {
	head := headTitle(r) + " " + r.Office.Name
	own := bareTitle(r.Signer.Title, r.Office.Name)
	secretary := "Sekretaris " + villageKind(r.Office)
	switch r.Signer.As {
	case kampung.SignAN:
		if own == "" {
			own = secretary
		}
		return []string{"a.n. " + head, own + ","}
	case kampung.SignUB:
		lines := []string{"a.n. " + head, secretary, "u.b."}
		if own != "" {
			lines = append(lines, own)
		}
		lines[len(lines)-1] += ","
		return lines
	}
	return []string{head + ","}
}

// numberLine is the line with the official's number: NIP when it has the 18
// digits of a civil servant, NIPD otherwise, and as it stands when it already
// says which.
func numberLine(nip string) string {
	nip = strings.TrimSpace(nip)
	if nip == "" {
		return ""
	}
	digits := 0
	for _, r := range nip {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch {
	case strings.HasPrefix(strings.ToUpper(nip), "NI"):
		return nip
	case digits == 18:
		return "NIP. " + nip
	}
	return "NIPD. " + nip
}

// signBlock is one column of the signatures.
type signBlock struct {
	above []string // posts
	name  string   // bold and underlined; dots when empty
	below []string
}

// signature adds place and date, the signer at the right and, where the letter
// needs it, the camat at the left; the verification code takes the free side.
func (t *setter) signature() {
	r := t.f.r
	right := signBlock{above: posts(r), name: r.Signer.Name, below: []string{r.Signer.Rank, numberLine(r.Signer.NIP)}}
	if d := kampung.FormatDate(r.Date); d != "" {
		right.above = append([]string{r.Office.Name + ", " + d}, right.above...)
	}
	half := t.wide() / 2
	w := half - 4
	left := signBlock{above: []string{"Mengetahui,", "Camat " + r.Office.Kecamatan + ","}}
	at := t.signAt(right, w)
	if t.f.s.Camat { // the names of both stand on one line
		at = max(at, t.signAt(left, w))
	}
	rightDraw, rightH := t.column(right, w, at)
	draws := []func(pg *Page, y float64){func(pg *Page, y float64) { rightDraw(pg, t.left()+half+4, y) }}
	h := rightH
	beside := t.qr
	if t.f.s.Camat {
		draw, lh := t.column(left, w, at)
		h = max(h, lh)
		draws = append(draws, func(pg *Page, y float64) { draw(pg, t.left(), y) })
		beside = nil
	}
	if beside != nil {
		qh := t.qrHeight(w)
		h = max(h, qh)
		draws = append(draws, func(pg *Page, y float64) { t.drawQR(pg, t.left(), y+h-qh, w, true) })
	}
	t.add(unit{gap: t.sp.gap + 2, h: h, draw: func(pg *Page, y float64) {
		for _, d := range draws {
			d(pg, y)
		}
	}})
	if t.qr != nil && beside == nil {
		qh := t.qr.side()
		t.units[len(t.units)-1].keep = true
		t.add(unit{gap: 2, h: qh, draw: func(pg *Page, y float64) { t.drawQR(pg, t.left(), y, t.wide(), false) }})
	}
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

// column lays out a block of signatures w wide whose room to sign begins at
// the given depth. It returns how to draw it and its height.
func (t *setter) column(b signBlock, w, at float64) (draw func(pg *Page, x, y float64), h float64) {
	size, step := t.sp.size, t.signLine()
	var draws []func(pg *Page, x, y float64)
	put := func(s string, f Face, under bool) {
		for _, l := range t.p.wrap(t.p.clean(s, t.missing), f, size, w, 0) {
			at := h + 0.8*step
			draws = append(draws, func(pg *Page, x, y float64) {
				l.draw(t.p, pg, x, y+at, w, f, size, alignCenter)
				if under {
					pg.Items = append(pg.Items, underline(x+(w-l.wide)/2, y+at, l.wide, size))
				}
			})
			h += step
		}
	}
	// A block shorter than its neighbour starts lower, so that both posts end
	// on one line.
	h = max(0, at-t.signAt(b, w))
	for _, s := range b.above {
		put(s, Regular, false)
	}
	h = max(h, at) + t.sp.sign
	if strings.TrimSpace(b.name) == "" {
		put("( ........................................ )", Regular, false)
		put("NIP. ....................................", Regular, false)
	} else {
		put(b.name, Bold, true)
	}
	for _, s := range b.below {
		if s != "" {
			put(s, Regular, false)
		}
	}
	return func(pg *Page, x, y float64) {
		for _, d := range draws {
			d(pg, x, y)
		}
	}, h
}

// copies adds the tembusan.
func (t *setter) copies() {
	list := t.f.s.Copies
	for i, c := range list {
		if i == 0 {
			t.para("Tembusan disampaikan kepada:", t.left(), t.wide(), 0, Regular, 11, t.sp.gap+2, alignLeft)
			t.units[len(t.units)-1].keep = true
		}
		mark := fmt.Sprintf("%d. ", i+1)
		lines := t.p.wrap(t.text(c), Regular, 11, t.wide()-6, 0)
		for j, l := range lines {
			t.add(unit{h: 11 * 1.15 * mmPerPoint, keep: j < len(lines)-1, draw: func(pg *Page, y float64) {
				y += 11 * mmPerPoint
				if j == 0 {
					pg.Items = append(pg.Items, Text{X: t.left(), Y: y, Size: 11, Words: mark})
				}
				l.draw(t.p, pg, t.left()+6, y, t.wide()-6, Regular, 11, alignLeft)
			}})
		}
	}
}
