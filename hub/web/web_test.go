package web

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"smartkampung/hub"
	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Villages of the tests: Sumberberas lies in Muncar, Kedunggebang in
// Tegaldlimo, which is 35.10.04.
const (
	muncar    = "35.10.05.2001"
	elsewhere = "35.10.04.2001"
	password  = "kopi pahit pagi"
)

// world is a hub with villages, requests and accounts, and its pages.
type world struct {
	t       testing.TB
	now     time.Time
	dir     string
	hub     *hub.Hub
	site    *Site
	server  *httptest.Server
	desks   map[string]*hubtest.Desk
	sent    map[string]int64
	logs    *strings.Builder
	letters map[string]string // QR texts by request
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB), dir: t.TempDir(), desks: map[string]*hubtest.Desk{}, sent: map[string]int64{}, logs: &strings.Builder{}, letters: map[string]string{}}
	clock := func() time.Time { return w.now }
	if _, err := hub.Init(w.dir, hub.InitOptions{Regency: "35.10", Database: hubtest.Database(t)}, rand.Reader, w.now); err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if w.hub, err = hub.Open(w.dir, hub.WithClock(clock), hub.WithLogger(logger)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.hub.Close() })
	if w.site, err = New(w.hub, WithLogger(logger)); err != nil {
		t.Fatal(err)
	}
	w.site.accounts.hasher = newHasher(cost{1, 64, 1})
	w.hub.Mount(w.site)
	w.server = httptest.NewServer(w.hub.Handler())
	t.Cleanup(w.server.Close)
	for i, v := range []string{muncar, elsewhere} {
		w.desks[v] = w.enrol(v, uint64(i)+1)
	}
	return w
}

func (w *world) enrol(village string, seed uint64) *hubtest.Desk {
	w.t.Helper()
	d := hubtest.NewDesk(village, seed, w.hub.Keys())
	code, err := w.hub.EnrolCode(context.Background(), village)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.hub.Enrol(context.Background(), d.EnrolRequest(code)); err != nil {
		w.t.Fatal(err)
	}
	return d
}

// push brings all that a desk recorded to the hub.
func (w *world) push(village string) {
	w.t.Helper()
	d := w.desks[village]
	size := int64(len(d.Books[kampung.AudienceKabupaten].Lines))
	if size == w.sent[village] {
		return
	}
	if _, err := w.hub.Ingest(context.Background(), d.Bundle(kampung.AudienceKabupaten, w.sent[village], size)); err != nil {
		w.t.Fatal(err)
	}
	w.sent[village] = size
}

// Numbers of invented people; they must not be where they are not asked for.
const (
	nik1 = "3510054107900077"
	kk1  = "3510052503100042"
)

// request records one and takes it through the states.
func (w *world) request(village, service, name string, n int, states ...kampung.State) string {
	w.t.Helper()
	d := w.desks[village]
	id := fmt.Sprintf("%s-r%d", d.Device, n)
	fields := map[string]map[string]string{
		"sktm": {"keperluan": "Keringanan biaya berobat", "tanggungan": `[{"nama":"Anak Contoh","nik":"3510050101150003","hubungan":"Anak"}]`, "penghasilan": "750000"},
		"sku":  {"nama_usaha": "TOKO MAJU", "keperluan": "Pinjaman bank"},
		"skck": {"keterangan": "Melamar kerja"}, "kematian": {"pelapor_nama": "Pelapor Contoh", "pelapor_nik": "3510050202800004", "hubungan_pelapor": "anak", "tanggal_meninggal": "2026-11-20"},
	}[service]
	number := fmt.Sprintf("470/%03d/429.511.01/2026", n)
	d.Add(kampung.AudienceKabupaten, kampung.KindRequest, id, kampung.RequestBody{Service: service, Number: number, Seq: n, Year: 2026,
		Date: kampung.Date{Year: 2026, Month: 11, Day: 23}, Fields: fields, Shown: []string{"ktp", "kk"}, Note: "Berkas lengkap",
		Scans:  []kampung.Scan{{Name: "rumah.jpg", Type: "image/jpeg", SHA256: strings.Repeat("a", 64), Size: 123456}},
		Person: kampung.Person{NIK: nik1, KK: kk1, Name: name, Sex: "Perempuan", BirthPlace: "Banyuwangi", BirthDate: kampung.Date{Year: 1990, Month: 7, Day: 1}, Job: "Petani", Address: "Dusun Krajan RT 003 RW 002"},
		Signer: kampung.Signer{Key: "kades", Name: "Kepala Contoh", Title: "Kepala Desa"},
		Office: kampung.Letterhead{Village: village, Name: w.site.places.village(village).Name, Kecamatan: w.site.places.village(village).Kecamatan}})
	for _, s := range states {
		body := kampung.StepBody{State: s}
		if s == kampung.StateApproved {
			body.Code = w.letter(village, service, number, name)
			w.letters[id] = body.Code
		}
		if kampung.NeedsReason(s) {
			body.Reason = "Alasan contoh"
		}
		d.Add(kampung.AudienceKabupaten, kampung.KindStep, id, body)
	}
	w.push(village)
	return id
}

