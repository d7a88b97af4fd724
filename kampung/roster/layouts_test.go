package roster

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"smartkampung/kampung"
)

// siak37 are the columns of a SIAK export in its order.
var siak37 = strings.Split("Nomor KK|NIK|Nama Penduduk|Status|Tempat Lahir|Tanggal Lahir|Kelamin|NIK Ayah|Ayah|NIK Ibu|Ibu|Status Kawin|SHDK|Agama|Kecamatan|Desa/Kel|Alamat|RW|RT|Pendidikan|Pekerjaan|Deskripsi Pekerjaan|Gol. Darah|Cacat|Cetak KTP|Ganti KTP|KTP Berakhir|Nomor Paspor|Nomor Akta Lahir|Nomor Akta Kawin|Tanggal Kwn|Nomor Akta Cerai|Tgl Cerai|Petugas Registrasi|Tgl Ubah|Petugas Entri|Tgl Entri", "|")

func siakRow() map[string]any {
	return map[string]any{
		"Nomor KK": "3510050101209001", "NIK": "3510055708909001", "Nama Penduduk": "SITI AMINAH", "Status": "Entah",
		"Tempat Lahir": "BANYUWANGI", "Tanggal Lahir": "17/08/1990", "Kelamin": "Perempuan", "NIK Ayah": "0", "Ayah": "SOEPARDI",
		"NIK Ibu": "-", "Ibu": "SRI", "Status Kawin": "KAWIN", "SHDK": "ISTRI", "Agama": "ISLAM", "Kecamatan": "MUNCAR",
		"Desa/Kel": "SUMBERBERAS", "Alamat": "DSN. PRAPAT", "RW": "8.0", "RT": 2, "Pendidikan": "SLTA/SEDERAJAT",
		"Pekerjaan": "PETANI/PEKEBUN", "Deskripsi Pekerjaan": "SAWAH", "Gol. Darah": "Tdk Th", "Cacat": "", "Tgl Entri": "01/01/2020",
	}
}

