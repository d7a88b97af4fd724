package desk

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
)

func TestPracticeOffice(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	dir := PracticeDir(filepath.Join(t.TempDir(), "desa") + "/")
	if !strings.HasSuffix(dir, "/desa-latihan") {
		t.Fatal(dir)
	}
	d, err := Practise(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := d.Requests(kampung.RequestFilter{Limit: 50})
	if err != nil || len(rows) != len(practiceRequests) || rows[0].At.After(now()) || now().Sub(rows[len(rows)-1].At) < 48*time.Hour {
		t.Fatalf("%+v, %v", rows, err)
	}
	if n, err := d.Residents(); err != nil || n != practicePeople {
		t.Fatalf("%d residents, %v", n, err)
	}
	for _, row := range rows {
		doc, r, err := d.Letter(row.ID)
		if err != nil || !r.Office.Practice || !strings.Contains(doc.Words(), "LATIHAN:") {
			t.Errorf("%s, %s: %v; %s", row.Service, row.State, err, doc.Words())
		}
	}
	if _, err := d.Sync(t.Context(), "http://127.0.0.1:1"); !errors.Is(err, errPractice) {
		t.Errorf("sync: %v", err)
	}
	if err := d.Enrol(t.Context(), "http://127.0.0.1:1", "X"); !errors.Is(err, errPractice) {
		t.Errorf("enrol: %v", err)
	}
	out := t.TempDir()
	if _, err := d.Export(out); !errors.Is(err, errPractice) {
		t.Errorf("export: %v", err)
	}
	if _, err := d.ExportAll(out); !errors.Is(err, errPractice) {
		t.Errorf("export of all: %v", err)
	}
	if _, err := d.AskEnrol(out, "X"); !errors.Is(err, errPractice) {
		t.Errorf("asking to enrol: %v", err)
	}
	if _, err := d.Import(out); !errors.Is(err, errPractice) {
		t.Errorf("import: %v", err)
	}
	if _, err := d.ExportOpenDK(t.Context(), out, nil); !errors.Is(err, errPractice) {
		t.Errorf("OpenDK: %v", err)
	}
	if left, err := os.ReadDir(out); err != nil || len(left) != 0 {
		t.Errorf("something came out of it: %v, %v", left, err)
	}
	if all, err := d.Contacts(); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	o, err := d.Office()
	if err != nil {
		t.Fatal(err)
	}
	o.Practice = false
	var ps kampung.Problems
	if err := d.SaveOffice(o); !errors.As(err, &ps) {
		t.Errorf("a practice office was made one in earnest: %v", err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d, err = Practise(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := d.Requests(kampung.RequestFilter{Limit: 50}); err != nil || len(again) != len(rows) {
		t.Errorf("%d requests after opening again, %v", len(again), err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := ThrowPractice(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

// TestOnlyAPracticeOfficeIsThrownAway: an office in earnest, and any other
// folder, stays as it is.
func TestOnlyAPracticeOfficeIsThrownAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "foto-latihan")
	file := filepath.Join(dir, "a.txt")
	if err := errors.Join(os.Mkdir(dir, 0o700), os.WriteFile(file, []byte("a"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := ThrowPractice(dir); !errors.Is(err, errNotPractice) {
		t.Errorf("%v", err)
	}
	if _, err := Practise(dir, time.Now); !errors.Is(err, errNotPractice) {
		t.Errorf("%v", err)
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "a" {
		t.Errorf("%q, %v", b, err)
	}
	// What a cut left half made is made again.
	if err := errors.Join(os.WriteFile(filepath.Join(dir, practiceMark), []byte(practiceText), 0o600), os.Remove(file),
		os.WriteFile(filepath.Join(dir, "desa.journal.part"), []byte("separuh"), 0o600)); err != nil {
		t.Fatal(err)
	}
	d, err := Practise(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}
