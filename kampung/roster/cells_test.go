package roster

import (
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"smartkampung/kampung"
)

// readOne reads a workbook of one row and returns the resident or the reason.
func readOne(t *testing.T, changes map[string]any) (kampung.Resident, []kampung.RowProblem) {
	t.Helper()
	file := mustRead(t, "a.xlsx", workbook(t, openSIDNames(), with(goodRow(), changes)))
	if len(file.Rows) == 1 {
		return file.Rows[0].Resident, file.Problems
	}
	return kampung.Resident{}, file.Problems
}

func TestNumbersInsteadOfTexts(t *testing.T) {
	for _, c := range []struct {
		name  string
		cell  any
		want  string
		words string // part of the reason, when refused
	}{
		{"a text", "3510055708909001", "3510055708909001", ""},
		{"apostrophe", "'3510055708909001", "3510055708909001", ""},
		{"blanks and dots", " 351005.570890.9001\u00a0", "3510055708909001", ""},
		{"none yet", "0", "", ""},
		{"none yet, a number", 0, "", ""},
		{"none yet, a dash", "-", "", ""},
		{"number, exact, of another program", 3510055708909001, "3510055708909001", ""},
		{"number that Excel rounded", 3510055708909000, "", "sudah dibulatkan oleh Excel"},
		{"number that ends in zero", 3510055708909010, "", "sudah dibulatkan oleh Excel"},
		{"over 2^53", 9171055708909002, "", "sudah dibulatkan oleh Excel"},
		{"17 digits", 35100557089090011, "", "sudah dibulatkan oleh Excel"},
		{"shown as a power", "3,51006E+15", "", "sudah dibulatkan oleh Excel"},
		{"shown as a power, with a point", "3.510055708909E+15", "", "sudah dibulatkan oleh Excel"},
		{"a power that has all digits", "3.510055708909001E+15", "3510055708909001", ""},
		{"a double as text", "3510055708909001.0", "3510055708909001", ""},
		{"a rounded double as text", "3510055708909000.0", "", "sudah dibulatkan oleh Excel"},
		{"a fraction", 351005570890900.1, "", "16 angka"},
		{"too short", "351005570890901", "", "16 angka"},
		{"letters", "35100557089O9001", "", "angka"},
		{"month 13", "3510055713909001", "", "bulan"},
		{"a date", time.Date(1990, 8, 17, 0, 0, 0, 0, time.UTC), "", "menjadi tanggal"},
		{"a failed formula", "#N/A", "", "rumus"},
	} {
		r, ps := readOne(t, map[string]any{"nik": c.cell})
		switch {
		case c.words == "" && (len(ps) > 0 || r.NIK != c.want):
			t.Errorf("%s: %q, %v", c.name, r.NIK, ps)
		case c.words != "" && (len(ps) != 1 || ps[0].Column != "nik" || ps[0].Row != 2 || !strings.Contains(ps[0].Reason, c.words)):
			t.Errorf("%s: %q, %v; want %q", c.name, r.NIK, ps, c.words)
		}
		for _, p := range ps {
			if strings.ContainsAny(p.Reason, "0") && strings.Contains(p.Reason, "55708909") {
				t.Errorf("%s: the reason quotes the NIK: %s", c.name, p.Reason)
			}
		}
	}
}

func TestWholeNumber(t *testing.T) {
	for _, c := range []struct {
		raw, digits string
		form        wholeForm
	}{
		{"0", "0", exactWhole}, {"8", "8", exactWhole}, {"8.0", "8", exactWhole}, {"8.5", "8.5", notWhole},
		{"1E3", "1000", exactWhole}, {"1.5E0", "1.5E0", notWhole}, {"-3", "-3", notWhole}, {"", "", notWhole}, {"NaN", "NaN", notWhole},
		{"351005170890001", "351005170890001", exactWhole},
		{"3510051708900001", "3510051708900001", exactWhole}, {"3.5100517089000010E+15", "3510051708900001", exactWhole},
		{"3510051708900010", "3510051708900010", roundedWhole}, {"3.51005170890E+15", "3510051708900000", roundedWhole},
		{"9007199254740991", "9007199254740991", exactWhole}, {"9007199254740993", "9007199254740993", roundedWhole},
		{"1E99", "1E99", notWhole}, {"1E+999", "1E+999", notWhole},
	} {
		digits, form := wholeNumber(c.raw)
		if form != c.form || form != notWhole && digits != c.digits {
			t.Errorf("%q: %q %d, want %q %d", c.raw, digits, form, c.digits, c.form)
		}
		if form == roundedWhole {
			power, ok := shownAsPower(asPower(digits))
			if again, f := wholeNumber(power); !ok || again != digits || f != roundedWhole {
				t.Errorf("%q does not stay rounded as %q", digits, asPower(digits))
			}
		}
	}
}

