package ui

import (
	"errors"
	"fmt"
	"os"
	"slices"

	"smartkampung/kampung"
)

// memSurveys is the satisfaction survey of a memDesk.
type memSurveys struct {
	all  []kampung.Survey
	fail error // of the next answer
}

func (d *memDesk) AddSurvey(s kampung.Survey) (kampung.Survey, error) {
	if err := d.surveys.fail; err != nil {
		d.surveys.fail = nil
		return s, err
	}
	if ps := kampung.CheckSurvey(s, kampung.DateOf(d.now())); ps.Err() != nil {
		return s, ps
	}
	s.ID = fmt.Sprintf("survei-%d", len(d.surveys.all)+1)
	d.surveys.all = append(d.surveys.all, s)
	return s, nil
}

func (d *memDesk) CancelSurvey(id, reason string) (kampung.Survey, error) {
	i := slices.IndexFunc(d.surveys.all, func(s kampung.Survey) bool { return s.ID == id })
	if i < 0 {
		return kampung.Survey{}, errors.New("no such survey")
	}
	d.surveys.all[i].Cancelled = reason
	return d.surveys.all[i], nil
}

func (d *memDesk) SurveyReport(p kampung.Period) (kampung.SurveyReport, error) {
	days, err := d.Days(p.First(), p.Last())
	served := 0
	for _, day := range days {
		served += day.Handed
	}
	return kampung.NewSurveyReport(p, d.surveys.all, served), err
}

func (d *memDesk) SaveSurveyReport(_ kampung.SurveyReport, path string) error {
	d.ledger.saved = append(d.ledger.saved, path)
	return os.WriteFile(path, []byte("laporan"), 0o600)
}

func (d *memDesk) SaveSurveySheet(path string) error {
	d.ledger.saved = append(d.ledger.saved, path)
	return os.WriteFile(path, []byte("lembar"), 0o600)
}

func (d *memDesk) Days(first, last kampung.Date) ([]kampung.DayCount, error) {
	by := map[kampung.Date]*kampung.DayCount{}
	at := func(day kampung.Date) *kampung.DayCount {
		if by[day] == nil {
			by[day] = &kampung.DayCount{Day: day, Asked: map[string]int{}}
		}
		return by[day]
	}
	for _, r := range d.requestsNow() {
		if r.State == kampung.StateCancelled {
			continue
		}
		at(kampung.DateOf(r.At)).Asked[r.Service]++
		if r.State == kampung.StateHanded {
			at(kampung.DateOf(r.Steps[len(r.Steps)-1].At)).Handed++
		}
	}
	var days []kampung.DayCount
	for day := first; !last.Before(day); day = kampung.AddDays(day, 1) {
		if by[day] != nil {
			days = append(days, *by[day])
		}
	}
	return days, nil
}
