package roster

import (
	"maps"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// ParseResident makes a resident of texts by the column names of the OpenSID
// layout, with the tolerance of a file's cells: codes or labels, days in any
// form. The problems are by column and cover the texts alone; what a whole
// resident needs the rules say, see [kampung.CheckResident].
func ParseResident(values map[string]string, today kampung.Date) (kampung.Resident, kampung.Problems) {
	rd := reader{header: &header{}, today: today}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		i, known := columnKeys[strings.ToLower(key)]
		if !known {
			i = -1
		}
		rd.header.names, rd.header.target = append(rd.header.names, key), append(rd.header.target, i)
	}
	var r kampung.Resident
	var ps kampung.Problems
	for at, key := range rd.header.names {
		if rd.header.target[at] < 0 {
			ps.Add(key, "Isian ini tidak dikenal. Pakai nama kolom seperti di berkas impor: nama, nik, no_kk, sex, tempatlahir, tanggallahir, …")
			continue
		}
		if c := (cell{kind: cellText, text: values[key]}); !c.empty() {
			rd.cell(&r, 0, at, c)
		}
	}
	for _, p := range rd.file.Problems {
		ps.Add(p.Column, p.Reason)
	}
	return kampung.CleanResident(r), ps
}
