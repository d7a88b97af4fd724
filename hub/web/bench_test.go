package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"smartkampung/kampung"
)

// BenchmarkPages opens pages over a busy year of two kecamatan: 10,000 requests.
func BenchmarkPages(b *testing.B) {
	w := newWorld(b)
	now := w.now
	for n := range 10_000 {
		if n%25 == 0 {
			w.now = now.AddDate(0, 0, -(10_000-n)/25)
		}
		service := []string{"sku", "sktm", "domisili", "skck", "kematian"}[n%5]
		w.recordAt(muncar, service, "Contoh", n, kampung.StateApproved)
		if n%500 == 499 {
			w.push(muncar)
		}
	}
	w.now = now
	client := w.login("camat")
	admin := w.login("admin")
	for name, c := range map[string]struct {
		who  *browser
		path string
	}{"home": {admin, "/?hari=365"}, "inbox": {client, "/kotak"}, "search": {client, "/kotak?cari=tidakada"}, "villages": {admin, "/desa"}} {
		b.Run(name, func(b *testing.B) {
			var cookies []*http.Cookie
			r, _ := http.NewRequest("GET", c.who.url+"/", nil)
			cookies = c.who.c.Jar.Cookies(r.URL)
			for b.Loop() {
				r := httptest.NewRequest("GET", c.path, nil)
				for _, k := range cookies {
					r.AddCookie(k)
				}
				rec := httptest.NewRecorder()
				w.site.ServeHTTP(rec, r)
				if rec.Code != http.StatusOK {
					b.Fatal(fmt.Sprint(rec.Code, " ", rec.Body))
				}
			}
		})
	}
}
