package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"
)

// HubKeyTitle is the first line of a note of a [HubKey].
const HubKeyTitle = "smartkampung hubkey v1"

// maxChain bounds the keys of a chain; one a month lasts twenty years.
const maxChain = 256

// ErrChain is wrapped when notes about a hub's keys are no chain, or not one
// from the key that is trusted.
var ErrChain = errors.New("bundle: not a chain of the hub's keys")

// HubKey is a pair of keys that a hub used from a time on: one that signs, one
// that villages seal to.
type HubKey struct {
	Name      string // of the hub; stays through all its keys
	Verifier  string // note verifier key
	Recipient string // age X25519 recipient
	At        time.Time
	Note      []byte // signed, byte for byte
}

// Chain is the keys of a hub, the oldest first: each was signed by the one
// before it.
type Chain []HubKey

// SignHubKey returns the note of a key: signed by itself, which shows that the
// hub has it, and by the key before it; before is empty for the first.
func SignHubKey(k HubKey, skey, before string) ([]byte, error) {
	var signers []note.Signer
	for _, s := range []string{before, skey} {
		if s == "" {
			continue
		}
		signer, err := note.NewSigner(s)
		if err != nil {
			return nil, fmt.Errorf("bundle: signer: %w", err)
		}
		signers = append(signers, signer)
	}
	b, err := note.Sign(&note.Note{Text: k.text()}, signers...)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign hub key: %w", err)
	}
	return b, nil
}

func (k HubKey) text() string {
	return HubKeyTitle + "\nname " + k.Name + "\nverifier " + k.Verifier + "\nrecipient " + k.Recipient + "\nat " + k.At.Format(time.RFC3339) + "\n"
}

// ReadChain reads the notes of a hub's keys, in their order, and checks every
// link. It says nothing about whose hub that is; see [Chain.From]. Errors:
// [ErrChain].
func ReadChain(notes [][]byte) (Chain, error) {
	if len(notes) == 0 || len(notes) > maxChain {
		return nil, fmt.Errorf("%w: %d keys", ErrChain, len(notes))
	}
	var c Chain
	for i, n := range notes {
		k, err := parseHubKey(n)
		if err != nil {
			return nil, err
		}
		keys := []string{k.Verifier}
		if i > 0 {
			if c[i-1].Name != k.Name || slices.ContainsFunc(c, func(o HubKey) bool { return o.Verifier == k.Verifier }) {
				return nil, fmt.Errorf("%w: key %d does not follow", ErrChain, i)
			}
			keys = append(keys, c[i-1].Verifier)
		}
		if err := signedByAll(n, keys); err != nil {
			return nil, fmt.Errorf("%w: key %d: %w", ErrChain, i, err)
		}
		c = append(c, k)
	}
	return c, nil
}

// parseHubKey reads a note without judging its signatures.
func parseHubKey(n []byte) (HubKey, error) {
	head, rest, err := splitNote(n)
	if err != nil || len(rest) > 0 {
		return HubKey{}, fmt.Errorf("%w: not one note", ErrChain)
	}
	text, _, _ := bytes.Cut(head, []byte("\n\n— "))
	f, err := noteFields(string(text), HubKeyTitle)
	if err != nil {
		return HubKey{}, err
	}
	k := HubKey{Name: f["name"], Verifier: f["verifier"], Recipient: f["recipient"], Note: bytes.Clone(n)}
	v, err1 := note.NewVerifier(k.Verifier)
	_, err2 := age.ParseX25519Recipient(k.Recipient)
	var err3 error
	k.At, err3 = time.Parse(time.RFC3339, f["at"])
	if err := errors.Join(err1, err2, err3); err != nil {
		return HubKey{}, fmt.Errorf("%w: %w", ErrChain, err)
	}
	if v.Name() != k.Name {
		return HubKey{}, fmt.Errorf("%w: key of another name", ErrChain)
	}
	return k, nil
}

// noteFields returns the lines of a note's text by their first word. Unknown
// words are for later versions.
func noteFields(text, title string) (map[string]string, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != title {
		return nil, fmt.Errorf("%w: another kind of note", ErrChain)
	}
	f := map[string]string{}
	for _, l := range lines[1:] {
		word, rest, _ := strings.Cut(l, " ")
		if _, twice := f[word]; twice {
			return nil, fmt.Errorf("%w: a line stands twice", ErrChain)
		}
		f[word] = rest
	}
	return f, nil
}

// signedByAll checks that a note carries a right signature of every key.
func signedByAll(n []byte, vkeys []string) error {
	for _, k := range vkeys {
		v, err := note.NewVerifier(k)
		if err != nil {
			return err
		}
		if _, err := note.Open(n, note.VerifierList(v)); err != nil {
			return err
		}
	}
	return nil
}

// Last is the key in use.
func (c Chain) Last() HubKey { return c[len(c)-1] }

// From returns the part of the chain that begins with the key that is trusted.
// Errors: [ErrChain] when it is none of the chain, whatever else is right.
func (c Chain) From(verifier string) (Chain, error) {
	for i, k := range c {
		if k.Verifier == verifier {
			return c[i:], nil
		}
	}
	return nil, fmt.Errorf("%w: it does not begin at the key that is trusted", ErrChain)
}

// Notes is the chain's bytes, one note after the other.
func (c Chain) Notes() []byte {
	var notes [][]byte
	for _, k := range c {
		notes = append(notes, k.Note)
	}
	return bytes.Join(notes, []byte("\n"))
}

// IsOtherKey reports whether bytes were not verified only because a key of the
// same name signed them that is not the one asked for: what a hub with new
// keys answers.
func IsOtherKey(err error, name string) bool {
	var u *note.UnverifiedNoteError
	return errors.As(err, &u) && slices.ContainsFunc(u.Note.UnverifiedSigs, func(s note.Signature) bool { return s.Name == name })
}
