package desk

import (
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// SurveyReport tells how satisfied the served of a period were.
func (d *Desk) SurveyReport(p kampung.Period) (r kampung.SurveyReport, err error) {
	surveys, err := d.Surveys(p)
	if err != nil {
		return r, Words(err)
	}
	days, err := d.Days(p.First(), p.Last())
	if err != nil {
		return r, Words(err)
	}
	served := 0
	for _, day := range days {
		served += day.Handed
	}
	return kampung.NewSurveyReport(p, surveys, served), nil
}

// SurveyBook is the report as a table, with the services' names.
func (d *Desk) SurveyBook(r kampung.SurveyReport) kampung.Book {
	names := map[string]string{}
	for _, s := range d.Services() {
		names[s.Key] = s.Name
	}
	return r.Book(names)
}

// SurveyNotice sets the report for the notice board, to be signed today by the
// office's head.
func (d *Desk) SurveyNotice(r kampung.SurveyReport) ([]byte, error) {
	return d.surveyPDF(func(p *letter.Press, o letter.StandardOptions) letter.Document { return p.SurveyNotice(r, o) })
}

// SurveySheet sets the empty questionnaire for answers on paper.
func (d *Desk) SurveySheet() ([]byte, error) {
	return d.surveyPDF(func(p *letter.Press, o letter.StandardOptions) letter.Document { return p.SurveySheet(o) })
}

func (d *Desk) surveyPDF(set func(*letter.Press, letter.StandardOptions) letter.Document) ([]byte, error) {
	o, err := d.Office()
	if err != nil {
		return nil, Words(err)
	}
	press, err := Press()
	if err != nil {
		return nil, err
	}
	head := kampung.LetterheadOf(o)
	doc := set(press, letter.StandardOptions{Office: head, Logo: d.Logo(kampung.Request{Office: head}), Day: d.today()})
	return doc.PDF(press)
}
