package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
)

// TestBackupAndRestoreByCommands: an office is copied to a stick and opened from
// there in another place with its own password.
func TestBackupAndRestoreByCommands(t *testing.T) {
	o := newOffice(t, 20)
	id := o.newSKCK()
	stick := t.TempDir()
	o.refused("harus di disk lain", "backup", o.dir)
	o.refused("tidak ada", "backup", filepath.Join(stick, "nihil"))
	back := *o
	back.dir = filepath.Join(t.TempDir(), "pulih")
	back.refused("tidak ada cadangan", "restore", stick)
	o.ok("backup", stick)
	o.ok("backup", stick)
	o.refused("sudah ada kantor", "restore", stick)
	back.ok("restore", stick)
	if got := back.ok("request", "show", id); !strings.Contains(got.out, id) {
		t.Fatal(got.out)
	}
	back.whole()
}

// TestCountsOnATerminal: each count is written over the one before.
func TestCountsOnATerminal(t *testing.T) {
	var b bytes.Buffer
	c := kampung.NewCounter(t.Context(), countOn(&b), kampung.StepSave, 130, kampung.OfResidents)
	for range 130 {
		if err := c.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.String(); !strings.Contains(got, "\rMenyimpan 64 dari 130 penduduk") || !strings.HasSuffix(got, "130 dari 130 penduduk\n") {
		t.Fatalf("%q", got)
	}
}

// TestCheckIsStopped: Ctrl+C ends a check and a repair in words, and the office
// is whole.
func TestCheckIsStopped(t *testing.T) {
	o := newOffice(t, 20)
	o.newSKCK()
	for _, args := range [][]string{{"check"}, {"check", "--repair"}} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var out, errs bytes.Buffer
		code := Run(ctx, append(args, "--data", o.dir), Env{In: strings.NewReader(""), Out: &out, Err: &errs,
			Getenv: func(k string) string { return o.env[k] }, Now: func() time.Time { return o.now }})
		if code == Done || out.Len() > 0 || !strings.Contains(errs.String(), "Dibatalkan. Yang sudah tersimpan tetap aman.") {
			t.Fatalf("%v ends with %d: %s%s", args, code, out.String(), errs.String())
		}
		o.whole()
	}
	o.ok("check", "--repair")
}
