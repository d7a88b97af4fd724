package ui

import (
	"smartkampung/kampung"
)

// Surveys is what the window needs of the satisfaction survey and of what each
// day brought. It may block like [Desk].
type Surveys interface {
	// AddSurvey records what one person answered, CancelSurvey takes it back.
	AddSurvey(kampung.Survey) (kampung.Survey, error)
	CancelSurvey(id, reason string) (kampung.Survey, error)
	SurveyReport(p kampung.Period) (kampung.SurveyReport, error)
	// SaveSurveyReport writes the report as PDF for the notice board or as Excel,
	// by the file's ending; SaveSurveySheet writes the empty questionnaire.
	SaveSurveyReport(r kampung.SurveyReport, path string) error
	SaveSurveySheet(path string) error
	// Days is what was asked for and handed over on each day from the first to the
	// last; a day without anything is left out.
	Days(first, last kampung.Date) ([]kampung.DayCount, error)
}

// pollModel is a survey on the turned screen: which question stands there, and
// what was answered so far.
type pollModel struct {
	Survey kampung.Survey
	At     int // the question, len(kampung.SurveyElements) when all are answered
	Over   bool
	Saved  bool // over with all answers
}

func newPoll(s kampung.Survey) pollModel {
	s.Scores = map[kampung.SurveyElement]int{}
	return pollModel{Survey: s}
}

// Element is the one that is asked.
func (m pollModel) Element() kampung.SurveyElement {
	return kampung.SurveyElements[min(m.At, len(kampung.SurveyElements)-1)]
}

// Answer notes a score from 1 to 4 and goes on; done says that it was the last.
func (m *pollModel) Answer(score int) (done bool) {
	if m.Over || score < 1 || score > kampung.SurveyScores {
		return false
	}
	m.Survey.Scores[m.Element()] = score
	if m.At++; m.At < len(kampung.SurveyElements) {
		return false
	}
	return true
}

// Back goes to the question before; false at the first.
func (m *pollModel) Back() bool {
	if m.At == 0 || m.Over {
		return false
	}
	m.At--
	return true
}
