package kampung

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormatNumber(t *testing.T) {
	p := NumberParts{Code: "470", Seq: 12, Unit: "429.511.08", Village: "35.10.05.2008", Date: Date{2026, 7, 1}}
	for pattern, want := range map[string]string{
		"":                  "470/012/429.511.08/2026",
		DefaultNumberFormat: "470/012/429.511.08/2026",
		"[kode_surat]/[nomor 3 digits]/[kode_desa]/[bulan_romawi]/[tahun]": "470/012/429.511.08/VII/2026",
		"[kode]/[nomor 2]/[tahun]":                            "470/12/2026",
		"kode/[no]-Kel/[bulan_romawi]/[tahun]":                "kode/12-Kel/VII/2026",
		"[kode]/[nomor]/PEM/[tahun]":                          "470/12/PEM/2026",
		"140/{nomor:3}/TGR/{bulan_romawi}/{tahun}":            "140/012/TGR/VII/2026",
		"[KODE]/[Nomor_Surat, 4]/[bulan]/[tanggal]/[tahun_2]": "470/0012/07/01/26",
		"Nomor [nomor 1]":                                     "Nomor 12",
	} {
		if got, bad := FormatNumber(pattern, p); got != want || bad != nil {
			t.Errorf("FormatNumber(%q) = %q, %v; want %q", pattern, got, bad, want)
		}
	}
	p.Suffix = "-B"
	if got, _ := FormatNumber("[kode]/[nomor 3]/[tahun]", p); got != "470/012-B/2026" {
		t.Errorf("second PC: %q", got)
	}
	if got, _ := FormatNumber("[kode]/[nomor 3]/[tahun][akhiran]", p); got != "470/012/2026-B" {
		t.Errorf("second PC, placed: %q", got)
	}
	p.Unit = ""
	if got, _ := FormatNumber("", p); got != "470/012-B/35.10.05.2008/2026" {
		t.Errorf("no unit code: %q", got)
	}
}

func TestFormatNumberRefuses(t *testing.T) {
	for pattern, want := range map[string]string{
		"[kode]/[tahun]": "harus berisi [nomor]", "[nomor]/[bulann]": "[bulann] tidak dikenal", "[nomor": "tidak berpasangan", "nomor]": "tidak berpasangan",
		"[]/[nomor]": "kurung kosong", "[nomor x]": "belum benar", "[nomor 99]": "belum benar", "[tahun 3]/[nomor]": "belum benar",
		"[nomor]" + strings.Repeat("x", 200): "terlalu panjang",
	} {
		got, p := FormatNumber(pattern, NumberParts{})
		if got != "" || !strings.Contains(p.Of("number_format"), want) {
			t.Errorf("FormatNumber(%q) = %q, %v; want %q", pattern, got, p, want)
		}
	}
	if _, p := FormatNumber("[satu][dua]", NumberParts{}); len(p) != 2 {
		t.Errorf("all unknown parts at once: %v", p)
	}
}

// Two letters of one counter never print the same number.
func TestNumbersDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := NumberParts{Code: "470", Unit: "429.511.08", Date: today, Seq: rapid.IntRange(1, 100_000).Draw(t, "a")}
		q := p
		q.Seq = rapid.IntRange(1, 100_000).Draw(t, "b")
		a, _ := FormatNumber(DefaultNumberFormat, p)
		b, _ := FormatNumber(DefaultNumberFormat, q)
		if (a == b) != (p.Seq == q.Seq) {
			t.Fatalf("%d and %d print %q and %q", p.Seq, q.Seq, a, b)
		}
	})
}

func FuzzNumberFormat(f *testing.F) {
	for _, s := range []string{DefaultNumberFormat, "{nomor:3}", "[", "[nomor 3 digits]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, p := FormatNumber(s, NumberParts{Seq: 987654321})
		if len(p) == 0 && !strings.Contains(got, "987654321") {
			t.Fatalf("%q printed %q without its counter", s, got)
		}
	})
}

func TestCounterScope(t *testing.T) {
	s := Service{Key: "sku", OldCode: "500", NewCode: "500.2.2.4"}
	for scope, want := range map[NumberScope]string{ScopeAll: "semua/2026", "": "semua/2026", ScopeService: "layanan/sku/2026",
		ScopeClassification: "klasifikasi/500.2.2.4/2026", ScopeMail: "agenda/2026"} {
		if got := CounterScope(Office{NumberScope: scope}, s, 2026); got != want {
			t.Errorf("%s: %q", scope, got)
		}
	}
	if got := CounterScope(Office{NumberScope: ScopeClassification, OldCodes: true}, s, 2026); got != "klasifikasi/500/2026" {
		t.Error(got)
	}
	if a, b := CounterScope(Office{}, s, 2026), CounterScope(Office{}, s, 2027); a == b {
		t.Error("a new year must start a new counter")
	}
}

func TestNumberFormatWarnings(t *testing.T) {
	if w := NumberFormatWarnings(DefaultNumberFormat, ScopeAll); w != nil {
		t.Error(w)
	}
	if w := NumberFormatWarnings("[nomor]", ScopeClassification); len(w) != 2 {
		t.Error(w)
	}
	if w := NumberFormatWarnings("[kode]/[nomor]/[tahun]", ScopeService); len(w) != 1 {
		t.Error(w)
	}
}

func TestNumbersOfABlock(t *testing.T) {
	for _, c := range []struct {
		blocks     []NumberBlock
		last, want int // 0: used up
	}{
		{nil, 0, 0}, {[]NumberBlock{{500, 599}}, 12, 500}, {[]NumberBlock{{500, 599}}, 598, 599}, {[]NumberBlock{{500, 599}}, 599, 0},
		{[]NumberBlock{{700, 799}, {1, 60}}, 60, 700},
	} {
		n, ok := NumberShare{Shared: true, Blocks: c.blocks}.Next(c.last)
		if n != c.want || ok != (c.want > 0) {
			t.Errorf("%v after %d: %d, %v; want %d", c.blocks, c.last, n, ok, c.want)
		}
	}
}

func TestRomanMonth(t *testing.T) {
	if RomanMonth(0)+RomanMonth(13) != "" || RomanMonth(1) != "I" || RomanMonth(9) != "IX" || RomanMonth(12) != "XII" {
		t.Error("roman months")
	}
}
