package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/hub"
)

// typed is what somebody types, as a file.
func typed(t *testing.T, text string) *os.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "typed")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func callTyping(t *testing.T, text string, args ...string) (code int, out, errOut string) {
	t.Helper()
	was := os.Stdin
	os.Stdin = typed(t, text)
	defer func() { os.Stdin = was }()
	return call(t, args...)
}

func TestAccounts(t *testing.T) {
	dir := initHub(t)
	const secret = "kopi pahit pagi"
	camat := []string{"account", "--data", dir, "add", "hadi", "--name", "Hadi, Camat Muncar", "--role", "kecamatan", "--kecamatan", "35.10.05", "--office", "Kecamatan Muncar"}
	if code, out, e := callTyping(t, secret+"\n", camat...); code != 0 || strings.Contains(out+e, secret) {
		t.Fatal(code, out, e)
	}
	for _, c := range []struct {
		typed string
		args  []string
		says  string
		code  int
	}{
		{secret, camat, "sudah dipakai", 1},
		{"pendek", []string{"add", "rina", "--name", "Rina", "--role", "admin"}, "terlalu pendek", 1},
		{secret, []string{"add", "yuni", "--name", "Yuni", "--role", "dinas", "--office", "Dispendukcapil", "--services", "kematian,tidakada"}, "tidak ada", 1},
		{secret, []string{"add", "yuni", "--name", "Yuni", "--role", "dinas", "--office", "Dispendukcapil", "--services", "kematian"}, "dibuat", 0},
		{secret, []string{"add", "rina", "--role", "admin"}, "--name", 2},
		{secret, []string{"password", "siapa"}, "tidak ada", 1},
		{"teh manis sore\r\n", []string{"password", "hadi"}, "diganti", 0},
		{"", []string{"off", "yuni"}, "ditutup", 0},
		{"", []string{"hapus", "yuni"}, "list, add, password atau off", 2},
		{"", []string{"off"}, "satu nama pengguna", 2},
	} {
		args := c.args
		if args[0] != "account" {
			args = append([]string{"account", "--data", dir}, args...)
		}
		code, out, e := callTyping(t, c.typed, args...)
		if code != c.code || !strings.Contains(out+e, c.says) {
			t.Errorf("%v: %d %q %q, want %d and %q", c.args, code, out, e, c.code, c.says)
		}
	}
	_, out, _ := call(t, "account", "--data", dir, "list")
	if !strings.Contains(out, "hadi\tkecamatan\tHadi, Camat Muncar\tKecamatan Muncar 35.10.05\n") || !strings.Contains(out, "yuni\tdinas") || !strings.Contains(out, "ditutup") || strings.Contains(out, "argon2") {
		t.Errorf("list:\n%s", out)
	}
	_, out, _ = call(t, "account", "--data", dir, "list", "--json")
	if !strings.Contains(out, `"login":"hadi"`) || strings.Contains(out, "argon2") {
		t.Errorf("list as JSON:\n%s", out)
	}
}

// The pages answer beside the link, at the same address.
func TestPagesAreMounted(t *testing.T) {
	h, err := hub.Open(initHub(t))
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	var logs bytes.Buffer
	if err := mountPages(h, slog.New(slog.NewTextHandler(&logs, nil))); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(h.Handler())
	defer srv.Close()
	for path, want := range map[string]string{"/masuk": "Masuk petugas", "/periksa": "Periksa surat", "/healthz": `"ok"`, "/v1/keys": "verifier"} {
		res, err := http.Get(srv.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%s: %d %v lacks %q", path, res.StatusCode, err, want)
		}
	}
}
