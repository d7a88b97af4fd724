package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// letterScreen is all letters that were issued, cancelled ones too.
type letterScreen struct {
	plainScreen
	*requestTable
	u    *UI
	body *fyne.Container
}

func (u *UI) newLetters() *letterScreen {
	s := &letterScreen{u: u}
	s.requestTable = u.requestTable(true, letterChips(), []head{{Title: tr("Nomor surat"), Share: 1.7, By: kampung.ColumnNumber}, {Title: tr("Tanggal"), Width: 92, By: kampung.ColumnTime},
		{Title: tr("Layanan"), Share: 1, By: kampung.ColumnService}, {Title: tr("Nama"), Share: 1.8, By: kampung.ColumnName},
		{Title: tr("Status"), Share: 1.5, Icon: true, By: kampung.ColumnState}, {Title: tr("Dicetak"), Width: 110, Icon: true}, {Title: tr("Diserahkan"), Width: 110}}, s.write)
	s.none = func() (string, string) {
		return tr("Belum ada surat yang terbit."), tr("Surat muncul di sini setelah permohonannya disetujui.")
	}
	check := u.button(tr("Periksa surat"), theme.VisibilityIcon(), weightPlain, func() { u.show(u.frame.check) })
	fresh := u.button(tr("Permohonan baru"), theme.ContentAddIcon(), weightMain, func() { u.frame.newRequest() })
	numbers := u.button(tr("Daftar nomor surat"), theme.ListIcon(), weightQuiet, func() { u.show(u.frame.numbers) })
	s.body = s.lay(tr("Surat"), []fyne.CanvasObject{check, fresh}, numbers)
	return s
}

func (s *letterScreen) write(r kampung.ListRow, c []*cell) {
	c[0].text.Bold = true
	c[0].Set(r.Number, roleInk)
	c[1].Set(kampung.ShortDate(r.Day), roleQuiet)
	c[2].Set(s.m.Names[r.Service], roleInk)
	c[3].Set(r.Name, roleInk)
	c[4].Mark(stateIcon(r.State), joinDots(stateWord(r.State), camatShort(r.Camat)), stateTone(r.State).role())
	icon, text, t := printWords(r)
	c[5].Mark(icon, text, t.role())
	handed := ""
	if r.State == kampung.StateHanded {
		handed = kampung.ShortDate(kampung.DateOf(r.Last))
	}
	c[6].Set(handed, roleQuiet)
}

// printWords tell how often a letter was printed.
func printWords(r kampung.ListRow) (fyne.Resource, string, tone) {
	switch {
	case r.Prints > 0:
		return theme.DocumentPrintIcon(), tr("{{.N}} lembar", "N", countWord(r.Prints)), toneQuiet
	case r.State == kampung.StateApproved:
		return theme.RadioButtonIcon(), tr("belum"), toneWait
	}
	return nil, "", toneQuiet
}

func (s *letterScreen) Body() fyne.CanvasObject { return s.body }
func (s *letterScreen) First() fyne.Focusable   { return s.find }
func (s *letterScreen) Hint() string            { return tableHint() }
func (s *letterScreen) Enter()                  { s.again() }
func (s *letterScreen) Back()                   { s.back() }

// Print prints the marked letters; Ctrl+P.
func (s *letterScreen) Print() { s.printMarked() }

func (s *letterScreen) Changed(c kampung.Change) {
	if len(c.Requests) > 0 || c.Sync {
		s.again()
	}
}
