package kampung

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var misnati = Resident{ID: "u1", NIK: "3510055708900002", KK: "3510051708120017", Name: "MISNATI", Sex: 2, BirthPlace: "BANYUWANGI", BirthDate: Date{1990, 8, 17},
	Address: "JL. MELATI 5", Dusun: "KRAJAN", RW: "002", RT: "003", Religion: 3, Job: 9, Marital: 2, Relation: 1, Citizenship: 1, Blood: 13, Education: 5, Status: 1}

func TestPersonOf(t *testing.T) {
	want := Person{Resident: "u1", NIK: "3510055708900002", KK: "3510051708120017", Name: "MISNATI", Sex: "Perempuan", BirthPlace: "Banyuwangi", BirthDate: Date{1990, 8, 17},
		Religion: "Katolik", Marital: "Kawin", Job: "Petani/Pekebun", Education: "SLTA/Sederajat", Citizenship: "WNI", Blood: "-", Address: "Jl. Melati 5, Dusun Krajan RT 003 RW 002"}
	if got := PersonOf(misnati); got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if p := CheckPerson(PersonOf(misnati), today); p != nil {
		t.Error(p)
	}
}

func TestAddressLine(t *testing.T) {
	for _, c := range []struct{ street, dusun, rt, rw, want string }{
		{"", "KRAJAN", "003", "002", "Dusun Krajan RT 003 RW 002"},
		{"JL. MELATI 5", "", "", "", "Jl. Melati 5"},
		{"", "", "", "", ""},
		{"-", "-", "001", "", "RT 001"},
		{"DUSUN KRAJAN", "KRAJAN", "003", "002", "Dusun Krajan RT 003 RW 002"},
		{"DUSUN KRAJAN RT 003 RW 002", "KRAJAN", "003", "002", "Dusun Krajan RT 003 RW 002"},
		{"JL. RAYA", "DSN. PRAPAT", "001", "", "Jl. Raya, Dusun Prapat RT 001"},
		{"", "LINGKUNGAN PETUKANGAN", "001", "002", "Lingkungan Petukangan RT 001 RW 002"},
	} {
		if got := AddressLine(Resident{Address: c.street, Dusun: c.dusun, RT: c.rt, RW: c.rw}); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestCheckPerson(t *testing.T) {
	p := CleanPerson(Person{Name: " siti  aminah ", NIK: "'3510 0557 0890 0002", Sex: "P", Phone: "0812 3456 7890"})
	if p.Name != "SITI AMINAH" || p.NIK != "3510055708900002" || p.Sex != "Perempuan" || CheckPerson(p, today) != nil {
		t.Errorf("%+v %v", p, CheckPerson(p, today))
	}
	bad := CheckPerson(Person{NIK: "12", KK: "x", Sex: "?", BirthDate: Date{2030, 1, 1}, Phone: "1", Job: strings.Repeat("x", 201)}, today)
	for _, f := range []string{"nama", "nik", "no_kk", "jenis_kelamin", "tanggal_lahir", "telepon", "pekerjaan"} {
		if bad.Of("applicant."+f) == "" {
			t.Errorf("nothing said of %s: %v", f, bad)
		}
	}
}

func TestCheckResident(t *testing.T) {
	if p := CheckResident(misnati, today); p != nil {
		t.Error(p)
	}
	if p := CheckResident(Resident{Name: "MISNATI"}, today); p != nil {
		t.Errorf("only the name is needed: %v", p)
	}
	bad := Resident{NIK: "1", KK: "2", FatherNIK: "3", MotherNIK: "4", BirthDate: Date{2026, 11, 24}, RT: "3", RW: "abcd", Phone: "x", MarriageDate: Date{2027, 1, 1},
		PassportUntil: Date{2027, 2, 30}, Religion: 9, Job: 90, Status: 5, Dusun: strings.Repeat("x", 201)}
	p := CheckResident(bad, today)
	for _, f := range []string{"nama", "nik", "no_kk", "ayah_nik", "ibu_nik", "tanggallahir", "rt", "rw", "telepon", "tanggalperkawinan", "tanggal_akhir_paspor", "agama_id", "pekerjaan_id", "status_dasar", "dusun"} {
		if p.Of(f) == "" {
			t.Errorf("nothing said of %s", f)
		}
	}
}

func TestResidentWarnings(t *testing.T) {
	if w := ResidentWarnings(misnati, today); w != nil {
		t.Error(w)
	}
	odd := misnati
	odd.Sex, odd.Name, odd.BirthDate = 1, "MISNATI 2", Date{1900, 8, 17}
	if w := ResidentWarnings(odd, today); len(w) != 4 {
		t.Errorf("name, sex, birth and age: %q", w)
	}
}

func TestCleanResident(t *testing.T) {
	r := CleanResident(Resident{NIK: "'0351005200100001", KK: " 3510051708120017", Name: " siti  aminah", Dusun: "krajan_satu", RT: "3", RW: "-", BirthCert: "-"})
	want := Resident{KK: "3510051708120017", Name: "SITI AMINAH", Dusun: "KRAJAN SATU", RT: "003"}
	if r != want {
		t.Errorf("%+v", r)
	}
	if CleanResident(misnati) != misnati {
		t.Error("a stored resident must stay as it is")
	}
}

func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		new := Resident{ID: "x", NIK: rapid.SampledFrom([]string{"", misnati.NIK, "1"}).Draw(t, "nik"), Name: rapid.SampledFrom([]string{"MISNATI", "SITI"}).Draw(t, "name"),
			Job: rapid.IntRange(0, 9).Draw(t, "job"), BirthDate: Date{1990, 8, rapid.IntRange(16, 18).Draw(t, "day")}}
		given := map[string]bool{}
		for _, k := range []string{"nik", "nama", "pekerjaan_id", "tanggallahir", "id", "entah"} {
			given[k] = rapid.Bool().Draw(t, k)
		}
		got, changed := Merge(misnati, new, given)
		if got.ID != misnati.ID || got.Dusun != misnati.Dusun {
			t.Fatal("a field that was not given changed")
		}
		if again, more := Merge(got, new, given); again != got || more != nil {
			t.Fatalf("merging again changes %q", more)
		}
		if (got == misnati) != (len(changed) == 0) {
			t.Fatalf("changed %q", changed)
		}
		want := misnati
		if given["nik"] {
			want.NIK = new.NIK
		}
		if given["nama"] {
			want.Name = new.Name
		}
		if given["pekerjaan_id"] {
			want.Job = new.Job
		}
		if given["tanggallahir"] {
			want.BirthDate = new.BirthDate
		}
		if got != want {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

// givenOf is what a reader says of a resident that it read.
func givenOf(t *testing.T, r Resident) map[string]bool {
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	given := map[string]bool{}
	for k := range m {
		given[k] = true
	}
	return given
}

func planOf(t *testing.T, layout string, register []Resident, rows ...Resident) ImportPlan {
	file := ImportFile{Layout: layout}
	for i, r := range rows {
		file.Rows = append(file.Rows, ImportRow{Row: i + 2, Resident: r, Given: givenOf(t, r)})
	}
	find := func(ok func(Resident) bool) (Resident, bool) {
		if i := slices.IndexFunc(register, ok); i >= 0 {
			return register[i], true
		}
		return Resident{}, false
	}
	return PlanImport(file, func(nik string) (Resident, bool) {
		return find(func(r Resident) bool { return r.NIK == nik })
	}, func(name, place string, birth Date) (Resident, bool) {
		return find(func(r Resident) bool { return r.Name == name && r.BirthPlace == place && r.BirthDate == birth })
	}, today)
}

func TestPlanImport(t *testing.T) {
	with := func(f func(*Resident)) Resident { r := misnati; r.ID = ""; f(&r); return r }
	same := with(func(*Resident) {})
	noNIK := with(func(r *Resident) { r.NIK = "0" })
	for _, c := range []struct {
		name                             string
		layout                           string
		register, rows                   []Resident
		new, changed, unchanged, refused int
		says                             string // part of "row column reason" of the first problem
	}{
		{"new", "OpenSID", nil, []Resident{same}, 1, 0, 0, 0, ""},
		{"unchanged", "OpenSID", []Resident{misnati}, []Resident{same}, 0, 0, 1, 0, ""},
		{"changed", "OpenSID", []Resident{misnati}, []Resident{with(func(r *Resident) { r.Job = 88 })}, 0, 1, 0, 0, ""},
		{"empty cells change nothing", "OpenSID", []Resident{misnati}, []Resident{{NIK: misnati.NIK, Name: misnati.Name}}, 0, 0, 1, 0, ""},
		{"twice in the file", "OpenSID", nil, []Resident{same, same}, 1, 0, 0, 1, "3 nik Orang ini sudah ada di baris 2"},
		{"no NIK, new", "OpenSID", nil, []Resident{noNIK}, 1, 0, 0, 0, ""},
		{"no NIK, known by name", "OpenSID", []Resident{misnati}, []Resident{noNIK}, 0, 0, 1, 0, ""},
		{"no NIK twice", "OpenSID", nil, []Resident{noNIK, noNIK}, 1, 0, 0, 1, "3 nama"},
		{"no NIK and no birth date", "OpenSID", nil, []Resident{with(func(r *Resident) { r.NIK = ""; r.BirthDate = Date{} })}, 0, 0, 0, 1, "2 tanggallahir"},
		{"NIK came later", "OpenSID", []Resident{with(func(r *Resident) { r.NIK, r.ID = "", "u1" })}, []Resident{same}, 0, 1, 0, 0, ""},
		{"namesake with another NIK", "OpenSID", []Resident{misnati}, []Resident{with(func(r *Resident) { r.NIK = "3510055708900003" })}, 1, 0, 0, 0, ""},
		{"two rows, one person", "OpenSID", []Resident{misnati}, []Resident{same, noNIK}, 0, 0, 1, 1, "3  Orang ini"},
		{"no name", "OpenSID", nil, []Resident{with(func(r *Resident) { r.Name = "" })}, 0, 0, 0, 1, "2 nama"},
		{"bad NIK", "OpenSID", nil, []Resident{with(func(r *Resident) { r.NIK = "35100557089" })}, 0, 0, 0, 1, "2 nik NIK harus 16 angka"},
		{"born tomorrow", "OpenSID", nil, []Resident{with(func(r *Resident) { r.BirthDate = Date{2026, 11, 24} })}, 0, 0, 0, 1, "2 tanggallahir"},
		{"OpenSID needs a hamlet", "OpenSID", nil, []Resident{with(func(r *Resident) { r.Dusun = "" })}, 0, 0, 0, 1, "2 dusun"},
		{"SIAK has none", "SIAK", nil, []Resident{with(func(r *Resident) { r.Dusun = "" })}, 1, 0, 0, 0, ""},
		{"a CSV with hamlets needs them", "CSV", nil, []Resident{same, with(func(r *Resident) { r.Dusun, r.NIK = "", "3510055708900003" })}, 1, 0, 0, 1, "3 dusun"},
		{"the dead stay dead", "OpenSID", []Resident{with(func(r *Resident) { r.Status = 2 })}, []Resident{same}, 0, 0, 0, 1, "2 status_dasar Di data penduduk orang ini sudah tercatat Mati"},
	} {
		p := planOf(t, c.layout, c.register, c.rows...)
		if p.New != c.new || p.Changed != c.changed || p.Unchanged != c.unchanged || p.Refused != c.refused || len(p.Save) != c.new+c.changed {
			t.Errorf("%s: %+v", c.name, p)
		}
		got := ""
		if len(p.Problems) > 0 {
			q := p.Problems[0]
			got = string(rune('0'+q.Row)) + " " + q.Column + " " + q.Reason
		}
		if (c.says == "") != (got == "") || !strings.HasPrefix(got, c.says) {
			t.Errorf("%s: said %q, want %q", c.name, got, c.says)
		}
	}
}

// Saving a plan and planning the same file again finds nothing to do.
func TestPlanImportSettles(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var rows []Resident
		for range rapid.IntRange(0, 6).Draw(rt, "rows") {
			r := misnati
			r.ID = ""
			r.NIK = rapid.SampledFrom([]string{"", "3510055708900001", "3510055708900002", "1"}).Draw(rt, "nik")
			r.Name = rapid.SampledFrom([]string{"SITI", "MISNATI", ""}).Draw(rt, "name")
			r.Job = rapid.IntRange(1, 3).Draw(rt, "job")
			rows = append(rows, r)
		}
		first := planOf(t, "OpenSID", nil, rows...)
		var register []Resident
		for i, r := range first.Save {
			r.ID = string(rune('a' + i))
			register = append(register, r)
		}
		if first.New+first.Changed+first.Unchanged+first.Refused != len(rows) {
			rt.Fatalf("%d rows, plan %+v", len(rows), first)
		}
		if second := planOf(t, "OpenSID", register, rows...); second.New != 0 {
			rt.Fatalf("second time: %+v", second)
		}
	})
}
