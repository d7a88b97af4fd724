package cli

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/assets"
	"smartkampung/desk"
	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/store"
)

// byHand is a village's stick at the regency: what it brings is taken in, and
// receipts, answers and what comes down go back with it.
func byHand(t *testing.T, h *hub.Hub, stick string) {
	t.Helper()
	answer, err := h.Import(context.Background(), []string{stick}, func(im hub.Imported) {
		if im.Err != nil {
			t.Errorf("%s: %v", im.File, im.Err)
		}
	})
	if err == nil && answer != nil {
		err = hub.WriteReceipts(filepath.Join(stick, "kabupaten.skr"), answer)
	}
	if err == nil {
		_, err = h.WriteDown(context.Background(), village, 0, stick)
	}
	if err == nil {
		_, err = h.WriteHistory(context.Background(), village, stick)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestLostPCByStick: the only PC of an office that never has a line is gone. Its
// successor asks for its enrolment on a stick and gets the office back from what
// the regency keeps, with the recovery key and without a line.
func TestLostPCByStick(t *testing.T) {
	o := folder(t)
	hubDir := filepath.Join(t.TempDir(), "hub")
	if _, err := hub.Init(hubDir, hub.InitOptions{Regency: "35.10"}, rand.Reader, o.now); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(hubDir)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	code := func() string {
		c, err := h.EnrolCode(t.Context(), village)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	key := madeOffice(t, o)
	o.ok("residents", "import", o.sheet("penduduk.xlsx", 30))
	stick := t.TempDir()
	o.ok("enrol", "--code", code(), "--request", stick)
	byHand(t, h, stick)
	o.ok("import", stick)
	o.ok("export", "--to", stick)
	byHand(t, h, stick)
	if r := o.ok("import", stick); !strings.Contains(r.out, "belum diterima 0") {
		t.Fatal(r.out)
	}

	next := folder(t)
	if r := next.run("join", "--village", village, "--code", "X", "--key", key); r.code != Wrong || !strings.Contains(r.err, "--hub atau --request") {
		t.Errorf("%d, %s", r.code, r.err)
	}
	stick = t.TempDir()
	next.ok("join", "--village", village, "--code", code(), "--request", stick, "--key", key)
	byHand(t, h, stick)
	next.ok("import", stick, "--key", key)
	if r := next.ok("status", "--json"); !strings.Contains(r.out, `"residents":30`) {
		t.Errorf("the register is not back: %s", r.out)
	}
}

// madeOffice makes the office in its folder and returns its recovery key.
func madeOffice(t *testing.T, o *office) (recovery string) {
	t.Helper()
	regions, err := assets.Regions()
	if err != nil {
		t.Fatal(err)
	}
	region, _ := regions.Village(village)
	opt, err := desk.Options(o.clock)
	if err != nil {
		t.Fatal(err)
	}
	opt.Argon = store.Argon{Time: 1, Memory: 64, Threads: 1}
	st, recovery, err := store.Create(o.dir, kampung.Setup{Office: kampung.NewOffice(region, "SUGENG RAHARJO"), Password: password,
		Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, opt)
	if err == nil {
		err = st.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return recovery
}
