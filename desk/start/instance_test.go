package start

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOneWindowOverAFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "desa")
	first, err := Only(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Only(dir); !errors.Is(err, ErrRunning) {
		t.Fatalf("a second window over the same folder: %v", err)
	}
	if other, err := Only(filepath.Join(t.TempDir(), "lain")); err != nil {
		t.Errorf("a window over another folder: %v", err)
	} else {
		other.Close()
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Only(dir)
	if err != nil {
		t.Fatalf("after the first was closed: %v", err)
	}
	again.Close()
}

func TestASecondStartHandsItsFileOver(t *testing.T) {
	dir := t.TempDir()
	if err := Hand(dir, "/usb/lama.skr"); err != nil {
		t.Fatal(err)
	}
	w, err := Only(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if path, ok := w.take(); ok {
		t.Errorf("%q was asked of a window that is gone", path)
	}
	ctx, cancel := context.WithCancel(t.Context())
	handed := w.Handed(ctx)
	for _, want := range []string{"/usb/Desa Sumberberas/kabupaten.skr", ""} {
		if err := Hand(dir, want); err != nil {
			t.Fatal(err)
		}
		if got := <-handed; got != want {
			t.Errorf("handed over %q, got %q", want, got)
		}
	}
	cancel()
	if _, open := <-handed; open {
		t.Error("the window still listens")
	}
	if err := Hand(dir, strings.Repeat("a", maxPath+1)); err != nil {
		t.Fatal(err)
	}
	if path, ok := w.take(); !ok || path != "" {
		t.Errorf("a path without end: %d bytes, %v", len(path), ok)
	}
	if !Taken(dir, 0) {
		t.Error("what was taken counts as waiting")
	}
	if err := Hand(dir, ""); err != nil {
		t.Fatal(err)
	}
	if Taken(dir, 60*time.Millisecond) {
		t.Error("a window that takes nothing counts as answering")
	}
	w.take()
	left, _ := filepath.Glob(filepath.Join(dir, handName+"*"))
	if len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestAFolderThatIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "berkas")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Only(filepath.Join(file, "desa")); err == nil || errors.Is(err, ErrRunning) {
		t.Errorf("got %v", err)
	}
	if err := Hand(filepath.Join(file, "desa"), "x.skb"); err == nil {
		t.Error("handed over into nothing")
	}
}

func TestWhatToDoWithoutGraphics(t *testing.T) {
	for goos, want := range map[string]string{"windows": "driver kartu grafis", "linux": "libgl1-mesa-dri"} {
		text := NoGraphics(goos, "APIUnavailable: GLX: GLX extension not found")
		for _, w := range []string{want, "tetap aman", "smartkampung request list", "GLX extension not found"} {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in\n%s", goos, w, text)
			}
		}
	}
}
