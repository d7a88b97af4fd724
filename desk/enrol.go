package desk

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
	"smartkampung/store"
)

// self is what the desk says of itself.
func (d *Desk) self() (uplink.Device, error) {
	id, verifier, recipient, err := d.Device()
	return uplink.Device{Village: d.Village(), Device: id, Epoch: d.Epoch(), Verifier: verifier, Recipient: recipient}, err
}

// enroller is what the desk says of itself, when the account may enrol it.
func (d *Desk) enroller() (uplink.Device, error) {
	if text := kampung.CheckMay(d.Me().Role, kampung.ActEnrol); text != "" && d.Joining() == kampung.JoinDone {
		return uplink.Device{}, kampung.Problems{{Text: text}}
	}
	return d.self()
}

// Enrol ties the office to a hub with a one-time code.
func (d *Desk) Enrol(ctx context.Context, address, code string) error {
	if err := d.outside(); err != nil {
		return err
	}
	err := d.enrol(ctx, address, code)
	d.note(kampung.Contact{Way: kampung.WayEnrol}, err)
	return err
}

func (d *Desk) enrol(ctx context.Context, address, code string) error {
	me, err := d.enroller()
	if err != nil {
		return Words(err)
	}
	h, err := uplink.Enrol(ctx, d.http, address, code, me)
	if err != nil {
		return Words(err)
	}
	return Words(d.SaveHub(store.Hub{URL: h.URL, Name: h.Name, Verifier: h.Verifier, Recipient: h.Recipient}))
}

// AskEnrol writes a file (.skd) into a folder with which the regency enrols the
// office without a line, and returns its path. Its answer comes back on a stick
// and is taken in by [Desk.Import]. The code is not in the file.
func (d *Desk) AskEnrol(dir, code string) (string, error) {
	if err := d.outside(); err != nil {
		return "", err
	}
	me, err := d.enroller()
	if err != nil {
		return "", Words(err)
	}
	if err := isFolder(dir); err != nil {
		return "", err
	}
	at := d.now().In(kampung.WIB).Truncate(time.Second)
	data, name, half, err := uplink.RequestFile(code, me, d.Signer(), at)
	if err != nil {
		return "", Words(err)
	}
	// First what the answer is checked with: a file that left the PC must find
	// its way back.
	if err := d.SaveAsked(store.Asked{Half: half, About: uplink.About(data), At: at}); err != nil {
		return "", Words(err)
	}
	path := filepath.Join(dir, name)
	return path, WriteFile(path, data)
}

// takeAnswer takes in the hub's answer to a request file. The same answer again,
// when it is no longer waited for, changes nothing.
func (d *Desk) takeAnswer(n []byte, chain bundle.Chain) error {
	me, err := d.self()
	if err != nil {
		return err
	}
	asked, waits := d.Asked()
	if !waits {
		h, err := d.Hub()
		if err != nil {
			return uplink.ErrOtherDevice
		}
		if _, err = uplink.Answer(n, chain, uplink.Half(h.Verifier), "", me); errors.Is(err, uplink.ErrWrongHub) {
			err = uplink.ErrOtherDevice
		}
		return err
	}
	h, err := uplink.Answer(n, chain, asked.Half, asked.About, me)
	if err != nil {
		return err
	}
	pinned := store.Hub{Name: h.Name, Verifier: h.Verifier, Recipient: h.Recipient}
	if old, err := d.Hub(); err == nil && old.Name == h.Name {
		pinned.URL = old.URL // the same hub keeps its address
	}
	return d.SaveHub(pinned)
}
