package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// Every role on every page: what it may not see answers as if it were not
// there, and no page shows who is behind a request to whom it is no business.
func TestAccess(t *testing.T) {
	w, ids := filled(t)
	see := http.StatusOK
	no := http.StatusNotFound
	roles := []string{"admin", "pemantau", "camat", "lain", "dukcapil", "polsek"}
	browsers := map[string]*browser{}
	for _, r := range roles {
		browsers[r] = w.login(r)
	}
	for _, c := range []struct {
		page string
		want [6]int // in the order of roles
	}{
		{"/", [6]int{see, see, see, see, see, see}},
		{"/kotak", [6]int{see, see, see, see, see, see}},
		{"/permohonan", [6]int{see, see, see, see, see, see}},
		{"/desa", [6]int{see, see, see, see, see, see}},
		{"/akun", [6]int{see, see, see, see, see, see}},
		{"/periksa", [6]int{see, see, see, see, see, see}},
		{"/catatan", [6]int{see, no, no, no, no, no}},
		{"/desa/" + muncar, [6]int{see, see, see, no, no, no}},
		{"/desa/" + elsewhere, [6]int{see, see, no, see, no, no}},
		{"/desa/35.11.01.2001", [6]int{no, no, no, no, no, no}},
		{"/desa/x", [6]int{no, no, no, no, no, no}},
		{requestAt(muncar, ids["sktm"]), [6]int{see, see, see, no, no, no}},
		{requestAt(muncar, ids["sku"]), [6]int{see, see, see, no, no, no}},
		{requestAt(muncar, ids["kematian"]), [6]int{see, see, see, no, see, no}},
		{requestAt(muncar, ids["skck"]), [6]int{see, see, see, no, no, see}},
		{requestAt(elsewhere, ids["foreign"]), [6]int{see, see, no, see, no, no}},
		{requestAt(elsewhere, ids["sktm"]), [6]int{no, no, no, no, no, no}}, // of another village
		{requestAt(muncar, "none"), [6]int{no, no, no, no, no, no}},
		{"/nowhere", [6]int{no, no, no, no, no, no}},
	} {
		for i, r := range roles {
			got := browsers[r].get(c.page)
			if got.status != c.want[i] {
				t.Errorf("%s on %s: %d, want %d", r, c.page, got.status, c.want[i])
			}
			got.lacks(t, nik1, kk1, "3510050101150003", "3510050202800004")
		}
	}
}

// Who may see a person, and who only sees initials.
func TestPersons(t *testing.T) {
	w, ids := filled(t)
	for _, c := range []struct {
		role, request string
		name          string
		opens         bool
	}{
		{"admin", "sktm", "Wulandari Contoh", true}, {"pemantau", "sktm", "Wulandari Contoh", false},
		{"camat", "sktm", "Wulandari Contoh", true}, {"camat", "sku", "Bambang Contoh", false}, {"camat", "kematian", "Slamet Contoh", false},
		{"dukcapil", "kematian", "Slamet Contoh", true}, {"polsek", "skck", "Ratna Contoh", true},
	} {
		b := w.login(c.role)
		path := requestAt(muncar, ids[c.request])
		page := b.get(path)
		if c.opens {
			page.has(t, c.name, "351005••••••0077", "Tampilkan NIK")
		} else {
			page.lacks(t, c.name, "351005", "Tampilkan NIK", "Krajan", "Kepala Contoh")
			page.has(t, "Huruf awal nama: "+kampung.Initials(c.name))
		}
		list := b.get("/permohonan")
		if got := strings.Contains(list.body, c.name); got != c.opens {
			t.Errorf("%s: name of %s in the list is %v", c.role, c.request, got)
		}
		found := b.get("/permohonan?cari=" + url.QueryEscape(c.name))
		if got := strings.Contains(found.body, ids[c.request]); got != c.opens {
			t.Errorf("%s: finds %s by name is %v", c.role, c.request, got)
		}
		reveal := b.post(path+"/tampilkan", path, url.Values{})
		if c.opens {
			reveal.has(t, nik1, kk1)
		} else if reveal.status != http.StatusForbidden {
			t.Errorf("%s reveals %s: %d", c.role, c.request, reveal.status)
		}
		if !c.opens {
			reveal.lacks(t, nik1)
		}
		if got := slices.Contains(w.audit(c.role), "tampilkan "+muncar+" "+ids[c.request]); got != c.opens {
			t.Errorf("%s: log tells of the look at %s: %v", c.role, c.request, got)
		}
		if got := slices.Contains(w.audit(c.role), "lihat "+muncar+" "+ids[c.request]); got != c.opens {
			t.Errorf("%s: log tells that %s was opened: %v", c.role, c.request, got)
		}
	}
}

