package cli

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

const (
	village  = "35.10.05.2001"
	password = "kopi pahit pagi"
)

// office is a village's data folder and the commands that are run on it.
type office struct {
	t    *testing.T
	dir  string
	home string // where the clerk keeps files
	now  time.Time
	env  map[string]string
	in   string
	out  io.Writer // takes what commands print, instead of a buffer
}

// ran is what a command left behind.
type ran struct {
	t        *testing.T
	line     string
	code     int
	out, err string
}

// folder is an office that was not set up yet.
func folder(t *testing.T) *office {
	return &office{t: t, dir: filepath.Join(t.TempDir(), "desa"), home: t.TempDir(),
		now: time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB), env: map[string]string{"SMARTKAMPUNG_PASSWORD": password}}
}

// newOffice is an office with some residents, whose password costs little to
// check.
func newOffice(t *testing.T, residents int) *office {
	t.Helper()
	o := folder(t)
	madeOffice(t, o)
	if residents > 0 {
		o.ok("residents", "import", o.sheet("penduduk.xlsx", residents))
	}
	return o
}

// clock is the office's time.
func (o *office) clock() time.Time { return o.now }

// sheet writes an Excel file of invented residents.
func (o *office) sheet(name string, n int) string {
	o.t.Helper()
	b, err := roster.Write(roster.Invent(n, village, 7))
	if err != nil {
		o.t.Fatal(err)
	}
	return o.file(name, string(b))
}

// file writes a file among the clerk's.
func (o *office) file(name, text string) string {
	o.t.Helper()
	path := filepath.Join(o.home, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// run runs a command on the office's data.
func (o *office) run(args ...string) ran {
	o.t.Helper()
	return o.bare(append(slices.Clone(args), "--data", o.dir)...)
}

// bare runs a command line as it is. Whatever it says on standard error must be
// fit for a clerk.
func (o *office) bare(args ...string) ran {
	o.t.Helper()
	var out, errs bytes.Buffer
	to := io.Writer(&out)
	if o.out != nil {
		to = o.out
	}
	code := Run(context.Background(), args, Env{
		In: strings.NewReader(o.in), Out: to, Err: &errs, Getenv: func(k string) string { return o.env[k] },
		Now: func() time.Time { return o.now }, StartHub: startHub,
	})
	r := ran{o.t, strings.Join(args, " "), code, out.String(), errs.String()}
	r.fit()
	return r
}

// ok runs a command that must be done.
func (o *office) ok(args ...string) ran {
	o.t.Helper()
	r := o.run(args...)
	if r.code != Done {
		o.t.Fatalf("%s: %d, %s", r.line, r.code, r.err)
	}
	return r
}

// refused runs a command that must be refused with a sentence.
func (o *office) refused(says string, args ...string) ran {
	o.t.Helper()
	r := o.run(args...)
	if r.code != Refused || !strings.Contains(r.err, says) || r.out != "" {
		o.t.Errorf("%s: %d, out %q, err %q, want %q", r.line, r.code, r.out, r.err, says)
	}
	return r
}

// json reads what a command printed as one object a line.
func (r ran) json() (lines []map[string]any) {
	r.t.Helper()
	for line := range strings.Lines(r.out) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			r.t.Fatalf("%s: %q is no JSON object: %v", r.line, line, err)
		}
		lines = append(lines, m)
	}
	return lines
}

// one is the only object that a command printed.
func (r ran) one() map[string]any {
	r.t.Helper()
	lines := r.json()
	if len(lines) != 1 {
		r.t.Fatalf("%s printed %d objects: %s", r.line, len(lines), r.err)
	}
	return lines[0]
}

var (
	machine = regexp.MustCompile(`(?i:\b(error|failed|failure|invalid|cannot|unable|no such|not found|directory|missing|unexpected|denied|provided|panic|nil|eof|goroutine|uplink|errno|syscall)\b)|%!|store: |kampung: |bundle: `)
	fullNIK = regexp.MustCompile(`\d{16}`)
)

// fit checks that what stands on standard error is for a clerk: no text of the
// machine and no full NIK.
func (r ran) fit() {
	r.t.Helper()
	if s := machine.FindString(r.err); s != "" {
		r.t.Errorf("%s: standard error holds %q: %s", r.line, s, r.err)
	}
	if fullNIK.MatchString(r.err) {
		r.t.Errorf("%s: standard error holds a NIK: %s", r.line, r.err)
	}
	if r.code != Done && strings.TrimSpace(r.err) == "" {
		r.t.Errorf("%s: %d without a reason", r.line, r.code)
	}
}

// status is what the status command counts.
func (o *office) status() map[string]any {
	o.t.Helper()
	st := o.ok("status", "--json").one()
	// When it met whom is no part of what the office holds.
	for _, meeting := range []string{"line", "traffic", "contacts"} {
		delete(st, meeting)
	}
	return st
}

// whole checks the office's files.
func (o *office) whole() {
	o.t.Helper()
	if damage := o.ok("check", "--json").one()["damage"].([]any); len(damage) > 0 {
		o.t.Fatalf("damaged: %v", damage)
	}
}

// adult is the NIK of a resident who can ask for letters.
func (o *office) adult() string {
	o.t.Helper()
	for _, r := range roster.Invent(60, village, 7) {
		if r.NIK != "" && r.Alive() && kampung.Age(r.BirthDate, kampung.DateOf(o.now)) > 25 {
			return r.NIK
		}
	}
	o.t.Fatal("no adult")
	return ""
}

// newSKCK records a request and returns its id.
func (o *office) newSKCK() string {
	o.t.Helper()
	return o.ok("request", "new", "--service", "skck", "--nik", o.adult(), "--field", "keterangan=melamar kerja", "--json").one()["id"].(string)
}

// startHub runs the regency's hub on loopback.
func startHub(dir, regency string) (address string, enrol func(string) (string, error), stop func() error, err error) {
	if _, err := os.Stat(filepath.Join(dir, "hub.key")); err != nil {
		if _, err := hub.Init(dir, hub.InitOptions{Regency: regency}, rand.Reader, time.Now()); err != nil {
			return "", nil, nil, err
		}
	}
	h, err := hub.Open(dir)
	if err != nil {
		return "", nil, nil, err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx, ln, nil) }()
	stop = func() error {
		cancel()
		<-done
		return h.Close()
	}
	return "http://" + ln.Addr().String(), func(v string) (string, error) { return h.EnrolCode(ctx, v) }, stop, nil
}

// importAtHub takes files of a stick in at the regency and writes its receipts.
func importAtHub(t *testing.T, dir string, paths []string, receipt string) {
	t.Helper()
	h, err := hub.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	b, err := h.Import(t.Context(), paths, func(im hub.Imported) {
		if im.Err != nil {
			t.Fatal(im.Err)
		}
	})
	if err == nil {
		err = os.WriteFile(receipt, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
