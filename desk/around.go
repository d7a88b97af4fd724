package desk

import (
	"net/http"
	"time"

	"smartkampung/store"
)

// Around fits a desk around a store that is open already: dir is its data
// folder, now the PC's clock, line what carries requests to the hub (nil: the
// PC's own network). The desk closes the store.
func Around(st *store.Store, dir string, now func() time.Time, line *http.Client) *Desk {
	d := wrap(dir, st, now)
	if line != nil {
		d.http = line
	}
	return d
}
