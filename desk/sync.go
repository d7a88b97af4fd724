package desk

import (
	"context"
	"errors"
	"fmt"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/store"
)

// errNoAddress says that the office enrolled by stick and knows no line.
var errNoAddress = errors.New("desk: the hub has no address")

// sync is [Desk.Sync] without a note of it.
func (d *Desk) sync(ctx context.Context, address string) (kampung.SyncReport, error) {
	defer d.send.take()()
	defer d.http.CloseIdleConnections() // the place at the hub is for the next desk
	h, err := d.Hub()
	if err != nil {
		return kampung.SyncReport{}, Words(err)
	}
	if h.URL == "" && address == "" {
		return kampung.SyncReport{}, Words(errNoAddress)
	}
	moved := address != "" && address != h.URL
	if moved {
		h.URL = address
	}
	report, err := d.visit(ctx, h)
	if err == nil && moved {
		err = d.moveHub(address)
	}
	if err == nil {
		err = d.sendScansTo(ctx, h.URL, &report)
	}
	switch {
	case errors.Is(err, store.ErrDiskFull):
		err = store.ErrDiskFull // the line was fine; only the receipt could not be kept
	case moved && errors.Is(err, uplink.ErrNoLine):
		err = &kampung.Trouble{What: "Di alamat itu tidak ada jawaban dari pusat kabupaten tempat kantor ini terdaftar. Alamat lama tetap dipakai dan data aman di komputer ini.",
			Next: "Periksa alamatnya huruf demi huruf dan sambungan internet, lalu coba lagi.", Err: err}
	}
	return report, Words(err)
}

// moveHub keeps another address of the hub, whose keys may have changed during
// the visit.
func (d *Desk) moveHub(address string) error {
	h, err := d.Hub()
	if err != nil {
		return err
	}
	h.URL = address
	return d.SaveHub(h)
}

// visit goes to the hub at an address. A hub that signs with new keys is
// followed when its chain begins at the pinned one, and visited once more; else
// it counts as no line.
func (d *Desk) visit(ctx context.Context, h store.Hub) (kampung.SyncReport, error) {
	report, err := d.visitOnce(ctx, h)
	if !errors.Is(err, uplink.ErrKeys) && !errors.Is(err, uplink.ErrWrongHub) {
		return report, err
	}
	chain, cerr := uplink.FetchChain(ctx, d.http, h.URL)
	if cerr != nil {
		return report, err
	}
	changed, cerr := d.TakeKeys(chain)
	if cerr != nil || !changed {
		return report, withCause(err, cerr)
	}
	address := h.URL
	if h, cerr = d.Hub(); cerr != nil {
		return report, cerr
	}
	h.URL = address
	again, err := d.visitOnce(ctx, h)
	again.Sent, again.Received = again.Sent+report.Sent, again.Received+report.Received
	again.Answers, again.Siblings = again.Answers+report.Answers, again.Siblings+report.Siblings
	return again, err
}

// withCause adds to an error, for the log, why the hub's keys were not taken.
// The words for the clerk stay.
func withCause(err, cause error) error {
	var t *kampung.Trouble
	if cause == nil || !errors.As(err, &t) {
		return err
	}
	return &kampung.Trouble{What: t.What, Next: t.Next, Err: fmt.Errorf("%w; %w", t.Err, cause)}
}

// visitOnce pushes and pulls.
func (d *Desk) visitOnce(ctx context.Context, h store.Hub) (kampung.SyncReport, error) {
	line, err := d.line(h)
	if err != nil {
		return kampung.SyncReport{}, err
	}
	if err := d.SumSurveys(); err != nil {
		return kampung.SyncReport{}, err
	}
	report, err := line.Push(ctx, d.Store)
	if errors.Is(err, uplink.ErrFork) {
		// A cloned disk or an image put back: nobody has to understand it.
		if err = d.NewEpoch(); err == nil {
			report, err = line.Push(ctx, d.Store)
		}
	}
	if err == nil {
		report.Answers, err = line.Pull(ctx, d.Store)
	}
	if err == nil {
		report.Siblings, err = d.pullSiblings(ctx, line)
	}
	if err == nil {
		err = d.bringOrphans(ctx, line, &report)
	}
	return report, err
}

// bringOrphans sends what another PC of the office wrote and will not send; see
// [store.Store.Adopt].
func (d *Desk) bringOrphans(ctx context.Context, line *uplink.Client, report *kampung.SyncReport) error {
	n, err := d.Adopt()
	if err != nil || n == 0 {
		return err
	}
	more, err := line.Push(ctx, d.Store)
	report.Sent, report.Received, report.Pending = report.Sent+more.Sent, report.Received+more.Received, more.Pending
	return err
}

// line is the way to the hub, speaking for this device.
func (d *Desk) line(h store.Hub) (*uplink.Client, error) {
	me, err := d.self()
	if err != nil {
		return nil, err
	}
	c := uplink.New(uplink.Hub{URL: h.URL, Name: h.Name, Verifier: h.Verifier, Recipient: h.Recipient}, d.http)
	return c.As(me.Village, me.Device, d.Signer(), d.now), nil
}