func TestSIAKExport(t *testing.T) {
	second := with(siakRow(), map[string]any{"NIK": "3510051708909002", "Kelamin": "LAKI-LAKI", "Gol. Darah": "O+", "Alamat": "JL. MAWAR NO. 3 DUSUN KRAJAN RT 01", "SHDK": "entah siapa"})
	f := excelize.NewFile()
	defer f.Close()
	// A title and an empty row stand over the header, as in the exports.
	if err := f.SetCellValue("Sheet1", "A1", "DATA PENDUDUK DESA SUMBERBERAS"); err != nil {
		t.Fatal(err)
	}
	for i, row := range []map[string]any{nil, siakRow(), second} {
		for c, n := range siak37 {
			at, _ := excelize.CoordinatesToCellName(c+1, i+3)
			var v any = n
			if row != nil {
				v = row[n]
			}
			if err := f.SetCellValue("Sheet1", at, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	file := mustRead(t, "siak.xlsx", saved2(t, f))
	if file.Layout != "SIAK" || len(file.Rows) != 1 || file.Refused != 1 {
		t.Fatalf("%q: %d rows, %d refused: %v", file.Layout, len(file.Rows), file.Refused, file.Problems)
	}
	r := file.Rows[0].Resident
	want := kampung.Resident{
		KK: "3510050101209001", NIK: "3510055708909001", Name: "SITI AMINAH", Sex: 2, BirthPlace: "BANYUWANGI",
		BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, FatherName: "SOEPARDI", MotherName: "SRI", Marital: 2, Relation: 3,
		Religion: 1, Dusun: "PRAPAT", RW: "008", RT: "002", Education: 5, Job: 9, JobNote: "SAWAH", Blood: 13,
	}
	if r != want || file.Rows[0].Row != 4 {
		t.Errorf("row %d\n got %+v\nwant %+v", file.Rows[0].Row, r, want)
	}
	if file.Columns["no_kk"] != "Nomor KK" || file.Columns["nama"] != "Nama Penduduk" || len(file.Columns) != 28 {
		t.Errorf("%d columns: %v", len(file.Columns), file.Columns)
	}
	if p := file.Problems[0]; p.Row != 5 || p.Column != "SHDK" {
		t.Errorf("problem %+v", p)
	}
}

func TestHamletInAddress(t *testing.T) {
	for in, want := range map[string][2]string{
		"DSN. PRAPAT":                        {"", "PRAPAT"},
		"DUSUN KRAJAN":                       {"", "KRAJAN"},
		"JL. MAWAR NO. 3 DUSUN KRAJAN RT 01": {"JL. MAWAR NO. 3 RT 01", "KRAJAN"},
		"DSN SUMBER AGUNG, JL. MELATI":       {"JL. MELATI", "SUMBER AGUNG"},
		"DSN.TANJUNG REJO":                   {"", "TANJUNG REJO"},
		"JL. MELATI NO. 4":                   {"JL. MELATI NO. 4", ""},
		"JL. DSNX":                           {"JL. DSNX", ""},
		"":                                   {"", ""},
	} {
		if rest, hamlet := splitHamlet(in); rest != want[0] || hamlet != want[1] {
			t.Errorf("%q: %q, %q; want %q", in, rest, hamlet, want)
		}
	}
}

func TestSheetsAndHeaders(t *testing.T) {
	names := openSIDNames()
	t.Run("the sheet that fits, never Kode Data", func(t *testing.T) {
		f := excelize.NewFile()
		defer f.Close()
		fillSheet(t, f, "Sheet1", []string{"catatan"}, map[string]any{"catatan": "isi dulu"})
		for _, s := range []string{"Kode Data", "Warga & Lainnya"} {
			if _, err := f.NewSheet(s); err != nil {
				t.Fatal(err)
			}
		}
		fillSheet(t, f, "Kode Data", names, with(goodRow(), map[string]any{"nama": "SALAH LEMBAR"}))
		fillSheet(t, f, "Warga & Lainnya", names, goodRow())
		if file := mustRead(t, "a.xlsx", saved2(t, f)); len(file.Rows) != 1 || file.Rows[0].Resident.Name != "SITI AMINAH" {
			t.Errorf("%+v", file)
		}
	})
	t.Run("any order, any case", func(t *testing.T) {
		var odd []string
		row := map[string]any{}
		for i := range names {
			n := names[len(names)-1-i]
			odd = append(odd, " "+strings.ToUpper(strings.ReplaceAll(n, "_", " ")))
			row[odd[i]] = goodRow()[n]
		}
		if file := mustRead(t, "a.xlsx", workbook(t, odd, row)); len(file.Rows) != 1 || file.Rows[0].Resident.NIK == "" {
			t.Errorf("%+v", file)
		}
	})
	t.Run("### in the second cell ends the data", func(t *testing.T) {
		data := workbook(t, names, goodRow(), map[string]any{"dusun": "###"}, map[string]any{"alamat": "bukan data"})
		if file := mustRead(t, "a.xlsx", data); len(file.Rows) != 1 || file.Refused != 0 {
			t.Errorf("%+v", file)
		}
	})
	t.Run("empty rows are passed over and count", func(t *testing.T) {
		data := workbook(t, names, goodRow(), nil, map[string]any{"nama": "  "}, with(goodRow(), map[string]any{"sex": "X"}))
		if file := mustRead(t, "a.xlsx", data); len(file.Rows) != 1 || file.Refused != 1 || file.Problems[0].Row != 5 {
			t.Errorf("%+v", file)
		}
	})
	t.Run("only the needed columns", func(t *testing.T) {
		file := mustRead(t, "a.xlsx", workbook(t, neededOpenSID, goodRow()))
		if len(file.Rows) != 1 || file.Rows[0].Given["alamat"] || file.Rows[0].Given["status_dasar"] {
			t.Errorf("%+v", file)
		}
	})
}

func TestCSV(t *testing.T) {
	names := openSIDNames()
	rows := []map[string]any{goodRow(), with(goodRow(), map[string]any{
		"nik": "3510055708909002", "nama": "IBAÑEZ \"UTI\"", "alamat": "JL. MAWAR; GANG II, NO. 3\nBELAKANG"}),
		with(goodRow(), map[string]any{"nik": "3,51006E+15"})}
	latin := func(s string) []byte {
		b, err := charmap.Windows1252.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(b)
	}
	wide := func(s string, little bool) []byte {
		out := []byte{0xfe, 0xff}
		if little {
			out = []byte{0xff, 0xfe}
		}
		for _, u := range utf16.Encode([]rune(s)) {
			if little {
				out = append(out, byte(u), byte(u>>8))
			} else {
				out = append(out, byte(u>>8), byte(u))
			}
		}
		return out
	}
	semi, comma, tab := csvText(";", names, rows...), csvText(",", names, rows...), csvText("\t", names, rows...)
	for name, data := range map[string][]byte{
		"semicolon": []byte(semi), "comma": []byte(comma), "tab": []byte(tab),
		"BOM": append([]byte("\xef\xbb\xbf"), semi...), "Windows-1252": latin(semi),
		"UTF-16 little": wide(tab, true), "UTF-16 big": wide(semi, false), "sep=": []byte("sep=;\r\n" + semi),
	} {
		t.Run(name, func(t *testing.T) {
			file := mustRead(t, "warga.csv", data)
			if file.Layout != "CSV" || len(file.Rows) != 2 || file.Refused != 1 {
				t.Fatalf("%q %d rows, %d refused, %v", file.Layout, len(file.Rows), file.Refused, file.Problems)
			}
			r := file.Rows[1].Resident
			if r.Name != `IBAÑEZ "UTI"` || r.Address != "JL. MAWAR; GANG II, NO. 3 BELAKANG" {
				t.Errorf("%q, %q", r.Name, r.Address)
			}
			// The row number is the spreadsheet's, in spite of the line break inside row 3.
			if p := file.Problems[0]; p.Row != 4 || p.Column != "nik" || !strings.Contains(p.Reason, "dibulatkan") {
				t.Errorf("%+v", p)
			}
		})
	}
	t.Run("SIAK names", func(t *testing.T) {
		row := siakRow()
		row["RT"] = "2"
		file := mustRead(t, "siak.csv", []byte(csvText(";", siak37, row)))
		if file.Layout != "CSV" || len(file.Rows) != 1 || file.Rows[0].Resident.Dusun != "PRAPAT" {
			t.Errorf("%+v", file)
		}
	})
	t.Run("a shifted row", func(t *testing.T) {
		line := strings.Repeat("a,", 50) + "b\n"
		file := mustRead(t, "warga.csv", []byte(comma+line))
		last := file.Problems[len(file.Problems)-1]
		if last.Row != 5 || file.Refused != 2 || !strings.Contains(last.Reason, "bergeser") {
			t.Errorf("%+v", file.Problems)
		}
	})
	t.Run("a shifted row stays refused until what spilled over is moved", func(t *testing.T) {
		row := siakRow()
		row["RT"] = "2"
		data := []byte(strings.TrimSpace(csvText(";", siak37, row)) + `;"sisa"` + "\n")
		file := mustRead(t, "siak.csv", data)
		_, fixed, err := Correction("siak.csv", data, file.Problems)
		if err != nil || file.Refused != 1 {
			t.Fatal(err, file)
		}
		again := mustRead(t, "b.xlsx", fixed)
		if again.Refused != 1 || again.Problems[0].Reason != file.Problems[0].Reason {
			t.Errorf("%+v", again)
		}
		_, fixed, err = Correction("b.xlsx", fixed, again.Problems)
		if err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(bytes.NewReader(fixed))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if v, err := f.GetCellValue("Data Penduduk", "AL2"); v != "sisa" || err != nil {
			t.Errorf("spilled %q, %v", v, err)
		}
		if err := f.SetCellValue("Data Penduduk", "AL2", ""); err != nil {
			t.Fatal(err)
		}
		if mended := mustRead(t, "b.xlsx", saved2(t, f)); len(mended.Rows) != 1 {
			t.Errorf("%+v", mended)
		}
	})
}
