package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// joinScreen asks what a PC needs to work in an office that is there already.
type joinScreen struct {
	plainScreen
	u     *UI
	m     joinModel
	body  *fyne.Container
	form  fields
	find  *finder
	found *words
	hub   *textControl
	code  *textControl
	login *textControl
	pass  *entry
	again *entry
	whole *words
	ok    *button
	under bool
}

func (u *UI) newJoin() *joinScreen {
	s := &joinScreen{u: u, found: bold(""), whole: blame()}
	s.form = fields{u: u, done: func() { s.join(false) }}
	s.find = u.finder(tr("Ketik nama desa dan kecamatan, misalnya: sumberberas muncar"), u.villages, func(h hit) { s.chosen(h.Key) })
	s.find.none = tr("Tidak ada desa atau kelurahan dengan nama itu")
	s.hub, s.code, s.login, s.pass, s.again = u.text("https://"), u.text(""), u.text(tr("misalnya siti")), u.secret(), u.secret()
	v := s.form.add(u.field("village", tr("Desa atau kelurahan"), true, "", &finderControl{s.find}))
	h := s.form.add(u.field("hub", tr("Alamat kabupaten"), true, "", s.hub))
	c := s.form.add(u.field("code", tr("Kode pendaftaran"), true, tr("Satu kode untuk satu komputer; minta yang baru ke kabupaten."), s.code))
	l := s.form.add(u.field("login", tr("Nama pengguna"), true, tr("Untuk membuka komputer ini sampai kantornya tersambung."), s.login))
	p := s.form.add(u.field("password", tr("Kata sandi"), true, "", &textControl{s.pass}))
	a := s.form.add(u.field("again", tr("Kata sandi sekali lagi"), true, "", &textControl{s.again}))
	s.found.Whole, s.found.Wrap, s.found.Gone, s.found.Hidden = false, true, true, true
	s.form.mark()
	s.ok = u.button(tr("Sambungkan"), nil, weightMain, func() { s.join(false) })
	usb := u.button(tr("Minta pendaftaran lewat USB"), theme.StorageIcon(), weightPlain, func() { s.join(true) })
	back := u.button(tr("Kembali"), nil, weightPlain, s.Back)
	page := column(16, title(tr("Sambungkan ke kantor yang sudah ada")),
		aside(tr("Untuk komputer kedua, atau pengganti komputer yang hilang atau rusak. Data kantor diambil dari kabupaten setelah diizinkan.")),
		card(column(12, v.Box, s.found, halves(12, []float32{1.6, 1}, h.Box, c.Box))),
		card(column(12, l.Box, halves(12, []float32{1, 1}, p.Box, a.Box))), s.whole,
		line(12, back, spacer(), usb, s.ok))
	s.body = edges(nil, nil, nil, u.vscroll(inset(20, 24, atMost(760, page))))
	return s
}

// villages looks for villages of all of Indonesia.
func (u *UI) villages(query string) []hit {
	if u.env.Regions == nil {
		return nil
	}
	var hits []hit
	for _, r := range u.env.Regions(query, 20) {
		hits = append(hits, regionHit(r))
	}
	return hits
}

func (s *joinScreen) Body() fyne.CanvasObject { return s.body }
func (s *joinScreen) First() fyne.Focusable   { return s.find.e }
func (s *joinScreen) Hint() string {
	return tr("Enter ke isian berikut · Esc ke langkah sebelumnya · F1 tombol lain")
}

// Back goes to the first run.
func (s *joinScreen) Back() {
	if s.under {
		return
	}
	s.u.sure(s.Unsaved(), tr("Tinggalkan"), func() { s.u.showAtDoor(s.u.newSetup()) })
}

// Unsaved tells of what was begun.
func (s *joinScreen) Unsaved() string { return s.form.lost(tr("Isian pemasangan belum disimpan.")) }

// Drop is not needed: the page is made anew each time.
func (s *joinScreen) Drop() {}

