package bundle

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/mod/sumdb/note"
)

// bodyForm is the only form of a body so far.
const bodyForm = "age+zstd+jsonl"

// Sealing is what a bundle is made of.
type Sealing struct {
	Log    Log
	From   int64    // entries before the first line
	Lines  [][]byte // entry lines without newline
	Prev   Hash     // root at From
	Root   Hash     // root after the last line
	ToName string   // the reader's name, one word
	To     string   // the reader's X25519 age recipient
	Also   []string // further recipients: the office's recovery key at least
	Ack    int64
	Signer string // note signer key of the device
}

// Seal returns the bundle's bytes. Errors wrap [ErrLimit] when the lines must
// be divided; the caller halves them.
func Seal(s Sealing) ([]byte, error) {
	plain := 0
	for _, l := range s.Lines {
		plain += len(l) + 1
	}
	if len(s.Lines) == 0 || len(s.Lines) > MaxEntries || plain > MaxPlain {
		return nil, fmt.Errorf("%w: %d entries, %d bytes", ErrLimit, len(s.Lines), plain)
	}
	body, err := s.sealBody(plain)
	if err != nil {
		return nil, err
	}
	if len(body) > MaxCipher {
		return nil, fmt.Errorf("%w: %d bytes sealed", ErrLimit, len(body))
	}
	signer, err := note.NewSigner(s.Signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: signer: %w", err)
	}
	sum := sha256.Sum256(body)
	text := Checkpoint{s.Log, s.From + int64(len(s.Lines)), s.Root}.text() +
		"from " + strconv.FormatInt(s.From, 10) + "\n" +
		"prev " + s.Prev.String() + "\n" +
		"to " + s.ToName + " " + s.To + "\n" +
		"body " + bodyForm + " " + strconv.Itoa(len(body)) + " " + strconv.Itoa(plain) +
		" sha256:" + base64.StdEncoding.EncodeToString(sum[:]) + "\n" +
		"ack " + strconv.FormatInt(s.Ack, 10) + "\n"
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign: %w", err)
	}
	return append(signed, body...), nil
}

// encoders keeps encoders for the next bundle: one has tables of many megabytes,
// which cost more to make than most bundles to write.
var encoders sync.Pool

func encoder() (*zstd.Encoder, error) {
	if enc, ok := encoders.Get().(*zstd.Encoder); ok {
		return enc, nil
	}
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithEncoderCRC(false), zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return nil, fmt.Errorf("bundle: zstd: %w", err)
	}
	return enc, nil
}

func (s Sealing) sealBody(plain int) ([]byte, error) {
	enc, err := encoder()
	if err != nil {
		return nil, err
	}
	defer encoders.Put(enc)
	lines := make([]byte, 0, plain)
	for _, l := range s.Lines {
		lines = append(append(lines, l...), '\n')
	}
	return sealFor(enc.EncodeAll(lines, nil), append([]string{s.To}, s.Also...))
}
