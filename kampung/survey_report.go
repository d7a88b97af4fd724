package kampung

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// BookSurvey is the report of the satisfaction survey as a book.
const BookSurvey BookKey = "skm"

// SurveySum adds up answers.
type SurveySum struct {
	N    int                   `json:"n"` // surveys
	Sums map[SurveyElement]int `json:"jumlah,omitempty"`
}

// Add counts one survey; one that was cancelled counts nothing.
func (s *SurveySum) Add(v Survey) {
	if v.Cancelled != "" {
		return
	}
	s.Join(SurveySum{1, v.Scores})
}

// Join adds another sum.
func (s *SurveySum) Join(o SurveySum) {
	if s.Sums == nil {
		s.Sums = map[SurveyElement]int{}
	}
	s.N += o.N
	for e, n := range o.Sums {
		s.Sums[e] += n
	}
}

// SurveySumBody is the body of [KindSurveySum]: what the answers that a device
// recorded add up to, of a month. The newest one of a device and month counts. It
// is all of the survey that leaves the office.
type SurveySumBody struct {
	Year  int `json:"tahun"`
	Month int `json:"bulan"`
	SurveySum
}

// Valid reports whether the body names a month and its sum can be.
func (b SurveySumBody) Valid() bool {
	return b.Month >= 1 && b.Month <= 12 && b.Year >= 2000 && b.Year <= 2200 && b.SurveySum.Valid()
}

// SurveySumDue reports whether a new sum is told to the regency after the last
// one: when some persons' answers came together, so that no difference of two
// sums is one person's, when the month is over, or when answers were taken back.
func SurveySumDue(last, sum SurveySum, over bool) bool {
	if last.N == sum.N && maps.Equal(last.Sums, sum.Sums) {
		return false
	}
	return over || sum.N-last.N >= SurveyFew || sum.N < last.N
}

// Valid reports whether the sum can come from so many surveys: a sum of each
// element between the worst and the best answer.
func (s SurveySum) Valid() bool {
	if s.N < 0 || s.N > 1_000_000 {
		return false
	}
	for _, e := range SurveyElements {
		if n := s.Sums[e]; n < s.N || n > SurveyScores*s.N {
			return false
		}
	}
	for e := range s.Sums {
		if surveyTexts[e].title == "" {
			return false
		}
	}
	return true
}

// SurveyIndex is an index from 25.00 to 100.00, in hundredths; 0 is none.
type SurveyIndex int

// String is the index in words of the report, "80,56"; "–" for none.
func (i SurveyIndex) String() string {
	if i == 0 {
		return "–"
	}
	return fmt.Sprintf("%d,%02d", i/100, i%100)
}

// Grade is the grade of service quality of an index, A the best (Permenpan RB
// 14/2017, table of values). The rounded index is graded, which leaves no gap
// between the grades; "" for none.
func (i SurveyIndex) Grade() string {
	switch {
	case i == 0:
		return ""
	case i < 6500:
		return "D"
	case i < 7661:
		return "C"
	case i < 8831:
		return "B"
	}
	return "A"
}

