package ui

import (
	"slices"

	"smartkampung/kampung"
)

// newsModel is what the regency said and this account has not looked at.
type newsModel struct {
	All   []kampung.News // the newest first
	names map[string]string
	away  map[string]bool // put away by the clerk: still counted, not shown
}

// set takes what the desk has now.
func (m *newsModel) set(all []kampung.News, names map[string]string) { m.All, m.names = all, names }

// Top is the news to show, the newest that was not put away.
func (m *newsModel) Top() (n kampung.News, ok bool) {
	for _, n := range m.All {
		if !m.away[n.ID] {
			return n, true
		}
	}
	return n, false
}

// PutAway hides all that there is; what comes later shows again.
func (m *newsModel) PutAway() {
	m.away = map[string]bool{}
	for _, n := range m.All {
		m.away[n.ID] = true
	}
}

// Forget takes the news about a request that is being looked at.
func (m *newsModel) Forget(request string) (was bool) {
	left := slices.DeleteFunc(slices.Clone(m.All), func(n kampung.News) bool { return n.RequestRow.ID == request })
	was = len(left) < len(m.All)
	m.All = left
	return was
}

// newsName bounds a name, so that the reason has room on the line.
const newsName = 28

// Words are a piece of news in one line: who, what, about whom and why.
func (m *newsModel) Words(n kampung.News) (text string, t tone) {
	head, t := answerHead(n.Decision, n.Office)
	if n.Verdict != "" {
		head, t = verdictHead(n.Verdict)
	}
	return joinDots(head, clip(n.Name, newsName), m.names[n.Service], n.Reason), t
}

// Counter is the words on the button that counts.
func (m *newsModel) Counter() string { return tr("{{.N}} kabar", "N", countWord(len(m.All))) }

// answerHead is a decision of an office in words.
func answerHead(d kampung.Decision, office string) (string, tone) {
	switch d {
	case kampung.DecisionAccept:
		return tr("Disetujui {{.Office}}", "Office", office), toneDone
	case kampung.DecisionRefuse:
		return tr("Ditolak {{.Office}}", "Office", office), toneBack
	case kampung.DecisionMend:
		return tr("{{.Office}} minta perbaikan", "Office", office), toneBack
	}
	return tr("Jawaban {{.Office}}", "Office", office), toneWait
}

// verdictHead is a verdict of the hub in words.
func verdictHead(v kampung.Verdict) (string, tone) {
	if v == kampung.VerdictRefused {
		return tr("Catatan pusat kabupaten"), toneBack
	}
	return tr("Catatan pusat kabupaten"), toneWait
}
