package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is the work of one password, as argon2id takes it.
type cost struct {
	time, memory uint32 // memory in KiB
	threads      uint8
}

// defaultCost takes some 0.15 s and 64 MiB.
var defaultCost = cost{time: 3, memory: 64 << 10, threads: 2}

const (
	saltBytes = 16
	hashBytes = 32
	// parallelHashes bounds the memory that logins take: 64 MiB each.
	parallelHashes = 2
)

var errHash = errors.New("web: a stored password has not its form")

var b64 = base64.RawStdEncoding

// hasher computes password hashes, a few at a time.
type hasher struct {
	cost  cost
	slots chan struct{}
	dummy string // hash of nobody's password
}

func newHasher(c cost) *hasher {
	h := &hasher{cost: c, slots: make(chan struct{}, parallelHashes)}
	h.dummy = c.encode(make([]byte, saltBytes), make([]byte, hashBytes))
	return h
}

// encode writes the PHC text form: $argon2id$v=19$m=65536,t=3,p=2$salt$hash.
func (c cost) encode(salt, hash []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b64.EncodeToString(salt), b64.EncodeToString(hash))
}

func decodeHash(text string) (c cost, salt, hash []byte, err error) {
	f := strings.Split(text, "$")
	if len(f) != 6 || f[0] != "" || f[1] != "argon2id" || f[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(f[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); err != nil || c.time == 0 || c.threads == 0 || c.memory > 1<<20 || c.time > 100 {
		return c, nil, nil, errHash
	}
	salt, err1 := b64.DecodeString(f[4])
	hash, err2 := b64.DecodeString(f[5])
	if err1 != nil || err2 != nil || len(salt) < 8 || len(hash) < 16 {
		return c, nil, nil, errHash
	}
	return c, salt, hash, nil
}

func (h *hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) leave() { <-h.slots }

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	return h.cost.encode(salt, argon2.IDKey([]byte(password), salt, h.cost.time, h.cost.memory, h.cost.threads, hashBytes)), nil
}

func (h *hasher) verify(ctx context.Context, stored, password string) (bool, error) {
	c, salt, want, err := decodeHash(stored)
	if err != nil {
		return false, err
	}
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	got := argon2.IDKey([]byte(password), salt, c.time, c.memory, c.threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}
