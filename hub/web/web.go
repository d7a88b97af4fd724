package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"smartkampung/hub"
)

//go:embed template/*.html asset/style.css
var files embed.FS

// Site answers the addresses of the pages.
type Site struct {
	hub       *hub.Hub
	accounts  *Accounts
	log       *slog.Logger
	places    places
	services  services
	pages     map[string]*template.Template
	style     []byte
	stylePath string
	address   *tries // wrong passwords by address
	login     *tries // wrong passwords by login, from new addresses
	visits    *visits
	cross     *http.CrossOriginProtection
	mux       *http.ServeMux
}

// Option changes how a site is made.
type Option func(*Site)

// WithLogger gives the site a logger. Nothing personal is ever logged.
func WithLogger(l *slog.Logger) Option { return func(s *Site) { s.log = l } }

// New makes the pages of a hub.
func New(h *hub.Hub, opts ...Option) (*Site, error) {
	s := &Site{hub: h, accounts: NewAccounts(h), log: slog.New(slog.DiscardHandler), address: newTries(h.Now), login: newTries(h.Now),
		visits: newVisits(h.Now), cross: http.NewCrossOriginProtection(), mux: http.NewServeMux()}
	for _, o := range opts {
		o(s)
	}
	var err error
	if s.places, err = loadPlaces(h.Regency()); err != nil {
		return nil, err
	}
	if s.services, err = loadServices(); err != nil {
		return nil, err
	}
	if s.style, err = files.ReadFile("asset/style.css"); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	sum := sha256.Sum256(s.style)
	s.stylePath = "/gaya-" + hex.EncodeToString(sum[:6]) + ".css"
	if s.pages, err = s.parse(); err != nil {
		return nil, err
	}
	s.routes()
	return s, nil
}

// parse reads every page with the frame around it.
func (s *Site) parse() (map[string]*template.Template, error) {
	frame, err := template.New("frame.html").Funcs(s.words()).ParseFS(files, "template/frame.html", "template/part_*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	names, err := fs.Glob(files, "template/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		short := strings.TrimSuffix(strings.TrimPrefix(name, "template/"), ".html")
		if short == "frame" || strings.HasPrefix(short, "part_") {
			continue
		}
		t, err := frame.Clone()
		if err == nil {
			t, err = t.ParseFS(files, name)
		}
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		pages[short] = t
	}
	return pages, nil
}

// visit is one request by somebody who is logged in.
type visit struct {
	w http.ResponseWriter
	r *http.Request
	session
	address string
}

func (v *visit) ctx() context.Context { return v.r.Context() }

func (s *Site) routes() {
	s.mux.HandleFunc("GET "+s.stylePath, s.getStyle)
	s.mux.HandleFunc("GET /masuk", s.getLogin)
	s.mux.HandleFunc("POST /masuk", s.postLogin)
	s.mux.HandleFunc("GET /periksa", s.getCheck)
	for _, p := range []string{"/p/", "/P/"} {
		s.mux.HandleFunc("GET "+p+"{code...}", s.getLetter)
	}
	for pattern, f := range map[string]func(*visit) error{
		"GET /{$}":                       s.getHome,
		"POST /keluar":                   s.postLogout,
		"GET /akun":                      s.getAccount,
		"POST /akun":                     s.postPassword,
		"GET /catatan":                   s.getAudit,
		"GET /kotak":                     s.getInbox,
		"GET /permohonan":                s.getRequests,
		"GET /permohonan/{village}/{id}": s.getRequest,
		"GET /permohonan/{village}/{id}/lampiran/{sha256}": s.getScan,
		"POST /permohonan/{village}/{id}/tampilkan":        s.postReveal,
		"POST /permohonan/{village}/{id}/putusan":          s.postDecision,
		"GET /desa":                  s.getVillages,
		"GET /desa/{village}":        s.getVillage,
		"POST /desa/{village}/kode":  s.postEnrol,
		"POST /desa/{village}/cabut": s.postRevoke,
	} {
		s.mux.HandleFunc(pattern, s.inside(f))
	}
	s.mux.HandleFunc("/", s.getNothing)
}

// getNothing answers what no page has, within the menu of who is logged in.
func (s *Site) getNothing(w http.ResponseWriter, r *http.Request) {
	if se, ok, _ := s.accounts.findSession(r.Context(), readCookie(r, cookieSession)); ok {
		s.failFor(&visit{w, r, se, address(r)}, errNotFound)
		return
	}
	s.fail(w, r, errNotFound)
}

// policy lets a page use its one style sheet and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP answers one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	if secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if err := s.cross.Check(r); err != nil {
		s.fail(w, r, errForm)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	s.mux.ServeHTTP(w, r)
}

// maxForm is far above what a reason of 500 characters needs.
const maxForm = 64 << 10

func (s *Site) getStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Write(s.style)
}

