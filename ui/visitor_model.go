package ui

import (
	"cmp"
	"slices"

	"smartkampung/kampung"
)

// visitorModel is the temporary residents and the one in the form.
type visitorModel struct {
	All     []kampung.Visitor // who is here first, then the latest to come
	Visitor kampung.Visitor   // in the form; without an ID a new one
	// BadDate is what stands in a date field and is no day.
	BadDate kampung.Problems
}

// loadVisitors reads the list; it reads the disk.
func loadVisitors(d Desk) ([]kampung.Visitor, error) {
	all, err := d.Visitors()
	slices.SortFunc(all, func(a, b kampung.Visitor) int {
		return cmp.Or(cmp.Compare(gone(a), gone(b)), cmp.Compare(b.Arrived.ISO(), a.Arrived.ISO()), cmp.Compare(b.ID, a.ID))
	})
	return all, err
}

// gone is 1 for who has left or is struck through.
func gone(v kampung.Visitor) int {
	if v.Cancelled != "" || !v.Left.IsZero() {
		return 1
	}
	return 0
}

// Problems tells all that is wrong, before the desk is asked.
func (m visitorModel) Problems(today kampung.Date) kampung.Problems {
	ps := kampung.CheckVisitor(kampung.CleanVisitor(m.Visitor), today)
	for _, b := range m.BadDate {
		ps = slices.DeleteFunc(ps, func(p kampung.Problem) bool { return p.Field == b.Field })
	}
	return append(ps, m.BadDate...)
}

// Title says whom the form is about.
func (m visitorModel) Title() string {
	if m.Visitor.ID == "" {
		return tr("Penduduk sementara baru")
	}
	return m.Visitor.Name
}

// Note says that the line does not count any more, or "".
func (m visitorModel) Note() string {
	if m.Visitor.Cancelled == "" {
		return ""
	}
	return tr("Dicoret: {{.Reason}}", "Reason", m.Visitor.Cancelled)
}
