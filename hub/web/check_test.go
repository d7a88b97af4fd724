package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
)

func TestCheckLetter(t *testing.T) {
	w, ids := filled(t)
	good := w.letters[ids["sktm"]]
	unsent := w.letter(muncar, "sku", "470/999/429.511.01/2026", "Belum Terkirim")
	w.desks["35.10.09.2001"] = hubtest.NewDesk("35.10.09.2001", 77, w.hub.Keys()) // not enrolled
	strange := w.letter("35.10.09.2001", "sku", "470/001/429.511.01/2026", "Orang Asing")
	const all = "Asli|Dibatalkan|Kode diubah|Tidak dikenal|Bukan kode surat"
	b := w.browser()
	for name, c := range map[string]struct {
		code string
		want string
		says []string
	}{
		"good":      {good, "Asli", []string{"470/001/429.511.01/2026", "23 November 2026", "Surat Keterangan Tidak Mampu", "Desa Sumberberas, Kecamatan Muncar", "WC", "tercatat di kabupaten"}},
		"lower":     {strings.ToLower(good), "Asli", nil},
		"web":       {"https://hub.example/p/" + good, "Asli", nil},
		"unsent":    {unsent, "Asli", []string{"belum menerima catatannya"}},
		"cancelled": {w.letters[ids["batal"]], "Dibatalkan", []string{"470/006/429.511.01/2026"}},
		"altered":   {tamper(good), "Kode diubah", nil},
		"strange":   {strange, "Tidak dikenal", nil},
		"cut":       {good[:len(good)-10], "Bukan kode surat", nil},
		"nik":       {nik1, "Bukan kode surat", nil},
		"words":     {"halo", "Bukan kode surat", nil},
	} {
		for _, path := range []string{"/p/" + strings.ReplaceAll(url.PathEscape(c.code), "%2F", "/"), "/periksa?kode=" + url.QueryEscape(c.code)} {
			w.now = w.now.Add(minute(1))
			got := b.get(path)
			if got.status == http.StatusTemporaryRedirect { // of two slashes in a row
				got = b.get(got.header.Get("Location"))
			}
			if got.status != http.StatusOK {
				t.Errorf("%s: %d at %s", name, got.status, path)
			}
			for _, x := range strings.Split(all, "|") {
				if strings.Contains(got.body, `">`+x+`</p>`) != (x == c.want) {
					t.Errorf("%s: %q is shown: want %q", name, x, c.want)
				}
			}
			got.has(t, c.says...)
			got.lacks(t, "Wulandari", "Misnati", nik1[:10], "351005••", "Krajan")
		}
	}
	b.get("/P/"+good).has(t, "Asli")
	if strings.Contains(w.logs.String(), good[:30]) {
		t.Error("the log holds a code")
	}
}

// A code that one village's device signs in another's name is no letter.
// A letter that was corrected tells the number of the one that replaced it, once
// that one has come.
func TestCheckReplacedLetter(t *testing.T) {
	w, ids := filled(t)
	d, old := w.desks[muncar], ids["sktm"]
	fresh := d.Device + "-r8"
	d.Add(kampung.AudienceKabupaten, kampung.KindStep, old, kampung.StepBody{State: kampung.StateCancelled, Reason: "Diganti", ReplacedBy: fresh})
	w.push(muncar)
	b := w.browser()
	path := "/p/" + w.letters[old]
	got := b.get(path)
	got.has(t, "Dibatalkan")
	got.lacks(t, "470/008/429.511.01/2026")
	w.now = w.now.Add(minute(1))
	if id := w.request(muncar, "sktm", "Wulandari Contoh", 8, kampung.StateApproved); id != fresh {
		t.Fatal(id)
	}
	b.get(path).has(t, "Diganti", "dengan surat nomor 470/008/429.511.01/2026", "tidak berlaku lagi")
	b.get("/p/"+w.letters[fresh]).has(t, "Asli")
}

func TestCheckForeignDevice(t *testing.T) {
	w, _ := filled(t)
	for _, village := range []string{muncar, "", "x", "35.10"} {
		code := w.letterBy(elsewhere, village)
		got := w.browser().get("/periksa?kode=" + url.QueryEscape(code))
		got.has(t, "Tidak dikenal")
		got.lacks(t, ">Asli<")
	}
}

func TestCheckRevokedDevice(t *testing.T) {
	w, ids := filled(t)
	unsent := w.letter(muncar, "sku", "470/999/429.511.01/2026", "Belum Terkirim")
	if err := w.hub.RevokeAt(t.Context(), w.desks[muncar].Device, 0); err != nil {
		t.Fatal(err)
	}
	w.browser().get("/p/"+w.letters[ids["sktm"]]).has(t, ">Asli<", "tercatat")
	w.browser().get("/p/"+unsent).has(t, "Tidak dikenal", "sudah dicabut")
}

func TestCheckIsLimited(t *testing.T) {
	w, ids := filled(t)
	b := w.browser()
	limited := 0
	for range 40 {
		got := b.get("/p/" + w.letters[ids["sktm"]])
		if got.status == http.StatusTooManyRequests {
			limited++
			got.lacks(t, "WC", "470/001")
		}
	}
	if limited != 40-visitBurst {
		t.Errorf("%d of 40 at once were limited, want %d", limited, 40-visitBurst)
	}
	w.now = w.now.Add(2 * visitEvery)
	b.get("/p/"+w.letters[ids["sktm"]]).has(t, ">Asli<")
}

// No code makes the page fall over, and none that nobody signed is authentic.
func FuzzCheckLetter(f *testing.F) {
	w, ids := filled(f)
	good := w.letters[ids["sktm"]]
	for _, s := range []string{good, tamper(good), strings.ToLower(good), "SK1/", "SK1//", "SK1/A/B", "..", "%", "", "SK1/" + strings.Repeat("A", 3000), "\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, code string) {
		w.now = w.now.Add(minute(1))
		for _, path := range []string{"/p/" + url.PathEscape(code), "/periksa?kode=" + url.QueryEscape(code)} {
			got := w.handle(path)
			c, payload, _, err := kampung.ReadLetterCode(clip(strings.TrimSpace(code), 2000))
			if got.Code != http.StatusOK && got.Code != http.StatusNotFound && got.Code != http.StatusMovedPermanently && got.Code != http.StatusTemporaryRedirect {
				t.Fatalf("%d for %q", got.Code, code)
			}
			if !strings.Contains(got.Body.String(), ">Asli<") {
				continue
			}
			want, wantPayload, _, _ := kampung.ReadLetterCode(good)
			if err != nil || c != want || string(payload) != string(wantPayload) {
				t.Fatalf("%q is shown as authentic", code)
			}
		}
	})
}
