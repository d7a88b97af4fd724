package ui

import (
	"bytes"
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// settingsScreen is a list of parts at the left and the chosen one beside it.
type settingsScreen struct {
	plainScreen
	u      *UI
	m      settingsModel
	body   *fyne.Container
	tabs   []*button
	stack  *fyne.Container
	pages  map[string]*settingsPage
	at     string
	save   *button
	note   *words
	turn   int
	loaded bool
}

// settingsPage is one part.
type settingsPage struct {
	box   fyne.CanvasObject
	form  *fields
	save  func() // nil: the page saves by itself
	show  func()
	admin bool
	more  func() bool // something else than the fields was changed; may be nil
}

func (u *UI) newSettings() *settingsScreen {
	s := &settingsScreen{u: u, pages: map[string]*settingsPage{}, stack: container.NewStack()}
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.save.Key = "Ctrl+S"
	s.note = blame()
	s.note.Role = roleQuiet
	s.pages["kantor"] = s.officePage()
	s.pages["nomor"] = s.numberPage()
	s.pages["pejabat"] = s.signersPage()
	s.pages["standar"] = s.standardPage()
	s.pages["akun"] = s.accountsPage()
	s.pages["komputer"] = s.devicesPage()
	s.pages["cadangan"] = s.backupPage()
	s.pages["sandi"] = s.passwordPage()
	s.pages["tampilan"] = s.lookPage()
	s.pages["layar"] = s.guardPage()
	s.pages["latihan"] = s.practicePage()
	side := column(4)
	words := u.button(tr("Template surat"), theme.DocumentIcon(), weightRail, func() { u.show(u.frame.templates) })
	for _, p := range settingsParts() {
		b := u.button(p.Title, nil, weightRail, func() { s.open(p.Key) })
		s.tabs = append(s.tabs, b)
		side.Add(b)
		s.stack.Add(s.pages[p.Key].box)
	}
	side.Add(words)
	right := u.vscroll(scrolled(leftMost(800, column(12, s.note, s.stack))))
	s.body = inset(20, 24, container.NewBorder(column(0, line(12, title(tr("Pengaturan")), s.save), sized(0, 12, spacer())), nil,
		fixed(224*scaleNow(), u.vscroll(scrolled(side))), nil, container.New(layout.NewCustomPaddedLayout(0, 0, 20, 0), right)))
	for _, p := range s.pages {
		if show := p.show; p.save != nil {
			p.show = func() { show(); p.form.clean() }
		}
	}
	s.at = "kantor"
	s.showTab()
	return s
}

func (s *settingsScreen) Body() fyne.CanvasObject { return s.body }
func (s *settingsScreen) Hint() string {
	return tr("Tab ke bagian lain · Enter ke isian berikut · Ctrl+S simpan")
}

func (s *settingsScreen) First() fyne.Focusable {
	for i, p := range settingsParts() {
		if p.Key == s.at {
			return s.tabs[i]
		}
	}
	return nil
}

func (s *settingsScreen) Enter() { s.load() }
func (s *settingsScreen) Back()  { s.u.show(s.u.frame.home) }

func (s *settingsScreen) Changed(c kampung.Change) {
	switch {
	case c.Office || c.Accounts:
		s.load()
	case c.Sync:
		s.loadDevices()
	}
}

// loadDevices reads the list of PCs alone: what is typed in other parts stays.
func (s *settingsScreen) loadDevices() {
	u, desk := s.u, s.u.desk
	quietly(u, func() (settingsModel, error) { var m settingsModel; err := m.readDevices(desk); return m, err }, func(m settingsModel, err error) {
		if u.failed(err) || !s.loaded {
			return
		}
		s.m.Devices, s.m.Clashes = m.Devices, m.Clashes
		s.pages["komputer"].show()
		s.body.Refresh()
	})
}

func (s *settingsScreen) load() {
	u := s.u
	s.turn++
	turn, desk := s.turn, u.desk
	quietly(u, func() (settingsModel, error) { return loadSettings(desk) }, func(m settingsModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m, s.loaded = m, true
		for _, p := range s.pages {
			if !p.changed() { // what is typed stays
				p.show()
			}
		}
		s.showTab()
	})
}

// open shows a part.
func (s *settingsScreen) open(key string) {
	s.at = key
	s.showTab()
	if p := s.pages[key]; p.form != nil && len(p.form.list) > 0 && p.box.Visible() {
		s.u.focus(p.form.list[0].Control.Focus())
		return
	}
	s.u.focus(s.First())
}

// openAt shows a part and gives the keyboard to a field of it.
func (s *settingsScreen) openAt(part, field string) {
	s.open(part)
	if form := s.pages[part].form; form != nil && s.pages[part].box.Visible() {
		for _, f := range form.list {
			if f.Key == field {
				s.u.focus(f.Control.Focus())
			}
		}
	}
}

func (s *settingsScreen) showTab() {
	for i, p := range settingsParts() {
		s.tabs[i].Chosen = p.Key == s.at
		s.tabs[i].Refresh()
		s.pages[p.Key].box.Hide()
	}
	page := s.pages[s.at]
	closed := page.admin && s.loaded && !s.m.May()
	s.note.Hidden = !closed
	if closed {
		s.note.Set(kampung.CheckMay(s.m.Me.Role, kampung.ActOffice))
	} else {
		page.box.Show()
	}
	s.save.Hidden = page.save == nil || closed
	s.body.Refresh()
}

// Save keeps the part that is shown; Ctrl+S.
func (s *settingsScreen) Save() {
	if p := s.pages[s.at]; p.save != nil && s.save.Visible() {
		p.save()
	}
}

// keepOffice writes the office and shows what is wrong beside the fields.
func (s *settingsScreen) keepOffice(o kampung.Office, form *fields, extra kampung.Problems, signer int, after func()) {
	u, desk := s.u, s.u.desk
	ps := append(kampung.CheckOffice(o), extra...)
	if signer >= 0 {
		for _, p := range signerFieldProblems(ps, signer) {
			if extra.Of(p.Field) == "" {
				ps = append(ps, p)
			}
		}
	}
	shown := map[string]bool{}
	if form != nil {
		for _, f := range form.list {
			shown[f.Key] = true
		}
		form.show(ps.Of, true)
		s.body.Refresh()
	}
	if len(ps) > 0 {
		any := false
		for _, p := range ps {
			any = any || shown[p.Field]
		}
		if !any {
			u.bar.trouble(problemLines(ps, nil))
		}
		return
	}
	var kept map[string]string
	if form != nil {
		kept = form.values()
	}
	work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.SaveOffice(o) },
		func(_ struct{}, err error) {
			if u.failed(err) {
				return
			}
			if form != nil {
				form.kept = kept
			}
			u.bar.done(tr("Tersimpan"))
			if after != nil {
				after()
			}
			s.load()
		})
}

