package hubtest

import (
	"bytes"
	"fmt"
	"io"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/mod/sumdb/note"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// Bomb packs so many zero bytes: a gibibyte is some 32 kB.
func Bomb(bytesOfZero int64) []byte {
	var out bytes.Buffer
	enc := must(zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20)))
	must(io.Copy(enc, io.LimitReader(zeros{}, bytesOfZero)))
	if err := enc.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// SealPacked makes a bundle, rightly signed and sealed, around a body that is
// packed already and a note that says what the caller likes.
func SealPacked(l bundle.Log, from, to int64, packed []byte, plainSays int64, toName, recipient, signer string) []byte {
	var sealed bytes.Buffer
	w := must(age.Encrypt(&sealed, must(age.ParseX25519Recipient(recipient))))
	must(w.Write(packed))
	if err := w.Close(); err != nil {
		panic(err)
	}
	empty := must(bundle.Root(0, bundle.NoNodes))
	text := fmt.Sprintf("%s\n%d\n%s\nfrom %d\nprev %s\nto %s %s\nbody age+zstd+jsonl %d %d %s\nack 0\n",
		l.Origin(), to, empty, from, empty, toName, recipient, sealed.Len(), plainSays, wire.About(sealed.Bytes()))
	signed := must(note.Sign(&note.Note{Text: text}, must(note.NewSigner(signer))))
	return append(signed, sealed.Bytes()...)
}
