package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

// TestOpenDKIsCountedAndCalledOff: wherever it is called off no file is left, and
// the one that was there is as it was.
func TestOpenDKIsCountedAndCalledOff(t *testing.T) {
	d := opened(t)
	sheet, err := roster.Write(roster.Invent(200, village, 7))
	must(t, err)
	path := filepath.Join(t.TempDir(), "penduduk.xlsx")
	must(t, os.WriteFile(path, sheet, 0o600))
	_, _, err = d.ImportResidents(path, t.TempDir())
	must(t, err)
	dir := t.TempDir()
	old := filepath.Join(dir, "untuk-camat.zip")
	must(t, os.WriteFile(old, []byte("yang lama"), 0o600))
	for _, step := range []string{kampung.StepRead, kampung.StepWrite} {
		ctx, cancel := context.WithCancel(t.Context())
		saw := 0
		_, err := d.ExportOpenDK(ctx, old, func(p kampung.Progress) {
			if p.Step == step && p.Done > 100 {
				saw++
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) || saw == 0 {
			t.Fatalf("%s: %v", step, err)
		}
		left, err := os.ReadDir(dir)
		must(t, err)
		if data, err := os.ReadFile(old); err != nil || string(data) != "yang lama" || len(left) != 1 {
			t.Fatalf("%s: %q, %v, %v", step, data, left, err)
		}
	}
	var last kampung.Progress
	f, err := d.ExportOpenDK(t.Context(), old, func(p kampung.Progress) { last = p })
	if err != nil || f.Residents != 200 || f.File != old || last.Step != kampung.StepWrite || last.Done != 200 || last.Total != 200 {
		t.Fatalf("%+v at %+v, %v", f, last, err)
	}
}
