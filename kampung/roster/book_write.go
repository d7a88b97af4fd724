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

// bookParts are the parts of every workbook; only the sheet's name and what is
// defined about it differ.
var bookParts = []struct{ name, body string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/workbook.xml", `<workbook ` + spreadsheetNS + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets>%s</workbook>`},
	{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	{"xl/styles.xml", bookStyles},
}

// The styles of cells, by their place in bookStyles. All are texts (format 49)
// but the counts. The cells of a printed table have a border and wrap.
const (
	styleText   = 1 + iota
	styleHeader // bold
	styleTitle  // large, bold, in the middle
	stylePlace  // in the middle
	styleHead   // bold, in the middle
	styleCell
	styleMiddle
	styleCount
	styleStruck // the same three struck through
	styleStruckMiddle
	styleStruckCount
)

var bookStyles = `<styleSheet ` + spreadsheetNS + `><fonts count="4"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font><font><strike/><sz val="11"/><name val="Calibri"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="12">` +
	styleXf(0, 0, 0, "") + styleXf(49, 0, 0, "") + styleXf(49, 1, 0, "") + styleXf(49, 2, 0, "center") + styleXf(49, 0, 0, "center") + styleXf(49, 1, 1, "center") +
	styleXf(49, 0, 1, "left") + styleXf(49, 0, 1, "center") + styleXf(1, 0, 1, "center") +
	styleXf(49, 3, 1, "left") + styleXf(49, 3, 1, "center") + styleXf(1, 3, 1, "center") +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// styleXf is a style of cells: a format, a font, a border, and for what is
// printed where the text stands across.
func styleXf(format, font, border int, across string) string {
	xf := fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="0" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1"`, format, font, border)
	if across == "" {
		return xf + `/>`
	}
	down := "top"
	if font == 1 {
		down = "center"
	}
	return xf + ` applyAlignment="1"><alignment horizontal="` + across + `" vertical="` + down + `" wrapText="1"/></xf>`
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
	b, err := startBook("Data Penduduk", "")
	if err != nil {
		return nil, err
	}
	b.w.WriteString(xmlHead + `<worksheet ` + spreadsheetNS + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`)
	widths := make([]int, len(header))
	for i, name := range header {
		widths[i] = 18
		switch fold(name) {
		case "alamat", "nama", "namapenduduk", "namaayah", "namaibu":
			widths[i] = 30
		case reasonColumn:
			widths[i] = 90
		}
	}
	b.columns(widths)
	b.line(header, styleHeader)
	return b, nil
}

// startBook begins a workbook of one sheet, up to the sheet itself; defined is
// what the workbook defines about it, as XML.
func startBook(sheet, defined string) (*bookWriter, error) {
	b := &bookWriter{}
	b.zip = zip.NewWriter(&b.out)
	for _, p := range bookParts {
		if err := b.part(p.name); err != nil {
			return nil, err
		}
		body := p.body
		if p.name == "xl/workbook.xml" {
			body = fmt.Sprintf(body, xmlText(sheet), defined)
		}
		b.w.WriteString(xmlHead + body)
	}
	return b, b.part("xl/worksheets/sheet1.xml")
}

// columns writes how wide the columns are, in characters, and begins the rows.
func (b *bookWriter) columns(widths []int) {
	b.w.WriteString(`<cols>`)
	for i, w := range widths {
		b.letters = append(b.letters, columnLetters(i))
		fmt.Fprintf(b.w, `<col min="%d" max="%d" width="%d" style="1" customWidth="1"/>`, i+1, i+1, w)
	}
	b.w.WriteString(`</cols><sheetData>`)
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
		b.text(i, text, style)
	}
	b.w.WriteString(`</row>`)
}

// text writes a cell of the row.
func (b *bookWriter) text(i int, text string, style int) {
	fmt.Fprintf(b.w, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">`, b.letters[i], b.row, style)
	xml.EscapeText(b.w, []byte(escape(text))) // the writer keeps its failure for flush
	b.w.WriteString(`</t></is></c>`)
}

// xmlText is a text as an attribute or element holds it.
func xmlText(s string) string {
	var out strings.Builder
	xml.EscapeText(&out, []byte(s)) // a builder does not fail
	return out.String()
}

// bytes ends the file.
func (b *bookWriter) bytes() ([]byte, error) { return b.close("") }

// close ends the file; after is what the sheet has behind its rows, as XML.
func (b *bookWriter) close(after string) ([]byte, error) {
	b.w.WriteString(`</sheetData>` + after + `</worksheet>`)
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
