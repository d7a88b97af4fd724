package ui

import (
	"cmp"
	"slices"

	"smartkampung/kampung"
)

// mailModel is the incoming letters and the one in the form.
type mailModel struct {
	All  []kampung.Mail // the newest first
	Mail kampung.Mail   // in the form; without an ID a new one
	// BadDate is what stands in a date field and is no day.
	BadDate kampung.Problems
}

// loadMails reads the list; it reads the disk.
func loadMails(d Desk) ([]kampung.Mail, error) {
	all, err := d.Mails()
	slices.SortFunc(all, func(a, b kampung.Mail) int {
		return cmp.Or(cmp.Compare(b.Year, a.Year), cmp.Compare(a.Scope, b.Scope), cmp.Compare(b.Seq, a.Seq))
	})
	return all, err
}

// find is the letter with an id, or an empty one.
func (m mailModel) find(id string) kampung.Mail {
	if i := slices.IndexFunc(m.All, func(x kampung.Mail) bool { return x.ID == id }); i >= 0 {
		return m.All[i]
	}
	return kampung.Mail{}
}

// Problems tells all that is wrong, before the desk is asked.
func (m mailModel) Problems(today kampung.Date) kampung.Problems {
	ps := kampung.CheckMail(kampung.CleanMail(m.Mail), today)
	for _, b := range m.BadDate {
		ps = slices.DeleteFunc(ps, func(p kampung.Problem) bool { return p.Field == b.Field })
	}
	return append(ps, m.BadDate...)
}

// Title says which letter the form is about.
func (m mailModel) Title() string {
	if m.Mail.ID == "" {
		return tr("Surat masuk baru")
	}
	return tr("Surat masuk nomor agenda {{.N}}", "N", m.Mail.AgendaNumber())
}

// Note says why the letter cannot be changed any more, or "".
func (m mailModel) Note() string {
	if m.Mail.Cancelled == "" {
		return ""
	}
	return tr("Dicoret: {{.Reason}}", "Reason", m.Mail.Cancelled)
}
