package ui

import (
	"encoding/json"
	"strconv"

	"smartkampung/kampung"
)

// printChoices is how letters are printed on this PC, by service; books and
// reports have keys of their own. Under the empty
// key stands the printer used last, which a service printed for the first time
// begins with.
type printChoices map[string]kampung.PrintChoice

// readPrintChoices reads what [printChoices.text] wrote; anything else is as if
// nothing had been chosen.
func readPrintChoices(text string) printChoices {
	c := printChoices{}
	if json.Unmarshal([]byte(text), &c) != nil || c == nil {
		return printChoices{}
	}
	return c
}

func (c printChoices) text() string {
	b, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return string(b)
}

// of is how a service is printed.
func (c printChoices) of(service string) kampung.PrintChoice {
	if own, ok := c[service]; ok {
		return own
	}
	return kampung.PrintChoice{Printer: c[""].Printer}
}

// keep remembers a choice for a service, and its printer for the others.
func (c printChoices) keep(service string, how kampung.PrintChoice) {
	c[service] = how
	c[""] = kampung.PrintChoice{Printer: how.Printer}
}

// mustAsk tells whether the clerk must say where to print: there is no printer,
// or several of which none was used before.
func (c printChoices) mustAsk(service string, printers []string) bool {
	return len(printers) == 0 || len(printers) > 1 && c.of(service).On(printers).Printer == ""
}

// printModel is the box in which printer, paper and copies are chosen.
type printModel struct {
	Printers []string // the default one first
	Choice   kampung.PrintChoice
}

// newPrintModel offers what was chosen last under a key, with a printer that is
// there and the document's own paper where none was chosen.
func newPrintModel(key string, c printChoices, printers []string, paper string) printModel {
	m := printModel{Printers: printers, Choice: c.of(key).On(printers)}
	if m.Choice.Printer == "" && len(printers) > 0 {
		m.Choice.Printer = printers[0]
	}
	if m.Choice.Paper == "" {
		m.Choice.Paper = paper
	}
	return m
}

// SetCopies takes the typed number of copies; problem says why not.
func (m *printModel) SetCopies(typed string) (problem string) {
	n, err := strconv.Atoi(trim(typed))
	if err != nil || n < 1 || n > kampung.MaxCopies {
		return tr("Tulis angka 1 sampai {{.N}}.", "N", kampung.MaxCopies)
	}
	m.Choice.Copies = n
	return ""
}

// printedWords says where pages went.
func printedWords(how kampung.PrintChoice) string {
	where := how.Printer
	if where == "" {
		where = tr("printer utama")
	}
	if n := how.Count(); n > 1 {
		return tr("Dikirim ke {{.Where}}, {{.N}} rangkap.", "Where", where, "N", n)
	}
	return tr("Dikirim ke {{.Where}}.", "Where", where)
}
