package uplink

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Journal is what the desk's memory does for the link.
type Journal interface {
	// Logs lists the logs of this device in its present epoch.
	Logs() ([]bundle.Log, error)
	// Marks tells how many entries a log has and how many have a receipt.
	Marks(l bundle.Log) (size, received int64, err error)
	// NextBundle seals the entries from `from`, as many as fit, at most limit
	// of them (0: the format's limit). to is the size after it.
	NextBundle(l bundle.Log, from int64, limit int) (data []byte, to int64, err error)
	// TakeReceipt checks and records a receipt; newly is how many entries it
	// received anew. A receipt over another history than the journal's gives an
	// error that wraps [bundle.ErrTree].
	TakeReceipt(data []byte) (newly int, err error)
	// HubPutBack is told that the hub has fewer entries than it signed for: it
	// was put back from a copy and may have lost more than entries.
	HubPutBack() error
	// Pending is how many entries have no receipt.
	Pending() (int, error)
}

// Bounds of one visit, so that a hub that goes wrong cannot keep the desk busy.
const (
	maxGaps    = 5
	maxBundles = 10000
)

// A line that breaks every minute never carries a megabyte: a bundle that it
// broke under is sent again in halves at once, down to minPart entries and
// maxBreaks times a visit.
const (
	minPart   = 64
	maxBreaks = 8
)

// Client pushes to one hub. It is safe for concurrent use and sends one at a
// time.
type Client struct {
	hub    Hub
	client *http.Client
	turn   chan struct{}
	who    asker
	logs   []wire.LogSize // of the village, as the last answer told
}

// New returns a client for the hub. A nil client is [NewHTTPClient]'s; of any
// other the redirects are not followed and TLS is 1.3 at least.
func New(h Hub, client *http.Client) *Client {
	return &Client{hub: h, client: hardened(client), turn: make(chan struct{}, 1)}
}

// Push brings every entry without a receipt to the hub and records the
// receipts. It asks for the hub's head first and sends from there, so that a
// lost reply and a hub restored from a copy mend themselves. The report counts
// what came through, also when an error ended the visit; it is of the first
// log that met one, and the other logs go all the same as long as there is a
// line. Errors are [*kampung.Trouble] around one of this package's errors, or
// the context's error.
func (c *Client) Push(ctx context.Context, j Journal) (kampung.SyncReport, error) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return kampung.SyncReport{}, fmt.Errorf("uplink: %w", ctx.Err())
	}
	var rep kampung.SyncReport
	err := c.pushAll(ctx, j, &rep)
	pending, perr := j.Pending()
	if perr != nil && err == nil {
		err = trouble(ErrJournal, perr)
	}
	rep.Pending = pending
	return rep, err
}

func (c *Client) pushAll(ctx context.Context, j Journal, rep *kampung.SyncReport) error {
	base, err := CleanURL(c.hub.URL)
	if err != nil {
		return err
	}
	logs, err := j.Logs()
	if err != nil {
		return trouble(ErrJournal, err)
	}
	var first error
	for _, l := range logs {
		v := visit{c: c, j: j, l: l, address: base + wire.PathLog + l.ID(), rep: rep}
		err := v.push(ctx)
		if err != nil && first == nil {
			first = err
		}
		if err != nil && (ctx.Err() != nil || errors.Is(err, ErrNoLine) || errors.Is(err, ErrBusy)) {
			break
		}
	}
	return first
}

// visit is the push of one log.
type visit struct {
	c       *Client
	j       Journal
	l       bundle.Log
	address string
	rep     *kampung.SyncReport
	had     int64 // entries that the hub has signed for
	limit   int   // entries of a bundle; 0 for the format's
	breaks  int   // how often the line broke under a bundle
}

// errShorter says that the line broke and that less at once may get through.
var errShorter = errors.New("uplink: the line broke under a bundle")

// shorten halves the next bundle after the line broke under one of n entries.
func (v *visit) shorten(n int64, err error) error {
	if !errors.Is(err, ErrNoLine) || n <= minPart || v.breaks >= maxBreaks {
		return err
	}
	v.breaks++
	v.limit = max(minPart, int(n)/2)
	return errShorter
}

