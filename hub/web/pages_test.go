package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"smartkampung/kampung"
)

// pagesOf lists an address of every page that an admin can open.
func pagesOf(w *world, ids map[string]string) []string {
	return []string{"/", "/?hari=7", "/?hari=365", "/kotak", "/kotak?layanan=sktm&putusan=diterima", "/permohonan", "/permohonan?cari=contoh&dari=2026-01-01", "/permohonan?desa=" + muncar,
		requestAt(muncar, ids["sktm"]), requestAt(muncar, ids["kematian"]), requestAt(muncar, ids["batal"]), "/desa", "/desa?segar=belum", "/desa?mulai=40", "/desa/" + muncar, "/desa/35.10.01.2001",
		"/catatan", "/akun", "/periksa", "/periksa?kode=x", "/p/" + w.letters[ids["sktm"]], "/nowhere"}
}

// Every page is small, safe, and whole HTML whose tags close as they opened.
func TestEveryPage(t *testing.T) {
	w, ids := filled(t)
	crowd(t, w)
	b := w.login("admin")
	for _, path := range append(pagesOf(w, ids), "/masuk") {
		who := b
		if path == "/masuk" {
			who = w.browser()
		}
		got := who.get(path)
		charts := regexp.MustCompile(`(?s)<svg.*?</svg>`).ReplaceAllString(got.body, "")
		if len(charts) > 30_000 {
			t.Errorf("%s has %d bytes without charts", path, len(charts))
		}
		if len(got.body) < 500 {
			t.Errorf("%s is empty", path)
		}
		checkHTML(t, path, got.body)
		for _, bad := range []string{"<script", "style=\"", "<style", "javascript:", " onclick", "http://", "https://"} {
			if strings.Contains(got.body, bad) {
				t.Errorf("%s has %q", path, bad)
			}
		}
		for key, want := range map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
			if got.header.Get(key) != want {
				t.Errorf("%s: %s is %q", path, key, got.header.Get(key))
			}
		}
	}
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Error("policy is not strict")
	}
	css := b.get(w.site.stylePath)
	if css.status != http.StatusOK || !strings.HasPrefix(css.header.Get("Content-Type"), "text/css") || len(css.body) > 30_000 {
		t.Errorf("style sheet: %d, %d bytes", css.status, len(css.body))
	}
	if strings.Contains(w.logs.String(), nik1) || strings.Contains(w.logs.String(), "Wulandari") {
		t.Error("the log holds a person")
	}
}

// void are the elements that have no end.
var void = []string{"meta", "link", "input", "br"}

// checkHTML reads a page tag by tag: each end closes what was opened last,
// attributes stand once, ids are not used twice, and every label, description
// and heading that is named is there.
func checkHTML(t *testing.T, path, body string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(body))
	var open []string
	ids, named := map[string]bool{}, map[string]bool{}
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		tok := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			seen := map[string]bool{}
			for _, a := range tok.Attr {
				if seen[a.Key] {
					t.Errorf("%s: <%s> has %s twice", path, tok.Data, a.Key)
				}
				seen[a.Key] = true
				switch a.Key {
				case "id":
					if ids[a.Val] {
						t.Errorf("%s: id %q is used twice", path, a.Val)
					}
					ids[a.Val] = true
				case "for", "aria-labelledby", "aria-describedby":
					named[a.Val] = true
				}
			}
			if kind == html.StartTagToken && !slices.Contains(void, tok.Data) {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("%s: </%s> closes %v", path, tok.Data, open)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: not closed: %v", path, open)
	}
	for id := range named {
		if !ids[id] {
			t.Errorf("%s: nothing has the id %q", path, id)
		}
	}
	if doc, err := html.Parse(strings.NewReader(body)); err != nil || doc.FirstChild.Type != html.DoctypeNode {
		t.Errorf("%s: %v", path, err)
	}
}

