package letter

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"smartkampung/kampung"
)

var (
	keyForm    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	fieldTypes = []kampung.FieldType{kampung.FieldText, kampung.FieldNumber, kampung.FieldDate, kampung.FieldTime,
		kampung.FieldAmount, kampung.FieldNIK, kampung.FieldChoice, kampung.FieldBool, kampung.FieldTable}
	needs = []kampung.Need{kampung.NeedAlways, kampung.NeedIfAny, kampung.NeedNever}
)

// maxDays bounds a letter's validity: ten years.
const maxDays = 3660

// Check returns everything that is wrong with a service's data: unknown
// placeholders and types, bad conditions, keys that stand twice.
func Check(s kampung.Service) kampung.Problems {
	var p kampung.Problems
	if !keyForm.MatchString(s.Key) {
		p.Add("key", fmt.Sprintf("Kunci layanan %q harus huruf kecil, angka atau garis bawah.", s.Key))
	}
	for key, v := range map[string]string{"name": s.Name, "title": s.Title} {
		if strings.TrimSpace(v) == "" {
			p.Add(key, "Isian ini belum ada.")
		}
	}
	for key, n := range map[string]int{"valid_days": s.ValidDays, "minutes": s.Minutes, "fee": s.Fee, "min_age": s.MinAge} {
		if n < 0 {
			p.Add(key, "Angka ini tidak boleh kurang dari nol.")
		}
	}
	if s.ValidDays > maxDays {
		p.Add("valid_days", fmt.Sprintf("Masa berlaku paling lama %d hari.", maxDays))
	}
	checkFields(&p, "fields", s.Fields, true)
	seen := map[string]bool{}
	for i, r := range s.Requirements {
		at := fmt.Sprintf("requirements[%d]", i)
		if !keyForm.MatchString(r.Key) || seen[r.Key] {
			p.Add(at, fmt.Sprintf("Kunci syarat %q tidak sah atau ganda.", r.Key))
		}
		seen[r.Key] = true
		if strings.TrimSpace(r.Label) == "" {
			p.Add(at, "Syarat belum diberi nama.")
		}
		if !slices.Contains(needs, r.Need) {
			p.Add(at, fmt.Sprintf("Keperluan syarat %q tidak dikenal.", r.Need))
		}
	}
	if s.Group != "" && !slices.Contains(kampung.Groups, s.Group) {
		p.Add("group", fmt.Sprintf("Kelompok layanan %q tidak dikenal.", s.Group))
	}
	checkSheets(&p, s)
	slices.SortStableFunc(p, func(a, b kampung.Problem) int { return strings.Compare(a.Field, b.Field) })
	return p
}

func checkFields(p *kampung.Problems, at string, fields []kampung.Field, top bool) {
	seen := map[string]bool{}
	for i, f := range fields {
		at := fmt.Sprintf("%s[%d]", at, i)
		switch {
		case !keyForm.MatchString(f.Key):
			p.Add(at, fmt.Sprintf("Kunci isian %q harus huruf kecil, angka atau garis bawah.", f.Key))
		case seen[f.Key]:
			p.Add(at, fmt.Sprintf("Kunci isian %q ganda.", f.Key))
		case top && isBuiltin(f.Key):
			p.Add(at, fmt.Sprintf("Kunci isian %q sudah dipakai untuk data surat.", f.Key))
		}
		seen[f.Key] = true
		if strings.TrimSpace(f.Label) == "" {
			p.Add(at, fmt.Sprintf("Isian %q belum diberi nama.", f.Key))
		}
		if !slices.Contains(fieldTypes, f.Type) {
			p.Add(at, fmt.Sprintf("Jenis isian %q tidak dikenal.", f.Type))
		}
		if (f.Type == kampung.FieldChoice) != (len(f.Choices) > 0) {
			p.Add(at, fmt.Sprintf("Pilihan isian %q tidak sesuai jenisnya.", f.Key))
		}
		if f.Max < 0 {
			p.Add(at, fmt.Sprintf("Panjang isian %q tidak boleh kurang dari nol.", f.Key))
		}
		if (f.Type == kampung.FieldTable) != (len(f.Columns) > 0) {
			p.Add(at, fmt.Sprintf("Kolom isian %q tidak sesuai jenisnya.", f.Key))
		}
		if f.Type == kampung.FieldTable && !top {
			p.Add(at, fmt.Sprintf("Kolom %q tidak boleh berupa tabel.", f.Key))
			continue
		}
		if f.Key == kampung.CamatField && top && f.Type != kampung.FieldBool {
			p.Add(at, fmt.Sprintf("Isian %q harus berjenis ya atau tidak.", f.Key))
		}
		checkFields(p, at+".columns", f.Columns, false)
	}
}
