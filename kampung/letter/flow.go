package letter

// unit is a part of a letter that is never cut by a page's end: a line, a row
// of a table, the signature.
type unit struct {
	gap  float64 // above it, left out at the top of a page, mm
	h    float64
	keep bool // stays on one page with the next unit
	draw func(pg *Page, y float64)
	// head is drawn again when the unit comes first on a page.
	head *unit
}

// frame is the room for units on a page.
type frame struct {
	top, bottom float64
}

// pour places the units on pages, keeping together what belongs together as
// far as a page can hold it. It returns the pages and the end of the last unit.
func pour(units []unit, fr frame) ([]Page, float64) {
	pages := []Page{{}}
	y := fr.top
	atTop := true
	turn := func() {
		pages = append(pages, Page{})
		y, atTop = fr.top, true
	}
	place := func(u unit) {
		if !atTop && y+u.gap+u.h > fr.bottom {
			turn()
		}
		pg := &pages[len(pages)-1]
		if atTop && len(pages) > 1 && u.head != nil {
			u.head.draw(pg, y)
			y += u.head.h
			atTop = false
			u.gap = 0
		}
		if !atTop {
			y += u.gap
		}
		u.draw(pg, y)
		y += u.h
		atTop = false
	}
	for i := 0; i < len(units); {
		j := i
		for j < len(units)-1 && units[j].keep {
			j++
		}
		need, whole := 0.0, 0.0
		for k := i; k <= j; k++ {
			need += units[k].gap + units[k].h
			whole += units[k].h
			if k > i {
				whole += units[k].gap
			}
		}
		if units[i].head != nil {
			whole += units[i].head.h
		}
		if !atTop && y+need > fr.bottom && whole <= fr.bottom-fr.top {
			turn()
		}
		for ; i <= j; i++ {
			place(units[i])
		}
	}
	return pages, y
}

// fits reports whether the units need one page only.
func fits(units []unit, fr frame) bool {
	y := fr.top
	for i, u := range units {
		if i > 0 {
			y += u.gap
		}
		y += u.h
	}
	return y <= fr.bottom
}
