package roster

import (
	"errors"

	"smartkampung/kampung"
)

// header is a row of a table taken as the names of its columns.
type header struct {
	table  table
	sheet  string
	row    int
	siak   bool
	names  []string // as the file writes them, blanks folded
	target []int    // into columns, -1 for none, or spilled
	score  int      // names that are known

	missing, unknown, twice []string
}

// fits reports whether the table can be read with this header.
func (h *header) fits() bool {
	return len(h.missing) == 0 && len(h.unknown) == 0 && len(h.twice) == 0
}

// headerRows is how far down a header may stand: office exports have a title
// and the village above it.
const headerRows = 10

// enough is how many known names make a row a header at all.
const enough = 4

var errStop = errors.New("stop")

// findHeader looks for the first table whose header is complete; failing
// that, for the one that comes nearest, so that the clerk is told what lacks.
func findHeader(tables []table) (*header, error) {
	var (
		best    *header
		blank   = true
		problem error
	)
	for _, t := range tables {
		seen := 0
		var own *header
		err := t.each(func(l line) error {
			blank = false
			if h := readHeader(t, l); h.score >= enough && (own == nil || h.score > own.score) {
				own = h
			}
			if seen++; seen == headerRows {
				return errStop
			}
			return nil
		})
		if err != nil && err != errStop {
			problem = errors.Join(problem, err)
			continue
		}
		switch {
		case own == nil:
		case best == nil, own.fits() && !best.fits(), t.csv && own.score > best.score:
			best = own
		}
		if best != nil && best.fits() && !t.csv {
			break
		}
	}
	switch {
	case best != nil && best.fits():
		return best, nil
	case best != nil:
		return nil, headerTrouble(best)
	case problem != nil:
		return nil, bookTrouble(problem)
	case blank:
		return nil, trouble("Berkas ini kosong.", "Isi data warga di bawah judul kolom, lalu impor lagi.", nil)
	}
	return nil, trouble("Judul kolom data warga tidak ditemukan di berkas ini.",
		"Baris judul harus memuat kolom seperti “nik”, “nama”, “no_kk” (format OpenSID) atau “NIK”, “Nama Penduduk”, “Nomor KK” (SIAK).", nil)
}

// readHeader takes a row as a header in the layout that knows more of it.
func readHeader(t table, l line) *header {
	open, siak := 0, 0
	for _, c := range l.cells {
		name := fold(c.text)
		if _, ok := columnOf43[name]; ok {
			open++
		}
		if _, ok := columnSIAK[name]; ok {
			siak++
		}
	}
	h := &header{table: t, sheet: t.name, row: l.n, siak: siak > open, score: max(open, siak)}
	if h.score >= enough {
		h.name(l)
	}
	return h
}

// name fills in the columns, and what is wrong with them.
func (h *header) name(l line) {
	known, needed := columnOf43, neededOpenSID
	if h.siak {
		known, needed = columnSIAK, neededSIAK
	}
	have := map[string]bool{}
	taken := map[int]bool{}
	for _, c := range l.cells {
		name := kampung.FoldSpace(c.text)
		key := fold(name)
		h.names = append(h.names, name)
		i, ok := known[key]
		switch {
		case key == "" || key == reasonColumn:
			i = -1
		case key == spillColumn:
			i = spilled
		case !ok && h.siak: // exports differ from regency to regency
			i = -1
		case !ok:
			h.unknown = append(h.unknown, name)
			i = -1
		case i >= 0 && taken[i]:
			h.twice = append(h.twice, name)
		}
		if i >= 0 {
			taken[i] = true
			have[columns[i].key] = true
		}
		h.target = append(h.target, i)
	}
	for _, n := range needed {
		if !have[columns[known[fold(n)]].key] {
			h.missing = append(h.missing, n)
		}
	}
}

// columnName returns the file's own name for a key of [kampung.Resident], or
// "" when the file has no such column.
func (h *header) columnName(key string) string {
	for i, t := range h.target {
		if t >= 0 && columns[t].key == key {
			return h.names[i]
		}
	}
	return ""
}

// columnNames is columnName for all keys that the file has.
func (h *header) columnNames() map[string]string {
	names := map[string]string{}
	for i, t := range h.target {
		if t >= 0 {
			names[columns[t].key] = h.names[i]
		}
	}
	return names
}

// layout names the layout for the clerk.
func (h *header) layout() string {
	switch {
	case h.table.csv:
		return "CSV"
	case h.siak:
		return "SIAK"
	}
	return "OpenSID"
}
