package kampung

// State is where a request stands. The machine is the same for every role; see
// [Advance].
type State string

const (
	StateDraft     State = "draf"               // returned to the clerk, editable
	StateChecked   State = "diperiksa_operator" // recorded and numbered by the operator
	StateVerified  State = "diperiksa_sekdes"
	StateApproved  State = "disetujui" // approved or signed by the head or a delegate
	StatePrinted   State = "dicetak"
	StateHanded    State = "diserahkan" // end
	StateRefused   State = "ditolak"    // with a reason; may be mended and checked again
	StateCancelled State = "batal"      // end; the number stays used
)