func (w *world) letter(village, service, number, name string) string {
	w.t.Helper()
	key, err := bundle.PrivateKey(w.desks[village].Signer)
	if err != nil {
		w.t.Fatal(err)
	}
	return kampung.SignLetterCode(kampung.LetterCode{Village: village, Number: number, Date: kampung.Date{Year: 2026, Month: 11, Day: 23}, Service: service,
		Initials: kampung.Initials(name), NIK: kampung.MaskNIK(nik1)}, ed25519.PrivateKey(key))
}

var accounts = map[string]Account{
	"admin":    {Login: "admin", Name: "Rina, Diskominfo", Role: RoleAdmin},
	"pemantau": {Login: "pemantau", Name: "Bagus, DPMD", Role: RoleViewer},
	"camat":    {Login: "camat", Name: "Hadi, Camat Muncar", Role: RoleKecamatan, Place: "35.10.05", Office: "Kecamatan Muncar"},
	"lain":     {Login: "lain", Name: "Sari, Kecamatan Tegaldlimo", Role: RoleKecamatan, Place: "35.10.04", Office: "Kecamatan Tegaldlimo"},
	"dukcapil": {Login: "dukcapil", Name: "Yuni, Dispendukcapil", Role: RoleAgency, Services: []string{"kematian"}, Office: "Dispendukcapil"},
	"polsek":   {Login: "polsek", Name: "Agus, Polsek", Role: RoleAgency, Services: []string{"skck"}, Office: "Polsek Muncar"},
}

func (w *world) account(login string) {
	w.t.Helper()
	if err := w.site.accounts.Add(context.Background(), accounts[login], password); err != nil {
		w.t.Fatal(err)
	}
}

// browser is somebody's, with cookies.
type browser struct {
	w   *world
	c   *http.Client
	url string
}

