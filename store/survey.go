package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"smartkampung/kampung"
)

// AddSurvey records what one person answered. Errors: [kampung.Problems].
func (s *Store) AddSurvey(w kampung.Survey) (kampung.Survey, error) {
	w.ID, w.Cancelled = "", ""
	if p := kampung.CheckSurvey(w, kampung.DateOf(s.opt.Now())); p.Err() != nil {
		return w, p
	}
	id := newID()
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindSurvey, subject: id, body: w, first: true}}, kampung.Change{Surveys: true}, nil
	})
	w.ID = id
	return w, err
}

// CancelSurvey takes an answer out of the count: a sheet that was typed twice or
// wrongly. Errors: [kampung.Problems] without a reason, [ErrNotFound].
func (s *Store) CancelSurvey(id, reason string) (w kampung.Survey, err error) {
	if text := kampung.CheckCancel(reason); text != "" {
		var ps kampung.Problems
		ps.Add("batal", text)
		return w, ps
	}
	err = s.change(func(v view) ([]entry, kampung.Change, error) {
		if w, err = surveyLedger.one(v, id); err != nil {
			return nil, kampung.Change{}, err
		}
		w.Cancelled = kampung.FoldSpace(reason)
		entries, err := surveyLedger.change(v, id, w)
		return entries, kampung.Change{Surveys: true}, err
	})
	return w, err
}

// Surveys lists the answers of the days of a period, cancelled ones too, by
// month and in the order in which they were recorded.
func (s *Store) Surveys(p kampung.Period) (all []kampung.Survey, err error) {
	err = s.read(func(v view) error {
		all = nil
		return v.eachSurvey(monthKey(p.First()), monthKey(p.Last()), func(_ []byte, rec ledgerRec[kampung.Survey]) error {
			if p.Contains(rec.Line.Day) {
				all = append(all, rec.Line)
			}
			return nil
		})
	})
	return all, err
}

// monthKey is how a month is written in keys, "2026-11".
func monthKey(d kampung.Date) string { return kampung.PeriodOf(d).Code() }

// eachSurvey reads the answers of the months from one to another.
func (v view) eachSurvey(from, to string, visit func(key []byte, rec ledgerRec[kampung.Survey]) error) error {
	c := v.bucket(bSurveyAt).Cursor()
	for k, _ := c.Seek([]byte(from)); len(k) > len(from) && string(k[:len(to)]) <= to; k, _ = c.Next() {
		var rec ledgerRec[kampung.Survey]
		if _, err := v.load(bSurvey, k[len(from):], &rec); err != nil {
			return err
		}
		if !rec.Made {
			continue
		}
		if err := visit(k[len(from):], rec); err != nil {
			return err
		}
	}
	return nil
}

// projectSurvey folds an entry into its answer and notes its month.
func (v view) projectSurvey(at spot, p kampung.ParsedEntry, fresh bool) error {
	if err := surveyLedger.project(v, at, p, fresh); err != nil {
		return err
	}
	w, err := surveyLedger.one(v, p.Head.Subject)
	if err != nil {
		if notThere(err) {
			return nil // what makes it has not come yet
		}
		return err
	}
	key, err := idKey(p.Head.Subject)
	if err != nil {
		return err
	}
	month := monthKey(w.Day)
	if err := v.bucket(bSurveyAt).Put(append([]byte(month), key...), []byte{1}); err != nil {
		return fmt.Errorf("store: month of a survey: %w", err)
	}
	var came mark
	if _, err := v.load(bMark, surveyCame(month), &came); err != nil {
		return err
	}
	came.Size++
	return v.save(bMark, surveyCame(month), came)
}

// surveyCame marks how often something came about a month's answers, and
// surveySeen at which of them the month was last summed. They depend on the order
// in which logs arrive and so are of this PC, and no view.
func surveyCame(month string) []byte { return []byte("survey/came/" + month) }
func surveySeen(month string) []byte { return []byte("survey/seen/" + month) }

// surveySumRec is what a device said of a month, with the entry's place in time.
type surveySumRec struct {
	kampung.SurveySum
	Tick int64 `json:"tick"`
}

