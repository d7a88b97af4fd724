package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung"
)

// loginForm is what the login page shows.
type loginForm struct {
	Login, To, Problem string
}

func (s *Site) getLogin(w http.ResponseWriter, r *http.Request) {
	if _, ok, _ := s.accounts.findSession(r.Context(), readCookie(r, cookieSession)); ok {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	s.showLogin(w, r, http.StatusOK, loginForm{To: safePath(r.URL.Query().Get("ke"))})
}

func (s *Site) showLogin(w http.ResponseWriter, r *http.Request, status int, f loginForm) {
	token := readCookie(r, cookieLogin)
	if token == "" {
		token = newToken()
		setCookie(w, r, cookieLogin, token, 24*60*60)
	}
	p := page{Title: "Masuk", Here: "masuk", Public: true, Token: formToken(token), Note: notes[r.URL.Query().Get("pesan")], Data: f}
	if err := s.render(w, status, "login", p); err != nil {
		s.fail(w, r, err)
	}
}

// safePath keeps an address of this site, and nothing that leads elsewhere.
func safePath(to string) string {
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t") || strings.HasPrefix(to, "/masuk") {
		return "/"
	}
	return to
}

// sparePerAddress is how many more wrong passwords an address may try than one
// person would: an office has one address for all its people.
const (
	sparePerAddress = 10
	sparePerLogin   = 20
)

