package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSurveyCommands types three sheets and reads the index that they give.
func TestSurveyCommands(t *testing.T) {
	o := newOffice(t, 0)
	misused := func(says string, args ...string) {
		t.Helper()
		if r := o.run(args...); r.code != Wrong || !strings.Contains(r.err, says) || r.out != "" {
			t.Errorf("%s: %d, %q", r.line, r.code, r.err)
		}
	}
	rows := o.ok("survey", "add", "334433433", "433434432", "333433323", "--service", "sku", "--person", "kelamin=perempuan", "--person", "pendidikan=3", "--json").json()
	if len(rows) != 3 || rows[0]["kelamin"] != 2.0 || rows[0]["pendidikan"] != 3.0 {
		t.Fatalf("%v", rows)
	}
	misused("sembilan angka", "survey", "add", "334433433", "33443343")
	misused("tidak ada", "survey", "add", "334433433", "--service", "tidakada")
	o.refused("dipilih dari", "survey", "add", "334433433", "--person", "umur=99")
	extra := o.ok("survey", "add", "111111111", "--json").one()
	if text := o.ok("survey", "cancel", extra["id"].(string), "--reason", "terketik dua kali").out; !strings.Contains(text, "batal: terketik dua kali") {
		t.Error(text)
	}
	o.refused("", "survey", "cancel", "01890000-0000-7000-8000-000000000000", "--reason", "tidak ada")
	if rows := o.ok("survey", "list", "--json").json(); len(rows) != 4 {
		t.Errorf("%v", rows)
	}
	dir := t.TempDir()
	pdf, sheet, empty := filepath.Join(dir, "ikm.pdf"), filepath.Join(dir, "ikm.xlsx"), filepath.Join(dir, "lembar.pdf")
	r := o.ok("survey", "report", "--period", "triwulan 4 2026", "--pdf", pdf, "--xlsx", sheet, "--json").one()
	if r["index"] != "80,56" || r["grade"] != "B" || r["n"] != 3.0 || r["period"] != "2026-T4" {
		t.Errorf("%v", r)
	}
	o.ok("survey", "sheet", "--out", empty)
	for path, magic := range map[string]string{pdf: "%PDF", sheet: "PK", empty: "%PDF"} {
		if data, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(data), magic) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if r := o.ok("survey", "report", "--period", "2026-S1", "--json").one(); r["index"] != "–" || r["n"] != 0.0 {
		t.Errorf("half a year without answers: %v", r)
	}
	misused("satu", "survey", "report", "--period", "2026-T4", "--year", "2026")
}
