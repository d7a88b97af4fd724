package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// signersPage lists the officials who may sign, with a form for one.
func (s *settingsScreen) signersPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}, admin: true}
	editor := u.signerForm(p.form)
	var key string // of the official in the form; "" for a new one
	list := column(4)
	head := heading("")
	drop := u.button(tr("Hapus dari daftar"), theme.DeleteIcon(), weightQuiet, nil)
	fresh := u.button(tr("Tambah penanda tangan"), theme.ContentAddIcon(), weightPlain, nil)
	edit := func(g kampung.Signer) {
		key = g.Key
		editor.put(g)
		head.Set(tr("Ubah penanda tangan"))
		if key == "" {
			head.Set(tr("Penanda tangan baru"))
		}
		drop.Hidden = key == "" || key == s.m.Office.Head().Key
		p.form.clean()
		s.body.Refresh()
	}
	choose := func(g kampung.Signer) { s.other(p, func() { edit(g); u.focus(editor.name.e) }) }
	fresh.press = func() { choose(kampung.Signer{As: kampung.SignAN}) }
	drop.press = func() {
		u.ask(tr("Hapus penanda tangan"), tr("Surat yang sudah dibuat tidak berubah."), tr("Hapus"), true, func() {
			gone := key
			key = ""
			p.form.mark()
			s.keepOffice(withoutSigner(s.m.Office, gone), nil, nil, -1, nil)
		})
	}
	p.show = func() {
		list.RemoveAll()
		var in kampung.Signer
		for _, g := range s.m.Office.Signers {
			list.Add(u.signerRow(g, choose))
			if g.Key == key {
				in = g
			}
		}
		if in.Key == "" {
			in = s.m.Office.Head()
		}
		edit(in)
	}
	p.save = func() {
		var g kampung.Signer
		if key != "" {
			g, _ = s.m.Office.SignerByKey(key)
		}
		editor.read(&g)
		o := withSigner(s.m.Office, g)
		place := len(o.Signers) - 1
		for i := range o.Signers {
			if g.Key != "" && o.Signers[i].Key == g.Key {
				place = i
			}
		}
		saved := o.Signers[place].Key
		s.keepOffice(o, p.form, signerProblems(g), place, func() { key = saved })
	}
	p.form.done = s.Save
	p.box = column(12, card(column(8, line(8, plainHeading(tr("Pejabat yang boleh menandatangani")), spacer(), fresh), list)),
		card(column(12, line(8, head, drop), editor.box)))
	return p
}

// signerRow is one official of the list.
func (u *UI) signerRow(g kampung.Signer, choose func(kampung.Signer)) *button {
	b := u.button(clip(joinDots(g.Name, g.Title, signAsWord(g.As)), 78), theme.AccountIcon(), weightRail, func() { choose(g) })
	b.Cut = true
	return b
}

// accountsPage lists who may open the desk, with a form for one.
func (s *settingsScreen) accountsPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}, admin: true}
	f := s.accountForm(p.form)
	list := column(4)
	fresh := u.button(tr("Tambah akun"), theme.ContentAddIcon(), weightPlain, nil)
	choose := func(a kampung.Account) { s.other(p, func() { f.put(a); u.focus(f.name.e) }) }
	fresh.press = func() { choose(kampung.Account{Role: kampung.RoleOperator}) }
	p.more = func() bool { return f.on.Checked == f.was.Off }
	p.show = func() {
		list.RemoveAll()
		in := kampung.Account{Role: kampung.RoleOperator}
		for _, a := range s.m.Accounts {
			text := joinDots(a.Name, a.Login, roleWord(a.Role))
			res := theme.AccountIcon()
			if a.Off {
				text, res = joinDots(text, tr("tidak aktif")), theme.CancelIcon()
			}
			list.Add(u.button(clip(text, 70), res, weightRail, func() { choose(a) }))
			if a.Login == f.was.Login {
				in = a
			}
		}
		f.put(in)
	}
	p.save = f.save
	p.form.done = s.Save
	p.box = column(12, card(column(8, line(8, plainHeading(tr("Siapa yang boleh membuka meja")), spacer(), fresh), list)),
		f.box)
	return p
}

// accountForm is one account.
type accountForm struct {
	s           *settingsScreen
	form        *fields
	name, login *textControl
	pass        *entry
	role        *choice
	on          *check
	head, whole *words
	was         kampung.Account // the account in the form; without a login a new one
	box         *fyne.Container
}

func (s *settingsScreen) accountForm(form *fields) *accountForm {
	u := s.u
	f := &accountForm{s: s, form: form, name: u.text(""), login: u.text(""), pass: u.secret(), role: u.choice("", roleHits()),
		on: u.check(tr("Boleh membuka meja"), nil), head: heading(""), whole: blame()}
	n := form.add(u.field("name", tr("Nama petugas"), true, "", f.name))
	l := form.add(u.field("login", tr("Nama pengguna"), true, "", f.login))
	r := form.add(u.field("role", tr("Tugas"), true, "", f.role))
	w := form.add(u.field("password", tr("Kata sandi"), false, tr("Kosongkan bila tidak diganti."), &textControl{f.pass}))
	f.box = card(column(12, f.head, halves(12, []float32{1.3, 1}, n.Box, l.Box), halves(12, []float32{1.3, 1}, r.Box, w.Box),
		container.NewStack(f.on), f.whole))
	return f
}

func (f *accountForm) put(a kampung.Account) {
	f.was = a
	f.name.Put(a.Name)
	f.login.Put(a.Login)
	f.role.Put(string(a.Role))
	f.pass.put("")
	f.on.put(!a.Off)
	f.login.e.Enable()
	f.head.Set(tr("Akun baru"))
	if a.Login != "" {
		f.login.e.Disable()
		f.head.Set(tr("Ubah akun {{.Login}}", "Login", a.Login))
	}
	f.present(nil, "", false)
	f.form.clean()
}

func (f *accountForm) present(ps kampung.Problems, text string, lead bool) {
	f.form.show(ps.Of, lead)
	f.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"name": true, "login": true, "role": true, "password": true}), text))
	f.s.body.Refresh()
}

// save keeps the account.
func (f *accountForm) save() {
	u := f.s.u
	a := kampung.Account{Login: trim(f.login.Value()), Name: trim(f.name.Value()), Role: kampung.Role(f.role.Value()), Off: !f.on.Checked}
	ps := accountProblems(a, f.pass.Text, f.was.Login == "", f.s.m.Accounts)
	f.present(ps, "", true)
	if len(ps) > 0 {
		return
	}
	desk, password := u.desk, f.pass.Text
	work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.SaveAccount(a, password) },
		func(_ struct{}, err error) {
			if err != nil {
				ps, text := u.wordsFor(err)
				f.present(ps, text, true)
				return
			}
			f.was = a
			f.form.mark()
			u.bar.done(tr("Tersimpan"))
			f.s.load()
		})
}

// roleHits are the roles, each with what it may do.
func roleHits() []hit {
	subs := map[kampung.Role]string{
		kampung.RoleOperator: tr("mencatat dan mencetak"),
		kampung.RoleSekdes:   tr("memeriksa, menandatangani a.n."),
		kampung.RoleKades:    tr("menyetujui dan menandatangani"),
		kampung.RoleAdmin:    tr("semua, dan pengaturan"),
	}
	hits := make([]hit, len(kampung.Roles))
	for i, r := range kampung.Roles {
		hits[i] = hit{Key: string(r), Title: roleWord(r), Sub: subs[r]}
	}
	return hits
}
