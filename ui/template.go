package ui

import (
	"image"
	"reflect"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// templateScreen edits the form and wording of a service, with the page that
// will be printed beside it.
type templateScreen struct {
	plainScreen
	u     *UI
	m     templateModel
	body  *fyne.Container
	pick  *choice
	form  *fields
	get   map[string]control
	names *choice
	pages *choice
	page  int // the one in hand
	past  *choice
	taken string // the version that was taken up, or ""
	older *fyne.Container
	whole *words
	sub   *words
	save  *button
	reset *button
	sheet *sheet
	turn  int
	stop  func()
	base  templateTyped // what was in the fields when they were filled
}

func (u *UI) newTemplates() *templateScreen {
	s := &templateScreen{u: u, form: &fields{u: u}, get: map[string]control{}, whole: blame(), sub: quiet(""), sheet: newSheet()}
	s.pick = u.choice("", nil)
	s.pick.e.Name = tr("Layanan")
	s.pick.Listen(func(left bool) {
		if v := s.pick.Value(); left && v != "" && v != s.m.Info.Key {
			s.pick.Put(s.m.Info.Key)
			s.instead(func() { s.load(v) })
		}
	})
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.save.Key = "Ctrl+S"
	s.reset = u.button(tr("Kembalikan ke bawaan"), theme.ViewRefreshIcon(), weightPlain, s.askReset)
	fresh := u.button(tr("Layanan baru"), theme.ContentAddIcon(), weightPlain, func() { s.instead(s.begin) })
	out := u.button(tr("Simpan sebagai berkas"), theme.DownloadIcon(), weightQuiet, s.export)
	in := u.button(tr("Ambil dari berkas"), theme.FolderOpenIcon(), weightQuiet, func() { s.instead(s.importFile) })
	s.sheet.resized = func() { s.check() }
	head := column(8, line(12, stretch(title(tr("Template surat"))), fixed(360, s.pick.Object())), line(6, s.save, fresh, s.reset, in, out), s.sub)
	left := u.vscroll(scrolled(column(12, s.whole, s.fieldsBox())))
	right := container.NewVScroll(scrolled(s.sheet))
	s.body = inset(16, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), nil, nil, nil, halves(16, []float32{1.1, 1}, left, right)))
	return s
}

// add makes a field of the editor.
func (s *templateScreen) add(key, label string, must bool, help string, c control) fyne.CanvasObject {
	s.get[key] = c
	c.Listen(func(bool) { s.typed() })
	return s.form.add(s.u.field(key, label, must, help, c)).Box
}

// fieldsBox is the form at the left.
func (s *templateScreen) fieldsBox() fyne.CanvasObject {
	u := s.u
	text := func() control { return u.text("") }
	long := func(rows int) control { return &textControl{u.long(rows)} }
	return column(12,
		card(column(12, halves(12, []float32{1, 1.6}, s.add("key", tr("Kunci layanan"), true, tr("Huruf kecil, angka dan garis bawah."), text()), s.add("name", tr("Nama layanan"), true, "", text())),
			halves(12, []float32{1, 1.6}, s.add("short", tr("Nama pendek"), false, "", text()), s.add("title", tr("Judul surat"), true, "", text())),
			halves(12, []float32{1, 1, 1}, s.add("old_code", tr("Kode lama"), false, "", text()), s.add("new_code", tr("Kode baru"), false, "", text()), s.add("valid_days", tr("Berlaku (hari)"), false, tr("0: tanpa batas."), text())),
			halves(12, []float32{1, 1, 1}, s.add("minutes", tr("Waktu layanan (menit)"), false, "", text()), s.add("fee", tr("Biaya (rupiah)"), false, tr("0: gratis."), text()),
				s.add("camat", tr("Disahkan camat"), false, "", u.choice("", []hit{{Key: "tidak", Title: tr("Tidak")}, {Key: "ya", Title: tr("Ya")}}))),
			halves(12, []float32{1, 1}, s.add("group", tr("Kelompok"), false, "", u.choice("", sameHits(kampung.Groups))), s.add("signer", tr("Penanda tangan"), false, "", u.choice("", nil))),
			s.add("goes", tr("Ditujukan ke"), false, "", text()))),
		card(column(12, s.add("fields", tr("Isian"), false, tr("Satu baris satu isian: kunci | Nama isian | tulisan, angka, tanggal, jam, rupiah, nik, pilihan: satu; dua, tabel: nama, Nama, tulisan; lahir, Lahir, tanggal, atau ya-tidak | wajib | bagian Judul | petunjuk Kalimat"), long(5)),
			s.add("requirements", tr("Syarat"), false, tr("Satu baris satu berkas: kunci | Nama berkas | wajib, jika ada, atau tidak perlu"), long(4)))),
		card(s.pageBox(long)),
		card(s.historyBox(text)))
}

