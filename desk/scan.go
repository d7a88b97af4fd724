package desk

import (
	"context"
	"errors"
	"sync"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/store"
)

// watchers are told how far scans have come.
type watchers struct {
	mu   sync.Mutex
	last int
	all  map[int]func(kampung.ScanProgress)
}

func (w *watchers) tell(p kampung.ScanProgress) {
	w.mu.Lock()
	var all []func(kampung.ScanProgress)
	for _, f := range w.all {
		all = append(all, f)
	}
	w.mu.Unlock()
	for _, f := range all {
		f(p)
	}
}

// OnProgress calls f while scans are sent or fetched, after each chunk and from
// the goroutine that carries it, until stop is called.
func (d *Desk) OnProgress(f func(kampung.ScanProgress)) (stop func()) {
	w := &d.watch
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[int]func(kampung.ScanProgress){}
	}
	w.last++
	id := w.last
	w.all[id] = f
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, id)
	}
}

// turn lets one visit at a time go on the line. Scans may take an hour there,
// so a visit that waits ends the scans of the one before it; they go on in its
// own turn.
type turn struct {
	mu     sync.Mutex
	line   sync.Mutex
	asking int                // visits that wait
	stop   context.CancelFunc // ends the scans of the present visit; nil while it has none
}

// take waits for the turn.
func (t *turn) take() (done func()) {
	t.mu.Lock()
	t.asking++
	if t.stop != nil {
		t.stop()
	}
	t.mu.Unlock()
	t.line.Lock()
	t.mu.Lock()
	t.asking--
	t.mu.Unlock()
	return t.line.Unlock
}

// scans is a context for the scans of the visit whose turn it is.
func (t *turn) scans(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop = cancel
	if t.asking > 0 {
		cancel()
	}
	return ctx, func() {
		t.mu.Lock()
		t.stop = nil
		t.mu.Unlock()
		cancel()
	}
}

// outgoing is the store as the line wants it for scans.
type outgoing struct{ *store.Store }

// ScanChunk passes over what is not here, or damaged: the check tells of it.
func (o outgoing) ScanChunk(s kampung.Scan, n int) ([]byte, error) {
	data, err := o.Store.ScanChunk(s, n)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrDamaged) {
		err = errors.Join(uplink.ErrAbsent, err)
	}
	return data, err
}

// sendScansTo brings scans to the hub at an address, whose keys may have changed
// during the visit.
func (d *Desk) sendScansTo(ctx context.Context, address string, report *kampung.SyncReport) error {
	h, err := d.Hub()
	if err != nil {
		return err
	}
	h.URL = address
	line, err := d.line(h)
	if err != nil {
		return err
	}
	return d.sendScans(ctx, line, report)
}

// sendScans brings scans to the hub after the records. Records that come in the
// meantime go first. A visit that is ended here has done its work: what is left
// goes with the next one.
func (d *Desk) sendScans(ctx context.Context, line *uplink.Client, report *kampung.SyncReport) error {
	visit, done := d.send.scans(ctx)
	defer done()
	for {
		newly, more, err := line.SendScans(visit, outgoing{d.Store}, uplink.ScanVisit{Progress: d.watch.tell, Yield: d.recordsWait})
		report.Scans += newly
		if visit.Err() != nil {
			return nil
		}
		if err != nil || !more {
			return err
		}
		again, err := line.Push(visit, d.Store)
		report.Sent += again.Sent
		report.Received += again.Received
		report.Pending = again.Pending
		if visit.Err() != nil {
			return nil
		}
		if err != nil || again.Sent+again.Received == 0 {
			return err
		}
	}
}

func (d *Desk) recordsWait() bool {
	n, err := d.Pending()
	return err == nil && n > 0
}

// Fetched is what came of fetching scans.
type Fetched struct {
	Scans  int `json:"scans"`  // that are on this computer now
	Absent int `json:"absent"` // that the hub does not have whole either
}

// FetchScans brings every scan that requests name and that is not on this
// computer back from the hub, going on where it was cut. Errors have words for
// the clerk.
func (d *Desk) FetchScans(ctx context.Context) (f Fetched, err error) {
	list, err := d.MissingScans()
	if err != nil {
		return f, Words(err)
	}
	p := kampung.ScanProgress{Scans: len(list)}
	for _, s := range list {
		p.Total += s.Size
	}
	for _, s := range list {
		err := d.FetchScan(ctx, s, func(bytes int64) {
			p.Done += bytes
			d.watch.tell(p)
		})
		p.Scans--
		switch {
		case errors.Is(err, uplink.ErrAbsent):
			f.Absent++
		case err != nil:
			return f, err
		default:
			f.Scans++
		}
	}
	return f, nil
}

// FetchScan brings one scan back; progress, which may be nil, is told the bytes
// of each chunk. [uplink.ErrAbsent] says that the hub does not have it whole.
func (d *Desk) FetchScan(ctx context.Context, s kampung.Scan, progress func(bytes int64)) error {
	defer d.send.take()()
	defer d.note(kampung.Contact{}, nil) // its bytes count
	h, err := d.Hub()
	if err != nil {
		return Words(err)
	}
	line, err := d.line(h)
	if err == nil {
		err = line.FetchScan(ctx, s, d.Store, progress)
	}
	if errors.Is(err, uplink.ErrAbsent) {
		return &kampung.Trouble{What: "Lampiran ini belum ada di kabupaten, jadi tidak dapat diambil kembali.", Next: "Cari di komputer lain di kantor ini, atau pindai ulang.", Err: err}
	}
	return Words(err)
}
