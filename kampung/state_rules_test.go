package kampung

import (
	"slices"
	"strings"
	"testing"
)

// TestAdvance compares the machine with the matrix as an office would write it:
// a row is a state, a column where it goes, a cell who may: o operator, s
// secretary, k head, a admin.
func TestAdvance(t *testing.T) {
	const matrix = `
from               draf diperiksa_operator diperiksa_sekdes disetujui dicetak diserahkan ditolak batal
draf               -    oska               -                -         -       -          -       oska
diperiksa_operator oska -                  ska              ska       -       -          ska     oska
diperiksa_sekdes   -    -                  -                ska       -       -          ska     ska
disetujui          -    -                  -                -         oska    -          -       ska
dicetak            -    -                  -                -         -       oska       -       ska
diserahkan         -    -                  -                -         -       -          -       ka
ditolak            oska -                  -                -         -       -          -       oska
batal              -    -                  -                -         -       -          -       -`
	letters := map[Role]string{RoleOperator: "o", RoleSekdes: "s", RoleKades: "k", RoleAdmin: "a", "tamu": "?", "": "?"}
	rows := strings.Split(strings.TrimSpace(matrix), "\n")
	to := strings.Fields(rows[0])[1:]
	if len(rows) != len(States)+1 || len(to) != len(States) {
		t.Fatal("the matrix does not hold every state")
	}
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		from := State(cells[0])
		for i, cell := range cells[1:] {
			for role, letter := range letters {
				want := strings.Contains(cell, letter)
				if got := Advance(from, State(to[i]), role, "alasan"); (got == "") != want {
					t.Errorf("%s → %s by %q: %q, want allowed %v", from, to[i], role, got, want)
				}
				if got := slices.Contains(NextStates(from, role), State(to[i])); got != want {
					t.Errorf("NextStates(%s, %q) holds %s: %v", from, role, to[i], got)
				}
				if got := Advance(from, State(to[i]), role, " "); want && (got == "") == NeedsReason(State(to[i])) {
					t.Errorf("%s → %s without a reason: %q", from, to[i], got)
				}
			}
		}
	}
	if got := Advance(StateDraft, "hilang", RoleAdmin, ""); !strings.Contains(got, "tidak dikenal") {
		t.Error(got)
	}
}

func TestStateQuestions(t *testing.T) {
	for _, s := range States {
		if s.Final() != (s == StateHanded || s == StateCancelled) || s.Editable() != (s == StateDraft || s == StateRefused) ||
			s.Signed() != (s == StateApproved || s == StatePrinted || s == StateHanded) {
			t.Errorf("%s: %v %v %v", s, s.Final(), s.Editable(), s.Signed())
		}
		for _, text := range []string{string(s), s.Label(), strings.ToUpper(string(s)), strings.ReplaceAll(string(s), "_", "-")} {
			if got, ok := ParseState(text); !ok || got != s {
				t.Errorf("ParseState(%q) = %q, %v", text, got, ok)
			}
		}
	}
	for text, want := range map[string]State{"diperiksa sekdes": StateVerified, "ditandatangani": StateApproved, "disetujui/ditandatangani kades": StateApproved,
		"selesai": StateHanded, "dibatalkan": StateCancelled, "diperiksa": StateChecked} {
		if got, ok := ParseState(text); !ok || got != want {
			t.Errorf("ParseState(%q) = %q", text, got)
		}
	}
	if _, ok := ParseState("entah"); ok {
		t.Error("an unknown word is no state")
	}
}

func TestReasonHasABound(t *testing.T) {
	if got := Advance(StateChecked, StateRefused, RoleAdmin, strings.Repeat("é", maxReason)); got != "" {
		t.Error(got)
	}
	if got := Advance(StateChecked, StateRefused, RoleAdmin, strings.Repeat("é", maxReason+1)); !strings.Contains(got, "terlalu panjang") {
		t.Errorf("a reason without end: %q", got)
	}
}