// GradeWords is what a grade means.
func GradeWords(grade string) string {
	return map[string]string{"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}[grade]
}

// Index is the index of all elements, each with the weight 1/9 exactly: the
// weights 0,11 and 0,111 that many sheets use never reach 100.
func (s SurveySum) Index() SurveyIndex {
	total := 0
	for _, e := range SurveyElements {
		total += s.Sums[e]
	}
	return hundredths(total, s.N*len(SurveyElements))
}

// Element is the converted value of one element, its mean × 25.
func (s SurveySum) Element(e SurveyElement) SurveyIndex { return hundredths(s.Sums[e], s.N) }

// hundredths is 25 × sum / n in hundredths, halves rounded up.
func hundredths(sum, n int) SurveyIndex {
	if n <= 0 {
		return 0
	}
	return SurveyIndex((2*2500*sum + n) / (2 * n))
}

// Mean is the mean score of an element (NRR) with three digits, "3,333"; "–"
// for none.
func (s SurveySum) Mean(e SurveyElement) string {
	if s.N <= 0 {
		return "–"
	}
	m := (2*1000*s.Sums[e] + s.N) / (2 * s.N)
	return fmt.Sprintf("%d,%03d", m/1000, m%1000)
}

// SurveySample is how many answers make the index of a period speak for all who
// were served in it: the sample of Krejcie and Morgan (1970) for a certainty of
// 95 % and an error of 5 %, which Permenpan RB 14/2017 refers to.
func SurveySample(served int) int {
	if served <= 0 {
		return 0
	}
	const chi, p, d = 3.841, 0.5, 0.05
	n := float64(served)
	return min(served, int(math.Round(chi*n*p*(1-p)/(d*d*(n-1)+chi*p*(1-p)))))
}

// SurveyReport tells how satisfied the served of a period were.
type SurveyReport struct {
	Period Period    `json:"period"`
	Sum    SurveySum `json:"sum"`
	// Served is how many requests were handed over in the period, Needed how many
	// answers speak for them ([SurveySample]).
	Served int `json:"served"`
	Needed int `json:"needed"`
	Paper  int `json:"paper"` // of the answers, those typed from sheets
	// Months are the months of the period that have answers, by number.
	Months map[int]SurveySum `json:"months,omitempty"`
	// Groups count the persons by the groups of the questionnaire: for each one a
	// number for each option, the first for those who did not say.
	Groups map[string][]int `json:"groups"`
	// Services count the answers by service, the most first.
	Services []SurveyService `json:"services"`
}

// SurveyService is how many answered about a service.
type SurveyService struct {
	Service string      `json:"service"` // its key
	N       int         `json:"n"`
	Index   SurveyIndex `json:"index"` // 0 below [SurveyFew] answers
}

// SurveyFew is from how many answers on an index of a part is shown: below it the
// part would tell what single persons answered.
const SurveyFew = 5

// NewSurveyReport counts the surveys of a period; served is how many requests
// were handed over in it.
func NewSurveyReport(p Period, surveys []Survey, served int) SurveyReport {
	r := SurveyReport{Period: p, Served: served, Needed: SurveySample(served), Months: map[int]SurveySum{}, Groups: map[string][]int{}}
	for _, g := range SurveyGroups {
		r.Groups[g.Key] = make([]int, len(g.Options)+1)
	}
	by := map[string]*SurveySum{}
	for _, s := range surveys {
		if s.Cancelled != "" || !p.Contains(s.Day) {
			continue
		}
		r.Sum.Add(s)
		month := r.Months[s.Day.Month]
		month.Add(s)
		r.Months[s.Day.Month] = month
		if s.Paper {
			r.Paper++
		}
		if by[s.Service] == nil {
			by[s.Service] = &SurveySum{}
		}
		by[s.Service].Add(s)
		for _, g := range SurveyGroups {
			if n := *s.Group(g.Key); n >= 0 && n < len(r.Groups[g.Key]) {
				r.Groups[g.Key][n]++
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		line := SurveyService{Service: key, N: by[key].N}
		if line.N >= SurveyFew {
			line.Index = by[key].Index()
		}
		r.Services = append(r.Services, line)
	}
	slices.SortStableFunc(r.Services, func(a, b SurveyService) int { return cmp.Compare(b.N, a.N) })
	return r
}

// Enough reports whether the answers speak for all who were served.
func (r SurveyReport) Enough() bool { return r.Sum.N > 0 && r.Sum.N >= r.Needed }

var surveyColumns = []BookColumn{count("No."), col("Unsur pelayanan"), count("Jumlah nilai"), mid("Nilai rata-rata"), mid("Nilai konversi"), mid("Mutu"), col("Kinerja")}

// Book is the report as a table for spreadsheet and paper; names are the
// services' names by key.
func (r SurveyReport) Book(names map[string]string) Book {
	b := Book{Key: BookSurvey, Title: "Indeks Kepuasan Masyarakat", Period: r.Period, Columns: surveyColumns}
	line := func(name, sum, mean string, i SurveyIndex) {
		b.add("", false, name, sum, mean, i.String(), i.Grade(), GradeWords(i.Grade()))
	}
	for _, e := range SurveyElements {
		line(e.Title(), strconv.Itoa(r.Sum.Sums[e]), r.Sum.Mean(e), r.Sum.Element(e))
	}
	line("Indeks Kepuasan Masyarakat (IKM)", "", "", r.Sum.Index())
	note := func(name string, n int) { b.add("", false, name, strconv.Itoa(n), "", "", "", "") }
	note("Jumlah responden", r.Sum.N)
	note("Permohonan yang diserahkan", r.Served)
	note("Jumlah responden yang mewakili (Krejcie–Morgan)", r.Needed)
	for _, g := range SurveyGroups {
		for i, n := range r.Groups[g.Key] {
			switch {
			case n == 0:
			case i == 0:
				note(g.Title+": "+strings.ToLower(reportUnknown), n)
			default:
				note(g.Title+": "+g.Options[i-1], n)
			}
		}
	}
	for _, s := range r.Services {
		b.add("", false, "Layanan: "+cmp.Or(names[s.Service], s.Service, reportUnknown), strconv.Itoa(s.N), "", s.Index.String(), s.Index.Grade(), GradeWords(s.Index.Grade()))
	}
	return b
}
