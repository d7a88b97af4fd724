package kampung

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func scored(t *testing.T, digits string) Survey {
	t.Helper()
	scores, wrong := ParseScores(digits)
	if wrong != "" {
		t.Fatalf("%s: %s", digits, wrong)
	}
	return Survey{Day: Date{2026, 11, 23}, Scores: scores}
}

// The vector: three sheets whose index a weight of 0,111 makes 80,48 and one of
// 0,11 makes 79,75.
func TestSurveyIndexOfKnownSheets(t *testing.T) {
	var s SurveySum
	for _, digits := range []string{"334433433", "433434432", "333433323"} {
		s.Add(scored(t, digits))
	}
	if got := s.Index(); got.String() != "80,56" || got.Grade() != "B" || GradeWords(got.Grade()) != "Baik" {
		t.Errorf("index %s, grade %s", got, got.Grade())
	}
	if got := s.Mean(SurveyRequirements); got != "3,333" {
		t.Errorf("mean of the first element %s", got)
	}
	if got := s.Element(SurveyTime); got.String() != "83,33" {
		t.Errorf("third element %s", got)
	}
	if got := s.Sums[SurveyComplaints]; got != 8 {
		t.Errorf("complaints add up to %d", got)
	}
}

func TestSurveyGradesHaveNoGap(t *testing.T) {
	for i, want := range map[SurveyIndex]string{0: "", 2500: "D", 6499: "D", 6500: "C", 7660: "C", 7661: "B", 8830: "B", 8831: "A", 10000: "A"} {
		if got := i.Grade(); got != want {
			t.Errorf("%s is %q, want %q", i, got, want)
		}
	}
}

func TestSurveyIndexStaysInItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sum, other SurveySum
		lowest, highest := SurveyScores, 1
		n := rapid.IntRange(1, 30).Draw(t, "sheets")
		for range n {
			s := Survey{Scores: map[SurveyElement]int{}}
			for _, e := range SurveyElements {
				v := rapid.IntRange(1, SurveyScores).Draw(t, "score")
				s.Scores[e], lowest, highest = v, min(lowest, v), max(highest, v)
			}
			if rapid.Bool().Draw(t, "pc") {
				sum.Add(s)
			} else {
				other.Add(s)
			}
		}
		sum.Join(other)
		if sum.N != n || !sum.Valid() {
			t.Fatalf("%d of %d sheets, valid %v", sum.N, n, sum.Valid())
		}
		if i := int(sum.Index()); i < 2500*lowest || i > 2500*highest {
			t.Fatalf("index %d with answers from %d to %d", i, lowest, highest)
		}
		sum.Sums[SurveyFee] = SurveyScores*n + 1
		if sum.Valid() {
			t.Fatal("a sum above the best answers is valid")
		}
	})
}

// Values of the published table of Krejcie and Morgan.
func TestSurveySample(t *testing.T) {
	for served, want := range map[int]int{0: 0, 1: 1, 10: 10, 50: 44, 100: 80, 200: 132, 500: 217, 1000: 278, 5000: 357, 10000: 370} {
		if got := SurveySample(served); got != want {
			t.Errorf("of %d served %d answer, want %d", served, got, want)
		}
	}
}

func TestSurveyOfTellsNobodysName(t *testing.T) {
	r := Request{ID: "x", Service: "sku", State: StateHanded, Applicant: Person{Resident: "r", NIK: "3510054107850001", Name: "RINI CONTOH", Sex: "Perempuan",
		BirthDate: Date{1985, 7, 1}, Education: "SLTA/Sederajat", Job: "Karyawan Swasta"}}
	got := SurveyOf(r, time.Date(2026, 11, 23, 14, 5, 0, 0, WIB))
	if got.Sex != 2 || SurveyGroups[1].Options[got.Age-1] != "36–45 tahun" || got.Education != 3 || got.Job != 4 || got.Session != 2 || got.Service != "sku" || got.ID != "" {
		t.Errorf("%+v", got)
	}
	if got := SurveyOf(Request{}, time.Date(2026, 11, 23, 8, 5, 0, 0, WIB)); got.Sex+got.Age+got.Education+got.Job != 0 || got.Session != 1 {
		t.Errorf("of nobody known: %+v", got)
	}
	r.Steps = []Step{{State: StatePrinted, At: time.Date(2026, 11, 22, 9, 0, 0, 0, WIB)}, {State: StateHanded, At: time.Date(2026, 11, 23, 9, 0, 0, 0, WIB)}}
	if !CanSurvey(r, Date{2026, 11, 23}) || CanSurvey(r, Date{2026, 11, 24}) {
		t.Error("who was served today is not asked, or who was long gone is")
	}
	if r.State = StatePrinted; CanSurvey(r, Date{2026, 11, 23}) {
		t.Error("who has not got the letter is asked")
	}
}

