package letter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// surveyReport is a quarter with forty sheets.
func surveyReport(t *testing.T) kampung.SurveyReport {
	t.Helper()
	var all []kampung.Survey
	for i := range 40 {
		scores, wrong := kampung.ParseScores([]string{"334433433", "433434432", "333433323", "444424443"}[i%4])
		if wrong != "" {
			t.Fatal(wrong)
		}
		all = append(all, kampung.Survey{Day: kampung.Date{Year: 2026, Month: 10 + i%2, Day: 1 + i%28}, Service: "sku", Sex: i % 3, Age: 1 + i%7, Education: 1 + i%6, Job: i % 7, Scores: scores})
	}
	return kampung.NewSurveyReport(kampung.Quarter(2026, 4), all, 300)
}

func TestSurveyOnPaper(t *testing.T) {
	head := request(service(t, "sku")).Office
	o := StandardOptions{Office: head, Logo: arms(), Day: kampung.Date{Year: 2026, Month: 12, Day: 31}}
	r := surveyReport(t)
	for _, paper := range []string{"A4", "F4"} {
		o.Office.Paper = paper
		for name, d := range map[string]Document{"lembar": press().SurveySheet(o), "papan": press().SurveyNotice(r, o), "kosong": press().SurveyNotice(kampung.SurveyReport{Period: r.Period}, o)} {
			inside(t, d)
			if len(d.Pages) != 1 || len(d.Notes) > 0 {
				t.Errorf("%s on %s: %d pages, notes %q", name, paper, len(d.Pages), d.Notes)
			}
			pdf, err := d.PDF(press())
			if err != nil {
				t.Fatal(err)
			}
			agrees(t, pdf, d)
			if *look != "" {
				if err := os.WriteFile(filepath.Join(*look, "skm_"+name+"_"+paper+".pdf"), pdf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	sheet, notice := solid(press().SurveySheet(o).Words()), solid(press().SurveyNotice(r, o).Words())
	for _, e := range kampung.SurveyElements {
		words := e.Answers()
		for _, word := range strings.Fields(e.Question() + " " + strings.Join(words[:], " ")) {
			if !strings.Contains(sheet, word) {
				t.Errorf("%q of %s is lost", word, e)
			}
		}
		if value := r.Sum.Element(e).String(); !strings.Contains(notice, value) {
			t.Errorf("the value %s of %s is lost", value, e)
		}
	}
	for _, want := range []string{r.Sum.Index().String(), "TriwulanIV2026", "40responden"} {
		if !strings.Contains(notice, want) && !strings.Contains(strings.ReplaceAll(notice, " ", ""), want) {
			t.Errorf("%q is not on the notice", want)
		}
	}
}
