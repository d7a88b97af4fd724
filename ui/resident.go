package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// residentsScreen is the register of residents with its search.
type residentsScreen struct {
	plainScreen
	u     *UI
	m     residentsModel
	body  *fyne.Container
	find  *entry
	rows  *rows
	win   *window[kampung.ResidentRow]
	marks *marks
	bar   *markBar
	count *words
	all   *int // residents in the register, as the last answer has it
	top   bool // the rows that come next are shown from the first on
}

func (u *UI) newResidents() *residentsScreen {
	s := &residentsScreen{u: u, count: small("")}
	s.win = newWindow[kampung.ResidentRow](u, s.show)
	s.marks = newMarks(func(i int) string { r, _ := s.win.loaded(i); return r.ID }, s.everyID, func() { s.bar.show(); s.rows.list.Refresh() })
	s.find = u.filterEntry(tr("Nama, NIK, KK, dusun, RT/RW"), s.typed, func() { u.focus(s.rows.list) })
	s.find.Name = tr("Cari penduduk")
	heads := []head{{Title: tr("Nama"), Share: 2.2, By: kampung.ColumnName}, {Title: tr("NIK"), Width: 150, By: kampung.ColumnNIK}, {Title: tr("Nomor KK"), Width: 150, By: kampung.ColumnKK},
		{Title: tr("L/P"), Width: 32}, {Title: tr("Umur"), Width: 56, By: kampung.ColumnAge}, {Title: tr("Alamat"), Share: 1.8, By: kampung.ColumnPlace}, {Title: tr("Status"), Width: 90}}
	s.rows = u.markList(heads, func() int { return s.win.total }, s.write, func(i int) {
		if r, ok := s.win.loaded(i); ok {
			u.frame.openResident(r.ID)
		}
	}, s.marks)
	s.m.Sort = u.keptSort("penduduk", heads)
	s.rows.Sorted(s.m.Sort)
	s.rows.sorted = func(by kampung.ListColumn) {
		s.m.Sort = nextSort(s.m.Sort, by)
		u.keepSort("penduduk", s.m.Sort)
		s.rows.Sorted(s.m.Sort)
		s.anew()
	}
	s.bar = u.markBar(s.marks, []*button{u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightPlain, func() { s.export(s.marks.ids) })})
	add := u.button(tr("Tambah penduduk"), theme.ContentAddIcon(), weightPlain, func() { u.frame.newResident() })
	load := u.button(tr("Impor"), theme.DownloadIcon(), weightMain, func() { u.show(u.frame.importer) })
	excel := u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightQuiet, func() { s.export(nil) })
	head := column(12, line(12, title(tr("Penduduk")), add, load), line(0, fixed(460, s.find), spacer()))
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), inset(6, 0, s.bar.over(line(12, s.count, spacer(), u.button(tr("Untuk OpenDK"), theme.UploadIcon(), weightQuiet, s.exportOpenDK), excel))), nil, nil, tightCard(s.rows.Box)))
	return s
}

func (s *residentsScreen) write(i int, c []*cell) {
	r, ok := s.win.at(i)
	if !ok {
		blank(c)
		return
	}
	c[0].text.Bold = true
	c[0].Set(r.Name, roleInk)
	c[1].Set(kampung.MaskNIK(r.NIK), roleQuiet)
	c[2].Set(kampung.MaskNIK(r.KK), roleQuiet)
	c[3].Set(kampung.SexLetter(r.Sex), roleQuiet)
	age := ""
	if n := kampung.Age(r.Birth, kampung.DateOf(s.u.env.Now())); n >= 0 {
		age = fmt.Sprint(n)
	}
	c[4].Set(age, roleQuiet)
	c[5].Set(placeLine(r.Dusun, r.RT, r.RW), roleInk)
	c[6].Set(statusNote(r.Status), roleWait)
}

