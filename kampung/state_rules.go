package kampung

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// States lists the states in the order in which a request meets them.
var States = []State{StateDraft, StateChecked, StateVerified, StateApproved, StatePrinted, StateHanded, StateRefused, StateCancelled}

var stateLabels = map[State]string{
	StateDraft:     "Draf",
	StateChecked:   "Diperiksa operator",
	StateVerified:  "Diperiksa sekdes",
	StateApproved:  "Disetujui",
	StatePrinted:   "Dicetak",
	StateHanded:    "Diserahkan",
	StateRefused:   "Ditolak",
	StateCancelled: "Batal",
}

// Label is the state in the clerk's words; an unknown state is its own label.
func (s State) Label() string {
	if l := stateLabels[s]; l != "" {
		return l
	}
	return string(s)
}

// Final reports whether the desk has nothing more to do.
func (s State) Final() bool { return s == StateHanded || s == StateCancelled }

// Editable reports whether the content may still be mended under its number.
func (s State) Editable() bool { return s == StateDraft || s == StateRefused }

// Signed reports whether the letter is approved and counts as a letter.
func (s State) Signed() bool {
	return s == StateApproved || s == StatePrinted || s == StateHanded
}

// move is a step that the machine knows: the least role that may take it, and
// whether it needs a reason.
type move struct {
	from, to State
	role     Role
	reason   bool
}

// moves is the whole machine. The operator records, takes back what nobody has
// checked, prints and hands over; the secretary checks, sends back, and signs
// a.n. the head; head and admin may besides cancel a letter that is already
// with the resident, which then stays in the book, struck through.
var moves = []move{
	{StateDraft, StateChecked, RoleOperator, false},
	{StateDraft, StateCancelled, RoleOperator, true},
	{StateChecked, StateDraft, RoleOperator, false},
	{StateChecked, StateVerified, RoleSekdes, false},
	{StateChecked, StateApproved, RoleSekdes, false},
	{StateChecked, StateRefused, RoleSekdes, true},
	{StateChecked, StateCancelled, RoleOperator, true},
	{StateVerified, StateApproved, RoleSekdes, false},
	{StateVerified, StateRefused, RoleSekdes, true},
	{StateVerified, StateCancelled, RoleSekdes, true},
	{StateApproved, StatePrinted, RoleOperator, false},
	{StateApproved, StateCancelled, RoleSekdes, true},
	{StatePrinted, StateHanded, RoleOperator, false},
	{StatePrinted, StateCancelled, RoleSekdes, true},
	{StateHanded, StateCancelled, RoleKades, true},
	{StateRefused, StateDraft, RoleOperator, false},
	{StateRefused, StateCancelled, RoleOperator, true},
}

// AtLeast reports whether the role has all rights of least. A role that is not
// in [Roles] has none.
func (r Role) AtLeast(least Role) bool {
	mine, need := -1, len(Roles)
	for i, x := range Roles {
		if x == r {
			mine = i
		}
		if x == least {
			need = i
		}
	}
	return mine >= need
}

// maxReason is the number of characters that a reason may have.
const maxReason = 500

// Advance says in Indonesian why a request may not go from one state to
// another by a role, or "". A refusal and a cancellation need a reason. A
// mended request goes from ditolak or draf to diperiksa_operator with its new
// content, see [RequestBody.Mends].
func Advance(from, to State, role Role, reason string) string {
	if from == to {
		return "Permohonan ini sudah berstatus " + from.Label() + "."
	}
	if stateLabels[to] == "" {
		return "Status “" + clip(string(to), 30) + "” tidak dikenal."
	}
	for _, m := range moves {
		if m.from != from || m.to != to {
			continue
		}
		switch {
		case !role.AtLeast(m.role):
			return "Langkah ke " + to.Label() + " dilakukan oleh " + m.role.Label() + " atau yang di atasnya."
		case m.reason && FoldSpace(reason) == "":
			return "Tulis alasannya dulu, supaya pemohon dan petugas lain tahu."
		case utf8.RuneCountInString(reason) > maxReason:
			return "Alasannya terlalu panjang, paling banyak 500 huruf."
		}
		return ""
	}
	next := NextStates(from, role)
	if len(next) == 0 {
		return "Permohonan berstatus " + from.Label() + " tidak bisa diubah lagi."
	}
	labels := make([]string, len(next))
	for i, s := range next {
		labels[i] = s.Label()
	}
	return "Dari " + from.Label() + " tidak bisa langsung ke " + to.Label() + ". Langkah yang bisa: " + strings.Join(labels, ", ") + "."
}

// NextStates lists where a role may take a request, the usual step first.
func NextStates(from State, role Role) []State {
	var next []State
	for _, m := range moves {
		if m.from == from && role.AtLeast(m.role) {
			next = append(next, m.to)
		}
	}
	return next
}

// NeedsReason reports whether a step to the state must say why.
func NeedsReason(to State) bool { return to == StateRefused || to == StateCancelled }

var stateWords = map[string]State{
	"draf": StateDraft, "draft": StateDraft, "dikembalikan": StateDraft,
	"diperiksaoperator": StateChecked, "diperiksa": StateChecked, "operator": StateChecked, "direkam": StateChecked, "dicatat": StateChecked,
	"diperiksasekdes": StateVerified, "sekdes": StateVerified, "diverifikasi": StateVerified, "diperiksasekretaris": StateVerified, "verifikasi": StateVerified,
	"disetujui": StateApproved, "ditandatangani": StateApproved, "disetujuiditandatanganikades": StateApproved, "disetujuikades": StateApproved,
	"setuju": StateApproved, "setujui": StateApproved, "tandatangan": StateApproved, "ditandatanganikades": StateApproved, "disahkan": StateApproved,
	"dicetak": StatePrinted, "cetak": StatePrinted,
	"diserahkan": StateHanded, "selesai": StateHanded, "serahkan": StateHanded, "sudahdiambil": StateHanded, "diambil": StateHanded,
	"ditolak": StateRefused, "tolak": StateRefused,
	"batal": StateCancelled, "dibatalkan": StateCancelled, "batalkan": StateCancelled,
}

// ParseState reads a state in the spellings that offices use: "diperiksa
// sekdes", "Diperiksa-Sekdes", "ditandatangani", "selesai".
func ParseState(s string) (State, bool) {
	state, ok := stateWords[strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)]
	return state, ok
}
