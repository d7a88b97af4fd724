package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// setupScreen is the first run: five steps, one card.
type setupScreen struct {
	plainScreen
	u     *UI
	m     setupModel
	body  *fyne.Container
	marks *fyne.Container
	head  *words
	text  *words
	stack *fyne.Container
	pages []fyne.CanvasObject
	forms []*fields
	first []fyne.Focusable
	whole *words
	back  *button
	next  *button
	desk  Desk
	under bool // the gate is at work

	find    *finder
	found   *words
	sub     *words
	kind    *choice
	kindRow *field
	signer  *signerForm
	letter  *letterheadForm
	number  *numberForm
	login   *textControl
	name    *textControl
	pass    *entry
	again   *entry
	key1    *words
	key2    *words
	typeA   *textControl
	typeB   *textControl
	fieldA  *field
	fieldB  *field
	saved   *words
}

func (u *UI) newSetup() *setupScreen {
	s := &setupScreen{u: u, m: newSetupModel()}
	s.head, s.text = title(""), aside("")
	s.whole = blame()
	s.marks = container.New(&lineLayout{gap: 20})
	s.stack = container.NewStack()
	s.back = u.button(tr("Kembali"), nil, weightPlain, s.Back)
	s.next = u.button(tr("Lanjut"), nil, weightMain, s.forward)
	s.pageVillage()
	s.pageHead()
	s.pageNumber()
	s.pageAccount()
	s.pageKey()
	for _, f := range s.forms {
		f.done = s.forward
	}
	page := u.vscroll(inset(20, 24, atMost(760, column(16, s.head, s.text, s.stack, s.whole))))
	foot := container.NewStack(newPanel(roleSurface, "", 0), column(0, hair(),
		inset(12, 24, atMost(760, line(12, s.back, spacer(), s.next)))))
	s.body = edges(container.NewStack(newPanel(roleSurface, "", 0),
		column(0, inset(14, 24, s.marks), hair())), foot, nil, page)
	s.put()
	for _, f := range s.forms {
		f.mark()
	}
	return s
}

func (s *setupScreen) page(form *fields, first fyne.Focusable, o fyne.CanvasObject) {
	s.pages = append(s.pages, o)
	s.forms = append(s.forms, form)
	s.first = append(s.first, first)
	o.Hide()
	s.stack.Add(o)
}

func (s *setupScreen) pageVillage() {
	u := s.u
	form := &fields{u: u}
	s.find = u.finder(tr("Ketik nama desa dan kecamatan, misalnya: sumberberas muncar"), u.villages, func(h hit) { s.chosen(h.Key) })
	s.find.none = tr("Tidak ada desa atau kelurahan dengan nama itu")
	pick := form.add(u.field("village", tr("Desa atau kelurahan"), true, "", &finderControl{s.find}))
	s.found, s.sub = heading(""), aside("")
	s.kind = u.choice("", []hit{{Key: "desa", Title: tr("Desa (dipimpin kepala desa)")}, {Key: "kelurahan", Title: tr("Kelurahan (dipimpin lurah)")}})
	s.kindRow = form.add(u.field("kind", tr("Jenis"), false, tr("Terisi sendiri dari kode wilayah. Ubah bila berbeda."), s.kind))
	s.kind.Listen(func(left bool) {
		if left && s.m.Office.Village != "" {
			s.m.Office.Kelurahan = s.kind.Value() == "kelurahan"
			s.m.Head.Title = headTitle(s.m.Office.Kelurahan)
			s.signer.title.Put(s.m.Head.Title)
			s.showVillage()
		}
	})
	lang := u.choice("", []hit{{Key: langID, Title: "Bahasa Indonesia"}, {Key: langEN, Title: "English"}})
	lang.Put(u.look.language)
	lang.Listen(func(left bool) {
		if v := lang.Value(); left && v != "" && v != u.look.language {
			l := u.look
			l.language = v
			u.setLook(l)
			u.scrolls = nil
			u.showAtDoor(s.inOtherWords())
		}
	})
	speak := u.field("language", tr("Bahasa layar"), false, "", lang)
	join := u.button(tr("Sambungkan ke kantor yang sudah ada"), theme.ComputerIcon(), weightPlain, func() { u.sure(s.Unsaved(), tr("Tinggalkan"), func() { u.showAtDoor(u.newJoin()) }) })
	all := column(16, card(column(16, pick.Box, s.found, s.sub, s.kindRow.Box)), card(line(0, fixed(300, speak.Box), spacer())),
		card(line(12, stretch(paragraph(tr("Kantor ini sudah dipakai di komputer lain?"))), join)),
		card(line(12, stretch(newWords(tr("Ada cadangan di USB atau disk lain?"))), u.restoreButton(false, weightPlain))))
	if u.env.Practice != nil {
		try := u.button(tr("Coba dulu dengan kantor latihan"), theme.MediaPlayIcon(), weightPlain, u.practise)
		all.Add(card(line(12, stretch(paragraph(tr("Ingin belajar dulu? Kantor latihan berisi orang rekaan dan boleh dibuang."))), try)))
	}
	s.page(form, s.find.e, all)
}

