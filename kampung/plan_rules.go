package kampung

import (
	"fmt"
	"slices"
)

// PlanImport compares the rows of a resident file with the register and tells
// what saving it would do. Every row is saved whole or refused with all its
// reasons; a refused row never stops another.
//
//   - A row belongs to the resident with its NIK. A row whose NIK the register
//     lacks belongs to the resident of the same name, birth place and birth date
//     who has no NIK yet; so does a row without NIK, whatever NIK they have.
//   - A second row of one NIK, or of one person, is refused and names the first.
//   - A row without NIK needs a birth date, or it would be added again each time.
//   - A new resident needs a name; in OpenSID's layout also no_kk, kk_level and
//     dusun, in others those of them that the file fills anywhere. RT and RW may
//     be empty, as they are where there are none.
//   - A row may not bring back somebody who is recorded as dead or moved.
//
// existing finds a resident by NIK, byName by name, birth place and birth date
// in the stored form of [CleanResident].
func PlanImport(file ImportFile, existing func(nik string) (Resident, bool),
	byName func(name, birthPlace string, birth Date) (Resident, bool), today Date) ImportPlan {
	return PlanImportEach(file, existing, byName, today, func(ImportRow) bool { return true })
}

// PlanImportEach is [PlanImport] that asks before each row whether to go on; a
// plan that was broken off is of no use.
func PlanImportEach(file ImportFile, existing func(nik string) (Resident, bool),
	byName func(name, birthPlace string, birth Date) (Resident, bool), today Date, goOn func(ImportRow) bool) ImportPlan {
	p := planner{plan: ImportPlan{Refused: file.Refused, Problems: slices.Clone(file.Problems)},
		existing: existing, byName: byName, today: today, needs: importNeeds(file), seen: map[string]int{}, columns: file.Columns}
	for _, row := range file.Rows {
		if !goOn(row) {
			break
		}
		row.Resident = CleanResident(row.Resident)
		p.row(row)
	}
	slices.SortStableFunc(p.plan.Problems, func(a, b RowProblem) int { return a.Row - b.Row })
	return p.plan
}

type planner struct {
	plan     ImportPlan
	existing func(nik string) (Resident, bool)
	byName   func(name, birthPlace string, birth Date) (Resident, bool)
	today    Date
	needs    []string
	seen     map[string]int // NIK, person or id → the row that had it first
	columns  map[string]string
}

// importNeeds lists the columns that a new resident must fill.
func importNeeds(file ImportFile) []string {
	needs := []string{"no_kk", "kk_level", "dusun"}
	if file.Layout == "OpenSID" {
		return needs
	}
	return slices.DeleteFunc(needs, func(key string) bool {
		return !slices.ContainsFunc(file.Rows, func(r ImportRow) bool { return r.Given[key] })
	})
}

func (p *planner) row(row ImportRow) {
	r := row.Resident
	var problems Problems
	if first, field := p.twice(row); first > 0 {
		problems.Add(field, fmt.Sprintf("Orang ini sudah ada di baris %d berkas yang sama. Hapus salah satu baris.", first))
	}
	if r.NIK == "" && r.BirthDate.IsZero() {
		problems.Add("tanggallahir", "Orang tanpa NIK memerlukan tanggal lahir, supaya tidak tercatat dua kali.")
	}
	old, found := p.find(r)
	merged, changed := r, []string(nil)
	if found {
		if at := p.seen["id "+old.ID]; at > 0 && len(problems) == 0 {
			problems.Add("", fmt.Sprintf("Orang ini sudah ada di baris %d berkas yang sama. Hapus salah satu baris.", at))
		}
		if row.Given["status_dasar"] && !old.Alive() && r.Status != old.Status {
			problems.Add("status_dasar", "Di data penduduk orang ini sudah tercatat "+PrintLabel(TableStatus, old.Status)+". Ubah statusnya di layar Penduduk.")
		}
		given := row.Given
		if r.NIK == "" {
			given = without(given, "nik")
		}
		merged, changed = Merge(old, r, given)
	} else {
		merged.ID = ""
		if merged.Status == 0 {
			merged.Status = StatusAlive
		}
		for _, key := range p.needs {
			if isEmptyNeed(r, key) {
				problems.Add(key, "Kolom "+p.column(key)+" perlu diisi untuk penduduk baru.")
			}
		}
	}
	problems = append(problems, CheckResident(merged, p.today)...)
	if len(problems) > 0 {
		p.refuse(row.Row, problems)
		return
	}
	switch {
	case !found:
		p.plan.New++
		p.plan.Save = append(p.plan.Save, merged)
	case len(changed) > 0:
		p.plan.Changed++
		p.plan.Save = append(p.plan.Save, merged)
	default:
		p.plan.Unchanged++
	}
	if found {
		p.seen["id "+old.ID] = row.Row
	}
}

// find returns the resident whom a row is about.
func (p *planner) find(r Resident) (Resident, bool) {
	if r.NIK != "" {
		if old, ok := p.existing(r.NIK); ok {
			return old, true
		}
	}
	if r.Name == "" || r.BirthDate.IsZero() {
		return Resident{}, false
	}
	old, ok := p.byName(r.Name, r.BirthPlace, r.BirthDate)
	return old, ok && (r.NIK == "" || old.NIK == "")
}

// twice returns the row that named the same NIK or the same person before, or
// 0, and the field that shows it. It remembers this row.
func (p *planner) twice(row ImportRow) (int, string) {
	r := row.Resident
	key, field := "nik "+r.NIK, "nik"
	if r.NIK == "" {
		if r.Name == "" || r.BirthDate.IsZero() {
			return 0, ""
		}
		key, field = "orang "+r.Name+"|"+r.BirthPlace+"|"+r.BirthDate.ISO(), "nama"
	}
	if first := p.seen[key]; first > 0 {
		return first, field
	}
	p.seen[key] = row.Row
	return 0, ""
}

func (p *planner) refuse(row int, problems Problems) {
	p.plan.Refused++
	for _, q := range problems {
		p.plan.Problems = append(p.plan.Problems, RowProblem{row, p.column(q.Field), q.Text})
	}
}

// column is the file's own name of a column.
func (p *planner) column(key string) string {
	if name := p.columns[key]; name != "" {
		return name
	}
	return key
}

func isEmptyNeed(r Resident, key string) bool {
	switch key {
	case "no_kk":
		return r.KK == ""
	case "kk_level":
		return r.Relation == 0
	}
	return r.Dusun == ""
}

func without(given map[string]bool, key string) map[string]bool {
	m := make(map[string]bool, len(given))
	for k, v := range given {
		if k != key {
			m[k] = v
		}
	}
	return m
}
