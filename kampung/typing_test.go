package kampung

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestReadNIKTakesWhatPeoplePaste(t *testing.T) {
	const nik = "3510051708900002"
	for _, typed := range []string{
		"3510051708900002", "351005 170890 0002", "3510 0517 0890 0002", "351005.170890.0002", "351005-170890-0002",
		" 3510051708900002\n", "3510051708\n900002", "351005\u00a0170890\u00a00002", "'3510051708900002", "NIK: 3510051708900002",
		"nik 351005 170890 0002", "NIK\u00a0:\u00a03510051708900002", "No. KTP-el : 3510051708900002", "Nomor Kartu Keluarga (KK): 3510051708900002",
		"Misnati Contoh, NIK 3510051708900002, RT 3", "\u200e3510051708900002",
	} {
		if got := ReadNIK(typed); got != nik {
			t.Errorf("ReadNIK(%q) = %q", typed, got)
		}
	}
	for typed, want := range map[string]string{
		"": "", "NIK: 35100517": "35100517", "35100517089O0002": "35100517089O0002", "3,51005E+15": "3,51005E+15",
		"3510051708900002 dan 3510051708900003": "3510051708900002dan3510051708900003",
	} {
		if got := ReadNIK(typed); got != want {
			t.Errorf("ReadNIK(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestTypeNIKKeepsTheCaretBehindItsDigit(t *testing.T) {
	for _, c := range []struct {
		text  string
		caret int
		want  string
		at    int
	}{
		{"", 0, "", 0},
		{"351005", 6, "351005", 6},
		{"3510051", 7, "351005 1", 8},
		{"351005 1708901", 14, "351005 170890 1", 15},
		{"351005 17890 0002", 9, "351005 178900 002", 9},         // one digit deleted in the middle
		{"351009005 170890 0002", 6, "351009 005170 8900002", 6}, // three typed in the middle
		{"NIK: 3510051708900002", 21, "351005 170890 0002", 18},
		{"35100517089O", 12, "35100517089O", 12},
	} {
		got, at := TypeNIK(c.text, c.caret)
		if got != c.want || at != c.at {
			t.Errorf("TypeNIK(%q, %d) = %q, %d; want %q, %d", c.text, c.caret, got, at, c.want, c.at)
		}
	}
}

// digitsBefore counts the digits left of a caret.
func digitsBefore(s string, caret int) (n int) {
	for i, r := range []rune(s) {
		if i < caret && r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

func TestTypeNIKByRules(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[0-9 .\-]{0,22}`).Draw(t, "text")
		caret := rapid.IntRange(0, len(s)).Draw(t, "caret")
		got, at := TypeNIK(s, caret)
		if CleanNIK(got) != CleanNIK(s) {
			t.Fatalf("TypeNIK(%q) = %q lost a digit", s, got)
		}
		if digitsBefore(got, at) != digitsBefore(s, caret) {
			t.Fatalf("TypeNIK(%q, %d) = %q, %d: the caret stands behind another digit", s, caret, got, at)
		}
		if again, still := TypeNIK(got, at); again != got || still != at {
			t.Fatalf("TypeNIK is not stable: %q, %d then %q, %d", got, at, again, still)
		}
		back := SkipGap(got, at, true)
		if back > 0 && got[back-1] == ' ' {
			t.Fatalf("Backspace at %d of %q takes a blank", back, got)
		}
		if del := SkipGap(got, at, false); del < len(got) && got[del] == ' ' {
			t.Fatalf("Delete at %d of %q takes a blank", del, got)
		}
	})
}

func FuzzTypeNIK(f *testing.F) {
	f.Add("NIK: 3510 0517", 7)
	f.Add("\u00a0’351005–170890", 3)
	f.Add("3,51E+15", -1)
	f.Fuzz(func(t *testing.T, s string, caret int) {
		got, at := TypeNIK(s, caret)
		if !utf8.ValidString(s) {
			return
		}
		if caret >= 0 && caret <= utf8.RuneCountInString(s) && (at < 0 || at > utf8.RuneCountInString(got)) {
			t.Fatalf("TypeNIK(%q, %d) = %q, %d: the caret is outside", s, caret, got, at)
		}
		if ReadNIK(got) != ReadNIK(s) {
			t.Fatalf("TypeNIK(%q) = %q reads %q, not %q", s, got, ReadNIK(got), ReadNIK(s))
		}
	})
}

func TestFormatPhone(t *testing.T) {
	for typed, want := range map[string]string{
		"081200001234": "0812-0000-1234", "0812 0000 1234": "0812-0000-1234", "+6281200001234": "0812-0000-1234", "62812-0000-1234": "0812-0000-1234",
		"81200001234": "0812-0000-1234", "0812000012": "0812-0000-12", "(0333) 000123": "(0333) 000123", "": "", "belum ada": "belum ada", "0812": "0812",
	} {
		got := FormatPhone(typed)
		if got != want {
			t.Errorf("FormatPhone(%q) = %q, want %q", typed, got, want)
		}
		if NormalPhone(got) != NormalPhone(typed) {
			t.Errorf("FormatPhone(%q) is another number", typed)
		}
	}
}

func TestParseRTRW(t *testing.T) {
	for _, c := range []struct{ typed, rt, rw string }{
		{"3/2", "003", "002"}, {"003/002", "003", "002"}, {"RT 3 RW 2", "003", "002"}, {"rt.03/rw.02", "003", "002"}, {"3 2", "003", "002"},
		{"RT3RW12", "003", "012"}, {"3", "003", ""}, {"", "", ""}, {"-", "", ""}, {"3/-", "003", ""}, {"3/0", "003", ""},
	} {
		rt, rw, problem := ParseRTRW(c.typed)
		if rt != c.rt || rw != c.rw || problem != "" {
			t.Errorf("ParseRTRW(%q) = %q, %q, %q", c.typed, rt, rw, problem)
		}
	}
	for _, typed := range []string{"3/2/1", "3A/2", "1234/2", "3/abc"} {
		if rt, rw, problem := ParseRTRW(typed); problem == "" || rt != "" || rw != "" {
			t.Errorf("ParseRTRW(%q) = %q, %q without a problem", typed, rt, rw)
		}
	}
}

func FuzzParseRTRW(f *testing.F) {
	f.Add("RT 03 / RW 2")
	f.Fuzz(func(t *testing.T, s string) {
		rt, rw, problem := ParseRTRW(s)
		if problem != "" {
			return
		}
		again, and, p := ParseRTRW(rt + "/" + rw)
		if rt != "" && (again != rt || and != rw || p != "") {
			t.Fatalf("ParseRTRW(%q) = %q, %q and again %q, %q, %q", s, rt, rw, again, and, p)
		}
	})
}

func TestDatesAsClerksType(t *testing.T) {
	for _, typed := range []string{"17081990", "17-8-1990", "17/8/90", "17 agustus 1990", "17 agt 1990", "17 Ags 1990", "17.08.1990", "17agustus1990",
		"17\u00a0Agustus\u00a01990", "170890", "17 8 1990", "Jumat, 17 Agustus 1990"} {
		if got := EchoDate(typed, today); got != "17 Agustus 1990" {
			d, p := ParseDate(typed, today)
			t.Errorf("EchoDate(%q) = %q (%v %q)", typed, got, d, p)
		}
	}
	for _, typed := range []string{"", "-", "31-02-1990", "1708", "besok"} {
		if got := EchoDate(typed, today); got != "" {
			t.Errorf("EchoDate(%q) = %q", typed, got)
		}
	}
}

func TestAmountsAsClerksType(t *testing.T) {
	for _, typed := range []string{"1500000", "1.500.000", "Rp 1.500.000", "Rp1.500.000,-", "1,5 juta", "1.5 juta", "1500 ribu", "Rp. 1.500.000,00", "1\u00a0500\u00a0000", "1,5jt"} {
		if got := EchoAmount(typed); got != "satu juta lima ratus ribu rupiah" {
			t.Errorf("EchoAmount(%q) = %q", typed, got)
		}
	}
	for _, typed := range []string{"", "-", "0", "1,500", "banyak", "-5"} {
		if got := EchoAmount(typed); got != "" {
			t.Errorf("EchoAmount(%q) = %q", typed, got)
		}
	}
}

func TestEchoNIK(t *testing.T) {
	for typed, want := range map[string]string{
		"351005 170890 0002": "Laki-laki, lahir 17 Agustus 1990", "NIK: 3510055708900002": "Perempuan, lahir 17 Agustus 1990",
		"351005": "6 dari 16 angka", "": "", "351005a": "", "35100517089000021": "", "3510051713900002": "",
	} {
		if got := EchoNIK(typed, today); got != want {
			t.Errorf("EchoNIK(%q) = %q, want %q", typed, got, want)
		}
	}
	if got := EchoSixteen(strings.Repeat("1", 15)); got != "15 dari 16 angka" {
		t.Errorf("EchoSixteen = %q", got)
	}
}
