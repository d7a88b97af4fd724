package roster

import (
	"testing"

	"smartkampung/kampung"
)

// TestParseResident reads codes and labels, days in any form, and tells what is
// wrong by column.
func TestParseResident(t *testing.T) {
	today := kampung.Date{Year: 2026, Month: 11, Day: 25}
	r, ps := ParseResident(map[string]string{"nama": "siti  contoh", "NIK": "3510055708909001", "sex": "perempuan", "tanggallahir": "17 Agustus 1990", "kk_level": "4", "rt": "2"}, today)
	want := kampung.Resident{Name: "SITI CONTOH", NIK: "3510055708909001", Sex: 2, BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, Relation: 4, RT: "002"}
	if r != want || len(ps) > 0 {
		t.Errorf("%+v, %v", r, ps)
	}
	_, ps = ParseResident(map[string]string{"sex": "entah", "hobi": "catur", "tanggallahir": "31-02-1990"}, today)
	if len(ps) != 3 || ps.Of("sex") == "" || ps.Of("hobi") == "" || ps.Of("tanggallahir") == "" {
		t.Errorf("%v", ps)
	}
}
