package roster

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"smartkampung/kampung"
)

// What is written is read again as it was, whatever a register may hold.
func TestWriteReadRoundTrip(t *testing.T) {
	text := rapid.StringMatching(`([A-ZÑÉ0-9(][A-ZÑÉ0-9 .,/'&<>"_x()-]{0,40})?`)
	rapid.Check(t, func(t *rapid.T) {
		people := Invent(rapid.IntRange(1, 12).Draw(t, "n"), "35.10.05.2001", rapid.Uint64().Draw(t, "seed"))
		for i := range people {
			r := &people[i]
			r.Address = text.Draw(t, "alamat")
			r.Current = text.Draw(t, "alamat_sekarang")
			r.Ethnicity = rapid.SampledFrom([]string{"", "OSING", "JAWA"}).Draw(t, "suku")
			r.CardTag = rapid.SampledFrom([]string{"", "_x0041_", "a_x005F_b", "_x00"}).Draw(t, "tag")
			r.BirthCert = rapid.SampledFrom([]string{"", "3510-LT-1", "0012345678901234567", "=1+1", "1E5"}).Draw(t, "akta")
			r.Lat = rapid.SampledFrom([]string{"", "-8.4312", "0.5"}).Draw(t, "lat")
			r.InsuranceKind = rapid.SampledFrom([]int{0, 1, 99}).Draw(t, "asuransi")
			r.PassportUntil = rapid.SampledFrom([]kampung.Date{{}, {Year: 2030, Month: 2, Day: 28}}).Draw(t, "paspor")
			if rapid.Bool().Draw(t, "no NIK") {
				r.NIK = ""
			}
			*r = kampung.CleanResident(*r)
			if strings.Trim(r.Address, "-_. ") == "" {
				r.Address = "" // such a text means nothing on the way in
			}
			if strings.Trim(r.Current, "-_. ") == "" {
				r.Current = ""
			}
		}
		data, err := Write(people)
		if err != nil {
			t.Fatal(err)
		}
		file, err := Read("a.xlsx", data, today)
		if err != nil {
			t.Fatal(err)
		}
		if len(file.Problems) > 0 || len(file.Rows) != len(people) {
			t.Fatalf("%d rows of %d: %v", len(file.Rows), len(people), file.Problems)
		}
		for i, row := range file.Rows {
			if row.Resident != people[i] || row.Row != i+2 {
				t.Fatalf("row %d\n got %+v\nwant %+v", row.Row, row.Resident, people[i])
			}
		}
	})
}

// An independent reader sees texts in the 43 columns, and cells formatted as
// text, so that a NIK typed later stays whole.
func TestWrittenFileIsOpenSIDs(t *testing.T) {
	people := Invent(30, "35.10.05.2001", 5)
	data, err := Write(people)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Data Penduduk")
	if err != nil || len(rows) != 31 || !slices.Equal(rows[0], openSIDNames()) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][6] != people[0].NIK || rows[1][9] != people[0].BirthDate.ISO() || rows[1][7] != fmt.Sprint(people[0].Sex) {
		t.Errorf("first row: %v", rows[1])
	}
	for _, at := range []string{"G2", "G500"} {
		id, err := f.GetCellStyle("Data Penduduk", at)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := f.GetStyle(id); err != nil || s.NumFmt != 49 {
			t.Errorf("%s has number format %+v, %v; want 49, text", at, s, err)
		}
	}
	empty, err := Write(nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read("a.xlsx", empty, today); !isTrouble(err) || !strings.Contains(err.Error(), "hanya berisi judul") {
		t.Errorf("the empty template: %v", err)
	}
}

// dirty has good rows between bad ones of every kind of cell.
func dirty(t testing.TB) []byte {
	names := append([]string{"catatan kosong"}, openSIDNames()...)
	names[0] = ""
	return workbook(t, names,
		goodRow(),
		with(goodRow(), map[string]any{"nik": 3510055708909000}),
		with(goodRow(), map[string]any{"nik": "3510051708909002", "sex": "X", "tanggallahir": "31-06-1990", "nama": "=A & <B>"}),
		with(goodRow(), map[string]any{"nik": "3510051708909003", "sex": "1"}),
		with(goodRow(), map[string]any{"nik": 9171055708909002, "alamat": "JL_x0041_N"}),
		with(goodRow(), map[string]any{"nik": "3510051708909004", "tanggallahir": 33102, "lat": 1234}),
		with(goodRow(), map[string]any{"nik": "3510051708909005", "alamat": "#N/A", "rt": "ABC"}),
	)
}