// finderControl lets a finder stand in a field.
type finderControl struct{ f *finder }

func (c *finderControl) Object() fyne.CanvasObject { return c.f.box }
func (c *finderControl) Focus() fyne.Focusable     { return c.f.e }
func (c *finderControl) Value() string             { return c.f.e.Text }
func (c *finderControl) Put(v string)              { c.f.e.put(v) }
func (c *finderControl) Listen(func(left bool))    {}
func (c *finderControl) Entry() *entry             { return c.f.e }

// chosen takes a village by its code.
func (s *setupScreen) chosen(code string) {
	if code == "" {
		return
	}
	u := s.u
	quietly(u, func() ([]kampung.Region, error) { return u.env.Regions(code, 5), nil }, func(rs []kampung.Region, _ error) {
		for _, r := range rs {
			if r.Code != code {
				continue
			}
			s.m.Choose(r)
			s.signer.title.Put(s.m.Head.Title)
			s.number.base = s.m.Office
			s.forms[stepVillage].show(func(string) string { return "" }, false)
			s.showVillage()
			u.focus(s.next)
		}
	})
}

func (s *setupScreen) showVillage() {
	o := s.m.Office
	if o.Village == "" {
		s.found.Hide()
		s.sub.Hide()
		s.kindRow.Box.Hide()
		return
	}
	s.found.Show()
	s.sub.Show()
	s.kindRow.Box.Show()
	s.found.Set(officeName(o))
	s.sub.Set(strings.Join([]string{"Kecamatan " + o.Kecamatan, o.Kabupaten, o.Provinsi, tr("kode {{.Code}}", "Code", o.Village)}, " · "))
	s.kind.Put("desa")
	if o.Kelurahan {
		s.kind.Put("kelurahan")
	}
	s.find.e.put(o.Name)
	s.body.Refresh()
}

func (s *setupScreen) pageHead() {
	u := s.u
	form := &fields{u: u}
	s.signer = u.signerForm(form)
	s.letter = u.letterheadForm(form)
	s.page(form, s.signer.name.e, column(16,
		card(column(12, heading(tr("Kepala yang menandatangani")), s.signer.box)),
		card(column(12, heading(tr("Kop surat")), s.letter.rows))))
}

func (s *setupScreen) pageNumber() {
	form := &fields{u: s.u}
	s.number = s.u.numberForm(form)
	s.page(form, s.number.unit.e, card(s.number.box))
}

