package kampung

import (
	"strings"
	"testing"
)

func TestServiceStandardTakesTheNearestText(t *testing.T) {
	common := Standard{Procedure: "bersama", Complaints: "{desa}, {telepon}", Time: "1 hari", Law: "UU 25/2009", Staff: "1 orang"}
	o := Office{Name: "Sumberberas", Phone: "0333", Standard: Standard{Staff: "2 orang", Evaluation: "tiap bulan"}}
	s := Service{Name: "Surat Contoh", Minutes: 15, Law: []string{"PP 7/2021"}, Requirements: []Requirement{{"kk", "KK", NeedIfAny}, {"ktp", "KTP", NeedAlways}, {"x", "X", NeedNever}},
		Standard: Standard{Evaluation: "tiap surat"}}
	lines := ServiceStandard(o, s, common)
	want := []string{"1. KTP\n2. KK (jika ada)", "bersama", "15 menit sejak berkas dinyatakan lengkap", "Gratis, tidak dipungut biaya", "Surat Contoh", "Sumberberas, 0333",
		"PP 7/2021\nUU 25/2009", "-", "-", "-", "2 orang", "-", "-", "tiap surat"}
	if len(lines) != len(want) {
		t.Fatalf("%d components", len(lines))
	}
	for i, l := range lines {
		if l.Text != want[i] || l.Label == "" {
			t.Errorf("%s: %q, want %q", l.Label, l.Text, want[i])
		}
	}
	s.Minutes = 0
	if got := ServiceStandard(o, s, common)[2].Text; got != "1 hari" {
		t.Errorf("%q", got)
	}
}

// What an office leaves as it was follows the program; the rest stays.
func TestStandardBesideTheCommonOne(t *testing.T) {
	common := Standard{Procedure: "satu", Staff: "dua"}
	typed := common
	typed.Staff, typed.Safety = " tiga\n", "  "
	own := typed.Beside(common)
	if own != (Standard{Staff: "tiga"}) {
		t.Errorf("%+v", own)
	}
	if got := own.Over(common); got != (Standard{Procedure: "satu", Staff: "tiga"}) {
		t.Errorf("%+v", got)
	}
	if ps := CheckStandard(Standard{Safety: strings.Repeat("é", maxStandard+1)}); ps.Of("keamanan") == "" || len(CheckStandard(common)) > 0 {
		t.Errorf("%v", ps)
	}
}