func (v *visit) push(ctx context.Context) error {
	size, received, err := v.j.Marks(v.l)
	if err != nil {
		return trouble(ErrJournal, err)
	}
	v.had = received
	// Also of a log without entries: a disk that was put back to its first day
	// hears so of what it wrote since.
	from, err := v.head(ctx, size)
	if err == nil {
		err = v.goBack(from)
	}
	if err != nil {
		return err
	}
	gaps, bundles := 0, 0
	for from < size {
		if bundles++; bundles > maxBundles {
			return trouble(ErrHub, errors.New("uplink: hub takes and takes without an end"))
		}
		next, gap, err := v.step(ctx, from, size)
		if errors.Is(err, errShorter) {
			// It may have arrived and only the answer was lost.
			next, err = v.head(ctx, size)
		}
		if err != nil {
			return err
		}
		if gap {
			if gaps++; gaps > maxGaps {
				return trouble(ErrHub, errors.New("uplink: hub does not come to rest at a head"))
			}
			if err := v.goBack(next); err != nil {
				return err
			}
		}
		from = next
		if size, _, err = v.j.Marks(v.l); err != nil {
			return trouble(ErrJournal, err)
		}
	}
	return nil
}

// goBack tells the journal when the hub goes on before what it has signed for.
func (v *visit) goBack(from int64) error {
	if from >= v.had {
		return nil
	}
	v.had = from
	if err := v.j.HubPutBack(); err != nil {
		return trouble(ErrJournal, err)
	}
	return nil
}

// head asks what the hub has of the log and takes its receipt for it.
func (v *visit) head(ctx context.Context, size int64) (int64, error) {
	r, err := do(ctx, v.c.client, http.MethodGet, v.address, "", nil)
	if err != nil {
		return 0, err
	}
	switch r.status {
	case http.StatusOK:
		return v.take(r.body, size)
	case http.StatusNotFound:
		_, err := r.problem(v.c.hub, v.l.ID())
		return 0, err
	}
	_, err = r.refusal(v.c.hub, v.l.ID())
	return 0, err
}

// take checks a receipt, gives it to the journal and returns its size.
func (v *visit) take(data []byte, size int64) (int64, error) {
	r, err := bundle.OpenReceipt(data, v.c.hub.Verifier)
	if err != nil {
		return 0, v.c.hub.forged(fmt.Errorf("uplink: answer without the hub's signature: %w", err))
	}
	if r.Log != v.l {
		return 0, trouble(ErrNoLine, errors.New("uplink: receipt of another log"))
	}
	if r.Size > size {
		// The hub has entries of this log that the journal lacks: an older
		// copy of the journal is running.
		return 0, trouble(ErrFork, fmt.Errorf("%w: hub has %d entries, journal %d", ErrFork, r.Size, size))
	}
	newly, err := v.j.TakeReceipt(data)
	if errors.Is(err, bundle.ErrTree) {
		return 0, trouble(ErrFork, err)
	}
	if err != nil {
		return 0, trouble(ErrJournal, err)
	}
	v.rep.Received += newly
	return r.Size, nil
}

// step sends one bundle and returns where to go on; gap says that the hub sent
// the desk elsewhere.
func (v *visit) step(ctx context.Context, from, size int64) (next int64, gap bool, err error) {
	data, to, err := v.j.NextBundle(v.l, from, v.limit)
	if err != nil {
		return 0, false, trouble(ErrJournal, err)
	}
	if to <= from {
		return 0, false, trouble(ErrJournal, fmt.Errorf("uplink: bundle from %d to %d", from, to))
	}
	r, err := do(ctx, v.c.client, http.MethodPost, v.address, "application/octet-stream", data)
	if err != nil {
		return 0, false, v.shorten(to-from, err)
	}
	switch r.status {
	case http.StatusOK:
		next, err := v.take(r.body, max(size, to))
		if err == nil && next < to {
			err = trouble(ErrNoLine, errors.New("uplink: an old receipt for a new bundle"))
		}
		if err == nil {
			v.rep.Sent += int(to - from)
		}
		return next, false, err
	case http.StatusConflict:
		next, err := v.conflict(r, data, from, size)
		return next, true, err
	case http.StatusRequestEntityTooLarge:
		// A proxy in between says this too; halving does no harm.
		if to-from == 1 {
			return 0, false, trouble(ErrTooLarge, nil)
		}
		v.limit = int(to-from) / 2
		return from, false, nil
	}
	_, err = r.refusal(v.c.hub, wire.About(data))
	return 0, false, err
}

// conflict goes where the hub says that its head is.
func (v *visit) conflict(r reply, data []byte, from, size int64) (int64, error) {
	p, err := r.problem(v.c.hub, wire.About(data))
	if err != nil {
		return 0, err
	}
	if p.Receipt == "" {
		if p.Size != 0 || from == 0 {
			return 0, trouble(ErrNoLine, errors.New("uplink: a gap without a receipt"))
		}
		return 0, nil
	}
	next, err := v.take([]byte(p.Receipt), size)
	if err == nil && next != p.Size {
		err = trouble(ErrNoLine, errors.New("uplink: receipt of another size than the gap's"))
	}
	return next, err
}
