package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

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
