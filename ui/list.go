package ui

import "smartkampung/kampung"

// Lists is what the window needs of lists that may be long: windows of them, and
// what a choice of rows is. It may block like [Desk].
type Lists interface {
	// ListRequests returns at most n rows from place from on; n below 0 is all.
	ListRequests(q kampung.ListQuery, from, n int) (kampung.ListPage, error)
	// RequestIDs are the ids of a whole list, in its order, and RequestRows the
	// rows of ids, in theirs.
	RequestIDs(q kampung.ListQuery) ([]string, error)
	RequestRows(ids []string) ([]kampung.ListRow, error)
	// ListResidents returns at most n of the residents who fit what was typed, of
	// all when that is nothing, from place from on; n below 0 is all.
	ListResidents(query string, by kampung.ListSort, from, n int) (kampung.ResidentPage, error)
}
