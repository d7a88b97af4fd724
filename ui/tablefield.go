package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// controlFor is the widget for a service's field.
func (u *UI) controlFor(f kampung.Field) control {
	switch f.Type {
	case kampung.FieldNumber:
		return u.numberField()
	case kampung.FieldDate:
		return u.dateField()
	case kampung.FieldTime:
		return u.timeField()
	case kampung.FieldAmount:
		return u.amountField()
	case kampung.FieldNIK:
		return u.nikField()
	case kampung.FieldChoice:
		return u.choice("", sameHits(f.Choices))
	case kampung.FieldBool:
		return u.choice("", []hit{{Key: "ya", Title: tr("Ya")}, {Key: "tidak", Title: tr("Tidak")}})
	case kampung.FieldTable:
		return u.tableField(f)
	}
	if f.Long {
		return &textControl{u.long(2)}
	}
	return u.text("")
}

// tableField is a field of several rows: one line of small fields a row, a
// button to add one and one to take it away.
type tableField struct {
	u      *UI
	f      kampung.Field
	box    *fyne.Container
	lines  *fyne.Container
	more   *button
	rows   [][]control
	listen func(bool)
}

func (u *UI) tableField(f kampung.Field) *tableField {
	t := &tableField{u: u, f: f, lines: column(8)}
	t.more = u.button(tr("Tambah baris"), theme.ContentAddIcon(), weightPlain, func() {
		t.add(nil)
		t.tell(true)
		u.focus(t.rows[len(t.rows)-1][0].Focus())
	})
	t.more.Small = true
	t.box = column(8, t.lines, line(0, t.more, spacer()))
	return t
}

func (t *tableField) tell(left bool) {
	if t.listen != nil {
		t.listen(left)
	}
}

// add puts a row with values at the end. Two columns stand side by side, so
// that names have room.
func (t *tableField) add(values map[string]string) {
	u := t.u
	row := make([]control, len(t.f.Columns))
	grid := column(6)
	var pair []fyne.CanvasObject
	for i, c := range t.f.Columns {
		row[i] = u.controlFor(c)
		row[i].Put(values[c.Key])
		row[i].Listen(t.tell)
		label := c.Label
		if c.Required {
			label += " *"
		}
		l := small(label)
		if e := row[i].Entry(); e != nil {
			e.Name = c.Label
			e.enter = func() { t.next(row, i) }
			goOnFrom(row[i], e.enter)
		}
		pair = append(pair, column(2, l, row[i].Object()))
		if len(pair) == 2 {
			grid.Add(halves(8, []float32{1, 1}, pair...))
			pair = nil
		}
	}
	if len(pair) == 1 {
		grid.Add(halves(8, []float32{1, 1}, pair[0], spacerBox()))
	}
	var frame *fyne.Container
	drop := u.button("", theme.DeleteIcon(), weightQuiet, func() { t.remove(row, frame) })
	frame = container.NewStack(newPanel(theme.ColorNameHeaderBackground, roleLine, 6),
		padded(8, container.NewBorder(nil, nil, nil, column(0, drop), grid)))
	t.rows = append(t.rows, row)
	t.lines.Add(frame)
	t.box.Refresh()
}

func spacerBox() fyne.CanvasObject { return sized(1, 1, spacer()) }

func (t *tableField) next(row []control, i int) {
	if i+1 < len(row) {
		t.u.focus(row[i+1].Focus())
		return
	}
	t.u.focus(t.more)
}

func (t *tableField) remove(row []control, frame *fyne.Container) {
	for i, r := range t.rows {
		if len(r) > 0 && r[0] == row[0] {
			t.rows = append(t.rows[:i:i], t.rows[i+1:]...)
			break
		}
	}
	t.lines.Remove(frame)
	t.box.Refresh()
	t.u.focus(t.more)
	t.tell(true)
}

func (t *tableField) Object() fyne.CanvasObject { return t.box }
func (t *tableField) Entry() *entry             { return nil }
func (t *tableField) Listen(f func(left bool))  { t.listen = f }

func (t *tableField) Focus() fyne.Focusable {
	if len(t.rows) > 0 {
		return t.rows[0][0].Focus()
	}
	return t.more
}

// Value is the rows in the stored form.
func (t *tableField) Value() string {
	rows := make([]map[string]string, len(t.rows))
	for i, r := range t.rows {
		rows[i] = map[string]string{}
		for j, c := range t.f.Columns {
			rows[i][c.Key] = r[j].Value()
		}
	}
	return encodeTable(rows)
}

// Put shows stored rows.
func (t *tableField) Put(v string) {
	if v == t.Value() {
		return
	}
	t.rows = nil
	t.lines.RemoveAll()
	for _, values := range decodeTable(v) {
		t.add(values)
	}
	t.box.Refresh()
}
