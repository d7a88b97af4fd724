package hub

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// codeLife is how long an enrolment code may wait for its desk.
const codeLife = 14 * 24 * time.Hour

// ErrVillage is returned for a village that is none of the hub's regency.
var ErrVillage = errors.New("hub: not a village of this regency")

// EnrolCode makes a one-time code with which one device of the village can
// enrol within 14 days. Only its digest is kept.
func (h *Hub) EnrolCode(ctx context.Context, village string) (string, error) {
	if err := h.ownVillage(village); err != nil {
		return "", err
	}
	code, err := wire.NewCode(h.random, h.ring().keys.Verifier)
	if err != nil {
		return "", fmt.Errorf("hub: code: %w", err)
	}
	now := h.now()
	err = h.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO code (kab, digest, village, made, expires, device, answer) VALUES ($1, $2, $3, $4, $5, '', $6) ON CONFLICT (kab, digest) DO NOTHING`,
			h.regency, codeDigest(code), village, now.UnixMilli(), now.Add(codeLife).UnixMilli(), []byte{})
		return errors.Join(err, h.saveCodeKey(ctx, tx, code))
	})
	if err != nil {
		return "", fmt.Errorf("hub: code: %w", err)
	}
	h.log.Info("enrolment code made", "village", village)
	return code.String(), nil
}

// ownVillage judges a village's code.
func (h *Hub) ownVillage(village string) error {
	if !wire.IsVillage(village) || !strings.HasPrefix(village, h.regency+".") {
		return fmt.Errorf("%w: %.20q, regency %s", ErrVillage, village, h.regency)
	}
	return nil
}

func codeDigest(c wire.Code) string {
	sum := c.Digest()
	return hex.EncodeToString(sum[:])
}

// Enrol enters a device and returns the signed [wire.Enrolment]. The same
// request again, after its reply was lost, gets the same answer. Errors are
// [*Refusal].
func (h *Hub) Enrol(ctx context.Context, q wire.EnrolRequest) ([]byte, error) {
	code, err := wire.ParseCode(q.Code)
	if err != nil {
		return nil, refuse(http.StatusForbidden, wire.KindCode, "Kode pendaftaran tidak dikenal.", err)
	}
	if !h.ring().gave(code) {
		return nil, refuse(http.StatusMisdirectedRequest, wire.KindHub, "Kode pendaftaran ini dari pusat lain.", nil)
	}
	if err := checkDevice(q); err != nil {
		return nil, refuse(http.StatusBadRequest, wire.KindForm, "Data perangkat tidak lengkap atau tidak utuh.", err)
	}
	var answer []byte
	err = h.tx(ctx, func(tx *sql.Tx) error {
		var err error
		answer, err = h.enrolTx(ctx, tx, codeDigest(code), q)
		return err
	})
	if err != nil {
		return nil, h.asRefusal(err)
	}
	h.log.Info("device enrolled", "village", q.Village, "device", q.Device)
	return answer, nil
}

// checkDevice judges the form of what a device says of itself.
func checkDevice(q wire.EnrolRequest) error {
	if !wire.IsVillage(q.Village) || !wire.IsHexID(q.Device) || !wire.IsHexID(q.Epoch) {
		return errors.New("village, device or epoch has not the form")
	}
	v, err := note.NewVerifier(q.Verifier)
	if err != nil {
		return err
	}
	if v.Name() != q.Device {
		return errors.New("verifier key has another name than the device")
	}
	if _, err := bundle.PublicKey(q.Verifier); err != nil {
		return err
	}
	_, err = age.ParseX25519Recipient(q.Recipient)
	return err
}

func (h *Hub) enrolTx(ctx context.Context, tx *sql.Tx, code string, q wire.EnrolRequest) ([]byte, error) {
	var village, usedBy string
	var expires int64
	var answer []byte
	// The update locks the row, so that of two devices with one code only one
	// gets in; on every database.
	if _, err := tx.ExecContext(ctx, `UPDATE code SET device = device WHERE kab = $1 AND digest = $2`, h.regency, code); err != nil {
		return nil, err
	}
	err := tx.QueryRowContext(ctx, `SELECT village, expires, device, answer FROM code WHERE kab = $1 AND digest = $2`,
		h.regency, code).Scan(&village, &expires, &usedBy, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, refuse(http.StatusForbidden, wire.KindCode, "Kode pendaftaran tidak dikenal.", nil)
	case err != nil:
		return nil, err
	case village != q.Village:
		return nil, refuse(http.StatusForbidden, wire.KindCode, "Kode pendaftaran ini untuk desa lain.", nil)
	}
	d, known, err := h.device(ctx, tx, q.Device)
	if err != nil {
		return nil, err
	}
	same := d.village == q.Village && d.verifier == q.Verifier && d.recipient == q.Recipient
	switch {
	case known && d.revoked:
		return nil, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini sudah dicabut.", nil)
	case usedBy == q.Device && known && same:
		return h.ring().freshEnrolment(answer, q, h.clock())
	case usedBy != "":
		return nil, refuse(http.StatusForbidden, wire.KindCode, "Kode pendaftaran sudah dipakai.", nil)
	case h.now().UnixMilli() > expires:
		return nil, refuse(http.StatusForbidden, wire.KindCode, "Kode pendaftaran sudah lewat waktunya.", nil)
	case known && !same:
		return nil, refuse(http.StatusForbidden, wire.KindRevoked, "Perangkat ini sudah terdaftar dengan kunci lain.", nil)
	}
	return h.enterDevice(ctx, tx, code, q)
}

func (h *Hub) enterDevice(ctx context.Context, tx *sql.Tx, code string, q wire.EnrolRequest) ([]byte, error) {
	at := h.clock()
	answer, err := h.ring().enrolment(q, at)
	if err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO device (kab, device, village, verifier, recipient, epoch, enrolled, revoked, revoked_at, seen, asked) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $7, 0)
		ON CONFLICT (kab, device) DO NOTHING`, h.regency, q.Device, q.Village, q.Verifier, q.Recipient, q.Epoch, h.now().UnixMilli()); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE code SET device = $1, answer = $2 WHERE kab = $3 AND digest = $4`, q.Device, answer, h.regency, code); err != nil {
		return nil, err
	}
	return answer, h.sayDevices(ctx, tx, q.Village, q.Device)
}

// ErrNoDevice is wrapped for a device that is not enrolled, or was revoked.
var ErrNoDevice = errors.New("hub: no such device")

// Revoke ends a device's right to write. What it sent before stays.
func (h *Hub) Revoke(ctx context.Context, device string) error { return h.RevokeAt(ctx, device, 0) }

// RevokeAt ends a device's right to write. What it sent before stays; of its
// kabupaten log the first size entries are still taken in, for bundles that are
// on their way, and nothing else of it. Errors: [ErrNoDevice].
func (h *Hub) RevokeAt(ctx context.Context, device string, size int64) error {
	if size < 0 {
		return fmt.Errorf("hub: revoke: size %d", size)
	}
	err := h.tx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `UPDATE device SET revoked = $1, revoked_at = $2 WHERE kab = $3 AND device = $4 AND revoked = 0`, h.now().UnixMilli(), size, h.regency, device)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return errors.Join(ErrNoDevice, err)
		}
		d, _, err := h.device(ctx, tx, device)
		if err != nil {
			return err
		}
		return h.sayDevices(ctx, tx, d.village, device)
	})
	if err != nil {
		return fmt.Errorf("hub: revoke: %w", err)
	}
	h.log.Info("device revoked", "device", device, "size", size)
	return nil
}

// seenEvery is how often it is written down that a device was here.
const seenEvery = 5 * time.Minute

// seen remembers that a device was here; it is no part of what it came for.
func (h *Hub) seen(ctx context.Context, device string) {
	now := h.now().UnixMilli()
	var last int64
	if err := h.r.QueryRowContext(ctx, `SELECT seen FROM device WHERE kab = $1 AND device = $2`, h.regency, device).Scan(&last); err != nil || now-last < seenEvery.Milliseconds() && now >= last {
		return
	}
	err := h.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE device SET seen = $1 WHERE kab = $2 AND device = $3`, now, h.regency, device)
		return err
	})
	if err != nil {
		h.log.Warn("visit not noted", "err", err)
	}
}

// device is what the hub knows of a desk.
type device struct {
	village, verifier, recipient string
	revoked                      bool
	revokedAt                    int64
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (h *Hub) device(ctx context.Context, q querier, id string) (d device, known bool, err error) {
	var revoked int64
	err = q.QueryRowContext(ctx, `SELECT village, verifier, recipient, revoked, revoked_at FROM device WHERE kab = $1 AND device = $2`, h.regency, id).
		Scan(&d.village, &d.verifier, &d.recipient, &revoked, &d.revokedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return device{}, false, nil
	}
	d.revoked = revoked != 0
	return d, err == nil, err
}
