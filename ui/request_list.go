package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// listScreen is all requests, the newest first.
type listScreen struct {
	plainScreen
	*requestTable
	u    *UI
	body *fyne.Container
}

func (u *UI) newList() *listScreen {
	s := &listScreen{u: u}
	s.requestTable = u.requestTable(false, listChips(), []head{{Title: tr("Masuk"), Width: 110, By: kampung.ColumnTime}, {Title: tr("Nama"), Share: 1.8, By: kampung.ColumnName},
		{Title: tr("Layanan"), Share: 0.9, By: kampung.ColumnService}, {Title: tr("Nomor surat"), Share: 1.65, By: kampung.ColumnNumber},
		{Title: tr("Status"), Share: 1.95, Icon: true, By: kampung.ColumnState}, {Title: tr("Kabupaten"), Share: 1.4, Icon: true}}, s.write)
	s.none = func() (string, string) {
		return tr("Belum ada permohonan."), tr("Tekan Ctrl+N untuk mencatat yang pertama.")
	}
	fresh := u.button(tr("Permohonan baru"), theme.ContentAddIcon(), weightMain, func() { u.frame.newRequest() })
	check := u.button(tr("Periksa surat"), theme.VisibilityIcon(), weightPlain, func() { u.show(u.frame.check) })
	numbers := u.button(tr("Daftar nomor surat"), theme.ListIcon(), weightQuiet, func() { u.show(u.frame.numbers) })
	s.body = s.lay(tr("Permohonan"), []fyne.CanvasObject{check, fresh}, numbers)
	return s
}

// lay sets the table under its title.
func (t *requestTable) lay(name string, buttons []fyne.CanvasObject, more ...fyne.CanvasObject) *fyne.Container {
	u := t.u
	excel := u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightQuiet, t.exportAll)
	named := title(name)
	named.Whole = true
	head := column(12, line(12, append([]fyne.CanvasObject{named, fixed(380, t.find), spacer()}, buttons...)...), t.choice, t.shown)
	foot := line(12, append([]fyne.CanvasObject{t.count, spacer(), excel}, more...)...)
	t.top = container.NewBorder(column(0, head, sized(0, 12, spacer())), inset(6, 0, container.NewStack(t.bar.over(foot))), nil, nil, tightCard(t.rows.Box))
	return inset(20, 24, t.top)
}

func (s *listScreen) write(r kampung.ListRow, c []*cell) {
	c[0].Set(moment(r.At, s.u.env.Now()), roleQuiet)
	c[1].text.Bold = true
	c[1].Set(r.Name, roleInk)
	c[2].Set(s.m.Names[r.Service], roleInk)
	c[3].Set(r.Number, roleQuiet)
	c[4].Mark(stateIcon(r.State), joinDots(stateWord(r.State), camatShort(r.Camat)), stateTone(r.State).role())
	c[5].Mark(syncIcon(r.Sync), syncWord(r.Sync), syncTone(r.Sync).role())
}

func (s *listScreen) Body() fyne.CanvasObject { return s.body }
func (s *listScreen) First() fyne.Focusable   { return s.find }
func (s *listScreen) Hint() string            { return tableHint() }
func (s *listScreen) Enter()                  { s.again() }
func (s *listScreen) Back()                   { s.back() }

// Print prints the marked letters; Ctrl+P.
func (s *listScreen) Print() { s.printMarked() }

func (s *listScreen) Changed(c kampung.Change) {
	if len(c.Requests) > 0 || c.Sync {
		s.again()
	}
}

// tableHint says what the keys do over a table.
func tableHint() string {
	return tr("Ketik untuk menyaring · Panah turun ke daftar · Enter buka · Spasi tandai · Ctrl+A semua · Tab ke judul kolom")
}

// back takes the marks away, then the words, then goes home.
func (t *requestTable) back() {
	switch {
	case t.marks.clear():
	case t.find.Text != "":
		t.find.SetText("")
		t.u.focus(t.find)
	case t.m.Filter != "":
		t.filter("")
	default:
		t.u.show(t.u.frame.home)
	}
}

// Commands are what can be done with the list.
func (t *requestTable) Commands() []command {
	all := []command{{Title: tr("Simpan daftar ini ke Excel"), Words: tr("ekspor unduh xlsx|cari"), do: t.exportAll}}
	if len(t.marks.ids) > 0 {
		all = append(all, command{Title: tr("Serahkan yang ditandai"), do: t.handMarked})
	}
	for _, h := range t.chips[1:] {
		all = append(all, command{Title: tr("Tampilkan: {{.What}}", "What", h.Title), Words: h.Title, do: func() { t.filter(h.Key) }})
	}
	return all
}
