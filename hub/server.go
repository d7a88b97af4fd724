package hub

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// Times and sizes of the HTTP server. A village's line may need minutes for a
// megabyte.
const (
	maxBody      = bundle.MaxNote + bundle.MaxCipher
	maxEnrol     = 8 << 10
	readTimeout  = 5 * time.Minute
	writeTimeout = 6 * time.Minute
	grace        = 20 * time.Second
)

// Handler answers the addresses of the link.
func (h *Hub) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+wire.PathHealth, h.getHealth)
	mux.HandleFunc("GET "+wire.PathMetrics, h.getMetrics)
	mux.HandleFunc("GET "+wire.PathDown+"{village}", h.getDown)
	mux.HandleFunc("GET "+wire.PathKeys, h.getKeys)
	mux.HandleFunc("GET "+wire.PathKeyList, h.getKeyList)
	mux.HandleFunc("POST "+wire.PathEnrol, h.postEnrol)
	mux.HandleFunc("POST "+wire.PathLog+"{id}", h.postLog)
	mux.HandleFunc("GET "+wire.PathLog+"{id}", h.getLog)
	mux.HandleFunc("GET "+wire.PathLog+"{id}"+wire.PathEntries, h.getEntries)
	mux.HandleFunc("POST "+wire.PathScans, h.postScans)
	mux.HandleFunc("PUT "+wire.PathScan+"{sha256}/{chunk}", h.putChunk)
	mux.HandleFunc("GET "+wire.PathScan+"{sha256}/{chunk}", h.getChunk)
	if h.pages != nil {
		mux.Handle("/", h.pages)
	}
	return h.logged(mux)
}

// Serve answers on ln until ctx ends, then lets running requests finish. With
// conf it speaks TLS. Connections above a bound wait.
func (h *Hub) Serve(ctx context.Context, ln net.Listener, conf *tls.Config) error {
	srv := &http.Server{
		Handler: h.Handler(), TLSConfig: conf,
		ReadHeaderTimeout: 15 * time.Second, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
	}
	ln = newBounded(ln, h.conns)
	done := make(chan error, 1)
	go func() {
		if conf != nil {
			done <- srv.ServeTLS(ln, "", "")
		} else {
			done <- srv.Serve(ln)
		}
	}()
	select {
	case err := <-done:
		return fmt.Errorf("hub: serve: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		return fmt.Errorf("hub: stop: %w", errors.Join(err, srv.Close()))
	}
	return nil
}

// statusWriter remembers the status for the log.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets the server's own controls reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged writes a line for each request: neither addresses nor contents.
func (h *Hub) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := h.now()
		sw := &statusWriter{w, http.StatusOK}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(sw, r)
		took := h.now().Sub(start)
		h.countHTTP(r.Pattern, sw.status, took.Seconds())
		h.log.Info("http", "route", r.Pattern, "status", sw.status, "ms", took.Milliseconds())
	})
}

func (h *Hub) getHealth(w http.ResponseWriter, r *http.Request) {
	var one int
	if err := h.r.QueryRowContext(r.Context(), `SELECT COUNT(*) FROM meta WHERE kab = $1`, h.regency).Scan(&one); err != nil {
		h.problem(w, h.asRefusal(err), "-")
		return
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ok"})
}

func (h *Hub) getKeys(w http.ResponseWriter, _ *http.Request) {
	r := h.ring()
	answer := wire.KeysAnswer{Keys: r.keys}
	for _, k := range r.chain {
		answer.Chain = append(answer.Chain, string(k.Note))
	}
	writeJSON(w, http.StatusOK, "application/json", answer)
}

func (h *Hub) postEnrol(w http.ResponseWriter, r *http.Request) {
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		from = r.RemoteAddr
	}
	body, bad := readBody(w, r, maxEnrol)
	if bad != nil {
		h.problem(w, bad, "-")
		return
	}
	if s := h.tries.wait(from); s > 0 {
		bad := refuse(http.StatusTooManyRequests, wire.KindBusy, "Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.", nil)
		bad.After = s
		h.problem(w, bad, wire.About(body))
		return
	}
	answer, err := h.enrolJSON(r.Context(), body)
	if err != nil {
		bad := h.asRefusal(err)
		if bad.Status < 500 {
			h.tries.failed(from)
		}
		h.problem(w, bad, wire.About(body))
		return
	}
	writeText(w, answer)
}

