package kampung

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"
)

func TestCheckLetter(t *testing.T) {
	key := testKey()
	pub := key.Public().(ed25519.PublicKey)
	day := Date{2026, 11, 23}
	text := SignLetterCode(LetterCode{Village: "35.10.05.2001", Number: "500/012/2026", Date: day, Service: "sku", Initials: "M."}, key)
	in := DeviceKey{Village: "35.10.05.2001", Public: pub}
	until := func(y, m, d int) DeviceKey {
		k := in
		k.Until = time.Date(y, time.Month(m), d, 8, 0, 0, 0, WIB)
		return k
	}
	elsewhere := in
	elsewhere.Village = "35.10.05.2002"
	_, payload, signature, err := ReadLetterCode(text)
	if err != nil {
		t.Fatal(err)
	}
	changed := LetterCodePrefix + codeText.EncodeToString([]byte(strings.Replace(string(payload), "/012/", "/013/", 1))) + "/" + codeText.EncodeToString(signature)
	none, absent := Register{}, Register{Asked: true}
	found := func(s State) Register { return Register{Asked: true, Found: true, State: s} }
	for name, c := range map[string]struct {
		text string
		key  DeviceKey
		reg  Register
		want CheckOutcome
		says string
	}{
		"good":                               {text, in, none, CheckAuthentic, "halaman Periksa surat"},
		"registered":                         {text, in, found(StateApproved), CheckAuthentic, "tercatat"},
		"not yet registered":                 {text, in, absent, CheckAuthentic, "diterbitkan"},
		"address before it":                  {"https://hub.example/p/" + strings.ToLower(text), in, none, CheckAuthentic, ""},
		"broken over lines":                  {text[:40] + "\r\n  " + text[40:] + "\n", in, none, CheckAuthentic, ""},
		"cancelled":                          {text, in, found(StateCancelled), CheckCancelled, "tidak berlaku lagi"},
		"changed":                            {changed, in, none, CheckAltered, "Jangan pakai"},
		"signature of another code":          {text[:len(text)-103] + strings.Repeat("A", 103), in, none, CheckAltered, ""},
		"another village's device":           {text, elsewhere, none, CheckUnknown, "daftar kunci"},
		"no key":                             {text, DeviceKey{}, none, CheckUnknown, ""},
		"cut":                                {text[:len(text)-9], in, none, CheckNoCode, "terpotong"},
		"words":                              {"halo", in, none, CheckNoCode, ""},
		"signed before the key was revoked":  {text, until(2026, 12, 1), none, CheckAuthentic, "1 Desember 2026"},
		"signed on the day":                  {text, until(2026, 11, 23), none, CheckAuthentic, ""},
		"signed after the key was revoked":   {text, until(2026, 11, 22), none, CheckRevoked, ""},
		"revoked, and no register knows it":  {text, until(2026, 12, 1), absent, CheckRevoked, ""},
		"revoked, and the register knows it": {text, until(2026, 11, 1), found(StateHanded), CheckAuthentic, "tercatat"},
		"revoked and cancelled":              {text, until(2026, 11, 1), found(StateCancelled), CheckCancelled, ""},
	} {
		got := CheckLetter(c.text, func(string) []DeviceKey { return []DeviceKey{elsewhere, c.key} }, func(LetterCode) Register { return c.reg })
		head, says := got.Words()
		if got.Outcome != c.want || !strings.Contains(says, c.says) || head == "" {
			t.Errorf("%s: %s %q %q, want %s %q", name, got.Outcome, head, says, c.want, c.says)
		}
		if got.Genuine() != (got.Code.Number == "500/012/2026") {
			t.Errorf("%s: shows %+v", name, got.Code)
		}
		if strings.Contains(strings.ToLower(says), "error") {
			t.Errorf("%s: %s", name, says)
		}
	}
	if got := CheckLetter(text, func(string) []DeviceKey { return []DeviceKey{in} }, nil); got.Outcome != CheckAuthentic {
		t.Errorf("without a register: %s", got.Outcome)
	}
}

// Whatever the text, nothing of it is shown unless a listed key signed it.
func FuzzCheckLetter(f *testing.F) {
	key := testKey()
	in := DeviceKey{Village: "35.10.05.2001", Public: key.Public().(ed25519.PublicKey)}
	want := LetterCode{Village: "35.10.05.2001", Number: "1", Date: Date{2026, 11, 23}, Key: KeyID(in.Public)}
	text := SignLetterCode(want, key)
	for _, s := range []string{text, "x/" + text, text + "A", strings.ToLower(text), "SK1/A/B", "SK1//"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := CheckLetter(s, func(string) []DeviceKey { return []DeviceKey{in} }, nil)
		if got.Genuine() && got.Code != want {
			t.Fatalf("%q: %+v", s, got.Code)
		}
		if !got.Genuine() && got.Code != (LetterCode{}) {
			t.Fatalf("%q shows %+v", s, got.Code)
		}
	})
}
