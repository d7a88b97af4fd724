package roster

import (
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

func TestInventedPeopleFitTogether(t *testing.T) {
	people := Invent(4000, "35.10.05.2001", 7)
	if len(people) != 4000 {
		t.Fatalf("%d people", len(people))
	}
	niks := map[string]kampung.Resident{}
	heads := map[string]int{}
	last := people[len(people)-1].KK // the last family may be cut by n
	oneWord, apostrophe, enye := 0, 0, 0
	for _, r := range people {
		if ps := kampung.CheckResident(r, inventedOn); len(ps) > 0 {
			t.Fatalf("%s: %v", r.Name, ps)
		}
		if w := kampung.ResidentWarnings(r, inventedOn); len(w) > 0 && !strings.Contains(r.Name, "Ñ") {
			t.Fatalf("%s: %v", r.Name, w)
		}
		if _, twice := niks[r.NIK]; twice || r.NIK == "" {
			t.Fatalf("NIK %s stands twice", kampung.MaskNIK(r.NIK))
		}
		niks[r.NIK] = r
		if r.Relation == kampung.RelationHead {
			heads[r.KK]++
		}
		if kampung.CleanResident(r) != r {
			t.Fatalf("not in the stored form: %+v", r)
		}
		switch {
		case !strings.Contains(r.Name, " "):
			oneWord++
		case strings.Contains(r.Name, "'"):
			apostrophe++
		case strings.Contains(r.Name, "Ñ"):
			enye++
		}
	}
	for _, r := range people {
		if heads[r.KK] != 1 && r.KK != last {
			t.Fatalf("family %s has %d heads", kampung.MaskNIK(r.KK), heads[r.KK])
		}
		if r.Relation == 4 {
			mother := niks[r.MotherNIK]
			if mother.Name != r.MotherName || mother.KK != r.KK || kampung.Age(mother.BirthDate, r.BirthDate) < 16 {
				t.Fatalf("%s, born %v, has mother %s, born %v", r.Name, r.BirthDate, mother.Name, mother.BirthDate)
			}
		}
	}
	if oneWord == 0 || apostrophe == 0 || enye == 0 {
		t.Errorf("one word %d, apostrophe %d, ñ %d: want some of each", oneWord, apostrophe, enye)
	}
}

func TestInventIsTheSameForTheSameSeed(t *testing.T) {
	a, b, c := Invent(300, "35.10.05.2001", 1), Invent(300, "35.10.05.2001", 1), Invent(300, "35.10.05.2001", 2)
	if !slices.Equal(a, b) {
		t.Error("the same seed gave other people")
	}
	if slices.Equal(a, c) {
		t.Error("another seed gave the same people")
	}
	if len(Invent(0, "", 1)) != 0 || len(Invent(-1, "x", 1)) != 0 {
		t.Error("nobody was asked for")
	}
}

func BenchmarkInvent100000(b *testing.B) {
	for b.Loop() {
		Invent(100_000, "35.10.05.2001", 1)
	}
}
