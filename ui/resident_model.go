package ui

import (
	"smartkampung/kampung"
)

// residentsModel is the list of residents that a search found.
type residentsModel struct {
	Query string
	Rows  []kampung.ResidentRow
	Total int
}

const residentPage = 200

// loadResidents searches the register; it reads the disk.
func loadResidents(d Desk, query string) (residentsModel, error) {
	rows, err := d.FindResidents(trim(query), residentPage)
	return residentsModel{Query: query, Rows: rows, Total: d.Residents()}, err
}

// CountWords tells how much of the register is shown.
func (m residentsModel) CountWords() string {
	if len(m.Rows) == residentPage {
		return tr("{{.N}} teratas dari {{.All}} penduduk. Ketik untuk mempersempit.", "N", residentPage, "All", countWord(m.Total))
	}
	if trim(m.Query) == "" && len(m.Rows) < m.Total {
		return tr("{{.All}} penduduk. Ketik nama, NIK, KK, dusun atau RT untuk mencari.", "All", countWord(m.Total))
	}
	return tr("{{.N}} dari {{.All}} penduduk", "N", countWord(len(m.Rows)), "All", countWord(m.Total))
}