// Errors that have a page of their own.
var (
	errNotFound = errors.New("web: not found")
	errForbid   = errors.New("web: not allowed")
	errForm     = errors.New("web: form is not of this session")
)

// inside lets in who is logged in, and lets forms of their session through.
func (s *Site) inside(f func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		se, ok, err := s.accounts.findSession(r.Context(), readCookie(r, cookieSession))
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if !ok {
			s.toLogin(w, r)
			return
		}
		if se.handled, err = s.handled(r.Context(), se.Account); err != nil {
			s.fail(w, r, err)
			return
		}
		v := &visit{w, r, se, address(r)}
		if r.Method == http.MethodPost && !sameToken(r.PostFormValue("csrf"), formToken(se.token)) {
			err = errForm
		} else {
			err = f(v)
		}
		if err != nil {
			s.failFor(v, err)
		}
	}
}

func (s *Site) toLogin(w http.ResponseWriter, r *http.Request) {
	to := "/masuk"
	if r.Method == http.MethodGet && r.URL.Path != "/" {
		to += "?ke=" + template.URLQueryEscaper(r.URL.RequestURI())
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// page is what the frame shows around what a page shows.
type page struct {
	Title  string
	Here   string // which entry of the menu
	Me     *Account
	Token  string // for forms
	Note   string // what was just done
	Hub    string // name of the regency
	Style  string
	Public bool
	Data   any
}

func (s *Site) show(v *visit, name, title, here string, data any) error {
	return s.renderFor(v, http.StatusOK, name, title, here, data)
}

func (s *Site) renderFor(v *visit, status int, name, title, here string, data any) error {
	return s.render(v.w, status, name, page{Title: title, Here: here, Me: &v.Account, Token: formToken(v.token), Note: notes[v.r.URL.Query().Get("pesan")], Data: data})
}

// notes are what a page says after a form was taken, by their name in the
// address.
var notes = map[string]string{
	"diterima":  "Permohonan diterima. Desa melihat putusan ini saat tersambung berikutnya.",
	"ditolak":   "Permohonan ditolak. Desa melihat alasan Anda saat tersambung berikutnya.",
	"perbaikan": "Perbaikan diminta. Desa melihat isian yang perlu diperbaiki saat tersambung berikutnya.",
	"sandi":     "Kata sandi sudah diganti. Perangkat lain yang masih masuk dengan akun ini sudah dikeluarkan.",
	"cabut":     "Perangkat sudah dicabut. Yang sudah diterima dari perangkat itu tetap tersimpan.",
	"keluar":    "Anda sudah keluar.",
}

// render writes a whole page or nothing of it.
func (s *Site) render(w http.ResponseWriter, status int, name string, p page) error {
	p.Hub, p.Style = s.places.name, s.stylePath
	var b bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&b, "frame.html", p); err != nil {
		return fmt.Errorf("web: page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if err != nil {
		s.log.Debug("page not sent", "err", err)
	}
	return nil
}

// trouble is what the page of a failure says.
type trouble struct{ Head, Text string }

func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.failPage(w, r, err, page{Public: true})
}

func (s *Site) failFor(v *visit, err error) {
	s.failPage(v.w, v.r, err, page{Me: &v.Account, Token: formToken(v.token)})
}

func (s *Site) failPage(w http.ResponseWriter, r *http.Request, err error, p page) {
	status, t := http.StatusInternalServerError, trouble{"Belum dapat ditampilkan", "Pusat kabupaten sedang bermasalah. Data tetap aman. Coba lagi sebentar lagi; bila tetap begitu, hubungi admin kabupaten."}
	var ref *hub.Refusal
	switch {
	case errors.Is(err, errNotFound):
		status, t = http.StatusNotFound, trouble{"Tidak ditemukan", "Halaman ini tidak ada, atau bukan untuk akun Anda."}
	case errors.Is(err, errForbid):
		status, t = http.StatusForbidden, trouble{"Bukan untuk akun ini", "Bagian ini memerlukan akun lain. Hubungi admin kabupaten bila Anda memerlukannya."}
	case errors.Is(err, errForm):
		status, t = http.StatusForbidden, trouble{"Formulir sudah lewat waktunya", "Buka lagi halamannya dan isi sekali lagi. Belum ada yang berubah."}
	case errors.As(err, &ref):
		status, t.Text = ref.Status, ref.Error()
	case errors.Is(err, context.Canceled):
		status = http.StatusServiceUnavailable
	}
	if status >= 500 {
		s.log.Error("page failed", "route", r.Pattern, "err", err)
	}
	p.Title, p.Data = t.Head, t
	if err := s.render(w, status, "trouble", p); err != nil {
		s.log.Error("page failed", "route", r.Pattern, "err", err)
		w.WriteHeader(http.StatusInternalServerError)
	}
}