func TestDates(t *testing.T) {
	birth := kampung.Date{Year: 1990, Month: 8, Day: 17}
	for _, c := range []struct {
		name string
		cell any
		want kampung.Date
		ok   bool
	}{
		{"a real date", time.Date(1990, 8, 17, 0, 0, 0, 0, time.UTC), birth, true},
		{"with a time", time.Date(1990, 8, 17, 13, 30, 0, 0, time.UTC), birth, true},
		{"yyyy-mm-dd", "1990-08-17", birth, true},
		{"with midnight", "1990-08-17 00:00:00", birth, true},
		{"dd-mm-yyyy", "17-08-1990", birth, true},
		{"dd/mm/yyyy", "17/08/1990", birth, true},
		{"apostrophe", "'17/8/1990", birth, true},
		{"no separators, a number", 17081990, birth, true},
		{"zeros", "0000-00-00", kampung.Date{}, true},
		{"zeros with a time", "0000-00-00 00:00:00", kampung.Date{}, true},
		{"a dash", "-", kampung.Date{}, true},
		{"nothing", "", kampung.Date{}, true},
		{"day 31 in June", "31/06/1990", kampung.Date{}, false},
		{"29 February", "29-02-2001", kampung.Date{}, false},
		{"month 13", "17-13-1990", kampung.Date{}, false},
		{"words", "lupa", kampung.Date{}, false},
		{"a bare number", 33102, kampung.Date{}, false},
		{"a bare number as text", "33102", kampung.Date{}, false},
		{"a year", 1955, kampung.Date{}, false},
		{"tomorrow", "2026-11-24", kampung.Date{}, false},
		{"a far year", "17-08-2990", kampung.Date{}, false},
	} {
		r, ps := readOne(t, map[string]any{"tanggallahir": c.cell})
		if c.ok && (len(ps) > 0 || r.BirthDate != c.want) {
			t.Errorf("%s: %v %v", c.name, r.BirthDate, ps)
		}
		if !c.ok && (len(ps) != 1 || ps[0].Column != "tanggallahir") {
			t.Errorf("%s: %v %v", c.name, r.BirthDate, ps)
		}
	}
}

// A serial under a date format is a date in either of Excel's systems; a small
// number that somebody laid a date format over is none.
func TestDateSerials(t *testing.T) {
	for _, c := range []struct {
		is1904 bool
		serial any
		format string
		want   string // "" for a problem
	}{
		{false, 33102, "dd/mm/yyyy", "1990-08-17"},
		{false, 33102, `[$-421]dd mmmm yyyy;@`, "1990-08-17"},
		{true, 31640, "d-m-yy", "1990-08-17"},
		{false, 33102.75, "yyyy\\-mm\\-dd hh:mm", "1990-08-17"},
		{false, 33102, `0" hari"`, ""},
		{false, 33102, "[h]:mm", ""},
		{false, 60, "dd/mm/yyyy", ""},
		{false, 17, "dd/mm/yyyy", ""},
		{false, -5, "dd/mm/yyyy", ""},
		{false, 500000, "dd/mm/yyyy", ""},
	} {
		f := excelize.NewFile()
		fillSheet(t, f, "Sheet1", openSIDNames(), with(goodRow(), map[string]any{"tanggallahir": c.serial}))
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		if err == nil {
			err = f.SetCellStyle("Sheet1", "J2", "J2", style)
		}
		if err == nil {
			err = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &c.is1904})
		}
		if err != nil {
			t.Fatal(err)
		}
		file := mustRead(t, "a.xlsx", saved2(t, f))
		got := ""
		if len(file.Rows) == 1 {
			got = file.Rows[0].Resident.BirthDate.ISO()
		}
		if got != c.want || (got == "") != (len(file.Problems) == 1) {
			t.Errorf("%v as %s: %q %v, want %q", c.serial, c.format, got, file.Problems, c.want)
		}
	}
}