// chosen takes a village by its code.
func (s *joinScreen) chosen(code string) {
	u := s.u
	if code == "" || u.env.Regions == nil {
		return
	}
	quietly(u, func() ([]kampung.Region, error) { return u.env.Regions(code, 5), nil }, func(rs []kampung.Region, _ error) {
		for _, r := range rs {
			if r.Code != code {
				continue
			}
			h := regionHit(r)
			s.m.Village, s.m.VillageName = code, h.Title
			s.find.e.put(r.Name)
			s.found.Set(joinDots(h.Title, h.Sub, tr("kode {{.Code}}", "Code", code)))
			s.form.list[0].SetProblem("")
			s.body.Refresh()
			u.focus(s.hub.e)
		}
	})
}

// join sets the PC up and enrols it, or writes its request onto a stick.
func (s *joinScreen) join(stick bool) {
	if s.under {
		return
	}
	u := s.u
	s.m.Stick = stick
	s.m.Hub, s.m.Code, s.m.Login = trim(s.hub.Value()), trim(s.code.Value()), trim(s.login.Value())
	s.m.Password, s.m.Again = s.pass.Text, s.again.Text
	ps := s.m.Problems()
	s.form.show(ps.Of, true)
	s.whole.Set("")
	s.body.Refresh()
	if len(ps) > 0 {
		return
	}
	m := s.m
	s.under = true
	work(u, tr("Sedang menyiapkan komputer ini …"), func() (Desk, error) { return u.gate.Join(m.Village, m.Login, m.Password) },
		func(d Desk, err error) {
			s.under = false
			if err != nil {
				ps, text := u.wordsFor(err)
				s.form.show(ps.Of, true)
				s.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"login": true, "password": true, "village": true}), text))
				s.body.Refresh()
				return
			}
			w := u.waitToJoin(d)
			w.hub.Put(m.Hub)
			w.code.Put(m.Code)
			if m.Stick {
				w.askEnrol()
			} else {
				w.enrol()
			}
		})
}

// waitScreen is up while a PC waits for its office.
type waitScreen struct {
	plainScreen
	u      *UI
	desk   Desk
	m      waitModel
	body   *fyne.Container
	head   *words
	text   *words
	device *words
	card   *fyne.Container
	form   fields
	hub    *textControl
	code   *textControl
	fill   *fyne.Container
	key    *textControl
	keyF   *field
	keyBox *fyne.Container
	whole  *words
	note   *words
	again  *button
	ask    *button
	usb    *button
	under  bool
	turn   int
}

func (u *UI) newWait(d Desk) *waitScreen {
	s := &waitScreen{u: u, desk: d, head: title(""), text: aside(""), device: newWords(""), whole: blame(), note: blame()}
	s.head.Align = fyne.TextAlignCenter
	s.note.Role = roleDone
	s.device.Size_, s.device.Bold, s.device.Align = sizeBig, true, fyne.TextAlignCenter
	s.card = column(4, centredQuiet(tr("Kode komputer ini")), s.device)
	s.form = fields{u: u, done: s.enrol}
	s.hub, s.code, s.key = u.text("https://"), u.text(""), u.text(recoveryForm)
	h := s.form.add(u.field("hub", tr("Alamat kabupaten"), true, "", s.hub))
	c := s.form.add(u.field("code", tr("Kode pendaftaran"), true, "", s.code))
	s.form.mark()
	s.fill = column(12, h.Box, c.Box, line(8, spacer(), u.button(tr("Minta pendaftaran lewat USB"), nil, weightPlain, s.askEnrol),
		u.button(tr("Daftarkan meja ini"), nil, weightMain, s.enrol)))
	s.keyF = u.field("recovery", tr("Kunci pemulihan"), true, tr("Tujuh kelompok huruf pada lembar yang disimpan waktu pertama kali memasang."), s.key)
	s.key.e.enter = s.useKey
	s.keyBox = column(8, hair(), s.keyF.Box, line(8, spacer(), u.button(tr("Pakai kunci ini"), nil, weightPlain, s.useKey)))
	s.keyBox.Hide()
	s.again = u.button(tr("Coba lagi"), nil, weightMain, s.look)
	s.ask = u.button(tr("Pakai kunci pemulihan"), nil, weightPlain, s.askKey)
	s.usb = u.button(tr("Ambil dari USB"), nil, weightPlain, s.fromStick)
	quit := u.button(tr("Tutup"), nil, weightQuiet, u.lock)
	inside := column(14, s.text, s.card, s.fill, s.keyBox, s.whole, s.note, line(8, quit, spacer(), s.usb, s.ask, s.again))
	s.body = edges(nil, nil, nil, u.vscroll(inset(40, 24, atMost(620, column(16, s.head, card(padded(4, inside)))))))
	return s
}

