package kampung

import "testing"

func TestParsePerson(t *testing.T) {
	today := Date{2026, 11, 23}
	p, err := ParsePerson(map[string]string{"nama": "SLAMET", "tanggal_lahir": "17 agustus 1990", "alamat": "Dusun Krajan"}, today)
	if err != nil || p.Name != "SLAMET" || p.BirthDate != (Date{1990, 8, 17}) || p.Address != "Dusun Krajan" {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = ParsePerson(map[string]string{"nama": "A", "umur": "7", "tanggal_lahir": "31-2-1990"}, today)
	ps, _ := err.(Problems)
	if ps.Of("applicant.umur") == "" || ps.Of("applicant.tanggal_lahir") == "" || len(ps) != 2 {
		t.Errorf("%v", err)
	}
}
