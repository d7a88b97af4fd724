package ui

import (
	"image"

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
	get   map[string]*textControl
	names *choice
	whole *words
	sub   *words
	save  *button
	reset *button
	sheet *sheet
	turn  int
	stop  func()
}

func (u *UI) newTemplates() *templateScreen {
	s := &templateScreen{u: u, form: &fields{u: u}, get: map[string]*textControl{}, whole: blame(), sub: quiet(""), sheet: newSheet()}
	s.pick = u.choice("", nil)
	s.pick.e.Name = tr("Layanan")
	s.pick.Listen(func(left bool) {
		if v := s.pick.Value(); left && v != "" && v != s.m.Info.Key {
			s.load(v)
		}
	})
	s.save = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.reset = u.button(tr("Kembalikan ke bawaan"), theme.ViewRefreshIcon(), weightPlain, s.askReset)
	fresh := u.button(tr("Layanan baru"), theme.ContentAddIcon(), weightPlain, s.begin)
	out := u.button(tr("Simpan sebagai berkas"), theme.DownloadIcon(), weightQuiet, s.export)
	in := u.button(tr("Ambil dari berkas"), theme.FolderOpenIcon(), weightQuiet, s.importFile)
	back := u.button(tr("Ke pengaturan"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.sheet.resized = func() { s.check() }
	head := column(8, line(12, stretch(title(tr("Template surat"))), fixed(360, s.pick.Object())), line(6, s.save, fresh, s.reset, in, out, back), s.sub)
	left := u.vscroll(scrolled(column(12, s.whole, s.fieldsBox())))
	right := container.NewVScroll(scrolled(s.sheet))
	s.body = inset(16, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), nil, nil, nil, halves(16, []float32{1.1, 1}, left, right)))
	return s
}

// fieldsBox is the form at the left.
func (s *templateScreen) fieldsBox() fyne.CanvasObject {
	u := s.u
	add := func(key, label string, must bool, help string, e *entry) fyne.CanvasObject {
		c := &textControl{e}
		s.get[key] = c
		c.Listen(func(bool) { s.typed() })
		return s.form.add(u.field(key, label, must, help, c)).Box
	}
	s.names = u.choice(tr("Pilih isian yang akan disisipkan"), nil)
	s.names.e.Name = tr("Sisipkan isian")
	s.names.Listen(func(left bool) {
		if v := s.names.Value(); left && v != "" {
			s.insert(v)
		}
	})
	names := column(4, quiet(tr("Sisipkan isian ke isi surat")), s.names.Object())
	return column(12,
		card(column(12, halves(12, []float32{1, 1.6}, add("key", tr("Kunci layanan"), true, tr("Huruf kecil, angka dan garis bawah."), u.entry("")), add("name", tr("Nama layanan"), true, "", u.entry(""))),
			halves(12, []float32{1, 1.6}, add("short", tr("Nama pendek"), false, "", u.entry("")), add("title", tr("Judul surat"), true, "", u.entry(""))),
			halves(12, []float32{1, 1, 1}, add("old_code", tr("Kode lama"), false, "", u.entry("")), add("new_code", tr("Kode baru"), false, "", u.entry("")), add("valid_days", tr("Berlaku (hari)"), false, tr("0: tanpa batas."), u.entry(""))))),
		card(column(12, add("fields", tr("Isian"), false, tr("Satu baris satu isian: kunci | Nama isian | tulisan, angka, tanggal, jam, rupiah, nik, pilihan: satu; dua, atau ya-tidak | wajib | bagian Judul | petunjuk Kalimat"), u.long(5)))),
		card(column(12, names, add("blocks", tr("Isi surat"), true, tr("Bagian dipisah baris kosong. Baris pertama boleh [masuk], [tengah], [tebal], [baris], [daftar] atau [jika isian]."), u.long(16)),
			add("copies", tr("Tembusan, satu baris satu tujuan"), false, "", u.long(2)))))
}

func (s *templateScreen) Body() fyne.CanvasObject { return s.body }
func (s *templateScreen) First() fyne.Focusable   { return s.pick.e }
func (s *templateScreen) Hint() string {
	return tr("Pratinjau mengikuti ketikan · Ctrl+S simpan · Esc ke pengaturan")
}
func (s *templateScreen) Enter() { s.load(s.m.Info.Key) }
func (s *templateScreen) Back()  { s.u.show(s.u.frame.settings) }

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
	s.u.focus(s.get["key"].e)
}

// texts are the editor's fields with where their texts are kept.
func (s *templateScreen) texts() map[string]*string {
	t := &s.m.Typed
	return map[string]*string{"key": &t.Key, "name": &t.Name, "short": &t.Short, "title": &t.Title, "old_code": &t.OldCode, "new_code": &t.NewCode,
		"valid_days": &t.Days, "fields": &t.Fields, "blocks": &t.Blocks, "copies": &t.Copies}
}

// show copies the model into the widgets.
func (s *templateScreen) show() {
	s.pick.SetOptions(s.m.Hits())
	s.pick.Put(s.m.Info.Key)
	for key, text := range s.texts() {
		s.get[key].Put(*text)
	}
	if s.m.Info.Key != "" {
		s.get["key"].e.Disable()
	} else {
		s.get["key"].e.Enable()
	}
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

// typed is called after each change.
func (s *templateScreen) typed() {
	for key, text := range s.texts() {
		*text = s.get[key].Value()
	}
	if s.stop != nil {
		s.stop()
	}
	s.stop = s.u.after(previewDelay, s.check)
}

// insert writes a placeholder where the text of the letter is being typed.
func (s *templateScreen) insert(name string) {
	s.names.Put("")
	e := s.get["blocks"].e
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
	if desk == nil || len(s.m.All) == 0 && s.m.Was.Key == "" && s.m.Typed.Blocks == "" {
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
	ps = templateProblems(ps)
	s.form.show(ps.Of, true)
	s.whole.Set(ps.Of(""))
}