// waitToJoin shows the waiting page of a desk whose office has not come.
func (u *UI) waitToJoin(d Desk) *waitScreen {
	u.desk = d
	u.scrolls = nil
	s := u.newWait(d)
	u.unhear = d.OnChange(func(kampung.Change) { u.post(s.follow) })
	u.showAtDoor(s)
	return s
}

func (s *waitScreen) Body() fyne.CanvasObject { return s.body }
func (s *waitScreen) Hint() string            { return tr("Enter menekan tombol · F1 tombol lain") }
func (s *waitScreen) First() fyne.Focusable {
	if s.m.At == kampung.JoinEnrol {
		return s.hub.e
	}
	return s.again
}

// Unsaved tells of an enrolment that was begun.
func (s *waitScreen) Unsaved() string {
	if s.fill.Hidden {
		return ""
	}
	return s.form.lost(tr("Alamat dan kode pendaftaran yang diketik belum dipakai."))
}

// Drop is not needed: the page is made anew each time.
func (s *waitScreen) Drop() {}

func (s *waitScreen) Enter() { s.follow() }

// follow reads where the PC stands, and goes in when its office is here.
func (s *waitScreen) follow() {
	u := s.u
	if u.cur != s || u.desk != s.desk {
		return
	}
	s.turn++
	turn := s.turn
	quietly(u, func() (waitModel, error) { return loadWait(s.desk) }, func(m waitModel, err error) {
		if turn != s.turn || u.cur != s || u.failed(err) {
			return
		}
		lead := m.At != s.m.At
		s.m = m
		if m.At == kampung.JoinDone && !s.under {
			s.goIn()
			return
		}
		s.show()
		if lead && u.modal == nil {
			u.focus(s.First())
		}
	})
}

func (s *waitScreen) goIn() {
	u := s.u
	if u.unhear != nil {
		u.unhear()
		u.unhear = nil
	}
	u.enter(s.desk, func() {
		u.bar.done(tr("Komputer ini sudah tersambung."))
		u.tell(tr("Komputer ini sudah tersambung."), tr("Masuk lain kali dengan nama “{{.Login}}” dan kata sandi yang dibuat di komputer ini.", "Login", u.facts.me.Login))
	})
}

// show copies the model into the widgets.
func (s *waitScreen) show() {
	head, text := s.m.Words()
	s.head.Set(head)
	s.text.Set(text)
	s.device.Set(s.m.Code)
	enrol := s.m.At == kampung.JoinEnrol
	s.fill.Hidden = !enrol
	s.card.Hidden = s.m.At != kampung.JoinWaiting
	s.again.Hidden, s.usb.Hidden = enrol, enrol && !s.m.Asked
	s.ask.Hidden = enrol || s.keyBox.Visible()
	s.body.Refresh()
}

