package kampung

import (
	"crypto/sha256"
	"errors"
	"strings"
)

// RecoveryBytes is the length of the secret in a recovery key.
const RecoveryBytes = 16

// ErrRecovery is returned for a recovery key that was not typed right.
var ErrRecovery = errors.New("kampung: recovery key is not right")

// crockford is Douglas Crockford's base 32: no I, L, O, U, so that a key read
// from paper has one reading.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// FormatRecovery writes a 16-byte secret as seven groups of four characters:
// 128 bits of secret and 12 bits of check, as "7G2K-…".
func FormatRecovery(secret [RecoveryBytes]byte) string {
	sum := sha256.Sum256(secret[:])
	var bits [18]byte
	copy(bits[:], secret[:])
	bits[16], bits[17] = sum[0], sum[1]&0xf0
	return formatBits(bits)
}

// ParseRecovery reads a recovery key as a person types it: any case, with or
// without dashes and blanks, O for 0, I and L for 1. A slip is noticed with
// all but one chance in 4,096.
func ParseRecovery(key string) (secret [RecoveryBytes]byte, err error) {
	var bits [18]byte
	n := 0
	for _, r := range strings.ToUpper(key) {
		switch r {
		case '-', ' ', '\t', '\u00a0', '\n', '\r':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		v := strings.IndexRune(crockford, r)
		if v < 0 || n == 28 {
			return secret, ErrRecovery
		}
		for j := range 5 {
			k := n*5 + j
			bits[k/8] |= byte(v>>(4-j)&1) << (7 - k%8)
		}
		n++
	}
	copy(secret[:], bits[:])
	if n != 28 || FormatRecovery(secret) != formatBits(bits) {
		return [RecoveryBytes]byte{}, ErrRecovery
	}
	return secret, nil
}

// formatBits writes 140 bits as a key, check bits as they are.
func formatBits(bits [18]byte) string {
	var b strings.Builder
	for i := range 28 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		v := 0
		for j := range 5 {
			k := i*5 + j
			v = v<<1 | int(bits[k/8]>>(7-k%8)&1)
		}
		b.WriteByte(crockford[v])
	}
	return b.String()
}

// RecoveryGroup returns the nth group of a recovery key, from 1, for the
// confirmation at the first run; "" when there is none.
func RecoveryGroup(key string, n int) string {
	groups := strings.Split(key, "-")
	if n < 1 || n > len(groups) {
		return ""
	}
	return groups[n-1]
}
