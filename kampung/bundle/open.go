package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

// Header is what a bundle's note says.
type Header struct {
	Checkpoint
	From   int64
	Prev   Hash
	ToName string
	To     string // age recipient
	Plain  int64
	Ack    int64

	cipher int64
	digest Hash
}

// Entries is the number of entries in the body.
func (h Header) Entries() int64 { return h.Size - h.From }

// Bundle is a bundle whose signature and digest were right.
type Bundle struct {
	Header
	Note   []byte // the signed note, byte for byte
	Sealed []byte // the body, an age file
}

// ReadHeader reads a bundle's note without judging its signature, to find the
// key that must have signed it. Errors wrap [ErrForm] or [ErrLimit].
func ReadHeader(data []byte) (Header, error) {
	head, _, err := splitNote(data)
	if err != nil {
		return Header{}, err
	}
	text, _, _ := bytes.Cut(head, []byte("\n\n— "))
	return parseHeader(string(text) + "\n")
}

// Read authenticates a bundle: form, the device's signature under its note
// verifier key, and the digest of the sealed body. Nothing is decrypted.
func Read(data []byte, vkey string) (Bundle, error) {
	head, body, err := splitNote(data)
	if err != nil {
		return Bundle{}, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return Bundle{}, fmt.Errorf("bundle: verifier key: %w", err)
	}
	n, err := note.Open(head, note.VerifierList(verifier))
	if err != nil {
		return Bundle{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	h, err := parseHeader(n.Text)
	if err != nil {
		return Bundle{}, err
	}
	if int64(len(body)) != h.cipher {
		return Bundle{}, fmt.Errorf("%w: body has %d bytes, the note says %d", ErrDamaged, len(body), h.cipher)
	}
	if sha256.Sum256(body) != h.digest {
		return Bundle{}, fmt.Errorf("%w: digest", ErrDamaged)
	}
	return Bundle{h, head, body}, nil
}

func parseHeader(text string) (Header, error) {
	c, lines, err := parseCheckpoint(text)
	if err != nil {
		return Header{}, err
	}
	h := Header{Checkpoint: c, From: -1, cipher: -1}
	seen := map[string]bool{}
	for _, line := range lines {
		word, rest, _ := strings.Cut(line, " ")
		if seen[word] {
			return h, fmt.Errorf("%w: line %.10q stands twice", ErrForm, word)
		}
		seen[word] = true
		switch word {
		case "from":
			h.From, err = parseCount(rest)
		case "prev":
			h.Prev, err = parseHash(rest)
		case "to":
			h.ToName, h.To, _ = strings.Cut(rest, " ")
		case "body":
			err = h.parseBody(rest)
		case "ack":
			h.Ack, err = parseCount(rest)
		}
		if err != nil {
			return h, err
		}
	}
	switch {
	case !seen["from"] || !seen["prev"] || !seen["to"] || !seen["body"]:
		return h, fmt.Errorf("%w: a line is missing", ErrForm)
	case h.Entries() < 1 || h.Entries() > MaxEntries:
		return h, fmt.Errorf("%w: %d entries", ErrLimit, h.Entries())
	}
	return h, nil
}

func (h *Header) parseBody(s string) error {
	f := strings.Split(s, " ")
	if len(f) != 4 || f[0] != bodyForm || !strings.HasPrefix(f[3], "sha256:") {
		return fmt.Errorf("%w: unknown form of body", ErrForm)
	}
	var err1, err2, err3 error
	h.cipher, err1 = parseCount(f[1])
	h.Plain, err2 = parseCount(f[2])
	sum, err3 := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(f[3], "sha256:"))
	if err := errors.Join(err1, err2, err3); err != nil || len(sum) != len(h.digest) {
		return fmt.Errorf("%w: body line", ErrForm)
	}
	copy(h.digest[:], sum)
	if h.cipher > MaxCipher || h.Plain > MaxPlain {
		return fmt.Errorf("%w: body of %d bytes, %d plain", ErrLimit, h.cipher, h.Plain)
	}
	return nil
}

// Open decrypts the body and reads its entries, whole and within the limits.
// Each entry stands at its place; whether the tree over them has the signed
// root is for [Bundle.Extend]. Errors: [ErrSealed], [ErrDamaged], [ErrLimit].
func (b Bundle) Open(identities ...age.Identity) ([][]byte, []kampung.ParsedEntry, error) {
	r, err := age.Decrypt(bytes.NewReader(b.Sealed), identities...)
	if err != nil {
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) {
			return nil, nil, fmt.Errorf("%w: %w", ErrSealed, err)
		}
		return nil, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	packed, err := io.ReadAll(io.LimitReader(r, MaxCipher))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	plain, err := unpack(packed, b.Plain)
	if err != nil {
		return nil, nil, err
	}
	return b.split(plain)
}

// unpack decodes zstd into exactly size bytes. The limit stands on the reader,
// since the decoder's own memory bound does not bound a stream.
func unpack(packed []byte, size int64) ([]byte, error) {
	dec, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(1<<20))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer dec.Close()
	var plain bytes.Buffer
	n, err := io.Copy(&plain, io.LimitReader(dec, size+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if n != size {
		return nil, fmt.Errorf("%w: body unpacks to another length than the note says", ErrDamaged)
	}
	return plain.Bytes(), nil
}

func (b Bundle) split(plain []byte) ([][]byte, []kampung.ParsedEntry, error) {
	text, ok := bytes.CutSuffix(plain, []byte("\n"))
	if !ok {
		return nil, nil, fmt.Errorf("%w: last line is cut", ErrDamaged)
	}
	if int64(bytes.Count(text, []byte("\n")))+1 != b.Entries() {
		return nil, nil, fmt.Errorf("%w: another number of entries than the note says", ErrDamaged)
	}
	lines := bytes.Split(text, []byte("\n"))
	entries := make([]kampung.ParsedEntry, len(lines))
	for i, line := range lines {
		p, err := kampung.ParseEntry(line)
		if err != nil {
			return nil, nil, fmt.Errorf("%w: entry %d: %w", ErrDamaged, b.From+int64(i), err)
		}
		if p.Head.N != b.From+int64(i) {
			return nil, nil, fmt.Errorf("%w: entry %d says it is %d", ErrDamaged, b.From+int64(i), p.Head.N)
		}
		entries[i] = p
	}
	return lines, entries, nil
}

// Extend grows the tree of the first From entries, whose nodes base gives, by
// the bundle's entries, and checks both roots of the note. Errors: [ErrTree].
func (b Bundle) Extend(base HashReader, entries []kampung.ParsedEntry) (*Growth, error) {
	prev, err := Root(b.From, base)
	if err != nil {
		return nil, err
	}
	if prev != b.Prev {
		return nil, fmt.Errorf("%w: another history before entry %d", ErrTree, b.From)
	}
	g := Grow(b.From, base)
	for _, p := range entries {
		if err := g.Append(EntryHash(p)); err != nil {
			return nil, err
		}
	}
	root, err := g.Root()
	if err != nil {
		return nil, err
	}
	if g.Size() != b.Size || root != b.Checkpoint.Root {
		return nil, fmt.Errorf("%w: at %d", ErrTree, b.Size)
	}
	return g, nil
}
