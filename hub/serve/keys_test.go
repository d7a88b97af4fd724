package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// said reads what a command that must be done printed with --json.
func said(t *testing.T, args ...string) map[string]any {
	t.Helper()
	code, out, e := call(t, append(args, "--json")...)
	var v map[string]any
	if line, _, _ := strings.Cut(out, "\n"); code != 0 || json.Unmarshal([]byte(line), &v) != nil {
		t.Fatalf("%v: %d %s %s", args, code, out, e)
	}
	return v
}

// TestKeysOfAHub walks through what an officer does with keys: the recovery key
// at the start, a change, a loss, and the way back.
func TestKeysOfAHub(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	args := []string{"init", "--data", dir}
	if dsn := hubtest.Database(t); dsn != "" {
		args = append(args, "--database", dsn)
	}
	code, out, e := call(t, args...)
	key, _, _ := strings.Cut(out[strings.Index(out, "Kunci pemulihan: ")+len("Kunci pemulihan: "):], "\n")
	if _, err := kampung.ParseRecovery(key); code != 0 || err != nil || !strings.Contains(out, "lemari terkunci") {
		t.Fatalf("%d %s %s", code, out, e)
	}
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		if b, err := os.ReadFile(filepath.Join(dir, f.Name())); err == nil && strings.Contains(string(b), key) {
			t.Errorf("%s holds the recovery key", f.Name())
		}
	}
	first := said(t, "keys", "--data", dir)
	if first["used"] != true {
		t.Errorf("%v", first)
	}
	second := said(t, "keys", "rotate", "--data", dir)
	if second["verifier"] == first["verifier"] || second["keys"] != 2.0 {
		t.Errorf("%v after %v", second, first)
	}
	if c, o, e := call(t, "keys", "--data", dir); c != 0 || strings.Count(o, "lama sejak") != 1 || strings.Count(o, "dipakai sejak") != 1 || e != "" {
		t.Errorf("%d %s %s", c, o, e)
	}
	if l := said(t, "keys", "list", "--data", dir); l["keys"] != 0.0 || !strings.HasPrefix(l["list"].(string), bundle.KeyListTitle) {
		t.Errorf("%v", l)
	}
	for _, name := range []string{"hub.key", "hub.sign", "hub.chain"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if c, _, e := call(t, "keys", "recover", "--data", dir, "--key", kampung.FormatRecovery([16]byte{})); c != 1 || !strings.Contains(e, "Kunci pemulihan belum benar") {
		t.Errorf("%d %s", c, e)
	}
	if back := said(t, "keys", "recover", "--data", dir, "--key", strings.ToLower(key)); back["verifier"] != second["verifier"] {
		t.Errorf("%v", back)
	}
	fresh := said(t, "keys", "recovery", "--data", dir)["recovery_key"].(string)
	if c, _, e := call(t, "keys", "recover", "--data", dir, "--key", key); fresh == key || c != 1 || e == "" {
		t.Errorf("the recovery key of before: %d %s", c, e)
	}
	for _, args := range [][]string{{"keys"}, {"keys", "besok", "--data", dir}, {"keys", "rotate", "x", "--data", dir}, {"keys", "recover", "--data", dir}, {"keys", "rotate", "--data", dir, "--key", key},
		{"enrol", "--data", dir, "--file", "x"}, {"enrol", "--data", dir, "--file", "x", "--answer", "y", "--village", "35.10.05.2001"}} {
		if c, _, _ := call(t, args...); c != 2 {
			t.Errorf("%v: exit %d", args, c)
		}
	}
	if c, _, e := call(t, "keys", "recover", "--data", initHubWithout(t), "--key", key); c != 1 || !strings.Contains(e, "tidak ada salinan kunci") {
		t.Errorf("%d %s", c, e)
	}
}

// initHubWithout is a hub from before there were recovery keys.
func initHubWithout(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hub")
	if _, err := hub.Init(dir, hub.InitOptions{Regency: "35.10"}, strings.NewReader(strings.Repeat("benih", 40)), time.Now()); err != nil {
		t.Fatal(err)
	}
	if c, _, e := call(t, "keys", "--data", dir); c != 0 || !strings.Contains(e, "belum punya kunci pemulihan") {
		t.Errorf("%d %s", c, e)
	}
	return dir
}

// TestOldKeysAreToldInWords puts an old copy of the keys back.
func TestOldKeysAreToldInWords(t *testing.T) {
	dir := initHub(t)
	names := []string{"hub.key", "hub.sign", "hub.chain"}
	old := map[string][]byte{}
	for _, n := range names {
		old[n], _ = os.ReadFile(filepath.Join(dir, n))
	}
	said(t, "keys", "rotate", "--data", dir)
	for _, n := range names {
		if err := os.WriteFile(filepath.Join(dir, n), old[n], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if c, o, e := call(t, "verify", "--data", dir); c != 1 || o != "" || !strings.Contains(e, "lebih lama daripada basis datanya") {
		t.Errorf("%d %s %s", c, o, e)
	}
}

func TestEnrolAFile(t *testing.T) {
	dir, stick := initHub(t), t.TempDir()
	h, err := hub.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	keys := h.Keys()
	h.Close()
	code := said(t, "enrol", "--data", dir, "--village", "35.10.05.2001")["code"].(string)
	ask := func(seed uint64) (string, *hubtest.Desk) {
		d := hubtest.NewDesk("35.10.05.2001", seed, keys)
		c, err := wire.ParseCode(code)
		if err != nil {
			t.Fatal(err)
		}
		b, err := wire.SignRequest(d.EnrolRequest(""), c, d.Signer, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(stick, d.EnrolRequest("").FileName(".skd"))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path, d
	}
	path, d := ask(1)
	for range 2 {
		got := said(t, "enrol", "--data", dir, "--file", path, "--answer", stick)
		answer, err := os.ReadFile(got["answer"].(string))
		if err != nil || got["device"] != d.Device || !strings.Contains(string(answer), wire.EnrolmentTitle) {
			t.Errorf("%v %s %v", got, answer, err)
		}
	}
	late, e := ask(2)
	c, o, errOut := call(t, "enrol", "--data", dir, "--file", late, "--answer", stick)
	answer, err := os.ReadFile(filepath.Join(stick, e.EnrolRequest("").FileName(".skr")))
	if c != 1 || o != "" || !strings.Contains(errOut, "sudah dipakai") || err != nil || !strings.Contains(string(answer), "sudah dipakai") {
		t.Errorf("%d %s %s: %s %v", c, o, errOut, answer, err)
	}
	if c, _, e := call(t, "enrol", "--data", dir, "--file", filepath.Join(dir, "hub.db"), "--answer", stick); c != 1 || !strings.Contains(e, "bukan permintaan pendaftaran") {
		t.Errorf("%d %s", c, e)
	}
	if c, _, e := call(t, "import", "--data", dir, path, late, "--receipt", filepath.Join(stick, "kabupaten.skr")); c != 1 || !strings.Contains(e, "1 berkas diterima") {
		t.Errorf("%d %s", c, e)
	}
	if c, o, _ := call(t, "devices", "--data", dir); c != 0 || strings.Count(o, "boleh mengirim") != 1 || !strings.Contains(o, d.Device) {
		t.Errorf("%d %s", c, o)
	}
}
