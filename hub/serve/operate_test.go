package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
)

// TestRunningAHub walks through what an officer does besides serving.
func TestRunningAHub(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	args := []string{"init", "--data", dir}
	if dsn := hubtest.Database(t); dsn != "" {
		args = append(args, "--database", dsn)
	}
	if code, _, e := call(t, args...); code != 0 {
		t.Fatal(code, e)
	}
	h, err := hub.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	d := hubtest.NewDesk("35.10.05.2001", 1, h.Keys())
	code, err := h.EnrolCode(t.Context(), d.Village)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Enrol(t.Context(), d.EnrolRequest(code)); err != nil {
		t.Fatal(err)
	}
	stick := t.TempDir()
	if c, o, e := call(t, "down", "--data", dir, "--village", d.Village, "--to", stick); c != 0 || !strings.Contains(o, "Tidak ada kabar") {
		t.Errorf("nothing to bring down: %d %s %s", c, o, e)
	}
	id := d.Request(1)
	if _, err := h.Ingest(t.Context(), d.Bundle(kampung.AudienceKabupaten, 0, 1)); err != nil {
		t.Fatal(err)
	}
	if err := h.Decide(t.Context(), hub.DecideInput{Village: d.Village, Request: id, Office: "Kecamatan Muncar", By: "Camat Contoh", Decision: kampung.DecisionAccept}); err != nil {
		t.Fatal(err)
	}
	var file struct{ File string }
	if c, o, e := call(t, "down", "--data", dir, "--village", d.Village, "--to", stick, "--json"); c != 0 || json.Unmarshal([]byte(o), &file) != nil {
		t.Fatal(c, o, e)
	}
	if st, err := os.Stat(file.File); err != nil || st.Size() == 0 || filepath.Dir(file.File) != stick {
		t.Errorf("%s %v", file.File, err)
	}
	copied := filepath.Join(t.TempDir(), "salinan.db")
	want := 0
	if os.Getenv(hubtest.PostgresEnv) != "" {
		want = 1
	}
	if c, o, e := call(t, "backup", "--data", dir, "--to", copied); c != want {
		t.Errorf("backup %d %s %s", c, o, e)
	}
	if c, _, e := call(t, "backup", "--data", dir, "--to", copied); c != 1 || e == "" {
		t.Errorf("a copy over a copy: %d %s", c, e)
	}
	if c, o, _ := call(t, "devices", "--data", dir); c != 0 || !strings.Contains(o, d.Device) || strings.Contains(o, "dicabut") {
		t.Errorf("devices %d %s", c, o)
	}
	if c, _, e := call(t, "revoke", "--data", dir, "--device", d.Device, "--at", "1"); c != 0 {
		t.Errorf("revoke %d %s", c, e)
	}
	if c, _, e := call(t, "revoke", "--data", dir, "--device", d.Device); c != 1 || strings.Contains(strings.ToLower(e), "error") {
		t.Errorf("revoke again %d %s", c, e)
	}
	if c, o, _ := call(t, "devices", "--data", dir, "--village", d.Village, "--json"); c != 0 || !strings.Contains(o, `"revoked":`) || !strings.Contains(o, `"revoked_at":1`) {
		t.Errorf("devices %d %s", c, o)
	}
	for _, args := range [][]string{{"down", "--data", dir}, {"revoke", "--data", dir}, {"backup", "--data", dir}, {"revoke", "--data", dir, "--device", "x", "--at", "-1"}} {
		if c, _, _ := call(t, args...); c != 2 {
			t.Errorf("%v: exit %d", args, c)
		}
	}
	if c, _, e := call(t, "init", "--data", filepath.Join(t.TempDir(), "x"), "--database", "mysql://x"); c != 1 || !strings.Contains(e, "postgres://") {
		t.Errorf("%d %s", c, e)
	}
}
