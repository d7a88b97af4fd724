package letter

import (
	"slices"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// pad is the room between a cell's edges and its words, mm.
const pad = 1.6

// table adds a table field. A column that nobody has to fill and nobody has
// filled is left out.
func (t *setter) table(key string) {
	field, _ := t.f.s.Field(key)
	rows := kampung.TableRows(field, t.f.r.Fields[key])
	if len(rows) == 0 {
		return
	}
	heads := []string{"No."}
	cells := make([][]string, len(rows))
	for i := range rows {
		cells[i] = []string{strconv.Itoa(i + 1)}
	}
	for j, c := range field.Columns {
		filled := slices.ContainsFunc(rows, func(row []string) bool { return strings.TrimSpace(row[j]) != "" })
		if !filled && !c.Required {
			continue
		}
		heads = append(heads, c.Label)
		for i, row := range rows {
			text := strings.TrimSpace(row[j])
			if text == "" {
				text = "-"
			}
			cells[i] = append(cells[i], text)
		}
	}
	t.grid(heads, cells)
}

// grid adds a table: a head that comes again on each page and a line for each
// row. The first column counts them and is centred.
func (t *setter) grid(heads []string, cells [][]string) {
	for j := range heads {
		heads[j] = t.p.clean(heads[j], t.missing)
	}
	for _, row := range cells {
		for j := range row {
			row[j] = t.p.clean(row[j], t.missing)
		}
	}
	size := max(11, t.sp.size-1)
	t.gridOf(heads, cells, t.columns(heads, cells, size), size)
}

// gridOf is a grid whose columns have these widths.
func (t *setter) gridOf(heads []string, cells [][]string, wides []float64, size float64) {
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
// cell needs. When that is too much, each gets at least its widest word, within
// a limit, so that no number is broken, and the room that is left is shared by
// what the columns still lack.
func (t *setter) columns(heads []string, cells [][]string, size float64) []float64 {
	n := len(heads)
	need, least := make([]float64, n), make([]float64, n)
	measure := func(j int, text string, f Face) {
		for part := range strings.SplitSeq(text, "\n") {
			need[j] = max(need[j], t.p.width(part, f, size)+2*pad+0.5)
			for _, word := range strings.Fields(part) {
				least[j] = max(least[j], t.p.width(word, f, size)+2*pad+0.5)
			}
		}
	}
	needs := 0.0
	for j := range n {
		measure(j, heads[j], Bold)
		for _, row := range cells {
			measure(j, row[j], Regular)
		}
		needs += need[j]
	}
	room := t.wide()
	if needs <= room { // spread what is left over the columns, not over the count
		for j := 1; j < n; j++ {
			need[j] += (room - needs) / float64(n-1)
		}
		return need
	}
	limit := room / 3.5
	sure, lack := 0.0, 0.0
	for j := range n {
		least[j] = min(least[j], limit)
		sure += least[j]
	}
	for j := range n { // many columns of long words share evenly
		if sure > room {
			least[j] *= room / sure
		}
		lack += need[j] - least[j]
	}
	free := max(0, room-sure)
	for j := range n {
		least[j] += free * (need[j] - least[j]) / lack
	}
	return least
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
