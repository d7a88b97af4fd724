package uplink

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// ErrKeys says that a key signed which is not the pinned one, but bears the
// hub's name: the hub may have changed its keys. The caller asks for the chain
// with [FetchChain]; where it does not begin at the pinned key, this was no hub.
// It comes together with [ErrNoLine].
var ErrKeys = errors.New("uplink: signed with another key")

// forged is [ErrNoLine] for an answer without the pinned key's signature, and
// [ErrKeys] where another key of that name signed it.
func (h Hub) forged(err error) error {
	if bundle.IsOtherKey(err, h.Name) {
		err = errors.Join(ErrKeys, err)
	}
	return trouble(ErrNoLine, err)
}

// FetchChain asks a hub for the notes of its keys, the oldest first. They are a
// chain, but nothing is said about whose; see [bundle.Chain.From]. Errors:
// [ErrAddress], [ErrNoLine].
func FetchChain(ctx context.Context, client *http.Client, address string) (bundle.Chain, error) {
	base, err := CleanURL(address)
	if err != nil {
		return nil, err
	}
	_, chain, err := fetchKeys(ctx, hardened(client), base)
	return chain, err
}

// pinOf finds in a chain the hub that a code names: the code's half is the
// fingerprint of one of its keys, and the keys after it follow.
func pinOf(half string, chain bundle.Chain) (Hub, bool) {
	for _, k := range chain {
		if wire.HalfOf(k.Verifier) == half {
			last := chain.Last()
			return Hub{Name: last.Name, Verifier: last.Verifier, Recipient: last.Recipient}, true
		}
	}
	return Hub{}, false
}

// KeyLister is a [Puller] that also keeps the list of the regency's keys, with
// which it checks letters without a line.
type KeyLister interface {
	Puller
	// KeyListDigest names the list that it has, see [bundle.KeyListDigest];
	// empty for none.
	KeyListDigest() (string, error)
	// TakeKeyList checks a list that the hub just gave and keeps it, also where
	// it is of an earlier time than the one before.
	TakeKeyList(data []byte) error
}

// pullList fetches the list of keys when the hub named another one than the desk
// has. What the visit was for is done by then, so a list that does not come is
// left to the next visit.
func (c *Client) pullList(ctx context.Context, base string, p Puller, digest string) {
	l, ok := p.(KeyLister)
	if !ok || digest == "" {
		return
	}
	if have, err := l.KeyListDigest(); err != nil || have == digest {
		return
	}
	r, err := question{method: http.MethodGet, address: base + wire.PathKeyList, limit: bundle.MaxKeyList}.put(ctx, c.client)
	if err != nil || r.status != http.StatusOK || bundle.KeyListDigest(r.body) != digest {
		return
	}
	l.TakeKeyList(r.body)
}

// RequestFile makes the bytes of a file (.skd) by which a device asks to enrol
// without a line, its name, and the half of the code that the answer is checked
// with; signer is the device's note signer key. Errors: [ErrCode].
func RequestFile(code string, d Device, signer string, at time.Time) (data []byte, name, half string, err error) {
	c, err := wire.ParseCode(code)
	if err != nil {
		return nil, "", "", trouble(ErrCode, err)
	}
	q := wire.EnrolRequest{Village: d.Village, Device: d.Device, Epoch: d.Epoch, Verifier: d.Verifier, Recipient: d.Recipient}
	data, err = wire.SignRequest(q, c, signer, at)
	return data, q.FileName(".skd"), c.Half(), err
}

// Half is the half of every code that the hub with a verifier key gives.
func Half(verifier string) string { return wire.HalfOf(verifier) }

// About names a request file in its refusal.
func About(request []byte) string { return wire.About(request) }

// IsAnswer reports whether a note answers a request file.
func IsAnswer(n []byte) bool {
	t := bundle.NoteTitle(n)
	return t == wire.EnrolmentTitle || t == wire.RefusalTitle
}

// Answer reads the hub's answer to a device's request file: what to pin, without
// an address. chain is what came with it, half the code's, about names the
// request. Errors: [ErrOtherDevice] where it is for another device or for an
// earlier request, [ErrWrongHub] where another hub than the code's gave it,
// [ErrCode] and [ErrRevoked] with the hub's own words where it refused.
func Answer(n []byte, chain bundle.Chain, half, about string, d Device) (Hub, error) {
	pin, ok := pinOf(half, chain)
	if !ok {
		return Hub{}, trouble(ErrWrongHub, errors.New("uplink: answer is not of the hub that gave the code"))
	}
	if bundle.NoteTitle(n) == wire.RefusalTitle {
		r, err := wire.OpenRefusal(n, pin.Verifier)
		if err != nil {
			return Hub{}, trouble(ErrWrongHub, err)
		}
		if r.Device != d.Device || r.About != about {
			return Hub{}, fmt.Errorf("%w: refusal", ErrOtherDevice)
		}
		return Hub{}, refusedInWords(r)
	}
	e, err := wire.OpenEnrolment(n, pin.Verifier)
	if err != nil {
		return Hub{}, trouble(ErrWrongHub, err)
	}
	if e.Device != d.Device || e.Village != d.Village || e.Hub != pin.Name || e.Recipient != pin.Recipient {
		return Hub{}, fmt.Errorf("%w: enrolment", ErrOtherDevice)
	}
	return pin, nil
}