func (h *Hub) enrolJSON(ctx context.Context, body []byte) ([]byte, error) {
	var q wire.EnrolRequest
	if err := json.Unmarshal(body, &q); err != nil {
		return nil, refuse(http.StatusBadRequest, wire.KindForm, "Permintaan pendaftaran tidak dapat dibaca.", nil)
	}
	return h.Enrol(ctx, q)
}

var logIDForm = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (h *Hub) postLog(w http.ResponseWriter, r *http.Request) {
	select {
	case h.uploads <- struct{}{}:
		defer func() { <-h.uploads }()
	default:
		h.problem(w, h.asRefusal(errBusy), "-")
		return
	}
	body, bad := readBody(w, r, maxBody)
	if bad != nil {
		h.problem(w, bad, "-")
		return
	}
	t, err := h.ingestFor(r.Context(), r.PathValue("id"), r.Header.Values("Content-Digest"), body)
	if err != nil {
		h.problem(w, h.asRefusal(err), wire.About(body))
		return
	}
	writeText(w, t.Receipt)
}

// ingestFor takes in a bundle that came for the log with the id.
func (h *Hub) ingestFor(ctx context.Context, id string, digests []string, body []byte) (Taken, error) {
	for _, d := range digests {
		if !wire.DigestMatches(d, body) {
			return Taken{}, refuse(http.StatusBadRequest, wire.KindForm, "Paket berubah di perjalanan; kirim sekali lagi.", nil)
		}
	}
	if hd, err := bundle.ReadHeader(body); err == nil && hd.Log.ID() != id {
		return Taken{}, refuse(http.StatusBadRequest, wire.KindForm, "Paket ini bukan dari catatan yang disebut alamatnya.", nil)
	}
	return h.Ingest(ctx, body)
}

func (h *Hub) getLog(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if !logIDForm.MatchString(id) {
		h.problem(w, refuse(http.StatusNotFound, wire.KindNone, "Alamat ini tidak ada.", nil), "-")
		return
	}
	receipt, _, err := h.Receipt(r.Context(), id)
	switch {
	case err != nil:
		h.problem(w, h.asRefusal(err), id)
	case receipt == nil:
		h.problem(w, refuse(http.StatusNotFound, wire.KindNone, "Pusat kabupaten belum punya catatan dari perangkat ini.", nil), id)
	default:
		writeText(w, receipt)
	}
}

// readBody reads a body within a limit.
func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *Refusal) {
	tooLarge := func(err error) *Refusal {
		return refuse(http.StatusRequestEntityTooLarge, wire.KindLarge, "Kiriman terlalu besar; kirim dalam bagian yang lebih kecil.", err)
	}
	if r.ContentLength > limit {
		return nil, tooLarge(nil)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, tooLarge(err)
	case err != nil:
		return nil, refuse(http.StatusBadRequest, wire.KindForm, "Kiriman terputus di tengah jalan.", err)
	}
	return body, nil
}

// problem answers a refusal, signed over what it is about.
func (h *Hub) problem(w http.ResponseWriter, bad *Refusal, about string) {
	answer, err := wire.SignAnswer(wire.Answer{Status: bad.Status, Kind: bad.Kind, About: about, Size: bad.Size, At: h.clock()}, h.ring().skey)
	if err != nil {
		h.log.Error("answer not signed", "err", err)
	}
	if bad.After > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(bad.After))
	}
	writeJSON(w, bad.Status, "application/problem+json", wire.Problem{
		Type: wire.ProblemType + bad.Kind, Title: bad.Title, Status: bad.Status, Detail: bad.Detail,
		Size: bad.Size, Receipt: string(bad.Receipt), Answer: string(answer),
	})
}

func writeJSON(w http.ResponseWriter, status int, kind string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	w.Write(append(b, '\n')) // a lost reply is asked for again
}

func writeText(w http.ResponseWriter, b []byte) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write(b) // a lost reply is asked for again
}
