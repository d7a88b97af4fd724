package kampung

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAddLook(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 31, 0, 0, WIB)
	all := AddLook(nil, Look{At: at, By: "siti", ID: "a"})
	all = AddLook(all, Look{At: at.Add(30 * time.Second), By: "siti", ID: "a"})
	if len(all) != 1 {
		t.Fatalf("two looks within a minute are %d", len(all))
	}
	all = AddLook(all, Look{At: at.Add(30 * time.Second), By: "rina", ID: "a"})
	all = AddLook(all, Look{At: at.Add(2 * time.Minute), By: "siti", ID: "a"})
	if len(all) != 3 {
		t.Fatalf("%+v", all)
	}
	for i := range 2 * maxLooks {
		all = AddLook(all, Look{At: at.Add(time.Duration(i) * time.Hour), By: "siti", ID: "b"})
	}
	if len(all) != maxLooks || all[0].ID == "a" {
		t.Fatalf("%d looks are kept, the oldest %+v", len(all), all[0])
	}
}

func TestMaskNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"NIK 3510051708900001, KK 3510051708120017.": "NIK 351005••••••0001, KK 351005••••••0017.",
		`[{"nik":"3510051708900001","nama":"A"}]`:    `[{"nik":"351005••••••0001","nama":"A"}]`,
		"NIP 197001012000031001":                     "NIP 197001012000031001",
		"telepon 081234567890":                       "telepon 081234567890",
	} {
		if got := MaskNumbers(in); got != want {
			t.Errorf("MaskNumbers(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestAMaskedRequestHoldsNoNumber: wherever the numbers stand in a request, its
// masked form has none of them, and the request itself keeps them.
func TestAMaskedRequestHoldsNoNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[1-9][0-9]{15}`)
		nik, kk, other := number.Draw(t, "nik"), number.Draw(t, "kk"), number.Draw(t, "other")
		word := rapid.StringMatching(`[a-zA-Z ,]{0,12}`)
		r := Request{Applicant: Person{NIK: nik, KK: kk, Name: "MISNATI CONTOH"}, Note: word.Draw(t, "note") + other,
			Fields: map[string]string{"nik_anak": other, "data": word.Draw(t, "before") + nik + " " + word.Draw(t, "after")}}
		m := r.Masked()
		text := m.Applicant.NIK + "|" + m.Applicant.KK + "|" + m.Note + "|" + m.Fields["nik_anak"] + "|" + m.Fields["data"]
		for _, n := range []string{nik, kk, other} {
			if strings.Contains(text, n) {
				t.Fatalf("%s in %s", n, text)
			}
		}
		if r.Applicant.NIK != nik || r.Fields["nik_anak"] != other || m.Applicant.Name != r.Applicant.Name {
			t.Fatalf("%+v", r)
		}
	})
}
