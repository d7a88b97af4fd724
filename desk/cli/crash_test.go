package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asCommand makes the test binary the program itself, for tests that kill it.
const asCommand = "SMARTKAMPUNG_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(Run(context.Background(), os.Args[1:], Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: time.Now}))
	}
	os.Exit(m.Run())
}

// killed runs a command in a process of its own and kills it after a moment. It
// returns the objects that it printed whole, and whether it came to its end.
func (o *office) killed(after time.Duration, args ...string) (printed []map[string]any, done bool) {
	o.t.Helper()
	exe, err := os.Executable()
	if err != nil {
		o.t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(o.t.Context(), exe, append(args, "--json", "--data", o.dir)...)
	cmd.Env = append(os.Environ(), asCommand+"=1", "SMARTKAMPUNG_PASSWORD="+password)
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	done = cmd.Wait() == nil
	for line := range strings.Lines(out.String()) {
		var m map[string]any
		if strings.HasSuffix(line, "\n") && json.Unmarshal([]byte(line), &m) == nil {
			printed = append(printed, m)
		}
	}
	return printed, done
}

// TestKilled kills commands at any moment: what they had printed is there, an
// import is there whole or not at all, no number is given twice, and every
// bundle with its name is whole.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills some dozens of processes")
	}
	o := newOffice(t, 0)
	_, done := o.killed(time.Minute, "status")
	if !done {
		t.Fatal("the test binary does not run as the program")
	}
	start := time.Now()
	o.killed(time.Minute, "status")
	whole := time.Since(start) // how long a command takes here
	moment := func() time.Duration { return time.Duration(rand.Int64N(int64(whole) * 2)) }

	sheet := o.sheet("penduduk.xlsx", 300)
	for range 8 {
		printed, _ := o.killed(moment(), "residents", "import", sheet)
		n := o.status()["residents"].(float64)
		if n != 0 && n != 300 || len(printed) > 0 && n != 300 {
			t.Fatalf("%v of 300 residents after a kill, printed %v", n, printed)
		}
	}
	o.ok("residents", "import", sheet)

	var said []string
	for range 30 {
		printed, _ := o.killed(moment(), "request", "new", "--service", "skck", "--nik", o.adult(), "--field", "keterangan=x")
		for _, r := range printed {
			said = append(said, r["id"].(string))
		}
	}
	numbers, stored := map[string]bool{}, map[string]bool{}
	for _, r := range o.ok("request", "list", "--json").json() {
		if n := r["number"].(string); numbers[n] {
			t.Errorf("%s was given twice", n)
		}
		numbers[r["number"].(string)], stored[r["id"].(string)] = true, true
	}
	for _, id := range said {
		if !stored[id] {
			t.Errorf("%s was printed and is gone", id)
		}
	}
	o.killedExports(moment)
	o.whole()
}

func (o *office) killedExports(moment func() time.Duration) {
	t := o.t
	hubDir, stick := filepath.Join(t.TempDir(), "kabupaten"), t.TempDir()
	address, enrol, stop, err := startHub(hubDir, "35.10")
	if err != nil {
		t.Fatal(err)
	}
	code, err := enrol(village)
	if err != nil {
		t.Fatal(err)
	}
	o.ok("enrol", "--hub", address, "--code", code)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		o.killed(moment(), "export", "--to", stick)
	}
	o.ok("export", "--to", stick)
	files, err := filepath.Glob(filepath.Join(stick, "*.skb"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no bundles: %v", err)
	}
	receipt := filepath.Join(o.home, "terima.skr")
	importAtHub(t, hubDir, files, receipt)
	if got := o.ok("import", receipt, "--json").one(); got["pending"] != 0.0 {
		t.Errorf("after the receipts: %v", got)
	}
}
