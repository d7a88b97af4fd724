package wire

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

var requestAt = time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)

// someRequest is a request file with its code and the device's key.
func someRequest(t testing.TB) (data []byte, code Code, q EnrolRequest) {
	t.Helper()
	skey, vkey := askKeys(t)
	q = EnrolRequest{Village: "35.10.05.2001", Device: "5f0c3a9e", Verifier: vkey, Recipient: "age1x", Epoch: "c1d2e3f4"}
	code, err := NewCode(rand.Reader, "hub.35.10+00000000+AAAA")
	if err != nil {
		t.Fatal(err)
	}
	if data, err = SignRequest(q, code, skey, requestAt); err != nil {
		t.Fatal(err)
	}
	return data, code, q
}

func TestRequestFile(t *testing.T) {
	data, code, q := someRequest(t)
	got, err := OpenRequest(data)
	if err != nil || got.EnrolRequest != q || got.Half != HalfOf("hub.35.10+00000000+AAAA") || got.Half != code.Half() || !got.At.Equal(requestAt) {
		t.Fatalf("%+v %v", got, err)
	}
	v, err := code.Verifier()
	if err != nil || !got.SignedBy(v) || KeyHash(v) == "" {
		t.Errorf("the code did not sign: %v", err)
	}
	other, _ := NewCode(rand.Reader, "hub.35.10+00000000+AAAA")
	if w, _ := other.Verifier(); w == v || got.SignedBy(w) {
		t.Error("another code signed")
	}
	if got.FileName(".skd") != "daftar-35.10.05.2001-5f0c3a9e.skd" {
		t.Error(got.FileName(".skd"))
	}
	// Whoever finds the stick has nothing to enrol another device with.
	for _, secret := range []string{code.String(), strings.ReplaceAll(code.String(), "-", ""), string(code[:codeHalf])} {
		if bytes.Contains(bytes.ToUpper(data), []byte(strings.ToUpper(secret))) {
			t.Error("the code is in the file")
		}
	}
	signatures := bytes.Index(data, []byte("\n\n— "))
	for i := range data {
		for bit := range 8 {
			bad := bytes.Clone(data)
			bad[i] ^= 1 << bit
			if x, err := OpenRequest(bad); err == nil && (x.EnrolRequest != q || i < signatures) {
				t.Fatalf("byte %d bit %d flipped: %+v", i, bit, x)
			}
		}
	}
}

// A device that takes another's request and puts its own keys in has no code.
func TestRequestOfAFinder(t *testing.T) {
	data, code, q := someRequest(t)
	v, _ := code.Verifier()
	skey, vkey, err := note.GenerateKey(rand.Reader, "aaaaaaaa")
	if err != nil {
		t.Fatal(err)
	}
	text, sigs, _ := strings.Cut(string(data), "\n\n")
	stolen := strings.NewReplacer("device "+q.Device, "device aaaaaaaa", "verifier "+q.Verifier, "verifier "+vkey).Replace(text)
	signer, _ := note.NewSigner(skey)
	forged, err := note.Sign(&note.Note{Text: stolen + "\n"}, signer)
	if err != nil {
		t.Fatal(err)
	}
	forged = append(forged, strings.SplitAfter(sigs, "\n")[1]...) // with the code's signature of the other
	got, err := OpenRequest(forged)
	if err != nil || got.Device != "aaaaaaaa" || got.SignedBy(v) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestNoRequestFile(t *testing.T) {
	data, _, q := someRequest(t)
	skey, vkey := askKeys(t)
	signed := func(lines ...string) []byte {
		b, err := sign(skey, lines...)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	good := []string{RequestTitle, "village " + q.Village, "device " + q.Device, "epoch " + q.Epoch, "verifier " + vkey, "recipient x", "hub 00", "at 2026-11-23T14:05:00+07:00"}
	if x, err := OpenRequest(signed(good...)); err != nil || x.CodeHash != 0 {
		t.Fatalf("without a code's signature: %+v %v", x, err)
	}
	for name, bad := range map[string][]byte{
		"nothing": nil, "words": []byte("halo"), "cut": data[:len(data)-40], "long": append(bytes.Clone(data), make([]byte, maxNote)...),
		"another title": signed(append([]string{"smartkampung ask v1"}, good[1:]...)...), "no time": signed(good[:7]...),
		"no village": signed(append([]string{good[0]}, good[2:]...)...), "a device that is none": signed(append(good[:2:2], append([]string{"device X"}, good[3:]...)...)...),
		"another device": signed(append(good[:2:2], append([]string{"device aaaaaaaa"}, good[3:]...)...)...), "a line twice": signed(append(good, good[1])...),
	} {
		if x, err := OpenRequest(bad); err == nil {
			t.Errorf("%s: %+v", name, x)
		}
	}
}

func TestRefusalOfARequest(t *testing.T) {
	skey, vkey := askKeys(t)
	want := RefusedRequest{Village: "35.10.05.2001", Device: "5f0c3a9e", Kind: KindCode, About: About([]byte("x")), Text: "Kode pendaftaran sudah dipakai.", At: requestAt}
	data, err := SignRefusal(want, skey)
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenRefusal(data, vkey)
	got.At = want.At
	if err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	want.Text = strings.Repeat("x", 500)
	if data, err = SignRefusal(want, skey); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRefusal(data, vkey); !errors.Is(err, ErrNote) {
		t.Errorf("a sermon: %v", err)
	}
	if _, err := OpenRefusal(data[:20], vkey); !errors.Is(err, ErrNote) {
		t.Error(err)
	}
}

func FuzzOpenRequest(f *testing.F) {
	data, code, q := someRequest(f)
	v, err := code.Verifier()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(RequestTitle + "\nverifier x\n\n— 5f0c3a9e AAAA\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := OpenRequest(data)
		if err != nil {
			return
		}
		if !IsVillage(got.Village) || !IsHexID(got.Device) || !strings.HasPrefix(got.Verifier, got.Device+"+") {
			t.Fatalf("%+v", got)
		}
		if got.SignedBy(v) && got.EnrolRequest != q {
			t.Fatalf("forged: %+v", got)
		}
	})
}
