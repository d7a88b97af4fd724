package kampung

import (
	"maps"
	"slices"
)

// ParsePerson reads a person outside the register from values by the JSON keys
// of [Person]. Unknown keys are refused by name, a birth date in any usual form
// is understood; the rest is for [CheckPerson]. The error is a [Problems].
func ParsePerson(values map[string]string, today Date) (Person, error) {
	var p Person
	var ps Problems
	texts := map[string]*string{
		"nik": &p.NIK, "no_kk": &p.KK, "nama": &p.Name, "jenis_kelamin": &p.Sex, "tempat_lahir": &p.BirthPlace,
		"agama": &p.Religion, "status_kawin": &p.Marital, "pekerjaan": &p.Job, "pendidikan": &p.Education,
		"kewarganegaraan": &p.Citizenship, "golongan_darah": &p.Blood, "alamat": &p.Address, "telepon": &p.Phone,
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		value := values[key]
		switch field, ok := texts[key]; {
		case ok:
			*field = value
		case key == "tanggal_lahir":
			var problem string
			if p.BirthDate, problem = ParseDate(value, today); problem != "" {
				ps.Add("applicant.tanggal_lahir", problem)
			}
		default:
			ps.Add("applicant."+clip(key, 40), "Data orang tidak mengenal isian “"+clip(key, 40)+"”.")
		}
	}
	return p, ps.Err()
}
