package ui

import (
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
		p.form.show(func(string) string { return "" }, false)
		s.body.Refresh()
	}
	fresh.press = func() { edit(kampung.Signer{As: kampung.SignAN}); u.focus(editor.name.e) }
	drop.press = func() {
		u.ask(tr("Hapus penanda tangan"), tr("Surat yang sudah dibuat tidak berubah."), tr("Hapus"), true, func() {
			gone := key
			key = ""
			s.keepOffice(withoutSigner(s.m.Office, gone), nil, nil, -1, nil)
		})
	}
	p.show = func() {
		list.RemoveAll()
		var in kampung.Signer
		for _, g := range s.m.Office.Signers {
			b := u.button(clip(joinDots(g.Name, g.Title, signAsWord(g.As)), 78), theme.AccountIcon(), weightRail, func() { edit(g); u.focus(editor.name.e) })
			b.Cut = true
			list.Add(b)
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

// accountsPage lists who may open the desk, with a form for one.
func (s *settingsScreen) accountsPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}, admin: true}
	name, login, pass := u.text(""), u.text(""), u.secret()
	role := u.choice("", roleHits())
	on := u.check(tr("Boleh membuka meja"), nil)
	n := p.form.add(u.field("name", tr("Nama petugas"), true, "", name))
	l := p.form.add(u.field("login", tr("Nama pengguna"), true, "", login))
	r := p.form.add(u.field("role", tr("Tugas"), true, "", role))
	w := p.form.add(u.field("password", tr("Kata sandi"), false, tr("Kosongkan bila tidak diganti."), &textControl{pass}))
	whole := blame()
	head := heading("")
	list := column(4)
	var was kampung.Account
	edit := func(a kampung.Account) {
		was = a
		name.Put(a.Name)
		login.Put(a.Login)
		role.Put(string(a.Role))
		pass.put("")
		on.put(!a.Off)
		login.e.Enable()
		head.Set(tr("Akun baru"))
		if a.Login != "" {
			login.e.Disable()
			head.Set(tr("Ubah akun {{.Login}}", "Login", a.Login))
		}
		p.form.show(func(string) string { return "" }, false)
		whole.Set("")
		s.body.Refresh()
	}
	fresh := u.button(tr("Tambah akun"), theme.ContentAddIcon(), weightPlain, func() {
		edit(kampung.Account{Role: kampung.RoleOperator})
		u.focus(name.e)
	})
	p.show = func() {
		list.RemoveAll()
		in := kampung.Account{Role: kampung.RoleOperator}
		for _, a := range s.m.Accounts {
			text := joinDots(a.Name, a.Login, roleWord(a.Role))
			res := theme.AccountIcon()
			if a.Off {
				text, res = joinDots(text, tr("tidak aktif")), theme.CancelIcon()
			}
			list.Add(u.button(clip(text, 70), res, weightRail, func() { edit(a); u.focus(name.e) }))
			if a.Login == was.Login {
				in = a
			}
		}
		edit(in)
	}
	p.save = func() {
		a := kampung.Account{Login: trim(login.Value()), Name: trim(name.Value()), Role: kampung.Role(role.Value()), Off: !on.Checked}
		ps := accountProblems(a, pass.Text, was.Login == "", s.m.Accounts)
		p.form.show(ps.Of, true)
		whole.Set("")
		s.body.Refresh()
		if len(ps) > 0 {
			return
		}
		desk, password := u.desk, pass.Text
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.SaveAccount(a, password) },
			func(_ struct{}, err error) {
				if err != nil {
					ps, text := u.wordsFor(err)
					p.form.show(ps.Of, true)
					whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"name": true, "login": true, "role": true, "password": true}), text))
					s.body.Refresh()
					return
				}
				was = a
				u.bar.done(tr("Tersimpan"))
				s.load()
			})
	}
	p.form.done = s.Save
	p.box = column(12, card(column(8, line(8, plainHeading(tr("Siapa yang boleh membuka meja")), spacer(), fresh), list)),
		card(column(12, head, halves(12, []float32{1.3, 1}, n.Box, l.Box), halves(12, []float32{1.3, 1}, r.Box, w.Box),
			container.NewStack(on), whole)))
	return p
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
