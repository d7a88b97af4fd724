package window

import (
	"context"
	"path/filepath"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/store"
)

// SaveBook writes a book or a report as PDF or, to a name that ends in .xlsx, as
// a spreadsheet.
func (w *Desk) SaveBook(b kampung.Book, path string) error {
	return w.SaveBookWith(context.Background(), b, path, nil)
}

// SaveStandard writes the sheets of the service standard, of one service or of
// all.
func (w *Desk) SaveStandard(service, path string) error {
	services := w.Services()
	if service != "" {
		s, ok := w.Service(service)
		if !ok {
			return desk.Words(store.ErrNotFound)
		}
		services = []kampung.Service{s}
	}
	pdf, _, err := w.StandardPDF(services...)
	if err != nil {
		return err
	}
	return desk.WriteFile(path, pdf)
}

// Mails lists the incoming letters.
func (w *Desk) Mails() ([]kampung.Mail, error) {
	all, err := w.Desk.Mails()
	return all, desk.Words(err)
}

// SaveMail records or changes an incoming letter.
func (w *Desk) SaveMail(m kampung.Mail) (kampung.Mail, error) {
	m, err := w.Desk.SaveMail(m)
	return m, desk.Words(err)
}

// CancelMail strikes an incoming letter through.
func (w *Desk) CancelMail(id, reason string) (kampung.Mail, error) {
	m, err := w.Desk.CancelMail(id, reason)
	return m, desk.Words(err)
}

// Family lists all who stand on a family card.
func (w *Desk) Family(kk string) ([]kampung.Resident, error) {
	all, err := w.Desk.Family(kk)
	return all, desk.Words(err)
}

// Events lists what happened to residents.
func (w *Desk) Events() ([]kampung.Event, error) {
	all, err := w.Desk.Events()
	return all, desk.Words(err)
}

// PreviewEvent works out what an event changes.
func (w *Desk) PreviewEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error) {
	p, err := w.Desk.PreviewEvent(e, new)
	return p, desk.Words(err)
}

// RecordEvent saves an event.
func (w *Desk) RecordEvent(e kampung.Event, new []kampung.Resident) (kampung.EventPlan, error) {
	p, err := w.Desk.RecordEvent(e, new)
	return p, desk.Words(err)
}

// CancelEvent takes an event back.
func (w *Desk) CancelEvent(id, reason string) (kampung.EventPlan, error) {
	p, err := w.Desk.CancelEvent(id, reason)
	return p, desk.Words(err)
}

// MergeResidents makes one record of two of one person.
func (w *Desk) MergeResidents(keep, drop string, take []string) (kampung.EventPlan, error) {
	p, err := w.Desk.MergeResidents(keep, drop, take)
	return p, desk.Words(err)
}

// ResidentHistory tells which value of a resident changed when.
func (w *Desk) ResidentHistory(id string) ([]kampung.ResidentChangeLine, error) {
	lines, err := w.Desk.ResidentHistory(id)
	return lines, desk.Words(err)
}

// AddSurvey records what one person answered.
func (w *Desk) AddSurvey(s kampung.Survey) (kampung.Survey, error) {
	s, err := w.Desk.AddSurvey(s)
	return s, desk.Words(err)
}

// CancelSurvey takes an answer back.
func (w *Desk) CancelSurvey(id, reason string) (kampung.Survey, error) {
	s, err := w.Desk.CancelSurvey(id, reason)
	return s, desk.Words(err)
}

// Days is what each day brought.
func (w *Desk) Days(first, last kampung.Date) ([]kampung.DayCount, error) {
	days, err := w.Desk.Days(first, last)
	return days, desk.Words(err)
}

// SaveSurveyReport writes the report of the survey for the notice board as PDF or,
// to a name that ends in .xlsx, as a spreadsheet.
func (w *Desk) SaveSurveyReport(r kampung.SurveyReport, path string) error {
	var data []byte
	var err error
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		data, err = w.BookSheet(w.SurveyBook(r))
	} else {
		data, err = w.SurveyNotice(r)
	}
	if err != nil {
		return err
	}
	return desk.WriteFile(path, data)
}

// SaveSurveySheet writes the empty questionnaire.
func (w *Desk) SaveSurveySheet(path string) error {
	data, err := w.SurveySheet()
	if err != nil {
		return err
	}
	return desk.WriteFile(path, data)
}
