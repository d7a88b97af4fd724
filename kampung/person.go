package kampung

import (
	"strings"
	"unicode/utf8"
)

// PersonOf is a resident as a letter prints them, a snapshot that later changes
// of the register do not touch.
func PersonOf(r Resident) Person {
	return Person{
		Resident:    r.ID,
		NIK:         r.NIK,
		KK:          r.KK,
		Name:        r.Name,
		Sex:         PrintLabel(TableSex, r.Sex),
		BirthPlace:  TitleCase(r.BirthPlace),
		BirthDate:   r.BirthDate,
		Religion:    PrintLabel(TableReligion, r.Religion),
		Marital:     PrintLabel(TableMarital, r.Marital),
		Job:         PrintLabel(TableJob, r.Job),
		Education:   PrintLabel(TableEducation, r.Education),
		Citizenship: PrintLabel(TableCitizenship, r.Citizenship),
		Blood:       PrintLabel(TableBlood, r.Blood),
		Address:     AddressLine(r),
		Phone:       r.Phone,
	}
}

// AddressLine is where a resident lives, on one line: "Jl. Melati 5, Dusun
// Krajan RT 003 RW 002". Missing parts leave no trace, and nothing that the
// street already says is said twice.
func AddressLine(r Resident) string {
	street := TitleCase(FoldSpace(r.Address))
	has := " " + strings.ToUpper(strings.NewReplacer(".", " ", ",", " ", "/", " ").Replace(street)) + " "
	var place []string
	if d := dusunLine(r.Dusun); d != "" && !strings.Contains(has, " "+bareDusun(r.Dusun)+" ") {
		place = append(place, d)
	}
	if r.RT != "" && !strings.Contains(has, " RT ") {
		place = append(place, "RT "+r.RT)
	}
	if r.RW != "" && !strings.Contains(has, " RW ") {
		place = append(place, "RW "+r.RW)
	}
	if street == "-" {
		street = ""
	}
	rest := strings.Join(place, " ")
	if strings.HasPrefix(rest, "R") && street != "" && bareDusun(r.Dusun) != "" && strings.HasSuffix(has, " "+bareDusun(r.Dusun)+" ") {
		return street + " " + rest
	}
	if street != "" && rest != "" {
		return street + ", " + rest
	}
	return street + rest
}

// dusunPrefixes are how a hamlet's name may begin in a register; a ward has a
// lingkungan instead.
var dusunPrefixes = []struct{ prefix, print string }{
	{"DUSUN ", "Dusun"}, {"DSN. ", "Dusun"}, {"DSN.", "Dusun"}, {"DSN ", "Dusun"},
	{"LINGKUNGAN ", "Lingkungan"}, {"LINGK. ", "Lingkungan"}, {"LINGK ", "Lingkungan"}, {"LINK. ", "Lingkungan"},
}

func dusunLine(dusun string) string {
	name := bareDusun(dusun)
	if name == "" {
		return ""
	}
	kind := "Dusun"
	upper := strings.ToUpper(FoldSpace(dusun))
	for _, p := range dusunPrefixes {
		if strings.HasPrefix(upper, p.prefix) {
			kind = p.print
			break
		}
	}
	return kind + " " + TitleCase(name)
}

// bareDusun is the hamlet's name in capitals without "dusun" before it.
func bareDusun(dusun string) string {
	name := strings.ToUpper(FoldSpace(dusun))
	if name == "-" {
		return ""
	}
	for _, p := range dusunPrefixes {
		if rest, ok := strings.CutPrefix(name, p.prefix); ok {
			return strings.TrimSpace(rest)
		}
	}
	return name
}

// CleanPerson folds blanks and writes name, NIK and KK in their stored form.
func CleanPerson(p Person) Person {
	p.NIK, p.KK, p.Name = CleanNIK(p.NIK), CleanNIK(p.KK), CleanName(p.Name)
	for _, s := range []*string{&p.Sex, &p.BirthPlace, &p.Religion, &p.Marital, &p.Job, &p.Education, &p.Citizenship, &p.Blood, &p.Address, &p.Phone} {
		*s = FoldSpace(*s)
	}
	if code, ok := ParseCode(TableSex, p.Sex); ok && code > 0 {
		p.Sex = PrintLabel(TableSex, code)
	}
	return p
}

// CheckPerson tells all that is wrong with an applicant, cleaned by
// [CleanPerson], at fields "applicant.nama", "applicant.nik" and so on. Only
// the name must be there: an applicant may have no NIK yet.
func CheckPerson(p Person, today Date) Problems {
	var ps Problems
	add := func(field, text string) {
		if text != "" {
			ps.Add("applicant."+field, text)
		}
	}
	add("nama", CheckName(p.Name))
	if p.NIK != "" {
		add("nik", CheckNIK(p.NIK))
	}
	if p.KK != "" {
		add("no_kk", CheckKK(p.KK))
	}
	add("tanggal_lahir", checkBirth(p.BirthDate, today))
	if p.Sex != "" {
		if _, ok := ParseCode(TableSex, p.Sex); !ok {
			add("jenis_kelamin", "Jenis kelamin ditulis Laki-laki atau Perempuan.")
		}
	}
	add("telepon", CheckPhone(p.Phone))
	for _, f := range []struct{ key, value string }{{"tempat_lahir", p.BirthPlace}, {"agama", p.Religion}, {"status_kawin", p.Marital},
		{"pekerjaan", p.Job}, {"pendidikan", p.Education}, {"kewarganegaraan", p.Citizenship}, {"golongan_darah", p.Blood}, {"alamat", p.Address}} {
		if utf8.RuneCountInString(f.value) > maxText {
			add(f.key, tooLong(maxText))
		}
	}
	return ps
}

// checkBirth refuses a birth that is no day or lies ahead; no date is fine.
func checkBirth(d, today Date) string {
	switch {
	case d.IsZero():
		return ""
	case !d.Valid():
		return "Tanggal lahir belum benar: hari itu tidak ada di kalender."
	case today.Before(d):
		return "Tanggal lahir belum benar: " + FormatDate(d) + " masih akan datang."
	case d.Year < today.Year-130:
		return "Tanggal lahir belum benar: tahun " + FormatDate(d)[len(FormatDate(d))-4:] + " terlalu lama."
	}
	return ""
}
