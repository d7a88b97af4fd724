//go:build perf

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
	"smartkampung/store"
)

// bigOffice returns a fresh copy of an office with so many residents and
// requests. It is made once, through the store, and kept under build/.
func bigOffice(t *testing.T, residents, requests int) string {
	t.Helper()
	kept := filepath.Join("..", "build", "perf", fmt.Sprintf("kantor-%d-%d", residents, requests))
	if _, err := os.Stat(kept); err != nil {
		making := filepath.Join(memoryDir(t), "data")
		start := time.Now()
		makeOffice(t, making, residents, requests)
		fresh := kept + ".baru"
		os.RemoveAll(fresh)
		if err := os.CopyFS(fresh, os.DirFS(making)); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(fresh, kept); err != nil {
			t.Fatal(err)
		}
		t.Logf("an office of %d residents and %d requests was made in %v", residents, requests, time.Since(start).Round(time.Second))
	}
	data := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(data, os.DirFS(kept)); err != nil {
		t.Fatal(err)
	}
	// A program that makes its views anew does so here and not while it is timed.
	d, err := desk.Unlock(data, "admin", password, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

// memoryDir is a folder where a sync costs nothing, where there is one: a
// hundred thousand saves wait for the disk otherwise.
func memoryDir(t *testing.T) string {
	t.Helper()
	if dir, err := os.MkdirTemp("/dev/shm", "kantor"); err == nil {
		t.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	return t.TempDir()
}

// makeOffice fills a new folder. The requests came in over two years; all but
// the last forty were handed over or cancelled.
func makeOffice(t *testing.T, dir string, residents, requests int) {
	t.Helper()
	now := time.Now().AddDate(-2, 0, 0)
	opt, err := desk.Options(func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	opt.Linger = 5 * time.Second // few commits of the views: the journal holds each entry
	region := kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}
	s, _, err := store.Create(dir, kampung.Setup{Office: kampung.NewOffice(region, "SUGENG RAHARJO"), Password: password,
		Account: kampung.Account{Login: "admin", Name: "Admin Contoh", Role: kampung.RoleAdmin}}, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	f := kampung.ImportFile{Layout: "OpenSID"}
	for i, r := range roster.Invent(residents, region.Code, 1) {
		f.Rows = append(f.Rows, kampung.ImportRow{Row: i + 2, Resident: r, Given: map[string]bool{}})
	}
	plan, err := s.ApplyImport(f)
	if err != nil {
		t.Fatal(err)
	}
	var who []kampung.Resident
	for _, r := range plan.Save {
		if r.Alive() && r.NIK != "" && kampung.Age(r.BirthDate, kampung.DateOf(now)) >= 17 {
			who = append(who, r)
		}
	}
	step := time.Since(now) / time.Duration(requests+1)
	for i := range requests {
		now = now.Add(step)
		recordOne(t, s, who[i*7%len(who)], i, requests-i <= 40)
	}
}

// recordOne records a request and, unless it stays open, ends it.
func recordOne(t *testing.T, s *store.Store, who kampung.Resident, i int, open bool) {
	t.Helper()
	d := s.NewDraft()
	d.Service, d.Applicant = "sku", kampung.PersonOf(who)
	d.Fields = map[string]string{"nama_usaha": fmt.Sprint("TOKO ", i), "keperluan": "Pinjaman bank"}
	if i%3 == 1 {
		d.Service, d.Fields = "domisili", map[string]string{"keperluan": "Sekolah anak"}
	}
	r, err := s.Record(d)
	if err == nil && !open {
		_, err = s.Advance(r.ID, kampung.StateCancelled, "Pemohon tidak jadi")
	}
	if err != nil {
		t.Fatal(err)
	}
}
