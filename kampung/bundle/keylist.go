package bundle

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

// KeyListTitle is the first line of a [KeyList].
const KeyListTitle = "smartkampung keylist v1"

// Limits of a key list. A regency of 217 villages with two devices each needs
// some 40 KiB.
const (
	MaxKeyList = 512 << 10
	maxKeys    = 5000
)

// ErrKeyList is wrapped by what is wrong with a list of keys.
var ErrKeyList = errors.New("bundle: not a list of the regency's keys")

// KeyList is the keys of every device of a regency, signed by its hub: with it
// a letter's code is checked without a line.
type KeyList struct {
	Regency string    // "35.10"
	At      time.Time // of its last change, by the hub's clock
	Keys    []kampung.DeviceKey
}

var villageForm = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$`)

// SignKeyList returns the list as a signed note. The same list under the same
// key has the same bytes.
func SignKeyList(l KeyList, skey string) ([]byte, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("bundle: signer: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nregency %s\nat %s\n", KeyListTitle, l.Regency, l.At.Format(time.RFC3339))
	for _, k := range l.Keys {
		fmt.Fprintf(&b, "%s %s %s %s", k.Village, k.Device, base64.RawStdEncoding.EncodeToString(k.Public), kampung.DateOf(k.From).ISO())
		if !k.Until.IsZero() {
			fmt.Fprintf(&b, " %s %d", k.Until.In(kampung.WIB).Format(time.RFC3339), k.Size)
		}
		b.WriteByte('\n')
	}
	signed, err := note.Sign(&note.Note{Text: b.String()}, signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign keys: %w", err)
	}
	if len(signed) > MaxKeyList || len(l.Keys) > maxKeys {
		return nil, fmt.Errorf("%w: %d keys", ErrLimit, len(l.Keys))
	}
	return signed, nil
}

// OpenKeyList reads a list signed under the hub's verifier key. Errors:
// [ErrKeyList], and [ErrSignature] where that is what is wrong.
func OpenKeyList(data []byte, vkey string) (KeyList, error) {
	if len(data) > MaxKeyList {
		return KeyList{}, fmt.Errorf("%w: too long", ErrKeyList)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return KeyList{}, fmt.Errorf("bundle: verifier key: %w", err)
	}
	n, err := note.Open(data, note.VerifierList(v))
	if err != nil {
		return KeyList{}, fmt.Errorf("%w: %w: %w", ErrKeyList, ErrSignature, err)
	}
	return parseKeyList(n.Text)
}

func parseKeyList(text string) (l KeyList, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != KeyListTitle {
		return l, fmt.Errorf("%w: another kind of note", ErrKeyList)
	}
	for _, line := range lines[1:] {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "regency":
			l.Regency = rest
		case word == "at":
			l.At, err = time.Parse(time.RFC3339, rest)
		case villageForm.MatchString(word):
			var k kampung.DeviceKey
			k, err = parseListed(word, strings.Split(rest, " "))
			l.Keys = append(l.Keys, k)
		}
		if err != nil || len(l.Keys) > maxKeys {
			return KeyList{}, fmt.Errorf("%w: %.80q", ErrKeyList, line)
		}
	}
	if l.Regency == "" || l.At.IsZero() {
		return KeyList{}, fmt.Errorf("%w: a line is missing", ErrKeyList)
	}
	for _, k := range l.Keys {
		if !strings.HasPrefix(k.Village, l.Regency+".") {
			return KeyList{}, fmt.Errorf("%w: %s is not of regency %.10q", ErrKeyList, k.Village, l.Regency)
		}
	}
	return l, nil
}

// parseListed reads a key's line after its village. Fields after the ones known
// here are for later versions.
func parseListed(village string, f []string) (kampung.DeviceKey, error) {
	k := kampung.DeviceKey{Village: village}
	if len(f) < 3 || len(f) == 4 {
		return k, ErrKeyList
	}
	k.Device = f[0]
	raw, err1 := base64.RawStdEncoding.Strict().DecodeString(f[1])
	from, err2 := time.ParseInLocation(time.DateOnly, f[2], kampung.WIB)
	k.Public, k.From = ed25519.PublicKey(raw), from
	var err3, err4 error
	if len(f) > 4 {
		k.Until, err3 = time.Parse(time.RFC3339, f[3])
		k.Size, err4 = parseCount(f[4])
	}
	if err := errors.Join(err1, err2, err3, err4); err != nil || len(raw) != ed25519.PublicKeySize {
		return k, ErrKeyList
	}
	return k, nil
}

// KeyListDigest names a list, to learn whether another one came: the first 64
// bits of the SHA-256 of its bytes, in hex.
func KeyListDigest(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// NoteTitle is the first line of a note, which tells its kind. For a receipt it
// is the origin of its log.
func NoteTitle(data []byte) string {
	title, _, _ := bytes.Cut(data[:min(len(data), 200)], []byte("\n"))
	return string(title)
}

// CheckNote checks a note's signature under a note verifier key. Errors:
// [ErrSignature].
func CheckNote(n []byte, vkey string) error {
	if err := signedByAll(n, []string{vkey}); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return nil
}

// SplitNotes cuts a file of notes (.skr) into its notes of whatever kind,
// unjudged. Errors: [ErrForm] when something else stands between them,
// [ErrLimit].
func SplitNotes(data []byte) ([][]byte, error) {
	var notes [][]byte
	rest := append(bytes.Clone(bytes.TrimSpace(data)), '\n')
	for ; len(rest) > 1; rest = bytes.TrimLeft(rest, "\r\n ") {
		limit := MaxNote
		if NoteTitle(rest) == KeyListTitle {
			limit = MaxKeyList
		}
		head, tail, err := cutNote(rest, limit)
		if err != nil {
			return nil, err
		}
		if len(notes) == 4096 {
			return nil, fmt.Errorf("%w: more than 4,096 notes", ErrLimit)
		}
		notes = append(notes, head)
		rest = tail
	}
	if len(notes) == 0 {
		return nil, fmt.Errorf("%w: empty", ErrForm)
	}
	return notes, nil
}
