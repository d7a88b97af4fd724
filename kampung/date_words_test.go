package kampung

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	day := Date{1990, 8, 17}
	for _, s := range []string{"17081990", "17-8-1990", "17/08/1990", "17.8.1990", "17 agustus 1990", "17 AGUSTUS 1990",
		"17 Agt 1990", "17-Agt-1990", "17agustus1990", "1990-08-17", "1990/8/17", "19900817", "1990-08-17 00:00:00",
		"1990-08-17T00:00:00Z", "'17-08-1990", "Jumat, 17 Agustus 1990", "17 Agt 90", "17-08-90", "170890", "17 Aug 1990", " 17-08-1990 "} {
		if got, p := ParseDate(s, today); got != day || p != "" {
			t.Errorf("ParseDate(%q) = %v, %q", s, got, p)
		}
	}
	for s, want := range map[string]string{
		"31-02-1990": "31 Februari tidak ada.", "29022001": "29 Februari 2001 tidak ada.", "31 april 2020": "31 April tidak ada.",
		"17-13-1990": "Bulan 13 tidak ada.", "17 agostis 1990": "belum dikenal", "17-08-20": "empat angka", "17-08-30": "empat angka",
		"1708": "belum terbaca", "abc": "belum terbaca", "17-08": "belum terbaca", "17-08-0990": "Tahun 0990", "?": "belum terbaca",
		"0-1-1990": "0 Januari tidak ada.", "117-08-1990": "belum terbaca", "17-08-199": "empat angka", "2,5": "belum terbaca",
	} {
		if got, p := ParseDate(s, today); !got.IsZero() || !strings.Contains(p, want) {
			t.Errorf("ParseDate(%q) = %v, %q; want %q", s, got, p, want)
		}
	}
	for _, s := range []string{"", "-", "  "} {
		if got, p := ParseDate(s, today); !got.IsZero() || p != "" {
			t.Errorf("ParseDate(%q) = %v, %q", s, got, p)
		}
	}
	if got, p := ParseDate("5 mei 11", today); got != (Date{2011, 5, 5}) || p != "" {
		t.Errorf("11 can only be 2011: %v %q", got, p)
	}
}

func TestDateRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := AddDays(Date{1880, 1, 1}, rapid.IntRange(0, 70_000).Draw(t, "day"))
		for _, s := range []string{FormatDate(d), ShortDate(d), LongDate(d), d.ISO(), strings.ReplaceAll(ShortDate(d), "-", "")} {
			if got, p := ParseDate(s, today); got != d || p != "" {
				t.Fatalf("ParseDate(%q) = %v, %q", s, got, p)
			}
		}
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		if got := DaysBetween(d, AddDays(d, n)); got != n {
			t.Fatalf("%d days became %d", n, got)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"17081990", "17 Agt 90", "1990-08-17 00:00:00", "31-02-1990", "::", "Jumat"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, p := ParseDate(s, today)
		if !d.IsZero() && (!d.Valid() || p != "") {
			t.Fatalf("%q gave %v with problem %q", s, d, p)
		}
	})
}

func TestDateWords(t *testing.T) {
	d := Date{2026, 11, 23}
	if FormatDate(d) != "23 November 2026" || ShortDate(d) != "23-11-2026" || DayName(d) != "Senin" || LongDate(d) != "Senin, 23 November 2026" {
		t.Errorf("%s | %s | %s", FormatDate(d), ShortDate(d), LongDate(d))
	}
	if s := FormatDate(Date{}) + ShortDate(Date{}) + DayName(Date{}) + LongDate(Date{}); s != "" {
		t.Errorf("no date prints %q", s)
	}
}

func TestAge(t *testing.T) {
	for _, c := range []struct {
		birth, on Date
		want      int
	}{
		{Date{1990, 8, 17}, Date{2026, 8, 16}, 35}, {Date{1990, 8, 17}, Date{2026, 8, 17}, 36},
		{Date{2004, 2, 29}, Date{2021, 2, 28}, 16}, {Date{2004, 2, 29}, Date{2021, 3, 1}, 17},
		{Date{}, today, -1}, {Date{2027, 1, 1}, today, -1}, {today, today, 0},
	} {
		if got := Age(c.birth, c.on); got != c.want {
			t.Errorf("Age(%v, %v) = %d, want %d", c.birth, c.on, got, c.want)
		}
	}
}

func TestDateFromSerial(t *testing.T) {
	for _, c := range []struct {
		f    float64
		mac  bool
		want Date
	}{
		{1, false, Date{1900, 1, 1}}, {59, false, Date{1900, 2, 28}}, {61, false, Date{1900, 3, 1}},
		{33102, false, Date{1990, 8, 17}}, {33102.75, false, Date{1990, 8, 17}}, {33102 - 1462, true, Date{1990, 8, 17}},
	} {
		if got, ok := DateFromSerial(c.f, c.mac); !ok || got != c.want {
			t.Errorf("DateFromSerial(%v, %v) = %v, want %v", c.f, c.mac, got, c.want)
		}
	}
	for _, f := range []float64{0, -5, 60, 1e9} {
		if d, ok := DateFromSerial(f, false); ok {
			t.Errorf("DateFromSerial(%v) = %v", f, d)
		}
	}
}

func TestParseTime(t *testing.T) {
	for s, want := range map[string]string{"9.30": "09:30", "09:30": "09:30", "0930": "09:30", "930": "09:30", "9": "09:00",
		"pukul 09.30 WIB": "09:30", "23.59": "23:59", "08:15:00": "08:15", "": "", "-": ""} {
		if got, p := ParseTime(s); got != want || p != "" {
			t.Errorf("ParseTime(%q) = %q, %q", s, got, p)
		}
	}
	for _, s := range []string{"24.00", "9.60", "pagi", "9.3", "1:2:3:4", "99999", "."} {
		if got, p := ParseTime(s); got != "" || p == "" {
			t.Errorf("ParseTime(%q) = %q, %q", s, got, p)
		}
	}
}

func TestDateJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := AddDays(Date{1, 1, 1}, rapid.IntRange(0, 900_000).Draw(t, "day"))
		if rapid.Bool().Draw(t, "none") {
			d = Date{}
		}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		got := Date{1, 1, 1}
		if err := json.Unmarshal(b, &got); err != nil || got != d {
			t.Fatalf("%s became %v, %v", b, got, err)
		}
	})
	for _, bad := range []string{`"1990-02-31"`, `"1990-2-3"`, `"1990-+2-03"`, `"17-08-1990"`, `19900817`, `"0000-01-01"`} {
		var d Date
		if err := json.Unmarshal([]byte(bad), &d); err == nil || !d.IsZero() {
			t.Errorf("%s was taken as %v", bad, d)
		}
	}
}
