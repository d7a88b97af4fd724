package ui

import "smartkampung/kampung"

// listModel is the list of requests with what narrows it.
type listModel struct {
	Text   string
	Filter string // key of a chip
	Rows   []kampung.RequestRow
	Names  map[string]string
	More   bool // the last page was full
}

const listPage = 100

// listChips are the ready filters over the list.
func listChips() []hit {
	return []hit{
		{Key: "", Title: tr("Semua")},
		{Key: "buka", Title: tr("Perlu dikerjakan")},
		{Key: "kembali", Title: tr("Dikembalikan")},
		{Key: "setuju", Title: tr("Siap cetak")},
		{Key: "cetak", Title: tr("Siap diserahkan")},
		{Key: "camat", Title: tr("Menunggu camat")},
		{Key: "selesai", Title: tr("Selesai")},
		{Key: "batal", Title: tr("Dibatalkan")},
	}
}

// filter is what the desk is asked for.
func (m listModel) filter(before string) kampung.RequestFilter {
	f := kampung.RequestFilter{Text: trim(m.Text), Limit: listPage, Before: before}
	switch m.Filter {
	case "buka":
		f.Open = true
	case "kembali":
		f.States = []kampung.State{kampung.StateRefused, kampung.StateDraft}
	case "setuju":
		f.States = []kampung.State{kampung.StateApproved}
	case "cetak":
		f.States = []kampung.State{kampung.StatePrinted}
	case "camat":
		f.Camat = []kampung.CamatState{kampung.CamatUnsent, kampung.CamatSent, kampung.CamatRefused}
		f.States = []kampung.State{kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded}
	case "selesai":
		f.States = []kampung.State{kampung.StateHanded}
	case "batal":
		f.States = []kampung.State{kampung.StateCancelled}
	}
	return f
}

// loadList reads a page of the list; it reads the disk.
func loadList(d Desk, m listModel, before string) (listModel, error) {
	rows, err := d.Requests(m.filter(before))
	if err != nil {
		return m, err
	}
	m.More = len(rows) == listPage
	m.Names = shortNames(d.Services())
	if before == "" {
		m.Rows = rows
	} else {
		m.Rows = append(append([]kampung.RequestRow{}, m.Rows...), rows...)
	}
	return m, nil
}
