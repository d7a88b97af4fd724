package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// prefPrint is where this PC keeps how it prints: a printer belongs to the PC and
// not to the office, whose memory may be on several.
const prefPrint = "cetak"

func (u *UI) printChoices() printChoices {
	return readPrintChoices(u.app.Preferences().String(prefPrint))
}

func (u *UI) keepPrintChoice(service string, how kampung.PrintChoice) {
	c := u.printChoices()
	c.keep(service, how)
	u.app.Preferences().SetString(prefPrint, c.text())
}

// printers asks for the printers off the UI thread.
func (u *UI) printers(then func(names []string)) {
	if u.env.Printers == nil {
		then(nil)
		return
	}
	quietly(u, func() ([]string, error) { return u.env.Printers(), nil }, func(names []string, err error) {
		if !u.failed(err) {
			then(names)
		}
	})
}

// paperOf is the paper on which the letters of a service are printed here.
func (u *UI) paperOf(r kampung.Request) string {
	if p := u.printChoices().of(r.Service).Paper; p != "" {
		return p
	}
	return r.Office.Paper
}

// printing is something that can be printed: a letter, a book, a report.
type printing struct {
	key   string // under which printer, paper and copies are remembered
	name  string
	paper string // its own
	// send prints, off the UI thread; done is called when it is on its way, and
	// save is the way out to a PDF.
	send       func(how kampung.PrintChoice) error
	save, done func()
}

// letterPrinting is the letter of a request.
func (u *UI) letterPrinting(r kampung.Request, s kampung.Service, save, done func()) printing {
	desk := u.desk
	return printing{key: r.Service, name: s.Name, paper: r.Office.Paper, save: save, done: done,
		send: func(how kampung.PrintChoice) error { return printOne(desk, r.ID, how) }}
}

// bookPrinting is a book or a report; books share a choice, and reports.
func (u *UI) bookPrinting(b kampung.Book) printing {
	desk, key, name := u.desk, "buku", tr("buku")
	if b.Key == kampung.BookReport || b.Key == kampung.BookSurvey {
		key, name = "laporan", tr("laporan")
	}
	return printing{key: key, name: name, paper: u.facts.office.Paper, save: func() { u.saveBook(b, ".pdf") }, done: func() {},
		send: func(how kampung.PrintChoice) error { return desk.PrintBook(b, how) }}
}

// print prints as it was done last, and asks only when that cannot be known.
func (u *UI) print(p printing) {
	c := u.printChoices()
	u.printers(func(names []string) {
		if u.env.Printers != nil && c.mustAsk(p.key, names) {
			u.setPrint(p)
			return
		}
		u.send(p, c.of(p.key).On(names))
	})
}

func (u *UI) send(p printing, how kampung.PrintChoice) {
	work(u, tr("Sedang mencetak …"), func() (struct{}, error) { return struct{}{}, p.send(how) }, func(_ struct{}, err error) {
		if u.failed(err) {
			return
		}
		u.bar.done(printedWords(how))
		p.done()
	})
}

// printOne prints a letter and marks it printed.
func printOne(d Desk, id string, how kampung.PrintChoice) error {
	if err := d.PrintLetter(id, how); err != nil {
		return err
	}
	return markPrinted(d, id)
}

// markPrinted takes an approved request to printed, when the desk has not done
// so by itself.
func markPrinted(d Desk, id string) error {
	r, err := d.Request(id)
	if err != nil || r.State != kampung.StateApproved {
		return err
	}
	_, err = d.Advance(id, kampung.StatePrinted, "")
	return err
}

// setPrint opens the box in which printer, paper and copies are chosen.
func (u *UI) setPrint(p printing) {
	u.printers(func(names []string) {
		b := &printBox{u: u, p: p, m: newPrintModel(p.key, u.printChoices(), names, p.paper)}
		b.open()
	})
}

// printBox is the box of [UI.setPrint].
type printBox struct {
	u      *UI
	p      printing
	m      printModel
	box    *modal
	copies *entry
	field  *field
}

func (b *printBox) open() {
	u := b.u
	list := column(12, title(tr("Atur cetak")))
	go1 := u.button(tr("Cetak"), theme.DocumentPrintIcon(), weightMain, b.print)
	first := go1
	pdf := u.button(tr("Simpan PDF"), theme.DocumentSaveIcon(), weightPlain, func() { b.box.close(); b.p.save() })
	no := u.button(tr("Batal"), nil, weightQuiet, func() { b.box.cancel() })
	foot := line(8, pdf, spacer(), no)
	if len(b.m.Printers) == 0 {
		list.Add(paragraph(tr("Belum ada printer di komputer ini. Suratnya tetap tersimpan; simpan sebagai PDF lalu cetak dari komputer lain.")))
		pdf.Weight = weightMain
		first = pdf
	} else {
		list.Add(aside(tr("Diingat untuk {{.Service}} di komputer ini; lain kali Ctrl+P langsung mencetak.", "Service", b.p.name)))
		list.Add(halves(24, []float32{1.1, 1}, b.printerList(), b.paperAndCopies()))
		foot.Add(go1)
	}
	list.Add(foot)
	b.box = u.open(fixed(640*scaleNow(), list), first)
	u.settle(b.box)
}

// print keeps the choice and sends the letter.
func (b *printBox) print() {
	if p := b.m.SetCopies(b.copies.Text); p != "" {
		b.field.SetProblem(p)
		b.u.settle(b.box)
		b.u.focus(b.copies)
		return
	}
	b.box.close()
	b.u.keepPrintChoice(b.p.key, b.m.Choice)
	b.u.send(b.p, b.m.Choice)
}

// printerList offers the printers; beyond seven the list scrolls.
func (b *printBox) printerList() fyne.CanvasObject {
	group := b.group(sameHits(b.m.Printers), theme.DocumentPrintIcon(), &b.m.Choice.Printer)
	list := column(2)
	for _, one := range group {
		one.Cut = true
		list.Add(one)
	}
	label := quiet(tr("Printer"))
	if len(group) <= dropRows {
		return column(4, label, list)
	}
	return column(4, label, sized(1, 7*38*scaleNow(), container.NewVScroll(scrolled(list))))
}

func (b *printBox) paperAndCopies() fyne.CanvasObject {
	papers := column(2)
	for _, one := range b.group(paperHits(), nil, &b.m.Choice.Paper) {
		papers.Add(one)
	}
	b.copies = b.u.entry("")
	b.copies.put(fmt.Sprint(b.m.Choice.Count()))
	b.copies.enter = b.print
	b.field = b.u.field("copies", tr("Rangkap"), false, "", &textControl{b.copies})
	return column(12, column(4, quiet(tr("Kertas")), papers), fixed(140*scaleNow(), b.field.Box))
}

// group makes buttons of which one is chosen; the arrows go to its neighbours.
func (b *printBox) group(options []hit, icon fyne.Resource, to *string) []*button {
	all := make([]*button, len(options))
	for i, o := range options {
		all[i] = b.u.button(o.Title, icon, weightRail, func() {
			*to = o.Key
			for j, one := range all {
				one.Chosen = j == i
				one.Refresh()
			}
		})
		all[i].Chosen = o.Key == *to
		all[i].keys = func(ev *fyne.KeyEvent) bool {
			var next int
			switch ev.Name {
			case fyne.KeyUp:
				next = max(0, i-1)
			case fyne.KeyDown:
				next = min(len(all)-1, i+1)
			default:
				return false
			}
			all[next].press()
			b.u.focus(all[next])
			return true
		}
	}
	return all
}
