//go:build e2e || perf

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// display is an X server of its own with one screen.
type display struct {
	t      *testing.T
	name   string
	conn   *xgb.Conn
	root   xproto.Window
	w, h   uint16
	keys   map[rune]xproto.Keycode // without shift
	upper  map[rune]xproto.Keycode // with shift
	shifts xproto.Keycode
	ctrl   xproto.Keycode
}

// The X library tells of a missing authority file and of the server's end.
func init() { xgb.Logger.SetOutput(io.Discard) }

// newDisplay starts Xvfb on a free number, with more options of its own, and a
// window manager on it.
func newDisplay(t *testing.T, w, h uint16, options ...string) *display {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	options = append(options, "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", w, h), "-nolisten", "tcp", "-noreset")
	x := exec.Command("Xvfb", options...)
	x.ExtraFiles = []*os.File{write}
	if err := x.Start(); err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	write.Close()
	t.Cleanup(func() { x.Process.Kill(); x.Wait() })
	number := make([]byte, 16)
	read.SetReadDeadline(time.Now().Add(30 * time.Second))
	n, err := read.Read(number)
	if err != nil {
		t.Fatalf("Xvfb told no display: %v", err)
	}
	d := &display{t: t, name: ":" + strings.TrimSpace(string(number[:n])), w: w, h: h}
	if d.conn, err = xgb.NewConnDisplay(d.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.conn.Close)
	if err := xtest.Init(d.conn); err != nil {
		t.Fatal(err)
	}
	d.root = xproto.Setup(d.conn).DefaultScreen(d.conn).Root
	d.readKeys()
	wm := exec.Command("openbox")
	wm.Env = append(os.Environ(), "DISPLAY="+d.name, "HOME="+t.TempDir())
	if err := wm.Start(); err != nil {
		t.Fatalf("openbox: %v", err)
	}
	t.Cleanup(func() { wm.Process.Kill(); wm.Wait() })
	return d
}

// readKeys learns which key gives which letter.
func (d *display) readKeys() {
	setup := xproto.Setup(d.conn)
	count := byte(setup.MaxKeycode - setup.MinKeycode + 1)
	m, err := xproto.GetKeyboardMapping(d.conn, setup.MinKeycode, count).Reply()
	if err != nil {
		d.t.Fatal(err)
	}
	d.keys, d.upper = map[rune]xproto.Keycode{}, map[rune]xproto.Keycode{}
	per := int(m.KeysymsPerKeycode)
	for i := range int(count) {
		code := setup.MinKeycode + xproto.Keycode(i)
		for level, into := range []map[rune]xproto.Keycode{d.keys, d.upper} {
			if level >= per {
				break
			}
			sym := rune(m.Keysyms[i*per+level])
			if _, seen := into[sym]; !seen && sym != 0 {
				into[sym] = code
			}
		}
	}
	d.shifts, d.ctrl = d.keys[0xffe1], d.keys[0xffe3]
}

// Keysyms of keys without a letter.
const (
	keyBack   = 0xff08
	keyEnter  = 0xff0d
	keyTab    = 0xff09
	keyEscape = 0xff1b
	keyDown   = 0xff54
)

func (d *display) key(code xproto.Keycode, down bool) {
	kind := byte(xproto.KeyPress)
	if !down {
		kind = xproto.KeyRelease
	}
	if err := xtest.FakeInputChecked(d.conn, kind, byte(code), 0, d.root, 0, 0, 0).Check(); err != nil {
		d.t.Fatal(err)
	}
}

// press presses one key, with what is held.
func (d *display) press(sym rune, held ...xproto.Keycode) {
	d.t.Helper()
	code, ok := d.keys[sym]
	if !ok {
		if code, ok = d.upper[sym]; !ok {
			d.t.Fatalf("no key gives %q", sym)
		}
		held = append(held, d.shifts)
	}
	for _, h := range held {
		d.key(h, true)
	}
	d.key(code, true)
	d.key(code, false)
	for _, h := range held {
		d.key(h, false)
	}
	time.Sleep(15 * time.Millisecond)
}

// typeText types a text as a person would.
func (d *display) typeText(s string) {
	d.t.Helper()
	for _, r := range s {
		d.press(r)
	}
}

// shortcut presses Ctrl and a letter.
func (d *display) shortcut(r rune) {
	d.t.Helper()
	d.press(r, d.ctrl)
}

// shot takes a picture of the screen.
func (d *display) shot() *image.RGBA {
	d.t.Helper()
	r, err := xproto.GetImage(d.conn, xproto.ImageFormatZPixmap, xproto.Drawable(d.root), 0, 0, d.w, d.h, 0xffffffff).Reply()
	if err != nil {
		d.t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, int(d.w), int(d.h)))
	for i := 0; i+3 < len(r.Data) && i+3 < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = r.Data[i+2], r.Data[i+1], r.Data[i], 255
	}
	return img
}

// save keeps a picture for people, under build/shots or in the folder SHOTS.
func (d *display) save(name string) *image.RGBA {
	d.t.Helper()
	img := d.shot()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		dir = filepath.Join("..", "build", "shots")
	}
	os.MkdirAll(dir, 0o755)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o644); err != nil {
		d.t.Fatal(err)
	}
	return img
}

// settle waits until the picture has stood still for a moment.
func (d *display) settle() *image.RGBA {
	d.t.Helper()
	last := d.shot()
	still := 0
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		time.Sleep(120 * time.Millisecond)
		now := d.shot()
		if bytes.Equal(now.Pix, last.Pix) {
			if still++; still >= 3 {
				return now
			}
		} else {
			still = 0
		}
		last = now
	}
	return last
}

// waitChange waits until more than a few pixels differ from a picture.
func (d *display) waitChange(from *image.RGBA, what string) {
	d.t.Helper()
	d.waitPixels(from, 5000, what)
}

// after does something and waits until the picture has changed by more than so
// many pixels because of it, and then stands still.
func (d *display) after(pixels int, what string, do func()) {
	d.t.Helper()
	before := d.settle()
	do()
	d.waitPixels(before, pixels, what)
	d.settle()
}

func (d *display) waitPixels(from *image.RGBA, pixels int, what string) {
	d.t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if differ(from, d.shot()) > pixels {
			return
		}
	}
	d.save("gagal")
	d.t.Fatalf("nothing changed on the screen: %s", what)
}

func differ(a, b *image.RGBA) int {
	n := 0
	for i := 0; i < len(a.Pix); i += 4 {
		if a.Pix[i] != b.Pix[i] || a.Pix[i+1] != b.Pix[i+1] || a.Pix[i+2] != b.Pix[i+2] {
			n++
		}
	}
	return n
}

// colours counts the colours of a picture: a blank screen has one or two.
func colours(img *image.RGBA) int {
	seen := map[color.RGBA]bool{}
	for i := 0; i < len(img.Pix); i += 4 {
		seen[color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], 255}] = true
	}
	return len(seen)
}
