package model

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"pgregory.net/rapid"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// straight is a line on which nothing happens.
type straight struct{ to http.Handler }

// RoundTrip asks the handler.
func (s straight) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readAll(r.Body)
	if err != nil {
		return nil, err
	}
	return exchange{r.Method, r.URL.RequestURI(), r.Header, body}.with(s.to), nil
}

// exchange is a request that can be made again.
type exchange struct {
	method, path string
	header       http.Header
	body         []byte
}

func readAll(r io.ReadCloser) ([]byte, error) {
	if r == nil {
		return nil, nil
	}
	defer r.Close()
	return io.ReadAll(r)
}

func (x exchange) with(h http.Handler) *http.Response {
	r := httptest.NewRequest(x.method, x.path, bytes.NewReader(x.body))
	r.Header = x.header.Clone()
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Result()
}

// reply is an answer that was seen once and may come again.
type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) response() *http.Response {
	return &http.Response{StatusCode: r.status, Header: r.header.Clone(), Body: io.NopCloser(bytes.NewReader(r.body)), ContentLength: int64(len(r.body))}
}

// The faults of a line. broken ones keep the true answer from the desk, which
// then must not call the visit a success.
type fault struct {
	name   string
	weight int
	broken bool
	do     func(l *line, t *rapid.T, x exchange) (*http.Response, error)
}

var errLine = errors.New("line is cut")

var faults = []fault{
	{"goes through", 8, false, func(l *line, _ *rapid.T, x exchange) (*http.Response, error) { return l.answer(x), nil }},
	{"is lost on its way there", 2, true, func(*line, *rapid.T, exchange) (*http.Response, error) { return nil, errLine }},
	{"arrives, its reply is lost", 3, true, func(l *line, _ *rapid.T, x exchange) (*http.Response, error) { l.answer(x); return nil, errLine }},
	{"arrives, then the hub falls before it answers", 1, true, func(l *line, t *rapid.T, x exchange) (*http.Response, error) {
		l.answer(x)
		l.w.reopenHub(t)
		return nil, errLine
	}},
	{"arrives twice", 2, false, func(l *line, _ *rapid.T, x exchange) (*http.Response, error) { l.answer(x); return l.answer(x), nil }},
	{"will arrive late", 2, true, func(l *line, _ *rapid.T, x exchange) (*http.Response, error) {
		l.late = append(l.late, x)
		return nil, errLine
	}},
	{"is answered 200 by a captive portal", 1, true, func(*line, *rapid.T, exchange) (*http.Response, error) {
		return reply{200, http.Header{"Content-Type": {"text/html"}}, []byte("<html>Silakan masuk</html>")}.response(), nil
	}},
	{"is answered 204 by a captive portal", 1, true, func(*line, *rapid.T, exchange) (*http.Response, error) {
		return reply{204, http.Header{}, nil}.response(), nil
	}},
	{"is answered 404 by a proxy", 1, true, func(*line, *rapid.T, exchange) (*http.Response, error) {
		return reply{404, http.Header{}, []byte("not found")}.response(), nil
	}},
	{"is answered 503", 1, true, func(*line, *rapid.T, exchange) (*http.Response, error) {
		return reply{503, http.Header{"Retry-After": {"30"}}, nil}.response(), nil
	}},
	{"reaches the hub of another regency", 1, true, func(l *line, _ *rapid.T, x exchange) (*http.Response, error) {
		return x.with(l.w.tp.other.Handler()), nil
	}},
	{"comes back with a flipped bit", 1, true, func(l *line, t *rapid.T, x exchange) (*http.Response, error) {
		r := l.keep(l.answer(x))
		if r.header.Get("Smartkampung-Answer") != "" {
			r.header.Set("Smartkampung-Answer", "x")
		}
		if len(r.body) > 0 {
			r.body = flip(t, r.body)
		}
		return r.response(), nil
	}},
	{"is answered with a receipt of a forger", 1, true, func(l *line, t *rapid.T, x exchange) (*http.Response, error) {
		if x.method != http.MethodPost || !strings.HasPrefix(x.path, wire.PathLog) {
			return nil, errLine
		}
		hd, err := bundle.ReadHeader(x.body)
		if err != nil {
			t.Fatalf("a desk sends no bundle: %v", err)
		}
		return reply{200, http.Header{}, forge(t, hd.Checkpoint)}.response(), nil
	}},
	{"is answered with an old reply", 2, false, func(l *line, t *rapid.T, x exchange) (*http.Response, error) {
		if old := l.seen[x.method+strings.Split(x.path, "?")[0]]; len(old) > 0 {
			l.replayed = true
			return old[rapid.IntRange(0, len(old)-1).Draw(t, "which")].response(), nil
		}
		return nil, errLine
	}},
}

// line carries the requests of all desks, one at a time.
type line struct {
	w      *world
	faulty bool
	late   []exchange
	seen   map[string][]reply
	broken bool // the last exchange of the visit
	count  int  // exchanges of the visit
	// replayed is set when an old answer of the hub came again in the visit.
	replayed bool
}

// RoundTrip lets happen to a request what the history says.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readAll(r.Body)
	if err != nil {
		return nil, err
	}
	x := exchange{r.Method, r.URL.RequestURI(), r.Header, body}
	f := faults[0]
	if l.faulty {
		f = pick(l.w.t, "exchange", faults, func(f fault) int { return f.weight })
		l.w.say("  %s %s", map[string]string{"GET": "the question", "POST": "the bundle", "PUT": "the chunk"}[r.Method], f.name)
	}
	// What else is asked for, such as the list of keys, may wait for another day.
	records := strings.HasPrefix(x.path, wire.PathLog) || strings.HasPrefix(x.path, wire.PathDown)
	l.broken = f.broken && records
	if l.count++; l.count > 200 {
		l.w.t.Fatalf("quiet: a visit without an end")
	}
	return f.do(l, l.w.t, x)
}

func (l *line) answer(x exchange) *http.Response {
	r := l.keep(x.with(l.w.handler))
	key := x.method + strings.Split(x.path, "?")[0]
	l.seen[key] = append(l.seen[key], r)
	return r.response()
}

func (l *line) keep(r *http.Response) reply {
	body, err := readAll(r.Body)
	if err != nil {
		l.w.t.Fatal(err)
	}
	return reply{r.StatusCode, r.Header, body}
}

// flip turns one bit over.
func flip(t *rapid.T, data []byte) []byte {
	bad := bytes.Clone(data)
	at := rapid.IntRange(0, 8*len(bad)-1).Draw(t, "bit")
	bad[at/8] ^= 1 << (at % 8)
	return bad
}

// pick draws one of a list by weight; what weighs nothing is never drawn.
func pick[T any](t *rapid.T, label string, list []T, weight func(T) int) T {
	sum := 0
	for _, x := range list {
		sum += weight(x)
	}
	n := rapid.IntRange(0, sum-1).Draw(t, label)
	for _, x := range list {
		if n -= weight(x); n < 0 {
			return x
		}
	}
	panic("unreachable: the weights do not add up")
}
