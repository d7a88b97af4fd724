package kampung

import (
	"strings"
	"testing"
	"time"
)

func TestCheckLogin(t *testing.T) {
	for login, ok := range map[string]bool{"siti": true, "kasi-pelayanan": true, "a1": true, "s.aminah": true, "": false, "S": false, "Siti": false,
		"1a": false, "siti aminah": false, "-a": false, strings.Repeat("a", 33): false, "a": false, "sití": false} {
		if got := CheckLogin(login); (got == "") != ok {
			t.Errorf("CheckLogin(%q) = %q", login, got)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	for pw, ok := range map[string]bool{"kopi pahit pagi": true, "Sawah-Hijau-7": true, "": false, "pende": false, "siti12": true, "rahasia": true,
		"password": false, "PASSWORD1": false, "12345678": false, "1234567890": false, "87654321": false, "aaaaaaaa": false, "abcdefgh": false, "Qwerty123": false,
		strings.Repeat("ab", 600): false} {
		if got := CheckPassword("siti", pw); (got == "") != ok {
			t.Errorf("CheckPassword(%q) = %q", pw, got)
		}
	}
	if CheckPassword("operator-desa", "Operator-Desa") == "" {
		t.Error("a password like the login")
	}
}

func TestWaitAfter(t *testing.T) {
	last := time.Duration(0)
	for n := range 1000 {
		w := WaitAfter(n)
		if w < last || w > 5*time.Minute || (n < 5) != (w == 0) {
			t.Fatalf("WaitAfter(%d) = %v after %v", n, w, last)
		}
		last = w
	}
	if last != 5*time.Minute || WaitAfter(5) != 5*time.Second || WaitAfter(6) != 10*time.Second {
		t.Error("waits")
	}
}

func TestMay(t *testing.T) {
	for _, c := range []struct {
		role Role
		act  Act
		want bool
	}{{RoleOperator, ActRecord, true}, {RoleOperator, ActOffice, false}, {RoleSekdes, ActAccounts, false}, {RoleKades, ActEnrol, false},
		{RoleAdmin, ActAccounts, true}, {"", ActRecord, false}, {RoleAdmin, "lain", false}} {
		if got := May(c.role, c.act); got != c.want || (CheckMay(c.role, c.act) == "") != c.want {
			t.Errorf("May(%q, %q) = %v", c.role, c.act, got)
		}
	}
}

func TestCheckAccount(t *testing.T) {
	if p := CheckAccount(Account{Login: "siti", Name: "Siti", Role: RoleOperator}); p != nil {
		t.Error(p)
	}
	if p := CheckAccount(Account{Login: "?", Role: "bos"}); len(p) != 3 {
		t.Error(p)
	}
}
