package kampung

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestOnward(t *testing.T) {
	for _, c := range []struct {
		from, to State
		role     Role
		steps    []State
		next     Role
	}{
		{StateChecked, StatePrinted, RoleAdmin, []State{StateApproved, StatePrinted}, ""},
		{StateChecked, StatePrinted, RoleSekdes, []State{StateApproved, StatePrinted}, ""},
		{StateChecked, StatePrinted, RoleOperator, nil, RoleSekdes},
		{StateVerified, StateApproved, RoleOperator, nil, RoleSekdes},
		{StateApproved, StateHanded, RoleOperator, []State{StatePrinted, StateHanded}, ""},
		{StatePrinted, StatePrinted, RoleOperator, nil, ""},
		{StateHanded, StatePrinted, RoleAdmin, nil, ""},
		{StateChecked, StateCancelled, RoleAdmin, nil, ""}, // needs a reason
		{StateChecked, StatePrinted, "tamu", nil, RoleSekdes},
	} {
		steps, next := Onward(c.from, c.to, c.role)
		if !slices.Equal(steps, c.steps) || next != c.next {
			t.Errorf("Onward(%s, %s, %s) = %v, %q", c.from, c.to, c.role, steps, next)
		}
	}
}

func TestOnwardTakesOnlyAllowedSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := rapid.SampledFrom(States).Draw(t, "from"), rapid.SampledFrom(States).Draw(t, "to")
		role := rapid.SampledFrom(Roles).Draw(t, "role")
		steps, next := Onward(from, to, role)
		at := from
		for _, s := range steps {
			if why := Advance(at, s, role, ""); why != "" {
				t.Fatalf("from %s to %s: %s", at, s, why)
			}
			at = s
		}
		if next == "" && len(steps) > 0 && at != to {
			t.Fatalf("the steps %v do not lead to %s and nobody is next", steps, to)
		}
		if next != "" && role.AtLeast(next) {
			t.Fatalf("%s is next, and %s could", next, role)
		}
	})
}

func TestWhoNext(t *testing.T) {
	all := []Account{{Login: "siti", Role: RoleOperator}, {Login: "budi", Role: RoleSekdes, Off: true}, {Login: "kades", Role: RoleKades}, {Login: "admin", Role: RoleAdmin}}
	if who := WhoNext(all, RoleSekdes); len(who) != 1 || who[0].Login != "kades" {
		t.Errorf("next are %v", who)
	}
	if who := WhoNext(all[:2], RoleSekdes); who != nil {
		t.Errorf("next are %v, and nobody may", who)
	}
}

func TestLastServicesAndSigner(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, WIB)
	ago := func(h int) time.Time { return now.Add(-time.Duration(h) * time.Hour) }
	uses := []Use{
		{"sktm", "kades", "siti", ago(30)}, {"sku", "sekdes", "siti", ago(2)}, {"sku", "kades", "siti", ago(50)},
		{"skck", "kades", "budi", ago(1)}, {"domisili", "kades", "siti", ago(400)}, {"n1", "kades", "siti", ago(-5)},
	}
	if got := LastServices(uses, "siti", 4); !slices.Equal(got, []string{"n1", "sku", "sktm", "domisili"}) {
		t.Errorf("last services %v", got)
	}
	if got := LastServices(uses, "budi", 2); !slices.Equal(got, []string{"skck", "n1"}) {
		t.Errorf("last services of the other clerk %v", got)
	}
	for service, want := range map[string]string{"sku": "sekdes", "sktm": "kades", "domisili": "", "n1": "", "pindah": ""} {
		if got := LastSigner(uses, service, now); got != want {
			t.Errorf("last signer of %s: %q, want %q", service, got, want)
		}
	}
}

func TestLastServicesNameEachOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		uses := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Use {
			return Use{Service: rapid.SampledFrom([]string{"sku", "sktm", "skck", ""}).Draw(t, "service"), By: rapid.SampledFrom([]string{"siti", "budi"}).Draw(t, "by"),
				At: time.Unix(int64(rapid.IntRange(0, 9).Draw(t, "at")), 0)}
		})).Draw(t, "uses")
		limit := rapid.IntRange(0, 4).Draw(t, "limit")
		got := LastServices(uses, "siti", limit)
		if len(got) > limit || slices.Contains(got, "") {
			t.Fatalf("%v of at most %d", got, limit)
		}
		sorted := slices.Clone(got)
		slices.Sort(sorted)
		if len(slices.Compact(sorted)) != len(got) {
			t.Fatalf("%v names one twice", got)
		}
	})
}
