package letter

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/assets"
	"smartkampung/kampung"
)

// Every service has all 14 components, and its sheet is set on the office's
// paper with every word of them.
func TestStandardSheets(t *testing.T) {
	common, err := kampung.ParseStandard(assets.Standard)
	if err != nil {
		t.Fatal(err)
	}
	office := kampung.Office{Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur",
		Address: "Jalan Raya Sumberberas Nomor 45", Phone: "(0333) 590001", Email: "desa@sumberberas.example"}
	head := request(service(t, "sku")).Office
	for _, s := range catalogue().Services() {
		lines := kampung.ServiceStandard(office, s, common)
		if len(lines) != 14 {
			t.Fatalf("%s has %d components", s.Key, len(lines))
		}
		d := press().Standard([]StandardSheet{{s.Name, lines}}, StandardOptions{Office: head, Logo: arms(), Day: kampung.Date{Year: 2026, Month: 1, Day: 5}})
		inside(t, d)
		got := solid(d.Words())
		for _, l := range lines {
			if l.Text == "-" || strings.Contains(l.Text, "{") {
				t.Errorf("%s: %s reads %q", s.Key, l.Label, l.Text)
			}
			for _, word := range strings.Fields(l.Label + " " + l.Text) {
				if !strings.Contains(got, word) {
					t.Errorf("%s: %q of %s is lost", s.Key, word, l.Label)
				}
			}
		}
		if len(d.Notes) > 0 || len(d.Pages) > 2 {
			t.Errorf("%s: %d pages, notes %q", s.Key, len(d.Pages), d.Notes)
		}
		if s.Key != "sku" && s.Key != "ahli_waris" {
			continue
		}
		golden(t, "standar_"+s.Key, d.Words())
		pdf, err := d.PDF(press())
		if err != nil {
			t.Fatal(err)
		}
		agrees(t, pdf, d)
		if *look != "" {
			if err := os.WriteFile(filepath.Join(*look, "standar_"+s.Key+".pdf"), pdf, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
