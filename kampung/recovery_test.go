package kampung

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRecoveryKeyIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var secret [RecoveryBytes]byte
		copy(secret[:], rapid.SliceOfN(rapid.Byte(), RecoveryBytes, RecoveryBytes).Draw(t, "secret"))
		key := FormatRecovery(secret)
		typed := strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(key)
		if got, err := ParseRecovery(typed); err != nil || got != secret {
			t.Fatalf("%q: %x, %v", typed, got, err)
		}
		if RecoveryGroup(key, 7) != key[30:] || RecoveryGroup(key, 8) != "" {
			t.Fatal("groups")
		}
	})
}

func TestSlipInRecoveryKeyIsNoticed(t *testing.T) {
	key := FormatRecovery([RecoveryBytes]byte{1, 2, 3})
	noticed := 0
	for i := range key {
		for _, r := range crockford {
			if rune(key[i]) == r || key[i] == '-' {
				continue
			}
			if _, err := ParseRecovery(key[:i] + string(r) + key[i+1:]); err != nil {
				noticed++
			}
		}
	}
	if noticed < 860 { // of 868
		t.Errorf("only %d of 868 slips noticed", noticed)
	}
	for _, bad := range []string{"", key[1:], key + "0", strings.Replace(key, "-", "!", 1)} {
		if _, err := ParseRecovery(bad); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}
