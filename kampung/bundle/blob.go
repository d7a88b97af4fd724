package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

// Limits of a chunk of a scan, in bytes.
const (
	MaxChunkNote   = 2 << 10
	MaxChunkCipher = kampung.ScanChunkBytes + 16<<10 // age's header and tags on top of the plain bytes
	MaxChunk       = MaxChunkNote + MaxChunkCipher
	// PartChunks is how many chunks a file on a stick holds at most.
	PartChunks = 16
	MaxPart    = PartChunks * MaxChunk
)

// ErrVersion is wrapped when a chunk is of a form that came after this program.
var ErrVersion = errors.New("bundle: form of a later version")

const (
	chunkTitle = "smartkampung chunk v1"
	chunkStart = "smartkampung chunk "
)

// Chunk is what the note of a sealed chunk says.
type Chunk struct {
	Village string
	Device  string // that sealed it
	SHA256  string // hex, of the whole scan
	Size    int64  // of the whole scan
	N       int    // which chunk, from 0
	ToName  string
	To      string // age recipient

	cipher int64
	digest Hash
}

// SealedChunk is a chunk whose signature and digest were right.
type SealedChunk struct {
	Chunk
	Sealed []byte // an age file
}

// ChunkSealing is what a sealed chunk is made of.
type ChunkSealing struct {
	Village, Device string
	SHA256          string
	Size            int64
	N               int
	Plain           []byte   // the chunk's own bytes
	ToName          string   // the reader's name, one word
	To              string   // the reader's X25519 age recipient
	Also            []string // further recipients, one at least
	Signer          string   // note signer key
}

// SealChunk returns the chunk's bytes. Errors wrap [ErrLimit] when the chunk is
// not one of the scan.
func SealChunk(s ChunkSealing) ([]byte, error) {
	scan := kampung.Scan{SHA256: s.SHA256, Size: s.Size}
	if !scan.Travels() || len(s.Plain) == 0 || int64(len(s.Plain)) != kampung.ScanChunkSize(s.Size, s.N) {
		return nil, fmt.Errorf("%w: %d bytes as chunk %d of a scan of %d", ErrLimit, len(s.Plain), s.N, s.Size)
	}
	body, err := sealFor(s.Plain, append([]string{s.To}, s.Also...))
	if err != nil {
		return nil, err
	}
	if len(body) > MaxChunkCipher {
		return nil, fmt.Errorf("%w: %d bytes sealed", ErrLimit, len(body))
	}
	signer, err := note.NewSigner(s.Signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: signer: %w", err)
	}
	sum := sha256.Sum256(body)
	text := chunkTitle + "\n" +
		"village " + s.Village + "\n" +
		"device " + s.Device + "\n" +
		"scan " + s.SHA256 + " " + strconv.FormatInt(s.Size, 10) + "\n" +
		"chunk " + strconv.Itoa(s.N) + "\n" +
		"to " + s.ToName + " " + s.To + "\n" +
		"body age " + strconv.Itoa(len(body)) + " sha256:" + base64.StdEncoding.EncodeToString(sum[:]) + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign: %w", err)
	}
	return append(signed, body...), nil
}

// IsChunk reports whether data begins as a chunk does, of whatever version.
func IsChunk(data []byte) bool { return bytes.HasPrefix(data, []byte(chunkStart)) }

// ReadChunkHeader reads a chunk's note without judging its signature, to find
// the key that must have signed it. Errors: [ErrForm], [ErrLimit],
// [ErrVersion].
func ReadChunkHeader(data []byte) (Chunk, error) {
	c, _, _, err := splitChunk(data)
	return c, err
}

