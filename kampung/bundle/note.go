package bundle

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Limits of a bundle.
const (
	MaxCipher  = 1 << 20
	MaxPlain   = 4 << 20
	MaxEntries = 4096
	MaxNote    = 16 << 10
)

// Errors that say what is wrong with a bundle or receipt. Each is wrapped with
// its detail.
var (
	ErrForm      = errors.New("bundle: not a bundle")           // another file, or cut
	ErrSignature = errors.New("bundle: signature is not right") // flipped, forged or unknown key
	ErrSealed    = errors.New("bundle: sealed for another reader")
	ErrDamaged   = errors.New("bundle: body is damaged")
	ErrLimit     = errors.New("bundle: over a limit")
	ErrTree      = errors.New("bundle: entries do not match the signed root")
)

// Checkpoint is the state of a log: its size and root.
type Checkpoint struct {
	Log  Log
	Size int64
	Root Hash
}

func (c Checkpoint) text() string {
	return c.Log.Origin() + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

// parseCheckpoint reads the three lines and returns the lines after them.
func parseCheckpoint(text string) (Checkpoint, []string, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return Checkpoint{}, nil, fmt.Errorf("%w: checkpoint is too short", ErrForm)
	}
	l, err := ParseOrigin(lines[0])
	if err != nil {
		return Checkpoint{}, nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	size, err := parseCount(lines[1])
	if err != nil {
		return Checkpoint{}, nil, err
	}
	root, err := parseHash(lines[2])
	if err != nil {
		return Checkpoint{}, nil, err
	}
	return Checkpoint{l, size, root}, lines[3:], nil
}

// parseCount reads a decimal count without sign or leading zero.
func parseCount(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, fmt.Errorf("%w: %.20q is no count", ErrForm, s)
	}
	return n, nil
}

func parseHash(s string) (h Hash, err error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, fmt.Errorf("%w: %.60q is no hash", ErrForm, s)
	}
	copy(h[:], b)
	return h, nil
}

// splitNote cuts the first note off the front of data: text lines, an empty
// line, signature lines.
func splitNote(data []byte) (head, rest []byte, err error) { return cutNote(data, MaxNote) }

// cutNote is splitNote for a note of at most limit bytes.
func cutNote(data []byte, limit int) (head, rest []byte, err error) {
	window := data[:min(len(data), limit)]
	i := bytes.Index(window, []byte("\n\n— "))
	if i < 0 {
		return nil, nil, fmt.Errorf("%w: no signed note at its start", ErrForm)
	}
	end := i + 2
	for bytes.HasPrefix(window[end:], []byte("— ")) {
		j := bytes.IndexByte(window[end:], '\n')
		if j < 0 {
			return nil, nil, fmt.Errorf("%w: signature line is cut", ErrForm)
		}
		line := window[end : end+j]
		// The note package passes over unused bits of the last letter; one
		// bundle must not have two spellings.
		if _, err := base64.StdEncoding.Strict().DecodeString(string(line[bytes.LastIndexByte(line, ' ')+1:])); err != nil {
			return nil, nil, fmt.Errorf("%w: signature is not canonical base 64", ErrForm)
		}
		end += j + 1
	}
	return data[:end], data[end:], nil
}

// GenerateKey makes a signing key for a device or hub: the note signer key,
// which is secret, and the verifier key.
func GenerateKey(rand io.Reader, name string) (skey, vkey string, err error) {
	skey, vkey, err = note.GenerateKey(rand, name)
	if err != nil {
		return "", "", fmt.Errorf("bundle: generate key: %w", err)
	}
	return skey, vkey, nil
}

// PrivateKey returns the Ed25519 key inside a note signer key, for what is
// signed outside notes (the letter's code).
func PrivateKey(skey string) (ed25519.PrivateKey, error) {
	f := strings.SplitN(skey, "+", 5) // PRIVATE+KEY+name+hash+base64, which may hold a plus
	if len(f) != 5 {
		return nil, errors.New("bundle: not a signer key")
	}
	raw, err := base64.StdEncoding.DecodeString(f[4])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return nil, errors.New("bundle: not a signer key")
	}
	return ed25519.NewKeyFromSeed(raw[1:]), nil
}

// PublicKey returns the Ed25519 key inside a note verifier key.
func PublicKey(vkey string) (ed25519.PublicKey, error) {
	f := strings.SplitN(vkey, "+", 3)
	if len(f) != 3 {
		return nil, errors.New("bundle: not a verifier key")
	}
	raw, err := base64.StdEncoding.DecodeString(f[2])
	if err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return nil, errors.New("bundle: not a verifier key")
	}
	return ed25519.PublicKey(raw[1:]), nil
}
