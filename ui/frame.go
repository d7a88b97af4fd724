package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/assets"
	"smartkampung/kampung"
)

// railEntry is one screen in the rail.
type railEntry struct {
	button *button
	screen screen
	key    fyne.KeyName
}

// frame is what surrounds the screens: rail, search, link chip, who works here.
type frame struct {
	u     *UI
	box   *fyne.Container
	mid   *fyne.Container
	rail  []*railEntry
	band  fyne.CanvasObject // of a practice office; nil otherwise
	name  *words
	fresh *button
	chip  *button
	two   *button // what two PCs changed, when there is something
	who   *button
	find  *finder
	news  *newsBar

	home      *homeScreen
	form      *formScreen
	list      *listScreen
	letters   *letterScreen
	check     *checkScreen
	detail    *detailScreen
	residents *residentsScreen
	person    *personScreen
	event     *eventScreen
	history   *historyScreen
	merge     *mergeScreen
	importer  *importScreen
	book      *bookScreen
	mail      *mailScreen
	visitors  *visitorScreen
	report    *reportScreen
	survey    *surveyScreen
	link      *linkScreen
	settings  *settingsScreen
	clash     *clashScreen
	numbers   *numberScreen
	templates *templateScreen
}

func (u *UI) newFrame() *frame {
	f := &frame{u: u, mid: container.NewStack()}
	f.home = u.newHome()
	f.form = u.newForm()
	f.list = u.newList()
	f.letters = u.newLetters()
	f.check = u.newCheck()
	f.detail = u.newDetail()
	f.residents = u.newResidents()
	f.person = u.newPerson()
	f.event = u.newEvent()
	f.history = u.newHistory()
	f.merge = u.newMerge()
	f.importer = u.newImporter()
	f.book = u.newBook()
	f.mail = u.newMail()
	f.visitors = u.newVisitors()
	f.report = u.newReport()
	f.survey = u.newSurvey()
	f.link = u.newLink()
	f.settings = u.newSettings()
	f.clash = u.newClash()
	f.numbers = u.newNumbers()
	f.templates = u.newTemplates()
	f.band = u.practiceBand()
	f.news = f.newNewsBar()
	left := f.buildRail()
	top := f.buildTop()
	right := edges(top, nil, nil, container.NewStack(f.mid, f.news.over))
	// The window's own ground shows through: each full page painted once more
	// costs a key press on a PC without a graphics card some milliseconds.
	f.box = container.NewStack(edges(f.band, u.bar.box, left, right))
	f.changed(kampung.Change{Office: true, Sync: true})
	return f
}

func (f *frame) buildRail() fyne.CanvasObject {
	u := f.u
	f.name = heading("")
	f.name.Wrap = true
	pic := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon))
	pic.FillMode = canvas.ImageFillContain
	pic.SetMinSize(fyne.NewSquareSize(32))
	head := container.NewBorder(nil, nil, container.NewCenter(pic), nil, inset(0, 8, f.name))
	fresh := u.button(tr("Permohonan baru"), theme.ContentAddIcon(), weightMain, f.newRequest)
	fresh.Small = true
	f.fresh = fresh
	list := column(4, head, sized(1, 8, spacer()), fresh, sized(1, 4, spacer()))
	add := func(text string, res fyne.Resource, key fyne.KeyName, s screen) {
		e := &railEntry{screen: s, key: key}
		e.button = u.button(text, res, weightRail, func() { u.show(s) })
		e.button.Key = "Ctrl+" + string(key)
		f.rail = append(f.rail, e)
		list.Add(e.button)
	}
	add(tr("Beranda"), theme.HomeIcon(), fyne.Key1, f.home)
	add(tr("Permohonan"), theme.DocumentIcon(), fyne.Key2, f.list)
	add(tr("Penduduk"), theme.AccountIcon(), fyne.Key3, f.residents)
	add(tr("Surat"), theme.MailComposeIcon(), fyne.KeyU, f.letters)
	add(tr("Buku"), theme.ListIcon(), fyne.KeyB, f.book)
	add(tr("Laporan"), theme.GridIcon(), fyne.KeyR, f.report)
	add(tr("Kirim"), theme.UploadIcon(), fyne.Key4, f.link)
	list.Add(inset(4, 8, hair()))
	add(tr("Pengaturan"), theme.SettingsIcon(), fyne.Key5, f.settings)
	rule := container.New(rightEdge{}, newPanel(roleLine, "", 0))
	return container.NewStack(newPanel(roleSurface, "", 0), fixed(216*scaleNow(), inset(16, 12, list)), rule)
}

