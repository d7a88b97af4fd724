package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"smartkampung/assets"
	"smartkampung/hub"
	"smartkampung/kampung"
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
		"POST /permohonan/{village}/{id}/tampilkan": s.postReveal,
		"POST /permohonan/{village}/{id}/putusan":   s.postDecision,
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

// places are the villages of the regency.
type places struct {
	name      string // "Kabupaten Banyuwangi"
	villages  []kampung.Region
	byCode    map[string]kampung.Region
	kecamatan []kecamatan
}

type kecamatan struct{ Code, Name string }

func loadPlaces(regency string) (places, error) {
	p := places{name: "Kabupaten " + regency, byCode: map[string]kampung.Region{}}
	all, err := assets.Regions()
	if err != nil {
		return p, fmt.Errorf("web: %w", err)
	}
	p.villages = all.Find(regency, 2000)
	for _, v := range p.villages {
		p.name = v.Kabupaten
		p.byCode[v.Code] = v
		if code := v.Code[:8]; len(p.kecamatan) == 0 || p.kecamatan[len(p.kecamatan)-1].Code != code {
			p.kecamatan = append(p.kecamatan, kecamatan{code, v.Kecamatan})
		}
	}
	return p, nil
}

// village names a village by its code; one that is not in the list is its code.
func (p places) village(code string) kampung.Region {
	if v, ok := p.byCode[code]; ok {
		return v
	}
	return kampung.Region{Code: code, Name: code}
}

// services is the catalogue, in the order of its names.
type services struct {
	list  []kampung.Service
	byKey map[string]kampung.Service
}

func loadServices() (services, error) {
	out := services{byKey: map[string]kampung.Service{}}
	dir := assets.Services()
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return out, fmt.Errorf("web: services: %w", err)
	}
	for _, name := range names {
		var s kampung.Service
		b, err := fs.ReadFile(dir, name)
		if err == nil {
			err = json.Unmarshal(b, &s)
		}
		if err != nil || s.Key == "" {
			return out, fmt.Errorf("web: service %s: %w", name, err)
		}
		out.list = append(out.list, s)
		out.byKey[s.Key] = s
	}
	return out, nil
}

func serviceKeys() ([]string, error) {
	s, err := loadServices()
	if err != nil {
		return nil, err
	}
	keys := make([]string, len(s.list))
	for i, v := range s.list {
		keys[i] = v.Key
	}
	return keys, nil
}

// service is a service by its key; one that this hub does not know is its key.
func (s services) service(key string) kampung.Service {
	if v, ok := s.byKey[key]; ok {
		return v
	}
	return kampung.Service{Key: key, Name: key, Short: key}
}

// words are what templates may call.
func (s *Site) words() template.FuncMap {
	return template.FuncMap{
		"village":   s.places.village,
		"service":   s.services.service,
		"when":      s.when,
		"day":       func(t time.Time) string { return kampung.FormatDate(kampung.DateOf(t)) },
		"number":    number,
		"size":      size,
		"state":     func(st kampung.State) string { return st.Label() },
		"tone":      tone,
		"initials":  kampung.Initials,
		"minutes":   minutes,
		"inc":       func(n int) int { return n + 1 },
		"joinComma": func(l []string) string { return strings.Join(l, ", ") },
	}
}

// when writes a time as people say it: hari ini 14.05, kemarin 14.05, 3
// November 2026 14.05.
func (s *Site) when(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	d, today := kampung.DateOf(t), kampung.DateOf(s.hub.Now())
	clock := t.In(kampung.WIB).Format("15.04")
	switch kampung.DaysBetween(d, today) {
	case 0:
		return "hari ini " + clock
	case 1:
		return "kemarin " + clock
	}
	return kampung.FormatDate(d) + " " + clock
}

// number writes 12345 as 12.345.
func number(n int64) string {
	t := strconv.FormatInt(n, 10)
	for i := len(t) - 3; i > 0 && t[i-1] != '-'; i -= 3 {
		t = t[:i] + "." + t[i:]
	}
	return t
}

// size writes bytes as people read them.
func size(n int64) string {
	switch {
	case n < 1000:
		return number(n) + " B"
	case n < 1000*1000:
		return number((n+500)/1000) + " kB"
	}
	return strings.Replace(strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64), ".", ",", 1) + " MB"
}

// minutes writes a span of minutes.
func minutes(m float64) string {
	switch {
	case m < 1:
		return "kurang dari 1 menit"
	case m < 120:
		return number(int64(m+0.5)) + " menit"
	case m < 48*60:
		return number(int64(m/60+0.5)) + " jam"
	}
	return number(int64(m/60/24+0.5)) + " hari"
}

// tone is the colour class of a state.
func tone(st kampung.State) string {
	switch st {
	case kampung.StateChecked, kampung.StateVerified:
		return "work"
	case kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded:
		return "done"
	case kampung.StateRefused:
		return "back"
	case kampung.StateCancelled:
		return "quiet"
	}
	return "wait"
}
