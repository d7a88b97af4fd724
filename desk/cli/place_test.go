package cli

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWindow(t *testing.T) {
	getenv := func(name string) string { return map[string]string{"HOME": "/rumah"}[name] }
	home := "/rumah/.local/share/smartkampung"
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args       []string
		data, file string
	}{
		{nil, home, ""},
		{[]string{"--data", "/a"}, "/a", ""},
		{[]string{"--data=/b"}, "/b", ""},
		{[]string{"/usb/kabupaten.skr"}, home, "/usb/kabupaten.skr"},
		{[]string{"--data", "/a", "/usb/Desa 1.SKB"}, "/a", "/usb/Desa 1.SKB"},
		{[]string{"x.skb"}, home, filepath.Join(here, "x.skb")},
	} {
		if data, file := Window(c.args, getenv); data != c.data || file != c.file || Meant(c.args) {
			t.Errorf("%q: %q %q, a command: %v", c.args, data, file, Meant(c.args))
		}
	}
	for _, args := range [][]string{{"--data", "/a", "status"}, {"import", "x.skr"}, {"x.skr", "y.skr"}, {"x.skf"}, {"--tidak-ada"}} {
		if !Meant(args) {
			t.Errorf("%q was taken for the window", args)
		}
	}
}

func TestPortableFolder(t *testing.T) {
	dir := t.TempDir()
	exe := filepath.Join(dir, "SmartKampung.exe")
	env := map[string]string{"HOME": "/rumah"}
	getenv := func(name string) string { return env[name] }
	if got := DataDir(Portable(getenv, exe)); got != DataDir(getenv) {
		t.Errorf("without the mark: %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, portableMark), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := DataDir(Portable(getenv, exe)); got != filepath.Join(dir, "data") {
		t.Errorf("with the mark: %q", got)
	}
	if got, _ := Window([]string{"--data", "/a"}, Portable(getenv, exe)); got != "/a" {
		t.Errorf("--data does not go first: %q", got)
	}
	env["SMARTKAMPUNG_DATA"] = "/lain"
	if got := DataDir(Portable(getenv, exe)); got != "/lain" {
		t.Errorf("the environment does not go first: %q", got)
	}
	if got := Portable(getenv, exe)("HOME"); got != "/rumah" {
		t.Errorf("other variables change: %q", got)
	}
}