func TestCheckSurvey(t *testing.T) {
	today := Date{2026, 11, 23}
	good := scored(t, "334 433 433")
	if ps := CheckSurvey(good, today); ps.Err() != nil {
		t.Error(ps)
	}
	for _, text := range []string{"", "33443343", "3344334335", "334433430", "33443343x"} {
		if _, wrong := ParseScores(text); wrong == "" {
			t.Errorf("%q is read", text)
		}
	}
	bad := scored(t, "334433433")
	bad.Day, bad.Age, bad.Session = Date{2026, 11, 24}, 9, 3
	delete(bad.Scores, SurveyFee)
	bad.Scores["U8"] = 3
	ps := CheckSurvey(bad, today)
	for _, key := range []string{"hari", "umur", "sesi", "biaya", "nilai"} {
		if ps.Of(key) == "" {
			t.Errorf("nothing said about %s: %v", key, ps)
		}
	}
}

func TestSurveyReport(t *testing.T) {
	surveys := []Survey{scored(t, "334433433"), scored(t, "433434432"), scored(t, "333433323"), scored(t, "111111111"), scored(t, "444444444")}
	surveys[0].Service, surveys[1].Service, surveys[0].Sex, surveys[1].Paper = "sku", "sku", 2, true
	surveys[3].Cancelled, surveys[4].Day = "terketik dua kali", Date{2026, 9, 1}
	r := NewSurveyReport(Quarter(2026, 4), surveys, 10)
	if r.Sum.N != 3 || r.Sum.Index().String() != "80,56" || r.Paper != 1 || r.Needed != 10 || r.Enough() || r.Groups["kelamin"][2] != 1 || r.Groups["kelamin"][0] != 2 {
		t.Errorf("%+v", r)
	}
	if len(r.Services) != 2 || r.Services[0].Service != "sku" || r.Services[0].N != 2 || r.Services[0].Index != 0 {
		t.Errorf("services %+v: a part of few answers shows no index", r.Services)
	}
	b := r.Book(map[string]string{"sku": "Surat Keterangan Usaha"})
	if b.Period.Label() != "Triwulan IV 2026" || b.Rows[9].Cells[4] != "80,56" || b.Rows[9].Cells[5] != "B" {
		t.Errorf("%+v", b.Rows[9])
	}
	for _, row := range b.Rows {
		if len(row.Cells) != len(b.Columns) {
			t.Fatalf("row %v", row.Cells)
		}
	}
}

func TestLongPeriods(t *testing.T) {
	for text, want := range map[string]Period{"2026-T4": Quarter(2026, 4), "triwulan IV 2026": Quarter(2026, 4), "Semester 2 2026": Half(2026, 2), "2026-s1": Half(2026, 1),
		"2026": {Year: 2026}, "2026-11": {Year: 2026, Month: 11}, "November 2026": {Year: 2026, Month: 11}} {
		got, wrong := ParseLongPeriod(text)
		if wrong != "" || got != want {
			t.Errorf("%q is %+v %s", text, got, wrong)
		}
		if again, wrong := ParseLongPeriod(got.Code()); wrong != "" || again != got {
			t.Errorf("%s is %+v", got.Code(), again)
		}
	}
	for _, text := range []string{"2026-S3", "semester 3 2026", "2026-T5", "triwulan 2026"} {
		if got, wrong := ParseLongPeriod(text); wrong == "" {
			t.Errorf("%q is %+v", text, got)
		}
	}
	if q := Quarter(2026, 4); q.Last() != (Date{2026, 12, 31}) || q.First() != (Date{2026, 10, 1}) || q.Contains(Date{2026, 9, 30}) || !q.Contains(Date{2026, 10, 1}) {
		t.Error("the last quarter has other days")
	}
	if h := Half(2026, 1); h.Last() != (Date{2026, 6, 30}) {
		t.Error(h.Last())
	}
}
