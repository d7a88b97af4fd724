package kampung

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxText is the length that a text of a resident or an applicant may have.
const maxText = 200

func tooLong(n int) string {
	return "Isian ini terlalu panjang, paling banyak " + strconv.Itoa(n) + " huruf."
}

// CleanResident writes a resident in the stored form: blanks folded, names and
// places in capitals as on the card, RT and RW with three digits. A NIK that
// starts with 0 is a stand-in that village software gives to people without one
// and becomes empty.
func CleanResident(r Resident) Resident {
	for _, s := range []*string{&r.NIK, &r.KK, &r.FatherNIK, &r.MotherNIK} {
		*s = CleanNIK(*s)
		if strings.HasPrefix(*s, "0") && allDigits(*s) {
			*s = ""
		}
	}
	for _, s := range []*string{&r.Name, &r.BirthPlace, &r.FatherName, &r.MotherName, &r.Address, &r.Current, &r.Ethnicity} {
		*s = dashEmpty(CleanName(*s))
	}
	r.Dusun = dashEmpty(CleanName(strings.ReplaceAll(r.Dusun, "_", " ")))
	for _, s := range []*string{&r.RT, &r.RW} {
		if t, p := ParseRT(*s); p == "" {
			*s = t
		}
	}
	for _, s := range []*string{&r.BirthCert, &r.Passport, &r.KITAS, &r.MarriageCert, &r.DivorceCert, &r.CardTag, &r.Insurance, &r.Lat, &r.Lng, &r.Phone, &r.JobNote} {
		*s = dashEmpty(FoldSpace(*s))
	}
	return r
}

func dashEmpty(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// CheckResident tells all that is wrong with a resident in the stored form, by
// JSON key. Only the name must be there; what merely looks odd is in
// [ResidentWarnings].
func CheckResident(r Resident, today Date) Problems {
	var ps Problems
	add := func(field, text string) {
		if text != "" {
			ps.Add(field, text)
		}
	}
	add("nama", CheckName(r.Name))
	for _, f := range []struct {
		key, value string
		check      func(string) string
	}{{"nik", r.NIK, CheckNIK}, {"no_kk", r.KK, CheckKK},
		{"ayah_nik", r.FatherNIK, func(s string) string { return checkSixteen("NIK ayah", s) }},
		{"ibu_nik", r.MotherNIK, func(s string) string { return checkSixteen("NIK ibu", s) }},
		{"telepon", r.Phone, CheckPhone}, {"rt", r.RT, checkRT}, {"rw", r.RW, checkRT}} {
		if f.value != "" {
			add(f.key, f.check(f.value))
		}
	}
	add("tanggallahir", checkBirth(r.BirthDate, today))
	for _, f := range []struct {
		key  string
		date Date
		past bool
	}{{"tanggalperkawinan", r.MarriageDate, true}, {"tanggalperceraian", r.DivorceDate, true}, {"tanggal_akhir_paspor", r.PassportUntil, false}} {
		switch {
		case f.date.IsZero():
		case !f.date.Valid():
			add(f.key, "Tanggal belum benar: hari itu tidak ada di kalender.")
		case f.past && today.Before(f.date):
			add(f.key, "Tanggal belum benar: "+FormatDate(f.date)+" masih akan datang.")
		}
	}
	for _, c := range residentCodes(r) {
		if c.code != 0 && Label(c.table, c.code) == "" {
			add(string(c.table), "Kode "+strconv.Itoa(c.code)+" tidak ada dalam daftar. Pilih salah satu dari daftar.")
		}
	}
	for _, f := range residentTexts(r) {
		if utf8.RuneCountInString(f.value) > maxText {
			add(f.key, tooLong(maxText))
		}
	}
	return ps
}

func checkRT(s string) string {
	t, p := ParseRT(s)
	if p == "" && t != s {
		return "RT/RW ditulis dengan tiga angka, misalnya 003."
	}
	return p
}

type residentCode struct {
	table CodeTable
	code  int
}

func residentCodes(r Resident) []residentCode {
	return []residentCode{{TableSex, r.Sex}, {TableReligion, r.Religion}, {TableEducation, r.Education}, {TableStudying, r.Studying}, {TableJob, r.Job},
		{TableMarital, r.Marital}, {TableRelation, r.Relation}, {TableCitizenship, r.Citizenship}, {TableBlood, r.Blood}, {TableDisability, r.Disability},
		{TableContraception, r.Contraception}, {TablePregnant, r.Pregnant}, {TableKTPEl, r.KTPEl}, {TableRecorded, r.Recorded}, {TableStatus, r.Status},
		{TableInsurance, r.InsuranceKind}}
}

type residentText struct{ key, value string }

func residentTexts(r Resident) []residentText {
	return []residentText{{"tempatlahir", r.BirthPlace}, {"alamat", r.Address}, {"dusun", r.Dusun}, {"alamat_sekarang", r.Current}, {"nama_ayah", r.FatherName},
		{"nama_ibu", r.MotherName}, {"akta_lahir", r.BirthCert}, {"dokumen_pasport", r.Passport}, {"dokumen_kitas", r.KITAS}, {"akta_perkawinan", r.MarriageCert},
		{"akta_perceraian", r.DivorceCert}, {"suku", r.Ethnicity}, {"tag_id_card", r.CardTag}, {"no_asuransi", r.Insurance}, {"lat", r.Lat}, {"lng", r.Lng},
		{"deskripsi_pekerjaan", r.JobNote}}
}

// ResidentWarnings tells what about a resident looks odd and should be compared
// with the card. It never stops a save.
func ResidentWarnings(r Resident, today Date) []string {
	w := NameWarnings(r.Name)
	w = append(w, NIKWarnings(r.NIK, r.BirthDate, r.Sex, today)...)
	w = append(w, KKWarnings(r.KK)...)
	if age := Age(r.BirthDate, today); age >= 110 {
		w = append(w, "Umur lebih dari 110 tahun. Cocokkan tanggal lahir dengan KTP atau KK.")
	} else if age >= 0 && age < 12 && r.Marital > 1 {
		w = append(w, "Status perkawinan tidak lazim untuk anak. Cocokkan dengan KK.")
	}
	return w
}

// RowOf is the resident as lists and the search hold it.
func RowOf(r Resident) ResidentRow {
	return ResidentRow{ID: r.ID, NIK: r.NIK, Name: r.Name, KK: r.KK, Dusun: r.Dusun, RT: r.RT, RW: r.RW, Birth: r.BirthDate, Sex: r.Sex, Status: r.Status}
}

// residentFields maps the JSON keys of a resident, without the id, to fields.
var residentFields = func() (fields []struct {
	key   string
	index int
}) {
	t := reflect.TypeFor[Resident]()
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key != "id" {
			fields = append(fields, struct {
				key   string
				index int
			}{key, i})
		}
	}
	return fields
}()

// Merge returns old with the given fields of new, and the JSON keys of what
// changed, in the order of [Resident]. The id stays.
func Merge(old, new Resident, given map[string]bool) (Resident, []string) {
	merged := old
	to, from := reflect.ValueOf(&merged).Elem(), reflect.ValueOf(&new).Elem()
	var changed []string
	for _, f := range residentFields {
		if !given[f.key] || to.Field(f.index).Equal(from.Field(f.index)) {
			continue
		}
		to.Field(f.index).Set(from.Field(f.index))
		changed = append(changed, f.key)
	}
	return merged, changed
}
