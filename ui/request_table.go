package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// requestTable is a long list of requests or letters: a field that narrows it,
// what was understood, and rows that can be sorted and marked.
type requestTable struct {
	u      *UI
	m      listModel
	find   *entry
	ready  []*button // the ready filters
	chips  []hit
	shown  *fyne.Container // what was understood of the typed words
	top    *fyne.Container
	rows   *rows
	win    *window[kampung.ListRow]
	marks  *marks
	bar    *markBar
	count  *words
	chosen []kampung.Chip    // what shown shows
	begin  bool              // the rows that come next are shown from the first on
	choice fyne.CanvasObject // the ready filters in a line
	none   func() (text, sub string)
	after  func() // rows were shown
}

func (u *UI) requestTable(issued bool, chips []hit, heads []head, write func(r kampung.ListRow, c []*cell)) *requestTable {
	t := &requestTable{u: u, m: listModel{Issued: issued}, chips: chips, count: small("")}
	t.m.Sort = u.keptSort(t.sortName(), heads)
	t.win = newWindow[kampung.ListRow](u, t.show)
	t.marks = newMarks(func(i int) string { r, _ := t.win.loaded(i); return r.ID }, t.everyID, t.marked)
	t.find = u.filterEntry(tr("Nama, nomor, NIK, atau: sku minggu ini belum dicetak"), t.typed, func() { u.focus(t.rows.list) })
	t.find.Name = tr("Saring")
	line := container.New(&lineLayout{gap: 8})
	for _, h := range chips {
		b := u.button(h.Title, nil, weightRail, func() { t.filter(h.Key) })
		b.Small = true
		t.ready = append(t.ready, b)
		line.Add(b)
	}
	t.ready[0].Chosen = true
	t.choice = container.NewHScroll(line)
	t.shown = container.New(&lineLayout{gap: 8})
	t.shown.Hide()
	t.rows = u.markList(heads, func() int { return t.win.total }, func(i int, c []*cell) {
		r, ok := t.win.at(i)
		if !ok {
			blank(c)
			return
		}
		write(r, c)
	}, t.openRow, t.marks)
	t.rows.sorted = func(by kampung.ListColumn) { t.sort(nextSort(t.m.Sort, by)) }
	t.rows.Sorted(t.m.Sort)
	t.bar = u.markBar(t.marks, t.actions())
	return t
}

// filterEntry is the field over a list: what is typed narrows it, Down and Enter
// go to the rows.
func (u *UI) filterEntry(placeholder string, typed func(string), down func()) *entry {
	e := u.entry(placeholder)
	e.Icon = theme.SearchIcon()
	e.OnChanged = typed
	e.enter = down
	e.keys = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDown {
			down()
			return true
		}
		return false
	}
	return e
}

// blank empties the cells of a row that is not there yet.
func blank(cells []*cell) {
	for _, c := range cells {
		if c.icon != nil {
			c.Mark(nil, "", roleQuiet)
		} else {
			c.Set("", roleQuiet)
		}
	}
}

func (t *requestTable) sortName() string {
	if t.m.Issued {
		return "surat"
	}
	return "permohonan"
}

func (t *requestTable) openRow(i int) {
	if r, ok := t.win.loaded(i); ok {
		t.u.frame.openRequest(r.ID)
	}
}

func (t *requestTable) typed(text string) {
	t.m.Text = text
	t.anew()
}

// filter chooses a ready filter.
func (t *requestTable) filter(key string) {
	t.m.Filter = key
	for i, h := range t.chips {
		t.ready[i].Chosen = h.Key == key
		t.ready[i].Refresh()
	}
	t.anew()
}

func (t *requestTable) sort(s kampung.ListSort) {
	t.m.Sort = s
	t.u.keepSort(t.sortName(), s)
	t.rows.Sorted(s)
	t.anew()
}

// anew asks another question: the list begins at its top, without marks.
func (t *requestTable) anew() {
	t.marks.clear()
	t.begin = true
	t.load(0)
}

// again asks the same question once more, after a change.
func (t *requestTable) again() { t.load(t.rows.first()) }

func (t *requestTable) load(from int) {
	u := t.u
	if u.desk == nil {
		return
	}
	t.m.Services, t.m.Names, t.m.Today = u.facts.services, shortNames(u.facts.services), kampung.DateOf(u.env.Now())
	q, chips := t.m.Query()
	t.understood(chips)
	desk := u.desk
	t.win.load(from, func(from, n int) (int, []kampung.ListRow, error) {
		p, err := desk.ListRequests(q, from, n)
		return p.Total, p.Rows, err
	})
}

// understood shows the chips; pressing one takes its words out.
func (t *requestTable) understood(chips []kampung.Chip) {
	if slices.Equal(chips, t.chosen) {
		return
	}
	t.chosen = chips
	hide := len(chips) == 0
	t.shown.RemoveAll()
	if !hide {
		t.shown.Add(small(tr("Dipahami:")))
	}
	for _, c := range chips {
		b := t.u.button(t.m.ChipWord(c), theme.CancelIcon(), weightPlain, func() {
			t.find.SetText(kampung.WithoutChip(t.find.Text, c))
			t.u.focus(t.find)
		})
		b.Small = true
		t.shown.Add(b)
	}
	t.shown.Hidden = hide
	if t.top != nil {
		t.top.Refresh()
	}
}

// show writes what came.
func (t *requestTable) show(fresh bool) {
	if !fresh {
		t.rows.list.Refresh()
		return
	}
	if t.begin {
		t.begin = false
		t.rows.toTop()
	}
	t.count.Set(t.countWords())
	if t.win.total == 0 {
		text, sub := t.none()
		if t.m.Narrowed() {
			text, sub = tr("Tidak ada yang cocok."), tr("Ubah kata yang diketik atau pilih “Semua”.")
		}
		t.rows.WhenEmpty(emptyNote(text, sub))
	}
	t.rows.Refresh()
	if t.after != nil {
		t.after()
	}
}

// emptyNote is what stands in place of an empty list.
func emptyNote(text, sub string) fyne.CanvasObject {
	return container.NewCenter(container.New(wide{least: 420}, column(4, centredWords(text), centredQuiet(sub))))
}

func (t *requestTable) countWords() string {
	if t.m.Issued {
		return tr("{{.N}} surat", "N", countWord(t.win.total))
	}
	return tr("{{.N}} permohonan", "N", countWord(t.win.total))
}

// everyID reads the ids of the whole list.
func (t *requestTable) everyID(then func([]string)) {
	u, desk, turn := t.u, t.u.desk, t.win.turn
	q, _ := t.m.Query()
	quietly(u, func() ([]string, error) { return desk.RequestIDs(q) }, func(ids []string, err error) {
		if turn == t.win.turn && !u.failed(err) {
			then(ids)
		}
	})
}

func (t *requestTable) marked() {
	t.bar.show()
	t.rows.list.Refresh()
}

// keptSort is how this PC sorted a list last, keepSort remembers it.
func (u *UI) keptSort(name string, heads []head) kampung.ListSort {
	var known []kampung.ListColumn
	for _, h := range heads {
		if h.By != "" {
			known = append(known, h.By)
		}
	}
	return sortOf(u.app.Preferences().String("urut_"+name), known)
}

func (u *UI) keepSort(name string, s kampung.ListSort) {
	u.app.Preferences().SetString("urut_"+name, sortText(s))
}

// first is the row at the top of the list's sight.
func (r *rows) first() int {
	return max(0, int(r.list.GetScrollOffset()/(r.rowHeight()+theme.Padding())))
}

func (r *rows) rowHeight() float32 { return r.list.CreateItem().MinSize().Height }
