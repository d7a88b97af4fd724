package kampung

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestEveryStepOfACountersignature is the whole table: from, to, the least role
// and whether a reason is needed; what is not in it may nobody note.
func TestEveryStepOfACountersignature(t *testing.T) {
	type rule struct {
		role   Role
		reason bool
	}
	table := map[[2]CamatState]rule{
		{CamatNone, CamatUnsent}: {RoleOperator, false}, {CamatUnsent, CamatSent}: {RoleOperator, false}, {CamatUnsent, CamatSigned}: {RoleOperator, true},
		{CamatUnsent, CamatNone}: {RoleOperator, true}, {CamatSent, CamatSigned}: {RoleOperator, false}, {CamatSent, CamatRefused}: {RoleOperator, true},
		{CamatSent, CamatUnsent}: {RoleOperator, true}, {CamatRefused, CamatSent}: {RoleOperator, false}, {CamatRefused, CamatUnsent}: {RoleOperator, false},
		{CamatRefused, CamatNone}: {RoleSekdes, true}, {CamatSigned, CamatUnsent}: {RoleSekdes, true},
	}
	for _, from := range CamatStates {
		for _, to := range CamatStates {
			for _, role := range Roles {
				want, known := table[[2]CamatState{from, to}]
				for _, state := range States {
					r := Request{State: state, Camat: from}
					early := state == StateCancelled || state == StateRefused || !state.Signed() && to != CamatNone && to != CamatUnsent
					may := known && role.AtLeast(want.role) && !early
					if got := AdvanceCamat(r, to, role, "alasan"); (got == "") != may {
						t.Fatalf("%s from %s to %s as %s: %q", state, from, to, role, got)
					}
					if bare := AdvanceCamat(r, to, role, " "); may && (bare == "") == want.reason {
						t.Fatalf("from %s to %s without a reason: %q", from, to, bare)
					}
					offered := false
					for _, n := range NextCamat(r, role) {
						offered = offered || n == to
					}
					if offered != may {
						t.Fatalf("%s from %s: %s offered to %s: %v", state, from, to, role, offered)
					}
				}
			}
		}
	}
}

func TestDecisionOfTheKecamatanMovesTheCountersignature(t *testing.T) {
	for d, want := range map[Decision]CamatState{DecisionAccept: CamatSigned, DecisionRefuse: CamatRefused, DecisionMend: CamatRefused, "lain": ""} {
		for _, b := range []DecisionBody{{Decision: d, Office: "Camat", Camat: true}, {Decision: d, Office: "Kecamatan Muncar"}} {
			s, ok := CamatOf(Answer{ID: "a", DecisionBody: b})
			if s.State != want || ok != (want != "") {
				t.Errorf("%+v: %+v, %v", b, s, ok)
			}
		}
	}
	if _, ok := CamatOf(Answer{DecisionBody: DecisionBody{Decision: DecisionAccept, Office: "Dispendukcapil"}}); ok {
		t.Error("another office countersigned")
	}
	if s, ok := ParseCamat("Sudah dikirim"); !ok || s != CamatSent || s.Label() != "Dikirim" {
		t.Errorf("%s, %v", s, ok)
	}
}

// The order in which notes and decisions come does not matter; the last counts.
func TestFoldCamatInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var noted []CamatStep
		var answers []Answer
		n := rapid.IntRange(0, 6).Draw(t, "n")
		for i := range n {
			id := strings.Repeat("x", i+1)
			tick := rapid.Int64Range(1, 4).Draw(t, "tick")
			if rapid.Bool().Draw(t, "decision") {
				answers = append(answers, Answer{ID: id, Tick: tick, DecisionBody: DecisionBody{Decision: rapid.SampledFrom([]Decision{DecisionAccept, DecisionRefuse}).Draw(t, "d"), Camat: true}})
			} else {
				noted = append(noted, CamatStep{ID: id, Tick: tick, State: rapid.SampledFrom(CamatStates).Draw(t, "s")})
			}
		}
		asked := rapid.Bool().Draw(t, "asked")
		state, steps := FoldCamat(asked, noted, answers)
		again, other := FoldCamat(asked, rapid.Permutation(noted).Draw(t, "noted"), rapid.Permutation(answers).Draw(t, "answers"))
		if state != again || len(steps) != n || len(other) != n {
			t.Fatalf("%s and %s", state, again)
		}
		if n == 0 && state != map[bool]CamatState{true: CamatUnsent, false: CamatNone}[asked] || n > 0 && state != steps[n-1].State {
			t.Fatalf("%s of %+v", state, steps)
		}
	})
}
