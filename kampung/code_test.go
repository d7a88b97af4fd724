package kampung

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func testKey() ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32))) }

func TestLetterCodeVerifiesOffline(t *testing.T) {
	key := testKey()
	want := LetterCode{Village: "35.10.05.2001", Number: "500.2.2.4/012/429.511.01/2026", Date: Date{2026, 11, 23}, Service: "sku", Initials: "M.", NIK: "351005••••••0001"}
	text := SignLetterCode(want, key)
	keys := func(village, id string) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }
	for _, typed := range []string{text, " " + strings.ToLower(text) + "\n", "https://hub.example/p/" + text} {
		got, err := VerifyLetterCode(typed, keys)
		want.Key = KeyID(key.Public().(ed25519.PublicKey))
		if err != nil || got != want {
			t.Errorf("%q: %+v, %v", typed, got, err)
		}
	}
}

func TestChangedLetterCodeIsForged(t *testing.T) {
	key := testKey()
	text := SignLetterCode(LetterCode{Village: "35.10.05.2001", Number: "1", Date: Date{2026, 11, 23}}, key)
	keys := func(string, string) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }
	for i := len(LetterCodePrefix); i < len(text); i++ {
		for _, c := range []byte("AZ7") {
			if text[i] == c || text[i] == '/' {
				continue
			}
			b := []byte(text)
			b[i] = c
			// The last character of a base-32 text may hold padding bits only.
			if got, err := VerifyLetterCode(string(b), keys); err == nil && got.Number != "1" {
				t.Fatalf("accepted a change at %d: %+v", i, got)
			}
		}
	}
	none := func(string, string) ed25519.PublicKey { return nil }
	if _, err := VerifyLetterCode(text, none); !errors.Is(err, ErrCodeForged) {
		t.Errorf("unknown key: %v", err)
	}
	if _, err := VerifyLetterCode("halo", keys); !errors.Is(err, ErrCodeForm) {
		t.Errorf("no code: %v", err)
	}
}

func FuzzReadLetterCode(f *testing.F) {
	f.Add(SignLetterCode(LetterCode{Village: "35.10.05.2001", Number: "1", Date: Date{2026, 11, 23}}, testKey()))
	f.Add("SK1//")
	f.Fuzz(func(t *testing.T, s string) {
		if _, _, sig, err := ReadLetterCode(s); err == nil && len(sig) != ed25519.SignatureSize {
			t.Error("signature of another length")
		}
	})
}

func TestStepKeepsItsCode(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	code := SignLetterCode(LetterCode{Village: "35.10.05.2001", Number: "500/001/2026", Date: Date{2026, 11, 23}, Service: "sku", Initials: "M", NIK: "351005••••••0002"}, key)
	for _, c := range []string{code, "", "SK1/lain", "https://kabupaten.example/p/" + code, strings.ToLower(code), code + " "} {
		data, err := json.Marshal(StepBody{State: StateApproved, Code: c})
		if err != nil {
			t.Fatal(err)
		}
		if plain := strings.Contains(string(data), "500/001/2026"); plain != (c == code) {
			t.Errorf("%q is written as %s", c, data)
		}
		var b StepBody
		if err := json.Unmarshal(data, &b); err != nil || b.Code != c || b.State != StateApproved {
			t.Errorf("%s is read as %+v, %v", data, b, err)
		}
	}
	var old StepBody
	if err := json.Unmarshal([]byte(`{"state":"disetujui","code":"`+code+`"}`), &old); err != nil || old.Code != code {
		t.Errorf("%+v, %v", old, err)
	}
	if err := json.Unmarshal([]byte(`{"state":7}`), &old); err == nil {
		t.Error("a state that is no text")
	}
}
