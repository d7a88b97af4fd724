package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLoginCookie(t *testing.T) {
	w := newWorld(t)
	w.account("camat")
	for _, c := range []struct {
		proto, name string
		secure      bool
	}{{"", "sk", false}, {"https", "__Host-sk", true}} {
		b := w.browser()
		ask := func(method, body, csrfCookie string) answer {
			r, _ := http.NewRequest(method, b.url+"/masuk", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-Proto", c.proto)
			if csrfCookie != "" { // a jar does not send Secure cookies to http
				r.Header.Set("Cookie", csrfCookie)
			}
			b.c.Jar = nil
			return b.do(r)
		}
		page := ask("GET", "", "")
		pre := strings.Split(page.header.Get("Set-Cookie"), ";")[0]
		form := url.Values{"csrf": {csrfField.FindStringSubmatch(page.body)[1]}, "login": {"camat"}, "password": {password}}
		got := ask("POST", form.Encode(), pre)
		if got.status != http.StatusSeeOther || got.header.Get("Location") != "/" {
			t.Fatalf("login: %d %s", got.status, got.body)
		}
		cookie := got.header.Values("Set-Cookie")[0]
		if !strings.HasPrefix(cookie, c.name+"=") || strings.Contains(cookie, "; Secure") != c.secure || !strings.Contains(cookie, "; HttpOnly") || !strings.Contains(cookie, "; SameSite=Lax") || !strings.Contains(cookie, "; Path=/") {
			t.Errorf("cookie %q", cookie)
		}
		if got.header.Get("Strict-Transport-Security") != "" != c.secure {
			t.Error("HSTS goes with TLS")
		}
		token := strings.TrimPrefix(strings.Split(cookie, ";")[0], c.name+"=")
		var n int
		if err := w.hub.Reader().QueryRow(`SELECT COUNT(*) FROM session WHERE digest = $1 OR login = $2`, token, token).Scan(&n); err != nil || n != 0 {
			t.Errorf("the token itself is stored (%d, %v)", n, err)
		}
	}
}

func TestLoginRefusals(t *testing.T) {
	w := newWorld(t)
	w.account("camat")
	b := w.browser()
	if got := b.send("/masuk", url.Values{"login": {"camat"}, "password": {password}}); got.status != http.StatusForbidden {
		t.Errorf("login without a token: %d", got.status)
	}
	for _, form := range []url.Values{
		{"login": {"camat"}, "password": {"salah sekali"}}, {"login": {"nobody"}, "password": {password}}, {"login": {""}, "password": {""}},
		{"login": {"' OR 1=1 --"}, "password": {password}},
	} {
		got := b.post("/masuk", "/masuk", form)
		if got.status != http.StatusUnauthorized {
			t.Errorf("%v: %d", form, got.status)
		}
		got.has(t, "tidak cocok")
	}
	if err := w.site.accounts.SetOff(context.Background(), "camat"); err != nil {
		t.Fatal(err)
	}
	if got := b.post("/masuk", "/masuk", url.Values{"login": {"camat"}, "password": {password}}); got.status != http.StatusUnauthorized {
		t.Errorf("a closed account: %d", got.status)
	}
	// What was typed where the login goes may be a password.
	for _, e := range []string{"' OR", "nobody", "salah"} {
		if strings.Contains(strings.Join(w.audit(""), "\n"), e) || strings.Contains(w.logs.String(), e) {
			t.Errorf("the log holds %q", e)
		}
	}
	if got := w.audit("camat"); !slices.Equal(got, []string{"masuk-gagal  ", "masuk-gagal  "}) {
		t.Errorf("log of camat: %q", got)
	}
}

// Wrong passwords slow an address down, and never lock an account for good; one
// who tries from afar does not keep its owner out.
func TestLoginSlowsDown(t *testing.T) {
	w := newWorld(t)
	w.login("camat") // its own address is known from now on
	from := func(address, password string) answer {
		b := w.browser()
		page := b.get("/masuk")
		form := url.Values{"csrf": {csrfField.FindStringSubmatch(page.body)[1]}, "login": {"camat"}, "password": {password}}
		r, _ := http.NewRequest("POST", b.url+"/masuk", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", address)
		return b.do(r)
	}
	slowed := 0
	for range 30 {
		got := from("203.0.113.7", "salah sekali")
		if got.status == http.StatusTooManyRequests {
			slowed++
			if got.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
	}
	if slowed != 25 {
		t.Errorf("%d of 30 tries at once were slowed down, want 25", slowed)
	}
	if got := from("203.0.113.7", password); got.status != http.StatusTooManyRequests {
		t.Errorf("the right password in the pause: %d", got.status)
	}
	w.now = w.now.Add(6 * time.Minute)
	if got := from("203.0.113.7", password); got.status != http.StatusSeeOther {
		t.Errorf("the right password after the pause: %d", got.status)
	}
	// Many addresses at one account: new addresses wait, the owner's does not.
	for i := range 60 {
		from(fmt.Sprintf("198.51.100.%d", i+1), "salah sekali")
	}
	if got := from("192.0.2.1", password); got.status != http.StatusTooManyRequests {
		t.Errorf("a new address while many try: %d", got.status)
	}
	if got := from("127.0.0.1", password); got.status != http.StatusSeeOther {
		t.Errorf("the owner's address while many try: %d", got.status)
	}
	w.now = w.now.Add(2 * time.Hour)
	if got := from("192.0.2.1", password); got.status != http.StatusSeeOther {
		t.Errorf("a new address later: %d", got.status)
	}
	// A whole IPv6 line counts as one address.
	for i := range 20 {
		from("2001:db8::"+string(rune('a'+i%6)), "salah sekali")
	}
	if got := from("2001:db8::ffff", "salah sekali"); got.status != http.StatusTooManyRequests {
		t.Errorf("another address of the same /64: %d", got.status)
	}
}

func TestSessionEnds(t *testing.T) {
	w := newWorld(t)
	b := w.login("camat")
	for range 4 { // stays open while it is used
		w.now = w.now.Add(29 * time.Minute)
		if got := b.get("/"); got.status != http.StatusOK {
			t.Fatalf("used within half an hour: %d", got.status)
		}
	}
	w.now = w.now.Add(31 * time.Minute)
	if got := b.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("after half an hour of rest: %d", got.status)
	}
	b = w.login("camat")
	for range 26 {
		w.now = w.now.Add(28 * time.Minute)
		b.get("/")
	}
	if got := b.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("after twelve hours of use: %d", got.status)
	}
	b = w.login("camat")
	other := w.login("camat")
	if got := b.post("/keluar", "/", url.Values{}); got.status != http.StatusSeeOther {
		t.Errorf("logout: %d", got.status)
	}
	if got := b.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("after logout: %d", got.status)
	}
	if got := other.get("/"); got.status != http.StatusOK {
		t.Errorf("another session after a logout: %d", got.status)
	}
	if err := w.site.accounts.SetOff(context.Background(), "camat"); err != nil {
		t.Fatal(err)
	}
	if got := other.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("after the account was closed: %d", got.status)
	}
}

