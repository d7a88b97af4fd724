package ui

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"smartkampung/assets"
	"smartkampung/kampung"
)

// UI is the desk's window: the door, and behind it the frame with its screens.
type UI struct {
	app   fyne.App
	win   fyne.Window
	env   Env
	gate  Gate
	desk  Desk
	look  look
	facts facts

	page    *fyne.Container // the door or the frame
	cards   *fyne.Container // of the work under way
	float   *fyne.Container // lists that drop from fields
	bar     *statusBar
	frame   *frame
	cur     screen
	dropped *drop
	modal   *modal
	closing *modal  // asks whether the window may close
	gone    bool    // it closes
	last    *entry  // that had the keyboard last, nil after a button
	pressed *button // by a click, which takes the keyboard away; nil once a box or screen has come
	scrolls []*container.Scroll
	busy    int
	unhear  func()
	said    string // what the door says once when it comes up, or ""
	carried string // path of a file to take in as soon as the desk is open, or ""

	cover  *fyne.Container // over both: the locked screen
	locked *lockPage       // while it is locked
	watch  *watch
	idle   idle
	seen   seen

	thumbs  thumbs
	tasks   []*task // work under way that may be called off
	running sync.WaitGroup

	tourLayer    *fyne.Container // over page and lists: the tour
	guide        *guide
	practiseBusy bool // the practice office is being made

	writing sync.Mutex // guards writes
	writes  []func()
	wrote   sync.WaitGroup
}

// screen is what fills the window right of the rail, or the door.
type screen interface {
	// Body is built once and kept.
	Body() fyne.CanvasObject
	// Enter is called when the screen comes up, Leave when it goes away: what
	// is typed and not yet kept is kept then.
	Enter()
	Leave()
	// First takes the keyboard when the screen comes up; nil for none.
	First() fyne.Focusable
	// Hint says what the keys do here.
	Hint() string
	// Back is Escape.
	Back()
	// Changed tells what a commit touched.
	Changed(kampung.Change)
}

// saver is a screen with something to save by Ctrl+S.
type saver interface{ Save() }

// finisher is a screen whose main button does more than saving: Ctrl+Enter
// presses it. On other screens that saves.
type finisher interface{ Finish() }

// printer is a screen with something to print by Ctrl+P.
type printer interface{ Print() }

// printSetter is a screen that prints with a choice of printer, paper and copies.
type printSetter interface{ SetPrint() }

// plainScreen answers what a screen does not care about.
type plainScreen struct{}

func (plainScreen) Enter()                 {}
func (plainScreen) Leave()                 {}
func (plainScreen) First() fyne.Focusable  { return nil }
func (plainScreen) Hint() string           { return "" }
func (plainScreen) Back()                  {}
func (plainScreen) Changed(kampung.Change) {}

// Run makes the window, shows it and returns when it was closed.
func Run(app fyne.App, gate Gate, env Env) {
	u := New(app, gate, env)
	u.follow(env.Files)
	u.Window().ShowAndRun()
}

// New makes the window without showing it.
func New(app fyne.App, gate Gate, env Env) *UI {
	u := &UI{app: app, env: env, gate: gate, carried: env.File}
	u.look = readLook(app.Preferences())
	u.applyLook()
	app.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon))
	u.win = app.NewWindow(tr("Smart Kampung"))
	u.win.SetPadded(false)
	u.win.SetMaster()
	u.page = container.NewStack()
	u.float = container.NewWithoutLayout()
	u.cover = container.NewStack()
	u.watch = u.newWatch()
	u.cards = container.New(cornerLayout{})
	u.tourLayer = container.NewWithoutLayout()
	u.win.SetContent(container.NewStack(u.page, u.tourLayer, u.cards, u.float, u.cover, u.watch))
	u.win.Resize(u.look.size)
	u.win.Canvas().SetOnTypedKey(u.key)
	u.win.Canvas().AddShortcut(ctrl(fyne.KeyEnter), func(fyne.Shortcut) { u.finish() })
	u.watchIdle()
	u.win.SetCloseIntercept(u.close)
	u.win.SetOnDropped(func(_ fyne.Position, all []fyne.URI) {
		var paths []string
		for _, one := range all {
			if one.Scheme() == "file" {
				paths = append(paths, one.Path())
			}
		}
		u.dropFiles(paths)
	})
	u.door()
	return u
}

// Window is the desk's window.
func (u *UI) Window() fyne.Window { return u.win }

