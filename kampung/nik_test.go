package kampung

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// today is the day on which the tests of this package happen.
var today = Date{2026, 11, 23}

func TestCheckNIK(t *testing.T) {
	for _, c := range []struct{ nik, want string }{
		{"3510051708900001", ""},
		{"3510055708900002", ""},
		{"3510053208900001", "tanggal lahir (01–31"},
		{"3510057208900001", "tanggal lahir (01–31"},
		{"3510051713900001", "bulan lahir"},
		{"3510052902010001", "tidak ada di kalender"},
		{"3510052902000001", ""},
		{"3510051708900000", "0001"},
		{"351005170890001", "harus 16 angka, sekarang 15"},
		{"", "belum diisi"},
		{"35100517089000O1", "hanya boleh berisi angka"},
		{"3.51005170890000E+15", "angka Excel"},
		{"0010051708900001", "provinsi"},
	} {
		got := CheckNIK(c.nik)
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("CheckNIK(%q) = %q, want it to hold %q", c.nik, got, c.want)
		}
	}
}

func TestParseNIK(t *testing.T) {
	for _, c := range []struct {
		nik  string
		want NIKInfo
	}{
		{"3510051708900001", NIKInfo{"35.10.05", Date{1990, 8, 17}, Male, 1}},
		{"3510055708900002", NIKInfo{"35.10.05", Date{1990, 8, 17}, Female, 2}},
		{"3510052902000001", NIKInfo{"35.10.05", Date{2000, 2, 29}, Male, 1}},
		{"3510052311260001", NIKInfo{"35.10.05", Date{2026, 11, 23}, Male, 1}}, // born today
		{"3510052411260001", NIKInfo{"35.10.05", Date{1926, 11, 24}, Male, 1}}, // not tomorrow
	} {
		if got, p := ParseNIK(c.nik, today); p != "" || got != c.want {
			t.Errorf("ParseNIK(%q) = %+v, %q; want %+v", c.nik, got, p, c.want)
		}
	}
}

func TestNIKRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		birth := AddDays(today, -rapid.IntRange(0, 99*365).Draw(t, "days"))
		sex := rapid.SampledFrom([]int{Male, Female}).Draw(t, "sex")
		day := birth.Day
		if sex == Female {
			day += 40
		}
		nik := fmt.Sprintf("351005%02d%02d%02d%04d", day, birth.Month, birth.Year%100, rapid.IntRange(1, 9999).Draw(t, "serial"))
		got, p := ParseNIK(nik, today)
		if p != "" || got.Birth != birth || got.Sex != sex {
			t.Fatalf("%s: %+v %q", nik, got, p)
		}
		if w := NIKWarnings(nik, birth, sex, today); len(w) != 0 {
			t.Fatalf("warnings for a fitting NIK: %q", w)
		}
		if w := NIKWarnings(nik, AddDays(birth, 1), 3-sex, today); len(w) != 2 {
			t.Fatalf("two things do not fit, got %q", w)
		}
	})
}

func TestNIKWarnings(t *testing.T) {
	if w := NIKWarnings("9910051708900001", Date{}, 0, today); len(w) != 1 || !strings.Contains(w[0], "99.10.05") {
		t.Errorf("unknown region: %q", w)
	}
	if w := NIKWarnings("3510051708900001", Date{1890, 8, 17}, Male, today); w != nil {
		t.Errorf("only DDMMYY is compared, got %q", w)
	}
}

func TestNIKProblemsNeverQuote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nik := rapid.StringMatching(`[0-9]{14,18}[a-z]?`).Draw(t, "nik")
		for _, p := range []string{CheckNIK(nik), CheckKK(nik)} {
			if strings.Contains(p, nik[6:12]) {
				t.Fatalf("%q quotes the number", p)
			}
		}
	})
}

func TestCleanNIK(t *testing.T) {
	for _, s := range []string{"'3510051708900001", " 3510 0517 0890 0001\u00a0", "35.10.05.170890.0001", "351005-170890-0001", "\ufeff3510051708900001"} {
		if got := CleanNIK(s); got != "3510051708900001" {
			t.Errorf("CleanNIK(%q) = %q", s, got)
		}
	}
}

func TestKK(t *testing.T) {
	for kk, ok := range map[string]bool{"3510051708120017": true, "3510055708120017": true, "3510051708120000": false, "351005": false, "0010051708120001": false} {
		if got := CheckKK(kk); (got == "") != ok {
			t.Errorf("CheckKK(%q) = %q", kk, got)
		}
	}
	if w := KKWarnings("3510055708120017"); len(w) != 1 {
		t.Errorf("day 57 has no +40 in a KK: %q", w)
	}
	if w := KKWarnings("3510051708120017"); w != nil {
		t.Errorf("fitting KK: %q", w)
	}
}

func TestMaskNIK(t *testing.T) {
	for in, want := range map[string]string{"3510051708900001": "351005••••••0001", "": "", "12345": "•••••"} {
		if got := MaskNIK(in); got != want {
			t.Errorf("MaskNIK(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNIK(f *testing.F) {
	for _, s := range []string{"3510051708900001", "'3510 0517 0890 0001", "3,51E+15", "٣٥١٠٠٥١٧٠٨٩٠٠٠٠١", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		nik := CleanNIK(s)
		info, p := ParseNIK(nik, today)
		if p == "" && (len(nik) != 16 || !info.Birth.Valid() || today.Before(info.Birth) || info.Sex == 0) {
			t.Fatalf("%q gave %+v", nik, info)
		}
		if CleanNIK(nik) != nik || len([]rune(MaskNIK(nik))) > 16 {
			t.Fatalf("%q", nik)
		}
		CheckKK(nik)
	})
}