// pageBox is the wording of the page in hand.
func (s *templateScreen) pageBox(long func(int) control) fyne.CanvasObject {
	u := s.u
	s.names = u.choice(tr("Pilih isian yang akan disisipkan"), nil)
	s.names.e.Name = tr("Sisipkan isian")
	s.names.Listen(func(left bool) {
		if v := s.names.Value(); left && v != "" {
			s.insert(v)
		}
	})
	s.pages = u.choice("", nil)
	s.pages.e.Name = tr("Lembar")
	s.pages.Listen(func(left bool) {
		if page, err := strconv.Atoi(s.pages.Value()); err == nil && left && page != s.page && page < len(s.m.Typed.Pages) {
			s.turnTo(page)
		}
	})
	return column(12, halves(12, []float32{1, 1}, column(4, quiet(tr("Lembar")), s.pages.Object()), column(4, quiet(tr("Sisipkan isian ke isi surat")), s.names.Object())),
		s.add("blocks", tr("Isi surat"), true, tr("Bagian dipisah baris kosong. Baris pertama boleh [masuk], [tengah], [tebal], [baris], [daftar] atau [jika isian]."), long(16)),
		s.add("signs", tr("Tempat tanda tangan"), false, tr("Kosong: kantor di kanan. Satu baris satu tempat: kiri, tengah, atau kanan | kantor, camat, atau warga | di atas Yang menyatakan, | nama {nama} | meterai"), long(3)),
		s.add("copies", tr("Tembusan, satu baris satu tujuan"), false, "", long(2)))
}

// historyBox takes a note on the change, and offers what was written before.
func (s *templateScreen) historyBox(text func() control) fyne.CanvasObject {
	s.past = s.u.choice(tr("Pilih versi untuk dilihat"), nil)
	s.past.e.Name = tr("Versi sebelumnya")
	s.past.Listen(func(left bool) {
		if v := s.past.Value(); left && v != "" && v != s.taken {
			s.past.Put(s.taken)
			s.instead(func() { s.takeUp(v) })
		}
	})
	s.older = column(4, quiet(tr("Versi sebelumnya")), s.past.Object(), small(tr("Versi yang dipilih berlaku lagi setelah disimpan.")))
	return column(12, s.add("note", tr("Catatan perubahan"), false, tr("Misalnya: kalimat pembuka diperhalus."), text()), s.older)
}

// turnTo puts another page of the letter into the editor.
func (s *templateScreen) turnTo(page int) {
	s.keep()
	s.page = page
	s.fill()
	s.check()
}

// takeUp puts an earlier version into the editor; it counts once it is saved.
func (s *templateScreen) takeUp(version string) {
	u, desk, key := s.u, s.u.desk, s.m.Info.Key
	quietly(u, func() (kampung.Service, error) { return desk.TemplateAt(key, version) }, func(svc kampung.Service, err error) {
		if u.failed(err) || s.m.Info.Key != key {
			return
		}
		s.m.Was, s.m.Typed = svc, typedOf(svc)
		s.show()
		s.taken = version
		s.past.Put(version)
	})
}

func (s *templateScreen) Body() fyne.CanvasObject { return s.body }
func (s *templateScreen) First() fyne.Focusable   { return s.pick.e }
func (s *templateScreen) Hint() string {
	return tr("Pratinjau mengikuti ketikan · Ctrl+S simpan · Esc ke pengaturan")
}
func (s *templateScreen) Enter() { s.load(s.m.Info.Key) }
func (s *templateScreen) Back()  { s.u.show(s.u.frame.settings) }

// Unsaved tells of wording that was changed.
func (s *templateScreen) Unsaved() string {
	if !s.m.May || s.base.Pages == nil {
		return ""
	}
	if s.keep(); reflect.DeepEqual(s.m.Typed, s.base) {
		return ""
	}
	return tr("Perubahan pada template ini belum disimpan.")
}

// Drop forgets it.
func (s *templateScreen) Drop() { s.base = s.m.Typed.copy() }

// instead goes on to something else in the editor, after asking.
func (s *templateScreen) instead(then func()) { s.u.sure(s.Unsaved(), tr("Tinggalkan"), then) }

// Leave ends a check that waits.
func (s *templateScreen) Leave() {
	if s.stop != nil {
		s.stop()
	}
}

func (s *templateScreen) load(key string) {
	u := s.u
	s.turn++
	turn, desk := s.turn, u.desk
	quietly(u, func() (templateModel, error) { return loadTemplates(desk, key) }, func(m templateModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m = m
		s.show()
	})
}

// begin opens a service of the village's own.
func (s *templateScreen) begin() {
	s.turn++
	s.m.Info, s.m.Was = kampung.TemplateInfo{}, newTemplate()
	s.m.Typed = typedOf(s.m.Was)
	s.show()
	s.u.focus(s.get["key"].Focus())
}

