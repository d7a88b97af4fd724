package roster

import "strings"

// cellKind is what a sheet says a cell holds.
type cellKind uint8

const (
	cellText    cellKind = iota
	cellNumber           // text is the number as the file writes it, unrounded
	cellFault            // a formula that failed: #N/A, #REF! …
	cellFormula          // a formula that was never calculated: the value is not in the file
)

// cell is one value of a table, exactly as the file has it.
type cell struct {
	text string
	kind cellKind
	date bool // a number that the sheet shows as a date
}

// empty reports whether the cell holds nothing but blanks.
func (c cell) empty() bool {
	return c.kind != cellFormula && strings.TrimSpace(c.text) == ""
}

// line is one row of a table. Its cells are reused by the next one.
type line struct {
	n     int // as the spreadsheet counts, from 1
	cells []cell
}

// at returns the cell of a column, or an empty one.
func (l line) at(col int) cell {
	if col < len(l.cells) {
		return l.cells[col]
	}
	return cell{}
}

// blank reports whether the whole row is empty.
func (l line) blank() bool {
	for _, c := range l.cells {
		if !c.empty() {
			return false
		}
	}
	return true
}

// table is a sheet of a workbook, or a CSV text.
type table struct {
	name     string // of the sheet
	csv      bool
	date1904 bool // dates count from 1904, as in workbooks of old Macs
	// each calls fn for every row that is not blank, in order. An error of fn
	// ends the walk and is returned.
	each func(fn func(line) error) error
}

// Limits of what is read. The largest desa has some 40,000 residents; these
// leave room for a whole kecamatan and keep a hostile file from eating the PC.
const (
	maxFile    = 64 << 20  // bytes of the file
	maxEntries = 2048      // parts of a workbook
	maxPart    = 512 << 20 // bytes of a part, unpacked
	maxSmall   = 16 << 20  // bytes of a part that is no sheet and no shared strings
	maxRatio   = 250       // unpacked to packed; real sheets stay under 60
	maxShared  = 64 << 20  // bytes of shared strings
	maxStrings = 4_000_000
	maxRows    = 200_000 // rows with a value
	maxColumns = 512     // columns kept of a row; a sheet may have 16,384
	maxCells   = 20_000_000
	maxSheets  = 64
	maxToken   = 1 << 20 // bytes of one tag or text of the XML, or of one cell
	// maxProblems is when a file is no longer a register with mistakes in it.
	maxProblems = 100_000
)
