package roster

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// table returns a sheet as a table.
func (b *book) table(s sheetRef) table {
	return table{name: s.name, date1904: b.date1904, each: func(fn func(line) error) error {
		w := sheetWalk{book: b, fn: fn}
		if err := b.scan(s.part, maxPart, w.token); err != nil {
			return err
		}
		if !w.seen {
			return fmt.Errorf("%w: %q has no rows part", errDamaged, s.part)
		}
		return nil
	}}
}

// sheetWalk is where the walk through a sheet stands.
type sheetWalk struct {
	book *book
	fn   func(line) error

	seen   bool // the data of the sheet has begun
	inData bool
	inCell bool
	inText bool // in <v> or in a <t> of <is>
	quiet  bool // in a reading aid

	row   line
	col   int // of the cell, from 0
	kind  byte
	style int
	value []byte
	// hasFormula and hasValue tell a formula that was never calculated.
	hasFormula, hasValue bool

	rows, cells int
}

// Cell types, by the first letter of the attribute t.
const (
	typeNumber = 'n'
	typeShared = 's'
	typeText   = 't' // str and inlineStr
	typeBool   = 'b'
	typeFault  = 'e'
)

func (w *sheetWalk) token(x *xmlScan, t token) error {
	switch {
	case t == tokenText:
		if w.inText && !w.quiet {
			var err error
			if w.value, err = appendPlain(w.value, x.text, x.cdata); err != nil {
				return fmt.Errorf("%w: %w", errDamaged, err)
			}
			if len(w.value) > maxToken {
				return fmt.Errorf("%w: a cell over %d bytes", errHostile, maxToken)
			}
		}
		return nil
	case t == tokenOpen:
		return w.open(x)
	case t == tokenClose:
		return w.close(x)
	}
	return nil
}

func (w *sheetWalk) open(x *xmlScan) error {
	name := string(x.name)
	switch {
	case name == "sheetData":
		w.seen, w.inData = true, true
	case !w.inData:
	case name == "row":
		return w.openRow(x)
	case name == "c":
		return w.openCell(x)
	case !w.inCell:
	case name == "v", name == "t":
		w.inText, w.hasValue = true, true
	case name == "f":
		w.hasFormula = true
	case name == "rPh":
		w.quiet = true
	}
	return nil
}

func (w *sheetWalk) close(x *xmlScan) error {
	name := string(x.name)
	switch {
	case name == "sheetData":
		w.inData = false
	case !w.inData:
	case name == "row":
		return w.closeRow()
	case name == "c" && w.inCell:
		w.inCell, w.inText = false, false
		return w.closeCell()
	case name == "v", name == "t":
		w.inText = false
	case name == "rPh":
		w.quiet = false
	}
	return nil
}

func (w *sheetWalk) openRow(x *xmlScan) error {
	n := w.row.n + 1
	if r := x.attr("r"); r != nil {
		var err error
		if n, err = strconv.Atoi(string(r)); err != nil || n <= w.row.n || n > 1<<20 {
			return fmt.Errorf("%w: row %q after %d", errDamaged, r, w.row.n)
		}
	}
	w.row.n, w.row.cells, w.col = n, w.row.cells[:0], -1
	return nil
}

func (w *sheetWalk) closeRow() error {
	if w.row.blank() {
		return nil
	}
	w.rows++
	w.cells += len(w.row.cells)
	if w.rows > maxRows || w.cells > maxCells {
		return fmt.Errorf("%w: over %d rows", errHostile, maxRows)
	}
	return w.fn(w.row)
}

func (w *sheetWalk) openCell(x *xmlScan) error {
	col := w.col + 1
	if r := x.attr("r"); r != nil {
		var ok bool
		if col, ok = columnOf(r); !ok || col <= w.col {
			return fmt.Errorf("%w: cell %q", errDamaged, r)
		}
	}
	w.col, w.inCell, w.kind, w.style = col, true, typeNumber, 0
	w.value, w.hasFormula, w.hasValue = w.value[:0], false, false
	switch t := x.attr("t"); string(t) {
	case "", "n":
	case "s", "b", "e":
		w.kind = t[0]
	case "str", "inlineStr", "d":
		w.kind = typeText
	default:
		return fmt.Errorf("%w: cell type %q", errDamaged, t)
	}
	if s := x.attr("s"); s != nil {
		w.style, _ = strconv.Atoi(string(s))
	}
	return nil
}

// columnOf reads the letters of a cell's name, "AB12", as a column from 0.
func columnOf(ref []byte) (int, bool) {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<14 {
			return 0, false
		}
	}
	return n - 1, n > 0
}

func (w *sheetWalk) closeCell() error {
	if w.col >= maxColumns {
		return nil
	}
	c, err := w.cell()
	if err != nil {
		return err
	}
	if c.kind == cellText && c.text == "" {
		return nil
	}
	for len(w.row.cells) < w.col {
		w.row.cells = append(w.row.cells, cell{})
	}
	w.row.cells = append(w.row.cells, c)
	return nil
}

// cell turns the value just read into a cell.
func (w *sheetWalk) cell() (cell, error) {
	switch {
	case w.hasFormula && !w.hasValue:
		return cell{kind: cellFormula}, nil
	case w.kind == typeShared:
		i, err := strconv.Atoi(string(bytes.TrimSpace(w.value)))
		if err != nil || i < 0 || i >= len(w.book.shared) {
			if len(w.value) == 0 {
				return cell{}, nil
			}
			return cell{}, fmt.Errorf("%w: shared string %q", errDamaged, w.value)
		}
		return cell{text: w.book.shared[i]}, nil
	case !utf8.Valid(w.value):
		return cell{}, fmt.Errorf("%w: a text is not UTF-8", errDamaged)
	case w.kind == typeText:
		return cell{text: unescape(w.value)}, nil
	}
	text := string(bytes.TrimSpace(w.value))
	switch {
	case text == "":
		return cell{}, nil
	case w.kind == typeFault:
		return cell{text: text, kind: cellFault}, nil
	case w.kind == typeBool:
		return cell{text: map[string]string{"1": "TRUE", "0": "FALSE"}[text]}, nil
	}
	date := w.style >= 0 && w.style < len(w.book.dates) && w.book.dates[w.style]
	return cell{text: text, kind: cellNumber, date: date}, nil
}
