//go:build e2e || perf

package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/kampung/roster"
)

const password = "kopi pahit pagi"

// program is the window's binary, which also gives the commands.
func program(t *testing.T) string {
	path := os.Getenv("SMARTKAMPUNG_WINDOW")
	if path == "" {
		t.Fatal("SMARTKAMPUNG_WINDOW names no program; run scripts/e2e")
	}
	return path
}

// office is a data folder with an office in it, and a home of its own.
type office struct {
	t          *testing.T
	data, home string
	path       string // commands before those of the machine; may be empty
}

// request is one line of the command that lists them.
type request struct{ ID, Number, Service, Name, State, Sync string }

// requests lists what the store holds.
func (o *office) requests() (rows []request) {
	o.t.Helper()
	for line := range strings.Lines(o.run("request", "list")) {
		var row request
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			o.t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// newOffice sets up an office and its residents with the headless commands.
func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, data: filepath.Join(t.TempDir(), "data"), home: t.TempDir()}
	os.MkdirAll(filepath.Join(o.home, ".cache"), 0o755)
	o.run("setup", "--village", "35.10.05.2001", "--head", "SUGENG RAHARJO", "--unit-code", "429.511.01")
	path := writeRoster(t, o.home)
	o.run("residents", "import", path)
	return o
}

// writeRoster writes invented residents, MISNATI among them, into a folder.
func writeRoster(t *testing.T, dir string) string {
	t.Helper()
	people := roster.Invent(300, "35.10.05.2001", 3)
	people[0].Name, people[0].NIK, people[0].KK = "MISNATI", "3510055707700002", people[1].KK
	people[0].Sex, people[0].BirthDate.Year, people[0].BirthDate.Month, people[0].BirthDate.Day = 2, 1970, 7, 17
	sheet, err := roster.Write(people)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "penduduk.xlsx")
	if err := os.WriteFile(path, sheet, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (o *office) env() []string {
	path := os.Getenv("PATH")
	if o.path != "" {
		path = o.path + string(os.PathListSeparator) + path
	}
	return append(os.Environ(), "PATH="+path, "HOME="+o.home, "XDG_CONFIG_HOME="+filepath.Join(o.home, ".config"), "XDG_CACHE_HOME="+filepath.Join(o.home, ".cache"),
		"SMARTKAMPUNG_PASSWORD="+password, "LANG=en_US.UTF-8", "LC_ALL=", "SMARTKAMPUNG_DATA="+o.data)
}

// run runs a headless command and returns what it printed.
func (o *office) run(args ...string) string {
	o.t.Helper()
	cmd := exec.Command(program(o.t), append(args, "--data", o.data, "--json")...)
	cmd.Env = o.env()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		o.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
}

// window is the running window.
type window struct {
	cmd *exec.Cmd
	log bytes.Buffer
}

// open starts the window and waits for its first picture.
func (o *office) open(d *display) *window {
	o.t.Helper()
	return o.start(d, program(o.t), "--data", o.data)
}

// start starts a program with a window and waits for its first picture.
func (o *office) start(d *display, path string, args ...string) *window {
	o.t.Helper()
	w := &window{cmd: exec.Command(path, args...)}
	w.cmd.Env = append(o.env(), "DISPLAY="+d.name, "LIBGL_ALWAYS_SOFTWARE=1")
	w.cmd.Stdout, w.cmd.Stderr = &w.log, &w.log
	before := d.shot()
	if err := w.cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { w.cmd.Process.Kill(); w.cmd.Wait() })
	d.waitChange(before, "the window did not come up: "+w.log.String())
	d.settle()
	return w
}

// kill ends the window as a power cut does.
func (w *window) kill() {
	w.cmd.Process.Kill()
	w.cmd.Wait()
}

// complains fails the test for what the toolkit says of wrong threads and
// missing translations.
func (w *window) complains(t *testing.T) {
	t.Helper()
	for _, bad := range []string{"Error in Fyne call thread", "Translation failure", "panic:", "DATA RACE"} {
		if strings.Contains(w.log.String(), bad) {
			t.Errorf("the window said:\n%s", w.log.String())
			return
		}
	}
}

func unlock(d *display) {
	d.t.Helper()
	door := d.settle()
	d.typeText("admin")
	d.press(keyTab)
	d.typeText(password)
	d.press(keyEnter)
	d.waitChange(door, "the door did not open")
	d.settle()
}
