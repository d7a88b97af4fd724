//go:build chromium

package main

import (
	"context"
	"crypto/rand"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"smartkampung/desk"
	"smartkampung/desk/cli"
	"smartkampung/hub"
	"smartkampung/hub/web"
	"smartkampung/kampung"
)

const pagePassword = "hujan sore di Muncar"

// TestChromiumDecidesAndTheDeskShowsIt follows a request from a real desk to
// the camat's screen in a real browser and the decision back to the desk.
func TestChromiumDecidesAndTheDeskShowsIt(t *testing.T) {
	h, address := pages(t)
	dir, d, id := villageDesk(t, h, address)
	_, err := d.Sync(t.Context(), "")
	must(t, err)

	ctx := browser(t)
	do := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatal(err)
		}
	}
	press := func(what string) {
		t.Helper()
		if _, err := chromedp.RunResponse(ctx, chromedp.Click(what)); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	do(chromedp.Navigate(address+"/masuk"), chromedp.SendKeys(chromedp.CSS("#login"), "camat"), chromedp.SendKeys(chromedp.CSS("#password"), pagePassword))
	press(`//button[normalize-space()="Masuk"]`)
	press(`//nav//a[.="Kotak masuk"]`)
	press("//a[@class='item']")
	do(chromedp.Click(chromedp.CSS(`input[value="perlu_perbaikan"]`)), chromedp.SendKeys(chromedp.CSS("#alasan"), "Lampirkan foto rumah"), chromedp.SetValue(chromedp.CSS("#isian"), "scans"))
	press(`//button[normalize-space()="Kirim putusan"]`)
	body, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS("body")))
	must(t, err)
	if !strings.Contains(body, "Perbaikan diminta") {
		t.Fatalf("after the decision the page says:\n%s", body)
	}

	if r, err := d.Sync(t.Context(), ""); err != nil || r.Answers != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	must(t, d.Close())
	var out strings.Builder
	env := cli.Env{Out: &out, Err: os.Stderr, Now: time.Now, Getenv: func(k string) string {
		if k == "SMARTKAMPUNG_PASSWORD" {
			return "kopi pahit pagi"
		}
		return ""
	}}
	if code := cli.Run(t.Context(), []string{"request", "show", id, "--data", dir}, env); code != cli.Done {
		t.Fatalf("code %d: %s", code, out.String())
	}
	for _, want := range []string{"Kecamatan Muncar", "Lampirkan foto rumah"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the desk does not show %q:\n%s", want, out.String())
		}
	}
}

// pages starts a hub with its pages and an account of the camat's office.
func pages(t *testing.T) (*hub.Hub, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "kabupaten")
	if _, err := hub.Init(dir, hub.InitOptions{Regency: "35.10"}, rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	h, err := hub.Open(dir)
	must(t, err)
	site, err := web.New(h)
	must(t, err)
	h.Mount(site)
	must(t, web.NewAccounts(h).Add(t.Context(), web.Account{Login: "camat", Name: "Hadi, Camat Muncar", Role: web.RoleKecamatan, Place: "35.10.05", Office: "Kecamatan Muncar"}, pagePassword))
	server := httptest.NewServer(h.Handler())
	t.Cleanup(func() { server.Close(); h.Close() })
	return h, server.URL
}

// villageDesk is an enrolled desk with an approved SKTM, which the camat sees.
func villageDesk(t *testing.T, h *hub.Hub, address string) (dir string, d *desk.Desk, id string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "desa")
	office := kampung.NewOffice(kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "SUGENG RAHARJO")
	d, _, err := desk.Create(dir, kampung.Setup{Office: office, Password: "kopi pahit pagi", Account: kampung.Account{Login: "admin", Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, time.Now)
	must(t, err)
	who, err := d.SaveResident(kampung.Resident{Name: "MISNATI", NIK: "3510055707700002", KK: "3510052005010001", Sex: 2, BirthPlace: "BANYUWANGI", BirthDate: kampung.Date{Year: 1970, Month: 7, Day: 17}, Dusun: "KRAJAN", Relation: 1, Status: 1})
	must(t, err)
	draft := d.NewDraft()
	draft.Service, draft.Applicant, draft.Fields = "sktm", kampung.PersonOf(who), map[string]string{"keperluan": "Keringanan biaya berobat"}
	r, err := d.Record(draft)
	must(t, err)
	_, err = d.Advance(r.ID, kampung.StateApproved, "")
	must(t, err)
	code, err := h.EnrolCode(t.Context(), office.Village)
	must(t, err)
	must(t, d.Enrol(t.Context(), address, code))
	return dir, d, r.ID
}

// browser starts Debian's Chromium; the test is skipped where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	if _, err := os.Stat("/usr/bin/chromium"); err != nil {
		t.Skip("no Chromium here; scripts/setup chromium installs it")
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath("/usr/bin/chromium"), chromedp.UserDataDir(t.TempDir()),
		chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true))
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(end)
	return ctx
}
