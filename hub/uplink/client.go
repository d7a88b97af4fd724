package uplink

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"smartkampung/hub/wire"
)

const maxAnswer = 64 << 10

// maxKeys bounds the answer about a hub's keys: a chain of 256 pairs.
const maxKeys = 512 << 10

// Hub is what enrolment pinned.
type Hub struct {
	URL       string
	Name      string
	Verifier  string // note verifier key: what it does not sign is not the hub
	Recipient string // age recipient for what goes to it
}

// NewHTTPClient returns a client for the line to the hub: TLS 1.3, no
// redirects, patient with slow lines and wrong clocks. now judges certificates
// first; nil is the PC's clock.
func NewHTTPClient(now func() time.Time) *http.Client { return NewHTTPClientTrusting(now, nil) }

// NewHTTPClientTrusting is [NewHTTPClient] with other authorities than those
// that the system trusts; nil for these.
func NewHTTPClientTrusting(now func() time.Time, roots *x509.CertPool) *http.Client {
	t := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:    30 * time.Second,
		ResponseHeaderTimeout:  2 * time.Minute,
		IdleConnTimeout:        time.Minute,
		MaxResponseHeaderBytes: 32 << 10,
		ForceAttemptHTTP2:      true,
		// What travels is sealed with X25519 already, so that a key share against
		// quantum computers would cost 2.3 kB a visit and hide nothing more. A
		// session that goes on saves the certificates.
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS13, RootCAs: roots,
			CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256}, ClientSessionCache: tls.NewLRUClientSessionCache(4)},
	}
	return &http.Client{Timeout: 5 * time.Minute, Transport: newPatient(t, now)}
}

// hardened returns a copy of a client that follows no redirects, keeps no
// cookies and speaks nothing older than TLS 1.3.
func hardened(c *http.Client) *http.Client {
	if c == nil {
		return NewHTTPClient(nil)
	}
	d := *c
	d.Jar = nil
	d.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	t, ok := d.Transport.(*http.Transport)
	if d.Transport == nil {
		t, ok = http.DefaultTransport.(*http.Transport)
	}
	if ok && (t.TLSClientConfig == nil || t.TLSClientConfig.MinVersion < tls.VersionTLS13) {
		t = t.Clone()
		if t.TLSClientConfig == nil {
			t.TLSClientConfig = &tls.Config{}
		}
		t.TLSClientConfig.MinVersion = tls.VersionTLS13
		d.Transport = t
	}
	return &d
}

// CleanURL judges a hub's address as typed: https, or http on this very
// machine. Errors wrap [ErrAddress].
func CleanURL(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text != "" && !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", trouble(ErrAddress, err)
	}
	host := u.Hostname()
	ip := net.ParseIP(host)
	local := host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", trouble(ErrAddress, nil)
	case u.Scheme != "https" && (u.Scheme != "http" || !local):
		return "", trouble(ErrAddress, fmt.Errorf("%w: scheme %.10q", ErrAddress, u.Scheme))
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u.String(), nil
}

// reply is an answer of whoever answered, unjudged.
type reply struct {
	status int
	body   []byte
	after  time.Duration // Retry-After
	signed string        // of an answer without a body, see [wire.AnswerHeader]
	logs   string        // see [wire.LogsHeader]
}

// question is one request.
type question struct {
	method, address, kind string
	body                  []byte
	ask                   []byte // signed question of the device; nil for none
	limit                 int64  // bytes of the answer
}

// do makes one request with a short answer. A line that breaks is [ErrNoLine]; a context that ends
// is the context's error.
func do(ctx context.Context, client *http.Client, method, address, kind string, body []byte) (reply, error) {
	return question{method: method, address: address, kind: kind, body: body, limit: maxAnswer}.put(ctx, client)
}

func (q question) put(ctx context.Context, client *http.Client) (reply, error) {
	var payload io.Reader = http.NoBody
	if q.body != nil {
		payload = bytes.NewReader(q.body)
	}
	req, err := http.NewRequestWithContext(ctx, q.method, q.address, payload)
	if err != nil {
		return reply{}, trouble(ErrAddress, err)
	}
	if q.body != nil {
		req.Header.Set("Content-Type", q.kind)
		req.Header.Set("Content-Digest", wire.Digest(q.body))
	}
	if q.ask != nil {
		req.Header.Set(wire.AskHeader, wire.EncodeHeader(q.ask))
	}
	req.Header.Set("User-Agent", "smartkampung")
	res, err := client.Do(req)
	if err != nil {
		return reply{}, lineTrouble(ctx, err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, q.limit+1))
	if err != nil {
		return reply{}, lineTrouble(ctx, err)
	}
	if int64(len(b)) > q.limit {
		return reply{}, trouble(ErrNoLine, errors.New("uplink: answer is too long for a hub"))
	}
	return reply{res.StatusCode, b, retryAfter(res.Header.Get("Retry-After")), res.Header.Get(wire.AnswerHeader), res.Header.Get(wire.LogsHeader)}, nil
}

func lineTrouble(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("uplink: %w", ctx.Err())
	}
	return trouble(ErrNoLine, err)
}

// retryAfter reads seconds, within an hour; the date form is not used.
func retryAfter(s string) time.Duration {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return min(time.Duration(n)*time.Second, time.Hour)
}

// problem reads a refusal and judges its signature: it must be the hub's, on
// this status, about these very bytes.
func (r reply) problem(h Hub, about string) (wire.Problem, error) {
	var p wire.Problem
	if err := json.Unmarshal(r.body, &p); err != nil {
		return p, trouble(ErrNoLine, fmt.Errorf("uplink: status %d without the hub's signature", r.status))
	}
	a, err := wire.OpenAnswer([]byte(p.Answer), h.Verifier)
	if err != nil {
		return p, h.forged(fmt.Errorf("uplink: status %d without the hub's signature: %w", r.status, err))
	}
	if a.Status != r.status || wire.ProblemType+a.Kind != p.Type || a.About != about || a.Size != p.Size {
		return p, trouble(ErrNoLine, fmt.Errorf("uplink: status %d with a signature over something else", r.status))
	}
	return p, nil
}

// refusal turns a signed refusal into its error. 409 and 413 are for the
// caller; what needs no signature is judged before.
func (r reply) refusal(h Hub, about string) (wire.Problem, error) {
	if r.status == http.StatusTooManyRequests || r.status == http.StatusServiceUnavailable {
		return wire.Problem{}, trouble(ErrBusy, &WaitError{r.after})
	}
	p, err := r.problem(h, about)
	if err != nil {
		return p, err
	}
	detail := fmt.Errorf("uplink: hub says %d %s", p.Status, strings.TrimPrefix(p.Type, wire.ProblemType))
	kind := map[int]error{
		http.StatusUnauthorized: ErrUnknown, http.StatusForbidden: ErrRevoked, http.StatusMisdirectedRequest: ErrWrongHub,
		http.StatusUnprocessableEntity: ErrFork, http.StatusUpgradeRequired: ErrVersion, http.StatusInsufficientStorage: ErrHubFull,
		http.StatusInternalServerError: ErrHub, http.StatusBadRequest: ErrRefused,
	}[r.status]
	switch {
	case p.Type == wire.ProblemType+wire.KindCode:
		kind = ErrCode
	case kind == nil:
		kind = ErrRefused
	}
	return p, trouble(kind, detail)
}
