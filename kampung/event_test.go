package kampung

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// hamlet is a register in memory that applies plans.
type hamlet struct {
	people map[string]Resident
	events []Event
	tick   int64
}

func newHamlet(rs ...Resident) *hamlet {
	h := &hamlet{people: map[string]Resident{}}
	for _, r := range rs {
		h.people[r.ID] = r
	}
	return h
}

func (h *hamlet) Resident(id string) (Resident, bool) { r, ok := h.people[id]; return r, ok }

func (h *hamlet) Family(kk string) (out []Resident) {
	for _, id := range slices.Sorted(maps.Keys(h.people)) {
		if h.people[id].KK == kk {
			out = append(out, h.people[id])
		}
	}
	return out
}

func (h *hamlet) Holder(nik string) (Resident, bool) {
	for _, r := range h.people {
		if nik != "" && r.NIK == nik {
			return r, true
		}
	}
	return Resident{}, false
}

func (h *hamlet) Last(id string) (last Event, ok bool) {
	for _, e := range h.events {
		if e.Cancelled == "" && e.Touches(id) && (!ok || last.Tick < e.Tick) {
			last, ok = e, true
		}
	}
	return last, ok
}

func (h *hamlet) all() []Resident {
	return slices.Collect(maps.Values(h.people))
}

// apply does what a plan says.
func (h *hamlet) apply(p EventPlan) string {
	h.tick++
	for _, c := range p.Changes {
		h.people[c.After.ID] = c.After
	}
	e := p.Event
	if e.ID == "" {
		e.ID = fmt.Sprintf("e%03d", h.tick)
	}
	if i := slices.IndexFunc(h.events, func(o Event) bool { return o.ID == e.ID }); i >= 0 {
		h.events[i] = e
	} else {
		e.Tick = h.tick
		h.events = append(h.events, e)
	}
	return e.ID
}

// whole tells what is wrong with the families.
func (h *hamlet) whole() error {
	heads, living := map[string]int{}, map[string]int{}
	niks := map[string]bool{}
	for _, r := range h.people {
		if r.NIK != "" && niks[r.NIK] {
			return fmt.Errorf("NIK %s twice", r.NIK)
		}
		niks[r.NIK] = true
		if r.Status == StatusDead && r.Relation == RelationHead {
			return fmt.Errorf("%s is dead and head", r.ID)
		}
		if !r.Alive() || r.KK == "" {
			continue
		}
		living[r.KK]++
		if r.Relation == RelationHead {
			heads[r.KK]++
		}
	}
	for kk := range living {
		if heads[kk] != 1 {
			return fmt.Errorf("family %s has %d heads of %d living", kk, heads[kk], living[kk])
		}
	}
	return nil
}

func (h *hamlet) must(t interface{ Fatalf(string, ...any) }, e Event, new ...Resident) string {
	p, ps := PlanEvent(e, new, h, Date{2026, 12, 31})
	if len(ps) > 0 {
		t.Fatalf("%s refused: %v", e.Type, ps)
	}
	return h.apply(p)
}

const kkA, kkB = "3510051203180001", "3510051203180002"

// couple is a family of four: father, mother, a grown daughter, a small son.
func couple() []Resident {
	return []Resident{
		{ID: "ayah", NIK: "3510051708700001", Name: "SUGENG CONTOH", Sex: 1, KK: kkA, Relation: 1, Marital: 2, BirthDate: Date{1970, 8, 17}, Dusun: "KRAJAN", Status: 1},
		{ID: "ibu", NIK: "3510055708720002", Name: "SITI CONTOH", Sex: 2, KK: kkA, Relation: 3, Marital: 2, BirthDate: Date{1972, 8, 17}, Dusun: "KRAJAN", Status: 1},
		{ID: "ani", Name: "ANI CONTOH", Sex: 2, KK: kkA, Relation: 4, Marital: 1, BirthDate: Date{2000, 1, 2}, Dusun: "KRAJAN", Status: 1},
		{ID: "budi", Name: "BUDI CONTOH", Sex: 1, KK: kkA, Relation: 4, Marital: 1, BirthDate: Date{2015, 1, 2}, Dusun: "KRAJAN"},
	}
}

