package wire

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Titles of the notes by which a device enrols without a line.
const (
	RequestTitle   = "smartkampung enrol-request v1"
	RefusalTitle   = "smartkampung enrol-refusal v1"
	EnrolmentTitle = enrolmentTitle
)

// RequestFile is what a device asks for on a stick (.skd), signed by itself and
// by the key that its enrolment code stands for:
//
//	smartkampung enrol-request v1
//	village 35.10.05.2001
//	device 5f0c3a9e
//	epoch c1d2e3f4
//	verifier 5f0c3a9e+…
//	recipient age1…
//	hub 4f1c…
//	at 2026-11-23T14:05:00+07:00
//
//	— 5f0c3a9e Rx3…=
//	— kode Kf9…=
//
// The code itself is not in the file. Whoever finds the stick can hand the file
// in, which enters the village's own device and no other, or throw it away.
type RequestFile struct {
	EnrolRequest        // without the code
	Half         string // second half of the code: the fingerprint of its hub, in hex
	At           time.Time
	CodeHash     uint32 // of the code's verifier key, see [Code.Verifier]
	Note         []byte
}

// codeName is the key name of what a code signs.
const codeName = "kode"

// key is the Ed25519 key that a code stands for.
func (c Code) key() (ed25519.PrivateKey, error) {
	seed, err := hkdf.Key(sha256.New, c[:], nil, "smartkampung enrolment code", ed25519.SeedSize)
	if err != nil {
		return nil, fmt.Errorf("wire: code: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// Verifier is the note verifier key of what the code signs. The hub keeps it; it
// cannot be turned back into the code.
func (c Code) Verifier() (string, error) {
	k, err := c.key()
	if err != nil {
		return "", err
	}
	v, err := note.NewEd25519VerifierKey(codeName, k.Public().(ed25519.PublicKey))
	if err != nil {
		return "", fmt.Errorf("wire: code: %w", err)
	}
	return v, nil
}

func (c Code) signer() (note.Signer, error) {
	k, err := c.key()
	if err != nil {
		return nil, err
	}
	v, err := c.Verifier()
	if err != nil {
		return nil, err
	}
	name, rest, _ := strings.Cut(v, "+")
	hash, _, _ := strings.Cut(rest, "+")
	s, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, k.Seed()...)))
	if err != nil {
		return nil, fmt.Errorf("wire: code: %w", err)
	}
	return s, nil
}

// KeyHash is the 32 bits by which signatures name a note verifier key, in hex.
func KeyHash(vkey string) string {
	_, rest, _ := strings.Cut(vkey, "+")
	hash, _, _ := strings.Cut(rest, "+")
	return hash
}

// Half is the code's second half, the fingerprint of its hub, in hex. It is no
// secret.
func (c Code) Half() string { return hex.EncodeToString(c[codeHalf:]) }

// HalfOf is the half of every code that the hub with the verifier key gives.
func HalfOf(verifier string) string { return hex.EncodeToString(fingerprint(verifier)) }

// SignRequest returns the bytes of a request file; skey is the device's.
func SignRequest(q EnrolRequest, code Code, skey string, at time.Time) ([]byte, error) {
	device, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("wire: signer: %w", err)
	}
	byCode, err := code.signer()
	if err != nil {
		return nil, err
	}
	lines := []string{RequestTitle, "village " + q.Village, "device " + q.Device, "epoch " + q.Epoch, "verifier " + q.Verifier,
		"recipient " + q.Recipient, "hub " + code.Half(), "at " + at.Format(time.RFC3339)}
	b, err := note.Sign(&note.Note{Text: strings.Join(lines, "\n") + "\n"}, device, byCode)
	if err != nil {
		return nil, fmt.Errorf("wire: sign: %w", err)
	}
	return b, nil
}

// OpenRequest reads a request file signed by the device that it names. Whether
// a code signed it too is for [RequestFile.SignedBy]. Errors wrap [ErrNote].
func OpenRequest(data []byte) (RequestFile, error) {
	text, _, found := strings.Cut(string(data[:min(len(data), maxNote)]), "\n\n— ")
	if !found || len(data) > maxNote {
		return RequestFile{}, fmt.Errorf("%w: not a request", ErrNote)
	}
	_, vkey, _ := strings.Cut(text, "\nverifier ")
	vkey, _, _ = strings.Cut(vkey, "\n")
	f, err := open(data, vkey, RequestTitle)
	if err != nil {
		return RequestFile{}, errors.Join(ErrNote, err)
	}
	q := RequestFile{EnrolRequest: EnrolRequest{Village: f["village"], Device: f["device"], Epoch: f["epoch"], Verifier: f["verifier"], Recipient: f["recipient"]},
		Half: f["hub"], Note: data}
	if q.At, err = time.Parse(time.RFC3339, f["at"]); err != nil || q.Verifier != vkey || !IsVillage(q.Village) || !IsHexID(q.Device) || !IsHexID(q.Epoch) {
		return RequestFile{}, fmt.Errorf("%w: request lacks a line", ErrNote)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil || v.Name() != q.Device {
		return RequestFile{}, fmt.Errorf("%w: key of another name", ErrNote)
	}
	n, err := note.Open(data, note.VerifierList(v))
	if err != nil {
		return RequestFile{}, fmt.Errorf("%w: %w", ErrNote, err)
	}
	for _, s := range n.UnverifiedSigs {
		if s.Name == codeName {
			q.CodeHash = s.Hash
		}
	}
	return q, nil
}

// SignedBy reports whether the code with the verifier key signed the request.
func (q RequestFile) SignedBy(codeVerifier string) bool {
	_, err := open(q.Note, codeVerifier, RequestTitle)
	return err == nil
}

// FileName is what a request file is called on a stick.
func (q EnrolRequest) FileName(ending string) string {
	return fmt.Sprintf("daftar-%s-%.8s%s", q.Village, q.Device, ending)
}

// RefusedRequest is the hub's no to a request file.
type RefusedRequest struct {
	Village, Device string
	Kind            string // of the problem, see [Problem]
	About           string // digest of the request file, see [About]
	Text            string // one line, Indonesian
	At              time.Time
}

// SignRefusal returns the signed note.
func SignRefusal(r RefusedRequest, skey string) ([]byte, error) {
	return sign(skey, RefusalTitle, "village "+r.Village, "device "+r.Device, "kind "+r.Kind, "about "+r.About, "text "+r.Text, "at "+r.At.Format(time.RFC3339))
}

// OpenRefusal reads a note signed under the hub's verifier key.
func OpenRefusal(data []byte, vkey string) (RefusedRequest, error) {
	f, err := open(data, vkey, RefusalTitle)
	if err != nil {
		return RefusedRequest{}, err
	}
	r := RefusedRequest{Village: f["village"], Device: f["device"], Kind: f["kind"], About: f["about"], Text: f["text"]}
	if r.At, err = time.Parse(time.RFC3339, f["at"]); err != nil || r.Device == "" || len(r.Text) > 400 {
		return RefusedRequest{}, fmt.Errorf("%w: refusal lacks a line", ErrNote)
	}
	return r, nil
}
