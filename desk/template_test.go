package desk

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// Every service that comes with the program can be edited as text without losing
// anything, and most of its blocks read as text.
func TestEveryTemplateReadsAsText(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range c.Services() {
		pages := append([]kampung.Sheet{{Key: "surat", Blocks: s.Blocks, Signs: s.Signs}}, s.Sheets...)
		for _, page := range pages {
			blocks, ps := kampung.ParseBlocks(kampung.FormatBlocks(page.Blocks))
			if ps.Err() != nil || !reflect.DeepEqual(blocks, page.Blocks) {
				t.Errorf("%s, %s: %v", s.Key, page.Key, ps)
			}
			signs, ps := kampung.ParseSigns(kampung.FormatSigns(page.Signs))
			if ps.Err() != nil || !reflect.DeepEqual(signs, page.Signs) {
				t.Errorf("%s, %s: %v", s.Key, page.Key, ps)
			}
		}
		papers, ps := kampung.ParseRequirements(kampung.FormatRequirements(s.Requirements))
		if ps.Err() != nil || len(papers) != len(s.Requirements) || len(papers) > 0 && !reflect.DeepEqual(papers, s.Requirements) {
			t.Errorf("%s: %v", s.Key, ps)
		}
		if text := kampung.FormatFields(s.Fields) + kampung.FormatRequirements(s.Requirements); strings.Contains(text, "{\"") {
			t.Errorf("%s: a field that no clerk can read: %s", s.Key, text)
		}
		fields, ps := kampung.ParseFields(kampung.FormatFields(s.Fields))
		if ps.Err() != nil || len(fields) != len(s.Fields) || len(fields) > 0 && !reflect.DeepEqual(fields, s.Fields) {
			t.Errorf("%s: %v", s.Key, ps)
		}
	}
}

// Every service can be shown with the sample, and offers the names of its fields
// first; each name that is offered may be used.
func TestEveryTemplateHasASample(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	press, err := Press()
	if err != nil {
		t.Fatal(err)
	}
	o := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG CONTOH")
	for _, s := range c.Services() {
		r := kampung.SampleRequest(s, o, kampung.Date{Year: 2026, Month: 11, Day: 23})
		if doc, err := press.Compose(s, r, letter.Options{}); err != nil || len(doc.Pages) == 0 || r.Number == "" {
			t.Errorf("%s: %v", s.Key, err)
		}
		names := letter.Placeholders(s)
		try := s
		try.Blocks = append(slices.Clone(s.Blocks), kampung.Block{Text: "{" + strings.Join(names, "} {") + "}"})
		if p := letter.Check(try); p.Err() != nil || len(names) < 20 {
			t.Errorf("%s: %v", s.Key, p)
		}
	}
}