func (s *Site) postLogin(w http.ResponseWriter, r *http.Request) {
	token := readCookie(r, cookieLogin)
	f := loginForm{Login: strings.ToLower(strings.TrimSpace(r.PostFormValue("login"))), To: safePath(r.PostFormValue("ke"))}
	if token == "" || !sameToken(r.PostFormValue("csrf"), formToken(token)) {
		f.Problem = "Halaman masuk sudah lewat waktunya, atau peramban ini tidak menyimpan kuki. Coba sekali lagi."
		s.showLogin(w, r, http.StatusForbidden, f)
		return
	}
	from := address(r)
	wait, keys, err := s.loginWait(r, f.Login, from)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if wait > 0 {
		seconds := int(wait/time.Second) + 1
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
		f.Problem = "Sudah beberapa kali kata sandi tidak cocok. Tunggu " + strconv.Itoa(seconds) + " detik, lalu coba lagi."
		s.showLogin(w, r, http.StatusTooManyRequests, f)
		return
	}
	a, ok, err := s.accounts.check(r.Context(), f.Login, r.PostFormValue("password"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if !ok {
		s.badLogin(w, r, f, from, keys)
		return
	}
	s.address.good(keys.pair)
	s.begin(w, r, a, from, f.To)
}

// loginKeys are what wrong passwords are counted by.
type loginKeys struct{ net, pair, login string }

// loginWait tells how long this address and this login must wait. An address
// from which the account logged in before does not wait for what others do to
// the account, so that nobody can keep its owner out by trying.
func (s *Site) loginWait(r *http.Request, login, from string) (time.Duration, loginKeys, error) {
	k := loginKeys{net: network(from), pair: network(from) + " " + login, login: login}
	if kampung.CheckLogin(login) != "" {
		k.login, k.pair = "", k.net+" -"
	}
	wait := max(s.address.wait(k.net), s.address.wait(k.pair))
	if k.login == "" {
		return wait, k, nil
	}
	known, err := s.accounts.cameFrom(r.Context(), login, from)
	if !known {
		wait = max(wait, s.login.wait(k.login))
	}
	return wait, k, err
}

func (s *Site) badLogin(w http.ResponseWriter, r *http.Request, f loginForm, from string, k loginKeys) {
	s.address.failed(k.net, sparePerAddress)
	s.address.failed(k.pair, 0)
	e := Event{Login: "-", Act: ActFailed, Address: from}
	if k.login != "" {
		s.login.failed(k.login, sparePerLogin)
		// What was typed may be a password in the wrong place; only a login that
		// exists is written down.
		if _, _, err := s.accounts.get(r.Context(), k.login); err == nil {
			e.Login = k.login
		} else if !errors.Is(err, ErrNoAccount) {
			s.fail(w, r, err)
			return
		}
	}
	if err := s.accounts.Record(r.Context(), e); err != nil {
		s.fail(w, r, err)
		return
	}
	f.Problem = "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."
	s.showLogin(w, r, http.StatusUnauthorized, f)
}

// begin opens a session with a new token; the browser's old one ends.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, a Account, from, to string) {
	if old := readCookie(r, cookieSession); old != "" {
		if err := s.accounts.closeSession(r.Context(), tokenDigest(old)); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	if err := s.accounts.Record(r.Context(), Event{Login: a.Login, Act: ActLogin, Address: from}); err != nil {
		s.fail(w, r, err)
		return
	}
	token, err := s.accounts.openSession(r.Context(), a.Login)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	setCookie(w, r, cookieSession, token, int(longest/time.Second))
	setCookie(w, r, cookieLogin, "", -1)
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *Site) postLogout(v *visit) error {
	if err := s.accounts.closeSession(v.ctx(), v.digest); err != nil {
		return err
	}
	setCookie(v.w, v.r, cookieSession, "", -1)
	if err := s.record(v, ActLogout, "", ""); err != nil {
		return err
	}
	http.Redirect(v.w, v.r, "/masuk?pesan=keluar", http.StatusSeeOther)
	return nil
}

// record writes to the audit log what the visitor does.
func (s *Site) record(v *visit, act Act, village, subject string) error {
	return s.accounts.Record(v.ctx(), Event{Login: v.Login, Act: act, Village: village, Subject: subject, Address: v.address})
}

// ownAccount is what the account page shows.
type ownAccount struct {
	Problem  string
	Services []string
	Place    string
}

func (s *Site) getAccount(v *visit) error { return s.showAccount(v, "") }

func (s *Site) showAccount(v *visit, problem string) error {
	d := ownAccount{Problem: problem}
	for _, k := range v.Services {
		d.Services = append(d.Services, s.services.service(k).Name)
	}
	for _, k := range s.places.kecamatan {
		if k.Code == v.Place {
			d.Place = k.Name
		}
	}
	return s.show(v, "account", "Akun saya", "akun", d)
}

func (s *Site) postPassword(v *visit) error {
	key := "sandi " + v.Login
	if wait := s.address.wait(key); wait > 0 {
		return s.showAccount(v, "Sudah beberapa kali kata sandi lama tidak cocok. Tunggu "+strconv.Itoa(int(wait/time.Second)+1)+" detik, lalu coba lagi.")
	}
	_, ok, err := s.accounts.check(v.ctx(), v.Login, v.r.PostFormValue("old"))
	if err != nil {
		return err
	}
	if !ok {
		s.address.failed(key, 0)
		return s.showAccount(v, "Kata sandi lama tidak cocok.")
	}
	if v.r.PostFormValue("new") != v.r.PostFormValue("again") {
		return s.showAccount(v, "Kedua kata sandi baru tidak sama. Ketik sekali lagi.")
	}
	var ps kampung.Problems
	err = s.accounts.setPassword(v.ctx(), v.Login, v.r.PostFormValue("new"), v.digest)
	if errors.As(err, &ps) {
		return s.showAccount(v, ps.Of("password"))
	}
	if err != nil {
		return err
	}
	if err := s.record(v, ActPassword, "", v.Login); err != nil {
		return err
	}
	http.Redirect(v.w, v.r, "/akun?pesan=sandi", http.StatusSeeOther)
	return nil
}

// auditPage is what the log's page shows.
type auditPage struct {
	Events []Event
	Login  string
	Act    Act
	Acts   []Act
	Older  string // id to go on from
}

// auditRows is how many lines the log's page has.
const auditRows = 100

var auditActs = []Act{ActLogin, ActFailed, ActLogout, ActPassword, ActLook, ActReveal, ActFile, ActAccept, ActRefuse, ActMend, ActEnrol, ActRevoke, ActAccount}

func (s *Site) getAudit(v *visit) error {
	if v.Role != RoleAdmin {
		return errNotFound
	}
	q := v.r.URL.Query()
	d := auditPage{Login: clip(q.Get("akun"), 40), Act: Act(clip(q.Get("hal"), 40)), Acts: auditActs}
	events, err := s.accounts.events(v.ctx(), d.Login, d.Act, clip(q.Get("sebelum"), 40), auditRows+1)
	if err != nil {
		return err
	}
	if len(events) > auditRows {
		events = events[:auditRows]
		d.Older = events[auditRows-1].ID
	}
	d.Events = events
	return s.show(v, "audit", "Catatan", "catatan", d)
}

func clip(s string, n int) string {
	r := []rune(s)
	return strings.ReplaceAll(string(r[:min(n, len(r))]), "\x00", "")
}
