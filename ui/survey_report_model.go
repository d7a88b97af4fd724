package ui

import (
	"fmt"
	"strconv"

	"smartkampung/kampung"
)

// surveyModel is the report of the satisfaction survey, and the sheet that is
// being typed.
type surveyModel struct {
	Period kampung.Period
	Report kampung.SurveyReport
	Ready  bool
	Typed  []kampung.Survey // since the screen came up, the last one last
}

// surveyPeriods offers what a report may be about: years, halves, quarters and
// months of this year and the last, none that is yet to begin.
func surveyPeriods(today kampung.Date) []hit {
	var hits []hit
	add := func(p kampung.Period) {
		if !today.Before(p.First()) {
			hits = append(hits, hit{Key: p.Code(), Title: p.Label()})
		}
	}
	for year := today.Year; year > today.Year-2; year-- {
		for m := 12; m >= 1; m-- {
			add(kampung.Period{Year: year, Month: m})
		}
		for q := 4; q >= 1; q-- {
			add(kampung.Quarter(year, q))
		}
		add(kampung.Half(year, 2))
		add(kampung.Half(year, 1))
		add(kampung.Period{Year: year})
	}
	return hits
}

// Facts are the figures over the chart.
func (m surveyModel) Facts() []fact {
	r := m.Report
	facts := []fact{{tr("Penilaian"), countWord(r.Sum.N)}, {tr("Pelayanan diserahkan"), countWord(r.Served)}, {tr("Perlu penilaian"), countWord(r.Needed)}}
	if r.Paper > 0 {
		facts = append(facts, fact{tr("Dari kertas"), countWord(r.Paper)})
	}
	return facts
}

// Grade is the grade with its meaning, and its tone.
func (m surveyModel) Grade() (string, tone) {
	g := m.Report.Sum.Index().Grade()
	switch g {
	case "A", "B":
		return g + " · " + kampung.GradeWords(g), toneDone
	case "C":
		return g + " · " + kampung.GradeWords(g), toneWait
	case "D":
		return g + " · " + kampung.GradeWords(g), toneBack
	}
	return tr("Belum ada penilaian pada masa ini."), toneQuiet
}

// Bars are the elements, the worst value of 25 as the shortest bar.
func (m surveyModel) Bars() []barLine {
	var out []barLine
	for _, e := range kampung.SurveyElements {
		i := m.Report.Sum.Element(e)
		out = append(out, barLine{Name: e.Title(), Share: max(0, float32(i)-2000) / 8000, N: i.String(), Note: i.Grade()})
	}
	return out
}

// MonthBars are the indices of the months, when there are several.
func (m surveyModel) MonthBars() []barLine {
	var out []barLine
	for month := 1; month <= 12; month++ {
		if sum, ok := m.Report.Months[month]; ok {
			out = append(out, barLine{Name: monthWord(month), Share: max(0, float32(sum.Index())-2000) / 8000, N: sum.Index().String(), Note: strconv.Itoa(sum.N)})
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// TypedLine says what was typed last.
func (m surveyModel) TypedLine() string {
	if len(m.Typed) == 0 {
		return ""
	}
	last := m.Typed[len(m.Typed)-1]
	digits := ""
	for _, e := range kampung.SurveyElements {
		digits += fmt.Sprint(last.Scores[e])
	}
	return tr("{{.N}} lembar tersimpan, terakhir {{.Digits}}", "N", countWord(len(m.Typed)), "Digits", digits)
}