// The correction file holds just the refused rows. Imported as it is, it is
// refused for the same reasons; nothing slips through by being a text now.
// Mended, it goes in.
func TestCorrectionRoundTrip(t *testing.T) {
	data := dirty(t)
	file := mustRead(t, "warga desa.xlsx", data)
	if len(file.Rows) != 2 || file.Refused != 5 {
		t.Fatalf("%d rows, %d refused: %v", len(file.Rows), file.Refused, file.Problems)
	}
	name, fixed, err := Correction("D:\\data\\warga desa.xlsx", data, file.Problems)
	if err != nil || name != "warga desa - perbaikan.xlsx" {
		t.Fatal(name, err)
	}
	again := mustRead(t, name, fixed)
	if len(again.Rows) != 0 || again.Refused != 5 || len(again.Problems) != len(file.Problems) {
		t.Fatalf("%d rows, %d refused:\n%v\nfirst\n%v", len(again.Rows), again.Refused, again.Problems, file.Problems)
	}
	for i, p := range again.Problems {
		if q := file.Problems[i]; p.Column != q.Column || p.Reason != q.Reason {
			t.Errorf("problem %d: %+v, was %+v", i, p, q)
		}
	}

	f, err := excelize.OpenReader(bytes.NewReader(fixed))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Data Penduduk")
	if err != nil {
		t.Fatal(err)
	}
	head := rows[0]
	if len(head) != 44 || head[43] != "alasan" || head[0] != "alamat" {
		t.Fatalf("header: %v", head)
	}
	for i, row := range rows[1:] {
		if len(row) != 44 || row[43] == "" {
			t.Errorf("row %d has no reason: %v", i+2, row)
		}
		for c, v := range map[string]any{"nik": fmt.Sprintf("351005170890910%d", i), "sex": "1", "tanggallahir": "17-08-1990",
			"nama": "BUDI", "alamat": "JL. BARU", "rt": "1", "lat": ""} {
			at, _ := excelize.CoordinatesToCellName(slices.Index(head, c)+1, i+2)
			if err := f.SetCellValue("Data Penduduk", at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	mended := mustRead(t, name, saved2(t, f))
	if len(mended.Rows) != 5 || mended.Refused != 0 {
		t.Errorf("mended: %d rows, %v", len(mended.Rows), mended.Problems)
	}
}

// Cells that are no texts come back as texts that read the same way.
func TestCorrectionKeepsWhatCellsWere(t *testing.T) {
	day := time.Date(1990, 8, 17, 0, 0, 0, 0, time.UTC)
	nowhere := with(goodRow(), map[string]any{"nik": "3510051708909006", "nama": "BUDI"})
	delete(nowhere, "alamat")
	f := excelize.NewFile()
	defer f.Close()
	fillSheet(t, f, "Sheet1", openSIDNames(), with(goodRow(), map[string]any{"rt": day, "alamat": day}),
		with(goodRow(), map[string]any{"tanggallahir": day, "sex": "X", "lat": -8.25, "agama_id": 1}),
		nowhere,
		with(goodRow(), map[string]any{"tanggallahir": 17}))
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err == nil {
		err = f.SetCellStyle("Sheet1", "J5", "J5", style)
	}
	if err == nil {
		err = f.SetCellFormula("Sheet1", "A4", "B4") // never calculated
	}
	if err != nil {
		t.Fatal(err)
	}
	data := saved2(t, f)
	file := mustRead(t, "a.xlsx", data)
	want := "2 alamat, 2 rt, 3 sex, 4 alamat, 5 tanggallahir"
	if got := rowsAndColumns(file.Problems); got != want || file.Refused != 4 {
		t.Fatalf("%d refused: %s, want %s", file.Refused, got, want)
	}
	_, fixed, err := Correction("a.xlsx", data, file.Problems)
	if err != nil {
		t.Fatal(err)
	}
	again := mustRead(t, "b.xlsx", fixed)
	if got := rowsAndColumns(again.Problems); got != want || again.Refused != 4 {
		t.Errorf("then %d refused: %s, want %s", again.Refused, got, want)
	}
	g, err := excelize.OpenReader(bytes.NewReader(fixed))
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for at, text := range map[string]string{"J3": "1990-08-17", "AP3": "-8.25", "K3": "1", "D2": "#VALUE! 1990-08-17"} {
		if v, err := g.GetCellValue("Data Penduduk", at); v != text || err != nil {
			t.Errorf("%s is %q, want %q", at, v, text)
		}
	}
}

func rowsAndColumns(ps []kampung.RowProblem) string {
	var all []string
	for _, p := range ps {
		all = append(all, fmt.Sprint(p.Row, " ", p.Column))
	}
	return strings.Join(all, ", ")
}

// Rows refused by the plan, and files of the other layouts, come back too.
func TestCorrectionOfOtherFiles(t *testing.T) {
	row := siakRow()
	row["RT"] = "2"
	csv := []byte(csvText(";", siak37, row, row))
	file := mustRead(t, "siak.csv", csv)
	plan := kampung.PlanImport(file, nobody, nobodyNamed, today)
	if plan.New != 1 || plan.Refused != 1 {
		t.Fatalf("%+v", plan)
	}
	name, fixed, err := Correction("siak.csv", csv, plan.Problems)
	if err != nil || name != "siak - perbaikan.xlsx" {
		t.Fatal(name, err)
	}
	again := mustRead(t, name, fixed)
	if len(again.Rows) != 1 || again.Layout != "SIAK" || again.Rows[0].Resident != file.Rows[1].Resident {
		t.Errorf("%+v", again)
	}
	if name, _, err := Correction(name, fixed, []kampung.RowProblem{{Row: 2, Reason: "a"}}); err != nil || name != "siak - perbaikan.xlsx" {
		t.Error(name, err)
	}
	if _, _, err := Correction("a.pdf", []byte("%PDF"), nil); !isTrouble(err) {
		t.Error(err)
	}
}
