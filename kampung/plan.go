package kampung

// RowProblem is why a row of an import file was refused.
type RowProblem struct {
	Row    int    `json:"row"`    // as the spreadsheet counts, the header is row 1
	Column string `json:"column"` // the file's own column name; empty for the whole row
	Reason string `json:"reason"` // Indonesian
}

// ImportRow is one row of a resident file, read but not yet compared with the
// register.
type ImportRow struct {
	Row      int
	Resident Resident
	// Given names the JSON keys of [Resident] that the file has a column for
	// and that are not empty in this row; only those change an old record. Rows
	// may share one map; it is never changed.
	Given map[string]bool
}

// ImportFile is what a resident file holds.
type ImportFile struct {
	Layout   string // "OpenSID", "SIAK" or "CSV"
	Rows     []ImportRow
	Problems []RowProblem // of rows that are refused already
	Refused  int          // rows refused already
	// Columns gives the file's own name for each JSON key of [Resident] that it
	// has a column for, for the Column of problems that are found later.
	Columns map[string]string
}

// ImportPlan is what an import would do to the register: the dry run, and what
// the store then saves in one transaction.
type ImportPlan struct {
	New       int          `json:"new"`
	Changed   int          `json:"changed"`
	Unchanged int          `json:"unchanged"`
	Refused   int          `json:"refused"`
	Problems  []RowProblem `json:"problems"`
	// Save holds the new and changed residents. A new one has no ID yet.
	Save []Resident `json:"-"`
}
