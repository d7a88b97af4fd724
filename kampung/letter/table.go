package letter

import (
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// pad is the room between a cell's edges and its words, mm.
const pad = 1.6

// table adds a table field: a head that comes again on each page, a line for
// each row, and a first column that counts them.
func (t *setter) table(key string) {
	field, _ := t.f.s.Field(key)
	rows := kampung.TableRows(field, t.f.r.Fields[key])
	if len(rows) == 0 {
		return
	}
	heads := []string{"No."}
	for _, c := range field.Columns {
		heads = append(heads, t.p.clean(c.Label, t.missing))
	}
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = []string{strconv.Itoa(i + 1)}
		for _, text := range row {
			if text = strings.TrimSpace(text); text == "" {
				text = "-"
			}
			cells[i] = append(cells[i], t.p.clean(text, t.missing))
		}
	}
	size := max(11, t.sp.size-1)
	wides := t.columns(heads, cells, size)
	t.hold()
	head := t.tableRow(heads, wides, Bold, size)
	again := head[0]
	for i := range head {
		head[i].keep = true
	}
	head[0].gap = t.sp.gap * 0.6
	t.units = append(t.units, head...)
	for _, c := range cells {
		for _, u := range t.tableRow(c, wides, Regular, size) {
			u.head = &again
			t.add(u)
		}
	}
	t.add(unit{h: 0.6 * t.sp.gap, draw: func(*Page, float64) {}})
}

// columns shares the text's width among the columns: each gets what its widest
// cell needs; when that is too much the wide ones share what the narrow leave.
func (t *setter) columns(heads []string, cells [][]string, size float64) []float64 {
	n := len(heads)
	need := make([]float64, n)
	for j := range n {
		need[j] = t.p.width(heads[j], Bold, size) + 2*pad + 0.5
		for _, row := range cells {
			for part := range strings.SplitSeq(row[j], "\n") {
				need[j] = max(need[j], t.p.width(part, Regular, size)+2*pad+0.5)
			}
		}
	}
	wides := make([]float64, n)
	room, open := t.wide(), n
	for again := true; again && open > 0; {
		again = false
		share := room / float64(open)
		for j := range n {
			if wides[j] == 0 && need[j] <= share {
				wides[j] = need[j]
				room -= need[j]
				open--
				again = true
			}
		}
	}
	for j := range n {
		if wides[j] == 0 {
			wides[j] = room / float64(open)
		}
	}
	if open == 0 { // spread what is left over the columns, not over the count
		for j := 1; j < n; j++ {
			wides[j] += room / float64(n-1)
		}
	}
	return wides
}

// rowLines is the most lines of a table row that stay on one page.
const rowLines = 12

// tableRow lays out a row, in parts when it is very tall.
func (t *setter) tableRow(cells []string, wides []float64, f Face, size float64) []unit {
	step := size * 1.2 * mmPerPoint
	lines := make([][]setLine, len(cells))
	most := 1
	for j, c := range cells {
		lines[j] = t.p.wrap(c, f, size, wides[j]-2*pad, 0)
		most = max(most, len(lines[j]))
	}
	var units []unit
	for from := 0; from < most; from += rowLines {
		n := min(rowLines, most-from)
		h := float64(n)*step + 2*0.7
		units = append(units, unit{h: h, draw: func(pg *Page, y float64) {
			x := t.left()
			for j, w := range wides {
				box(pg, x, y, w, h)
				a := alignLeft
				if f == Bold || j == 0 {
					a = alignCenter
				}
				for i := from; i < min(from+n, len(lines[j])); i++ {
					top := y + 0.7 + float64(i-from)*step
					if f == Bold { // heads stand in the middle
						top += float64(n-len(lines[j])) * step / 2
					}
					lines[j][i].draw(t.p, pg, x+pad, top+0.8*step, w-2*pad, f, size, a)
				}
				x += w
			}
		}})
	}
	return units
}

func box(pg *Page, x, y, w, h float64) {
	pg.Items = append(pg.Items,
		Line{x, y, x + w, y, 0.2}, Line{x, y + h, x + w, y + h, 0.2},
		Line{x, y, x, y + h, 0.2}, Line{x + w, y, x + w, y + h, 0.2})
}
