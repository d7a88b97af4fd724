package roster

import (
	"strings"

	"smartkampung/kampung"
)

// Read reads a file of residents. The name is only used in sentences; what the
// file is, its bytes say. today decides which birth dates lie ahead.
//
// A file that cannot be read as a whole is a [*kampung.Trouble]. A row that
// cannot be taken is refused with every problem it has, named by the file's
// own column names; the others come back in Rows.
func Read(name string, data []byte, today kampung.Date) (kampung.ImportFile, error) {
	ts, err := tables(name, data)
	if err != nil {
		return kampung.ImportFile{}, err
	}
	h, err := findHeader(ts)
	if err != nil {
		return kampung.ImportFile{}, err
	}
	rd := reader{header: h, today: today}
	rd.file.Layout = h.layout()
	if err := h.rows(rd.row); err != nil {
		return kampung.ImportFile{}, bookTrouble(err)
	}
	if len(rd.file.Rows)+rd.file.Refused == 0 {
		return kampung.ImportFile{}, trouble("Berkas ini hanya berisi judul kolom, belum ada data warga.",
			"Isi data warga di bawah judul kolom, lalu impor lagi.", nil)
	}
	return rd.file, nil
}

// endMark in the second cell of a row ends the data.
const endMark = "###"

// rows calls fn for the rows under the header. It walks on to the end of the
// file, because only there its checksum tells whether it is whole.
func (h *header) rows(fn func(line)) error {
	ended := false
	return h.table.each(func(l line) error {
		if l.n <= h.row || ended {
			return nil
		}
		if strings.TrimSpace(l.at(1).text) == endMark {
			ended = true
			return nil
		}
		fn(l)
		return nil
	})
}

// reader turns rows into residents.
type reader struct {
	header *header
	today  kampung.Date
	file   kampung.ImportFile
	// bad holds the columns of the present row that have a problem already.
	bad map[string]bool
}

func (rd *reader) row(l line) {
	row := kampung.ImportRow{Row: l.n, Given: make(map[string]bool, 24)}
	before := len(rd.file.Problems)
	rd.bad = nil
	for i, t := range rd.header.target {
		if t < 0 {
			continue
		}
		if c := l.at(i); !c.empty() {
			rd.cell(&row, i, &columns[t], c)
		}
	}
	if rd.header.table.csv && len(l.cells) > len(rd.header.names) {
		for _, c := range l.cells[len(rd.header.names):] {
			if !c.empty() {
				rd.refuse(l.n, "", "Baris ini berisi lebih banyak kolom daripada judulnya, jadi isinya mungkin bergeser. Periksa tanda pemisah di dalam alamat atau nama.")
				break
			}
		}
	}
	if rd.header.siak && !row.Given["dusun"] {
		if rest, hamlet := splitHamlet(row.Resident.Address); hamlet != "" {
			row.Resident.Address, row.Resident.Dusun = rest, hamlet
			row.Given["dusun"] = true
			if rest == "" {
				delete(row.Given, "alamat")
			}
		}
	}
	rd.check(&row)
	if len(rd.file.Problems) > before {
		rd.file.Refused++
		return
	}
	rd.file.Rows = append(rd.file.Rows, row)
}

// cell puts one value into the row, or notes why it cannot.
func (rd *reader) cell(row *kampung.ImportRow, at int, col *column, c cell) {
	var (
		text    string
		code    int
		date    kampung.Date
		problem string
	)
	switch col.kind {
	case kindText, kindName:
		text, problem = plainText(c)
		switch {
		case col.kind == kindName:
			text = kampung.CleanName(text)
		case col.key == "dusun":
			text = kampung.FoldSpace(strings.ReplaceAll(text, "_", " "))
		}
	case kindNumber:
		text, problem = numberOf(c, col.key)
	case kindPlace:
		text, problem = placeOf(c)
	case kindPoint:
		text, problem = pointOf(c)
	case kindDate:
		date, problem = dateOf(c, rd.header.table.date1904, rd.today)
	case kindCode:
		code, problem = codeOf(c, col.table)
		if problem != "" && rd.header.siak && col.key == "status_dasar" {
			return // SIAK's "Status" is not always the register's
		}
	}
	switch {
	case problem != "":
		rd.refuseColumn(row.Row, at, col.key, problem)
		return
	case col.text != nil:
		*col.text(&row.Resident) = text
	case col.code != nil:
		*col.code(&row.Resident) = code
	default:
		*col.date(&row.Resident) = date
	}
	if text != "" || code != 0 || !date.IsZero() {
		row.Given[col.key] = true
	}
}

// check asks the register's own rules, past the columns that are refused
// already.
func (rd *reader) check(row *kampung.ImportRow) {
	for _, p := range (kampung.Problems)(nil) {
		if !rd.bad[p.Field] {
			rd.refuse(row.Row, rd.header.columnName(p.Field), p.Text)
		}
	}
}

func (rd *reader) refuseColumn(row, at int, key, reason string) {
	if rd.bad == nil {
		rd.bad = map[string]bool{}
	}
	rd.bad[key] = true
	rd.refuse(row, rd.header.names[at], reason)
}

func (rd *reader) refuse(row int, column, reason string) {
	rd.file.Problems = append(rd.file.Problems, kampung.RowProblem{Row: row, Column: column, Reason: reason})
}
