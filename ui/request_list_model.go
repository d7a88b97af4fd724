package ui

import (
	"strings"

	"smartkampung/kampung"
)

// listModel is a list of requests, or of issued letters, with what narrows it.
type listModel struct {
	Text     string
	Filter   string // key of a chip
	Issued   bool   // letters
	Sort     kampung.ListSort
	Services []kampung.Service
	Names    map[string]string
	Today    kampung.Date
}

// listChips are the ready filters over the list of requests.
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

// letterChips are the ready filters over the list of letters.
func letterChips() []hit {
	return []hit{
		{Key: "", Title: tr("Semua")},
		{Key: "setuju", Title: tr("Belum dicetak")},
		{Key: "cetak", Title: tr("Belum diserahkan")},
		{Key: "selesai", Title: tr("Sudah diserahkan")},
		{Key: "camat", Title: tr("Menunggu camat")},
		{Key: "batal", Title: tr("Dibatalkan")},
	}
}

// Query is what the desk is asked for, and what was understood of the typed
// words.
func (m listModel) Query() (kampung.ListQuery, []kampung.Chip) {
	q, chips := kampung.ReadListWords(m.Text, m.Services, m.Today)
	q.Issued, q.Sort = m.Issued, m.Sort
	add := func(states ...kampung.State) { q.Bounds = append(q.Bounds, states) }
	switch m.Filter {
	case "buka":
		add(kampung.StateDraft, kampung.StateChecked, kampung.StateVerified, kampung.StateApproved, kampung.StatePrinted, kampung.StateRefused)
	case "kembali":
		add(kampung.StateRefused, kampung.StateDraft)
	case "setuju":
		add(kampung.StateApproved)
	case "cetak":
		add(kampung.StatePrinted)
	case "camat":
		q.Camat = []kampung.CamatState{kampung.CamatUnsent, kampung.CamatSent, kampung.CamatRefused}
		add(kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded)
	case "selesai":
		add(kampung.StateHanded)
	case "batal":
		add(kampung.StateCancelled)
	}
	return q, chips
}

// Narrowed reports whether the list is not the whole one.
func (m listModel) Narrowed() bool { return trim(m.Text) != "" || m.Filter != "" }

// ChipWord is what was understood, in words.
func (m listModel) ChipWord(c kampung.Chip) string {
	switch c.Kind {
	case kampung.ChipService:
		if n := m.Names[c.Service]; n != "" {
			return n
		}
	case kampung.ChipDays:
		if c.Days.From == c.Days.To {
			return joinDots(c.Words, kampung.ShortDate(c.Days.From))
		}
		return joinDots(c.Words, kampung.ShortDate(c.Days.From)+" – "+kampung.ShortDate(c.Days.To))
	case kampung.ChipSince:
		return tr("sejak {{.Day}}", "Day", kampung.ShortDate(c.Days.From))
	case kampung.ChipUntil:
		return tr("sampai {{.Day}}", "Day", kampung.ShortDate(c.Days.To))
	}
	return c.Words
}

// About tells in words what the list was narrowed to, for a file of it.
func (m listModel) About() string {
	var parts []string
	chips := listChips()
	if m.Issued {
		chips = letterChips()
	}
	for _, h := range chips {
		if h.Key == m.Filter && h.Key != "" {
			parts = append(parts, h.Title)
		}
	}
	if t := trim(m.Text); t != "" {
		parts = append(parts, "“"+t+"”")
	}
	if len(parts) == 0 {
		return tr("Seluruhnya, per {{.Day}}", "Day", dayWord(m.Today))
	}
	return strings.Join(append(parts, tr("per {{.Day}}", "Day", dayWord(m.Today))), ", ")
}

// nextSort is the order after a head was pressed: up, then down, then the list's
// own again.
func nextSort(s kampung.ListSort, by kampung.ListColumn) kampung.ListSort {
	switch {
	case s.By != by:
		return kampung.ListSort{By: by}
	case !s.Down:
		return kampung.ListSort{By: by, Down: true}
	}
	return kampung.ListSort{}
}

// sortText writes an order for this PC's memory, and sortOf reads it.
func sortText(s kampung.ListSort) string {
	if s.Down {
		return string(s.By) + "-"
	}
	return string(s.By)
}

func sortOf(text string, known []kampung.ListColumn) kampung.ListSort {
	by, down := strings.CutSuffix(text, "-")
	for _, k := range known {
		if string(k) == by {
			return kampung.ListSort{By: k, Down: down}
		}
	}
	return kampung.ListSort{}
}
