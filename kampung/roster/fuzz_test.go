package roster

import (
	"os"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// Whatever the bytes: words or rows, never a panic; every refused row has a
// reason; and what was refused can be written for correction.
func FuzzRead(f *testing.F) {
	sample, err := os.ReadFile("testdata/penduduk_500.xlsx")
	if err != nil {
		f.Fatal(err)
	}
	row := siakRow()
	row["RT"] = "2"
	small, err := Write(Invent(3, "35.10.05.2001", 1))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{
		sample[:4096], small, dirty(f),
		[]byte(csvText(";", openSIDNames(), goodRow())), []byte(csvText(",", siak37, row)), []byte(csvText("\t", openSIDNames(), goodRow())),
		[]byte("\xef\xbb\xbfsep=;\nnik;nama;no_kk;sex\n1;2;3;4"), []byte("\xff\xfea\x00;\x00"), []byte("\xd0\xcf\x11\xe0"), []byte("%PDF"), {},
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAny(t, data) })
}

// FuzzSheet fuzzes the XML inside a workbook, which FuzzRead hardly reaches
// through the compression.
func FuzzSheet(f *testing.F) {
	cells := `<c r="A2" t="s"><v>0</v></c><c t="inlineStr"><is><t>a&amp;b</t></is></c><c s="1"><f>1</f><v>33102</v></c>`
	f.Add(`<worksheet><sheetData><row r="1">`+headerCells()+`</row><row>`+cells+`</row></sheetData></worksheet>`, `<sst><si><t>A</t></si></sst>`)
	f.Add(`<a:worksheet><a:sheetData><!-- x --><![CDATA[>]]><?p?></a:sheetData></a:worksheet>`, `<sst><si><r><t>A</t></r><rPh><t>b</t></rPh></si>`)
	f.Add(strings.Repeat("<", 100), "&#x110000;")
	f.Fuzz(func(t *testing.T, sheet, shared string) { readAny(t, sheetXML(t, sheet, shared)) })
}

func readAny(t *testing.T, data []byte) {
	if len(data) > 1<<20 {
		t.Skip()
	}
	file, err := Read("x", data, today)
	if err != nil {
		if !isTrouble(err) {
			t.Fatalf("not in words: %v", err)
		}
		return
	}
	refused := map[int]bool{}
	for _, p := range file.Problems {
		refused[p.Row] = true
		if p.Reason == "" {
			t.Fatalf("no reason: %+v", p)
		}
	}
	if len(refused) != file.Refused {
		t.Fatalf("%d rows have problems, %d are refused", len(refused), file.Refused)
	}
	for _, row := range file.Rows {
		if ps := kampung.CheckResident(row.Resident, today); refused[row.Row] || len(ps) > 0 {
			t.Fatalf("row %d is taken and wrong: %v", row.Row, ps)
		}
	}
	if file.Refused == 0 {
		return
	}
	_, fixed, err := Correction("x", data, file.Problems)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read("x", fixed, today)
	if err != nil {
		t.Fatalf("the correction file cannot be read: %v", err)
	}
	if again.Refused != file.Refused || len(again.Rows) > 0 {
		t.Fatalf("%d refused, then %d", file.Refused, again.Refused)
	}
}
