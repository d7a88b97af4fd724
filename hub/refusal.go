package hub

import (
	"context"
	"errors"
	"net/http"

	"smartkampung/hub/wire"
)

// Refusal is the hub's no, in words for a person and in the codes of the link.
type Refusal struct {
	Status  int    // HTTP status
	Kind    string // see [wire.Problem]
	Title   string // Indonesian
	Detail  string // Indonesian, may be empty
	Size    int64  // entries that the hub has of the log
	Receipt []byte // its receipt for them, if any
	After   int    // seconds after which to try again, with 429 and 503
	Err     error  // for the log of the hub; never personal
}

// Error returns the words for a person.
func (r *Refusal) Error() string {
	if r.Detail == "" {
		return r.Title
	}
	return r.Title + " " + r.Detail
}

// Unwrap returns the technical error.
func (r *Refusal) Unwrap() error { return r.Err }

func refuse(status int, kind, title string, err error) *Refusal {
	return &Refusal{Status: status, Kind: kind, Title: title, Err: err}
}

// asRefusal turns whatever went wrong inside into a refusal.
func (h *Hub) asRefusal(err error) *Refusal {
	var r *Refusal
	switch {
	case errors.As(err, &r):
		return r
	case isFull(err):
		return refuse(http.StatusInsufficientStorage, wire.KindFull, "Penyimpanan di pusat kabupaten penuh. Data tetap aman di komputer desa.", err)
	case errors.Is(err, errBusy), isBusy(err), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		r = refuse(http.StatusServiceUnavailable, wire.KindBusy, "Pusat kabupaten sedang sibuk. Coba lagi sebentar lagi.", err)
		r.After = 15
		return r
	}
	return refuse(http.StatusInternalServerError, wire.KindInside, "Pusat kabupaten sedang bermasalah. Data tetap aman di komputer desa.", err)
}