// A request goes through the inbox: found, decided, gone; sent back, mended by
// the village, and there again.
func TestInbox(t *testing.T) {
	w, ids := filled(t)
	b := w.login("camat")
	path := requestAt(muncar, ids["sktm"])
	box := b.get("/kotak")
	box.has(t, "Wulandari Contoh")
	box.lacks(t, "Jumiati", "Poniman", "Bambang", "Slamet") // another kecamatan, not signed, not for the camat
	got := b.post(path+"/putusan", path, url.Values{"putusan": {"ditolak"}, "alasan": {"  "}})
	got.has(t, "Tulis alasannya")
	b.post(path+"/putusan", path, url.Values{"putusan": {"nonsens"}}).has(t, "Pilih terima")
	b.post(path+"/putusan", path, url.Values{"putusan": {"perlu_perbaikan"}, "alasan": {"x"}, "isian": {"../x"}}).has(t, "tidak dikenal")
	if got := b.post(path+"/putusan", path, url.Values{"putusan": {"perlu_perbaikan"}, "alasan": {"Foto rumah <b>belum</b> ada"}, "isian": {"scans"}}); got.status != http.StatusSeeOther {
		t.Fatalf("decide: %d\n%s", got.status, got.body)
	}
	b.get(path).has(t, "Perbaikan diminta", "“Foto rumah <b>belum</b> ada”", "menunggu desa tersambung")
	b.get("/kotak").lacks(t, "Wulandari")
	b.get("/kotak?putusan=perlu_perbaikan").has(t, "Wulandari")
	w.now = w.now.Add(minute(30))
	w.desks[muncar].AddHead(kampung.AudienceKabupaten, kampung.Head{V: 1, ID: "mend-1", Tick: 5000, At: w.now.Format("2006-01-02T15:04:05Z07:00"), By: "siti", Kind: kampung.KindStep, Schema: 1, Subject: ids["sktm"]}, encode(t, kampung.StepBody{State: kampung.StatePrinted}))
	w.push(muncar)
	b = w.login("camat")
	b.get("/kotak").has(t, "Wulandari")
	if got := b.post(path+"/putusan", path, url.Values{"putusan": {"diterima"}}); got.status != http.StatusSeeOther {
		t.Fatalf("decide again: %d", got.status)
	}
	left := b.get("/kotak")
	left.lacks(t, "Wulandari")
	left.has(t, "Tidak ada yang menunggu")
	d, err := w.hub.RequestDetail(t.Context(), muncar, ids["sktm"])
	if err != nil || len(d.Decisions) != 2 || d.Decisions[0].Field != "scans" || d.Decisions[1].By != "Hadi, Camat Muncar" || d.Decisions[1].Office != "Kecamatan Muncar" {
		t.Errorf("%+v, %v", d.Decisions, err)
	}
	if got := w.decisionsAtDesk(muncar, ids["sktm"]); len(got) != 2 || got[0].Reason != "Foto rumah <b>belum</b> ada" || got[1].Decision != kampung.DecisionAccept || !got[0].OfCamat() || !got[0].Camat {
		t.Errorf("the desk finds %+v", got)
	}
	acts := strings.Join(w.audit("camat"), "\n")
	for _, want := range []string{"putusan-perbaikan " + muncar + " " + ids["sktm"], "putusan-diterima " + muncar + " " + ids["sktm"]} {
		if !strings.Contains(acts, want) {
			t.Errorf("log lacks %q", want)
		}
	}
}

// A form that is sent twice, or that two people sent, decides once.
func TestDecideOnce(t *testing.T) {
	w, ids := filled(t)
	b := w.login("camat")
	path := requestAt(muncar, ids["sktm"])
	page := b.get(path).body
	form := url.Values{"putusan": {"diterima"}, "csrf": {csrfField.FindStringSubmatch(page)[1]}, "sejak": {regexp.MustCompile(`name="sejak" value="([^"]+)"`).FindStringSubmatch(page)[1]}}
	if got := b.send(path+"/putusan", form); got.status != http.StatusSeeOther {
		t.Fatalf("first: %d", got.status)
	}
	got := b.send(path+"/putusan", form)
	if got.status != http.StatusUnprocessableEntity {
		t.Errorf("second: %d", got.status)
	}
	got.has(t, "berubah sejak")
	d, err := w.hub.RequestDetail(t.Context(), muncar, ids["sktm"])
	if err != nil || len(d.Decisions) != 1 {
		t.Errorf("%d decisions, %v", len(d.Decisions), err)
	}
}

