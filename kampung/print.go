package kampung

// MaxCopies bounds how many copies of a letter are printed at once: a slip of
// the finger must not empty the tray.
const MaxCopies = 20

// PrintChoice is how the letters of a service are printed on one PC: what was
// chosen last is offered the next time.
type PrintChoice struct {
	Printer string `json:"printer,omitempty"` // empty for the PC's default one
	Paper   string `json:"paper,omitempty"`   // "F4", "A4", "F4-210"; empty for the office's
	Copies  int    `json:"copies,omitempty"`  // 0 counts as 1
}

// Count is the number of copies, 1 to [MaxCopies].
func (c PrintChoice) Count() int { return min(max(c.Copies, 1), MaxCopies) }

// On fits a choice to the printers that are there now, the default one first: a
// printer that was taken away is replaced by the default one, so that Ctrl+P
// goes on working.
func (c PrintChoice) On(printers []string) PrintChoice {
	for _, p := range printers {
		if p == c.Printer {
			return c
		}
	}
	c.Printer = ""
	return c
}
