package kampung

import (
	"testing"
	"time"
)

func TestNeedsAct(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 23, h, 0, 0, 0, WIB) }
	decided := func(h int, d Decision) Answer {
		return Answer{At: at(h), DecisionBody: DecisionBody{Decision: d, Office: "Kecamatan Muncar", Reason: "Lampirkan KK.", Field: "fields.keperluan"}}
	}
	ruled := func(h int, v Verdict) Ruling {
		return Ruling{At: at(h), VerdictBody: VerdictBody{Verdict: v, Field: "nik", Text: "NIK terdiri dari 16 angka."}}
	}
	row := RequestRow{ID: "x", State: StateChecked}
	for _, c := range []struct {
		name    string
		state   State
		answers []Answer
		rulings []Ruling
		mended  [2]bool
		field   string // "" for nothing to do
	}{
		{name: "nothing came"},
		{name: "accepted", answers: []Answer{decided(8, DecisionAccept)}},
		{name: "to mend", answers: []Answer{decided(8, DecisionMend)}, field: "fields.keperluan"},
		{name: "refused", answers: []Answer{decided(8, DecisionRefuse)}, field: "fields.keperluan"},
		{name: "to mend, then accepted", answers: []Answer{decided(8, DecisionMend), decided(9, DecisionAccept)}},
		{name: "mended since the decision", answers: []Answer{decided(8, DecisionMend)}, mended: [2]bool{false, true}},
		{name: "ruled", rulings: []Ruling{ruled(8, VerdictRefused)}, field: "nik"},
		{name: "held", rulings: []Ruling{ruled(8, VerdictHeld)}, field: "nik"},
		{name: "perhaps twice", rulings: []Ruling{ruled(8, VerdictTwin)}, field: "nik"},
		{name: "ruled well", rulings: []Ruling{ruled(8, VerdictOK)}},
		{name: "ruled well since", rulings: []Ruling{ruled(8, VerdictRefused), ruled(9, VerdictOK)}},
		{name: "mended since the ruling", rulings: []Ruling{ruled(8, VerdictRefused)}, mended: [2]bool{true, false}},
		{name: "the newer of both counts", answers: []Answer{decided(9, DecisionMend)}, rulings: []Ruling{ruled(8, VerdictTwin)}, field: "fields.keperluan"},
		{name: "the newer of both counts, other way", answers: []Answer{decided(8, DecisionMend)}, rulings: []Ruling{ruled(9, VerdictTwin)}, field: "nik"},
		{name: "cancelled", state: StateCancelled, answers: []Answer{decided(8, DecisionMend)}, rulings: []Ruling{ruled(8, VerdictRefused)}},
	} {
		r := row
		if c.state != "" {
			r.State = c.state
		}
		back, ok := NeedsAct(r, c.answers, c.rulings, c.mended)
		if ok != (c.field != "") || back.Field != c.field || ok && (back.ID != "x" || back.Reason == "" || (back.Office == "") != (back.Verdict != "")) {
			t.Errorf("%s: %+v, %v", c.name, back, ok)
		}
	}
}

func TestNumberMark(t *testing.T) {
	for _, c := range []struct{ number, scope, want string }{
		{"500/012-B/429.511.01/2026", "semua/2026/B", "B"},
		{"500/012/429.511.01/2026", "semua/2026", ""},
		{"500/012/429.511.01/2026", "semua/2026/B", ""},
		{"500/012-B/429.511.01/2026", "", ""},
		{"500/012-AB/429.511.01/2026", "sku/2026/AB", "AB"},
	} {
		if got := NumberMark(Request{Number: c.number, Scope: c.scope}); got != c.want {
			t.Errorf("%s of %q: %q", c.number, c.scope, got)
		}
	}
}