func (s *residentsScreen) Body() fyne.CanvasObject { return s.body }
func (s *residentsScreen) First() fyne.Focusable   { return s.find }
func (s *residentsScreen) Hint() string            { return tableHint() }
func (s *residentsScreen) Enter()                  { s.load(s.rows.first()) }
func (s *residentsScreen) Changed(c kampung.Change) {
	if c.Residents {
		s.load(s.rows.first())
	}
}

// Back takes the marks away, then the words, then goes home.
func (s *residentsScreen) Back() {
	switch {
	case s.marks.clear():
	case s.find.Text != "":
		s.find.SetText("")
		s.u.focus(s.find)
	default:
		s.u.show(s.u.frame.home)
	}
}

func (s *residentsScreen) typed(string) { s.anew() }

// anew asks another question: the list begins at its top, without marks.
func (s *residentsScreen) anew() {
	s.marks.clear()
	s.top = true
	s.load(0)
}

func (s *residentsScreen) load(from int) {
	u := s.u
	if u.desk == nil {
		return
	}
	desk, query, by := u.desk, trim(s.find.Text), s.m.Sort
	all := new(int)
	s.all = all
	s.win.load(from, func(from, n int) (int, []kampung.ResidentRow, error) {
		*all = desk.Residents()
		p, err := desk.ListResidents(query, by, from, n)
		return p.Total, p.Rows, err
	})
}

func (s *residentsScreen) show(fresh bool) {
	if !fresh {
		s.rows.list.Refresh()
		return
	}
	if s.top {
		s.top = false
		s.rows.toTop()
	}
	s.m.Query, s.m.Shown, s.m.Total = s.find.Text, s.win.total, *s.all
	s.count.Set(s.m.CountWords())
	if s.win.total == 0 {
		text, sub := tr("Tidak ada yang cocok."), tr("Coba sebagian nama, beberapa angka NIK, atau nama dusun.")
		if trim(s.m.Query) == "" {
			text, sub = tr("Daftar penduduk masih kosong."), tr("Tekan Impor untuk mengambil data dari berkas Excel kantor.")
		}
		s.rows.WhenEmpty(emptyNote(text, sub))
	}
	s.rows.Refresh()
}

// everyID reads the ids of the whole list.
func (s *residentsScreen) everyID(then func([]string)) {
	u, turn := s.u, s.win.turn
	s.whole(func(rows []kampung.ResidentRow) {
		ids := make([]string, len(rows))
		for i, r := range rows {
			ids[i] = r.ID
		}
		if turn == s.win.turn && u.desk != nil {
			then(ids)
		}
	})
}

// whole reads the whole list, as it is narrowed and sorted.
func (s *residentsScreen) whole(then func([]kampung.ResidentRow)) {
	u, desk, query, by := s.u, s.u.desk, trim(s.find.Text), s.m.Sort
	quietly(u, func() ([]kampung.ResidentRow, error) {
		p, err := desk.ListResidents(query, by, 0, -1)
		return p.Rows, err
	}, func(rows []kampung.ResidentRow, err error) {
		if !u.failed(err) {
			then(rows)
		}
	})
}

// export writes the residents among ids, all of the list when that is nil, where
// the clerk says.
func (s *residentsScreen) export(ids map[string]bool) {
	u, today := s.u, kampung.DateOf(s.u.env.Now())
	about := s.m.About(today)
	s.whole(func(rows []kampung.ResidentRow) {
		if ids != nil {
			rows = slices.DeleteFunc(rows, func(r kampung.ResidentRow) bool { return !ids[r.ID] })
		}
		if len(rows) == 0 {
			u.tell(tr("Simpan Excel"), tr("Daftar ini kosong. Ubah saringannya lebih dulu."))
			return
		}
		u.saveList(kampung.ResidentListBook(rows, about, today), today)
	})
}

// Commands are what can be done with the list.
func (s *residentsScreen) Commands() []command {
	return []command{{Title: tr("Simpan daftar ini ke Excel"), Words: tr("ekspor unduh xlsx|cari"), do: func() { s.export(nil) }},
		{Title: tr("Simpan untuk OpenDK"), Words: tr("ekspor kecamatan opendk|cari"), do: s.exportOpenDK}}
}
