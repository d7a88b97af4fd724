package wire

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

// zeros is a source of no randomness.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func askKeys(t testing.TB) (skey, vkey string) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(zeros{}, "5f0c3a9e")
	if err != nil {
		t.Fatal(err)
	}
	return skey, vkey
}

var someAsk = Ask{Village: "35.10.05.2001", Device: "5f0c3a9e", From: 12, Epoch: "c1d2e3f4", At: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}

func TestAsk(t *testing.T) {
	skey, vkey := askKeys(t)
	for _, a := range []Ask{someAsk, {Village: someAsk.Village, Device: someAsk.Device, At: someAsk.At}} {
		data, err := SignAsk(a, skey)
		if err != nil {
			t.Fatal(err)
		}
		head, err := DecodeHeader(EncodeHeader(data))
		if err != nil || !bytes.Equal(head, data) || NoteKey(head) != a.Device {
			t.Errorf("header %v", err)
		}
		got, err := OpenAsk(head, vkey)
		if err != nil || !got.At.Equal(a.At) {
			t.Fatal(got, err)
		}
		got.At = a.At
		if got != a {
			t.Errorf("%+v, want %+v", got, a)
		}
		for i := range data {
			bad := bytes.Clone(data)
			bad[i] ^= 1
			if got, err := OpenAsk(bad, vkey); err == nil && (got.Village != a.Village || got.From != a.From || got.Device != a.Device) {
				t.Errorf("byte %d flipped: %+v", i, got)
			}
		}
	}
	for _, a := range []Ask{{Village: "35.10", Device: "5f0c3a9e"}, {Village: someAsk.Village, Device: "x"}, {Village: someAsk.Village, Device: "5f0c3a9e", From: -1}, {Village: someAsk.Village, Device: "5f0c3a9e", Epoch: "z"}} {
		data, err := SignAsk(a, skey)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenAsk(data, vkey); !errors.Is(err, ErrNote) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	if _, err := DecodeHeader("bukan base64"); !errors.Is(err, ErrNote) {
		t.Error(err)
	}
	if NoteKey([]byte("halo\n\n— "+strings.Repeat("x", 100)+" y\n")) != "" || NoteKey(nil) != "" {
		t.Error("a name that is no device")
	}
}

func FuzzOpenAsk(f *testing.F) {
	skey, vkey := askKeys(f)
	data, err := SignAsk(someAsk, skey)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(EncodeHeader(data))
	f.Add("")
	f.Add(EncodeHeader([]byte("smartkampung ask v1\n\n— 5f0c3a9e AAAA\n")))
	f.Fuzz(func(t *testing.T, header string) {
		b, err := DecodeHeader(header)
		if err != nil {
			return
		}
		if k := NoteKey(b); k != "" && !IsHexID(k) {
			t.Fatalf("key %q", k)
		}
		if a, err := OpenAsk(b, vkey); err == nil && (a.From != someAsk.From || a.Village != someAsk.Village) {
			t.Fatalf("forged: %+v", a)
		}
	})
}
