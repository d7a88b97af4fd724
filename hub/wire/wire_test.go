package wire

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"smartkampung/kampung/bundle"
)

func TestCodeIsReadAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Code
		copy(c[:], rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "bytes"))
		text := c.String()
		if len(text) != 39 || strings.Count(text, "-") != 7 || strings.ContainsAny(text, "ILOU") {
			t.Fatalf("code %q", text)
		}
		typed := strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(strings.ToLower(text))
		for _, s := range []string{text, typed, strings.ReplaceAll(text, "-", "")} {
			if got, err := ParseCode(s); err != nil || got != c {
				t.Fatalf("ParseCode(%q) = %v, %v", s, got, err)
			}
		}
		for _, s := range []string{text[:38], text + "0", "U" + text[1:], ""} {
			if _, err := ParseCode(s); err == nil {
				t.Fatalf("ParseCode(%q) accepted", s)
			}
		}
	})
}

func TestCodeNamesItsHub(t *testing.T) {
	c, err := NewCode(rand.Reader, "hub.35.10+1+a")
	if err != nil || !c.OfHub("hub.35.10+1+a") || c.OfHub("hub.35.10+1+b") {
		t.Fatal("code does not tell its hub", err)
	}
	if _, err := NewCode(bytes.NewReader(nil), "x"); err == nil {
		t.Fatal("code without randomness")
	}
}

func TestNotes(t *testing.T) {
	skey, vkey, _ := bundle.GenerateKey(rand.Reader, "hub.35.10")
	_, other, _ := bundle.GenerateKey(rand.Reader, "hub.35.10")
	at := time.Date(2026, 11, 23, 14, 5, 0, 0, time.UTC)
	e := Enrolment{"35.10.05.2001", "5f0c3a9e", "hub.35.10", "age1x", at}
	en, err := SignEnrolment(e, skey)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := OpenEnrolment(en, vkey); err != nil || got != e {
		t.Fatalf("OpenEnrolment = %+v, %v", got, err)
	}
	a := Answer{409, KindGap, About([]byte("x")), 31, at, "0011223344556677"}
	an, _ := SignAnswer(a, skey)
	if got, err := OpenAnswer(an, vkey); err != nil || got != a {
		t.Fatalf("OpenAnswer = %+v, %v", got, err)
	}
	if _, err := OpenAnswer(an, other); err == nil {
		t.Fatal("another key's answer accepted")
	}
	if _, err := OpenAnswer(en, vkey); err == nil {
		t.Fatal("an enrolment passes for an answer")
	}
	if _, err := SignAnswer(Answer{Kind: "x\nsize 9"}, skey); err == nil {
		t.Fatal("line break signed")
	}
}

func TestDigestMatches(t *testing.T) {
	b := []byte("isi")
	for header, want := range map[string]bool{
		"": true, Digest(b): true, "md5=:AAAA:": true, "md5=:AAAA:, " + Digest(b): true,
		Digest([]byte("lain")): false, "sha-256=x": false,
	} {
		if DigestMatches(header, b) != want {
			t.Errorf("DigestMatches(%q) = %v", header, !want)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("7G2K-0000-0000-0000-0000-0000-0000-0000")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCode(s)
		if err != nil {
			return
		}
		if again, err := ParseCode(c.String()); err != nil || again != c {
			t.Fatalf("%q is read in two ways", s)
		}
	})
}