func (v view) projectSurveySum(p kampung.ParsedEntry) error {
	var b kampung.SurveySumBody
	if err := json.Unmarshal(p.Body, &b); err != nil || !b.Valid() {
		return fmt.Errorf("%w: sum of surveys", errBody)
	}
	key := sumKey(monthKey(kampung.Date{Year: b.Year, Month: b.Month, Day: 1}), p.Head.Subject)
	var old surveySumRec
	if found, err := v.load(bSurveySum, key, &old); err != nil || found && old.Tick > p.Head.Tick {
		return err
	}
	return v.save(bSurveySum, key, surveySumRec{b.SurveySum, p.Head.Tick})
}

func sumKey(month, device string) []byte { return []byte(month + "/" + device) }

// SumSurveys tells the regency what the answers that this PC recorded add up to,
// of each month of which enough is new ([kampung.SurveySumDue]).
func (s *Store) SumSurveys() error {
	if s.keysNow().Joining {
		return nil
	}
	seen := map[string]int64{}
	err := s.change(func(v view) (entries []entry, _ kampung.Change, err error) {
		clear(seen)
		for _, month := range v.surveyMonths() {
			var came, last mark
			if _, err := v.load(bMark, surveyCame(month), &came); err != nil {
				return nil, kampung.Change{}, err
			}
			known, err := v.load(bMark, surveySeen(month), &last)
			if err != nil {
				return nil, kampung.Change{}, err
			}
			if known && last.Size == came.Size {
				continue
			}
			e, settled, err := v.surveySum(month)
			if err != nil {
				return nil, kampung.Change{}, err
			}
			entries = append(entries, e...)
			if settled {
				seen[month] = came.Size
			}
		}
		return entries, kampung.Change{Sync: len(entries) > 0}, nil
	})
	if err != nil || len(seen) == 0 {
		return err
	}
	return s.local(func(v view) error {
		for month, n := range seen {
			if err := v.save(bMark, surveySeen(month), mark{Size: n, At: s.opt.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
}

// surveyMonths lists the months that have answers.
func (v view) surveyMonths() (months []string) {
	const length = len("2026-11")
	c := v.bucket(bSurveyAt).Cursor()
	for k, _ := c.First(); len(k) > length; {
		month := string(k[:length])
		months = append(months, month)
		k, _ = c.Seek(append([]byte(month), bytes.Repeat([]byte{0xff}, 17)...))
	}
	return months
}

// surveySum is the entry that tells a month's sum, none when it is not due;
// settled says that nothing more is to be told until another answer comes.
func (v view) surveySum(month string) (entries []entry, settled bool, err error) {
	var sum kampung.SurveySum
	err = v.eachSurvey(month, month, func(_ []byte, rec ledgerRec[kampung.Survey]) error {
		mine, err := v.wroteHere(rec)
		if mine {
			sum.Add(rec.Line)
		}
		return err
	})
	if err != nil {
		return nil, false, err
	}
	var last surveySumRec
	if _, err := v.load(bSurveySum, sumKey(month, v.s.keys.Device), &last); err != nil {
		return nil, false, err
	}
	over := month < monthKey(kampung.DateOf(v.s.opt.Now()))
	if !kampung.SurveySumDue(last.SurveySum, sum, over) {
		return nil, sum.N == last.N, nil
	}
	b := kampung.SurveySumBody{SurveySum: sum}
	b.Year, _ = strconv.Atoi(month[:4])
	b.Month, _ = strconv.Atoi(month[5:])
	return []entry{{audience: kampung.AudienceKabupaten, kind: kampung.KindSurveySum, subject: v.s.keys.Device, body: b}}, true, nil
}

// wroteHere reports whether this PC recorded an answer, in this epoch or before.
func (v view) wroteHere(rec ledgerRec[kampung.Survey]) (bool, error) {
	vs, err := v.versions(kampung.AudienceKantor, rec.trail)
	if err != nil {
		return false, err
	}
	i := slices.IndexFunc(vs, func(w kampung.Version) bool { return w.Head.Kind == kampung.KindSurvey })
	return i >= 0 && vs[i].Device == v.s.keys.Device, nil
}
