package main

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/desk"
	"smartkampung/hub"
	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

// TestThePathOfOneRequest is the whole product in one test: a village sets up
// its office without a network, imports its residents, records a request for
// one of them, approves and prints the letter, packs a stick, and the regency's
// receipt comes back, over the stick and over the line.
func TestThePathOfOneRequest(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB) }
	dir, stick, home := filepath.Join(t.TempDir(), "desa"), t.TempDir(), t.TempDir()

	// The first run: village, head, first account, recovery key.
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	office.UnitCode = "429.511.01"
	d, recovery, err := desk.Create(dir, kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, now)
	must(t, err)
	if _, err := kampung.ParseRecovery(recovery); err != nil {
		t.Fatalf("recovery key %q: %v", recovery, err)
	}

	// The residents come from the Excel file that the office has.
	sheet, err := roster.Write(roster.Invent(500, office.Village, 7))
	must(t, err)
	file := filepath.Join(home, "penduduk.xlsx")
	must(t, os.WriteFile(file, sheet, 0o600))
	dry, err := d.PlanResidents(file)
	must(t, err)
	plan, correction, err := d.ImportResidents(file, home)
	must(t, err)
	if dry.New != 500 || plan.New != 500 || correction != "" {
		t.Fatalf("dry run %+v, import %+v", dry, plan)
	}

	// A resident is found while typing, and her request typed as a draft.
	var who kampung.Resident
	must(t, d.AllResidents(func(r kampung.Resident) error {
		if r.NIK != "" && r.Alive() && kampung.Age(r.BirthDate, kampung.DateOf(now())) > 30 {
			who = r
		}
		return nil
	}))
	hits, err := d.FindResidents(strings.ToLower(who.NIK[6:]), 10)
	must(t, err)
	if len(hits) == 0 || hits[0].ID != who.ID {
		t.Fatalf("%s was not found by her NIK: %v", who.Name, hits)
	}
	draft := d.NewDraft()
	draft.Service, draft.Applicant = "sku", kampung.PersonOf(who)
	draft.Fields = map[string]string{"nama_usaha": "TOKO MAJU", "keperluan": "Pinjaman bank", "omzet": "Rp 1.500.000"}
	must(t, d.SaveDraft(draft))

	// The power goes; the draft is there. Then it is recorded and has a number.
	must(t, d.Close())
	d, err = desk.Unlock(dir, "admin", "kopi pahit pagi", now)
	must(t, err)
	drafts, err := d.Drafts()
	must(t, err)
	if len(drafts) != 1 || drafts[0].Fields["nama_usaha"] != "TOKO MAJU" {
		t.Fatalf("drafts %+v", drafts)
	}
	r, err := d.Record(drafts[0])
	must(t, err)
	if r.Number != "500.2.2.4/001/429.511.01/2026" || r.State != kampung.StateChecked {
		t.Fatalf("recorded as %s, %s", r.Number, r.State)
	}
	sees(t, d, r.ID, kampung.SyncSaved)

	// Unsigned it is a draft without a code; approved it is a letter with one.
	if doc, _, err := d.Letter(r.ID); err != nil || r.Code != "" || !strings.Contains(doc.Words(), "TOKO MAJU") {
		t.Fatalf("draft letter: %v", err)
	}
	r, err = d.Advance(r.ID, kampung.StateApproved, "")
	must(t, err)
	pdf, doc, err := d.LetterPDF(r.ID)
	must(t, err)
	if len(doc.Pages) != 1 || doc.Paper.Name != "F4" || !bytes.HasPrefix(pdf, []byte("%PDF-")) || r.Code == "" {
		t.Fatalf("%d pages of %s", len(doc.Pages), doc.Paper.Name)
	}

	// The regency's hub gives the village a code; the desk enrols.
	hubDir := filepath.Join(t.TempDir(), "kabupaten")
	address, enrol, stop, err := startHub(hubDir, "35.10")
	must(t, err)
	code, err := enrol(office.Village)
	must(t, err)
	must(t, d.Enrol(t.Context(), address, code))

	// On the stick there, receipt back.
	files, err := d.Export(stick)
	must(t, err)
	if len(files) != 2 {
		t.Fatalf("bundles %+v", files)
	}
	sees(t, d, r.ID, kampung.SyncPacked)
	must(t, stop())
	receipts := importAtHub(t, hubDir, files[0].File)
	must(t, os.WriteFile(filepath.Join(stick, "kabupaten.skr"), receipts, 0o600))
	report, err := d.Import(stick)
	must(t, err)
	if report.Received != 2 {
		t.Fatalf("receipt of the stick: %+v", report)
	}
	sees(t, d, r.ID, kampung.SyncReceived)

	// What is left goes over the line; the same bundle again changes nothing.
	r, err = d.Advance(r.ID, kampung.StatePrinted, "")
	must(t, err)
	sees(t, d, r.ID, kampung.SyncSaved)
	again, err := hub.Open(hubDir)
	must(t, err)
	server := serve(t, again)
	report, err = d.Sync(t.Context(), server)
	must(t, err)
	if report.Pending != 0 || report.Received == 0 {
		t.Fatalf("sync: %+v", report)
	}
	sees(t, d, r.ID, kampung.SyncReceived)
	rows, err := again.Requests(t.Context(), office.Village)
	must(t, err)
	if len(rows) != 1 || rows[0].ID != r.ID {
		t.Fatalf("the hub has %+v", rows)
	}

	// The camat decides; the next visit brings the decision to the request.
	must(t, again.Decide(t.Context(), hub.DecideInput{Village: office.Village, Request: r.ID, Office: "Kecamatan Muncar", By: "Camat Contoh", Decision: kampung.DecisionMend, Reason: "alamat usaha belum jelas", Field: "fields.alamat_usaha"}))
	report, err = d.Sync(t.Context(), "")
	must(t, err)
	r, err = d.Request(r.ID)
	must(t, err)
	if report.Answers != 1 || len(r.Answers) != 1 || r.Answers[0].Reason != "alamat usaha belum jelas" {
		t.Fatalf("the decision: %+v, %+v", report, r.Answers)
	}

	// Everything is whole at both ends.
	var out strings.Builder
	if _, err := again.Verify(t.Context(), &out); err != nil {
		t.Fatalf("hub: %v\n%s", err, out.String())
	}
	must(t, d.Close())
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// sees checks how far a request has come in the clerk's words.
func sees(t *testing.T, d *desk.Desk, id string, want kampung.Sync) {
	t.Helper()
	row, err := d.RequestRow(id)
	must(t, err)
	if row.Sync != want {
		t.Fatalf("the request is %q, not %q", row.Sync, want)
	}
}

// importAtHub takes a stick's file in at the regency and returns its receipts.
func importAtHub(t *testing.T, dir, file string) []byte {
	t.Helper()
	h, err := hub.Open(dir)
	must(t, err)
	defer h.Close()
	var receipts []byte
	for range 2 { // the stick is plugged in twice
		receipts, err = h.Import(context.Background(), []string{file}, func(im hub.Imported) { must(t, im.Err) })
		must(t, err)
	}
	return receipts
}

// serve puts a hub on loopback until the test ends.
func serve(t *testing.T, h *hub.Hub) string {
	t.Helper()
	srv := httptest.NewServer(h.Handler())
	t.Cleanup(func() {
		srv.Close()
		h.Close()
	})
	return srv.URL
}
