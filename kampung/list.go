package kampung

import (
	"time"
)

// ListRow is a request as the lists of requests and letters show it.
type ListRow struct {
	RequestRow
	NIK    string    // whole; lists mask it
	Day    Date      // of the letter
	Last   time.Time // when its state changed last
	Prints int       // copies printed so far
	Seq    int       // the counter in its number; 0 for none
	Issued bool      // it was signed once, so it stays in the books even when cancelled
}

// ListColumn names a column that a list may be sorted by.
type ListColumn string

// The columns that lists sort by. [ColumnTime] is when a request was recorded;
// a list of letters sorts by their dates then.
const (
	ColumnTime    ListColumn = "waktu"
	ColumnName    ListColumn = "nama"
	ColumnService ListColumn = "layanan"
	ColumnNumber  ListColumn = "nomor"
	ColumnState   ListColumn = "status"
	ColumnNIK     ListColumn = "nik"
	ColumnKK      ListColumn = "kk"
	ColumnAge     ListColumn = "umur"
	ColumnPlace   ListColumn = "alamat"
)

// ListSort is the order of a list; the zero value is the list's own.
type ListSort struct {
	By   ListColumn
	Down bool // the greatest first
}

// Days is a run of days, both ends included; an end that is zero is open.
type Days struct{ From, To Date }

// Has reports whether a day lies in the span.
func (s Days) Has(d Date) bool {
	return (s.From.IsZero() || !d.Before(s.From)) && (s.To.IsZero() || !s.To.Before(d))
}

// ListQuery says which requests a list has. What is empty narrows nothing.
type ListQuery struct {
	Text     string   // each word is part of name, number, NIK, or service
	Services []string // any of these keys
	Days     []Days   // any of these days
	Within   Days     // and within this one
	States   []State  // any of these
	// Bounds are sets of states; a request must be in each.
	Bounds [][]State
	Camat  []CamatState
	Issued bool // only letters that were signed; days are then the letters' dates
	Sort   ListSort
}

// ListPage is a window of a list.
type ListPage struct {
	Total int // rows of the whole list
	From  int // place of the first row of the window
	Rows  []ListRow
}

// ResidentPage is a window of the register.
type ResidentPage struct {
	Total int
	From  int
	Rows  []ResidentRow
}

// packDay writes a day as a number that sorts as days do; 0 for none.
func packDay(d Date) int32 { return int32(d.Year*10000 + d.Month*100 + d.Day) }
