//go:build chromium

package web

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"smartkampung/kampung"
)

// The pages in a real browser. Run with
//
//	go test -tags chromium -run Chromium ./hub/web
//
// SHOTS=DIR keeps the pictures that it takes of every page.

// chromium starts the browser; the test is skipped where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	if path == "" {
		path = "/usr/bin/chromium"
	}
	if _, err := os.Stat(path); err != nil {
		t.Skip("no Chromium here; scripts/setup chromium installs it")
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()),
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

// tab is what a person does in a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

func (b tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		where, _ := chromedp.Run(b.ctx, chromedp.Location())
		b.t.Fatalf("at %s: %v", where, err)
	}
}

func (b tab) open(path string) { b.t.Helper(); b.do(chromedp.Navigate(b.url + path)) }

func (b tab) sees(texts ...string) {
	b.t.Helper()
	body, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS("body")))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, x := range texts {
		if !strings.Contains(body, x) {
			b.t.Errorf("the page lacks %q:\n%s", x, body)
		}
	}
}

func (b tab) press(text string) {
	b.t.Helper()
	b.follow(fmt.Sprintf("//button[normalize-space()=%q]", text))
}

// follow clicks what leads to another page, and waits for that page.
func (b tab) follow(what string) {
	b.t.Helper()
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(what)); err != nil {
		b.t.Fatalf("click on %s: %v", what, err)
	}
}

func (b tab) login(login string) {
	b.t.Helper()
	b.open("/masuk")
	b.do(chromedp.SendKeys(chromedp.CSS("#login"), login), chromedp.SendKeys(chromedp.CSS("#password"), password))
	b.press("Masuk")
}

// A camat's officer logs in, finds the request, decides, and sees it done.
func TestChromiumDecides(t *testing.T) {
	w, ids := filled(t)
	w.account("camat")
	b := tab{t, chromium(t), w.server.URL}
	b.login("camat")
	b.sees("Beranda", "Menunggu putusan Kecamatan Muncar")
	b.follow(`//nav//a[.="Kotak masuk"]`)
	b.sees("Wulandari Contoh", "Menunggu putusan")
	b.do(chromedp.Click(chromedp.CSS("summary")), chromedp.SendKeys(chromedp.CSS("#cari"), "wulan"))
	b.press("Cari")
	b.sees("Wulandari Contoh")
	b.follow("//a[@class='item']")
	b.sees("351005••••••0077", "Keringanan biaya berobat")
	b.press("Tampilkan NIK dan nomor KK")
	b.sees(nik1)
	b.do(chromedp.Click(chromedp.CSS(`input[value="perlu_perbaikan"]`)))
	b.press("Kirim putusan")
	b.sees("Tulis alasannya")
	b.do(chromedp.SendKeys(chromedp.CSS("#alasan"), "Lampirkan foto rumah"), chromedp.SetValue(chromedp.CSS("#isian"), "scans"))
	b.press("Kirim putusan")
	b.sees("Perbaikan diminta", "Lampirkan foto rumah", "Hadi, Camat Muncar")
	b.open("/kotak")
	b.sees("Tidak ada yang menunggu")
	want := kampung.DecisionBody{Decision: kampung.DecisionMend, Office: "Kecamatan Muncar", By: "Hadi, Camat Muncar", Reason: "Lampirkan foto rumah", Field: "scans", Camat: true}
	if got := w.decisionsAtDesk(muncar, ids["sktm"]); len(got) != 1 || got[0] != want {
		t.Errorf("the desk finds %+v", got)
	}
	b.press("Keluar")
	b.sees("Anda sudah keluar")
}

// Every page fits a phone and a desk's screen, by day and by night, and a
// picture of each is kept for eyes.
func TestChromiumPictures(t *testing.T) {
	w, ids := filled(t)
	crowd(t, w)
	for _, r := range []string{"admin", "camat"} {
		w.account(r)
	}
	dir := os.Getenv("SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	b := tab{t, chromium(t), w.server.URL}
	pictures := func(name, path string) {
		for _, size := range []struct {
			name  string
			w, h  int64
			phone bool
		}{{"desk", 1366, 768, false}, {"phone", 360, 740, true}} {
			for _, scheme := range []string{"light", "dark"} {
				if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
					t.Fatal(err)
				}
				b.do(chromedp.EmulateViewport(size.w, size.h))
				if path != "" {
					b.open(path)
				}
				wide, err := chromedp.Run(b.ctx, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
				if err != nil {
					t.Fatal(err)
				}
				if wide > size.w {
					t.Errorf("%s is %d wide on %s", name, wide, size.name)
				}
				shot, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name+"-"+size.name+"-"+scheme+".png"), shot, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	pictures("masuk", "/masuk")
	pictures("periksa", "/periksa")
	pictures("periksa-asli", "/p/"+w.letters[ids["sktm"]])
	pictures("periksa-batal", "/p/"+w.letters[ids["batal"]])
	pictures("periksa-diubah", "/p/"+tamper(w.letters[ids["sktm"]]))
	b.login("camat")
	pictures("camat-beranda", "/")
	pictures("camat-kotak", "/kotak")
	pictures("camat-permohonan", requestAt(muncar, ids["sktm"]))
	pictures("camat-sku", requestAt(muncar, ids["sku"]))
	b.open("/")
	b.press("Keluar")
	b.login("admin")
	pictures("beranda", "/")
	pictures("kotak-saring", "/kotak?layanan=sktm")
	pictures("permohonan", "/permohonan")
	pictures("desa", "/desa")
	pictures("desa-muncar", "/desa/"+muncar)
	pictures("catatan", "/catatan")
	pictures("akun", "/akun")
	pictures("hilang", "/catatan/x")
	b.open("/desa/" + muncar)
	b.press("Buat kode pendaftaran")
	pictures("kode", "")
	t.Log("pictures in", dir)
}