// say shows what came of an act.
func (s *waitScreen) say(err error, good string) {
	s.whole.Set("")
	s.note.Set("")
	if err != nil {
		ps, text := s.u.wordsFor(err)
		s.form.show(ps.Of, false)
		s.keyF.SetProblem(ps.Of("recovery"))
		s.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"hub": true, "code": true, "recovery": true}), text))
	} else {
		s.note.Set(good)
	}
	s.body.Refresh()
}

// act runs something off the UI thread and looks at what it changed.
func (s *waitScreen) act(saying string, do func(context.Context) error, good string) {
	if s.under {
		return
	}
	u := s.u
	s.under = true
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	work(u, saying, func() (struct{}, error) { return struct{}{}, do(ctx) }, func(_ struct{}, err error) {
		cancel()
		s.under = false
		if u.cur != s {
			return
		}
		s.say(err, good)
		s.follow()
	})
}

// enrol ties the PC to the hub and asks it once.
func (s *waitScreen) enrol() {
	hub, code := trim(s.hub.Value()), trim(s.code.Value())
	ps := enrolProblems(hub, code)
	s.form.show(ps.Of, true)
	s.body.Refresh()
	if len(ps) > 0 {
		return
	}
	s.act(tr("Sedang mendaftarkan meja …"), func(ctx context.Context) error {
		if _, err := s.desk.Enrol(ctx, hub, code); err != nil {
			return err
		}
		_, err := s.desk.Sync(ctx)
		return err
	}, tr("Sudah terdaftar di kabupaten."))
}

// askEnrol writes a request to enrol onto a stick.
func (s *waitScreen) askEnrol() {
	u, code := s.u, trim(s.code.Value())
	ps := codeProblems(code)
	s.form.show(ps.Of, true)
	s.body.Refresh()
	if len(ps) > 0 || s.under {
		return
	}
	u.choose(tr("Simpan permintaan ke USB atau folder"), chooseFolder, nil, "", func(dir string) {
		s.act(tr("Sedang menulis permintaan …"), func(context.Context) error { _, err := s.desk.AskEnrol(dir, code); return err },
			tr("Permintaan tersimpan. USB aman dicabut."))
	})
}

// look asks the hub whether the office has come.
func (s *waitScreen) look() {
	s.act(tr("Sedang bertanya ke kabupaten …"), func(ctx context.Context) error { _, err := s.desk.Sync(ctx); return err },
		tr("Sudah ditanyakan; belum ada yang baru."))
}

// askKey opens the field of the recovery key.
func (s *waitScreen) askKey() {
	s.keyBox.Show()
	s.show()
	s.u.focus(s.key.e)
}

// useKey reads the office with the recovery key.
func (s *waitScreen) useKey() {
	key := trim(s.key.Value())
	if _, err := kampung.ParseRecovery(key); err != nil {
		s.keyF.SetProblem(tr("Kunci pemulihan belum benar. Periksa lagi tujuh kelompok huruf pada lembarnya."))
		s.body.Refresh()
		s.u.focus(s.key.e)
		return
	}
	s.keyF.SetProblem("")
	s.act(tr("Sedang memeriksa kunci pemulihan …"), func(ctx context.Context) error {
		if err := s.desk.UseRecovery(key); err != nil {
			return err
		}
		_, err := s.desk.Sync(ctx)
		return err
	}, tr("Kunci diterima. Catatan kantor belum ada di kabupaten; coba lagi nanti."))
}

// fromStick takes what another PC or the regency wrote onto a stick.
func (s *waitScreen) fromStick() {
	u := s.u
	if s.under {
		return
	}
	u.choose(tr("Pilih USB atau folder"), chooseFolder, nil, "", func(dir string) {
		s.under = true
		run(u, takingIn(s.desk, dir, func(r kampung.SyncReport, err error) {
			s.under = false
			switch {
			case u.cur != s:
				return
			case stopped(err):
				s.say(nil, stoppedTaking(r))
			default:
				s.say(err, tr("USB sudah dibaca; masih ada yang belum sampai."))
			}
			s.follow()
		}))
	})
}
