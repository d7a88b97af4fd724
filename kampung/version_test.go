package kampung

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// office plays PCs that write one subject: each sees what it was handed.
type office struct {
	logs [][]Version // by PC, in order
	seen [][]int     // by PC: how many entries of each log it has
	ids  int
}

func (o *office) write(pc int, kind, body string) {
	tick := int64(0)
	for i, n := range o.seen[pc] {
		for _, v := range o.logs[i][:n] {
			tick = max(tick, v.Head.Tick)
		}
	}
	seen := map[string]int64{}
	for i, n := range o.seen[pc] {
		if i != pc {
			seen[fmt.Sprint("log", i)] = int64(n)
		}
	}
	o.ids++
	n := int64(len(o.logs[pc]))
	o.logs[pc] = append(o.logs[pc], Version{
		Head:   Head{V: 1, N: n, ID: fmt.Sprintf("e%03d", o.ids), Tick: tick + 1, By: "siti", Kind: kind, Subject: "r", Seen: seen, At: "2026-11-23T09:00:00+07:00"},
		Device: fmt.Sprint("pc", pc), Places: []LogPlace{{Log: fmt.Sprint("log", pc), N: n}}, Body: json.RawMessage(body),
	})
	o.seen[pc][pc] = len(o.logs[pc])
}

func newOfficePCs(n int) *office {
	o := &office{}
	for range n {
		o.logs, o.seen = append(o.logs, nil), append(o.seen, make([]int, n))
	}
	return o
}

// all are the entries in an order that a test draws.
func (o *office) all(t *rapid.T, name string) []Version {
	return rapid.Permutation(slices.Concat(o.logs...)).Draw(t, name)
}

func TestFoldDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOfficePCs(3)
		o.write(0, KindResident, `{"nama":"MISNATI","nik":"3510055707700002"}`)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			pc := rapid.IntRange(0, 2).Draw(t, "pc")
			if rapid.Bool().Draw(t, "visit") {
				from := rapid.IntRange(0, 2).Draw(t, "from")
				o.seen[pc][from] = max(o.seen[pc][from], rapid.IntRange(0, len(o.logs[from])).Draw(t, "upto"))
				continue
			}
			field := rapid.SampledFrom([]string{"telepon", "alamat"}).Draw(t, "field")
			value := rapid.SampledFrom([]string{`"a"`, `"b"`, `null`}).Draw(t, "value")
			o.write(pc, KindResidentEdit, fmt.Sprintf(`{"set":{%q:%s}}`, field, value))
		}
		f1, c1 := FoldFields(o.all(t, "one"), KindResidentEdit)
		f2, c2 := FoldFields(o.all(t, "two"), KindResidentEdit)
		if !reflect.DeepEqual(f1, f2) || !reflect.DeepEqual(c1, c2) {
			t.Fatalf("%s %+v\n%s %+v", f1, c1, f2, c2)
		}
		if string(f1["nama"]) != `"MISNATI"` {
			t.Fatalf("a value that nobody changed is gone: %s", f1)
		}
	})
}

// What one PC writes after it has seen everything ends every clash.
func TestWhoeverSawBothEndsTheClash(t *testing.T) {
	o := newOfficePCs(2)
	o.write(0, KindResident, `{"nama":"MISNATI"}`)
	o.seen[1][0] = 1
	o.write(0, KindResidentEdit, `{"set":{"telepon":"1"}}`)
	o.write(1, KindResidentEdit, `{"set":{"telepon":"2","alamat":"x"}}`)
	_, clashes := FoldFields(slices.Concat(o.logs...), KindResidentEdit)
	if len(clashes) != 1 || clashes[0].Field != "telepon" || len(clashes[0].Values) != 2 || clashes[0].Values[1].Device != "pc1" {
		t.Fatalf("clashes %+v", clashes)
	}
	o.seen[0][1] = 1
	o.write(0, KindResidentEdit, `{"set":{"telepon":"2"}}`)
	fields, clashes := FoldFields(slices.Concat(o.logs...), KindResidentEdit)
	if clashes != nil || string(fields["telepon"]) != `"2"` {
		t.Fatalf("%s, clashes %+v", fields, clashes)
	}
}

func TestStatesOfOneRequestThatPartedAreTold(t *testing.T) {
	o := newOfficePCs(2)
	o.write(0, KindRequest, `{"service":"sku","number":"500/001","applicant":{"nama":"MISNATI"}}`)
	o.seen[1][0] = 1
	o.write(0, KindStep, `{"state":"disetujui"}`)
	o.write(0, KindStep, `{"state":"dicetak"}`)
	o.write(1, KindStep, `{"state":"disetujui"}`)
	if _, _, clashes := FoldRequest(slices.Concat(o.logs...)); clashes != nil {
		t.Errorf("both approved it: %+v", clashes)
	}
	o.write(1, KindStep, `{"state":"batal","reason":"keliru"}`)
	r, found, clashes := FoldRequest(slices.Concat(o.logs...))
	if !found || len(clashes) != 1 || clashes[0].Field != "state" {
		t.Fatalf("%+v %v %+v", r, found, clashes)
	}
	if last := clashes[0].Values[len(clashes[0].Values)-1]; State(last.Value) != r.State {
		t.Errorf("state %s, but %s is told to stand", r.State, last.Value)
	}
}

func TestEditRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Resident {
			return Resident{ID: "x", Name: rapid.SampledFrom([]string{"A", "B"}).Draw(t, name+" name"), Job: rapid.IntRange(0, 2).Draw(t, name+" job"),
				Phone: rapid.SampledFrom([]string{"", "08"}).Draw(t, name+" phone"), BirthDate: rapid.SampledFrom([]Date{{}, {1990, 8, 17}}).Draw(t, name+" birth")}
		}
		a, b := draw("a"), draw("b")
		set, err := MakeEdit(a, b, "id")
		if err != nil {
			t.Fatal(err)
		}
		got, ok := ApplyEdit(a, EditBody{Set: set})
		if !ok || got != b {
			t.Fatalf("%+v with %s is %+v, want %+v", a, set, got, b)
		}
		if (set == nil) != (a == b) {
			t.Fatalf("edit %s", set)
		}
	})
}

func TestNumberShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := NumberShare{Shared: true}
		next := 1
		for range rapid.IntRange(0, 4).Draw(t, "blocks") {
			from := next + rapid.IntRange(0, 5).Draw(t, "gap")
			to := from + rapid.IntRange(0, 5).Draw(t, "size")
			s.Blocks = append(s.Blocks, NumberBlock{From: from, To: to})
			next = to + 1
		}
		s.Blocks = rapid.Permutation(s.Blocks).Draw(t, "order")
		total, last := 0, 0
		for _, b := range s.Blocks {
			total += b.To - b.From + 1
		}
		for n, ok := s.Next(0); ok; n, ok = s.Next(last) {
			if n <= last || !slices.ContainsFunc(s.Blocks, func(b NumberBlock) bool { return b.From <= n && n <= b.To }) {
				t.Fatalf("number %d after %d of %v", n, last, s.Blocks)
			}
			last = n
			total--
		}
		if total != 0 {
			t.Fatalf("%d numbers of %v were not given", total, s.Blocks)
		}
	})
	if n, ok := (NumberShare{}).Next(7); n != 8 || !ok {
		t.Errorf("an office with one PC gives %d, %v", n, ok)
	}
}
