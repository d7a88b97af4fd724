package ui

import "smartkampung/kampung"

// batchRow is what became of one row of several.
type batchRow struct {
	Row kampung.ListRow
	Why string // what kept it from being done; empty when it was
}

// batchReport is what became of rows that something was done to together.
type batchReport struct {
	Rows  []batchRow
	Asked int // rows that were asked for, more than Rows when it was stopped
}

// Done is how many rows were done, and Failed those that were not.
func (b batchReport) Done() int { return len(b.Rows) - len(b.Failed()) }

// Failed are the rows that were not done.
func (b batchReport) Failed() (out []batchRow) {
	for _, r := range b.Rows {
		if r.Why != "" {
			out = append(out, r)
		}
	}
	return out
}

// Left is how many rows were not reached.
func (b batchReport) Left() int { return b.Asked - len(b.Rows) }

// Clean reports whether everything that was asked for was done.
func (b batchReport) Clean() bool { return b.Left() == 0 && len(b.Failed()) == 0 }

// Words tell what was done and what not; done says the first.
func (b batchReport) Words(done func(n string) string) string {
	text := done(countWord(b.Done()))
	if n := len(b.Failed()); n > 0 {
		text += ", " + tr("{{.N}} tidak", "N", countWord(n))
	}
	if n := b.Left(); n > 0 {
		text += ", " + tr("{{.N}} tidak jadi karena dihentikan", "N", countWord(n))
	}
	return text + "."
}

// whyNotPrinted is why a letter cannot be printed; "" when it can.
func whyNotPrinted(s kampung.State) string {
	if s.Signed() {
		return ""
	}
	return tr("Surat dicetak setelah disetujui. Sekarang statusnya: {{.State}}.", "State", stateWord(s))
}

// whyNotHanded is why a letter cannot be handed over; "" when it can.
func whyNotHanded(s kampung.State, role kampung.Role) string {
	return kampung.Advance(s, kampung.StateHanded, role, "")
}
