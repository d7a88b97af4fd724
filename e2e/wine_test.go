//go:build e2e && wine

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// winePC is a Windows of Wine's with a disk of its own and a display.
type winePC struct {
	t       *testing.T
	d       *display
	prefix  string
	program string // folder of the installed program, on this machine
}

// newWinePC makes the disk; the library that Wine lacks is put there for the
// test alone.
func newWinePC(t *testing.T) *winePC {
	t.Helper()
	pc := &winePC{t: t, d: newDisplay(t, 1366, 768), prefix: filepath.Join(t.TempDir(), "wine")}
	t.Cleanup(func() { pc.command("wineserver", "-k").Run() })
	if err := pc.command("wineboot", "-i").Run(); err != nil {
		t.Fatalf("wineboot: %v", err)
	}
	// A server that stays saves a start of Windows for each program.
	pc.command("wineserver", "-w").Run()
	pc.command("wineserver", "-p").Run()
	dll, err := os.ReadFile(os.Getenv("SMARTKAMPUNG_PRNG"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pc.prefix, "drive_c/windows/system32/bcryptprimitives.dll"), dll, 0o644); err != nil {
		t.Fatal(err)
	}
	return pc
}

func (pc *winePC) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "WINEPREFIX="+pc.prefix, "WINEARCH=win64", "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree=;mshtml=",
		"DISPLAY="+pc.d.name, "LIBGL_ALWAYS_SOFTWARE=1", "SMARTKAMPUNG_PASSWORD="+password)
	return cmd
}

