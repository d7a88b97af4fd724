package kampung

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOnlyAnIssuedLetterIsCorrected(t *testing.T) {
	for _, s := range States {
		text := CheckCorrect(Request{State: s})
		if (text == "") != s.Signed() {
			t.Errorf("%s: %q", s, text)
		}
	}
	if text := CheckCorrect(Request{State: StateCancelled, ReplacedBy: "b"}); !strings.Contains(text, "penggantinya") {
		t.Errorf("replaced already: %q", text)
	}
	old := Request{ID: "a", Service: "sku", State: StateHanded, Fields: map[string]string{"nama_usaha": "TOKO"}, Signer: Signer{Key: "kades"}}
	d := Correction(old, " nama  keliru ")
	d.Fields["nama_usaha"] = "WARUNG"
	if old.Fields["nama_usaha"] != "TOKO" || d.Replaces != "a" || d.Request != "" || d.Why != "nama keliru" || d.Signer != "kades" {
		t.Errorf("%+v of %+v", d, old)
	}
	var b RequestBody
	if p := ReplaceRequest(&b, old, "", ""); p.Of("why") == "" {
		t.Error("a correction without a reason")
	}
	if p := ReplaceRequest(&b, old, "nama", "470/9/2026"); !strings.Contains(p.Of(""), "470/9/2026") {
		t.Errorf("a second correction: %v", p)
	}
	if p := ReplaceRequest(&b, old, "nama", ""); p.Err() != nil || b.Replaces != "a" || b.Why != "nama" {
		t.Errorf("%v, %+v", p, b)
	}
}

// Only an issued letter ends by the one that corrects it, and then it points there.
func TestReplaceStepPointsAtItsCorrection(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := Request{ID: "a", State: rapid.SampledFrom(States).Draw(t, "old")}
		fresh := Request{ID: "b", Number: "470/2/2026", Why: "nama keliru", Replaces: rapid.SampledFrom([]string{"", "a", "c"}).Draw(t, "replaces")}
		step, ok := ReplaceStep(old, fresh)
		if ok != (old.State.Signed() && fresh.Replaces == "a") {
			t.Fatalf("%v for %s replaced by one of %q", ok, old.State, fresh.Replaces)
		}
		if !ok {
			return
		}
		ApplyStep(&old, Head{By: "siti"}, step)
		if old.State != StateCancelled || old.ReplacedBy != "b" || !strings.Contains(old.Reason, "470/2/2026") || !strings.Contains(old.Reason, "nama keliru") {
			t.Fatalf("%+v", old)
		}
	})
}
