package hub

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"time"

	"smartkampung/hub/wire"
)

// EnrolFile takes in a request file (.skd), as [Hub.Enrol] does over the line.
// The answer is a signed note, an enrolment or a refusal, that a device opens
// with the chain of the hub's keys; see [Hub.Carry]. It is nil where the file is
// no request, so that there is nobody to answer. Errors are [*Refusal].
func (h *Hub) EnrolFile(ctx context.Context, data []byte) (wire.EnrolRequest, []byte, error) {
	q, err := wire.OpenRequest(data)
	if err != nil {
		return wire.EnrolRequest{}, nil, refuse(http.StatusBadRequest, wire.KindForm, "Berkas ini bukan permintaan pendaftaran, atau isinya berubah di jalan.", err)
	}
	answer, err := h.enrolFile(ctx, q)
	if err == nil {
		h.log.Info("device enrolled", "village", q.Village, "device", q.Device)
		return q.EnrolRequest, answer, nil
	}
	r := h.asRefusal(err)
	if r.Status >= 500 {
		return q.EnrolRequest, nil, r // it is worth another try
	}
	no, serr := wire.SignRefusal(wire.RefusedRequest{Village: q.Village, Device: q.Device, Kind: r.Kind, About: wire.About(data), Text: r.Error(), At: h.clock()}, h.ring().skey)
	if serr != nil {
		return q.EnrolRequest, nil, h.asRefusal(serr)
	}
	return q.EnrolRequest, no, r
}

func (h *Hub) enrolFile(ctx context.Context, q wire.RequestFile) ([]byte, error) {
	ours := false
	for _, k := range h.ring().chain {
		ours = ours || wire.HalfOf(k.Verifier) == q.Half
	}
	if !ours {
		return nil, refuse(http.StatusMisdirectedRequest, wire.KindHub, "Kode pendaftaran ini dari pusat lain.", nil)
	}
	if err := checkDevice(q.EnrolRequest); err != nil {
		return nil, refuse(http.StatusBadRequest, wire.KindForm, "Data perangkat tidak lengkap atau tidak utuh.", err)
	}
	digest, err := h.codeOf(ctx, q)
	if err != nil {
		return nil, err
	}
	var answer []byte
	err = h.tx(ctx, func(tx *sql.Tx) error {
		var err error
		answer, err = h.enrolTx(ctx, tx, digest, q.EnrolRequest)
		return err
	})
	return answer, err
}

// codeOf finds the digest of the code that signed a request.
func (h *Hub) codeOf(ctx context.Context, q wire.RequestFile) (string, error) {
	digest := ""
	err := h.each(ctx, `SELECT digest, verifier FROM code_key WHERE kab = $1 AND hash = $2`, []any{h.regency, fmt.Sprintf("%08x", q.CodeHash)}, func(rows *sql.Rows) error {
		var d, verifier string
		err := rows.Scan(&d, &verifier)
		if err == nil && q.SignedBy(verifier) {
			digest = d
		}
		return err
	})
	if err == nil && digest == "" {
		return "", refuse(http.StatusForbidden, wire.KindCode, "Kode pendaftaran tidak dikenal.", nil)
	}
	return digest, err
}

// saveCodeKey keeps what a code signs with, for requests by file.
func (h *Hub) saveCodeKey(ctx context.Context, tx *sql.Tx, code wire.Code) error {
	v, err := code.Verifier()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO code_key (kab, digest, hash, verifier) VALUES ($1, $2, $3, $4) ON CONFLICT (kab, digest) DO NOTHING`,
		h.regency, codeDigest(code), wire.KeyHash(v), v)
	return err
}

// enrolment is the hub's word to a device that may write.
func (r *keyring) enrolment(q wire.EnrolRequest, at time.Time) ([]byte, error) {
	return wire.SignEnrolment(wire.Enrolment{Village: q.Village, Device: q.Device, Hub: r.keys.Name, Recipient: r.keys.Recipient, At: at}, r.skey)
}

// freshEnrolment says a stored word again when it was under an earlier key.
func (r *keyring) freshEnrolment(stored []byte, q wire.EnrolRequest, at time.Time) ([]byte, error) {
	if r.signed(stored) {
		return stored, nil
	}
	return r.enrolment(q, at)
}

// Carry makes a file for a stick (.skr) of notes for desks: the chain of the
// hub's keys, the notes, and the list of the regency's keys.
func (h *Hub) Carry(ctx context.Context, notes ...[]byte) ([]byte, error) {
	list, err := h.KeyList(ctx)
	if err != nil {
		return nil, err
	}
	all := append([][]byte{h.ring().chain.Notes()}, notes...)
	return bytes.Join(append(all, list.Note), []byte("\n")), nil
}

// isRequest reports whether a file's beginning is that of a request file.
func isRequest(start []byte) bool {
	return bytes.HasPrefix(start, []byte(wire.RequestTitle+"\n"))
}
