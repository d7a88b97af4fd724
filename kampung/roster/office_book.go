package roster

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"smartkampung/kampung"
)

// How wide a column of a book may be, in characters.
const (
	bookNarrow = 5
	bookWide   = 38
)

// headRow is where the heads of a book stand: below title, place, period and
// an empty row.
const headRow = 5

// WriteBook writes a book or a report of the office as .xlsx: title, place and
// period, the heads in two rows where columns have groups, the row that counts
// the columns, and the lines. All cells are texts but for columns of counts; the
// lines that were cancelled are struck through. It prints turned on its side, as
// wide as the sheet, with the heads on each page.
func WriteBook(b kampung.Book, place, paper string) ([]byte, error) {
	return WriteBookEach(b, place, paper, nil)
}

// WriteBookEach is [WriteBook] that calls each before every row; its error ends
// the work. It may be nil.
func WriteBookEach(b kampung.Book, place, paper string, each func() error) ([]byte, error) {
	sheet := sheetName(b.Title)
	rows := 1 // of heads
	for _, c := range b.Columns {
		if c.Group != "" {
			rows = 2
		}
	}
	last := headRow + rows // the row that counts the columns
	w, err := startBook(sheet, fmt.Sprintf(`<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">%s!$%d:$%d</definedName></definedNames>`,
		xmlText("'"+strings.ReplaceAll(sheet, "'", "''")+"'"), headRow, last))
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(w.w, xmlHead+`<worksheet `+spreadsheetNS+`><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`, last, last+1)
	w.columns(bookWidths(b))
	end := w.letters[len(b.Columns)-1]
	var merged []string
	for _, t := range []struct {
		text  string
		style int
	}{{strings.ToUpper(b.Title), styleTitle}, {place, stylePlace}, {b.Covers(), stylePlace}} {
		w.line([]string{t.text}, t.style)
		if end != "A" {
			merged = append(merged, fmt.Sprintf("A%d:%s%d", w.row, end, w.row))
		}
	}
	w.line(nil, styleText)
	merged = append(merged, w.bookHeads(b.Columns, rows)...)
	for _, r := range b.Rows {
		if each != nil {
			if err := each(); err != nil {
				return nil, err
			}
		}
		w.bookRow(b.Columns, r)
	}
	return w.close(mergedXML(merged) + fmt.Sprintf(`<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="%d" orientation="landscape" fitToHeight="0"/>`, paperCode(paper)))
}

// paperCode is a paper's number in the format (ECMA-376, 18.3.1.63). It has no
// sheet of 330 mm; folio (14) is the closest to both sizes of F4.
func paperCode(paper string) int {
	if paper == "A4" {
		return 9
	}
	return 14
}

// bookHeads writes the heads and the row that counts the columns, and returns
// which cells are one.
func (b *bookWriter) bookHeads(columns []kampung.BookColumn, rows int) (merged []string) {
	for row := range rows {
		b.startRow()
		for i, c := range columns {
			text := c.Head
			if row == 0 && c.Group != "" {
				text = c.Group
				if i > 0 && columns[i-1].Group == c.Group {
					text = ""
				}
			} else if row == 1 && c.Group == "" {
				text = ""
			}
			b.text(i, text, styleHead)
		}
		b.w.WriteString(`</row>`)
	}
	for i, c := range columns {
		switch {
		case c.Group == "" && rows == 2:
			merged = append(merged, fmt.Sprintf("%s%d:%s%d", b.letters[i], headRow, b.letters[i], headRow+1))
		case c.Group != "" && (i == 0 || columns[i-1].Group != c.Group):
			j := i
			for j+1 < len(columns) && columns[j+1].Group == c.Group {
				j++
			}
			if j > i {
				merged = append(merged, fmt.Sprintf("%s%d:%s%d", b.letters[i], headRow, b.letters[j], headRow))
			}
		}
	}
	b.startRow()
	for i := range columns {
		b.number(i, i+1, styleCount)
	}
	b.w.WriteString(`</row>`)
	return merged
}

// bookRow writes a line of a book; empty cells keep their border.
func (b *bookWriter) bookRow(columns []kampung.BookColumn, r kampung.BookRow) {
	b.startRow()
	for i, c := range columns {
		text, style := "", styleCell
		if i < len(r.Cells) {
			text = r.Cells[i]
		}
		if c.Center {
			style = styleMiddle
		}
		n, err := strconv.Atoi(text)
		counts := c.Count && err == nil
		if counts {
			style = styleCount
		}
		if r.Struck {
			style += styleStruck - styleCell
		}
		if counts {
			b.number(i, n, style)
		} else {
			b.text(i, text, style)
		}
	}
	b.w.WriteString(`</row>`)
}

func (b *bookWriter) startRow() {
	b.row++
	fmt.Fprintf(b.w, `<row r="%d">`, b.row)
}

// number writes a cell that can be reckoned with.
func (b *bookWriter) number(i, n, style int) {
	fmt.Fprintf(b.w, `<c r="%s%d" s="%d"><v>%d</v></c>`, b.letters[i], b.row, style, n)
}

func mergedXML(cells []string) string {
	if len(cells) == 0 {
		return ""
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<mergeCells count="%d">`, len(cells))
	for _, c := range cells {
		out.WriteString(`<mergeCell ref="` + c + `"/>`)
	}
	out.WriteString(`</mergeCells>`)
	return out.String()
}

// bookWidths makes a column wide enough for its longest text, up to a width at
// which texts wrap, and for the longest word of its head.
func bookWidths(b kampung.Book) []int {
	widths := make([]int, len(b.Columns))
	for i, c := range b.Columns {
		n := bookNarrow
		for word := range strings.FieldsSeq(c.Head) {
			n = max(n, utf8.RuneCountInString(word)+2)
		}
		for _, r := range b.Rows {
			if i < len(r.Cells) {
				n = max(n, min(utf8.RuneCountInString(r.Cells[i])+2, bookWide))
			}
		}
		widths[i] = n
	}
	return widths
}

// sheetName is a title within the format's bounds: 31 characters, none of
// []:*?/\, no apostrophe at either end.
func sheetName(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, title)
	name = kampung.FoldSpace(name)
	for utf8.RuneCountInString(name) > 31 {
		cut := strings.LastIndexByte(name, ' ')
		if cut < 0 {
			name = string([]rune(name)[:31])
			break
		}
		name = name[:cut]
	}
	if name = strings.Trim(name, "' "); name == "" {
		return "Buku"
	}
	return name
}