func (f *frame) buildTop() fyne.CanvasObject {
	u := f.u
	f.find = u.finder(tr("Cari orang, nomor surat, layanan, halaman, pengaturan …   Ctrl+K"), nil, f.open)
	f.find.ask, f.find.quick, f.find.idle = f.look, f.quick, f.idle
	f.find.e.Icon = theme.SearchIcon()
	f.find.e.Name = tr("Cari")
	f.find.none = tr("Tidak ada yang cocok")
	f.chip = u.button("", theme.RadioButtonFillIcon(), weightPlain, func() { u.show(f.link) })
	f.chip.Small = true
	f.two = u.button("", theme.WarningIcon(), weightPlain, func() { u.show(f.clash) })
	f.two.Small, f.two.Tone, f.two.Hidden = true, toneBack, true
	f.who = u.button("", theme.AccountIcon(), weightPlain, nil)
	f.who.Small = true
	menu := u.drop(f.who, func(h hit) {
		switch h.Key {
		case "lock":
			u.lockScreen()
			return
		case "leave":
			u.lock()
			return
		}
		u.showThen(f.settings, func() { f.settings.open("sandi") })
	})
	f.who.press = func() {
		if menu.open {
			menu.close()
			return
		}
		u.focus(f.who)
		menu.show([]hit{{Key: "sandi", Title: tr("Ganti kata sandi")}, {Key: "lock", Title: tr("Kunci layar")}, {Key: "leave", Title: tr("Ganti petugas")}}, 0)
	}
	f.who.keys = menu.key
	return column(0, container.NewStack(newPanel(roleSurface, "", 0),
		inset(9, 24, line(12, stretch(leftMost(520, f.find.box)), f.news.counter, f.two, f.chip, f.who))), hair())
}

// put shows a screen and marks its entry in the rail.
func (f *frame) put(s screen) {
	f.find.e.put("")
	f.mid.RemoveAll()
	f.mid.Add(s.Body())
	mark := s
	switch s {
	case f.form, f.detail, f.check, f.numbers:
		mark = f.list
	case f.person, f.importer, f.event, f.history, f.merge:
		mark = f.residents
	case f.survey:
		mark = f.report
	case f.mail, f.visitors:
		mark = f.book
	case f.templates:
		mark = f.settings
	case f.clash:
		mark = f.link
	}
	for _, e := range f.rail {
		if chosen := e.screen == mark; chosen != e.button.Chosen {
			e.button.Chosen = chosen
			e.button.Refresh()
		}
	}
}

// changed writes what the frame shows anew.
func (f *frame) changed(c kampung.Change) {
	u := f.u
	if c.Office || c.Accounts {
		f.name.Set(officeName(u.facts.office))
		f.who.SetText(clip(u.facts.me.Name+" · "+roleWord(u.facts.me.Role), 34))
		f.title()
	}
	if c.Sync || len(c.Requests) > 0 || c.Residents {
		u.status(func(s kampung.Status) { f.showStatus(s) })
		f.news.load()
	}
	f.countClashes()
}

// title names the office in the window's title, unless the screen is locked.
func (f *frame) title() {
	if f.u.locked == nil {
		name := tr("Smart Kampung") + " — " + officeName(f.u.facts.office)
		if f.u.practising() {
			name = tr("LATIHAN") + " — " + name
		}
		f.u.win.SetTitle(name)
	}
}

// countClashes shows how many values wait for a person to choose.
func (f *frame) countClashes() {
	u, desk := f.u, f.u.desk
	quietly(u, func() (int, error) { all, err := desk.Clashes(); return len(all), err }, func(n int, err error) {
		if err != nil {
			if u.env.Log != nil {
				u.env.Log(err)
			}
			return
		}
		f.two.Hidden = n == 0
		f.two.SetText(tr("{{.N}} perlu dipilih", "N", n))
		f.box.Refresh()
	})
}

func (f *frame) showStatus(s kampung.Status) {
	text, t := linkWords(s)
	f.chip.Tone = t
	f.chip.Text = text
	f.chip.Refresh()
	f.box.Refresh()
}

// status asks where the desk stands with the regency.
func (u *UI) status(show func(kampung.Status)) {
	desk := u.desk
	quietly(u, desk.Status, func(s kampung.Status, err error) {
		if err == nil {
			show(s)
		} else if u.env.Log != nil {
			u.env.Log(err)
		}
	})
}

// focusSearch gives the keyboard to the top field, empty of what was looked for
// before.
func (f *frame) focusSearch() {
	f.find.e.put("")
	f.u.focus(f.find.e)
}

func (f *frame) newRequest() {
	f.u.leave(func() {
		f.form.begin(kampung.Draft{})
		f.u.show(f.form)
	})
}

func (f *frame) openRequest(id string) {
	f.detail.load(id)
	f.u.show(f.detail)
}

func (f *frame) openResident(id string) {
	f.u.leave(func() {
		f.person.load(id)
		f.u.show(f.person)
	})
}

// newResident begins with somebody who is not in the register.
func (f *frame) newResident() {
	f.u.leave(func() {
		f.person.blank()
		f.u.show(f.person)
	})
}

// clip shortens a text by characters.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// rightEdge draws its object as a hair line at the right.
type rightEdge struct{}

func (rightEdge) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (rightEdge) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	objs[0].Move(fyne.NewPos(size.Width-1, 0))
	objs[0].Resize(fyne.NewSize(1, size.Height))
}
