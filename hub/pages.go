package hub

import (
	"context"
	"database/sql"
	"net/http"
	"time"
)

// Write runs f in a write transaction, again from the start when another one
// was in the way. It is for the tables of the web pages: account, session,
// audit.
func (h *Hub) Write(ctx context.Context, f func(*sql.Tx) error) error { return h.tx(ctx, f) }

// Reader gives the connections that read, for the same tables.
func (h *Hub) Reader() *sql.DB { return h.r }

// Now is the hub's clock.
func (h *Hub) Now() time.Time { return h.now() }

// Mount lets pages answer every address that is not the link's own. Call it
// before [Hub.Serve].
func (h *Hub) Mount(pages http.Handler) { h.pages = pages }
