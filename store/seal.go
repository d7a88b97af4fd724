package store

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"
)

// ErrDamaged is wrapped by every error that says stored bytes are not what was
// written.
var ErrDamaged = errors.New("store: stored data is damaged")

// sealer seals values under one subkey of the data key.
type sealer struct {
	aead  cipher.AEAD
	blind []byte
}

// newSealer derives the subkeys for use from the data key.
func newSealer(dataKey []byte, use string) (*sealer, error) {
	key, err := hkdf.Key(sha256.New, dataKey, nil, "smartkampung seal "+use, chacha20poly1305.KeySize)
	if err != nil {
		return nil, fmt.Errorf("store: derive key: %w", err)
	}
	blind, err := hkdf.Key(sha256.New, dataKey, nil, "smartkampung blind "+use, 32)
	if err != nil {
		return nil, fmt.Errorf("store: derive key: %w", err)
	}
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, fmt.Errorf("store: cipher: %w", err)
	}
	return &sealer{aead, blind}, nil
}

// seal returns nonce and ciphertext; where is the associated data.
func (s *sealer) seal(where, plain []byte) []byte {
	out := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+s.aead.Overhead())
	rand.Read(out)
	return s.aead.Seal(out, out, plain, where)
}

// overhead is by how many bytes a sealed value is longer than a plain one.
func (s *sealer) overhead() int { return chacha20poly1305.NonceSizeX + s.aead.Overhead() }

// open undoes seal. Errors: [ErrDamaged].
func (s *sealer) open(where, sealed []byte) ([]byte, error) {
	if len(sealed) < chacha20poly1305.NonceSizeX {
		return nil, fmt.Errorf("%w: sealed value is too short", ErrDamaged)
	}
	n := chacha20poly1305.NonceSizeX
	plain, err := s.aead.Open(nil, sealed[:n], sealed[n:], where)
	if err != nil {
		return nil, fmt.Errorf("%w: sealed value does not open", ErrDamaged)
	}
	return plain, nil
}

// blinded returns 16 bytes that stand for a personal key such as a NIK.
func (s *sealer) blinded(what, value string) []byte {
	m := hmac.New(sha256.New, s.blind)
	io.WriteString(m, what+"\x00"+value)
	return m.Sum(nil)[:16]
}

// Argon is the cost of a password's key; see RFC 9106.
type Argon struct {
	Time    uint32 `json:"t"`
	Memory  uint32 `json:"m"` // KiB
	Threads uint8  `json:"p"`
}

// DefaultArgon takes some 0.15 s and 64 MiB on an office PC.
var DefaultArgon = Argon{Time: 3, Memory: 64 << 10, Threads: 2}

func (a Argon) key(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(password), salt, a.Time, a.Memory, a.Threads, chacha20poly1305.KeySize)
}

// sane bounds the cost that a vault file may ask for, so that a changed file
// cannot make the program take all memory.
func (a Argon) sane() bool {
	return a.Time >= 1 && a.Time <= 16 && a.Memory >= 8 && a.Memory <= 1<<20 && a.Threads >= 1 && a.Threads <= 16
}

// wrap seals the data key under another key.
func wrap(kek, dataKey, where []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(kek)
	if err != nil {
		return nil, fmt.Errorf("store: wrap: %w", err)
	}
	return (&sealer{aead: aead}).seal(where, dataKey), nil
}

// unwrap undoes wrap; an error means the wrong key.
func unwrap(kek, wrapped, where []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(kek)
	if err != nil {
		return nil, fmt.Errorf("store: unwrap: %w", err)
	}
	return (&sealer{aead: aead}).open(where, wrapped)
}
