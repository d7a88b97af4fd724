package window

import (
	"smartkampung/desk"
	"smartkampung/kampung"
)

// ListRequests is a window of a list of requests.
func (w *Desk) ListRequests(q kampung.ListQuery, from, n int) (kampung.ListPage, error) {
	p, err := w.Desk.ListRequests(q, from, n)
	return p, desk.Words(err)
}

// RequestIDs are the ids of a whole list.
func (w *Desk) RequestIDs(q kampung.ListQuery) ([]string, error) {
	ids, err := w.Desk.RequestIDs(q)
	return ids, desk.Words(err)
}

// RequestRows are the rows of requests.
func (w *Desk) RequestRows(ids []string) ([]kampung.ListRow, error) {
	rows, err := w.Desk.RequestRows(ids)
	return rows, desk.Words(err)
}

// ListResidents is a window of the register.
func (w *Desk) ListResidents(query string, by kampung.ListSort, from, n int) (kampung.ResidentPage, error) {
	p, err := w.Desk.ListResidents(query, by, from, n)
	return p, desk.Words(err)
}
