package roster

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"smartkampung/kampung"
)

// A whole file that cannot be read gives words: what it is, that nothing
// changed, what to do.
func TestWholeFileTroubles(t *testing.T) {
	names := openSIDNames()
	ole := func(stream string) []byte {
		b := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 600)...)
		for _, c := range stream {
			b = append(b, byte(c), 0)
		}
		return b
	}
	locked := func() []byte {
		f := excelize.NewFile()
		defer f.Close()
		var b bytes.Buffer
		if err := f.Write(&b, excelize.Options{Password: "rahasia"}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	header := strings.Join(names, ";")
	for _, c := range []struct {
		name  string
		data  []byte
		words string
	}{
		{"empty.xlsx", nil, "kosong"},
		{"blanks.csv", []byte(" \r\n\r\n"), "kosong"},
		{"emptysheet.xlsx", workbook(t, nil), "kosong"},
		{"old.xls", ole("Workbook"), "simpan sebagai .xlsx"},
		{"locked.xlsx", locked, "kata sandi"},
		{"word.doc", ole("WordDocument"), "Word"},
		{"a.pdf", []byte("%PDF-1.7 …"), "PDF"},
		{"a.png", []byte("\x89PNG\r\n\x1a\n"), "gambar"},
		{"a.jpg", []byte("\xff\xd8\xff\xe0"), "gambar"},
		{"a.docx", zipOf(t, map[string]string{"[Content_Types].xml": "", "_rels/.rels": "", "word/document.xml": ""}), "Word"},
		{"a.ods", zipOf(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}), ".ods"},
		{"a.xlsb", zipOf(t, map[string]string{"xl/workbook.bin": ""}), ".xlsb"},
		{"a.zip", zipOf(t, map[string]string{"foto.jpg": ""}), "arsip"},
		{"a.gz", []byte("\x1f\x8b\x08"), "arsip"},
		{"web.xls", []byte("<html><table><tr><td>nik</td></tr></table>"), "halaman web"},
		{"a.skb", []byte("age-encryption.org/v1\n"), "bundel"},
		{"a.exe", []byte("MZ\x90\x00"), "program"},
		{"noise.dat", []byte("a\x00b\x01c"), "bukan berkas lembar kerja"},
		{"letter.txt", []byte("Dengan hormat,\nbersama ini kami sampaikan\n"), "Judul kolom"},
		{"headeronly.xlsx", workbook(t, names), "hanya berisi judul"},
		{"headeronly.csv", []byte(header), "hanya berisi judul"},
		{"missing.xlsx", workbook(t, []string{"nama", "no_kk", "alamat", "dusun", "rt", "rw", "sex", "tempatlahir", "tanggallahir", "kk_level"}, goodRow()), "belum memuat kolom: “nik”"},
		{"unknown.xlsx", workbook(t, append(names, "Hobi"), goodRow()), "tidak dikenal: “Hobi”"},
		{"twice.xlsx", workbook(t, append(names, "NIK"), goodRow()), "dua kali: “NIK”"},
		{"quotes.csv", []byte(header + "\n\"a;b\n"), "baris 2"},
	} {
		_, err := Read(c.name, c.data, today)
		var trouble *kampung.Trouble
		switch {
		case !errors.As(err, &trouble):
			t.Errorf("%s: %v", c.name, err)
		case !strings.Contains(err.Error(), c.words), !strings.Contains(err.Error(), "tidak berubah"), trouble.Next == "":
			t.Errorf("%s: %q, want %q in it", c.name, err, c.words)
		case strings.Contains(strings.ToLower(err.Error()), "error"):
			t.Errorf("%s: %q", c.name, err)
		}
	}
}

// A file cut anywhere is refused whole; never a part of its people.
func TestCutFile(t *testing.T) {
	data, err := os.ReadFile("testdata/penduduk_500.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 16 {
		if _, err := Read("a.xlsx", data[:len(data)*i/16], today); !isTrouble(err) {
			t.Errorf("cut at %d/16: %v", i, err)
		}
	}
}

