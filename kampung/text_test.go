package kampung

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFoldSpace(t *testing.T) {
	for in, want := range map[string]string{"  a \u00a0\t b\n": "a b", "\ufeffa": "a", "'0812": "0812", "'": "'", "": "", "a\x00b": "ab"} {
		if got := FoldSpace(in); got != want {
			t.Errorf("FoldSpace(%q) = %q, want %q", in, got, want)
		}
	}
	if got := FoldLines("\n a  b \r\n\r\n c \n"); got != "a b\n\nc" {
		t.Errorf("FoldLines = %q", got)
	}
}

func TestNames(t *testing.T) {
	if got := CleanName(" siti  nur’aini, s.pd "); got != "SITI NUR'AINI, S.PD" {
		t.Error(got)
	}
	for name, want := range map[string]string{"": "belum diisi", "123": "belum berisi huruf", strings.Repeat("A", 101): "terlalu panjang"} {
		if got := CheckName(name); !strings.Contains(got, want) {
			t.Errorf("CheckName(%q) = %q", name, got)
		}
	}
	for _, name := range []string{"MISNATI", "MOCH. ALI", "NUR'AINI", "SITI AMINAH, S.PD", "A-B"} {
		if p, w := CheckName(name), NameWarnings(name); p != "" || w != nil {
			t.Errorf("%q: %q %q", name, p, w)
		}
	}
	for _, name := range []string{"ALI 2", "ALI@B", "JOSÉ", strings.Repeat("A", 61)} {
		if p, w := CheckName(name), NameWarnings(name); p != "" || len(w) != 1 {
			t.Errorf("%q is a warning, never refused: %q %q", name, p, w)
		}
	}
}

func TestPhones(t *testing.T) {
	for in, want := range map[string]string{"081234567890": "+6281234567890", "0812-3456-7890": "+6281234567890", "+62 812 3456 7890": "+6281234567890",
		"6281234567890": "+6281234567890", "81234567890": "+6281234567890", "(0333) 421234": "+62333421234", "12": "", "08123": "", "abc": "", "": "",
		"+62081234567890": "+6281234567890", "00812345678": "", "08123456789012": "", "0": ""} {
		if got := NormalPhone(in); got != want {
			t.Errorf("NormalPhone(%q) = %q, want %q", in, got, want)
		}
	}
	if CheckPhone("") != "" || CheckPhone("0812 3456 7890") != "" || CheckPhone("12") == "" {
		t.Error("CheckPhone")
	}
}

func TestParseRT(t *testing.T) {
	for in, want := range map[string]string{"3": "003", "03": "003", "003": "003", "RT 3": "003", "rw.02": "002", "8.0": "008", "-": "", "": "", "0": "", "000": "", "123": "123"} {
		if got, p := ParseRT(in); got != want || p != "" {
			t.Errorf("ParseRT(%q) = %q, %q", in, got, p)
		}
	}
	for _, in := range []string{"1234", "A1", "3/2"} {
		if got, p := ParseRT(in); got != "" || p == "" {
			t.Errorf("ParseRT(%q) = %q, %q", in, got, p)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s, _ := ParseRT(rapid.String().Draw(t, "s"))
		if again, p := ParseRT(s); again != s || p != "" || len(s) != 0 && len(s) != 3 {
			t.Fatalf("%q becomes %q, %q", s, again, p)
		}
	})
}

func TestTitleCase(t *testing.T) {
	for in, want := range map[string]string{"PETANI/PEKEBUN": "Petani/Pekebun", "KARYAWAN BUMN": "Karyawan BUMN", "DUSUN KRAJAN RT 003": "Dusun Krajan RT 003",
		"ANGGOTA DPR-RI": "Anggota DPR-RI", "SUAMI DAN ISTRI": "Suami dan Istri", "nur'aini": "Nur'aini", "": ""} {
		if got := TitleCase(in); got != want {
			t.Errorf("TitleCase(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	for in, want := range map[string]string{"SITI AMINAH": "SA", "H. Slamet Riyadi": "SR", "misnati": "M", "": "", "H.": "H", "A B C": "AB"} {
		if got := Initials(in); got != want {
			t.Errorf("Initials(%q) = %q, want %q", in, got, want)
		}
	}
}
