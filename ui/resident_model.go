package ui

import (
	"smartkampung/kampung"
)

// residentsModel is the list of residents, narrowed by what was typed.
type residentsModel struct {
	Query string
	Sort  kampung.ListSort
	Shown int // residents in the list
	Total int // residents in the register
}

// CountWords tells how much of the register is shown.
func (m residentsModel) CountWords() string {
	if trim(m.Query) == "" {
		return tr("{{.All}} penduduk", "All", countWord(m.Total))
	}
	return tr("{{.N}} dari {{.All}} penduduk", "N", countWord(m.Shown), "All", countWord(m.Total))
}

// About tells in words what the list was narrowed to, for a file of it.
func (m residentsModel) About(today kampung.Date) string {
	if t := trim(m.Query); t != "" {
		return "“" + t + "”, " + tr("per {{.Day}}", "Day", dayWord(today))
	}
	return tr("Seluruhnya, per {{.Day}}", "Day", dayWord(today))
}