// texts are the editor's fields with where their texts are kept.
func (s *templateScreen) texts() map[string]*string {
	t := &s.m.Typed
	for len(t.Pages) == 0 || s.page >= len(t.Pages) {
		t.Pages, s.page = append(t.Pages, pageTyped{Name: tr("Surat")}), 0
	}
	page := &t.Pages[s.page]
	return map[string]*string{"key": &t.Key, "name": &t.Name, "short": &t.Short, "title": &t.Title, "old_code": &t.OldCode, "new_code": &t.NewCode,
		"valid_days": &t.Days, "minutes": &t.Minutes, "fee": &t.Fee, "goes": &t.Goes, "group": &t.Group, "signer": &t.Signer, "camat": &t.Camat,
		"fields": &t.Fields, "requirements": &t.Requirements, "blocks": &page.Blocks, "signs": &page.Signs, "copies": &t.Copies, "note": &t.Note}
}

// show copies the model into the widgets.
func (s *templateScreen) show() {
	s.pick.SetOptions(s.m.Hits())
	s.pick.Put(s.m.Info.Key)
	s.page = 0
	s.get["signer"].(*choice).SetOptions(s.signers())
	s.fill()
	s.keep()
	s.base = s.m.Typed.copy()
	if s.m.Info.Key != "" {
		s.get["key"].Entry().Disable()
	} else {
		s.get["key"].Entry().Enable()
	}
	earlier := s.m.Earlier()
	s.past.SetOptions(earlier)
	s.taken = ""
	s.past.Put("")
	s.older.Hidden = len(earlier) == 0
	s.sub.Set(s.m.Standing())
	s.save.Hidden = !s.m.May
	s.reset.Hidden = !s.m.May || s.m.Info.Kind != kampung.TemplateChanged && s.m.Info.Kind != kampung.TemplateOwn
	s.reset.SetText(tr("Kembalikan ke bawaan"))
	if s.m.Info.Kind == kampung.TemplateOwn {
		s.reset.SetText(tr("Hapus layanan ini"))
	}
	s.check()
	s.body.Refresh()
}

// signers are who may sign in this office; the head stands first and is meant
// where nobody is named.
func (s *templateScreen) signers() []hit {
	hits := []hit{{Key: "", Title: tr("Kepala")}}
	known := s.m.Was.Signer == ""
	for i, who := range s.u.facts.office.Signers {
		if i > 0 {
			hits = append(hits, hit{Key: who.Key, Title: who.Title, Sub: who.Name})
		}
		known = known || who.Key == s.m.Was.Signer
	}
	if !known {
		hits = append(hits, hit{Key: s.m.Was.Signer, Title: s.m.Was.Signer})
	}
	return hits
}

// fill puts what is in the model into the fields.
func (s *templateScreen) fill() {
	for key, text := range s.texts() {
		s.get[key].Put(*text)
	}
	s.pages.SetOptions(s.m.PageHits())
	s.pages.Put(strconv.Itoa(s.page))
}

// keep takes what is in the fields into the model.
func (s *templateScreen) keep() {
	for key, text := range s.texts() {
		*text = s.get[key].Value()
	}
}

// typed is called after each change.
func (s *templateScreen) typed() {
	s.keep()
	if s.stop != nil {
		s.stop()
	}
	s.stop = s.u.after(previewDelay, s.check)
}

// insert writes a placeholder where the text of the letter is being typed.
func (s *templateScreen) insert(name string) {
	s.names.Put("")
	e := s.get["blocks"].Entry()
	s.u.focus(e)
	for _, r := range "{" + name + "}" {
		e.TypedRune(r)
	}
}

// checkedTemplate is what is wrong with what was typed, and its page.
type checkedTemplate struct {
	problems kampung.Problems
	names    []string
	pages    []image.Image
}

// check tells what is wrong beside the fields and draws the page; it runs off
// the UI thread.
func (s *templateScreen) check() {
	u, desk := s.u, s.u.desk
	if desk == nil || len(s.m.All) == 0 && s.m.Was.Key == "" && len(s.m.Was.Blocks) == 0 {
		return
	}
	s.turn++
	turn := s.turn
	svc, ps := s.m.Service()
	office, today := u.facts.office, kampung.DateOf(u.env.Now())
	dpi := u.dpiFor(s.sheet.width, office.Paper)
	quietly(u, func() (checkedTemplate, error) {
		c := checkedTemplate{problems: append(ps, desk.CheckTemplate(svc)...), names: desk.Placeholders(svc)}
		if len(c.problems) > 0 || u.env.Pages == nil || s.sheet.width < 50 {
			return c, nil
		}
		r := kampung.SampleRequest(svc, office, today)
		var err error
		c.pages, err = u.env.Pages(svc, r, desk.Logo(r), dpi)
		return c, err
	}, func(c checkedTemplate, err error) {
		if turn != s.turn {
			return
		}
		if err != nil && u.env.Log != nil {
			u.env.Log(err)
		}
		s.tell(c.problems)
		s.names.SetOptions(sameHits(c.names))
		if len(c.pages) > 0 {
			s.sheet.set(c.pages)
		}
		s.body.Refresh()
	})
}

// tell shows problems beside their fields.
func (s *templateScreen) tell(ps kampung.Problems) {
	ps = s.m.problems(ps, s.page)
	s.form.show(ps.Of, true)
	s.whole.Set(ps.Of(""))
}
