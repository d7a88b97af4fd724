package kampung

import (
	"encoding/json"
	"testing"
)

func TestResidentHistory(t *testing.T) {
	version := func(tick int64, kind string, body any) Version {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return Version{Head: Head{ID: kind, Tick: tick, Kind: kind, By: "siti", At: "2026-11-25T08:00:00+07:00"}, Device: "aa", Body: b}
	}
	edit := EditBody{Cause: CauseEvent + "e1", Set: map[string]json.RawMessage{"status_dasar": json.RawMessage("2"), "no_kk": json.RawMessage(`"` + kkB + `"`), "telepon": json.RawMessage("null")}}
	vs := []Version{
		version(9, KindResidentEdit, edit),
		version(1, KindResident, ResidentBody{Resident{Name: "SITI CONTOH", KK: kkA, BirthDate: Date{1990, 8, 17}}, CauseImport}),
	}
	lines := ResidentHistory(vs)
	want := []ResidentChangeLine{
		{Field: "status_dasar", To: "Mati", Cause: CauseEvent + "e1"}, {Field: "no_kk", From: kkA, To: kkB, Cause: CauseEvent + "e1"},
		{Field: "tanggallahir", To: "17-08-1990", Cause: CauseImport}, {Field: "no_kk", To: kkA, Cause: CauseImport}, {Field: "nama", To: "SITI CONTOH", Cause: CauseImport},
	}
	if len(lines) != len(want) {
		t.Fatalf("lines %+v", lines)
	}
	for i, w := range want {
		l := lines[i]
		if l.Field != w.Field || l.From != w.From || l.To != w.To || l.Cause != w.Cause || l.By != "siti" || l.At.IsZero() || l.Device != "aa" {
			t.Errorf("line %d is %+v, want %+v", i, l, w)
		}
	}
	if fields, _ := FoldFields(vs, KindResidentEdit); fields["cause"] != nil || len(fields) < 4 {
		t.Errorf("folded %v", fields)
	}
}
