package store

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"smartkampung/kampung"
)

// answered is a survey with the same answer to all questions.
func answered(day kampung.Date, score int) kampung.Survey {
	w := kampung.Survey{Day: day, Service: "sku", Sex: 2, Scores: map[kampung.SurveyElement]int{}}
	for _, e := range kampung.SurveyElements {
		w.Scores[e] = score
	}
	return w
}

func addSurveys(t *testing.T, s *Store, day kampung.Date, scores ...int) (all []kampung.Survey) {
	t.Helper()
	for _, score := range scores {
		w, err := s.AddSurvey(answered(day, score))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	return all
}

// sums reads what the kabupaten journal tells of surveys, as months and numbers.
func sums(t *testing.T, s *Store) (said []kampung.SurveySum) {
	t.Helper()
	lines, err := s.journalDump(kampung.AudienceKabupaten)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		e, err := kampung.ParseEntry(line)
		if err != nil {
			t.Fatal(err)
		}
		if e.Head.Kind != kampung.KindSurveySum {
			continue
		}
		var b kampung.SurveySumBody
		if err := json.Unmarshal(e.Body, &b); err != nil || !b.Valid() {
			t.Fatalf("%s: %v", e.Body, err)
		}
		said = append(said, b.SurveySum)
	}
	return said
}

func TestSurveysSurviveALostDatabase(t *testing.T) {
	s, dir, _ := newStore(t)
	today := kampung.DateOf(s.opt.Now())
	all := addSurveys(t, s, today, 4, 3, 2)
	addSurveys(t, s, kampung.Date{Year: 2026, Month: 10, Day: 31}, 1)
	if _, err := s.CancelSurvey(all[2].ID, " "); err == nil {
		t.Error("taken back without a reason")
	}
	if _, err := s.CancelSurvey(all[2].ID, "terketik dua kali"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CancelSurvey(newID(), "tidak ada"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an answer that is not there: %v", err)
	}
	bad := answered(today, 5)
	var ps kampung.Problems
	if _, err := s.AddSurvey(bad); !errors.As(err, &ps) {
		t.Errorf("a fifth face: %v", err)
	}
	month := kampung.PeriodOf(today)
	before, err := s.Surveys(month)
	if err != nil || len(before) != 3 || before[2].Cancelled != "terketik dua kali" {
		t.Fatalf("%+v, %v", before, err)
	}
	if year, err := s.Surveys(kampung.Period{Year: 2026}); err != nil || len(year) != 4 {
		t.Fatalf("a year has %d, %v", len(year), err)
	}
	days, err := s.Days(today, today)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, dbName)); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	if after, err := s.Surveys(month); err != nil || !reflect.DeepEqual(before, after) {
		t.Errorf("after %+v, %v", after, err)
	}
	if again, err := s.Days(today, today); err != nil || !reflect.DeepEqual(days, again) {
		t.Errorf("days %v, %v", again, err)
	}
}

func TestSumOfSurveysGoesUpWithoutAPerson(t *testing.T) {
	c := newClock()
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), testOptions(c))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tell := func(want int) []kampung.SurveySum {
		t.Helper()
		if err := s.SumSurveys(); err != nil {
			t.Fatal(err)
		}
		said := sums(t, s)
		if len(said) != want {
			t.Fatalf("%d sums were told, want %d: %+v", len(said), want, said)
		}
		return said
	}
	today := kampung.DateOf(c.now())
	all := addSurveys(t, s, today, 4, 4, 4, 4)
	tell(0) // four answers wait for a fifth
	addSurveys(t, s, today, 2)
	if said := tell(1); said[0].N != 5 || said[0].Sums[kampung.SurveyFee] != 18 {
		t.Errorf("%+v", said)
	}
	tell(1)
	addSurveys(t, s, today, 1)
	tell(1) // the difference would be one person's answer
	if _, err := s.CancelSurvey(all[0].ID, "salah baca"); err != nil {
		t.Fatal(err)
	}
	addSurveys(t, s, today, 1)
	tell(1)
	c.add(31 * 24 * time.Hour)
	if said := tell(2); said[1].N != 6 || said[1].Sums[kampung.SurveyTime] != 16 {
		t.Errorf("%+v", said[1])
	}
	tell(2)
}

func TestDaysFollowTheRequests(t *testing.T) {
	s, _, _ := newStore(t)
	people := seed(t, s, 3)
	today := kampung.DateOf(s.opt.Now())
	for i, to := range [][]kampung.State{{kampung.StateVerified, kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded}, {kampung.StateCancelled}, nil} {
		r := record(t, s, people[i])
		for _, state := range to {
			if _, err := s.Advance(r.ID, state, "warga membatalkan"); err != nil {
				t.Fatal(err)
			}
		}
	}
	days, err := s.Days(kampung.AddDays(today, -1), kampung.AddDays(today, 1))
	if err != nil || len(days) != 1 || days[0].Total() != 2 || days[0].Handed != 1 || days[0].Asked["sku"] != 2 {
		t.Errorf("%+v, %v", days, err)
	}
}

// An answer may be taken back by another PC than the one that recorded it, and
// its log may come first. The views are what is made of the logs anew, in the
// order of a check: this PC's own first.
func TestSurveyTakenBackBeforeItCame(t *testing.T) {
	p := newPCs(t, 3)
	w, err := p.all[0].AddSurvey(answered(kampung.DateOf(p.clock.now()), 3))
	if err != nil {
		t.Fatal(err)
	}
	p.boxes = nil
	p.pack(0, 0)
	made := p.boxes[0]
	for _, data := range made {
		p.take(1, data)
	}
	if _, err := p.all[1].CancelSurvey(w.ID, "terketik dua kali"); err != nil {
		t.Fatal(err)
	}
	p.pack(1, 0)
	for _, box := range [][][]byte{p.boxes[1], made} {
		for _, data := range box {
			p.take(2, data)
		}
	}
	if all, err := p.all[2].Surveys(kampung.Period{Year: w.Day.Year}); err != nil || len(all) != 1 || all[0].Cancelled != "terketik dua kali" {
		t.Errorf("%+v, %v", all, err)
	}
	for i := range p.all {
		p.all[i].Close()
		r, err := Check(p.dirs[i], "admin", testPassword, testOptions(p.clock))
		if err != nil || len(r.Damage) > 0 {
			t.Errorf("PC %d: %v, %v", i, r.Damage, err)
		}
		p.reopen(i, "")
	}
}
