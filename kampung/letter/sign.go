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
