package uplink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Scans is what the desk's memory does for sending scans.
type Scans interface {
	// WaitingScans lists the scans to ask the hub about: those that it is not
	// known to have and whose records have a receipt, and now and then some
	// that it had.
	WaitingScans() ([]kampung.Scan, error)
	// ScanChunk seals the nth chunk of a scan. [ErrAbsent] says that the scan is
	// not on this computer.
	ScanChunk(s kampung.Scan, n int) (data []byte, err error)
	// TakeScans checks and records the hub's signed word on scans; newly is how
	// many it has whole that it was not known to have.
	TakeScans(data []byte) (newly int, err error)
	// ScanDiffers records that the hub got another digest out of a scan; it
	// waits a while then.
	ScanDiffers(s kampung.Scan) error
}

// ErrAbsent says that a scan is not on this computer; it is passed over.
var ErrAbsent = errors.New("uplink: scan is not here")

// ErrScan says that the hub got another digest out of a scan.
var ErrScan = errors.New("uplink: scan came out with another digest")

// ScanVisit is how scans are sent in a visit.
type ScanVisit struct {
	// Progress is told how far it has come; may be nil.
	Progress func(kampung.ScanProgress)
	// Yield ends the visit after the present chunk when it says so: records
	// wait, and go first. May be nil.
	Yield func() bool
}

// SendScans brings the chunks that the hub lacks to it: it asks for many scans
// in one call and sends only what is missing, so that a visit that was cut goes
// on where it stood. newly is how many scans the hub has whole since; more says
// that the visit yielded. One scan that the hub cannot take does not keep the
// others: its error is returned in the end. Errors are as those of
// [Client.Push].
func (c *Client) SendScans(ctx context.Context, s Scans, how ScanVisit) (newly int, more bool, err error) {
	if c.who.signer == "" {
		return 0, false, errors.New("uplink: a client that sends scans speaks for a device: see As")
	}
	base, err := CleanURL(c.hub.URL)
	if err != nil {
		return 0, false, err
	}
	v := scanVisit{c: c, s: s, how: how, base: base, asked: map[scanKey]bool{}}
	for {
		// What the hub turns out to have lost waits after the first round.
		list, err := s.WaitingScans()
		if err != nil {
			return v.newly, false, trouble(ErrJournal, err)
		}
		list = slices.DeleteFunc(slices.Clone(list), func(s kampung.Scan) bool { return v.asked[keyOf(s)] })
		if len(list) == 0 {
			return v.newly, false, v.last
		}
		for _, s := range list {
			v.progress.Total += s.Size
			v.progress.Scans++
		}
		for part := range slices.Chunk(list, wire.MaxScans) {
			if more, err := v.part(ctx, part); err != nil || more {
				return v.newly, more, err
			}
		}
	}
}

// scanKey names a scan.
type scanKey struct {
	sha  string
	size int64
}

func keyOf(s kampung.Scan) scanKey { return scanKey{s.SHA256, s.Size} }

// scanVisit is the sending of scans in one visit.
type scanVisit struct {
	c        *Client
	s        Scans
	how      ScanVisit
	base     string
	asked    map[scanKey]bool
	progress kampung.ScanProgress
	newly    int
	last     error // of a scan that was passed over
}

// part asks about some scans and sends what is missing of them.
func (v *scanVisit) part(ctx context.Context, scans []kampung.Scan) (more bool, err error) {
	words, err := v.ask(ctx, scans)
	if err != nil {
		return false, err
	}
	for _, s := range scans {
		v.asked[keyOf(s)] = true
		w, told := words[keyOf(s)]
		if !told || w.State == bundle.ScanWhole || w.State == bundle.ScanUnknown {
			v.done(s.Size, 1)
			continue
		}
		v.done(w.Have.Bytes(s.Size), 0)
		more, err := v.scan(ctx, s, w.Have)
		switch {
		case errors.Is(err, ErrScan):
			v.last = err
		case err != nil || more:
			return more, err
		}
	}
	return false, nil
}

func (v *scanVisit) done(bytes int64, scans int) {
	v.progress.Done += bytes
	v.progress.Scans -= scans
	if v.how.Progress != nil {
		v.how.Progress(v.progress)
	}
}

// ask asks which chunks of scans the hub has.
func (v *scanVisit) ask(ctx context.Context, scans []kampung.Scan) (map[scanKey]bundle.ScanWord, error) {
	note, err := v.c.signScans(scans)
	if err != nil {
		return nil, err
	}
	r, err := do(ctx, v.c.client, http.MethodPost, v.base+wire.PathScans, "text/plain; charset=utf-8", note)
	if err != nil {
		return nil, err
	}
	if r.status != http.StatusOK {
		_, err := r.refusal(v.c.hub, wire.About(note))
		return nil, err
	}
	receipt, err := v.take(r.body, note)
	words := map[scanKey]bundle.ScanWord{}
	for _, w := range receipt.Scans {
		words[scanKey{w.SHA256, w.Size}] = w
	}
	return words, err
}

// signScans signs a question for scans.
func (c *Client) signScans(scans []kampung.Scan) ([]byte, error) {
	note, err := wire.SignScanAsk(wire.ScanAsk{Village: c.who.village, Device: c.who.device, Scans: scans, At: c.who.now().In(kampung.WIB)}, c.who.signer)
	if err != nil {
		return nil, trouble(ErrJournal, err)
	}
	return note, nil
}

