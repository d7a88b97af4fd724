package kampung

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseAmount(t *testing.T) {
	for s, want := range map[string]int64{
		"Rp 1.500.000": 1500000, "1500000": 1500000, "1.500.000,00": 1500000, "Rp1.500.000,-": 1500000, "1,5 juta": 1500000,
		"1.5 jt": 1500000, "750 ribu": 750000, "750rb": 750000, "2 milyar": 2000000000, "1,500,000": 1500000, "1,500,000.00": 1500000,
		"Rp. 25.000": 25000, "rp\u00a025.000 rupiah": 25000, "1 500 000": 1500000, "": 0, "-": 0, "0": 0, "1.500 juta": 1500000000,
		"999.999.999.999.999": MaxAmount, "1,25 juta": 1250000, "0,5 juta": 500000,
	} {
		if got, p := ParseAmount(s); got != want || p != "" {
			t.Errorf("ParseAmount(%q) = %d, %q; want %d", s, got, p, want)
		}
	}
	for s, want := range map[string]string{
		"1,500": "belum terbaca", "1.50": "belum terbaca", "lima": "belum terbaca", "-5000": "kurang dari nol", "1500,50": "tanpa sen",
		"1.000.000.000.000.000": "terlalu besar", "1.5000": "belum terbaca", "1500.000": "belum terbaca", "Rp": "", "juta": "belum terbaca",
		"1,2345 ribu": "tanpa sen", ",5": "belum terbaca",
	} {
		if got, p := ParseAmount(s); got != 0 || !strings.Contains(p, want) {
			t.Errorf("ParseAmount(%q) = %d, %q; want %q", s, got, p, want)
		}
	}
}

func TestAmountRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, MaxAmount).Draw(t, "n")
		for _, s := range []string{FormatRupiah(n), ShortRupiah(n), strconv.FormatInt(n, 10)} {
			if got, p := ParseAmount(s); got != n || p != "" {
				t.Fatalf("ParseAmount(%q) = %d, %q", s, got, p)
			}
		}
	})
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"Rp 1.500.000,00", "1,5 juta", "1,500,000.00", "-", "..,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, p := ParseAmount(s)
		if n < 0 || n > MaxAmount || n != 0 && p != "" {
			t.Fatalf("%q gave %d with problem %q", s, n, p)
		}
	})
}

func TestFormatRupiah(t *testing.T) {
	if got := FormatRupiah(1500000); got != "Rp 1.500.000,00" {
		t.Error(got)
	}
	if got := ShortRupiah(-2500) + ShortRupiah(0) + ShortRupiah(100); got != "-Rp 2.500Rp 0Rp 100" {
		t.Error(got)
	}
}

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]string{"12": "12", "12,5": "12.5", "12,50": "12.5", "3.2": "3.2", "1.250,5": "1250.5", "1.250": "1250",
		"-7,115": "-7.1150", "0,125": "0.1250", "0.1250": "0.1250", "007": "7", "": "", "-": "", "-0": "0", "1,250,000": "1250000"} {
		if got, p := ParseNumber(s); got != want || p != "" {
			t.Errorf("ParseNumber(%q) = %q, %q; want %q", s, got, p, want)
		}
	}
	for _, s := range []string{"dua", "1,2.3.4", "12a", ".", ",", "1.2.3", "--1"} {
		if got, p := ParseNumber(s); got != "" || p == "" {
			t.Errorf("ParseNumber(%q) = %q, %q", s, got, p)
		}
	}
	for in, want := range map[string]string{"1250.5": "1.250,5", "7.1150": "7,115", "-12": "-12", "1000000": "1.000.000", "": "", "x": "x"} {
		if got := FormatDecimal(in); got != want {
			t.Errorf("FormatDecimal(%q) = %q", in, got)
		}
	}
}

func TestTerbilang(t *testing.T) {
	for n, want := range map[int64]string{
		0: "nol", 10: "sepuluh", 11: "sebelas", 14: "empat belas", 100: "seratus", 101: "seratus satu", 1000: "seribu", 1001: "seribu satu",
		2000: "dua ribu", 11000: "sebelas ribu", 101000: "seratus satu ribu", 1000000: "satu juta", 1500000: "satu juta lima ratus ribu",
		1001000: "satu juta seribu", 25_000_000_000: "dua puluh lima miliar", 3_000_000_000_000: "tiga triliun", -21: "minus dua puluh satu",
	} {
		if got := Terbilang(n); got != want {
			t.Errorf("Terbilang(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTerbilangDecimal(t *testing.T) {
	for stored, want := range map[string]string{
		"412.5": "empat ratus dua belas koma lima", "3.05": "tiga koma nol lima", "7.1150": "tujuh koma satu satu lima", "0": "nol",
		"-1.5": "minus satu koma lima", "-0.25": "minus nol koma dua lima", "1000": "seribu", "12.": "dua belas",
		"": "", "satu": "", "1.x": "", "-": "", "--1": "", "+1": "",
	} {
		if got := TerbilangDecimal(stored); got != want {
			t.Errorf("TerbilangDecimal(%q) = %q, want %q", stored, got, want)
		}
	}
}

// The words mean the number: reading them back by other means gives it again.
func TestTerbilangReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Int64Range(0, 2000), rapid.Int64Range(0, MaxAmount), rapid.Int64Range(math.MinInt64, math.MaxInt64)).Draw(t, "n")
		if got := readWords(t, Terbilang(n)); got != n {
			t.Fatalf("%d is spelled %q, which reads %d", n, Terbilang(n), got)
		}
	})
}

func readWords(t *rapid.T, s string) int64 {
	var total, group uint64
	minus := false
	units := map[string]uint64{"nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9}
	scales := map[string]uint64{"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "triliun": 1e12, "kuadriliun": 1e15, "kuintiliun": 1e18}
	var unit uint64
	for _, w := range strings.Fields(s) {
		switch {
		case w == "minus":
			minus = true
		case w == "seribu":
			total += 1000
		case w == "seratus":
			group += 100
		case w == "sepuluh":
			group += 10
		case w == "sebelas":
			group += 11
		case w == "belas":
			group, unit = group+10+unit, 0
		case w == "puluh":
			group, unit = group+unit*10, 0
		case w == "ratus":
			group, unit = group+unit*100, 0
		case scales[w] > 0:
			total += (group + unit) * scales[w]
			group, unit = 0, 0
		default:
			u, ok := units[w]
			if !ok {
				t.Fatalf("no such word: %q", w)
			}
			unit = u
		}
	}
	total += group + unit
	if minus {
		return int64(-total)
	}
	return int64(total)
}
