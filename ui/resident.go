package ui

import (
	"fmt"

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
	count *words
	turn  int
	stop  func()
}

func (u *UI) newResidents() *residentsScreen {
	s := &residentsScreen{u: u}
	s.find = u.entry(tr("Nama, NIK, KK, dusun, RT/RW"))
	s.find.Icon = theme.SearchIcon()
	s.find.Name = tr("Cari penduduk")
	s.find.OnChanged = func(string) {
		if s.stop != nil {
			s.stop()
		}
		s.stop = u.after(findDelay, s.load)
	}
	s.find.enter = func() { u.focus(s.rows.list) }
	s.find.keys = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDown {
			u.focus(s.rows.list)
			return true
		}
		return false
	}
	s.rows = u.rowList([]head{{Title: tr("Nama"), Share: 2.2}, {Title: tr("NIK"), Width: 150}, {Title: tr("Nomor KK"), Width: 150},
		{Title: tr("L/P"), Width: 32}, {Title: tr("Umur"), Width: 48}, {Title: tr("Alamat"), Share: 1.8}, {Title: tr("Status"), Width: 90}},
		func() int { return len(s.m.Rows) }, s.write, func(i int) { u.frame.openResident(s.m.Rows[i].ID) })
	s.count = small("")
	add := u.button(tr("Tambah penduduk"), theme.ContentAddIcon(), weightPlain, func() {
		u.frame.person.blank()
		u.show(u.frame.person)
	})
	load := u.button(tr("Impor"), theme.DownloadIcon(), weightMain, func() { u.show(u.frame.importer) })
	head := column(12, line(12, title(tr("Penduduk")), add, load), line(0, fixed(460, s.find), spacer()))
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), inset(6, 0, s.count), nil, nil, tightCard(s.rows.Box)))
	return s
}

func (s *residentsScreen) write(i int, c []*cell) {
	r := s.m.Rows[i]
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
func (s *residentsScreen) Hint() string {
	return tr("Ketik untuk mencari · panah bawah ke daftar · Enter membuka")
}
func (s *residentsScreen) Enter() { s.load() }
func (s *residentsScreen) Back()  { s.u.show(s.u.frame.home) }
func (s *residentsScreen) Changed(c kampung.Change) {
	if c.Residents {
		s.load()
	}
}

func (s *residentsScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk, query := s.turn, u.desk, s.find.Text
	quietly(u, func() (residentsModel, error) { return loadResidents(desk, query) }, func(m residentsModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.show()
	})
}

func (s *residentsScreen) show() {
	m := s.m
	s.count.Set(m.CountWords())
	text, sub := tr("Tidak ada yang cocok."), tr("Coba sebagian nama, beberapa angka NIK, atau nama dusun.")
	if m.Total == 0 {
		text, sub = tr("Daftar penduduk masih kosong."), tr("Tekan Impor untuk mengambil data dari berkas Excel kantor.")
	} else if trim(m.Query) == "" {
		text, sub = tr("Siapa yang dicari?"), tr("Ketik nama, NIK, KK, dusun atau RT.")
	}
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 420}, column(4, centredWords(text), centredQuiet(sub)))))
	s.rows.Refresh()
	s.body.Refresh()
}