// take checks the hub's word about what was sent and gives it to the memory.
func (v *scanVisit) take(data, about []byte) (bundle.ScanReceipt, error) {
	r, err := bundle.OpenScans(data, v.c.hub.Verifier)
	if err != nil {
		return r, trouble(ErrNoLine, fmt.Errorf("uplink: answer without the hub's signature: %w", err))
	}
	if r.Village != v.c.who.village || r.About != wire.About(about) {
		return r, trouble(ErrNoLine, errors.New("uplink: the hub's word on something else"))
	}
	newly, err := v.s.TakeScans(data)
	v.newly += newly
	if err != nil {
		return r, trouble(ErrJournal, err)
	}
	return r, nil
}

// scan sends the chunks of a scan that are not in have.
func (v *scanVisit) scan(ctx context.Context, s kampung.Scan, have bundle.ChunkSet) (more bool, err error) {
	for n := range kampung.ScanChunks(s.Size) {
		if have.Has(n) {
			continue
		}
		if v.how.Yield != nil && v.how.Yield() {
			return true, nil
		}
		if err := ctx.Err(); err != nil {
			return false, fmt.Errorf("uplink: %w", err)
		}
		data, err := v.s.ScanChunk(s, n)
		if errors.Is(err, ErrAbsent) {
			return false, nil
		}
		if err != nil {
			return false, trouble(ErrJournal, err)
		}
		whole, err := v.chunk(ctx, s, n, data)
		if errors.Is(err, errNotYet) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		v.done(kampung.ScanChunkSize(s.Size, n), 0)
		if whole {
			v.done(0, 1)
			return false, nil
		}
	}
	return false, nil
}

// errNotYet says that the hub does not know a scan's record yet.
var errNotYet = errors.New("uplink: hub lacks the record of a scan")

// chunk sends one chunk; whole says that the hub has the scan now.
func (v *scanVisit) chunk(ctx context.Context, s kampung.Scan, n int, data []byte) (whole bool, err error) {
	address := v.base + wire.PathScan + s.SHA256 + "/" + strconv.Itoa(n)
	r, err := do(ctx, v.c.client, http.MethodPut, address, "application/octet-stream", data)
	if err != nil {
		return false, err
	}
	switch r.status {
	case http.StatusOK:
		receipt, err := v.take(r.body, data)
		if err == nil && (len(receipt.Scans) != 1 || receipt.Scans[0].SHA256 != s.SHA256 || receipt.Scans[0].Size != s.Size || receipt.Scans[0].State != bundle.ScanWhole) {
			err = trouble(ErrNoLine, errors.New("uplink: the hub's word on another scan"))
		}
		return err == nil, err
	case http.StatusNoContent:
		_, err := v.c.judgeNothing(r, data)
		return false, err
	}
	p, err := r.refusal(v.c.hub, wire.About(data))
	switch p.Type {
	case wire.ProblemType + wire.KindDigest:
		if derr := v.s.ScanDiffers(s); derr != nil {
			return false, trouble(ErrJournal, derr)
		}
		return false, trouble(ErrScan, nil) // and not the fork that 422 says of a log
	case wire.ProblemType + wire.KindNone:
		return false, errNotYet
	}
	return false, err
}

// ScanTaker is what the desk's memory does for scans that come back.
type ScanTaker interface {
	// FetchedChunks says which chunks of a scan came already.
	FetchedChunks(s kampung.Scan) (bundle.ChunkSet, error)
	// TakeChunk judges a chunk that a PC of the office sealed and keeps it; the
	// last one makes the scan whole. What is no such chunk gives an error of
	// package bundle.
	TakeChunk(data []byte) error
}

// FetchScan brings a scan back from the hub, going on where it was cut.
// [ErrAbsent] says that the hub does not have it whole.
func (c *Client) FetchScan(ctx context.Context, s kampung.Scan, t ScanTaker, progress func(bytes int64)) error {
	base, err := CleanURL(c.hub.URL)
	if err != nil {
		return err
	}
	note, err := c.signScans([]kampung.Scan{s})
	if err != nil {
		return err
	}
	have, err := t.FetchedChunks(s)
	if err != nil {
		return trouble(ErrJournal, err)
	}
	for n := range kampung.ScanChunks(s.Size) {
		if !have.Has(n) {
			data, err := c.fetchChunk(ctx, base, note, s, n)
			if err != nil {
				return err
			}
			err = t.TakeChunk(data)
			switch {
			case errors.Is(err, bundle.ErrForm), errors.Is(err, bundle.ErrSignature), errors.Is(err, bundle.ErrDamaged):
				return trouble(ErrNoLine, err) // whoever answered, it was not the hub
			case err != nil:
				return trouble(ErrJournal, err)
			}
		}
		if progress != nil {
			progress(kampung.ScanChunkSize(s.Size, n))
		}
	}
	return nil
}

func (c *Client) fetchChunk(ctx context.Context, base string, note []byte, s kampung.Scan, n int) ([]byte, error) {
	q := question{method: http.MethodGet, address: base + wire.PathScan + s.SHA256 + "/" + strconv.Itoa(n), ask: note, limit: bundle.MaxChunk}
	r, err := q.put(ctx, c.client)
	if err != nil {
		return nil, err
	}
	if r.status != http.StatusOK {
		p, err := r.refusal(c.hub, wire.About(note))
		if p.Type == wire.ProblemType+wire.KindNone {
			return nil, fmt.Errorf("%w: %.12s", ErrAbsent, s.SHA256)
		}
		return nil, err
	}
	h, err := bundle.ReadChunkHeader(r.body)
	if err != nil {
		return nil, trouble(ErrNoLine, fmt.Errorf("uplink: answer without a chunk: %w", err))
	}
	if h.Village != c.who.village || h.SHA256 != s.SHA256 || h.Size != s.Size || h.N != n {
		return nil, trouble(ErrNoLine, errors.New("uplink: a chunk of another scan"))
	}
	return r.body, nil
}
