package wire

import (
	"bytes"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// FuzzNotes gives the desk anything for the hub's signed words: only the two
// notes that were signed are believed.
func FuzzNotes(f *testing.F) {
	skey, vkey, err := note.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)), "hub.35.10")
	if err != nil {
		f.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 14, 5, 0, 0, time.UTC)
	e, err1 := SignEnrolment(Enrolment{"35.10.05.2001", "5f0c3a9e", "hub.35.10", "age1x", at}, skey)
	a, err2 := SignAnswer(Answer{Status: 409, Kind: KindGap, About: About([]byte("x")), Size: 31, At: at}, skey)
	if err1 != nil || err2 != nil {
		f.Fatal(err1, err2)
	}
	f.Add(e)
	f.Add(a)
	f.Add([]byte("smartkampung answer v1\nstatus 9\n\n— hub.35.10 AAAA\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := OpenEnrolment(data, vkey); err == nil && (got.Device != "5f0c3a9e" || got.Village != "35.10.05.2001") {
			t.Fatalf("forged: %+v", got)
		}
		if got, err := OpenAnswer(data, vkey); err == nil && (got.Status != 409 || got.Size != 31) {
			t.Fatalf("forged: %+v", got)
		}
	})
}

func FuzzDigestMatches(f *testing.F) {
	f.Add(Digest([]byte("isi")), []byte("isi"))
	f.Add("md5=:AAAA:, sha-256=:AAAA:", []byte{})
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		if !DigestMatches(Digest(body), body) {
			t.Fatal("its own digest does not match")
		}
		if DigestMatches("sha-256=:x"+header, body) {
			t.Fatalf("%q matches", header)
		}
		DigestMatches(header, body)
	})
}
