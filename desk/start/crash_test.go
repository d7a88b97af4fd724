package start

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// crashMode makes the test binary crash in one of several ways.
const crashMode = "SMARTKAMPUNG_TEST_CRASH"

const secret = "MISNATI 3510055707700002"

type resident struct{ Name string }

//go:noinline
func look(r *resident, rows []string) string { return rows[len(r.Name)] }

func TestMain(m *testing.M) {
	if Watching(os.Getenv, os.Stdin, time.Now) {
		return
	}
	if mode := os.Getenv(crashMode); mode != "" {
		crash(mode, os.Args[len(os.Args)-1])
		return
	}
	os.Exit(m.Run())
}

// crash ends the process as the program might.
func crash(mode, dir string) {
	if err := WatchCrashes(dir, "0.3.0"); err != nil {
		fmt.Println(err)
		os.Exit(9)
	}
	switch mode {
	case "value":
		panic("resident " + secret + "\ngoroutine 9 [running]:\n" + secret + "(0x1)")
	case "struct":
		panic(resident{secret})
	case "error":
		panic(fmt.Errorf("cannot read %s", secret))
	case "index":
		look(&resident{secret}, []string{secret})
	case "goroutine":
		go func() { panic(secret) }()
		select {}
	case "repanic":
		defer func() { panic(recover()) }()
		panic(secret)
	case "good":
	}
}

func TestACrashLeavesAReportWithoutNames(t *testing.T) {
	named := 0 // crashes that told the name on standard error
	for mode, want := range map[string]string{
		"value": unnamed, "struct": unnamed, "error": unnamed, "goroutine": "created by smartkampung/desk/start.crash", "repanic": unnamed,
		"index": "panic: runtime error: index out of range [24] with length 1",
	} {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0], dir)
		cmd.Env = append(os.Environ(), crashMode+"="+mode)
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Fatalf("%s: it did not crash:\n%s", mode, out)
		}
		if strings.Contains(string(out), "MISNATI") {
			named++
		}
		r := waitReport(t, dir)
		b, err := os.ReadFile(r.Path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		if strings.Contains(text, "MISNATI") || strings.Contains(text, "3510055707700002") {
			t.Errorf("%s: the report names a person:\n%s", mode, text)
		}
		for _, w := range []string{want, "Smart Kampung 0.3.0 berhenti mendadak", "smartkampung/desk/start.crash", "crash_test.go:"} {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in\n%s", mode, w, text)
			}
		}
		if err := r.Told(); err != nil {
			t.Error(err)
		}
		if _, ok := Unread(dir); ok {
			t.Errorf("%s: it is told twice", mode)
		}
		if _, err := os.Stat(r.Path); err != nil {
			t.Errorf("%s: the report is gone once it was told", mode)
		}
		nothingNamed(t, dir)
	}
	if named < 4 {
		t.Errorf("the name stood in %d crashes only: the test tests nothing", named)
	}
}

// waitReport waits for the second process, which writes after the first is gone.
func waitReport(t *testing.T, dir string) Report {
	t.Helper()
	for range 500 {
		if r, ok := Unread(dir); ok {
			return r
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("no report")
	return Report{}
}

// nothingNamed reads every file of the folder.
func nothingNamed(t *testing.T, dir string) {
	t.Helper()
	filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil || strings.Contains(string(b), "MISNATI") {
			t.Errorf("%s names a person (%v)", path, err)
		}
		return nil
	})
}

func TestAGoodEndLeavesNoReport(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], dir)
	cmd.Env = append(os.Environ(), crashMode+"=good")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if r, ok := Unread(dir); ok {
		t.Errorf("a report: %s", r.Path)
	}
}

func TestOnlyTheLastReportsAreKept(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC)
	for i := range keepReports + 3 {
		if err := writeReport(dir, "0.3.0", "panic: x\n", at.Add(time.Duration(i)*time.Second)); err != nil {
			t.Fatal(err)
		}
	}
	all, _ := filepath.Glob(filepath.Join(dir, reportDir, "*.txt"))
	r, ok := Unread(dir)
	if len(all) != keepReports || !ok || !r.At.Equal(at.Add((keepReports+2)*time.Second)) || r.Path != all[keepReports-1] {
		t.Errorf("%d reports, the last of %v", len(all), r.At)
	}
}

func TestScrubKeepsTheStackAlone(t *testing.T) {
	got := Scrub("panic: SUPARDI [recovered, repanicked]\n\tJl. Mawar 12\n\n" +
		"goroutine 1 [running, locked to thread]:\n" +
		"smartkampung/ui.(*UI).key(0xc000123, {0x1, 0x2})\n\t/home/supardi/kerja/ui/ui.go:62 +0x1d\n" +
		"smartkampung/ui.quietly[...].func1.1()\n\tsmartkampung/ui/work.go:50\n" +
		"created by smartkampung/ui.(*UI).spawn in goroutine 7\n\tC:/Users/supardi/go/pkg/mod/fyne.io/fyne/v2@v2.8.1/app.go:9 +0x2\n" +
		"main.main()\n\tJl. Supardi 4.go:12\nexit status 2\n\n" +
		"goroutine 5 gp=0xc0001 m=nil [select, 2 minutes]:\nruntime.gopark(0x1?)\n\t/usr/local/go/src/runtime/proc.go:462 +0xce fp=0xc1 sp=0xc2 pc=0x47\n")
	want := unnamed + "\n\ngoroutine 1 [running, locked to thread]:\n" +
		"smartkampung/ui.(*UI).key(…)\n\tui/ui.go:62\n" +
		"smartkampung/ui.quietly[...].func1.1(…)\n\tsmartkampung/ui/work.go:50\n" +
		"created by smartkampung/ui.(*UI).spawn in goroutine 7\n\tfyne.io/fyne/v2@v2.8.1/app.go:9\n" +
		"main.main(…)\n\ngoroutine 5:\nruntime.gopark(…)\n\truntime/proc.go:462\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// FuzzScrub looks that no line gets through but what a stack is made of.
func FuzzScrub(f *testing.F) {
	f.Add("panic: MISNATI\n\ngoroutine 1 [running]:\nmain.main()\n\t/tmp/x.go:3 +0x1\n")
	f.Add("panic: a\n\tb(c)\nfatal error: x\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]\n")
	f.Fuzz(func(t *testing.T, crash string) {
		got := Scrub(crash)
		for line := range strings.Lines(got) {
			line = strings.TrimRight(line, "\n")
			if strings.HasSuffix(line, "(…)") {
				line = strings.TrimSuffix(line, "(…)")
				if !nameOfFunc.MatchString(line) {
					t.Errorf("kept %q", line)
				}
				continue
			}
			if line != "" && scrubHead(line) == "" && scrubFunc(line) == "" && !placeLine.MatchString(line) && !strings.HasPrefix(line, "goroutine ") {
				t.Errorf("kept %q", line)
			}
		}
	})
}
