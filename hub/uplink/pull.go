package uplink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Puller is what the desk's memory does for what comes down: decisions and
// verdicts, which the hub writes into a log of its own for each village.
type Puller interface {
	// DownMark tells how many entries of the hub's log for the village the desk
	// has.
	DownMark(village string) (size int64, err error)
	// TakeDown reads a bundle of that log (.skb, signed by the hub, sealed to
	// this device) and keeps what is new; n is how many entries were. A bundle
	// of another epoch than the desk has, or of another past, begins at its first
	// entry and repeats the old ones under the same ids: it takes the old log's
	// place.
	TakeDown(data []byte) (n int, err error)
}

// EpochPuller is a [Puller] that also tells which epoch of the hub's log it
// has, empty for none. The hub begins a new epoch after it was put back from a
// copy; a desk that tells its epoch misses nothing then.
type EpochPuller interface {
	Puller
	DownEpoch(village string) (epoch string, err error)
}

// RootPuller is an [EpochPuller] that also tells the root over what it has, so
// that a hub which was put back and has gone on since notices that it once said
// other things.
type RootPuller interface {
	EpochPuller
	DownRoot(village string) (root bundle.Hash, err error)
}

// asker is the device that asks.
type asker struct {
	village, device, signer string
	now                     func() time.Time
}

// As returns the client as it speaks for a device: signer is the device's note
// signer key, now its clock (nil: the PC's). [Client.Pull] needs it.
func (c *Client) As(village, device, signer string, now func() time.Time) *Client {
	as := *c
	if now == nil {
		now = time.Now
	}
	as.who = asker{village, device, signer, now}
	return &as
}

// Pull brings down what the hub said to the village since the desk's mark and
// returns how many entries were new. Errors are as those of [Client.Push].
func (c *Client) Pull(ctx context.Context, p Puller) (int, error) {
	if c.who.signer == "" {
		return 0, errors.New("uplink: a client that pulls speaks for a device: see As")
	}
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return 0, fmt.Errorf("uplink: %w", ctx.Err())
	}
	base, err := CleanURL(c.hub.URL)
	if err != nil {
		return 0, err
	}
	sum, last := 0, int64(-1)
	for range maxBundles {
		data, from, list, err := c.ask(ctx, base, p)
		if err == nil && data == nil {
			c.pullList(ctx, base, p, list)
		}
		if err != nil || data == nil {
			return sum, err
		}
		n, err := p.TakeDown(data)
		sum += n
		if err != nil {
			return sum, trouble(ErrJournal, err)
		}
		if n == 0 && from == last {
			break // the desk does not get on with what it is given
		}
		last = from
	}
	return sum, trouble(ErrHub, errors.New("uplink: hub gives and gives without an end"))
}

// ask asks for the next bundle. When there is none it is nil, and list names the
// list of the regency's keys.
func (c *Client) ask(ctx context.Context, base string, p Puller) (data []byte, from int64, list string, err error) {
	a := wire.Ask{Village: c.who.village, Device: c.who.device, At: c.who.now().In(kampung.WIB)}
	if a.From, err = p.DownMark(a.Village); err != nil {
		return nil, 0, "", trouble(ErrJournal, err)
	}
	if e, ok := p.(EpochPuller); ok {
		if a.Epoch, err = e.DownEpoch(a.Village); err != nil {
			return nil, 0, "", trouble(ErrJournal, err)
		}
	}
	if e, ok := p.(RootPuller); ok && a.From > 0 {
		root, err := e.DownRoot(a.Village)
		if err != nil {
			return nil, 0, "", trouble(ErrJournal, err)
		}
		a.Root = root.String()
	}
	note, err := wire.SignAsk(a, c.who.signer)
	if err != nil {
		return nil, 0, "", trouble(ErrJournal, err)
	}
	address := base + wire.PathDown + a.Village + "?" + url.Values{"from": {strconv.FormatInt(a.From, 10)}, "device": {a.Device}}.Encode()
	r, err := question{method: http.MethodGet, address: address, ask: note, limit: bundle.MaxNote + bundle.MaxCipher}.put(ctx, c.client)
	if err != nil {
		return nil, 0, "", err
	}
	c.logs = wire.ParseLogs(a.Village, r.logs)
	switch r.status {
	case http.StatusOK:
		return r.body, a.From, "", c.judgeDown(r.body, a)
	case http.StatusNoContent:
		list, err := c.judgeNothing(r, note)
		return nil, a.From, list, err
	}
	_, err = r.refusal(c.hub, wire.About(note))
	return nil, 0, "", err
}

// judgeDown checks that a bundle is the hub's and of the village's down log.
func (c *Client) judgeDown(data []byte, a wire.Ask) error {
	b, err := bundle.Read(data, c.hub.Verifier)
	if err != nil {
		return c.hub.forged(fmt.Errorf("uplink: answer without the hub's signature: %w", err))
	}
	if b.Log.Audience != kampung.AudienceDesa || b.Log.Village != a.Village || b.From != a.From && b.From != 0 {
		return trouble(ErrNoLine, errors.New("uplink: a bundle of another log, or of another place"))
	}
	// A hub that was put back begins anew at 0. What goes on elsewhere is an answer
	// of before, which somebody kept.
	if b.From > 0 && a.Epoch != "" && b.Log.Epoch != a.Epoch {
		return trouble(ErrNoLine, errors.New("uplink: an old answer, of another history"))
	}
	return nil
}

// judgeNothing checks the hub's signature over an answer without a body.
func (c *Client) judgeNothing(r reply, note []byte) (list string, err error) {
	signed, err := wire.DecodeHeader(r.signed)
	if err != nil {
		return "", trouble(ErrNoLine, err)
	}
	a, err := wire.OpenAnswer(signed, c.hub.Verifier)
	if err != nil {
		return "", c.hub.forged(err)
	}
	if a.Status != r.status || a.About != wire.About(note) {
		return "", trouble(ErrNoLine, errors.New("uplink: a signature over something else"))
	}
	return a.List, nil
}