func TestDeathOfHead(t *testing.T) {
	h := newHamlet(couple()...)
	id := h.must(t, Event{Type: EventDeath, Date: Date{2026, 11, 3}, People: []string{"ayah"}, Place: "Rumah"})
	if f, m := h.people["ayah"], h.people["ibu"]; f.Status != StatusDead || f.Relation != 0 || m.Relation != RelationHead || m.Marital != maritalWidowed || h.people["ani"].Relation != relationChild {
		t.Fatalf("father %+v mother %+v", f, m)
	}
	if ps := CheckApplicant(h.people["ayah"]); len(ps) == 0 {
		t.Error("a dead person may apply")
	}
	if _, ps := PlanEvent(Event{Type: EventDeath, Date: Date{2026, 11, 4}, People: []string{"ayah"}}, nil, h, Date{2026, 12, 31}); !strings.Contains(ps.Of("people"), "sudah tercatat Mati") {
		t.Errorf("dies twice: %v", ps)
	}
	// The mother follows; the daughter who is of age leads her brother.
	second := h.must(t, Event{Type: EventDeath, Date: Date{2026, 11, 9}, People: []string{"ibu"}, NewKK: kkB})
	if a, b := h.people["ani"], h.people["budi"]; a.Relation != RelationHead || b.Relation != relationKin || a.KK != kkB || b.KK != kkB || h.people["ibu"].KK != kkA {
		t.Fatalf("ani %+v budi %+v", a, b)
	}
	if _, ps := PlanCancel(h.events[0], "salah orang", h, Date{2026, 12, 31}); !strings.Contains(ps.Of("reason"), "Batalkan dulu") {
		t.Errorf("an older event can be taken back: %v", ps)
	}
	for _, id := range []string{second, id} {
		i := slices.IndexFunc(h.events, func(e Event) bool { return e.ID == id })
		p, ps := PlanCancel(h.events[i], "salah orang", h, Date{2026, 12, 31})
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		h.apply(p)
	}
	if want := newHamlet(couple()...).people; !maps.Equal(h.people, want) {
		t.Errorf("taken back: %v", h.people)
	}
}

func TestBirthAndMoves(t *testing.T) {
	h := newHamlet(couple()...)
	h.must(t, Event{Type: EventBirth, Date: Date{2026, 11, 3}, Mother: "ibu", Father: "ayah", Place: "BANYUWANGI"}, Resident{ID: "bayi", Name: "Citra Contoh", Sex: 2})
	if r := h.people["bayi"]; r.Relation != relationChild || r.KK != kkA || r.MotherName != "SITI CONTOH" || r.FatherNIK != "3510051708700001" || r.BirthDate != (Date{2026, 11, 3}) || r.Name != "CITRA CONTOH" || !r.Alive() {
		t.Fatalf("child %+v", r)
	}
	// The head moves and leaves the others; then comes back beside his wife, who leads now.
	h.must(t, Event{Type: EventMoveOut, Date: Date{2026, 11, 5}, People: []string{"ayah"}, To: "Surabaya"})
	if h.people["ibu"].Relation != RelationHead || h.people["ayah"].Status != StatusMoved || h.people["ayah"].Relation != 0 {
		t.Fatalf("moved %v", h.people)
	}
	if _, ps := PlanEvent(Event{Type: EventReturn, Date: Date{2026, 11, 4}, People: []string{"ayah"}}, nil, h, Date{2026, 12, 31}); ps.Of("date") == "" {
		t.Error("came back before he left")
	}
	h.must(t, Event{Type: EventReturn, Date: Date{2026, 11, 20}, People: []string{"ayah"}})
	if err := h.whole(); err != nil {
		t.Fatal(err)
	}
	h.must(t, Event{Type: EventMoveIn, Date: Date{2026, 11, 21}, From: "Jember"}, Resident{ID: "eka", Name: "EKA CONTOH", Sex: 1, KK: kkB, Relation: 1, BirthDate: Date{1990, 5, 5}, NIK: "3509050505900001"})
	_, ps := PlanEvent(Event{Type: EventMoveIn, Date: Date{2026, 11, 22}}, []Resident{{ID: "x", Name: "EKA CONTOH", NIK: "3509050505900001"}}, h, Date{2026, 12, 31})
	if ps.Of("from") == "" || ps.Of("new.no_kk") == "" || !strings.Contains(ps.Of("new.nik"), "EKA CONTOH") {
		t.Errorf("problems %v", ps)
	}
}