// ReadChunk authenticates a chunk: form, the signature under a note verifier
// key, and the digest of the sealed bytes. Nothing is decrypted. Errors:
// [ErrForm], [ErrLimit], [ErrSignature], [ErrDamaged], [ErrVersion].
func ReadChunk(data []byte, vkey string) (SealedChunk, error) {
	c, head, body, err := splitChunk(data)
	if err != nil {
		return SealedChunk{}, err
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return SealedChunk{}, fmt.Errorf("bundle: verifier key: %w", err)
	}
	if _, err := note.Open(head, note.VerifierList(verifier)); err != nil {
		return SealedChunk{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if int64(len(body)) != c.cipher {
		return SealedChunk{}, fmt.Errorf("%w: body has %d bytes, the note says %d", ErrDamaged, len(body), c.cipher)
	}
	if sha256.Sum256(body) != c.digest {
		return SealedChunk{}, fmt.Errorf("%w: digest", ErrDamaged)
	}
	return SealedChunk{c, body}, nil
}

// Open decrypts the chunk. Its plain bytes are as many as the scan has at that
// place; whether they are the right ones only the whole scan's digest tells.
// Errors: [ErrSealed], [ErrDamaged].
func (c SealedChunk) Open(identities ...age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(c.Sealed), identities...)
	if err != nil {
		var none *age.NoIdentityMatchError
		if errors.As(err, &none) {
			return nil, fmt.Errorf("%w: %w", ErrSealed, err)
		}
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	plain, err := io.ReadAll(io.LimitReader(r, kampung.ScanChunkBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if int64(len(plain)) != kampung.ScanChunkSize(c.Size, c.N) {
		return nil, fmt.Errorf("%w: chunk %d has %d bytes", ErrDamaged, c.N, len(plain))
	}
	return plain, nil
}

// SplitChunks cuts a file of chunks (.skf) into them, unjudged. Errors:
// [ErrForm] when something else stands between them, [ErrLimit], [ErrVersion].
func SplitChunks(data []byte) ([][]byte, error) {
	var out [][]byte
	for len(data) > 0 {
		c, head, body, err := splitChunk(data)
		if err != nil {
			return nil, err
		}
		if len(out) == PartChunks {
			return nil, fmt.Errorf("%w: more than %d chunks", ErrLimit, PartChunks)
		}
		if int64(len(body)) < c.cipher {
			return nil, fmt.Errorf("%w: chunk %d is cut", ErrForm, c.N)
		}
		end := len(head) + int(c.cipher)
		out, data = append(out, data[:end]), data[end:]
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: empty", ErrForm)
	}
	return out, nil
}

// splitChunk cuts the note off the front and reads it. One chunk has one
// spelling, so there is one signature.
func splitChunk(data []byte) (c Chunk, head, body []byte, err error) {
	if IsChunk(data) && !bytes.HasPrefix(data, []byte(chunkTitle+"\n")) {
		return c, nil, nil, fmt.Errorf("%w: chunk", ErrVersion)
	}
	head, body, err = splitNote(data)
	if err != nil {
		return c, nil, nil, err
	}
	text, sigs, _ := bytes.Cut(head, []byte("\n\n— "))
	if len(head) > MaxChunkNote || bytes.Count(sigs, []byte("\n")) != 1 {
		return c, nil, nil, fmt.Errorf("%w: the note of a chunk is short and signed once", ErrForm)
	}
	c, err = parseChunk(string(text))
	return c, head, body, err
}

func parseChunk(text string) (c Chunk, err error) {
	lines := strings.Split(text, "\n")
	if lines[0] != chunkTitle {
		return c, fmt.Errorf("%w: another kind of note", ErrForm)
	}
	f := map[string]string{}
	for _, line := range lines[1:] {
		word, rest, _ := strings.Cut(line, " ")
		if _, twice := f[word]; twice {
			return c, fmt.Errorf("%w: line %.10q stands twice", ErrForm, word)
		}
		f[word] = rest
	}
	l, err := ParseOrigin(strings.Join([]string{"smartkampung", f["village"], f["device"], "00000000", string(kampung.AudienceKabupaten)}, "/"))
	if err != nil {
		return c, fmt.Errorf("%w: %w", ErrForm, err)
	}
	c.Village, c.Device = l.Village, l.Device
	var size string
	c.SHA256, size, _ = strings.Cut(f["scan"], " ")
	n, err1 := parseCount(f["chunk"])
	var err2 error
	c.Size, err2 = parseCount(size)
	c.ToName, c.To, _ = strings.Cut(f["to"], " ")
	if err := errors.Join(err1, err2); err != nil || !kampung.IsScanDigest(c.SHA256) || c.To == "" {
		return c, fmt.Errorf("%w: a line of the chunk is missing", ErrForm)
	}
	if !(kampung.Scan{SHA256: c.SHA256, Size: c.Size}).Travels() || n >= int64(kampung.ScanChunks(c.Size)) {
		return c, fmt.Errorf("%w: chunk %d of a scan of %d bytes", ErrLimit, n, c.Size)
	}
	c.N = int(n)
	return c, c.parseBody(f["body"])
}

func (c *Chunk) parseBody(s string) error {
	f := strings.Split(s, " ")
	if len(f) != 3 || f[0] != "age" || !strings.HasPrefix(f[2], "sha256:") {
		return fmt.Errorf("%w: unknown form of body", ErrForm)
	}
	var err error
	if c.cipher, err = parseCount(f[1]); err != nil {
		return err
	}
	if c.cipher > MaxChunkCipher {
		return fmt.Errorf("%w: chunk of %d bytes", ErrLimit, c.cipher)
	}
	c.digest, err = parseHash(strings.TrimPrefix(f[2], "sha256:"))
	return err
}

// sealFor encrypts plain for X25519 recipients, two at least.
func sealFor(plain []byte, to []string) ([]byte, error) {
	var recipients []age.Recipient
	for _, r := range to {
		x, err := age.ParseX25519Recipient(r)
		if err != nil {
			return nil, fmt.Errorf("bundle: recipient: %w", err)
		}
		recipients = append(recipients, x)
	}
	if len(recipients) < 2 {
		return nil, fmt.Errorf("bundle: a lost key must not be lost data: one recipient only")
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipients...)
	if err != nil {
		return nil, fmt.Errorf("bundle: seal: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("bundle: seal: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("bundle: seal: %w", err)
	}
	return out.Bytes(), nil
}
