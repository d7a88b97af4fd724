package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
)

// killPoints is how many moments of a visit are tried for each of desk and hub.
const killPoints = "SMARTKAMPUNG_KILLS"

// rig is a desk and a hub as programs of their own, with a line between them.
type rig struct {
	*office
	desk, hub string // binaries
	hubDir    string
	line      *hubtest.Line
	serving   *exec.Cmd
	ids       []string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	bin := t.TempDir()
	r := &rig{office: newOffice(t, 60), desk: filepath.Join(bin, "smartkampung"), hub: filepath.Join(bin, "smartkampung-hub"), hubDir: filepath.Join(t.TempDir(), "kabupaten")}
	for out, from := range map[string]string{r.desk: "smartkampung", r.hub: "smartkampung/hub/serve"} {
		build := exec.CommandContext(t.Context(), "go", "build", "-o", out, from)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build %s: %v\n%s", from, err, text)
		}
	}
	r.hubSays("init", "--regency", "35.10")
	r.line = hubtest.NewLine(t, "127.0.0.1:1")
	r.serve()
	t.Cleanup(func() { r.killHub(); r.serving.Wait() })
	var code struct{ Code string }
	if err := json.Unmarshal([]byte(r.hubSays("enrol", "--village", village)), &code); err != nil {
		t.Fatal(err)
	}
	r.ok("enrol", "--hub", "http://"+r.line.Addr(), "--code", code.Code)
	return r
}

// hubSays runs a command of the hub to its end.
func (r *rig) hubSays(args ...string) string {
	r.t.Helper()
	out, err := exec.CommandContext(r.t.Context(), r.hub, append(args, "--data", r.hubDir, "--json")...).Output()
	if err != nil {
		r.t.Fatalf("hub %v: %v %s", args, err, out)
	}
	return string(out)
}

// serve starts the hub and leads the line to it.
func (r *rig) serve() {
	r.t.Helper()
	cmd := exec.Command(r.hub, "serve", "--data", r.hubDir, "--listen", "127.0.0.1:0", "--json")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		r.t.Fatal(err)
	}
	r.serving = cmd
	var at struct{ Listen string }
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || json.Unmarshal([]byte(line), &at) != nil {
		r.t.Fatalf("hub does not serve: %q %v", line, err)
	}
	r.line.To(strings.TrimPrefix(at.Listen, "http://"))
}

func (r *rig) killHub() { r.serving.Process.Kill() }

// visit starts a sync as a program of its own; kill ends it.
func (r *rig) visit() (kill func(), wait func() bool) {
	r.t.Helper()
	cmd := exec.Command(r.desk, "sync", "--data", r.dir)
	cmd.Env = append(os.Environ(), "SMARTKAMPUNG_PASSWORD="+password)
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	return func() { cmd.Process.Kill() }, func() bool { return cmd.Wait() == nil }
}

// touched calls f once when a file has changed, and until then keeps looking;
// stop ends the looking and tells whether f was called.
func touched(path string, f func()) (stop func() bool) {
	state := func() string {
		info, err := os.Stat(path)
		if err != nil {
			return ""
		}
		return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
	}
	was, end, hit := state(), make(chan struct{}), false
	var wg sync.WaitGroup
	wg.Go(func() {
		for !hit {
			select {
			case <-end:
				return
			default:
			}
			if state() != was {
				hit = true
				f()
			}
		}
	})
	return func() bool { close(end); wg.Wait(); return hit }
}

// record asks for letters, so that the next visit has something to bring.
func (r *rig) record() { r.ids = append(r.ids, r.newSKCK()) }

// settled checks after a visit that came to its end: every entry is at the hub
// once, with its receipt, and both ends are whole.
func (r *rig) settled() {
	t := r.t
	t.Helper()
	status := r.ok("status", "--json").one()
	if status["pending"] != 0.0 {
		t.Fatalf("still waiting: %v", status)
	}
	var sum hub.Summary
	if err := json.Unmarshal([]byte(r.hubSays("verify")), &sum); err != nil {
		t.Fatal(err)
	}
	if sum.Faults != 0 || float64(sum.Entries+sum.Sealed) != status["entries"] {
		t.Fatalf("hub %+v, desk %v", sum, status)
	}
	h, err := hub.Open(r.hubDir)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	rows, err := h.Requests(t.Context(), village)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, x := range rows {
		times[x.ID]++
	}
	for _, id := range r.ids {
		if times[id] != 1 {
			t.Errorf("request %s is %d times at the hub", id, times[id])
		}
	}
	if len(rows) != len(r.ids) {
		t.Errorf("%d requests at the hub, %d recorded", len(rows), len(r.ids))
	}
	r.whole()
}

// clean makes a visit without faults, which must come to its end.
func (r *rig) clean() {
	r.t.Helper()
	r.line.Be(hubtest.Quality{}, nil)
	if _, wait := r.visit(); !wait() {
		r.t.Fatal("a visit without faults failed")
	}
}

func points() int64 {
	if n, err := strconv.ParseInt(os.Getenv(killPoints), 10, 64); err == nil && n > 0 {
		return n
	}
	return 5
}

// TestKilledAtEveryStepOfAPush kills, with signal 9, the hub and the desk when
// so many bytes of a visit came through in either direction, and when a file of
// theirs has just been written.
func TestKilledAtEveryStepOfAPush(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and kills real programs")
	}
	r := newRig(t)
	for range 2 { // what only the first visits bring has gone up before the measured one
		r.clean()
		r.record()
	}
	r.clean()
	up, down := r.line.Up.Load(), r.line.Down.Load()
	r.settled()
	if up < 1000 || down < 500 {
		t.Fatalf("%d bytes up, %d down", up, down)
	}
	var killed atomic.Int64
	for _, deskDies := range []bool{false, true} {
		for i := range 2 * points() {
			tr := &hubtest.Trip{Down: i%2 == 1, At: 1 + up*(i/2+1)/(points()+1)}
			if tr.Down {
				tr.At = 1 + down*(i/2+1)/(points()+1)
			}
			r.record()
			die, armed := r.killHub, make(chan struct{})
			tr.Do = func() { <-armed; killed.Add(1); die() }
			r.line.Be(hubtest.Quality{}, tr)
			kill, wait := r.visit()
			if deskDies {
				die = kill
			}
			close(armed)
			wait()
			if !deskDies {
				r.killHub()
				r.serving.Wait()
				r.serve()
			}
		}
		r.clean()
		r.settled()
	}
	if killed.Load() < 3*points() {
		t.Errorf("only %d kills of %d", killed.Load(), 4*points())
	}
	r.killedWhileWriting()
}

// killedWhileWriting kills right after a file was written: the hub between its
// database, heads.log and the answer, the desk when it has begun to write.
func (r *rig) killedWhileWriting() {
	hits := 0
	for range points() {
		for _, file := range []string{filepath.Join(r.hubDir, "hub.db-wal"), filepath.Join(r.hubDir, "heads.log"), filepath.Join(r.dir, "kampung.db")} {
			r.record()
			r.line.Be(hubtest.Quality{}, nil)
			kill, armed := r.killHub, make(chan struct{})
			stop := touched(file, func() { <-armed; kill() })
			dies, wait := r.visit()
			hubDies := strings.HasPrefix(file, r.hubDir)
			if !hubDies {
				kill = dies
			}
			close(armed)
			wait()
			if stop() {
				hits++
			}
			if hubDies {
				r.killHub()
				r.serving.Wait()
				r.serve()
			}
		}
	}
	r.clean()
	r.settled()
	if int64(hits) < 2*points() {
		r.t.Errorf("only %d files were seen written", hits)
	}
}
