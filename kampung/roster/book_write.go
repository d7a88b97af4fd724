package roster

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// The workbook is written by hand, in the few parts that a sheet of texts
// needs: a spreadsheet library keeps big sheets in temporary files, which
// would leave the names and NIKs of a village unsealed on the disk.

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const spreadsheetNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// bookParts are the parts that are the same in every workbook.
var bookParts = []struct{ name, body string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook ` + spreadsheetNS + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data Penduduk" sheetId="1" r:id="rId1"/></sheets></workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	// Style 1 is the text format (49), 2 the same in bold for the header.
	{"xl/styles.xml", `<styleSheet ` + spreadsheetNS + `><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
}

// bookWriter writes one sheet whose cells and columns are all formatted as
// text, so that a NIK typed into it later stays a text too.
type bookWriter struct {
	out     bytes.Buffer
	zip     *zip.Writer
	w       *bufio.Writer
	row     int
	letters []string
}

func newBookWriter(header []string) (*bookWriter, error) {
	b := &bookWriter{}
	b.zip = zip.NewWriter(&b.out)
	for _, p := range bookParts {
		if err := b.part(p.name); err != nil {
			return nil, err
		}
		b.w.WriteString(xmlHead + p.body)
	}
	if err := b.part("xl/worksheets/sheet1.xml"); err != nil {
		return nil, err
	}
	for i := range header {
		b.letters = append(b.letters, columnLetters(i))
	}
	b.w.WriteString(xmlHead + `<worksheet ` + spreadsheetNS + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, name := range header {
		width := 18
		switch fold(name) {
		case "alamat", "nama", "namapenduduk", "namaayah", "namaibu":
			width = 30
		case reasonColumn:
			width = 90
		}
		fmt.Fprintf(b.w, `<col min="%d" max="%d" width="%d" style="1" customWidth="1"/>`, i+1, i+1, width)
	}
	b.w.WriteString(`</cols><sheetData>`)
	b.line(header, 2)
	return b, nil
}

// part begins a part of the file. Its date is fixed: the same people give the
// same bytes.
func (b *bookWriter) part(name string) error {
	if err := b.flush(); err != nil {
		return err
	}
	w, err := b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		return fmt.Errorf("roster: write %s: %w", name, err)
	}
	b.w = bufio.NewWriterSize(w, 64<<10)
	return nil
}

func (b *bookWriter) flush() error {
	if b.w == nil {
		return nil
	}
	if err := b.w.Flush(); err != nil {
		return fmt.Errorf("roster: write: %w", err)
	}
	return nil
}

// line writes a row of texts; empty ones are left out.
func (b *bookWriter) line(cells []string, style int) {
	b.row++
	fmt.Fprintf(b.w, `<row r="%d">`, b.row)
	for i, text := range cells {
		if text == "" || i >= len(b.letters) {
			continue
		}
		fmt.Fprintf(b.w, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">`, b.letters[i], b.row, style)
		xml.EscapeText(b.w, []byte(escape(text))) // the writer keeps its failure for flush
		b.w.WriteString(`</t></is></c>`)
	}
	b.w.WriteString(`</row>`)
}

// bytes ends the file.
func (b *bookWriter) bytes() ([]byte, error) {
	b.w.WriteString(`</sheetData></worksheet>`)
	if err := b.flush(); err != nil {
		return nil, err
	}
	if err := b.zip.Close(); err != nil {
		return nil, fmt.Errorf("roster: write: %w", err)
	}
	return b.out.Bytes(), nil
}

// escape is the other way of unescape: a text that only looks like an escaped
// character is kept as it is.
func escape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var out strings.Builder
	for i := range len(s) {
		if _, ok := escapeAt(s[i:]); ok {
			out.WriteString("_x005F")
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// columnLetters names a column from 0: A, B … Z, AA.
func columnLetters(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnLetters(i/26-1) + string(rune('A'+i%26))
}
