package uplink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Siblings is what the desk's memory does with what other PCs of its office
// wrote, and with what this PC wrote before its disk was put back. The hub
// relays their bundles byte for byte; it cannot read all of them.
type Siblings interface {
	// LogMark tells how many entries of a log are here; want is false for the
	// PC's own log and for what is none of its business.
	LogMark(l bundle.Log) (size int64, want bool, err error)
	// LogRoot is the root over the first entries of a log, as many as are named;
	// there are as many here.
	LogRoot(l bundle.Log, size int64) (bundle.Hash, error)
	// TakeFarReceipt is given the hub's receipt for such a log; what is here of
	// another history is set aside.
	TakeFarReceipt(receipt []byte) error
	// NoteLogs is told how many entries the hub has of each log. When all is set
	// it has nothing of a log that is left out.
	NoteLogs(sizes map[bundle.Log]int64, all bool) error
	// TakeSibling keeps what is new of a bundle; n is how many entries were. An
	// error that wraps [bundle.ErrSealed] says that it cannot be read yet.
	TakeSibling(data []byte) (n int, err error)
	// PartLog sets aside what is here of a log, of which the hub has another
	// history: it signed the receipt.
	PartLog(receipt []byte) error
}

// PullSiblings brings the logs that the hub told of at the last [Client.Pull]
// and returns how many entries were new. A log that cannot be read yet, since
// nobody has let this PC in, is left for another visit.
func (c *Client) PullSiblings(ctx context.Context, s Siblings) (int, error) {
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
	sum := 0
	var first error
	for _, l := range c.logs {
		n, err := c.pullLog(ctx, base, l, s)
		sum += n
		if err != nil && first == nil {
			first = err
		}
		if err != nil && (ctx.Err() != nil || errors.Is(err, ErrNoLine) || errors.Is(err, ErrBusy)) {
			break
		}
	}
	sizes := map[bundle.Log]int64{}
	for _, l := range c.logs {
		sizes[l.Log] = l.Size
	}
	if err := s.NoteLogs(sizes, len(c.logs) < wire.MaxLogs); err != nil && first == nil {
		first = trouble(ErrJournal, err)
	}
	return sum, first
}

// pullLog brings one log.
func (c *Client) pullLog(ctx context.Context, base string, l wire.LogSize, s Siblings) (sum int, err error) {
	parted := false
	for range maxBundles {
		from, want, err := s.LogMark(l.Log)
		if err != nil {
			return sum, trouble(ErrJournal, err)
		}
		if !want {
			return sum, nil
		}
		if from >= l.Size {
			// It may have come past the hub, which may have another history.
			here, err := s.LogRoot(l.Log, l.Size)
			if err != nil {
				return sum, trouble(ErrJournal, err)
			}
			if parted || l.Size == 0 || l.Root == "" || wire.ShortRoot(here) == l.Root {
				return sum, nil
			}
			if err := c.headTo(ctx, base, l.Log, s.TakeFarReceipt); err != nil {
				return sum, err
			}
			parted = true
			continue
		}
		data, err := c.askEntries(ctx, base, l.Log, from)
		if err != nil || data == nil {
			return sum, err
		}
		n, err := s.TakeSibling(data)
		sum += n
		switch {
		case errors.Is(err, bundle.ErrSealed):
			return sum, nil
		case errors.Is(err, bundle.ErrTree) && !parted:
			if err := c.headTo(ctx, base, l.Log, s.PartLog); err != nil {
				return sum, err
			}
			parted = true
		case errors.Is(err, bundle.ErrDamaged), errors.Is(err, bundle.ErrForm), errors.Is(err, bundle.ErrSignature):
			return sum, trouble(ErrNoLine, err) // changed on its way
		case err != nil:
			return sum, trouble(ErrJournal, err)
		case n == 0:
			return sum, trouble(ErrHub, errors.New("uplink: hub gives entries that are here"))
		}
	}
	return sum, trouble(ErrHub, errors.New("uplink: hub gives and gives without an end"))
}

// headTo gives the hub's receipt for a log to the journal. Where two disks wrote
// under its name and the other one's entries came here first, the log is then
// taken from its beginning.
func (c *Client) headTo(ctx context.Context, base string, l bundle.Log, take func(receipt []byte) error) error {
	r, err := do(ctx, c.client, http.MethodGet, base+wire.PathLog+l.ID(), "", nil)
	if err != nil {
		return err
	}
	if r.status != http.StatusOK {
		_, err := r.refusal(c.hub, l.ID())
		return err
	}
	if h, err := bundle.ReadReceipt(r.body); err != nil || h.Log != l {
		return trouble(ErrNoLine, errors.New("uplink: an answer that is no receipt of the log"))
	}
	if err := take(r.body); err != nil {
		return trouble(ErrJournal, err)
	}
	return nil
}

// askEntries asks for the bundle at a place of a log; nil when there is none.
func (c *Client) askEntries(ctx context.Context, base string, l bundle.Log, from int64) ([]byte, error) {
	note, err := wire.SignAsk(wire.Ask{Village: c.who.village, Device: c.who.device, From: from, At: c.who.now().In(kampung.WIB)}, c.who.signer)
	if err != nil {
		return nil, trouble(ErrJournal, err)
	}
	address := base + wire.PathLog + l.ID() + wire.PathEntries + "?" + url.Values{"from": {strconv.FormatInt(from, 10)}}.Encode()
	r, err := question{method: http.MethodGet, address: address, ask: note, limit: bundle.MaxNote + bundle.MaxCipher}.put(ctx, c.client)
	if err != nil {
		return nil, err
	}
	switch r.status {
	case http.StatusOK:
		h, err := bundle.ReadHeader(r.body)
		if err != nil || h.Log != l || h.From > from || h.Size <= from {
			return nil, trouble(ErrNoLine, errors.New("uplink: an answer that is no bundle of the log"))
		}
		return r.body, nil
	case http.StatusNoContent:
		_, err := c.judgeNothing(r, note)
		return nil, err
	}
	_, err = r.refusal(c.hub, wire.About(note))
	return nil, err
}
