package desk

import (
	"context"
	"errors"
	"time"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
	"smartkampung/store"
)

// Join sets up a PC in dir that will work beside, or in the place of, another
// one of a village's office; see [store.CreateJoining]. It then enrols with
// [Desk.Enrol] and gets what the office wrote with [Desk.Sync]. Errors have
// words for the clerk.
func Join(dir, village, login, password string, now func() time.Time) (*Desk, error) {
	opt, err := Options(now)
	if err != nil {
		return nil, err
	}
	st, err := store.CreateJoining(dir, village, login, password, opt)
	if err != nil {
		return nil, Words(err)
	}
	return wrap(dir, st, now), nil
}

// UseRecovery lets a joining PC read with the office's recovery key.
func (d *Desk) UseRecovery(key string) error { return Words(d.Store.UseRecovery(key)) }

// LetIn lets another PC of the office in; see [store.Store.LetIn].
func (d *Desk) LetIn(device string) error {
	if text := kampung.CheckMay(d.Me().Role, kampung.ActEnrol); text != "" {
		return kampung.Problems{{Text: text}}
	}
	return Words(d.Store.LetIn(device))
}

// Settle ends a clash with the value of an entry. Anyone may who may send a
// request back.
func (d *Desk) Settle(c kampung.Clash, entry string) error {
	if !d.Me().Role.AtLeast(kampung.RoleSekdes) && c.Kind != kampung.KindResident {
		return kampung.Problems{{Text: "Memilih isian yang benar dilakukan oleh sekdes atau yang di atasnya."}}
	}
	return Words(d.Store.Settle(c, entry))
}

// pullSiblings brings what the office's other PCs wrote. A wrong recovery key
// shows here first.
func (d *Desk) pullSiblings(ctx context.Context, line *uplink.Client) (int, error) {
	n, err := line.PullSiblings(ctx, d.Store)
	if err == nil {
		err = d.FinishJoining()
	}
	if err == nil && n == 0 && d.Joining() == kampung.JoinReading && d.HasRecovery() {
		err = store.ErrRecoveryOther
	}
	return n, err
}

// passed reports whether a file of a folder is none of this desk's business.
func passed(err error) bool {
	return errors.Is(err, store.ErrNotDown) || errors.Is(err, store.ErrOwnLog) || errors.Is(err, bundle.ErrSealed)
}
