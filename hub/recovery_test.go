package hub

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func TestRecoverKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "hub")
	key := ""
	dsn := hubtest.Database(t)
	th := &testHub{dir: dir, clock: &clockAt{t: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}, logged: &bytes.Buffer{}}
	if _, err := Init(dir, InitOptions{Regency: "35.10", Database: dsn, Recovery: func(k string) { key = k }}, rand.Reader, th.clock.now()); err != nil || key == "" {
		t.Fatal(err, key)
	}
	th.open(t)
	defer func() { th.Close() }()
	if !th.HasRecovery() {
		t.Error("no recovery key")
	}
	d := th.desk(t, village, 1)
	d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	d.Hub = th.rotate(t)
	want := map[string]string{}
	for _, name := range []string{fileKey, fileSign, fileChain} {
		want[name] = string(fileOf(t, dir, name))
	}
	th.Close()
	lose := func(more ...string) {
		for _, name := range append([]string{fileKey, fileSign, fileChain}, more...) {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	back := func(why string) {
		t.Helper()
		if k, err := RecoverKeys(dir, "", key); err != nil || k != d.Hub {
			t.Fatalf("%s: %+v %v", why, k, err)
		}
		for name, text := range want {
			if got := string(fileOf(t, dir, name)); got != text {
				t.Errorf("%s: %s came back as\n%s\nwant\n%s", why, name, got, text)
			}
		}
		th.open(t)
		d.Request(2)
		n := int64(len(d.Books[kab].Lines))
		th.take(t, d, d.Bundle(kab, n-1, n))
		th.verify(t)
		th.Close()
	}
	lose()
	if _, err := Open(dir); err == nil {
		t.Error("opened without keys")
	}
	for _, wrong := range []string{"", "kunci", kampung.FormatRecovery([16]byte{1})} {
		if _, err := RecoverKeys(dir, "", wrong); !errors.Is(err, kampung.ErrRecovery) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	back("from the file")
	lose(fileRecovery)
	back("from the database alone")
	back("with nothing lost")
	if err := os.WriteFile(filepath.Join(dir, fileSign), []byte("rusak\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	back("over a damaged file")
	if got := string(fileOf(t, dir, fileSign+".lama")); got != "rusak\n" {
		t.Errorf("what was there is %q", got)
	}
	th.open(t)
	again, err := th.NewRecovery(t.Context())
	th.Close()
	if err != nil || again == key {
		t.Fatal(err)
	}
	if _, err := RecoverKeys(dir, "", key); !errors.Is(err, kampung.ErrRecovery) {
		t.Errorf("the key of before: %v", err)
	}
	key = again
	lose()
	back("with a new recovery key")
	th.open(t)
}

func TestNoRecovery(t *testing.T) {
	th := newHub(t)
	if th.HasRecovery() {
		t.Error("a recovery key that nobody has")
	}
	if _, err := RecoverKeys(th.dir, "", kampung.FormatRecovery([16]byte{1})); !errors.Is(err, ErrNoRecovery) {
		t.Error(err)
	}
	key, err := th.NewRecovery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if k, err := RecoverKeys(th.dir, "", key); err != nil || k != th.Keys() {
		t.Errorf("%+v %v", k, err)
	}
}

// TestRecoveryWithAge opens the sealed copy with the recovery key's identity and
// the age program alone.
func TestRecoveryWithAge(t *testing.T) {
	if _, err := exec.LookPath("age"); err != nil {
		t.Skip("age is not installed")
	}
	th := newHub(t)
	key, err := th.NewRecovery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	th.rotate(t)
	secret, err := kampung.ParseRecovery(key)
	if err != nil {
		t.Fatal(err)
	}
	id, err := bundle.RecoveryIdentity(secret)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "id")
	if err := os.WriteFile(file, []byte(id.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "age", "-d", "-i", file, filepath.Join(th.dir, fileRecovery)).Output()
	var files map[string]string
	if err != nil || json.Unmarshal(out, &files) != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fileKey, fileSign, fileChain} {
		if files[name] != string(fileOf(t, th.dir, name)) {
			t.Errorf("%s: %q", name, files[name])
		}
	}
	if strings.Count(files[fileKey], "AGE-SECRET-KEY-") != 2 || strings.Count(files[fileSign], "PRIVATE+KEY") != 1 {
		t.Error("other keys than the hub's")
	}
}
