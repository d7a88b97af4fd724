package window

import (
	"smartkampung/desk"
	"smartkampung/desk/printer"
	"smartkampung/kampung"
)

// Printers are the names of the printers, the default one first.
func Printers() []string { return printer.List() }

// PrintLetter sends the letter to a printer, on the paper and as often as chosen,
// and notes how many copies were printed.
func (w *Desk) PrintLetter(id string, how kampung.PrintChoice) error {
	press, err := desk.Press()
	if err != nil {
		return err
	}
	doc, err := w.LetterOn(id, how.Paper)
	if err != nil {
		return err
	}
	if err := printer.Print(doc, press, printer.Job{Printer: how.Printer, Copies: how.Count()}); err != nil {
		return err
	}
	return desk.Words(w.NotePrint(id, how.Count(), "printer"))
}