func TestPasswordChange(t *testing.T) {
	w := newWorld(t)
	b, other := w.login("camat"), w.login("camat")
	for _, c := range []struct{ old, new, again, want string }{
		{"salah sekali", "teh manis sore", "teh manis sore", "Kata sandi lama tidak cocok"},
		{password, "teh manis sore", "teh manis", "tidak sama"},
		{password, "pendek", "pendek", "paling sedikit 10"},
		{password, "1234567890", "1234567890", "mudah ditebak"},
	} {
		got := b.post("/akun", "/akun", url.Values{"old": {c.old}, "new": {c.new}, "again": {c.again}})
		got.has(t, c.want)
		got.lacks(t, c.old, c.new+`"`)
	}
	got := b.post("/akun", "/akun", url.Values{"old": {password}, "new": {"teh manis sore"}, "again": {"teh manis sore"}})
	if got.status != http.StatusSeeOther {
		t.Fatalf("change: %d", got.status)
	}
	b.get("/akun?pesan=sandi").has(t, "Kata sandi sudah diganti")
	if got := other.get("/"); got.status != http.StatusSeeOther {
		t.Errorf("the other session after a change: %d", got.status)
	}
	if got := w.browser().post("/masuk", "/masuk", url.Values{"login": {"camat"}, "password": {password}}); got.status != http.StatusUnauthorized {
		t.Errorf("the old password: %d", got.status)
	}
	if got := w.browser().post("/masuk", "/masuk", url.Values{"login": {"camat"}, "password": {"teh manis sore"}}); got.status != http.StatusSeeOther {
		t.Errorf("the new password: %d", got.status)
	}
}

// A login form leads back to where one wanted to go, and nowhere else.
func TestSafePath(t *testing.T) {
	for in, want := range map[string]string{"/kotak?layanan=sktm": "/kotak?layanan=sktm", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "/a\nb": "/", "/masuk?ke=/masuk": "/"} {
		if got := safePath(in); got != want {
			t.Errorf("safePath(%q) = %q, want %q", in, got, want)
		}
	}
}

// Requests that a browser says came from another site are refused, even with
// the cookie and the token.
func TestForeignSites(t *testing.T) {
	w, ids := filled(t)
	b := w.login("camat")
	path := requestAt(muncar, ids["sktm"])
	token := csrfField.FindStringSubmatch(b.get(path).body)[1]
	for _, h := range []http.Header{{"Sec-Fetch-Site": {"cross-site"}}, {"Origin": {"https://evil.example"}}} {
		r, _ := http.NewRequest("POST", b.url+path+"/tampilkan", strings.NewReader("csrf="+token))
		r.Header = h.Clone()
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := b.do(r); got.status != http.StatusForbidden {
			t.Errorf("%v: %d", h, got.status)
		}
	}
	for _, a := range w.audit("camat") {
		if strings.HasPrefix(a, "tampilkan") {
			t.Errorf("log: %s", a)
		}
	}
}

func TestPasswordHash(t *testing.T) {
	ctx := context.Background()
	h := newHasher(defaultCost)
	stored, err := h.hash(ctx, password)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=65536,t=3,p=2$") {
		t.Errorf("stored as %q", stored)
	}
	again, _ := h.hash(ctx, password)
	if again == stored {
		t.Error("two hashes of one password are the same")
	}
	for text, want := range map[string]bool{password: true, password + " ": false, "": false} {
		if ok, err := h.verify(ctx, stored, text); err != nil || ok != want {
			t.Errorf("verify(%q) = %v, %v", text, ok, err)
		}
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=1,t=0,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA", "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"} {
		if ok, err := h.verify(ctx, bad, ""); ok || err == nil {
			t.Errorf("%q is taken for a hash", bad)
		}
	}
	// No more than a few are computed at once.
	h.slots <- struct{}{}
	h.slots <- struct{}{}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := h.hash(short, password); err == nil {
		t.Error("a third hash did not wait")
	}
}
