package kampung

import (
	"strconv"
	"strings"
	"testing"
)

func TestCodesReadBack(t *testing.T) {
	sizes := map[CodeTable]int{TableSex: 2, TableReligion: 7, TableMarital: 4, TableRelation: 11, TableEducation: 10, TableStudying: 18, TableJob: 89,
		TableBlood: 13, TableDisability: 7, TableStatus: 6, TableCitizenship: 3, TableRecorded: 8, TableContraception: 9, TablePregnant: 2, TableKTPEl: 2, TableInsurance: 5}
	if len(sizes) != len(codeLabels) {
		t.Fatalf("%d tables, %d sizes", len(codeLabels), len(sizes))
	}
	for table, size := range sizes {
		codes := Codes(table)
		if len(codes) != size {
			t.Errorf("%s holds %d codes, want %d", table, len(codes), size)
		}
		for _, c := range codes {
			texts := []string{c.Label, strings.ToLower(c.Label), " " + strings.ReplaceAll(c.Label, "/", " / ") + " ", strconv.Itoa(c.Code), strconv.Itoa(c.Code) + ".0"}
			if p := PrintLabel(table, c.Code); p != "-" {
				texts = append(texts, p)
			}
			for _, text := range texts {
				if got, ok := ParseCode(table, text); !ok || got != c.Code {
					t.Errorf("ParseCode(%s, %q) = %d, %v; want %d", table, text, got, ok, c.Code)
				}
			}
		}
	}
}

// No two lines of a table may claim the same spelling.
func TestSpellingsAreOne(t *testing.T) {
	for table, other := range otherSpellings {
		seen := map[string]int{}
		for _, c := range codeLabels[table] {
			seen[foldLabel(table, c.Label)] = c.Code
		}
		for code, spellings := range other {
			if Label(table, code) == "" {
				t.Errorf("%s has no code %d", table, code)
			}
			for s := range strings.SplitSeq(spellings, "|") {
				key := foldLabel(table, s)
				if was, ok := seen[key]; ok && was != code {
					t.Errorf("%s: %q is both %d and %d", table, s, was, code)
				}
				seen[key] = code
			}
		}
	}
}

func TestParseCodeSpellings(t *testing.T) {
	for _, c := range []struct {
		table CodeTable
		text  string
		want  int
	}{
		{TableMarital, "BK", 1}, {TableMarital, "K", 2}, {TableMarital, "CH", 3}, {TableMarital, "CM", 4}, {TableSex, "Lk", 1}, {TableSex, "Pr", 2}, {TableSex, "L", 1}, {TableSex, "P", 2},
		{TableSex, "Laki-Laki", 1}, {TableBlood, "Tdk Th", 13}, {TableBlood, "a+", 5}, {TableBlood, "A -", 6}, {TableBlood, "AB", 3}, {TableBlood, "-", 0},
		{TableRelation, "KEP. KELUARGA", 1}, {TableReligion, "BUDDHA", 5}, {TableReligion, "Katolik", 3}, {TableReligion, "KATHOLIK", 3}, {TableEducation, "SLTA/SEDERAJAT", 5},
		{TableEducation, "TAMAT SD/SEDERAJAT", 3}, {TableEducation, "slta / sederajat", 5}, {TableEducation, "DIPLOMA IV/STRATA I", 8}, {TableEducation, "AKADEMI/DIPLOMA III/S. MUDA", 7},
		{TableJob, "petani/pekebun", 9}, {TableJob, "PNS", 5}, {TableStatus, "Meninggal", 2}, {TableSex, "", 0}, {TableJob, "0", 0},
	} {
		if got, ok := ParseCode(c.table, c.text); !ok || got != c.want {
			t.Errorf("ParseCode(%s, %q) = %d, %v; want %d", c.table, c.text, got, ok, c.want)
		}
	}
	for _, c := range []struct {
		table CodeTable
		text  string
	}{{TableSex, "3"}, {TableSex, "X"}, {TableStatus, "5"}, {TableJob, "90"}, {TableJob, "astronot"}, {"tidak_ada", "1"}, {"tidak_ada", ""}} {
		if got, ok := ParseCode(c.table, c.text); ok {
			t.Errorf("ParseCode(%s, %q) = %d", c.table, c.text, got)
		}
	}
}

func TestPrintLabel(t *testing.T) {
	for _, c := range []struct {
		table CodeTable
		code  int
		want  string
	}{
		{TableReligion, 3, "Katolik"}, {TableReligion, 5, "Buddha"}, {TableReligion, 6, "Khonghucu"}, {TableReligion, 1, "Islam"}, {TableBlood, 13, "-"}, {TableBlood, 9, "AB+"},
		{TableJob, 9, "Petani/Pekebun"}, {TableJob, 5, "Pegawai Negeri Sipil (PNS)"}, {TableJob, 16, "Karyawan BUMN"}, {TableJob, 48, "Anggota DPR-RI"}, {TableSex, 1, "Laki-laki"},
		{TableMarital, 1, "Belum Kawin"}, {TableCitizenship, 1, "WNI"}, {TableEducation, 5, "SLTA/Sederajat"}, {TableJob, 0, ""}, {TableJob, 90, ""},
	} {
		if got := PrintLabel(c.table, c.code); got != c.want {
			t.Errorf("PrintLabel(%s, %d) = %q, want %q", c.table, c.code, got, c.want)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("pekerjaan_id", "petani / pekebun")
	f.Add("golongan_darah_id", "AB+")
	f.Add("x", "1.0")
	f.Fuzz(func(t *testing.T, table, text string) {
		code, ok := ParseCode(CodeTable(table), text)
		if ok && code != 0 && Label(CodeTable(table), code) == "" {
			t.Fatalf("%q gave code %d, which %s lacks", text, code, table)
		}
	})
}
