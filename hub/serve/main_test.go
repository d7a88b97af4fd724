package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func call(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, &o, &e)
	return code, o.String(), e.String()
}

func initHub(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "hub")
	if code, _, e := call(t, "init", "--data", dir); code != 0 {
		t.Fatal(code, e)
	}
	return dir
}

func TestWrongUse(t *testing.T) {
	for _, args := range [][]string{
		{}, {"besok"}, {"init"}, {"serve", "--data", "x", "--apa"}, {"enrol", "--data", "x"}, {"import", "--data", "x"},
		{"verify", "--data", "x", "y"}, {"serve", "--data", "x", "--tls-cert", "c"}, {"serve", "--data", "x", "--listen", "kata"},
	} {
		if code, _, e := call(t, args...); code != 2 || !strings.Contains(e, "smartkampung-hub import") {
			t.Errorf("%v: exit %d %q", args, code, e)
		}
	}
	if code, o, _ := call(t, "--help"); code != 0 || !strings.Contains(o, "serve") {
		t.Error("no help")
	}
	if code, o, _ := call(t, "verify", "--help"); code != 0 || !strings.Contains(o, "serve") {
		t.Error("no help for a command")
	}
}

func TestRefusals(t *testing.T) {
	dir := initHub(t)
	for _, args := range [][]string{
		{"init", "--data", dir},
		{"init", "--data", filepath.Join(t.TempDir(), "x"), "--regency", "banyuwangi"},
		{"enrol", "--data", dir, "--village", "11.01.01.2001"},
		{"enrol", "--data", t.TempDir(), "--village", "35.10.05.2001"},
		{"serve", "--data", dir, "--listen", "0.0.0.0:0"},
		{"serve", "--data", dir, "--listen", ":0"},
		{"serve", "--data", dir, "--tls-cert", "tidak-ada", "--tls-key", "tidak-ada"},
		{"import", "--data", dir, t.TempDir()},
		{"import", "--data", dir, filepath.Join(dir, "hub.db")},
	} {
		code, o, e := call(t, args...)
		if code != 1 || o != "" || e == "" || strings.Contains(strings.ToLower(e), "error") {
			t.Errorf("%v: exit %d %q %q", args, code, o, e)
		}
	}
}

// TestWholePath goes from an empty directory to a receipt, by line and by file.
func TestWholePath(t *testing.T) {
	dir := initHub(t)
	ctx, cancel := context.WithCancel(t.Context())
	pr, pw := io.Pipe()
	var log bytes.Buffer
	done := make(chan int)
	go func() {
		done <- run(ctx, []string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--json"}, pw, &log)
	}()
	line, err := bufio.NewReader(pr).ReadString('\n')
	var at struct{ Listen string }
	if err != nil || json.Unmarshal([]byte(line), &at) != nil || !strings.HasPrefix(at.Listen, "http://127.0.0.1:") {
		t.Fatalf("%q %v", line, err)
	}
	if res, err := http.Get(at.Listen + "/healthz"); err != nil || res.StatusCode != 200 {
		t.Fatal(err)
	}
	var code struct{ Code string }
	if c, o, e := call(t, "enrol", "--village", "35.10.05.2001", "--data", dir, "--json"); c != 0 || json.Unmarshal([]byte(o), &code) != nil {
		t.Fatal(c, o, e)
	}
	h, err := hub.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	d := hubtest.NewDesk("35.10.05.2001", 1, h.Keys())
	h.Close()
	pinned, err := uplink.Enrol(t.Context(), nil, at.Listen, code.Code, uplink.Device{Village: d.Village, Device: d.Device, Epoch: d.Epoch, Verifier: d.Verifier, Recipient: d.Identity.Recipient().String()})
	if err != nil {
		t.Fatal(err)
	}
	d.Request(1)
	if rep, err := uplink.New(pinned, nil).Push(t.Context(), d); err != nil || rep.Received != 1 {
		t.Fatalf("%+v %v", rep, err)
	}
	d.Request(2)
	stick := t.TempDir()
	skb, skr := filepath.Join(stick, "a.skb"), filepath.Join(stick, "a.skr")
	os.WriteFile(skb, d.Bundle(kampung.AudienceKabupaten, 1, 2), 0o600)
	c, o, e := call(t, "import", skb, "--receipt", skr, "--json", "--data", dir)
	var im struct {
		File, Log, Receipt string
		From, To, Entries  int64
	}
	if c != 0 || json.Unmarshal([]byte(o), &im) != nil || im.From != 1 || im.To != 2 || im.Entries != 1 || im.File != skb || im.Log != d.Log(kampung.AudienceKabupaten).Origin() {
		t.Fatalf("%d %s %s", c, o, e)
	}
	b, _ := os.ReadFile(skr)
	if notes, err := bundle.SplitReceipts(b); err != nil || len(notes) != 1 || string(notes[0]) != im.Receipt {
		t.Fatalf("%v %q", err, b)
	} else if n, err := d.TakeReceipt(notes[0]); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if c, o, _ := call(t, "verify", "--data", dir, "--json"); c != 0 || !strings.Contains(o, `"entries":2`) || !strings.Contains(o, `"faults":0`) {
		t.Errorf("verify %d %s", c, o)
	}
	cancel()
	select {
	case c := <-done:
		if c != 0 {
			t.Errorf("serve ended with %d: %s", c, &log)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("serve does not stop")
	}
	os.WriteFile(filepath.Join(dir, "heads.log"), []byte("x\n"), 0o600)
	if c, o, e := call(t, "verify", "--data", dir, "--json"); c != 1 || !strings.Contains(o, `{"fault":`) || e == "" {
		t.Errorf("verify of a damaged hub: %d %s %s", c, o, e)
	}
}
