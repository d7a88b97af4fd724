package ui

import (
	"strconv"

	"smartkampung/kampung"
)

// numberModel is the list of letter numbers of a year.
type numberModel struct {
	Year     int
	Scope    string   // counter that is shown
	Scopes   []string // counters of the year
	Filter   string   // "", "kosong" or "belum"
	List     kampung.NumberList
	Services []kampung.Service
	Office   kampung.Office
}

// loadNumbers reads the list; it reads the disk.
func loadNumbers(d Desk, m numberModel, now kampung.Date) (numberModel, error) {
	m.Office, m.Services = d.Office(), d.Services()
	if m.Year == 0 {
		m.Year = now.Year
	}
	var err error
	if m.Scopes, err = d.NumberScopes(m.Year); err != nil {
		return m, err
	}
	known := false
	for _, s := range m.Scopes {
		known = known || s == m.Scope
	}
	if !known {
		m.Scope, m.List = "", kampung.NumberList{Year: m.Year}
		if len(m.Scopes) > 0 {
			m.Scope = m.Scopes[0]
		}
	}
	if m.Scope != "" {
		m.List, err = d.Numbers(m.Scope)
	}
	return m, err
}

// Lines are those that the filter lets through.
func (m numberModel) Lines() []kampung.NumberLine {
	var out []kampung.NumberLine
	for _, l := range m.List.Lines {
		if m.Filter == "" || m.Filter == "kosong" && l.Status.Missing() || m.Filter == "belum" && l.Status == kampung.NumberUnknown {
			out = append(out, l)
		}
	}
	return out
}

// numberFilters narrow the list.
func numberFilters() []hit {
	return []hit{{Key: "", Title: tr("Semua nomor")}, {Key: "kosong", Title: tr("Tanpa surat")}, {Key: "belum", Title: tr("Belum jelas")}}
}

// ScopeHits are the counters to choose from.
func (m numberModel) ScopeHits() []hit {
	names := map[string]string{}
	for _, s := range m.Services {
		names[s.Key] = s.Name
	}
	hits := make([]hit, len(m.Scopes))
	for i, s := range m.Scopes {
		hits[i] = hit{Key: s, Title: kampung.ScopeLabel(s, func(key string) string { return names[key] })}
	}
	return hits
}

// yearHits are this year and those before it.
func yearHits(now int) []hit {
	hits := make([]hit, 6)
	for i := range hits {
		y := strconv.Itoa(now - i)
		hits[i] = hit{Key: y, Title: y}
	}
	return hits
}

// numberWord is what became of a number, in words.
func numberWord(s kampung.NumberStatus) string {
	switch s {
	case kampung.NumberOfLetter:
		return tr("Surat")
	case kampung.NumberCancelled:
		return tr("Batal")
	case kampung.NumberOfMail:
		return tr("Surat masuk")
	case kampung.NumberOnPaper:
		return tr("Surat di kertas")
	case kampung.NumberKept:
		return tr("Dipesan")
	case kampung.NumberUnused:
		return tr("Tidak dipakai")
	case kampung.NumberAhead:
		return tr("Belum dipakai")
	case kampung.NumberOfOther:
		return tr("Jatah komputer lain")
	}
	return tr("Belum jelas")
}

// numberTone is its colour.
func numberTone(s kampung.NumberStatus) tone {
	switch s {
	case kampung.NumberUnknown:
		return toneBack
	case kampung.NumberKept, kampung.NumberOnPaper:
		return toneWait
	case kampung.NumberOfLetter:
		return toneDone
	}
	return toneQuiet
}

// Summary tells how many numbers lack a reason.
func (m numberModel) Summary() string {
	if m.List.Unknown == 0 {
		return tr("Tiap nomor ada suratnya atau alasannya.")
	}
	return tr("{{.N}} nomor belum jelas. Pilih barisnya untuk menulis alasannya.", "N", m.List.Unknown)
}

// numberTyped is what a clerk types about numbers.
type numberTyped struct {
	Use                                       kampung.NumberUse
	Scope                                     string // kept when the note is about a line of the list
	Service, From, To, Number, Date, Who, Why string
	Count                                     string
}

// Note is what was typed as the rules want it, with all that is wrong; what
// cannot be read is told in place of what is missing then.
func (f numberTyped) Note(today kampung.Date) (n kampung.NumberNote, count int, ps kampung.Problems) {
	n = kampung.NumberNote{Use: f.Use, Scope: f.Scope, Service: f.Service, Number: f.Number, Who: f.Who, Why: f.Why}
	whole := func(key, text string) int {
		v, err := strconv.Atoi(trim(text))
		if trim(text) != "" && (err != nil || v < 1) {
			ps.Add(key, tr("Tulis dengan angka, misalnya 12."))
		}
		return v
	}
	n.From, n.To, count = whole("from", f.From), whole("to", f.To), whole("count", f.Count)
	if f.Use == kampung.NumberPaper && trim(f.Date) != "" {
		d, text := kampung.ParseDate(f.Date, today)
		n.Date = d
		if text != "" {
			ps.Add("date", text)
		}
	}
	rules := kampung.CleanNumberNote(n)
	if f.Use == kampung.NumberReserved {
		rules.From, rules.To = 1, 1 // the desk finds them
		if count < 1 && ps.Of("count") == "" {
			ps.Add("count", tr("Tulis dengan angka, misalnya 12."))
		}
	}
	read := ps
	for _, p := range kampung.CheckNumberNote(rules, today) {
		if read.Of(p.Field) == "" {
			ps = append(ps, p)
		}
	}
	return n, count, ps
}
