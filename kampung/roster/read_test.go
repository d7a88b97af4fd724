package roster

import (
	"os"
	"testing"

	"smartkampung/kampung"
)

// today is the day on which the tests read their files.
var today = kampung.Date{Year: 2026, Month: 11, Day: 23}

func TestSampleImportsWhole(t *testing.T) {
	data, err := os.ReadFile("testdata/penduduk_500.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	file, err := Read("penduduk_500.xlsx", data, today)
	if err != nil {
		t.Fatal(err)
	}
	if len(file.Rows) != 500 || file.Refused != 0 || len(file.Problems) != 0 || file.Layout != "OpenSID" {
		t.Fatalf("%d rows, %d refused, %d problems, layout %q", len(file.Rows), file.Refused, len(file.Problems), file.Layout)
	}
	first := file.Rows[0]
	want := kampung.Resident{
		NIK: "5201140709580001", KK: "5201142005000001", Name: "SURYA PUSPITA", Sex: 1,
		BirthPlace: "SUKAMAJU", BirthDate: kampung.Date{Year: 1958, Month: 9, Day: 7},
		Address: "JL. ANGGREK NO. 2", Dusun: "ANGGREK", RW: "001", RT: "001",
		Religion: 1, Education: 2, Studying: 18, Job: 56, Marital: 2, Relation: 1, Citizenship: 1,
		Blood: 13, KTPEl: 2, Recorded: 3, Status: 1,
		FatherName: "AYAH SURYA PUSPITA", MotherName: "IBU DEWI ASTUTI",
	}
	if first.Row != 2 || first.Resident != want {
		t.Errorf("row %d: got\n%+v\nwant\n%+v", first.Row, first.Resident, want)
	}
	if !first.Given["nik"] || !first.Given["status_dasar"] || first.Given["ayah_nik"] || first.Given["lat"] {
		t.Errorf("given: %v", first.Given)
	}
	if last := file.Rows[499]; last.Row != 501 {
		t.Errorf("last row is %d, want 501", last.Row)
	}
	plan := kampung.PlanImport(file, nobody, nobodyNamed, today)
	if plan.New != 500 || plan.Refused != 0 {
		t.Errorf("plan: %+v", plan)
	}
}

func nobody(string) (kampung.Resident, bool) { return kampung.Resident{}, false }

func nobodyNamed(string, string, kampung.Date) (kampung.Resident, bool) {
	return kampung.Resident{}, false
}