func TestMergeAndBack(t *testing.T) {
	twin := Resident{ID: "siti2", Name: "SITI CONTOH", Sex: 2, KK: kkB, Relation: 1, Phone: "081234567890", Status: 1}
	h := newHamlet(append(couple(), twin)...)
	want := maps.Clone(h.people)
	p, ps := PlanMerge("ibu", "siti2", nil, h, Date{2026, 11, 25})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	id := h.apply(p)
	if h.people["ibu"].Phone != twin.Phone || h.people["ibu"].KK != kkA || h.people["siti2"].Status != StatusInvalid {
		t.Fatalf("merged %+v, %+v", h.people["ibu"], h.people["siti2"])
	}
	e, _ := h.Last("ibu")
	if e.ID != id {
		t.Fatalf("last event %+v", e)
	}
	p, ps = PlanCancel(e, "dua orang", h, Date{2026, 11, 25})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	h.apply(p)
	if !maps.Equal(h.people, want) {
		t.Errorf("taken back: %v", h.people)
	}
	dead := Resident{ID: "budi2", Name: "BUDI CONTOH", Status: StatusDead, Phone: "081234567891"}
	h.people["budi2"] = dead
	if p, ps = PlanMerge("budi", "budi2", []string{"status_dasar"}, h, Date{2026, 11, 25}); len(ps) > 0 || p.Changes[0].After.Phone != dead.Phone || !p.Changes[0].After.Alive() {
		t.Errorf("a record that says he is dead, without an event: %v %v", p.Changes, ps)
	}
	other := twin
	other.ID, other.NIK = "siti3", "3510055708720009"
	h.people["siti3"] = other
	if _, ps = PlanMerge("ibu", "siti3", nil, h, Date{2026, 11, 25}); !strings.Contains(ps.Of("people"), "NIK keduanya berbeda") {
		t.Errorf("two NIK: %v", ps)
	}
}

// TestEventsKeepTheRegister plays random events and checks after each that each
// family with living members has one head, nobody dead leads, and the Buku
// Mutasi is the difference of two Buku Induk.
func TestEventsKeepTheRegister(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHamlet(couple()...)
		day := Date{2026, 1, 1}
		for step := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			day = AddDays(day, rapid.IntRange(0, 12).Draw(rt, "days"))
			h.play(rt, step, day)
			if err := h.whole(); err != nil {
				rt.Fatalf("step %d: %v", step, err)
			}
		}
		before := h.aliveAt(Date{2025, 12, 31})
		for month := 1; month <= 12; month++ {
			p := Period{Year: 2026, Month: month}
			now := len(ResidentBook(p, h.all(), h.events).Rows)
			joined, left := Changes(p, h.all(), h.events)
			if now != before+joined-left {
				rt.Fatalf("%s: %d were %d, +%d -%d", p.Label(), now, before, joined, left)
			}
			before = now
		}
	})
}

func (h *hamlet) aliveAt(day Date) (n int) {
	who := NewPresence(h.events)
	for _, r := range h.people {
		if who.On(r, day) {
			n++
		}
	}
	return n
}

// play tries one random event, which the rules may refuse.
func (h *hamlet) play(rt *rapid.T, step int, day Date) {
	today := Date{2027, 6, 1}
	ids := slices.Sorted(maps.Keys(h.people))
	pick := func(name string) string { return rapid.SampledFrom(ids).Draw(rt, name) }
	if len(h.events) > 0 && rapid.IntRange(0, 4).Draw(rt, "cancel") == 0 {
		e := rapid.SampledFrom(h.events).Draw(rt, "event")
		p, ps := PlanCancel(e, "keliru", h, today)
		if len(ps) == 0 {
			h.apply(p)
		}
		return
	}
	typ := rapid.SampledFrom(EventTypes).Draw(rt, "type")
	e := Event{Type: typ, Date: day, To: "Jember", From: "Jember"}
	var new []Resident
	switch typ {
	case EventMerge:
		p, ps := PlanMerge(pick("keep"), pick("drop"), nil, h, today)
		if len(ps) == 0 {
			h.apply(p)
		}
		return
	case EventBirth:
		e.Mother = pick("mother")
		new = []Resident{{ID: fmt.Sprintf("n%02d", step), Name: "BAYI CONTOH", Sex: rapid.IntRange(1, 2).Draw(rt, "sex")}}
	case EventMoveIn:
		new = []Resident{{ID: fmt.Sprintf("n%02d", step), Name: "PENDATANG CONTOH", Sex: rapid.IntRange(1, 2).Draw(rt, "sex"), Marital: rapid.IntRange(1, 4).Draw(rt, "marital"),
			KK: rapid.SampledFrom([]string{kkA, kkB}).Draw(rt, "kk"), Relation: rapid.IntRange(0, 11).Draw(rt, "relation")}}
	default:
		e.People = slices.Compact(slices.Sorted(slices.Values(rapid.SliceOfN(rapid.SampledFrom(ids), 1, 3).Draw(rt, "people"))))
	}
	p, ps := PlanEvent(e, new, h, today)
	if len(ps) == 0 {
		h.apply(p)
	}
}
