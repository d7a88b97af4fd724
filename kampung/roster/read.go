package roster

import (
	"fmt"
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
	rd.file.Layout, rd.file.Columns = h.layout(), h.columnNames()
	err = h.rows(func(l line) error {
		rd.row(l)
		if len(rd.file.Problems) > maxProblems {
			first := rd.file.Problems[0]
			return trouble(fmt.Sprintf("Hampir semua isi berkas ini tidak cocok dengan judul kolomnya; yang pertama baris %d kolom “%s”: %s", first.Row, clip(first.Column), first.Reason),
				"Periksa apakah judul kolom berada di atas isi yang benar, lalu impor lagi.", nil)
		}
		return nil
	})
	if err != nil {
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
func (h *header) rows(fn func(line) error) error {
	ended := false
	return h.table.each(func(l line) error {
		if l.n <= h.row || ended {
			return nil
		}
		if strings.TrimSpace(l.at(1).text) == endMark {
			ended = true
			return nil
		}
		return fn(l)
	})
}

// reader turns rows into residents.
type reader struct {
	header *header
	today  kampung.Date
	file   kampung.ImportFile
	// bad and given are sets of columns of the present row, one bit each: those
	// with a problem, and those with a value.
	bad, given uint64
	// sets keeps one map for each set of given columns; thousands of rows have
	// the same.
	sets map[uint64]map[string]bool
}

func (rd *reader) row(l line) {
	var r kampung.Resident
	before := len(rd.file.Problems)
	rd.bad, rd.given = 0, 0
	if rd.shifted(l) {
		rd.file.Refused++
		return
	}
	for i, t := range rd.header.target {
		if t < 0 {
			continue
		}
		if c := l.at(i); !c.empty() {
			rd.cell(&r, l.n, i, c)
		}
	}
	r = kampung.CleanResident(r)
	if rd.header.siak && r.Dusun == "" {
		if rest, hamlet := splitHamlet(r.Address); hamlet != "" {
			r.Address, r.Dusun = rest, hamlet
			rd.given |= bit("dusun")
		}
	}
	for _, f := range []struct {
		key, value string
	}{{"nik", r.NIK}, {"no_kk", r.KK}, {"ayah_nik", r.FatherNIK}, {"ibu_nik", r.MotherNIK}, {"alamat", r.Address}} {
		if f.value == "" {
			rd.given &^= bit(f.key)
		}
	}
	for _, p := range kampung.CheckResident(r, rd.today) {
		if rd.bad&bit(p.Field) == 0 {
			rd.refuse(l.n, rd.header.columnName(p.Field), p.Text)
		}
	}
	if len(rd.file.Problems) > before {
		rd.file.Refused++
		return
	}
	rd.file.Rows = append(rd.file.Rows, kampung.ImportRow{Row: l.n, Resident: r, Given: rd.givenSet()})
}

// bit is the place of a column in a set; none for a key that is no column.
func bit(key string) uint64 {
	if i, ok := columnKeys[key]; ok {
		return 1 << i
	}
	return 0
}

func (rd *reader) givenSet() map[string]bool {
	if set := rd.sets[rd.given]; set != nil {
		return set
	}
	set := map[string]bool{}
	for i, c := range columns {
		if rd.given&(1<<i) != 0 {
			set[c.key] = true
		}
	}
	if rd.sets == nil {
		rd.sets = map[uint64]map[string]bool{}
	}
	rd.sets[rd.given] = set
	return set
}

// shifted refuses a row with something to the right of the header's columns
// in a CSV: a separator inside an address without quotation marks moves all
// that follows, and what else could be said about the row would only mislead.
func (rd *reader) shifted(l line) bool {
	if rd.header.spill(l) == "" {
		return false
	}
	rd.refuse(l.n, "", "Baris ini berisi lebih banyak kolom daripada judulnya, jadi isinya bergeser. Periksa tanda pemisah di dalam alamat atau nama.")
	return true
}

// spill returns what stands beyond the header's columns. In a sheet that is
// the clerk's own notes and no matter of the import.
func (h *header) spill(l line) string {
	var more []string
	for i, t := range h.target {
		if c := l.at(i); t == spilled && !c.empty() {
			more = append(more, strings.TrimSpace(c.text))
		}
	}
	if h.table.csv && len(l.cells) > len(h.names) {
		for _, c := range l.cells[len(h.names):] {
			if !c.empty() {
				more = append(more, strings.TrimSpace(c.text))
			}
		}
	}
	return strings.Join(more, "; ")
}

// cell puts one value into the resident, or notes why it cannot.
func (rd *reader) cell(r *kampung.Resident, row, at int, c cell) {
	var (
		text    string
		code    int
		date    kampung.Date
		problem string
	)
	place := rd.header.target[at]
	col := &columns[place]
	switch col.kind {
	case kindText:
		text, problem = plainText(c)
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
		rd.bad |= 1 << place
		rd.refuse(row, rd.header.names[at], problem)
		return
	case col.text != nil:
		*col.text(r) = text
	case col.code != nil:
		*col.code(r) = code
	default:
		*col.date(r) = date
	}
	if text != "" || code != 0 || !date.IsZero() {
		rd.given |= 1 << place
	}
}

func (rd *reader) refuse(row int, column, reason string) {
	rd.file.Problems = append(rd.file.Problems, kampung.RowProblem{Row: row, Column: column, Reason: reason})
}