// door shows the first run or the unlock screen.
func (u *UI) door() {
	u.desk, u.frame, u.facts = nil, nil, facts{}
	u.endTour()
	u.scrolls = nil
	u.bar = u.newStatusBar()
	u.win.SetTitle(tr("Smart Kampung"))
	u.win.SetMainMenu(u.doorMenu())
	// Until the data folder was looked at the page stays empty: a moment.
	quietly(u, func() (bool, error) { return u.gate.Exists(), nil }, func(exists bool, _ error) {
		if exists {
			u.showAtDoor(u.newDoor())
		} else {
			u.showAtDoor(u.newSetup())
		}
	})
}

func (u *UI) showAtDoor(s screen) {
	u.closeDrop()
	u.page.RemoveAll()
	u.page.Add(edges(nil, u.bar.box, nil, s.Body()))
	u.cur = s
	s.Enter()
	u.bar.hint(s.Hint())
	u.focus(s.First())
	u.tellStopped()
}

// facts is what many screens need of the desk, read off the UI thread when it
// was opened and whenever it changed.
type facts struct {
	office   kampung.Office
	me       kampung.Account
	services []kampung.Service
	join     kampung.Join
}

func readFacts(d Desk) (facts, error) {
	return facts{d.Office(), d.Me(), d.Services(), d.Joining()}, nil
}

// enter goes through the door; then is called when the first page is up. A PC
// whose office has not come waits for it at the door.
func (u *UI) enter(desk Desk, then func()) {
	quietly(u, func() (facts, error) { return readFacts(desk) }, func(f facts, err error) {
		if u.failed(err) {
			return
		}
		u.facts = f
		if f.join != kampung.JoinDone {
			u.waitToJoin(desk)
			return
		}
		u.goIn(desk)
		if then != nil {
			then()
		}
	})
}

func (u *UI) goIn(desk Desk) {
	u.desk = desk
	u.scrolls = nil
	u.bar = u.newStatusBar()
	u.unhear = desk.OnChange(func(c kampung.Change) { u.post(func() { u.changed(c) }) })
	u.frame = u.newFrame()
	u.page.RemoveAll()
	u.page.Add(u.frame.box)
	u.win.SetMainMenu(u.deskMenu())
	u.cur = nil
	u.show(u.frame.home)
	u.takeCarried()
}

// shut keeps what is typed, closes the desk and goes on.
func (u *UI) shut(then func()) {
	if u.desk == nil {
		return
	}
	if u.cur != nil {
		u.cur.Leave()
	}
	if u.unhear != nil {
		u.unhear()
		u.unhear = nil
	}
	desk := u.desk
	u.desk = nil
	u.callOffAll()
	work(u, tr("Sedang mengunci …"), func() (struct{}, error) { u.finished(); u.settled(); return struct{}{}, desk.Lock() },
		func(_ struct{}, err error) {
			if err != nil && u.env.Log != nil {
				u.env.Log(err)
			}
			then()
		})
}

// bring puts a screen in the place of the one before.
func (u *UI) bring(s screen) {
	u.closeDrop()
	if u.cur != nil && u.cur != s {
		u.cur.Leave()
		u.unsee()
	}
	u.cur, u.pressed = s, nil
	u.touched()
	u.frame.put(s)
	if u.busy == 0 {
		u.bar.clear()
	}
	s.Enter()
	u.bar.hint(s.Hint())
	u.focus(s.First())
	if s == u.frame.form {
		u.tourEvent(tourForm)
	}
	u.tourFollows()
}

// changed hands a commit to the frame and to the screen that is up.
func (u *UI) changed(c kampung.Change) {
	if u.desk == nil {
		return
	}
	u.tourSees(c)
	tell := func() {
		u.frame.changed(c)
		if u.cur != nil {
			u.cur.Changed(c)
		}
	}
	if !c.Office && !c.Accounts {
		tell()
		return
	}
	desk := u.desk
	quietly(u, func() (facts, error) { return readFacts(desk) }, func(f facts, err error) {
		if u.desk == desk && err == nil {
			u.facts = f
			tell()
		}
	})
}

// focus gives the keyboard to a widget, or to none.
func (u *UI) focus(f fyne.Focusable) {
	if u.locked != nil {
		u.locked.before = f // takes it when the screen is open again
		return
	}
	if f == nil {
		u.win.Canvas().Unfocus()
		return
	}
	u.win.Canvas().Focus(f)
}

func (u *UI) closeDrop() {
	if u.dropped != nil {
		u.dropped.close()
	}
}

// key takes the keys that the focused widget did not use.
func (u *UI) key(ev *fyne.KeyEvent) {
	u.touched()
	if u.locked != nil {
		return
	}
	switch ev.Name {
	case fyne.KeyEscape:
		switch {
		case u.modal != nil:
			u.modal.escape()
		case u.dropped != nil:
			u.dropped.close()
		case u.callOff():
		case u.frame != nil && u.frame.news.putAway():
		case u.cur != nil:
			u.cur.Back()
		}
	case fyne.KeyF2:
		u.tourEvent(tourNext)
	case fyne.KeyF1:
		if u.modal == nil {
			u.help()
		}
	}
}

