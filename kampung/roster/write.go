package roster

import (
	"path"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// Write writes residents in the OpenSID layout as .xlsx, all cells texts. None
// at all gives the empty template. What the layout has no column for (phone,
// job description, id) is left out.
func Write(residents []kampung.Resident) ([]byte, error) {
	names := make([]string, openSIDColumns)
	for i := range names {
		names[i] = columns[i].key
	}
	b, err := newBookWriter(names)
	if err != nil {
		return nil, err
	}
	cells := make([]string, openSIDColumns)
	for _, r := range residents {
		for i := range cells {
			cells[i] = columns[i].value(&r)
		}
		b.line(cells, styleText)
	}
	return b.bytes()
}

// value returns what a resident's cell holds: codes as numbers, days as
// yyyy-mm-dd, a NIK that is not issued yet as 0.
func (c *column) value(r *kampung.Resident) string {
	switch {
	case c.code != nil:
		if n := *c.code(r); n != 0 {
			return strconv.Itoa(n)
		}
		return ""
	case c.date != nil:
		return c.date(r).ISO()
	case c.key == "nik" && r.NIK == "":
		return "0"
	}
	return *c.text(r)
}

// Correction writes the rows of a file that problems name into a new .xlsx, as
// they came and with the reasons in a last column "alasan". The clerk mends it
// and imports it again. The problems may come from [Read] or from the plan of
// the import; the name is the file's own and gives the new one its stem.
func Correction(name string, data []byte, problems []kampung.RowProblem) (string, []byte, error) {
	ts, err := tables(name, data)
	if err != nil {
		return "", nil, err
	}
	h, err := findHeader(ts)
	if err != nil {
		return "", nil, err
	}
	reasons := map[int][]string{}
	for _, p := range problems {
		text, column := p.Reason, p.Column
		if own := h.columnName(column); own != "" {
			column = own
		}
		if column != "" {
			text = column + ": " + p.Reason
		}
		reasons[p.Row] = append(reasons[p.Row], text)
	}
	out, err := h.correction(reasons)
	if err != nil {
		return "", nil, bookTrouble(err)
	}
	return correctionName(name), out, nil
}

// correction writes the rows that have reasons.
func (h *header) correction(reasons map[int][]string) ([]byte, error) {
	var from []int
	var names []string
	for i, n := range h.names {
		if n != "" && fold(n) != reasonColumn && h.target[i] != spilled {
			from, names = append(from, i), append(names, n)
		}
	}
	spills := false
	err := h.rows(func(l line) error {
		spills = spills || len(reasons[l.n]) > 0 && h.spill(l) != ""
		return nil
	})
	if err != nil {
		return nil, err
	}
	if spills {
		names = append(names, spillColumn)
	}
	b, err := newBookWriter(append(names, reasonColumn))
	if err != nil {
		return nil, err
	}
	var cells []string
	err = h.rows(func(l line) error {
		why := reasons[l.n]
		if len(why) == 0 {
			return nil
		}
		cells = cells[:0]
		for _, i := range from {
			cells = append(cells, asCame(l.at(i), h.target[i], h.table.date1904))
		}
		if spills {
			cells = append(cells, h.spill(l))
		}
		b.line(append(cells, strings.Join(why, " | ")), styleText)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.bytes()
}

// asCame returns a cell as the text that reads the same way: a number that a
// spreadsheet rounded must not turn into a text that passes for a NIK, and a
// formula without a value must not turn into an empty cell.
func asCame(c cell, target int, is1904 bool) string {
	switch {
	case c.kind == cellFormula:
		return "#VALUE!"
	case c.kind == cellFault:
		return "#N/A"
	case c.kind != cellNumber:
		return strings.TrimSpace(c.text)
	case c.date:
		d, p := dateOf(c, is1904, kampung.Date{Year: 2100})
		switch {
		case p != "":
			return "#VALUE! " + c.text
		case target >= 0 && columns[target].kind != kindDate:
			return "#VALUE! " + d.ISO()
		}
		return d.ISO()
	}
	digits, form := wholeNumber(c.text)
	if form == roundedWhole && target >= 0 && columns[target].kind != kindPoint {
		return asPower(digits)
	}
	return digits
}

// correctionName is "warga.csv" → "warga - perbaikan.xlsx".
func correctionName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	stem := strings.TrimSuffix(name, path.Ext(name))
	stem = strings.TrimSuffix(stem, " - perbaikan")
	if stem == "" || stem == "." || stem == "/" {
		stem = "warga"
	}
	return stem + " - perbaikan.xlsx"
}