func (s *setupScreen) pageAccount() {
	u := s.u
	form := &fields{u: u}
	s.login, s.name, s.pass, s.again = u.text(tr("misalnya siti")), u.text(""), u.secret(), u.secret()
	n := form.add(u.field("name", tr("Nama petugas"), true, "", s.name))
	l := form.add(u.field("login", tr("Nama pengguna"), true, tr("Huruf kecil tanpa spasi; dipakai waktu membuka meja."), s.login))
	p := form.add(u.field("password", tr("Kata sandi"), true, tr("Beberapa kata lebih mudah diingat daripada satu kata."), &textControl{s.pass}))
	a := form.add(u.field("again", tr("Kata sandi sekali lagi"), true, "", &textControl{s.again}))
	s.page(form, s.name.e, card(column(12, halves(12, []float32{1, 1}, n.Box, l.Box), halves(12, []float32{1, 1}, p.Box, a.Box))))
}

func (s *setupScreen) pageKey() {
	u := s.u
	form := &fields{u: u}
	s.key1, s.key2 = newWords(""), newWords("")
	for _, k := range []*words{s.key1, s.key2} {
		k.Size_, k.Bold, k.Align = sizeBig, true, fyne.TextAlignCenter
	}
	save := u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightPlain, func() { s.saveKey(false) })
	print := u.button(tr("Cetak"), theme.DocumentPrintIcon(), weightPlain, func() { s.saveKey(true) })
	s.saved = blame()
	s.saved.Role = roleQuiet
	s.typeA, s.typeB = u.text(""), u.text("")
	s.fieldA = form.add(u.field("a", tr("Kelompok ke-{{.N}}", "N", s.m.AskA), true, "", s.typeA))
	s.fieldB = form.add(u.field("b", tr("Kelompok ke-{{.N}}", "N", s.m.AskB), true, "", s.typeB))
	s.page(form, save, column(16,
		card(column(12, s.key1, s.key2, line(12, spacer(), save, print, spacer()), s.saved)),
		card(column(12, paragraph(tr("Ketik dua kelompok dari lembar itu, supaya pasti sudah tercatat dengan benar.")),
			halves(12, []float32{1, 1}, s.fieldA.Box, s.fieldB.Box)))))
}

// saveKey writes the sheet with the key where the clerk says.
func (s *setupScreen) saveKey(open bool) {
	u := s.u
	sheet := recoverySheet(s.m.Office, s.m.Recovery, u.env.Now())
	u.choose(tr("Simpan lembar kunci pemulihan"), chooseSave, []string{".txt"}, "kunci-pemulihan.txt", func(path string) {
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) {
			if err := u.env.WriteFile(path, sheet); err != nil {
				return struct{}{}, err
			}
			if open && u.env.Open != nil {
				return struct{}{}, u.env.Open(path)
			}
			return struct{}{}, nil
		}, func(_ struct{}, err error) {
			if u.failed(err) {
				return
			}
			s.saved.Set(tr("Lembar disimpan di {{.Path}}. Cetak, lalu simpan di tempat terkunci.", "Path", path))
			u.bar.done(tr("Lembar kunci tersimpan."))
			s.body.Refresh()
			u.focus(s.typeA.e)
		})
	})
}

// put copies the model into the widgets once.
func (s *setupScreen) put() {
	s.signer.put(s.m.Head)
	s.letter.put(s.m.Office)
	s.number.put(s.m.Office)
	s.showStep()
}

// read takes what is typed into the model.
func (s *setupScreen) read() {
	s.signer.read(&s.m.Head)
	s.letter.read(&s.m.Office)
	s.number.read(&s.m.Office)
	s.m.Login, s.m.Name = trim(s.login.Value()), trim(s.name.Value())
	s.m.Password, s.m.Again = s.pass.Text, s.again.Text
	s.m.TypeA, s.m.TypeB = s.typeA.Value(), s.typeB.Value()
}

