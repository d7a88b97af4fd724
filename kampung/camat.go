package kampung

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// CamatState is where the camat's countersignature on a letter stands, beside
// the state of the request itself.
type CamatState string

// The states of a countersignature.
const (
	CamatNone    CamatState = "tidak_perlu"
	CamatUnsent  CamatState = "belum_dikirim"
	CamatSent    CamatState = "dikirim"
	CamatSigned  CamatState = "disahkan"
	CamatRefused CamatState = "ditolak"
)

// CamatStates lists them in the order in which a letter meets them.
var CamatStates = []CamatState{CamatNone, CamatUnsent, CamatSent, CamatSigned, CamatRefused}

var camatLabels = map[CamatState]string{CamatNone: "Tidak perlu", CamatUnsent: "Belum dikirim", CamatSent: "Dikirim", CamatSigned: "Disahkan", CamatRefused: "Ditolak"}

// Label is the state in the clerk's words; an unknown state is its own label.
func (s CamatState) Label() string {
	if l := camatLabels[s]; l != "" {
		return l
	}
	return string(s)
}

// Waits reports whether the letter still has to be countersigned.
func (s CamatState) Waits() bool { return s == CamatUnsent || s == CamatSent || s == CamatRefused }

// ParseCamat reads a state as people write it: "belum dikirim", "Sudah-dikirim".
func ParseCamat(s string) (CamatState, bool) {
	word := strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	state, ok := map[string]CamatState{"tidakperlu": CamatNone, "belumdikirim": CamatUnsent, "belum": CamatUnsent, "dikirim": CamatSent, "sudahdikirim": CamatSent,
		"disahkan": CamatSigned, "sah": CamatSigned, "ditolak": CamatRefused}[word]
	return state, ok
}

// CamatBody is the body of [KindCamat]: the clerk notes where the paper is.
type CamatBody struct {
	State  CamatState `json:"state"`
	Reason string     `json:"reason,omitempty"`
}

// CamatStep is one change of a countersignature, by a clerk or by a decision of
// the kecamatan.
type CamatStep struct {
	ID     string     `json:"id"` // of its entry
	State  CamatState `json:"state"`
	At     time.Time  `json:"at"`
	By     string     `json:"by"` // login, or who decided at the kecamatan
	Reason string     `json:"reason,omitempty"`
	Tick   int64      `json:"tick,omitempty"`
}

// camatMove is a step that a clerk may note.
type camatMove struct {
	from, to CamatState
	role     Role
	reason   bool
}

// camatMoves is the whole table of what a clerk may note about paper. What was
// noted wrongly goes back to belum dikirim with a reason; only who may sign takes
// a countersignature back. A camat who agrees by telephone needs a reason, since
// no paper went.
var camatMoves = []camatMove{
	{CamatNone, CamatUnsent, RoleOperator, false},
	{CamatUnsent, CamatSent, RoleOperator, false},
	{CamatUnsent, CamatSigned, RoleOperator, true},
	{CamatUnsent, CamatNone, RoleOperator, true},
	{CamatSent, CamatSigned, RoleOperator, false},
	{CamatSent, CamatRefused, RoleOperator, true},
	{CamatSent, CamatUnsent, RoleOperator, true},
	{CamatRefused, CamatSent, RoleOperator, false},
	{CamatRefused, CamatUnsent, RoleOperator, false},
	{CamatRefused, CamatNone, RoleSekdes, true},
	{CamatSigned, CamatUnsent, RoleSekdes, true},
}

// NextCamat lists where a role may take the countersignature of a request, the
// usual step first. Paper goes to the camat only after the village signed it.
func NextCamat(r Request, role Role) []CamatState {
	var next []CamatState
	for _, m := range camatMoves {
		if m.from == r.Camat && role.AtLeast(m.role) && camatOpen(r.State, m.to) {
			next = append(next, m.to)
		}
	}
	return next
}

// camatOpen reports whether a request's state lets its countersignature go there.
func camatOpen(s State, to CamatState) bool {
	if s == StateCancelled || s == StateRefused {
		return false
	}
	return s.Signed() || to == CamatNone || to == CamatUnsent
}

// CamatNeedsReason reports whether a clerk must say why.
func CamatNeedsReason(from, to CamatState) bool {
	return slices.ContainsFunc(camatMoves, func(m camatMove) bool { return m.from == from && m.to == to && m.reason })
}

// AdvanceCamat says in Indonesian why the countersignature of a request may not
// be noted as to by a role, or "".
func AdvanceCamat(r Request, to CamatState, role Role, reason string) string {
	if camatLabels[to] == "" {
		return "Status pengesahan “" + clip(string(to), 30) + "” tidak dikenal."
	}
	if r.Camat == to {
		return "Pengesahan camat surat ini sudah berstatus " + to.Label() + "."
	}
	i := slices.IndexFunc(camatMoves, func(m camatMove) bool { return m.from == r.Camat && m.to == to })
	switch {
	case i < 0:
		return "Dari " + r.Camat.Label() + " tidak bisa langsung ke " + to.Label() + "."
	case r.State == StateCancelled:
		return "Surat ini sudah dibatalkan, jadi tidak perlu disahkan camat."
	case !camatOpen(r.State, to):
		return "Surat dibawa ke camat setelah disetujui. Sekarang statusnya: " + r.State.Label() + "."
	case !role.AtLeast(camatMoves[i].role):
		return "Langkah ini dilakukan oleh " + camatMoves[i].role.Label() + " atau yang di atasnya."
	case camatMoves[i].reason && FoldSpace(reason) == "":
		return "Tulis alasannya dulu, supaya petugas lain tahu."
	case utf8.RuneCountInString(reason) > maxReason:
		return "Alasannya terlalu panjang, paling banyak 500 huruf."
	}
	return ""
}

// OfCamat reports whether a decision is the kecamatan's. Hubs of the first
// versions did not say so; then the office's name tells.
func (b DecisionBody) OfCamat() bool {
	return b.Camat || strings.HasPrefix(strings.ToLower(strings.TrimSpace(b.Office)), "kecamatan ")
}

// CamatOf is the step that a decision of the kecamatan is; false for another
// office's. One that asks for a change refuses the letter as it is.
func CamatOf(a Answer) (CamatStep, bool) {
	s := CamatStep{ID: a.ID, At: a.At, By: a.By, Reason: a.Reason, Tick: a.Tick}
	switch {
	case !a.OfCamat():
		return s, false
	case a.Decision == DecisionAccept:
		s.State = CamatSigned
	case a.Decision == DecisionRefuse || a.Decision == DecisionMend:
		s.State = CamatRefused
	default:
		return s, false
	}
	return s, true
}

// FoldCamat brings what clerks noted and what the kecamatan decided into one
// order, the same whatever came first, and returns the state it leads to. Asked
// says that the letter has a place for the camat, see [CamatSigns].
func FoldCamat(asked bool, noted []CamatStep, answers []Answer) (CamatState, []CamatStep) {
	steps := slices.Clone(noted)
	for _, a := range answers {
		if s, ok := CamatOf(a); ok {
			steps = append(steps, s)
		}
	}
	slices.SortStableFunc(steps, func(a, b CamatStep) int { return cmp.Or(cmp.Compare(a.Tick, b.Tick), cmp.Compare(a.ID, b.ID)) })
	state := CamatNone
	if asked {
		state = CamatUnsent
	}
	if len(steps) > 0 {
		state = steps[len(steps)-1].State
	}
	return state, steps
}
