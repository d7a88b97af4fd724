package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// applicantPart is who asks: found in the register, or typed by hand.
type applicantPart struct {
	s       *formScreen
	box     *fyne.Container
	find    *finder
	field   *field
	chosen  *fyne.Container
	name    *words
	sub     *words
	nums    *words
	change  *button
	out     *button
	outLine *fyne.Container
	hand    *fyne.Container
	fields  []*field

	full, place, address     *textControl
	nik, kk, phone, birth    *formedControl
	sex, faith, marital, job *choice
}

func (s *formScreen) newApplicantPart() *applicantPart {
	u := s.u
	p := &applicantPart{s: s}
	p.find = u.finder(tr("Ketik nama, NIK, KK atau dusun"), p.lookup, p.choose)
	p.find.none = tr("Tidak ditemukan di daftar penduduk")
	heard := p.find.e.OnChanged
	p.find.e.OnChanged = func(text string) {
		s.m.Draft.Query = text
		s.typed(false)
		heard(text)
	}
	p.field = u.field("applicant", tr("Pemohon"), true, "", &finderControl{p.find})
	p.find.e.enter = func() { s.nextFrom(p.field) }
	p.name, p.sub, p.nums = heading(""), aside(""), aside("")
	p.change = u.button(tr("Ganti"), nil, weightPlain, p.clear)
	p.change.Small = true
	p.chosen = container.NewStack(newPanel(roleSoft, "", 6), padded(12,
		container.NewBorder(nil, nil, nil, container.NewCenter(p.change), column(2, p.name, p.sub, p.nums))))
	p.out = u.button(tr("Orang di luar daftar penduduk"), theme.AccountIcon(), weightQuiet, p.outside)
	p.buildHand()
	p.outLine = line(0, p.out, spacer())
	p.box = column(8, p.field.Box, p.chosen, p.outLine, p.hand)
	p.fields = append([]*field{p.field}, p.fields...)
	return p
}

// buildHand makes the fields of a person outside the register.
func (p *applicantPart) buildHand() {
	u, s := p.s.u, p.s
	p.full, p.nik, p.kk = u.text(""), u.nikField(), u.kkField()
	p.place, p.phone, p.address = u.text(""), u.phoneField(), u.text(tr("Jalan, RT/RW, desa, kecamatan"))
	p.birth = u.dateField()
	labels := func(t kampung.CodeTable) *choice { return u.choice("", labelHits(t)) }
	p.sex, p.faith, p.marital, p.job = labels(kampung.TableSex), labels(kampung.TableReligion), labels(kampung.TableMarital), labels(kampung.TableJob)
	p.job.free = true
	add := func(key, label string, must bool, c control) *field {
		f := u.field("applicant."+key, label, must, "", c)
		c.Listen(func(left bool) {
			p.read()
			s.busyKey = f.Key
			s.typed(left)
		})
		if e := c.Entry(); e != nil {
			e.enter = func() { s.nextFrom(f) }
			goOnFrom(c, func() { s.u.focus(e) })
		}
		p.fields = append(p.fields, f)
		return f
	}
	n := add("nama", tr("Nama lengkap"), true, p.full)
	k, kk := add("nik", tr("NIK"), false, p.nik), add("no_kk", tr("Nomor KK"), false, p.kk)
	pl, b, sx := add("tempat_lahir", tr("Tempat lahir"), false, p.place), add("tanggal_lahir", tr("Tanggal lahir"), false, p.birth), add("jenis_kelamin", tr("Jenis kelamin"), false, p.sex)
	fa, ma, jo := add("agama", tr("Agama"), false, p.faith), add("status_kawin", tr("Status kawin"), false, p.marital), add("pekerjaan", tr("Pekerjaan"), false, p.job)
	ad, ph := add("alamat", tr("Alamat"), false, p.address), add("telepon", tr("Telepon"), false, p.phone)
	back := u.button(tr("Cari di daftar penduduk"), theme.SearchIcon(), weightQuiet, p.clear)
	p.hand = column(12, line(8, plainHeading(tr("Orang di luar daftar penduduk")), spacer(), back),
		n.Box, halves(12, []float32{1, 1}, k.Box, kk.Box), halves(12, []float32{1.2, 1, 1}, pl.Box, b.Box, sx.Box),
		halves(12, []float32{1, 1, 1.3}, fa.Box, ma.Box, jo.Box), halves(12, []float32{2, 1}, ad.Box, ph.Box))
}

// labelHits are the printed labels of a code table, chosen by their text.
func labelHits(t kampung.CodeTable) []hit {
	hits := codeHits(t)
	for i := range hits {
		hits[i].Key = hits[i].Title
	}
	return hits
}