// Every act that changes something, by every role, at a village that is its own
// and one that is not.
func TestActs(t *testing.T) {
	w, ids := filled(t)
	device := w.desks[muncar].Device
	decide := url.Values{"putusan": {"diterima"}}
	type act struct {
		path string
		form url.Values
	}
	acts := map[string]act{
		"sktm":    {requestAt(muncar, ids["sktm"]) + "/putusan", decide},
		"sku":     {requestAt(muncar, ids["sku"]) + "/putusan", decide},
		"foreign": {requestAt(elsewhere, ids["foreign"]) + "/putusan", decide},
		"death":   {requestAt(muncar, ids["kematian"]) + "/putusan", decide},
		"early":   {requestAt(muncar, ids["early"]) + "/putusan", decide},
		"code":    {"/desa/" + muncar + "/kode", url.Values{}},
		"revoke":  {"/desa/" + muncar + "/cabut", url.Values{"perangkat": {device}, "tegas": {"wrong"}, "sampai": {"1"}}},
	}
	const ok, form, forbid, no = http.StatusSeeOther, http.StatusUnprocessableEntity, http.StatusForbidden, http.StatusNotFound
	for role, want := range map[string]map[string]int{
		"admin":    {"sktm": forbid, "sku": forbid, "foreign": forbid, "death": forbid, "early": forbid, "code": http.StatusOK, "revoke": form},
		"pemantau": {"sktm": forbid, "sku": forbid, "foreign": forbid, "death": forbid, "early": forbid, "code": forbid, "revoke": forbid},
		"camat":    {"sktm": ok, "sku": forbid, "foreign": no, "death": forbid, "early": form, "code": forbid, "revoke": forbid},
		"lain":     {"sktm": no, "sku": no, "foreign": ok, "death": no, "early": no, "code": no, "revoke": no},
		"dukcapil": {"sktm": no, "sku": no, "foreign": no, "death": ok, "early": no, "code": no, "revoke": no},
		"polsek":   {"sktm": no, "sku": no, "foreign": no, "death": no, "early": no, "code": no, "revoke": no},
	} {
		b := w.login(role)
		for name, a := range acts {
			page := "/akun"
			if i := strings.LastIndex(a.path, "/putusan"); i > 0 && want[name] != no {
				page = a.path[:i]
			}
			if got := b.post(a.path, page, a.form); got.status != want[name] {
				t.Errorf("%s does %s: %d, want %d", role, name, got.status, want[name])
			}
			a.form.Del("sejak")
			// Without the token of the session nothing happens, for nobody.
			if got := b.send(a.path, url.Values{"csrf": {"x"}}); got.status != http.StatusForbidden {
				t.Errorf("%s does %s without a token: %d", role, name, got.status)
			}
		}
	}
}

func TestStrangersSeeNothing(t *testing.T) {
	w, ids := filled(t)
	b := w.browser()
	for _, path := range []string{"/", "/kotak", "/permohonan", "/desa", "/desa/" + muncar, "/akun", "/catatan", requestAt(muncar, ids["sktm"])} {
		got := b.get(path)
		if got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/masuk") {
			t.Errorf("%s without an account: %d to %q", path, got.status, got.header.Get("Location"))
		}
		got.lacks(t, "Contoh")
	}
	for _, path := range []string{requestAt(muncar, ids["sktm"]) + "/putusan", "/desa/" + muncar + "/kode", "/akun"} {
		if got := b.send(path, url.Values{}); got.status != http.StatusSeeOther {
			t.Errorf("POST %s without an account: %d", path, got.status)
		}
	}
	r, _ := http.NewRequest("GET", w.server.URL+"/", nil)
	r.AddCookie(&http.Cookie{Name: "sk", Value: "made-up"})
	if got := b.do(r); got.status != http.StatusSeeOther {
		t.Errorf("a made-up cookie: %d", got.status)
	}
}

// Scopes as a table, without pages.
func TestScopes(t *testing.T) {
	sktm, sku := kampung.Service{Key: "sktm", Camat: true}, kampung.Service{Key: "sku", Goes: "Bank"}
	for _, c := range []struct {
		account        Account
		village        string
		service        kampung.Service
		sees, opens, d bool
	}{
		{accounts["admin"], muncar, sku, true, true, false},
		{Account{Role: RoleAdmin, Office: "Kabupaten"}, muncar, sku, true, true, true},
		{accounts["pemantau"], muncar, sktm, true, false, false},
		{accounts["camat"], muncar, sktm, true, true, true},
		{accounts["camat"], muncar, sku, true, false, false},
		{accounts["camat"], "35.10.051.001", sktm, false, false, false},
		{accounts["camat"], elsewhere, sktm, false, false, false},
		{Account{Role: RoleKecamatan, Office: "x"}, muncar, sktm, false, false, false},
		{Account{Role: RoleAgency, Office: "x"}, muncar, sktm, false, false, false},
		{Account{Role: "x", Office: "x"}, muncar, sktm, false, false, false},
		{Account{}, muncar, sktm, false, false, false},
	} {
		if got := c.account.sees(c.village, c.service.Key); got != c.sees {
			t.Errorf("%+v sees %s of %s: %v", c.account, c.service.Key, c.village, got)
		}
		if got := c.account.opens(c.village, c.service); got != c.opens {
			t.Errorf("%+v opens %s of %s: %v", c.account, c.service.Key, c.village, got)
		}
		if got := c.account.decides(c.village, c.service); got != c.d {
			t.Errorf("%+v decides %s of %s: %v", c.account, c.service.Key, c.village, got)
		}
	}
}
