package kampung

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"unicode/utf8"
)

// LetterCode is what a letter's QR says: enough to compare with the paper, and
// no more of the person than initials and a masked NIK. Its text form is
//
//	SK1/<payload>/<signature>
//
// where payload is base 32 of the fields joined by newlines and signature is
// base 32 of the device's Ed25519 signature over the payload's bytes. Both use
// the RFC 4648 alphabet without padding, so that the QR stays in its compact
// alphanumeric mode. It needs no network to verify, only the device's key; it
// is a verification code, not a certified electronic signature (PP 71/2019).
type LetterCode struct {
	Village  string // Kemendagri code
	Number   string
	Date     Date
	Service  string // key
	Initials string
	NIK      string // masked
	Key      string // id of the signing key, see [KeyID]
}

// LetterCodePrefix opens the text of every code.
const LetterCodePrefix = "SK1/"

// Errors of [ReadLetterCode] and [LetterCode.Verify].
var (
	ErrCodeForm   = errors.New("kampung: not a verification code")
	ErrCodeForged = errors.New("kampung: signature of the verification code is not right")
)

var codeText = base32.StdEncoding.WithPadding(base32.NoPadding)

func (c LetterCode) payload() []byte {
	return []byte(strings.Join([]string{c.Village, c.Number, c.Date.ISO(), c.Service, c.Initials, c.NIK, c.Key}, "\n"))
}

// SignLetterCode returns the QR text, signed with the device's key.
func SignLetterCode(c LetterCode, key ed25519.PrivateKey) string {
	c.Key = KeyID(key.Public().(ed25519.PublicKey))
	p := c.payload()
	return LetterCodePrefix + codeText.EncodeToString(p) + "/" + codeText.EncodeToString(ed25519.Sign(key, p))
}

// ReadLetterCode reads a QR text without judging its signature. A web address
// before the code is passed over, and line breaks that a paste left in it.
// Errors: [ErrCodeForm].
func ReadLetterCode(text string) (c LetterCode, payload, signature []byte, err error) {
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if i := strings.Index(text, LetterCodePrefix); i >= 0 {
		text = text[i+len(LetterCodePrefix):]
	} else {
		return c, nil, nil, ErrCodeForm
	}
	head, tail, ok := strings.Cut(text, "/")
	if !ok || len(text) > 1024 {
		return c, nil, nil, ErrCodeForm
	}
	payload, err1 := codeText.DecodeString(head)
	signature, err2 := codeText.DecodeString(tail)
	f := strings.Split(string(payload), "\n")
	if err1 != nil || err2 != nil || len(signature) != ed25519.SignatureSize || len(f) != 7 {
		return c, nil, nil, ErrCodeForm
	}
	c = LetterCode{Village: f[0], Number: f[1], Service: f[3], Initials: f[4], NIK: f[5], Key: f[6]}
	if err := c.Date.UnmarshalJSON([]byte(`"` + f[2] + `"`)); err != nil {
		return c, nil, nil, ErrCodeForm
	}
	return c, payload, signature, nil
}

// spellCode writes a code as the lines of its payload and, in base 64, its
// signature; ok is false for a text that would not come back from that.
func spellCode(text string) (lines string, ok bool) {
	_, payload, signature, err := ReadLetterCode(text)
	if err != nil || !utf8.Valid(payload) {
		return "", false
	}
	lines = string(payload) + "\n" + base64.RawStdEncoding.EncodeToString(signature)
	again, ok := unspellCode(lines)
	return lines, ok && again == text
}

// unspellCode makes the code of [spellCode]'s lines again.
func unspellCode(lines string) (text string, ok bool) {
	i := strings.LastIndexByte(lines, '\n')
	if i < 0 {
		return "", false
	}
	signature, err := base64.RawStdEncoding.DecodeString(lines[i+1:])
	return LetterCodePrefix + codeText.EncodeToString([]byte(lines[:i])) + "/" + codeText.EncodeToString(signature), err == nil
}

// VerifyLetterCode reads a QR text and checks it against the key of the device
// that it names. Errors: [ErrCodeForm], [ErrCodeForged].
func VerifyLetterCode(text string, key func(village, id string) ed25519.PublicKey) (LetterCode, error) {
	c, payload, signature, err := ReadLetterCode(text)
	if err != nil {
		return c, err
	}
	pub := key(c.Village, c.Key)
	if len(pub) != ed25519.PublicKeySize || KeyID(pub) != c.Key || !ed25519.Verify(pub, payload, signature) {
		return c, ErrCodeForged
	}
	return c, nil
}

// KeyID names a public key by the first 32 bits of its SHA-256, in hex.
func KeyID(pub ed25519.PublicKey) string {
	sum := sha256.Sum256(pub)
	return strings.ToUpper(hex.EncodeToString(sum[:4]))
}
