package roster

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"smartkampung/kampung"
)

// A good row, by OpenSID column.
func goodRow() map[string]any {
	return map[string]any{
		"alamat": "JL. MAWAR NO. 3", "dusun": "KRAJAN", "rw": "001", "rt": "002", "nama": "SITI AMINAH",
		"no_kk": "3510050101209001", "nik": "3510055708909001", "sex": "2", "tempatlahir": "BANYUWANGI",
		"tanggallahir": "1990-08-17", "agama_id": "1", "kk_level": "1", "pekerjaan_id": "9", "status_dasar": "1",
	}
}

func with(row map[string]any, changes map[string]any) map[string]any {
	row = maps.Clone(row)
	maps.Copy(row, changes)
	return row
}

func openSIDNames() []string {
	var names []string
	for _, c := range columns[:openSIDColumns] {
		names = append(names, c.key)
	}
	return names
}

// workbook makes an .xlsx with excelize, an independent writer, so that what
// is tested is the file format and not our own idea of it.
func workbook(t testing.TB, names []string, rows ...map[string]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fillSheet(t, f, "Sheet1", names, rows...)
	return saved2(t, f)
}

func fillSheet(t testing.TB, f *excelize.File, sheet string, names []string, rows ...map[string]any) {
	t.Helper()
	set := func(col, row int, v any) {
		at, err := excelize.CoordinatesToCellName(col+1, row)
		if err == nil {
			err = f.SetCellValue(sheet, at, v)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for c, n := range names {
		set(c, 1, n)
		for i, row := range rows {
			if v, ok := row[n]; ok {
				set(c, i+2, v)
			}
		}
	}
}

func saved2(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// csvText writes rows of texts, every field in quotation marks.
func csvText(comma string, names []string, rows ...map[string]any) string {
	var b strings.Builder
	line := func(cell func(name string) string) {
		for i, n := range names {
			if i > 0 {
				b.WriteString(comma)
			}
			b.WriteString(`"` + strings.ReplaceAll(cell(n), `"`, `""`) + `"`)
		}
		b.WriteString("\r\n")
	}
	line(func(n string) string { return n })
	for _, row := range rows {
		line(func(n string) string { s, _ := row[n].(string); return s })
	}
	return b.String()
}

// sheetXML makes a workbook around raw XML of a sheet, for what no library
// would write.
func sheetXML(t testing.TB, sheet, shared string) []byte {
	t.Helper()
	rels := `<Relationship Id="a" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/>`
	parts := map[string]string{
		"_rels/.rels":              `<Relationships><Relationship Id="r" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":          `<workbook xmlns:r="x"><sheets><sheet name="Data" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": sheet,
	}
	if shared != "" {
		rels += `<Relationship Id="b" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>`
		parts["xl/sharedStrings.xml"] = shared
	}
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships>` + rels + `</Relationships>`
	return zipOf(t, parts)
}

func zipOf(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		p, err := w.Create(name)
		if err == nil {
			_, err = p.Write([]byte(parts[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func mustRead(t testing.TB, name string, data []byte) kampung.ImportFile {
	t.Helper()
	file, err := Read(name, data, today)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return file
}

// refusals lists problems as "row column" and tells when one lacks words.
func refusals(t testing.TB, ps []kampung.RowProblem) []string {
	t.Helper()
	var out []string
	for _, p := range ps {
		if p.Reason == "" || strings.Contains(strings.ToLower(p.Reason), "error") {
			t.Errorf("row %d, %s: reason %q", p.Row, p.Column, p.Reason)
		}
		out = append(out, p.Column)
	}
	return out
}