func (s *setupScreen) showStep() {
	step := s.m.Step
	names := stepNames()
	s.marks.RemoveAll()
	for i, n := range names {
		w := plain(numbered(i, n))
		w.Role = roleQuiet
		if i == step {
			w.Role, w.Bold = roleMain, true
		} else if i < step {
			w.Role = roleDone
		}
		s.marks.Add(w)
	}
	for i, p := range s.pages {
		p.Hide()
		if i == step {
			p.Show()
		}
	}
	heads := []string{tr("Selamat datang di meja pelayanan"), tr("Siapa yang menandatangani, dan kop surat"),
		tr("Bagaimana surat diberi nomor"), tr("Akun untuk membuka meja ini"), tr("Kunci pemulihan — simpan baik-baik")}
	texts := []string{
		tr("Lima langkah singkat, lalu meja siap dipakai. Semua bisa diubah nanti di Pengaturan. Tidak perlu internet."),
		tr("Yang bertanda * harus diisi. Yang lain boleh menyusul."),
		tr("Nomor diberikan waktu permohonan disimpan dan tidak pernah dipakai dua kali."),
		tr("Akun pertama ini menjadi admin: boleh menambah petugas lain."),
		tr("Data kantor disandikan. Bila semua kata sandi lupa, hanya kunci ini yang bisa membukanya."),
	}
	s.head.Set(heads[step])
	s.text.Set(texts[step])
	s.whole.Set("")
	s.back.Hidden = step == stepVillage || step == stepKey
	switch step {
	case stepAccount:
		s.next.SetText(tr("Buat meja"))
	case stepKey:
		s.next.SetText(tr("Selesai"))
		groups := strings.Split(s.m.Recovery, "-")
		half := (len(groups) + 1) / 2
		s.key1.Set(strings.Join(groups[:half], "  -  "))
		s.key2.Set(strings.Join(groups[half:], "  -  "))
	default:
		s.next.SetText(tr("Lanjut"))
	}
	if step == stepNumber {
		s.number.put(s.m.Office)
	}
	s.showVillage()
	s.body.Refresh()
}

// Enter makes the list of villages ready, which takes a moment the first time.
func (s *setupScreen) Enter() {
	u := s.u
	if u.env.Regions != nil {
		quietly(u, func() (int, error) { return len(u.env.Regions("sumber", 1)), nil }, func(int, error) {})
	}
}

func (s *setupScreen) Body() fyne.CanvasObject { return s.body }
func (s *setupScreen) First() fyne.Focusable   { return s.first[s.m.Step] }
func (s *setupScreen) Hint() string {
	return tr("Enter ke isian berikut · Esc ke langkah sebelumnya · F1 tombol lain")
}

// Back goes to the step before; the key has none.
func (s *setupScreen) Back() {
	if s.m.Step == stepVillage || s.m.Step == stepKey || s.under {
		return
	}
	s.read()
	s.m.Step--
	s.showStep()
	s.u.focus(s.First())
}

// forward checks the step and goes on.
func (s *setupScreen) forward() {
	if s.under {
		return
	}
	s.read()
	ps := s.m.Problems(s.m.Step)
	s.forms[s.m.Step].show(ps.Of, true)
	s.whole.Set("")
	s.body.Refresh()
	if len(ps) > 0 {
		return
	}
	switch s.m.Step {
	case stepAccount:
		s.create()
	case stepKey:
		s.u.enter(s.desk, func() { s.u.bar.done(tr("Meja sudah siap.")) })
	default:
		s.m.Step++
		s.showStep()
		s.u.focus(s.First())
	}
}

// create makes the office.
func (s *setupScreen) create() {
	type made struct {
		desk Desk
		key  string
	}
	u, setup := s.u, s.m.Setup()
	s.under = true
	work(u, tr("Sedang menyiapkan meja …"), func() (made, error) {
		d, key, err := u.gate.Setup(setup)
		return made{d, key}, err
	}, func(m made, err error) {
		s.under = false
		if err != nil {
			ps, text := u.wordsFor(err)
			s.forms[stepAccount].show(ps.Of, true)
			s.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"login": true, "name": true, "password": true}), text))
			s.body.Refresh()
			return
		}
		s.desk, s.m.Recovery = m.desk, m.key
		s.m.Step = stepKey
		s.showStep()
		u.focus(s.First())
	})
}
