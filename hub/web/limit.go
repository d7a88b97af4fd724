package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"smartkampung/kampung"
)

// remembered bounds how many addresses and logins a limit keeps in mind.
const remembered = 10000

// secure reports whether the browser's connection is encrypted, as far as this
// machine can tell: by itself, or by a proxy on the same machine.
func secure(r *http.Request) bool {
	return r.TLS != nil || fromLoopback(r) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

func fromLoopback(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// address is where a request came from. A proxy on the same machine is believed
// about whom it speaks for: the last address that it added.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if fromLoopback(r) {
		forwarded := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(forwarded[len(forwarded)-1])); err == nil {
			return a.String()
		}
	}
	return host
}

// network is what a limit counts: an address, or the /64 that an IPv6 line has.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap().WithZone(""); a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// tries counts wrong passwords and says how long to wait.
type tries struct {
	mu  sync.Mutex
	now func() time.Time
	m   map[string]failures
}

type failures struct {
	n     int
	until time.Time
	last  time.Time
}

func newTries(now func() time.Time) *tries { return &tries{now: now, m: map[string]failures{}} }

// forget is after how long a key's failures count no more.
const forget = time.Hour

// wait returns how long a key must wait; 0 lets it try.
func (t *tries) wait(key string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return max(0, t.m[key].until.Sub(t.now()))
}

// failed counts a wrong password. The first ones are free; spare is how many
// more of them than [kampung.WaitAfter] grants.
func (t *tries) failed(key string, spare int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if len(t.m) >= remembered {
		for k, f := range t.m {
			if now.Sub(f.last) > forget || len(t.m) >= remembered {
				delete(t.m, k)
			}
		}
	}
	f := t.m[key]
	if now.Sub(f.last) > forget {
		f = failures{}
	}
	f.n++
	f.last, f.until = now, now.Add(kampung.WaitAfter(f.n-spare))
	t.m[key] = f
}

func (t *tries) good(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.m, key)
}

// visits bounds how often an address asks for a page that needs no account.
type visits struct {
	mu  sync.Mutex
	now func() time.Time
	all *rate.Limiter
	m   map[string]*rate.Limiter
}

// A person checks a few letters; a bank's counter, a few a minute.
const (
	visitEvery = 2 * time.Second
	visitBurst = 20
	visitAll   = 100 // a second, from everybody
)

func newVisits(now func() time.Time) *visits {
	return &visits{now: now, all: rate.NewLimiter(visitAll, 2*visitAll), m: map[string]*rate.Limiter{}}
}

func (v *visits) allow(key string) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.now()
	l := v.m[key]
	if l == nil {
		if len(v.m) >= remembered {
			for k, l := range v.m {
				if l.TokensAt(now) >= visitBurst || len(v.m) >= remembered {
					delete(v.m, k)
				}
			}
		}
		l = rate.NewLimiter(rate.Every(visitEvery), visitBurst)
		v.m[key] = l
	}
	return l.AllowN(now, 1) && v.all.AllowN(now, 1)
}