// run runs a Windows program to its end and returns what it printed.
func (pc *winePC) run(program string, args ...string) string {
	pc.t.Helper()
	cmd := pc.command("wine", append([]string{program}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	// What Wine starts beside the program holds the pipes open for ever.
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Run(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		pc.t.Fatalf("%s %s: %v\n%s%s", filepath.Base(program), strings.Join(args, " "), err, out.String(), errs.String())
	}
	return out.String()
}

// ask runs one of the program's commands by the way of the command window.
func (pc *winePC) ask(args ...string) string {
	pc.t.Helper()
	return pc.run(filepath.Join(pc.program, "smartkampung.com"), args...)
}

// one is the only match of a pattern on the PC's disk.
func (pc *winePC) one(pattern string) string {
	pc.t.Helper()
	found, _ := filepath.Glob(filepath.Join(pc.prefix, "drive_c", pattern))
	if len(found) != 1 {
		pc.t.Fatalf("%s is there %d times", pattern, len(found))
	}
	return found[0]
}

// none looks that nothing on the PC's disk matches a pattern.
func (pc *winePC) none(pattern string) {
	pc.t.Helper()
	if found, _ := filepath.Glob(filepath.Join(pc.prefix, "drive_c", pattern)); len(found) > 0 {
		pc.t.Errorf("left behind: %q", found)
	}
}

const (
	wineProgram = "users/*/AppData/Local/Programs/Smart Kampung"
	wineMenu    = "users/*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Smart Kampung"
	wineData    = "users/*/AppData/Local/SmartKampung"
)

// install runs the installer without questions.
func (pc *winePC) install() {
	pc.t.Helper()
	pc.run(os.Getenv("SMARTKAMPUNG_INSTALLER"), "/S")
	pc.program = pc.one(wineProgram)
	pc.one(wineMenu + "/Smart Kampung.lnk")
	for _, ending := range []string{".skb", ".skr"} {
		if out := pc.run("reg", "query", `HKCU\Software\Classes\`+ending, "/ve"); !strings.Contains(out, "SmartKampung.") {
			pc.t.Errorf("%s does not belong to the program: %s", ending, out)
		}
	}
}

// open starts something that shows on the screen.
func (pc *winePC) open(name string, args ...string) *exec.Cmd {
	pc.t.Helper()
	before := pc.d.shot()
	cmd := pc.command("wine", append([]string{name}, args...)...)
	if err := cmd.Start(); err != nil {
		pc.t.Fatal(err)
	}
	pc.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	pc.d.waitChange(before, "nothing opened: "+name)
	pc.d.settle()
	return cmd
}

// end waits for a program that was told to go, and returns its exit code.
func (pc *winePC) end(cmd *exec.Cmd) int {
	pc.t.Helper()
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		pc.d.save("gagal-tutup")
		pc.t.Fatal("the program does not end")
	}
	return cmd.ProcessState.ExitCode()
}

// think waits as a person looks before the next key: Wine is slow, and what a
// key brings must have come.
func (pc *winePC) think() {
	time.Sleep(2 * time.Second)
	pc.d.settle()
}

// unlock types the password and waits for another page.
func (pc *winePC) unlock() {
	pc.t.Helper()
	d := pc.d
	d.typeText("admin")
	d.press(keyTab)
	d.typeText(password)
	pc.think()
	door := d.shot()
	d.press(keyEnter)
	const page = 60_000 // pixels that no line of words changes
	for deadline := time.Now().Add(2 * time.Minute); differ(door, d.shot()) < page; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			d.save("gagal-pintu")
			pc.t.Fatal("the door did not open")
		}
	}
	pc.think()
}

// recordByKeyboard unlocks the desk and records a request.
func (pc *winePC) recordByKeyboard() {
	d := pc.d
	d.save("wine-pintu")
	pc.unlock()
	home := d.save("wine-beranda")
	d.shortcut('n')
	d.waitChange(home, "Ctrl+N opened no form")
	pc.think()
	form := d.shot()
	d.typeText("misnati")
	d.waitChange(form, "no list of residents")
	pc.think()
	d.press(keyEnter)
	pc.think()
	d.typeText("sku")
	pc.think()
	d.press(keyEnter)
	pc.think()
	d.typeText("TOKO MAJU")
	d.press(keyTab)
	d.typeText("Pinjaman bank")
	pc.think()
	form = d.save("wine-isi")
	d.shortcut('s')
	d.waitChange(form, "the request was not saved")
	pc.think()
	d.save("wine-tersimpan")
}

// TestWineInstallsWorksAndGoes is the life of the program on a Windows PC:
// installed by its installer, an office by commands, a request in the window by
// keyboard, a second start, a bundle as a double click opens it, removed.
func TestWineInstallsWorksAndGoes(t *testing.T) {
	pc := newWinePC(t)
	d := pc.d
	pc.install()
	if out := pc.ask("version"); !strings.Contains(out, "smartkampung 0.") {
		t.Fatalf("version: %q", out)
	}
	pc.ask("setup", "--village", "35.10.05.2001", "--head", "SUGENG RAHARJO", "--unit-code", "429.511.01")
	pc.ask("residents", "import", "Z:"+writeRoster(t, t.TempDir()))

	window := pc.open(filepath.Join(pc.program, "SmartKampung.exe"))
	pc.recordByKeyboard()
	pc.run(filepath.Join(pc.program, "SmartKampung.exe")) // the window that is open comes to the front
	d.save("wine-kedua")
	d.settle()
	d.shortcut('q')
	if code := pc.end(window); code != 0 {
		t.Errorf("the window ended with %d", code)
	}
	var row struct{ ID, Number, Service, Name string }
	if out := pc.ask("request", "list", "--json"); json.Unmarshal([]byte(out), &row) != nil || row.Name != "MISNATI" || row.Service != "sku" || row.Number == "" {
		t.Fatalf("the store holds %s", out)
	}
	pc.ask("check")

	// Wine does not look for endings among the user's own; the command that
	// Windows would run is run here.
	opens := pc.run("reg", "query", `HKCU\Software\Classes\SmartKampung.Bundel\shell\open\command`, "/ve")
	if !strings.Contains(opens, `Programs\Smart Kampung\SmartKampung.exe" "%1"`) {
		t.Errorf("a bundle opens with %s", opens)
	}
	window = pc.open(filepath.Join(pc.program, "SmartKampung.exe"), "Z:"+writeNoBundle(t))
	d.save("wine-berkas-pintu")
	pc.unlock()
	d.save("wine-berkas")
	d.shortcut('q')
	pc.end(window)
	pc.uninstall()
}

// uninstall removes the program and looks what is left.
func (pc *winePC) uninstall() {
	t := pc.t
	t.Helper()
	pc.run(filepath.Join(pc.program, "Hapus.exe"), "/S")
	// It works on from a copy of itself; its own entry goes last.
	listed := func() bool {
		return pc.command("wine", "reg", "query", `HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\SmartKampung`).Run() == nil
	}
	for deadline := time.Now().Add(time.Minute); listed() && time.Now().Before(deadline); {
		time.Sleep(200 * time.Millisecond)
	}
	pc.none(wineProgram)
	pc.none(wineMenu)
	pc.none("users/*/AppData/Roaming/fyne*")
	for _, key := range []string{`Classes\.skb`, `Classes\.skr`, `Classes\SmartKampung.Bundel`, `Microsoft\Windows\CurrentVersion\Uninstall\SmartKampung`} {
		if pc.command("wine", "reg", "query", `HKCU\Software\`+key).Run() == nil {
			t.Errorf("left in the registry: %s", key)
		}
	}
	pc.one(wineData + "/vault.json") // the office's data stays
}
