package bundle

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"strings"

	"filippo.io/age"

	"smartkampung/kampung"
)

// RecoveryIdentity returns the age identity that belongs to the secret of a
// recovery key, of an office or of a hub.
func RecoveryIdentity(secret [kampung.RecoveryBytes]byte) (*age.X25519Identity, error) {
	seed, err := hkdf.Key(sha256.New, secret[:], nil, "smartkampung recovery age", 32)
	if err != nil {
		return nil, fmt.Errorf("bundle: recovery: %w", err)
	}
	return IdentityFromSeed([32]byte(seed))
}

// IdentityFromSeed returns the age X25519 identity whose secret scalar is seed.
// age itself makes identities only at random, so the text form (BIP 173
// Bech32, as age's specification asks) is written here.
func IdentityFromSeed(seed [32]byte) (*age.X25519Identity, error) {
	id, err := age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", seed[:])))
	if err != nil {
		return nil, fmt.Errorf("bundle: identity: %w", err)
	}
	return id, nil
}

const bech32Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32 encodes data with its checksum (BIP 173).
func bech32(hrp string, data []byte) string {
	var words []byte
	acc, bits := 0, 0
	for _, b := range data {
		acc, bits = acc<<8|int(b), bits+8
		for ; bits >= 5; bits -= 5 {
			words = append(words, byte(acc>>(bits-5)&31))
		}
	}
	if bits > 0 {
		words = append(words, byte(acc<<(5-bits)&31))
	}
	var expanded []byte
	for _, c := range []byte(hrp) {
		expanded = append(expanded, c>>5)
	}
	expanded = append(expanded, 0)
	for _, c := range []byte(hrp) {
		expanded = append(expanded, c&31)
	}
	check := bech32Polymod(append(append(expanded, words...), 0, 0, 0, 0, 0, 0)) ^ 1
	for i := range 6 {
		words = append(words, byte(check>>(5*(5-i))&31))
	}
	var out strings.Builder
	out.WriteString(hrp + "1")
	for _, w := range words {
		out.WriteByte(bech32Letters[w])
	}
	return out.String()
}

func bech32Polymod(values []byte) uint32 {
	c := uint32(1)
	for _, v := range values {
		top := c >> 25
		c = c&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				c ^= g
			}
		}
	}
	return c
}
