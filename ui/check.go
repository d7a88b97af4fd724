package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// checkScreen checks the code of a letter of any village, without a line: from
// its text or from a photo.
type checkScreen struct {
	plainScreen
	u      *UI
	m      checkModel
	body   fyne.CanvasObject
	code   *entry
	check  *button
	answer *fyne.Container
	head   *words
	text   *words
	facts  *fyne.Container
	note   *words
	under  bool
}

func (u *UI) newCheck() *checkScreen {
	s := &checkScreen{u: u}
	s.code = u.entry(tr("Dimulai dengan SK1/, boleh dengan alamat di depannya"))
	s.code.Name = tr("Tulisan dari kode QR")
	s.code.enter = s.look
	s.check = u.button(tr("Periksa"), theme.SearchIcon(), weightMain, s.look)
	photo := u.button(tr("Pilih foto"), theme.FolderOpenIcon(), weightPlain, s.choose)
	back := u.button(tr("Ke daftar"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.head, s.text, s.note = heading(""), paragraph(""), small("")
	s.facts = column(6)
	ask := card(column(8, heading(tr("Tulisan dari kode QR")), line(12, stretch(s.code), s.check, photo),
		aside(tr("Tempel tulisan dari kode pada surat, atau pilih foto suratnya. Tidak perlu sambungan."))))
	s.answer = card(column(8, s.head, s.text, s.facts, s.note))
	s.body = inset(16, 24, column(12, line(12, title(tr("Periksa surat")), back), ask, s.answer))
	s.show()
	return s
}

func (s *checkScreen) Body() fyne.CanvasObject { return s.body }
func (s *checkScreen) First() fyne.Focusable   { return s.code }
func (s *checkScreen) Hint() string            { return tr("Enter memeriksa · Esc ke daftar permohonan") }

// Enter begins anew: what somebody brought before is nobody's business now.
func (s *checkScreen) Enter() {
	s.m = checkModel{}
	s.code.put("")
	s.show()
}

// Back goes to the list.
func (s *checkScreen) Back() { s.u.show(s.u.frame.list) }

func (s *checkScreen) look() {
	if trim(s.code.Text) != "" {
		s.ask(s.code.Text)
	}
}

func (s *checkScreen) choose() {
	s.u.choose(tr("Pilih foto surat"), chooseFile, []string{".jpg", ".jpeg", ".png"}, "", s.ask)
}

// ask checks a text or a file.
func (s *checkScreen) ask(what string) {
	if s.under {
		return
	}
	u, desk := s.u, s.u.desk
	s.under = true
	work(u, tr("Sedang memeriksa surat …"), func() (kampung.CheckedLetter, error) { return desk.CheckLetter(what) },
		func(found kampung.CheckedLetter, err error) {
			s.under = false
			s.m = checkModel{Found: found, Done: err == nil}
			s.show()
			u.failed(err)
		})
}

// show copies the model into the widgets.
func (s *checkScreen) show() {
	s.answer.Hidden = !s.m.Done
	if s.m.Done {
		head, t := s.m.Head()
		s.head.Paint(head, t.role())
		s.text.Set(s.m.Text())
		s.note.Set(s.m.ListNote())
		s.facts.RemoveAll()
		for _, f := range s.m.Facts() {
			s.facts.Add(container.NewBorder(nil, nil, fixed(200, quiet(f[0])), nil, newWords(f[1])))
		}
	}
	s.body.Refresh()
}
