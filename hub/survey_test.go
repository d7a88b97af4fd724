package hub

import (
	"testing"

	"smartkampung/kampung"
)

// surveySum is n surveys that all gave the same answer.
func surveySum(month, n, score int) kampung.SurveySumBody {
	b := kampung.SurveySumBody{Year: 2026, Month: month, SurveySum: kampung.SurveySum{N: n, Sums: map[kampung.SurveyElement]int{}}}
	for _, e := range kampung.SurveyElements {
		b.Sums[e] = n * score
	}
	return b
}

// The newest sum of each PC and month counts, of its own word only, and the PCs
// of a village add up.
func TestSurveysOfAVillageAddUp(t *testing.T) {
	th := newHub(t)
	a, b := th.desk(t, village, 1), th.desk(t, village, 2)
	a.Add(kab, kampung.KindSurveySum, a.Device, surveySum(10, 7, 2))
	a.Add(kab, kampung.KindSurveySum, a.Device, surveySum(11, 5, 3))
	a.Add(kab, kampung.KindSurveySum, a.Device, surveySum(11, 10, 3))
	a.Add(kab, kampung.KindSurveySum, b.Device, surveySum(11, 900, 1))
	broken := surveySum(11, 5, 3)
	broken.Sums[kampung.SurveyFee] = 21
	a.Add(kab, kampung.KindSurveySum, a.Device, broken)
	th.take(t, a, a.Bundle(kab, 0, 5))
	b.Add(kab, kampung.KindSurveySum, b.Device, surveySum(11, 10, 4))
	th.take(t, b, b.Bundle(kab, 0, 1))
	got, err := th.SurveysOf(t.Context(), village, 2026)
	if err != nil || len(got) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	if m := got[1]; m.Period.Label() != "November 2026" || m.Sum.N != 20 || m.Sum.Index().String() != "87,50" || m.Sum.Index().Grade() != "B" {
		t.Errorf("November: %+v, index %s", m, m.Sum.Index())
	}
	if y := got[0]; y.Sum.N != 27 || got[2].Sum.Index().String() != "50,00" {
		t.Errorf("the year %+v, October %+v", y, got[2])
	}
	if none, err := th.SurveysOf(t.Context(), village, 2025); err != nil || none != nil {
		t.Errorf("a year without surveys: %+v, %v", none, err)
	}
}
