package kampung

import (
	"reflect"
	"strings"
	"testing"
)

// TestChangeInWords tells what a change changes, and from what.
func TestChangeInWords(t *testing.T) {
	before := Resident{ID: "w1", Name: "SITI CONTOH", Marital: 2, Relation: 3, Status: 1, BirthDate: Date{1990, 8, 17}}
	after := before
	after.Marital, after.Relation, after.BirthDate = 4, 1, Date{}
	var got []string
	for _, l := range (ResidentChange{before, after}).Lines() {
		got = append(got, ResidentLabel(l.Field)+": "+l.From+" > "+l.To)
	}
	want := "Hubungan dalam keluarga: Istri > Kepala Keluarga|Status kawin: Kawin > Cerai Mati|Tanggal lahir: 17-08-1990 > "
	if strings.Join(got, "|") != want {
		t.Errorf("%s, want %s", strings.Join(got, "|"), want)
	}
}

// TestEveryValueOfAResidentHasALabel keeps up with the fields.
func TestEveryValueOfAResidentHasALabel(t *testing.T) {
	rt := reflect.TypeFor[Resident]()
	for i := range rt.NumField() {
		name, _, _ := strings.Cut(rt.Field(i).Tag.Get("json"), ",")
		if name != "id" && ResidentLabel(name) == name {
			t.Errorf("%s has no label", name)
		}
	}
}

// TestPeopleOfAnEvent names the first ones.
func TestPeopleOfAnEvent(t *testing.T) {
	e := Event{People: strings.Split("abcdef", "")}
	if got := e.PeopleWords(strings.ToUpper); got != "A, B, C…" {
		t.Error(got)
	}
	e.People = e.People[:4]
	if got := e.PeopleWords(strings.ToUpper); got != "A, B, C, D" {
		t.Error(got)
	}
}