// vscroll is a scrolled page that follows the keyboard's focus.
func (u *UI) vscroll(o fyne.CanvasObject) *container.Scroll {
	s := container.NewVScroll(o)
	u.scrolls = append(u.scrolls, s)
	return s
}

// reveal scrolls a widget into sight.
func (u *UI) reveal(o fyne.CanvasObject) {
	u.touched()
	drv := fyne.CurrentApp().Driver()
	for _, s := range u.scrolls {
		if !s.Visible() || !holds(s.Content, o) {
			continue
		}
		y := drv.AbsolutePositionForObject(o).Y - drv.AbsolutePositionForObject(s).Y
		const margin = 28
		switch {
		case y < margin:
			s.ScrollToOffset(s.Offset.AddXY(0, y-margin))
		case y+o.Size().Height > s.Size().Height-margin:
			s.ScrollToOffset(s.Offset.AddXY(0, y+o.Size().Height-s.Size().Height+margin))
		}
	}
}

// holds reports whether o stands somewhere inside a tree of containers.
func holds(tree, o fyne.CanvasObject) bool {
	if tree == o {
		return true
	}
	if c, ok := tree.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if child.Visible() && holds(child, o) {
				return true
			}
		}
	}
	return false
}

func ctrl(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl}
}

func menuItem(text string, s fyne.Shortcut, do func()) *fyne.MenuItem {
	i := fyne.NewMenuItem(text, do)
	i.Shortcut = s
	return i
}

func (u *UI) doorMenu() *fyne.MainMenu {
	return fyne.NewMainMenu(
		fyne.NewMenu(tr("Berkas"), quitItem(u)),
		fyne.NewMenu(tr("Bantuan"), menuItem(tr("Bantuan halaman ini (F1)"), nil, u.help)))
}

func quitItem(u *UI) *fyne.MenuItem {
	i := menuItem(tr("Keluar"), ctrl(fyne.KeyQ), u.close)
	i.IsQuit = true
	return i
}

// save is Ctrl+S.
func (u *UI) save() {
	if s, ok := u.cur.(saver); ok {
		s.Save()
	}
}

// finish is Ctrl+Enter.
func (u *UI) finish() {
	if u.modal != nil || u.desk == nil || u.locked != nil {
		return
	}
	if s, ok := u.cur.(finisher); ok {
		s.Finish()
		return
	}
	u.save()
}

// deskMenu holds every shortcut: only those on the main menu work while a
// field has the keyboard.
func (u *UI) deskMenu() *fyne.MainMenu {
	if _, turned := u.cur.(*pollScreen); turned {
		return u.pollMenu()
	}
	f := u.frame
	guard := func(do func()) func() {
		return func() {
			if u.modal == nil && u.desk != nil {
				do()
			}
		}
	}
	print := func() {
		if p, ok := u.cur.(printer); ok {
			p.Print()
		}
	}
	setPrint := func() {
		if p, ok := u.cur.(printSetter); ok {
			p.SetPrint()
		}
	}
	file := fyne.NewMenu(tr("Berkas"),
		menuItem(tr("Permohonan baru"), ctrl(fyne.KeyN), guard(f.newRequest)),
		menuItem(tr("Simpan"), ctrl(fyne.KeyS), guard(u.save)),
		menuItem(tr("Simpan dan lanjutkan"), ctrl(fyne.KeyReturn), u.finish),
		menuItem(tr("Cetak"), ctrl(fyne.KeyP), guard(print)),
		menuItem(tr("Atur cetak"), &desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift}, guard(setPrint)),
		fyne.NewMenuItemSeparator(),
		menuItem(tr("Kunci layar"), ctrl(fyne.KeyL), u.lockScreen),
		menuItem(tr("Ganti petugas"), nil, guard(u.lock)),
		quitItem(u))
	view := fyne.NewMenu(tr("Lihat"), menuItem(tr("Cari"), ctrl(fyne.KeyK), guard(f.focusSearch)),
		menuItem(tr("Sembunyikan nomor NIK dan KK"), ctrl(fyne.KeyH), func() { u.hideNumbers(!u.look.hide) }))
	for _, e := range f.rail {
		view.Items = append(view.Items, menuItem(e.button.Text, ctrl(e.key), guard(e.button.press)))
	}
	help := fyne.NewMenu(tr("Bantuan"), menuItem(tr("Bantuan halaman ini (F1)"), nil, u.help))
	return fyne.NewMainMenu(file, view, help)
}