func (s *settingsScreen) officePage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}, admin: true}
	village := heading("")
	village.Wrap = true
	place := aside("")
	letter := u.letterheadForm(p.form)
	pic := canvas.NewImageFromImage(nil)
	pic.FillMode = canvas.ImageFillContain
	pic.SetMinSize(fyne.NewSquareSize(72))
	logo := u.button(tr("Pilih gambar lambang"), theme.FileImageIcon(), weightPlain, nil)
	none := u.button(tr("Tanpa lambang"), nil, weightQuiet, nil)
	var picture, shown []byte
	p.more = func() bool { return !bytes.Equal(picture, shown) }
	showLogo := func() {
		none.Hidden = len(picture) == 0
		pic.Hidden = len(picture) == 0
		if len(picture) > 0 {
			pic.Resource = fyne.NewStaticResource(fmt.Sprintf("logo-%d", len(picture)), picture)
			pic.Refresh()
		}
		s.body.Refresh()
	}
	logo.press = func() { s.pickLogo(func(b []byte) { picture = b; showLogo() }) }
	none.press = func() { picture = nil; showLogo() }
	p.show = func() {
		o := s.m.Office
		village.Set(officeName(o))
		place.Set(joinDots("Kecamatan "+o.Kecamatan, o.Kabupaten, o.Provinsi, tr("kode {{.Code}}", "Code", o.Village)))
		letter.put(o)
		picture, shown = o.Logo, o.Logo
		showLogo()
	}
	p.save = func() {
		o := s.m.Office
		letter.read(&o)
		o.Logo = picture
		s.keepOffice(o, p.form, officeProblems(o), -1, func() { shown = o.Logo })
	}
	p.form.done = s.Save
	p.box = column(12, card(column(4, village, place)), card(column(12, heading(tr("Kop surat")), letter.rows)),
		card(column(12, heading(tr("Lambang pada kop surat")), line(12, pic, logo, none, spacer()),
			aside(tr("Gambar PNG atau JPEG, paling besar 512 KB.")))))
	return p
}