// Pages of a list show every request once, whatever is filtered.
func TestListPages(t *testing.T) {
	w, _ := filled(t)
	crowd(t, w)
	a := accounts["admin"]
	a.handled = []string{"kematian"}
	all, next, err := w.site.list(t.Context(), a, listQuery{}, 1000)
	if err != nil || next != "" || len(all) < 60 {
		t.Fatalf("%d rows, next %q, %v", len(all), next, err)
	}
	for _, q := range []listQuery{{}, {Service: "sku"}, {Group: "surat"}, {Group: "ditolak"}, {Text: "contoh"}, {Kecamatan: "35.10.05"}, {Village: elsewhere}, {From: "2026-11-10", To: "2026-11-20"}, {Decision: "belum"}, {Kecamatan: "35.10.04", Village: muncar}} {
		whole, _, err := w.site.list(t.Context(), a, q, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var pieces []string
		for at := q; ; {
			rows, next, err := w.site.list(t.Context(), a, at, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				pieces = append(pieces, r.ID)
			}
			if next == "" {
				break
			}
			at.after = next
		}
		var want []string
		for _, r := range whole {
			want = append(want, r.ID)
		}
		if !slices.Equal(pieces, want) {
			t.Errorf("%+v: pages show %d, want %d", q, len(pieces), len(want))
		}
		group, grouped := groupByKey(q.Group)
		for _, r := range whole {
			if q.Service != "" && r.Service != q.Service || grouped && !slices.Contains(group.States, r.State) || q.Village != "" && r.Village != q.Village {
				t.Errorf("%+v shows %+v", q, r.RequestRow)
			}
		}
		if q.Village == muncar && q.Kecamatan != "" && len(whole) > 0 {
			t.Error("a village of another kecamatan is shown")
		}
	}
}

// Each figure of the first page is the number of rows that its link shows.
func TestFiguresAreTheirRows(t *testing.T) {
	w, _ := filled(t)
	crowd(t, w)
	for _, role := range []string{"admin", "camat", "dukcapil"} {
		b := w.login(role)
		page := b.get("/").body
		links := regexp.MustCompile(`href="(/permohonan\?[^"]+)">(?:<strong>)?(\d+)<`).FindAllStringSubmatch(page, -1)
		if len(links) < 5 {
			t.Fatalf("%s: only %d figures", role, len(links))
		}
		for _, l := range links {
			path := html.UnescapeString(l[1])
			n := 0
			for path != "" {
				got := b.get(path)
				n += strings.Count(got.body, `class="item"`)
				m := regexp.MustCompile(`<a href="([^"]+)">Yang lebih lama`).FindStringSubmatch(got.body)
				path = ""
				if m != nil {
					path = html.UnescapeString(m[1])
				}
			}
			if fmt.Sprint(n) != l[2] {
				t.Errorf("%s: %s shows %d rows, the figure is %s", role, l[1], n, l[2])
			}
		}
		for _, l := range regexp.MustCompile(`href="(/desa\?segar=\w+)"><span class="big">(\d+)<`).FindAllStringSubmatch(page, -1) {
			b.get(l[1]).has(t, map[bool]string{true: "Tidak ada desa yang cocok", false: l[2] + " desa dan kelurahan"}[l[2] == "0"])
		}
	}
}

// An enrolment code is shown once, works once, and is not in the log.
func TestEnrolAndRevoke(t *testing.T) {
	w, _ := filled(t)
	b := w.login("admin")
	path := "/desa/35.10.05.2007"
	got := b.post(path+"/kode", path, url.Values{})
	code := regexp.MustCompile(`class="enrol">([0-9A-Z-]{39})<`).FindStringSubmatch(got.body)
	if code == nil {
		t.Fatalf("no code: %d\n%s", got.status, got.body)
	}
	if strings.Contains(b.get(path).body, code[1]) || strings.Contains(w.logs.String(), code[1]) || strings.Contains(strings.Join(w.audit("admin"), " "), code[1]) {
		t.Error("the code is shown again")
	}
	d := w.desks[muncar]
	page := "/desa/" + muncar
	for _, form := range []url.Values{{"perangkat": {d.Device}, "tegas": {""}, "sampai": {"1"}}, {"perangkat": {d.Device}, "tegas": {d.Device[:8]}, "sampai": {"-1"}}, {"perangkat": {w.desks[elsewhere].Device}, "tegas": {w.desks[elsewhere].Device[:8]}, "sampai": {"1"}}} {
		if got := b.post(page+"/cabut", page, form); got.status != http.StatusUnprocessableEntity && got.status != http.StatusNotFound {
			t.Errorf("%v: %d", form, got.status)
		}
	}
	if got := b.post(page+"/cabut", page, url.Values{"perangkat": {d.Device}, "tegas": {d.Device[:8]}, "sampai": {"20"}}); got.status != http.StatusSeeOther {
		t.Fatalf("revoke: %d", got.status)
	}
	b.get(page).has(t, "Dicabut hari ini")
	rows, err := w.hub.DevicesOf(t.Context(), muncar)
	if err != nil || rows[0].Revoked.IsZero() || rows[0].RevokedAt != 20 {
		t.Errorf("%+v, %v", rows, err)
	}
	acts := w.audit("admin")
	if !slices.Contains(acts, "cabut "+muncar+" "+d.Device) || !slices.Contains(acts, "kode 35.10.05.2007 ") {
		t.Errorf("log: %q", acts)
	}
	b.get("/catatan").has(t, "Mencabut perangkat", "Membuat kode pendaftaran", d.Device)
	b.get("/catatan?hal=cabut").lacks(t, `<td>Membuat kode pendaftaran</td>`)
}

func TestAccountChecks(t *testing.T) {
	w := newWorld(t)
	for name, a := range map[string]Account{
		"role": {Login: "x1", Name: "X", Role: "boss"}, "login": {Login: "X Y", Name: "X", Role: RoleAdmin}, "name": {Login: "x1", Role: RoleAdmin},
		"place": {Login: "x1", Name: "X", Role: RoleKecamatan, Office: "K"}, "place2": {Login: "x1", Name: "X", Role: RoleKecamatan, Office: "K", Place: "35.11.01"},
		"office": {Login: "x1", Name: "X", Role: RoleAgency, Services: []string{"sku"}}, "services": {Login: "x1", Name: "X", Role: RoleAgency, Office: "K"},
		"services2": {Login: "x1", Name: "X", Role: RoleAgency, Office: "K", Services: []string{"nope"}}, "viewer": {Login: "x1", Name: "X", Role: RoleViewer, Office: "K"},
	} {
		var ps kampung.Problems
		if err := w.site.accounts.Add(t.Context(), a, password); !errors.As(err, &ps) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.account("camat")
	if err := w.site.accounts.Add(t.Context(), accounts["camat"], password); !errors.Is(err, ErrTaken) {
		t.Errorf("twice: %v", err)
	}
	if err := w.site.accounts.SetPassword(t.Context(), "nobody", password); !errors.Is(err, ErrNoAccount) {
		t.Errorf("password of nobody: %v", err)
	}
	if err := w.site.accounts.SetOff(context.Background(), "nobody"); !errors.Is(err, ErrNoAccount) {
		t.Errorf("off of nobody: %v", err)
	}
	list, err := w.site.accounts.List(t.Context())
	if err != nil || len(list) != 1 || list[0].Place != "35.10.05" {
		t.Errorf("%+v, %v", list, err)
	}
}

// What a village has not signed, or has taken back, is not decided on, even by
// a form that was made by hand.
func TestDecideOnlySigned(t *testing.T) {
	w, ids := filled(t)
	b := w.login("camat")
	gone := w.request(muncar, "sktm", "Batal Contoh", 9, kampung.StateApproved, kampung.StatePrinted, kampung.StateCancelled)
	for _, id := range []string{ids["early"], gone} {
		path := requestAt(muncar, id)
		b.get(path).lacks(t, "Kirim putusan")
		d, err := w.hub.RequestDetail(t.Context(), muncar, id)
		if err != nil {
			t.Fatal(err)
		}
		got := b.post(path+"/putusan", path, url.Values{"putusan": {"diterima"}, "sejak": {decidedSince(d)}})
		if got.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", d.State, got.status)
		}
		if d, err = w.hub.RequestDetail(t.Context(), muncar, id); err != nil || len(d.Decisions) != 0 {
			t.Errorf("%s: %d decisions, %v", d.State, len(d.Decisions), err)
		}
	}
}

// Two offices look at one request: the decision of one does not take it from
// the other's inbox.
func TestTwoOffices(t *testing.T) {
	w, ids := filled(t)
	dinsos := Account{Login: "dinsos", Name: "Tuti, Dinsos", Role: RoleAgency, Office: "Dinas Sosial", Services: []string{"sktm"}}
	if err := w.site.accounts.Add(t.Context(), dinsos, password); err != nil {
		t.Fatal(err)
	}
	first, second := w.login("camat"), w.login("dinsos")
	path := requestAt(muncar, ids["sktm"])
	if got := first.post(path+"/putusan", path, url.Values{"putusan": {"diterima"}}); got.status != http.StatusSeeOther {
		t.Fatal(got.status)
	}
	first.get("/kotak").lacks(t, "Wulandari")
	second.get("/kotak").has(t, "Wulandari")
	w.now = w.now.Add(minute(1))
	if got := second.post(path+"/putusan", path, url.Values{"putusan": {"ditolak"}, "alasan": {"Belum terdaftar"}}); got.status != http.StatusSeeOther {
		t.Fatal(got.status)
	}
	second.get("/kotak").lacks(t, "Wulandari")
	first.get("/kotak").lacks(t, "Wulandari")
	first.get(path).has(t, "oleh Kecamatan Muncar", "oleh Dinas Sosial", "Belum terdaftar")
}
