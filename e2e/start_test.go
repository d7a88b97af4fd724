//go:build e2e

package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// runWindow runs the window's program to its end; where the system has no box to
// show, it says what it has to say on standard error.
func (o *office) runWindow(d *display, args ...string) (code int, said string) {
	o.t.Helper()
	empty := o.t.TempDir()
	cmd := exec.Command(program(o.t), append([]string{"--data", o.data}, args...)...)
	cmd.Env = append(o.env(), "DISPLAY="+d.name, "LIBGL_ALWAYS_SOFTWARE=1", "PATH="+empty) // no zenity, no xmessage
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		cmd.Process.Kill()
		<-done
		o.t.Fatalf("it does not end: %s", errs.String())
	}
	return cmd.ProcessState.ExitCode(), errs.String()
}

// TestWithoutOpenGLItSaysWhatToDo starts the window on a display that has no
// OpenGL: it ends with words, and the commands go on working.
func TestWithoutOpenGLItSaysWhatToDo(t *testing.T) {
	o := newOffice(t)
	code, said := o.runWindow(newDisplay(t, 1024, 768, "-extension", "GLX"))
	if code != 1 || strings.Contains(said, "panic:") {
		t.Errorf("ended with %d", code)
	}
	for _, want := range []string{"OpenGL 2.1", "Data kantor tetap aman", "smartkampung request list", "GLX"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in what it said:\n%s", want, said)
		}
	}
	o.run("check")
	log, err := os.ReadFile(filepath.Join(o.data, "smartkampung.log"))
	if err != nil || !strings.Contains(string(log), "graphics: ") {
		t.Errorf("the log does not tell: %v %s", err, log)
	}
}

// TestASecondStartAndACrash opens the window, starts it again with a bundle,
// ends it as a fault does, and opens it once more.
func TestASecondStartAndACrash(t *testing.T) {
	o := newOffice(t)
	bundle := writeNoBundle(t)
	d := newDisplay(t, 1366, 768)
	w := o.open(d)
	unlock(d)
	home := d.settle()
	if code, said := o.runWindow(d); code != 0 || !strings.Contains(said, "sudah terbuka") {
		t.Errorf("a second start ended with %d and said %s", code, said)
	}
	if code, said := o.runWindow(d, bundle); code != 0 || !strings.Contains(said, "diserahkan ke jendela itu") {
		t.Errorf("a second start with a file ended with %d and said %s", code, said)
	}
	d.waitChange(home, "the window took no file in")
	d.settle()
	d.save("berkas-diserahkan")

	w.cmd.Process.Signal(syscall.SIGABRT) // the runtime's own way to end badly
	w.cmd.Wait()
	d.settle()
	told := filepath.Join(o.data, "laporan", "belum-dibaca") // written last
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if _, err := os.Stat(told); err == nil {
			break
		}
	}
	reports, _ := filepath.Glob(filepath.Join(o.data, "laporan", "berhenti-*.txt"))
	if len(reports) != 1 {
		t.Fatalf("%d reports", len(reports))
	}
	report, err := os.ReadFile(reports[0])
	if err != nil || !strings.Contains(string(report), "goroutine ") || strings.Contains(string(report), o.home) || strings.Contains(string(report), o.data) {
		t.Errorf("the report (%v):\n%s", err, report)
	}
	w = o.open(d)
	time.Sleep(2 * time.Second) // the door comes up, and the box over it
	d.settle()
	box := d.save("berhenti-mendadak")
	d.press(keyEnter)
	d.waitChange(box, "Enter does not close what tells of the end")
	unlock(d)
	w.kill()
	w.complains(t)
	o.run("check")
}

// writeNoBundle writes a file that is called a bundle and is none: the window
// reads it and says so.
func writeNoBundle(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bukan.skb")
	if err := os.WriteFile(path, []byte("ini bukan bundel\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
