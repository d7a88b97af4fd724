package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// bookScreen is one of the office's books for a month or a year.
type bookScreen struct {
	u      *UI
	m      bookModel
	body   *fyne.Container
	which  *choice
	period *periodField
	grid   *grid
	count  *words
	empty  *fyne.Container
	pdf    *button
	excel  *button
	turn   int
	stale  bool
}

func (u *UI) newBook() *bookScreen {
	s := &bookScreen{u: u, m: bookModel{Key: kampung.BookAgenda}, stale: true}
	s.which = u.choice("", bookHits())
	s.which.e.Name = tr("Buku")
	s.which.Put(string(s.m.Key))
	s.which.Listen(func(left bool) {
		if k := kampung.BookKey(s.which.Value()); left && k != "" && k != s.m.Key {
			s.m.Key = k
			s.load()
		}
	})
	s.period = u.periodField(func(p kampung.Period) { s.m.Period = p; s.load() })
	s.m.Period = s.period.last
	s.which.chosen = func() { u.focus(s.period.month.e) }
	s.grid = u.grid(func() int { return len(s.m.Book.Rows) }, func(r, c int) (string, bool) { return s.m.Cell(r, c) }, s.open)
	s.count = small("")
	s.pdf = u.button(tr("Simpan PDF"), theme.DocumentSaveIcon(), weightPlain, func() { s.save(".pdf") })
	s.excel = u.button(tr("Simpan Excel"), theme.DocumentSaveIcon(), weightPlain, func() { s.save(".xlsx") })
	mail := u.button(tr("Surat masuk"), theme.MailReplyIcon(), weightMain, func() { u.frame.mail.anew() })
	guests := u.button(tr("Penduduk sementara"), theme.AccountIcon(), weightPlain, func() { u.show(u.frame.visitors) })
	s.empty = container.NewStack()
	head := column(12, line(12, title(tr("Buku")), s.pdf, s.excel, guests, mail), line(12, fixed(400, s.which.Object()), s.period.box, spacer()))
	s.body = inset(20, 24, container.NewBorder(column(0, head, sized(0, 12, spacer())), inset(6, 0, s.count), nil, nil,
		tightCard(container.NewStack(s.grid, s.empty))))
	return s
}

func (s *bookScreen) Body() fyne.CanvasObject { return s.body }
func (s *bookScreen) First() fyne.Focusable   { return s.which.Focus() }
func (s *bookScreen) Hint() string {
	return tr("Panah bawah memilih buku · Tab ke bulan, tahun dan tabel · Enter membuka barisnya · Ctrl+P mencetak")
}

// Print prints the book as it was done last; Ctrl+P.
func (s *bookScreen) Print() {
	if s.m.Ready {
		s.u.print(s.u.bookPrinting(s.m.Book))
	}
}

// SetPrint chooses printer, paper and copies first; Ctrl+Shift+P.
func (s *bookScreen) SetPrint() {
	if s.m.Ready {
		s.u.setPrint(s.u.bookPrinting(s.m.Book))
	}
}

func (s *bookScreen) Back() { s.u.show(s.u.frame.home) }

// Enter fills the book anew when something has changed since.
func (s *bookScreen) Enter() {
	if s.stale {
		s.load()
	}
}

func (s *bookScreen) Leave() { s.stale = true }

func (s *bookScreen) Changed(c kampung.Change) {
	if c.Books || c.Residents || len(c.Requests) > 0 {
		s.load()
	}
}

func (s *bookScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk, key, p := s.turn, u.desk, s.m.Key, s.m.Period
	work(u, tr("Sedang menyusun buku …"), func() (kampung.Book, error) { return desk.Book(key, p) }, func(b kampung.Book, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		s.m.Book, s.m.Ready, s.stale = b, true, false
		s.show()
	})
}

// show copies the model into the widgets.
func (s *bookScreen) show() {
	heads := make([]string, len(s.m.Book.Columns))
	for i, c := range s.m.Book.Columns {
		heads[i] = headText(c)
	}
	s.grid.fit(heads, s.m.Widths())
	s.count.Set(s.m.Count())
	s.empty.RemoveAll()
	if s.m.Ready && len(s.m.Book.Rows) == 0 {
		s.empty.Add(container.NewCenter(container.New(wide{least: 420}, column(4, centredWords(tr("Nihil")), centredQuiet(tr("Pilih bulan atau buku lain; buku kosong pun dapat disimpan."))))))
	}
	s.body.Refresh()
}

// open goes to what a line is about.
func (s *bookScreen) open(row int) {
	f := s.u.frame
	switch to, id := s.m.Opens(row); to {
	case targetRequest:
		f.openRequest(id)
	case targetResident:
		f.openResident(id)
	case targetMail:
		f.mail.open(id)
	}
}

func (s *bookScreen) save(ext string) {
	if s.m.Ready {
		s.u.saveBook(s.m.Book, ext)
	}
}

// saveBook writes a book or a report where the clerk says, and opens nothing.
func (u *UI) saveBook(b kampung.Book, ext string) { u.saveBookAs(b, ext, bookFileName(b, ext)) }

// saveBookAs is saveBook with a name to propose.
func (u *UI) saveBookAs(b kampung.Book, ext, proposed string) {
	desk := u.desk
	name := tr("Simpan sebagai PDF")
	if ext != ".pdf" {
		name = tr("Simpan sebagai Excel")
	}
	u.choose(name, chooseSave, []string{ext}, proposed, func(path string) {
		path = withEnding(path, ext)
		run(u, long[struct{}]{
			Saying: tr("Menyimpan {{.Name}}", "Name", b.Title), Stopped: tr("Dibatalkan. Tidak ada berkas yang ditulis."),
			Do: func(ctx context.Context, tell kampung.Tell) (struct{}, error) {
				return struct{}{}, desk.SaveBookWith(ctx, b, path, tell)
			},
			Done: func(_ struct{}, err error) {
				if !u.failed(err) {
					u.bar.done(tr("Tersimpan di {{.Path}}", "Path", path))
				}
			},
		})
	})
}

// Commands are what can be done with the book.
func (s *bookScreen) Commands() []command {
	return []command{{Title: tr("Simpan PDF"), Keys: "Ctrl+P", do: s.Print}, {Title: tr("Simpan Excel"), do: func() { s.save(".xlsx") }}}
}
