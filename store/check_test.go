package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"smartkampung/kampung"
)

var (
	checkSteps = []string{kampung.StepPages, kampung.StepRecords, kampung.StepCompare, kampung.StepSeals, kampung.StepScans}
	mendSteps  = []string{kampung.StepRecords, kampung.StepRemake}
)

// checked is a closed office with requests, residents, a draft and a scan.
func checked(t *testing.T) (dir string) {
	t.Helper()
	s, dir, _ := newStore(t)
	rs := seed(t, s, 60)
	r := record(t, s, rs[0])
	for i := range 40 {
		record(t, s, rs[i+1])
	}
	scan, err := s.SaveScan("ktp", "ktp.jpg", []byte("\xff\xd8\xff\xe0 contoh"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Attach(r.ID, []kampung.Scan{scan}); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveDraft(draftFor(s, rs[50])); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// stillThere checks that nothing of the office is gone.
func stillThere(t *testing.T, dir, when string) {
	t.Helper()
	s := reopen(t, dir)
	n, err := s.Residents()
	all, err2 := s.Requests(kampung.RequestFilter{})
	drafts, err3 := s.Drafts()
	if err := errors.Join(err, err2, err3); err != nil || n != 60 || len(all) != 41 || len(drafts) != 1 {
		t.Fatalf("%s: %d residents, %d requests, %d drafts, %v", when, n, len(all), len(drafts), err)
	}
	s.Close()
	checkWell(t, dir)
}

// TestCheckCountsAndIsCalledOff at each of its steps, and changes nothing.
func TestCheckCountsAndIsCalledOff(t *testing.T) {
	dir := checked(t)
	before := tree(t, dir)
	var l told
	r, err := CheckWith(t.Context(), dir, "admin", testPassword, testOptions(newClock()), l.tell)
	if err != nil || len(r.Damage) > 0 || r.Scans != 1 || r.Records == 0 || r.Entries == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	l.check(t, checkSteps...)
	for _, step := range checkSteps {
		ctx, cancel := context.WithCancel(t.Context())
		l := told{at: func(p kampung.Progress) {
			if p.Step == step {
				cancel()
			}
		}}
		_, err := CheckWith(ctx, dir, "admin", testPassword, testOptions(newClock()), l.tell)
		if last := l.all[len(l.all)-1].Step; !errors.Is(err, context.Canceled) && step != kampung.StepScans || slices.Index(checkSteps, last) > slices.Index(checkSteps, step)+1 {
			t.Fatalf("called off while %s: it went on to %s, %v", step, last, err)
		}
	}
	if !slices.Equal(tree(t, dir), before) {
		t.Fatal("a check changed something")
	}
}

// TestMendCountsAndIsCalledOff: called off at each of its steps the office opens
// with all that was in it; the journal is damaged, so that it has work to do.
func TestMendCountsAndIsCalledOff(t *testing.T) {
	for _, step := range append(mendSteps, "") {
		dir := checked(t)
		spoil(t, filepath.Join(dir, journalName))
		ctx, cancel := context.WithCancel(t.Context())
		l := told{at: func(p kampung.Progress) {
			if p.Step == step && p.Done > 0 {
				cancel()
			}
		}}
		notices, err := MendWith(ctx, dir, "admin", testPassword, testOptions(newClock()), l.tell)
		switch {
		case step == "":
			if err != nil || len(notices) == 0 {
				t.Fatal(notices, err)
			}
			l.check(t, kampung.StepRemake)
		case !errors.Is(err, context.Canceled):
			t.Fatalf("called off while %s: %v", step, err)
		}
		cancel()
		if step == kampung.StepRecords {
			// The damage is still there, and the next repair mends it.
			if _, err := Mend(dir, "admin", testPassword, testOptions(newClock())); err != nil {
				t.Fatal(err)
			}
		}
		stillThere(t, dir, "called off while "+step)
	}
}

// spoil turns a bit in the middle of a journal's records.
func spoil(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[journalHeader+200] ^= 4
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestMendKilled: what is on the disk at each count of a repair, as after a kill,
// opens with all that was in it.
func TestMendKilled(t *testing.T) {
	dir := checked(t)
	spoil(t, filepath.Join(dir, journalName))
	var images []string
	var steps []string
	tell := func(p kampung.Progress) {
		image := filepath.Join(t.TempDir(), "data")
		if err := os.CopyFS(image, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		images, steps = append(images, image), append(steps, p.Step)
	}
	if _, err := MendWith(t.Context(), dir, "admin", testPassword, testOptions(newClock()), tell); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(steps, kampung.StepRecords) || !slices.Contains(steps, kampung.StepRemake) {
		t.Fatal(steps)
	}
	for i, image := range images {
		if _, err := Mend(image, "admin", testPassword, testOptions(newClock())); err != nil {
			t.Fatalf("%d, %s: %v", i, steps[i], err)
		}
		stillThere(t, image, steps[i])
	}
}