// pickLogo reads a picture for the letterhead.
func (s *settingsScreen) pickLogo(use func([]byte)) {
	u := s.u
	u.choose(tr("Pilih gambar lambang"), chooseFile, []string{".png", ".jpg", ".jpeg"}, "", func(path string) {
		work(u, tr("Sedang mengambil berkas …"), func() ([]byte, error) {
			info, err := os.Stat(path)
			if err == nil && info.Size() > 512<<10 {
				return nil, &kampung.Trouble{What: tr("Gambar ini terlalu besar, paling besar 512 KB."), Next: tr("Perkecil dulu gambarnya.")}
			}
			return os.ReadFile(path)
		}, func(b []byte, err error) {
			if !u.failed(err) {
				use(b)
			}
		})
	})
}

func (s *settingsScreen) numberPage() *settingsPage {
	p := &settingsPage{form: &fields{u: s.u}, admin: true}
	number := s.u.numberForm(p.form)
	p.show = func() { number.put(s.m.Office) }
	p.save = func() {
		o := s.m.Office
		number.read(&o)
		s.keepOffice(o, p.form, nil, -1, nil)
	}
	p.form.done = s.Save
	p.box = card(number.box)
	return p
}

func (s *settingsScreen) passwordPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}}
	old, fresh, again := u.secret(), u.secret(), u.secret()
	a := p.form.add(u.field("old", tr("Kata sandi sekarang"), true, "", &textControl{old}))
	b := p.form.add(u.field("new", tr("Kata sandi baru"), true, tr("Beberapa kata lebih mudah diingat daripada satu kata."), &textControl{fresh}))
	c := p.form.add(u.field("again", tr("Kata sandi baru sekali lagi"), true, "", &textControl{again}))
	whole := blame()
	p.show = func() {
		for _, f := range p.form.list {
			f.Control.Put("")
		}
		whole.Set("")
	}
	p.save = func() {
		ps := passwordProblems(s.m.Me.Login, old.Text, fresh.Text, again.Text)
		p.form.show(ps.Of, true)
		whole.Set("")
		s.body.Refresh()
		if len(ps) > 0 {
			return
		}
		desk, before, after := u.desk, old.Text, fresh.Text
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.ChangePassword(before, after) },
			func(_ struct{}, err error) {
				ps, text := u.wordsFor(err)
				of := func(key string) string {
					if key == "new" {
						return joinNonEmpty(ps.Of("new"), ps.Of("password"))
					}
					return ps.Of(key)
				}
				p.form.show(of, true)
				whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"old": true, "new": true, "password": true}), text))
				s.body.Refresh()
				if err != nil {
					return
				}
				p.show()
				u.bar.done(tr("Kata sandi sudah diganti."))
			})
	}
	p.form.done = s.Save
	p.box = card(leftMost(420, column(12, a.Box, b.Box, c.Box, whole)))
	return p
}

func (s *settingsScreen) lookPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}}
	mode := u.choice("", []hit{{Key: modeLight, Title: tr("Terang")}, {Key: modeDark, Title: tr("Gelap")}, {Key: modeAuto, Title: tr("Ikut komputer")}})
	size := u.choice("", []hit{{Key: "1", Title: tr("Biasa")}, {Key: "1.15", Title: tr("Besar")}, {Key: "1.3", Title: tr("Sangat besar")}})
	speak := u.choice("", []hit{{Key: langID, Title: "Bahasa Indonesia"}, {Key: langEN, Title: "English"}})
	a := p.form.add(u.field("mode", tr("Warna layar"), false, "", mode))
	b := p.form.add(u.field("size", tr("Ukuran huruf"), false, "", size))
	c := p.form.add(u.field("language", tr("Bahasa layar"), false, tr("Surat selalu dicetak dalam bahasa Indonesia."), speak))
	apply := func(left bool) {
		if !left {
			return
		}
		l := u.look
		if v := mode.Value(); v != "" {
			l.mode = v
		}
		if v := size.Value(); v != "" {
			if _, err := fmt.Sscan(v, &l.scale); err != nil {
				l.scale = 1
			}
		}
		if v := speak.Value(); v != "" {
			l.language = v
		}
		lost := u.unsaved()
		switch {
		case l == u.look:
		case l.language != u.look.language && lost != "": // the screens are built anew
			speak.Put(u.look.language)
			u.sure(lost, tr("Tinggalkan"), func() { speak.Put(l.language); u.setLook(l) })
		default:
			u.setLook(l)
		}
	}
	for _, ch := range []*choice{mode, size, speak} {
		ch.Listen(apply)
		ch.chosen = nil // the screens may have been built anew
	}
	p.show = func() {
		mode.Put(u.look.mode)
		size.Put(fmt.Sprintf("%g", u.look.scale))
		speak.Put(u.look.language)
	}
	p.box = card(leftMost(420, column(12, a.Box, b.Box, c.Box)))
	return p
}
