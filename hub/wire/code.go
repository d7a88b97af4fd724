package wire

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"strings"
)

// crockford is Douglas Crockford's base 32: no I, L, O, U, so that a code read
// out over the telephone has one reading.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeHalf = 10 // bytes of the secret, and of the hub's fingerprint

// ErrCode is returned for a text that is no enrolment code.
var ErrCode = errors.New("wire: not an enrolment code")

// Code is a one-time enrolment code: a secret of 80 bits and a fingerprint of
// the hub that gave it.
type Code [2 * codeHalf]byte

// NewCode draws a code for the hub with the verifier key.
func NewCode(rand io.Reader, verifier string) (Code, error) {
	var c Code
	if _, err := io.ReadFull(rand, c[:codeHalf]); err != nil {
		return Code{}, err
	}
	copy(c[codeHalf:], fingerprint(verifier))
	return c, nil
}

func fingerprint(verifier string) []byte {
	sum := sha256.Sum256([]byte(verifier))
	return sum[:codeHalf]
}

// OfHub reports whether the hub with the verifier key gave the code.
func (c Code) OfHub(verifier string) bool {
	return subtle.ConstantTimeCompare(c[codeHalf:], fingerprint(verifier)) == 1
}

// Digest is how the hub keeps a code: it cannot be turned back.
func (c Code) Digest() [sha256.Size]byte { return sha256.Sum256(c[:]) }

// String writes the code as "XXXX-XXXX-…", eight groups.
func (c Code) String() string {
	var b strings.Builder
	for i := range len(c) * 8 / 5 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		v := 0
		for j := range 5 {
			k := i*5 + j
			v = v<<1 | int(c[k/8]>>(7-k%8)&1)
		}
		b.WriteByte(crockford[v])
	}
	return b.String()
}

// ParseCode reads a code as a person types it: any case, with or without
// dashes and blanks, O for 0, I and L for 1.
func ParseCode(text string) (Code, error) {
	var c Code
	n := 0
	for _, r := range strings.ToUpper(text) {
		switch r {
		case '-', ' ', '\t', '\u00a0', '\n', '\r', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		v := strings.IndexRune(crockford, r)
		if v < 0 || n == len(c)*8/5 {
			return Code{}, ErrCode
		}
		for j := range 5 {
			k := n*5 + j
			c[k/8] |= byte(v>>(4-j)&1) << (7 - k%8)
		}
		n++
	}
	if n != len(c)*8/5 {
		return Code{}, ErrCode
	}
	return c, nil
}
