package ui

import (
	"slices"

	"smartkampung/kampung"
)

// listRow is a request as lists show it.
func (d *memDesk) listRow(id string) kampung.ListRow {
	r := d.requests[id]
	row := kampung.ListRow{RequestRow: kampung.RequestRow{ID: r.ID, Number: r.Number, Service: r.Service, Name: r.Applicant.Name, State: r.State, Sync: d.sync[id], At: r.At, By: r.By, Camat: r.Camat, Minutes: r.Template.Minutes},
		NIK: r.Applicant.NIK, Day: r.Date, Prints: r.Prints, Seq: r.Seq}
	for _, s := range r.Steps {
		row.Issued = row.Issued || s.State.Signed()
		if row.Last.Before(s.At) {
			row.Last = s.At
		}
	}
	return row
}

func (d *memDesk) rows() *kampung.RequestIndex {
	if d.many != nil {
		return d.many
	}
	x := kampung.NewRequestIndex()
	for _, id := range d.order {
		x.Put(d.listRow(id))
	}
	return x
}

func (d *memDesk) ListRequests(q kampung.ListQuery, from, n int) (page kampung.ListPage, err error) {
	total, ids := d.rows().List(q, from, n)
	rows, err := d.RequestRows(ids)
	return kampung.ListPage{Total: total, From: from, Rows: rows}, err
}

func (d *memDesk) RequestIDs(q kampung.ListQuery) ([]string, error) {
	_, ids := d.rows().List(q, 0, -1)
	return ids, nil
}

func (d *memDesk) RequestRows(ids []string) (rows []kampung.ListRow, err error) {
	for _, id := range ids {
		if row, ok := d.manyRows[id]; ok {
			rows = append(rows, row)
		} else if slices.Contains(d.order, id) {
			rows = append(rows, d.listRow(id))
		}
	}
	d.rowsRead += len(rows)
	return rows, nil
}

func (d *memDesk) ListResidents(query string, by kampung.ListSort, from, n int) (kampung.ResidentPage, error) {
	total, rows := d.index.List(query, by, from, n)
	return kampung.ResidentPage{Total: total, From: from, Rows: rows}, nil
}