// read takes the typed person into the draft.
func (p *applicantPart) read() {
	a := &p.s.m.Draft.Applicant
	a.Name, a.NIK, a.KK = p.full.Value(), p.nik.Value(), p.kk.Value()
	a.BirthPlace, a.Phone, a.Address = p.place.Value(), p.phone.Value(), p.address.Value()
	a.Sex, a.Religion, a.Marital, a.Job = p.sex.Value(), p.faith.Value(), p.marital.Value(), p.job.Value()
	d, problem := kampung.ParseDate(p.birth.e.Text, kampung.DateOf(p.s.u.env.Now()))
	a.BirthDate, p.s.m.BadBirth, p.s.m.Draft.Birth = d, problem, ""
	if problem != "" {
		p.s.m.Draft.Birth = p.birth.e.Text
	}
}

func (p *applicantPart) lookup(query string) []hit {
	u := p.s.u
	desk := u.desk
	if desk == nil {
		return nil
	}
	found, err := desk.FindResidents(query, 20)
	if err != nil {
		if u.env.Log != nil {
			u.env.Log(err)
		}
		return nil
	}
	hits := make([]hit, len(found))
	for i, r := range found {
		hits[i] = hit{Key: r.ID, Title: r.Name, Sub: residentSub(r, u.env.Now())}
	}
	return hits
}

// choose takes a resident.
func (p *applicantPart) choose(h hit) {
	if h.Key == "" {
		return
	}
	u := p.s.u
	desk := u.desk
	quietly(u, func() (kampung.Resident, error) { return desk.Resident(h.Key) }, func(r kampung.Resident, err error) {
		if u.failed(err) {
			return
		}
		p.set(kampung.PersonOf(r))
	})
}

// set makes a person the applicant and goes on.
func (p *applicantPart) set(person kampung.Person) {
	s := p.s
	s.m.Draft.Applicant, s.m.Draft.Query = person, ""
	s.m.Outside, s.m.BadBirth, s.m.Draft.Birth = false, "", ""
	p.show()
	s.typed(true)
	s.nextFrom(p.field)
}

// clear goes back to looking for somebody.
func (p *applicantPart) clear() {
	s := p.s
	s.m.Draft.Applicant, s.m.Outside, s.m.BadBirth, s.m.Draft.Birth = kampung.Person{}, false, "", ""
	p.show()
	s.typed(true)
	s.u.focus(p.find.e)
}

// outside opens the fields for a person who is not in the register; a typed
// name goes along.
func (p *applicantPart) outside() {
	s := p.s
	s.m.Outside = true
	if s.m.Draft.Applicant.Name == "" {
		s.m.Draft.Applicant = kampung.Person{Name: s.m.Draft.Query, Citizenship: "WNI"}
	}
	s.m.Draft.Query = ""
	p.show()
	s.typed(true)
	s.u.focus(p.full.e)
}

// show copies the draft's person into the widgets.
func (p *applicantPart) show() {
	m := &p.s.m
	a := m.Draft.Applicant
	found := a.Name != "" && !m.Outside
	p.find.e.put(m.Draft.Query)
	p.field.Control.Object().(*fyne.Container).Hidden = found
	p.outLine.Hidden = found || m.Outside
	p.field.Box.Hidden = m.Outside
	p.chosen.Hidden = !found
	p.hand.Hidden = !m.Outside
	if found {
		p.name.Set(a.Name)
		age := ""
		if n := kampung.Age(a.BirthDate, kampung.DateOf(p.s.u.env.Now())); n >= 0 {
			age = tr("{{.N}} tahun", "N", n)
		}
		p.sub.Set(joinDots(a.Sex, age, a.Address))
		kk := ""
		if a.KK != "" {
			kk = "KK " + kampung.MaskNIK(a.KK)
		}
		nik := ""
		if a.NIK != "" {
			nik = "NIK " + kampung.MaskNIK(a.NIK)
		}
		p.nums.Set(joinDots(nik, kk))
	}
	if m.Outside {
		p.full.Put(a.Name)
		p.nik.Put(a.NIK)
		p.kk.Put(a.KK)
		p.place.Put(a.BirthPlace)
		p.phone.Put(a.Phone)
		p.address.Put(a.Address)
		p.birth.Put(a.BirthDate.ISO())
		if m.Draft.Birth != "" {
			p.birth.e.put(m.Draft.Birth)
		}
		p.sex.Put(a.Sex)
		p.faith.Put(a.Religion)
		p.marital.Put(a.Marital)
		p.job.Put(a.Job)
	}
	p.box.Refresh()
	p.s.body.Refresh()
}

// needsPart is what the applicant has to show: ticks, and files scanned in.
type needsPart struct {
	s     *formScreen
	box   *fyne.Container
	list  *fyne.Container
	field *field
	more  *button
	last  *fyne.Container
	hints *words
}

// needsControl lets the part stand among the fields.
type needsControl struct{ p *needsPart }

func (c needsControl) Object() fyne.CanvasObject { return c.p.list }
func (c needsControl) Focus() fyne.Focusable     { return c.p.more }
func (c needsControl) Value() string             { return "" }
func (c needsControl) Put(string)                {}
func (c needsControl) Listen(func(bool))         {}
func (c needsControl) Entry() *entry             { return nil }

