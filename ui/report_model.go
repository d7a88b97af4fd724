package ui

import (
	"fmt"

	"smartkampung/kampung"
)

// reportModel is the report of a period.
type reportModel struct {
	Report kampung.Report
	Ready  bool
}

// barLine is one bar of a chart.
type barLine struct {
	Name  string
	Share float32 // of the longest bar of its chart
	N     string
	Note  string // time against the standard, of a service
}

// chart is a part of the report as bars.
type chart struct {
	Title string
	Lines []barLine
	Note  string // head over the notes, when there are any
}

// partTitle is a part's name in the language of the screen.
func partTitle(key string) string {
	switch key {
	case "layanan":
		return tr("Layanan")
	case "status":
		return tr("Status")
	case "bulan":
		return tr("Bulan")
	case "dusun":
		return tr("Dusun")
	case "kelamin":
		return tr("Jenis kelamin")
	}
	return tr("Umur pemohon")
}

// Charts are the parts as bars.
func (m reportModel) Charts() []chart {
	var out []chart
	for _, p := range m.Report.Parts {
		c := chart{Title: partTitle(p.Key)}
		most := 1
		for _, l := range p.Lines {
			most = max(most, l.Asked)
		}
		for _, l := range p.Lines {
			b := barLine{Name: l.Name, Share: float32(l.Asked) / float32(most), N: fmt.Sprint(l.Asked)}
			if p.Key == "layanan" {
				c.Note = tr("rata-rata / standar")
				b.Note = joinNonEmptyWith(" / ", l.TimeWords(), l.StandardWords())
			}
			c.Lines = append(c.Lines, b)
		}
		out = append(out, c)
	}
	return out
}

// joinNonEmptyWith joins two texts; a dash stands for an empty one.
func joinNonEmptyWith(sep, a, b string) string {
	if a == "" {
		a = "–"
	}
	if b == "" {
		b = "–"
	}
	return a + sep + b
}

// fact is a number with its name.
type fact struct{ Name, Value string }

// Facts are the figures of the whole.
func (m reportModel) Facts() []fact {
	a := m.Report.All
	facts := []fact{{tr("Permohonan"), countWord(a.Asked)}, {tr("Selesai"), countWord(a.Done)}, {tr("Dikerjakan"), countWord(a.Open)}, {tr("Batal"), countWord(a.Cancelled)}}
	if t := a.TimeWords(); t != "" {
		facts = append(facts, fact{tr("Waktu rata-rata"), t})
	}
	if t := a.OnTimeWords(); t != "" {
		facts = append(facts, fact{tr("Sesuai standar"), t})
	}
	return facts
}
