package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// timeLine is one sentence of what happened.
type timeLine struct {
	At   time.Time
	Mark timeMark
	Tone tone
	Text string
	When string
	Why  string
}

// timeMark says which icon stands before a sentence.
type timeMark string

// Marks that are no state of a request.
const (
	markPrint  timeMark = "cetak"
	markFile   timeMark = "lampiran"
	markNote   timeMark = "catatan"
	markSent   timeMark = "kirim"
	markAnswer timeMark = "jawaban"
	markCamat  timeMark = "camat"
)

// Timeline tells what happened, the newest last.
func (m detailModel) Timeline() []timeLine {
	lines := m.stepLines()
	lines = append(lines, m.printLines()...)
	lines = append(lines, m.fileLines()...)
	lines = append(lines, m.noteLines()...)
	lines = append(lines, m.answerLines()...)
	for _, s := range m.R.CamatSteps {
		if slices.ContainsFunc(m.R.Answers, func(a kampung.Answer) bool { return a.ID == s.ID }) {
			continue // told as the answer that it is
		}
		lines = append(lines, timeLine{At: s.At, Mark: markCamat, Tone: camatTone(s.State), Text: joinDots(camatWord(s.State), m.who(s.By)), Why: s.Reason})
	}
	for _, at := range m.R.Received {
		lines = append(lines, timeLine{At: at, Mark: markSent, Tone: toneDone, Text: tr("Diterima kabupaten, dengan tanda terima")})
	}
	slices.SortStableFunc(lines, func(a, b timeLine) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	for i := range lines {
		lines[i].Why = breakable(lines[i].Why)
		lines[i].When = dayWord(kampung.DateOf(lines[i].At)) + " " + clock(lines[i].At)
	}
	return lines
}

// stepLines are the recording and the steps. A step to printed is told as the
// print that made it.
func (m detailModel) stepLines() []timeLine {
	r := m.R
	text := tr("Dicatat dan diberi nomor oleh {{.Who}}", "Who", m.who(r.By))
	if r.Replaces != "" && m.Old.Number != "" {
		text = tr("Dicatat sebagai perbaikan surat nomor {{.Number}} oleh {{.Who}}", "Number", m.Old.Number, "Who", m.who(r.By))
	}
	lines := []timeLine{{At: r.At, Mark: timeMark(kampung.StateChecked), Tone: stateTone(kampung.StateChecked), Text: text}}
	for i, s := range r.Steps {
		if i == 0 && s.State == kampung.StateChecked && s.At.Equal(r.At) {
			continue // the recording itself
		}
		if s.State == kampung.StatePrinted && slices.ContainsFunc(r.PrintLog, func(p kampung.Print) bool { return sameMoment(p.At, s.At) }) {
			continue
		}
		l := timeLine{At: s.At, Mark: timeMark(s.State), Tone: stateTone(s.State), Text: stepSentence(s.State, m.who(s.By)), Why: s.Reason}
		switch {
		case s.State == kampung.StateHanded && s.Reason != "":
			l.Text, l.Why = tr("Diserahkan kepada {{.Receiver}} oleh {{.Who}}", "Receiver", s.Reason, "Who", m.who(s.By)), ""
		case s.State == kampung.StateCancelled && r.ReplacedBy != "" && m.New.Number != "":
			l.Text = tr("Diganti dengan surat nomor {{.Number}} oleh {{.Who}}", "Number", m.New.Number, "Who", m.who(s.By))
		}
		lines = append(lines, l)
	}
	return lines
}

// longestWord is how many letters of a word stand on one line; longer ones, such
// as names of files, would make the page wider than the window.
const longestWord = 32

// breakable parts the words of a text that are too long for a line.
func breakable(text string) string {
	words := strings.Split(text, " ")
	for i, w := range words {
		r := []rune(w)
		var parts []string
		for ; len(r) > longestWord; r = r[longestWord:] {
			parts = append(parts, string(r[:longestWord]))
		}
		words[i] = strings.Join(append(parts, string(r)), " ")
	}
	return strings.Join(words, " ")
}

// sameMoment reports whether two entries were made by one act; entries tell
// whole seconds.
func sameMoment(a, b time.Time) bool { return a.Sub(b).Abs() < 2*time.Second }

func (m detailModel) printLines() (lines []timeLine) {
	for _, p := range m.R.PrintLog {
		l := timeLine{At: p.At, Mark: markPrint, Tone: toneWork}
		switch {
		case p.To == "pdf":
			l.Text = tr("Disimpan sebagai PDF oleh {{.Who}}", "Who", m.who(p.By))
		case p.To == "" || p.To == "printer":
			l.Text = tr("Dicetak {{.N}} lembar oleh {{.Who}}", "N", p.Copies, "Who", m.who(p.By))
		default:
			l.Text = tr("Dicetak {{.N}} lembar di {{.Printer}} oleh {{.Who}}", "N", p.Copies, "Printer", p.To, "Who", m.who(p.By))
		}
		lines = append(lines, l)
	}
	return lines
}

func (m detailModel) fileLines() (lines []timeLine) {
	for _, a := range m.R.Attached {
		var names []string
		for _, s := range a.Scans {
			names = append(names, s.Name)
		}
		lines = append(lines, timeLine{At: a.At, Mark: markFile, Tone: toneWork, Why: strings.Join(names, ", "),
			Text: tr("{{.N}} lampiran ditambahkan oleh {{.Who}}", "N", len(a.Scans), "Who", m.who(a.By))})
	}
	return lines
}

func (m detailModel) noteLines() (lines []timeLine) {
	for _, n := range m.R.Notes {
		lines = append(lines, timeLine{At: n.At, Mark: markNote, Tone: toneInk, Text: tr("Catatan {{.Who}}", "Who", m.who(n.By)), Why: n.Text})
	}
	return lines
}

// answerLines are the decisions of the regency's offices.
func (m detailModel) answerLines() (lines []timeLine) {
	for _, a := range m.R.Answers {
		head, t := answerHead(a.Decision, a.Office)
		lines = append(lines, timeLine{At: a.At, Mark: markAnswer, Tone: t, Text: joinDots(head, a.By), Why: a.Reason})
	}
	return lines
}

func stepSentence(s kampung.State, who string) string {
	switch s {
	case kampung.StateDraft:
		return tr("Ditarik kembali untuk diperbaiki oleh {{.Who}}", "Who", who)
	case kampung.StateChecked:
		return tr("Diperbaiki dan diajukan lagi oleh {{.Who}}", "Who", who)
	case kampung.StateVerified:
		return tr("Diperiksa oleh {{.Who}}", "Who", who)
	case kampung.StateApproved:
		return tr("Disetujui oleh {{.Who}}", "Who", who)
	case kampung.StatePrinted:
		return tr("Dicetak oleh {{.Who}}", "Who", who)
	case kampung.StateHanded:
		return tr("Diserahkan kepada pemohon oleh {{.Who}}", "Who", who)
	case kampung.StateRefused:
		return tr("Ditolak oleh {{.Who}}", "Who", who)
	case kampung.StateCancelled:
		return tr("Dibatalkan oleh {{.Who}}", "Who", who)
	}
	return stateWord(s)
}
