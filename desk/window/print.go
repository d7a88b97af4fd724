package window

import (
	"smartkampung/desk"
	"smartkampung/desk/printer"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// Printers are the names of the printers, the default one first.
func Printers() []string { return printer.List() }

// PrintLetter sends the letter to a printer, on the paper and as often as chosen,
// and notes how many copies were printed.
func (w *Desk) PrintLetter(id string, how kampung.PrintChoice) error {
	doc, err := w.LetterOn(id, how.Paper)
	if err != nil {
		return err
	}
	if err := sendTo(doc, how); err != nil {
		return err
	}
	return desk.Words(w.NotePrint(id, how.Count(), "printer"))
}

// PrintBook sends a book or a report to a printer.
func (w *Desk) PrintBook(b kampung.Book, how kampung.PrintChoice) error {
	doc, err := w.BookOn(b, how.Paper)
	if err != nil {
		return err
	}
	return sendTo(doc, how)
}

func sendTo(doc letter.Document, how kampung.PrintChoice) error {
	press, err := desk.Press()
	if err != nil {
		return err
	}
	return printer.Print(doc, press, printer.Job{Printer: how.Printer, Copies: how.Count()})
}