func (w *world) browser() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	return &browser{w, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, w.server.URL}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) do(r *http.Request) answer {
	b.w.t.Helper()
	res, err := b.c.Do(r)
	if err != nil {
		b.w.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

func (b *browser) get(path string) answer {
	b.w.t.Helper()
	r, err := http.NewRequest("GET", b.url+path, nil)
	if err != nil {
		b.w.t.Fatal(err)
	}
	return b.do(r)
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// post sends a form with the token of a page.
func (b *browser) post(path, page string, form url.Values) answer {
	b.w.t.Helper()
	got := b.get(page)
	m := csrfField.FindStringSubmatch(got.body)
	if m == nil {
		b.w.t.Fatalf("no form on %s (%d)", page, got.status)
	}
	form.Set("csrf", m[1])
	if m := regexp.MustCompile(`name="sejak" value="([^"]+)"`).FindStringSubmatch(got.body); m != nil && !form.Has("sejak") {
		form.Set("sejak", m[1])
	}
	return b.send(path, form)
}

func (b *browser) send(path string, form url.Values) answer {
	b.w.t.Helper()
	r, err := http.NewRequest("POST", b.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// login makes the account and logs in.
func (w *world) login(login string) *browser {
	w.t.Helper()
	if _, _, err := w.site.accounts.get(context.Background(), login); err != nil {
		w.account(login)
	}
	b := w.browser()
	if got := b.post("/masuk", "/masuk", url.Values{"login": {login}, "password": {password}}); got.status != http.StatusSeeOther {
		w.t.Fatalf("login of %s: %d\n%s", login, got.status, got.body)
	}
	return b
}

func (a answer) has(t testing.TB, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if !strings.Contains(html.UnescapeString(a.body), x) {
			t.Errorf("page (%d) lacks %q", a.status, x)
		}
	}
}

func (a answer) lacks(t testing.TB, texts ...string) {
	t.Helper()
	for _, x := range texts {
		if strings.Contains(html.UnescapeString(a.body), x) {
			t.Errorf("page (%d) has %q", a.status, x)
		}
	}
}

// filled is a world with requests of every kind.
func filled(t testing.TB) (w *world, ids map[string]string) {
	w = newWorld(t)
	approved := []kampung.State{kampung.StateApproved}
	ids = map[string]string{
		"sktm":     w.request(muncar, "sktm", "Wulandari Contoh", 1, approved...),
		"sku":      w.request(muncar, "sku", "Bambang Contoh", 2, append(approved, kampung.StatePrinted, kampung.StateHanded)...),
		"kematian": w.request(muncar, "kematian", "Slamet Contoh", 3, approved...),
		"skck":     w.request(muncar, "skck", "Ratna Contoh", 4, approved...),
		"early":    w.request(muncar, "sktm", "Poniman Contoh", 5),
		"batal":    w.request(muncar, "sku", "Misnati Contoh", 6, append(approved, kampung.StatePrinted, kampung.StateCancelled)...),
		"foreign":  w.request(elsewhere, "sktm", "Jumiati Contoh", 7, approved...),
	}
	return w, ids
}

func requestAt(village, id string) string { return "/permohonan/" + village + "/" + id }

// audit returns the acts of an account, oldest first.
func (w *world) audit(login string) []string {
	w.t.Helper()
	events, err := w.site.accounts.events(context.Background(), login, "", "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for i := len(events) - 1; i >= 0; i-- {
		out = append(out, string(events[i].Act)+" "+events[i].Village+" "+events[i].Subject)
	}
	return out
}

func minute(n int) time.Duration { return time.Duration(n) * time.Minute }

func encode(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// tamper changes what a code says and leaves its signature.
func tamper(code string) string {
	f := strings.Split(code, "/")
	b, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(f[1])
	if err != nil {
		panic(err)
	}
	text := strings.Replace(string(b), "/2026\n", "/2027\n", 1)
	return f[0] + "/" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(text)) + "/" + f[2]
}

// letterBy is a code that one village's device signs in the name of another.
func (w *world) letterBy(village, name string) string {
	w.t.Helper()
	key, err := bundle.PrivateKey(w.desks[village].Signer)
	if err != nil {
		w.t.Fatal(err)
	}
	return kampung.SignLetterCode(kampung.LetterCode{Village: name, Number: "470/001/429.511.01/2026", Date: kampung.Date{Year: 2026, Month: 11, Day: 23}, Service: "sku", Initials: "XX"}, key)
}

// handle asks the pages without a network.
func (w *world) handle(path string) *httptest.ResponseRecorder {
	r, err := http.NewRequest("GET", "http://hub.example"+path, nil)
	if err != nil {
		rec := httptest.NewRecorder()
		rec.Code = http.StatusNotFound
		return rec
	}
	r.RemoteAddr = "192.0.2.9:1"
	rec := httptest.NewRecorder()
	w.site.ServeHTTP(rec, r)
	return rec
}

// decisionsAtDesk is what a village's desk finds in the log that comes down to
// it, about a request.
func (w *world) decisionsAtDesk(village, id string) []kampung.DecisionBody {
	w.t.Helper()
	down, err := w.hub.Down(context.Background(), village, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	b, err := bundle.Read(down.Data, w.hub.Keys().Verifier)
	if err != nil {
		w.t.Fatal(err)
	}
	_, entries, err := b.Open(w.desks[village].Identity)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []kampung.DecisionBody
	for _, e := range entries {
		if e.Head.Kind == kampung.KindDecision && e.Head.Subject == id {
			var d kampung.DecisionBody
			if err := json.Unmarshal(e.Body, &d); err != nil {
				w.t.Fatal(err)
			}
			out = append(out, d)
		}
	}
	return out
}