// A flipped byte is noticed, or it stood where nothing of the people stands.
func TestFlippedBytes(t *testing.T) {
	people := Invent(40, "35.10.05.2001", 3)
	data, err := Write(people)
	if err != nil {
		t.Fatal(err)
	}
	whole := mustRead(t, "a.xlsx", data)
	noticed := 0
	for i := 0; i < len(data); i += 7 {
		flipped := bytes.Clone(data)
		flipped[i] ^= 1 << (i % 8)
		file, err := Read("a.xlsx", flipped, today)
		if err != nil {
			if noticed++; !isTrouble(err) {
				t.Errorf("byte %d: %v", i, err)
			}
			continue
		}
		if len(file.Rows) != len(whole.Rows) || file.Rows[39].Resident != whole.Rows[39].Resident || len(file.Problems) != 0 {
			t.Errorf("byte %d of %d changed the people unnoticed", i, len(data))
		}
	}
	if noticed < len(data)/7*8/10 {
		t.Errorf("only %d of %d flips noticed", noticed, len(data)/7)
	}
}

func isTrouble(err error) bool {
	var t *kampung.Trouble
	return errors.As(err, &t)
}

func TestHostileWorkbooks(t *testing.T) {
	sheet := func(rows string) string { return `<worksheet><sheetData>` + rows + `</sheetData></worksheet>` }
	many := map[string]string{"xl/workbook.xml": ""}
	for i := range maxEntries + 1 {
		many[fmt.Sprintf("xl/media/%d", i)] = ""
	}
	var rows strings.Builder
	for i := range maxRows + 2 {
		fmt.Fprintf(&rows, `<row r="%d"><c t="str"><v>%d</v></c></row>`, i+1, i)
	}
	tall := strings.Replace(rows.String(), `<row r="1"><c t="str"><v>0</v></c></row>`, `<row r="1">`+headerCells()+`</row>`, 1)
	for name, data := range map[string][]byte{
		"a cell of many pieces": sheetXML(t, sheet(`<row><c t="str"><v>`+strings.Repeat("<![CDATA["+strings.Repeat("A", 1000)+"]]>", 2000)+`</v></c></row>`), ""),
		"a shifted village":     []byte(strings.Join(openSIDNames(), ";") + "\n" + strings.Repeat(strings.Repeat("x;", 42)+"x\n", 6000)),
		"zip bomb":              bomb(t),
		"bomb that lies":        lyingBomb(t),
		"too many parts":        zipOf(t, many),
		"too many rows":         sheetXML(t, sheet(tall), ""),
		"doctype":               sheetXML(t, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+sheet(`<row><c t="str"><v>&a;</v></c></row>`), ""),
		"unknown entity":        sheetXML(t, sheet(`<row><c t="str"><v>&a;</v></c></row>`), ""),
		"a token without end":   sheetXML(t, sheet(`<row><c a="`+strings.Repeat(">", 2*maxToken)), ""),
		"a comment without end": sheetXML(t, sheet(`<!-- `+strings.Repeat(">", 2*maxToken)), ""),
		"a text without end":    sheetXML(t, sheet(`<row><c t="str"><v>`+strings.Repeat("A", 2*maxToken)), ""),
		"row 2^40":              sheetXML(t, sheet(`<row r="1099511627776"><c/></row>`), ""),
		"rows backwards":        sheetXML(t, sheet(`<row r="2"><c/></row><row r="1"><c/></row>`), ""),
		"column ZZZZ":           sheetXML(t, sheet(`<row><c r="ZZZZ1"><v>1</v></c></row>`), ""),
		"no such string":        sheetXML(t, sheet(`<row><c t="s"><v>7</v></c></row>`), `<sst><si><t>a</t></si></sst>`),
		"negative string":       sheetXML(t, sheet(`<row><c t="s"><v>-1</v></c></row>`), `<sst><si><t>a</t></si></sst>`),
		"no data part":          sheetXML(t, `<worksheet/>`, ""),
		"tags not closed":       sheetXML(t, `<worksheet><sheetData><row>`, ""),
		"a part twice":          twice(t),
		"outside sheet": zipOf(t, map[string]string{
			"xl/workbook.xml":            `<workbook><sheets><sheet name="a" r:id="a"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Type="/worksheet" Target="http://x/y" TargetMode="External"/></Relationships>`}),
	} {
		if _, err := Read("a.xlsx", data, today); !isTrouble(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func headerCells() string {
	var b strings.Builder
	for _, n := range openSIDNames() {
		b.WriteString(`<c t="str"><v>` + n + `</v></c>`)
	}
	return b.String()
}

// bomb is a workbook whose sheet unpacks to hundreds of times its size.
func bomb(t *testing.T) []byte {
	t.Helper()
	data := sheetXML(t, `<worksheet><sheetData>`+strings.Repeat(" ", 12<<20)+`</sheetData></worksheet>`, "")
	if len(data) > 1<<20 {
		t.Fatalf("the bomb is %d bytes", len(data))
	}
	return data
}

// lyingBomb is a bomb whose directory tells a small size.
func lyingBomb(t *testing.T) []byte {
	t.Helper()
	data := bomb(t)
	at := bytes.LastIndex(data, []byte("xl/worksheets/sheet1.xml")) // in the directory, its size 22 before the name
	binary.LittleEndian.PutUint32(data[at-22:], 1000)
	return data
}

func twice(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range []string{"xl/workbook.xml", "xl/Workbook.xml"} {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: n, CRC32: crc32.ChecksumIEEE(nil)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What spreadsheets may write in a sheet, beyond the everyday.
func TestCellForms(t *testing.T) {
	shared := `<?xml version="1.0"?><sst><!-- a > b --><si><t>BIASA</t></si><si><r><t>DUA </t></r><r><rPr/><t xml:space="preserve">GAYA</t></r><rPh><t>ふり</t></rPh></si><si><t><![CDATA[A<B&C]]></t></si><si/></sst>`
	cells := `<x:c r="A1" t="s"><x:v>0</x:v></x:c><c r="B1" t="s"><v>1</v></c><c r='C1' t='s'><v>2</v></c><c t="s"><v>3</v></c>` +
		`<c t="inlineStr"><is><r><t>S</t></r><r><t>ATU&#x20;&amp;</t></r></is></c><c t="str"><f>A1&amp;"x"</f><v>HASIL</v></c>` +
		`<c><f>A1</f></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c t="d"><v>1990-08-17T00:00:00</v></c><c r="L1"><v> 12 </v></c><c t="str"><v>_x0041_x000D_</v></c>`
	var got []cell
	ts, err := tables("a.xlsx", sheetXML(t, `<?xml version="1.0"?><x:worksheet><x:sheetData><x:row r="1">`+cells+`</x:row></x:sheetData></x:worksheet>`, shared))
	if err != nil {
		t.Fatal(err)
	}
	if err := ts[0].each(func(l line) error { got = append(got, l.cells...); return nil }); err != nil {
		t.Fatal(err)
	}
	want := []cell{{text: "BIASA"}, {text: "DUA GAYA"}, {text: "A<B&C"}, {}, {text: "SATU &"}, {text: "HASIL"},
		{kind: cellFormula}, {text: "#N/A", kind: cellFault}, {text: "TRUE"}, {text: "1990-08-17T00:00:00"}, {},
		{text: "12", kind: cellNumber}, {text: "Ax000D_"}}
	if len(got) != len(want) {
		t.Fatalf("%d cells: %+v", len(got), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("cell %d: %+v, want %+v", i, got[i], want[i])
		}
	}
}