func (s *formScreen) newNeedsPart() *needsPart {
	p := &needsPart{s: s, list: column(4)}
	p.more = s.u.button(tr("Lampirkan berkas lain"), theme.MailAttachmentIcon(), weightQuiet, func() { p.scan("") })
	p.field = s.u.field("scans", tr("Syarat yang ditunjukkan"), false, "", needsControl{p})
	p.last = line(0, p.more, spacer())
	p.hints = blame()
	p.hints.Role, p.hints.Size_ = roleWait, sizeSmall
	p.box = column(8, p.field.Box, p.last, p.hints)
	return p
}

// show builds the ticks of the chosen service.
func (p *needsPart) show() {
	s, u := p.s, p.s.u
	p.list.RemoveAll()
	service := s.m.Service()
	for _, r := range service.Requirements {
		if r.Need == kampung.NeedNever {
			continue
		}
		label := r.Label
		if r.Need == kampung.NeedIfAny {
			label += " (" + tr("jika ada") + ")"
		}
		c := u.check(label, func(on bool) {
			s.m.SetShown(r.Key, on)
			s.typed(true)
		})
		for _, k := range s.m.Draft.Shown {
			if k == r.Key {
				c.put(true)
			}
		}
		pick := u.button(tr("Pilih berkas"), theme.MailAttachmentIcon(), weightQuiet, func() { p.scan(r.Key) })
		pick.Small = true
		p.list.Add(container.NewBorder(nil, nil, nil, pick, c))
		p.files(r.Key)
	}
	p.files("")
	if service.Key == "" {
		p.list.Add(aside(tr("Daftar syarat muncul setelah layanan dipilih.")))
	}
	p.last.Hidden = service.Key == ""
	p.box.Refresh()
}

// files lists the scans of a requirement, each with a way to take it off.
func (p *needsPart) files(requirement string) {
	for _, sc := range p.s.m.Draft.Scans {
		if sc.Requirement != requirement {
			continue
		}
		drop := p.s.u.button(tr("Lepas"), theme.CancelIcon(), weightQuiet, func() {
			p.s.m.DropScan(sc.SHA256)
			p.show()
			p.s.body.Refresh()
			p.s.typed(true)
		})
		drop.Small = true
		p.list.Add(inset(0, 28, line(8, newIcon(theme.FileImageIcon(), roleQuiet), quiet(sc.Name+" · "+bytesWord(sc.Size)), drop)))
	}
}

// scan takes a file in.
func (p *needsPart) scan(requirement string) {
	s, u := p.s, p.s.u
	u.pickFile(func(path string) { s.take(requirement, []string{path}) })
}

// take keeps files for a requirement of the draft.
func (s *formScreen) take(requirement string, paths []string) {
	id := s.m.Draft.ID
	s.u.takeFiles(requirement, paths, func(scans []kampung.Scan) {
		if s.m.Draft.ID != id {
			return // another draft is being typed
		}
		for _, sc := range scans {
			s.m.AddScan(sc)
		}
		s.needs.show()
		s.body.Refresh()
		s.typed(true)
	})
}

// Dropped takes files that were dropped on the window.
func (s *formScreen) Dropped(paths []string) {
	if s.m.Service().Key == "" {
		s.u.tell(tr("Pilih layanannya dulu"), tr("Berkas dilampirkan ke syarat suatu layanan. Pilih layanannya, lalu seret berkasnya sekali lagi."))
		return
	}
	s.u.askAttach(paths, s.m.Service(), s.take)
}

// pagesOf is a letter drawn for the screen.
type pagesOf struct{ images []image.Image }

// previewPart is the page at the right.
type previewPart struct {
	s     *formScreen
	box   *fyne.Container
	sheet *sheet
	note  *words
}

func (s *formScreen) newPreviewPart() *previewPart {
	p := &previewPart{s: s, sheet: newSheet(), note: small("")}
	p.note.Align = fyne.TextAlignTrailing
	p.sheet.resized = func() {
		if s.m.Draft.ID != "" {
			s.draw()
		}
	}
	scroll := container.NewVScroll(scrolled(p.sheet))
	p.box = edges(nil, inset(4, 14, p.note), nil, scroll)
	return p
}

func (p *previewPart) say(text string) { p.note.Set(text) }

// show puts the pages up; without a service the page stays empty.
func (p *previewPart) show(pg pagesOf, chosen bool, paper string) {
	if !chosen || len(pg.images) == 0 {
		p.sheet.blank(paperSize(paper))
		p.note.Set(tr("Surat tampak di sini setelah layanan dipilih."))
	} else {
		p.sheet.set(pg.images)
		n := len(pg.images)
		p.note.Set(tr("Pratinjau · {{.N}} halaman", "N", n))
	}
	p.box.Refresh()
}