func TestOtherCells(t *testing.T) {
	for _, c := range []struct {
		name string
		cell map[string]any
		got  func(kampung.Resident) any
		want any
	}{
		{"RT a number", map[string]any{"rt": 8}, func(r kampung.Resident) any { return r.RT }, "008"},
		{"RW 8.0", map[string]any{"rw": "8.0"}, func(r kampung.Resident) any { return r.RW }, "008"},
		{"RW 8,0", map[string]any{"rw": "8,0"}, func(r kampung.Resident) any { return r.RW }, "008"},
		{"RW none", map[string]any{"rw": "-"}, func(r kampung.Resident) any { return r.RW }, ""},
		{"a label", map[string]any{"sex": "perempuan"}, func(r kampung.Resident) any { return r.Sex }, 2},
		{"a label with blanks", map[string]any{"pekerjaan_id": " petani / pekebun "}, func(r kampung.Resident) any { return r.Job }, 9},
		{"a code as number", map[string]any{"pekerjaan_id": 88}, func(r kampung.Resident) any { return r.Job }, 88},
		{"no code", map[string]any{"agama_id": "-"}, func(r kampung.Resident) any { return r.Religion }, 0},
		{"dusun with underscores", map[string]any{"dusun": "SUMBER_AGUNG"}, func(r kampung.Resident) any { return r.Dusun }, "SUMBER AGUNG"},
		{"small letters", map[string]any{"nama": " nur  aini "}, func(r kampung.Resident) any { return r.Name }, "NUR AINI"},
		{"markup", map[string]any{"nama": "D’COSTA & ÑO <A>"}, func(r kampung.Resident) any { return r.Name }, "D'COSTA & ÑO <A>"},
		{"a point as number", map[string]any{"lat": -8.4312}, func(r kampung.Resident) any { return r.Lat }, "-8.4312"},
		{"a point with a comma", map[string]any{"lng": "114,36"}, func(r kampung.Resident) any { return r.Lng }, "114.36"},
		{"a certificate as number", map[string]any{"akta_lahir": 123456}, func(r kampung.Resident) any { return r.BirthCert }, "123456"},
	} {
		r, ps := readOne(t, c.cell)
		if len(ps) > 0 || c.got(r) != c.want {
			t.Errorf("%s: %v %v, want %v", c.name, c.got(r), ps, c.want)
		}
	}
}

func TestRefusedCells(t *testing.T) {
	for _, c := range []struct {
		column string
		cell   any
	}{
		{"rt", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}, {"rt", "satu"}, {"rw", 12345}, {"sex", 3}, {"sex", "3510055708909001"},
		{"agama_id", true}, {"kk_level", 1.5}, {"nama", "-"}, {"nama", strings.Repeat("A", 300)}, {"alamat", "#REF!"},
		{"no_kk", 3510050101209000}, {"ayah_nik", "123"}, {"lat", "utara"}, {"lng", 999}, {"no_asuransi", 1234567890123450},
		{"tanggalperkawinan", "2030-01-01"}, {"pekerjaan_id", "tukang sulap"}, {"alamat", strings.Repeat("JL ", 100)},
	} {
		r, ps := readOne(t, map[string]any{c.column: c.cell})
		if got := refusals(t, ps); len(got) != 1 || got[0] != c.column {
			t.Errorf("%s %v: %v, %+v", c.column, c.cell, ps, r)
		}
		for _, p := range ps {
			if strings.Contains(p.Reason, "3510055708909001") {
				t.Errorf("%s: the reason quotes a NIK", c.column)
			}
		}
	}
}

func TestAllProblemsOfARowInOnePass(t *testing.T) {
	_, ps := readOne(t, map[string]any{"nik": "12", "sex": "X", "tanggallahir": "31-02-1990", "rt": "ABC", "nama": ""})
	got := strings.Join(refusals(t, ps), " ")
	for _, column := range []string{"nik", "sex", "tanggallahir", "rt", "nama"} {
		if !strings.Contains(got, column) {
			t.Errorf("no word about %s in %q", column, got)
		}
	}
	if len(ps) != 5 {
		t.Errorf("%d problems: %v", len(ps), ps)
	}
}
