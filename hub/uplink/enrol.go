package uplink

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// Device is what the desk says of itself at enrolment.
type Device struct {
	Village   string // "35.10.05.2001"
	Device    string
	Epoch     string
	Verifier  string // note verifier key of the device
	Recipient string // age recipient of the device
}

// Enrol enters the device at the hub and returns what to pin. The hub must be
// the one that gave the code: half of the code is its fingerprint, so the code
// is sent to no other. The same call again after a lost reply is harmless.
// Errors: [ErrAddress], [ErrCode], [ErrWrongHub], [ErrRevoked], [ErrBusy],
// [ErrNoLine] …
func Enrol(ctx context.Context, client *http.Client, address, code string, d Device) (Hub, error) {
	base, err := CleanURL(address)
	if err != nil {
		return Hub{}, err
	}
	c, err := wire.ParseCode(code)
	if err != nil {
		return Hub{}, trouble(ErrCode, err)
	}
	client = hardened(client)
	_, chain, err := fetchKeys(ctx, client, base)
	if err != nil {
		return Hub{}, err
	}
	keys, ours := pinOf(c.Half(), chain)
	if !ours {
		// Either a slip in the second half of the code, or another hub.
		return Hub{}, trouble(ErrCode, errors.Join(ErrWrongHub, errors.New("uplink: code is not of the hub at this address")))
	}
	body, err := json.Marshal(wire.EnrolRequest{Code: c.String(), Village: d.Village, Device: d.Device, Verifier: d.Verifier, Recipient: d.Recipient, Epoch: d.Epoch})
	if err != nil {
		return Hub{}, fmt.Errorf("uplink: enrol: %w", err)
	}
	r, err := do(ctx, client, http.MethodPost, base+wire.PathEnrol, "application/json", body)
	if err != nil {
		return Hub{}, err
	}
	if r.status != http.StatusOK {
		_, err := r.refusal(keys, wire.About(body))
		return Hub{}, err
	}
	e, err := wire.OpenEnrolment(r.body, keys.Verifier)
	if err != nil {
		return Hub{}, trouble(ErrNoLine, err)
	}
	if e.Village != d.Village || e.Device != d.Device || e.Hub != keys.Name {
		return Hub{}, trouble(ErrNoLine, errors.New("uplink: enrolment is of another device"))
	}
	return Hub{URL: base, Name: e.Hub, Verifier: keys.Verifier, Recipient: e.Recipient}, nil
}

// fetchKeys asks a hub who it is. Nothing of the answer is believed yet, but the
// keys are a chain and the last ones are those in use.
func fetchKeys(ctx context.Context, client *http.Client, base string) (wire.Keys, bundle.Chain, error) {
	r, err := question{method: http.MethodGet, address: base + wire.PathKeys, limit: maxKeys}.put(ctx, client)
	if err != nil {
		return wire.Keys{}, nil, err
	}
	var keys wire.KeysAnswer
	if r.status != http.StatusOK || json.Unmarshal(r.body, &keys) != nil || keys.Verifier == "" || keys.Name == "" {
		return wire.Keys{}, nil, trouble(ErrNoLine, fmt.Errorf("uplink: no hub answers there, status %d", r.status))
	}
	var notes [][]byte
	for _, n := range keys.Chain {
		notes = append(notes, []byte(n))
	}
	chain, err := bundle.ReadChain(notes)
	if err == nil && chain.Last().Verifier != keys.Verifier {
		err = bundle.ErrChain
	}
	if err != nil {
		return wire.Keys{}, nil, trouble(ErrNoLine, err)
	}
	return keys.Keys, chain, nil
}
