package letter

import "strings"

// head adds the letterhead: the regency's arms at the left when there is a
// picture, the names of the levels, the address, and a double rule.
func (t *setter) head() {
	o := t.f.r.Office
	lines := []struct {
		text string
		size float64
		face Face
	}{
		{"PEMERINTAH " + strings.ToUpper(o.Kabupaten), 14, Bold},
		{"KECAMATAN " + strings.ToUpper(o.Kecamatan), 14, Bold},
		{strings.ToUpper(villageKind(o) + " " + o.Name), 17, Bold},
		{join("  ", o.Address, prefix("Telp. ", o.Phone), prefix("Kode Pos ", o.Postal)), 11, Regular},
		{join("  ", prefix("Pos-el: ", o.Email), prefix("Laman: ", o.Website)), 11, Regular},
	}
	const arms = 22.0 // width kept for the picture
	x, w := t.left(), t.wide()
	if t.logo != nil {
		x, w = x+arms, w-2*arms // the names stand in the middle of the sheet
	}
	h := 0.0
	var draws []func(pg *Page, y float64)
	for _, l := range lines {
		text := strings.TrimSpace(t.p.clean(l.text, t.missing))
		if text == "" {
			continue
		}
		x, w, size := x, w, l.size
		if t.logo != nil && t.p.width(text, l.face, size) > w {
			w += arms // a long line may use the free side
		}
		for size > 11 && t.p.width(text, l.face, size) > w {
			size -= 0.5
		}
		for _, sl := range t.p.wrap(text, l.face, size, w, 0) {
			at := h + size*mmPerPoint*0.95
			draws = append(draws, func(pg *Page, y float64) { sl.draw(t.p, pg, x, y+at, w, l.face, size, alignCenter) })
			h += size * mmPerPoint * 1.18
		}
	}
	if t.logo != nil {
		h = max(h, 24)
		logo := *t.logo
		scale := min(20/logo.W, (h-0.5)/logo.H)
		logo.W, logo.H = logo.W*scale, logo.H*scale
		draws = append(draws, func(pg *Page, y float64) {
			logo := logo
			logo.X, logo.Y = t.left()+(20-logo.W)/2, y+(h-logo.H)/2
			pg.Items = append(pg.Items, logo)
		})
	}
	t.add(unit{h: h + 3.5, keep: true, draw: func(pg *Page, y float64) {
		for _, d := range draws {
			d(pg, y)
		}
		right := t.left() + t.wide()
		pg.Items = append(pg.Items,
			Line{t.left(), y + h + 2, right, y + h + 2, 0.9},
			Line{t.left(), y + h + 3.1, right, y + h + 3.1, 0.25})
	}})
}

func prefix(lead, s string) string {
	if s = strings.TrimSpace(s); s == "" {
		return ""
	}
	return lead + s
}

// title adds the letter's title, underlined, and its number.
func (t *setter) title() {
	t.modelMark()
	text := t.text(t.sheet.Title)
	size := 14.0
	for size > 12 && t.p.width(text, Bold, size) > t.wide() {
		size -= 0.5
	}
	for i, l := range t.p.wrap(text, Bold, size, t.wide(), 0) {
		u := unit{h: size * 1.25 * mmPerPoint, keep: true, draw: func(pg *Page, y float64) {
			y += size * mmPerPoint
			l.draw(t.p, pg, t.left(), y, t.wide(), Bold, size, alignCenter)
			x := t.left() + (t.wide()-l.wide)/2
			pg.Items = append(pg.Items, underline(x, y, l.wide, size))
		}}
		if i == 0 {
			u.gap = t.sp.gap + 4
		}
		t.add(u)
	}
	if t.sheet.Numbered {
		t.para(t.text("Nomor: {nomor}"), t.left(), t.wide(), 0, Regular, t.sp.size, 0.8, alignCenter)
	}
	for i := range t.units {
		t.units[i].keep = true
	}
	t.add(unit{h: t.sp.gap, keep: true, draw: func(*Page, float64) {}})
}

// modelMark adds the name of a form at the right edge.
func (t *setter) modelMark() {
	if t.sheet.Mark == "" {
		return
	}
	const size = 11
	for _, l := range t.p.wrap(t.text(t.sheet.Mark), Regular, size, t.wide(), 0) {
		t.add(unit{gap: 0.5, h: size * 1.2 * mmPerPoint, draw: func(pg *Page, y float64) {
			l.draw(t.p, pg, t.left()+t.wide()-l.wide, y+size*mmPerPoint*0.95, l.wide, Regular, size, alignLeft)
		}})
	}
}

// underline is the stroke under a text that stands at x, y.
func underline(x, y, w, size float64) Line {
	return Line{x, y + 0.13*size*mmPerPoint, x + w, y + 0.13*size*mmPerPoint, 0.055 * size * mmPerPoint}
}
