package uplink

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"sync/atomic"
	"time"
)

// patient is a transport that a wrong clock does not stop. Certificates are
// judged by the PC's clock first; one that is out of its time is judged once
// more by a time within it, everything else as strictly as before. Who the hub
// is the pinned key says, and what goes to it is sealed, so an old certificate
// opens nothing, while a PC that came out of the cupboard in 2016 would be
// locked out by it.
type patient struct {
	*http.Transport
	ahead atomic.Int64 // nanoseconds that certificates are judged ahead of the clock
}

func newPatient(t *http.Transport, now func() time.Time) *patient {
	if now == nil {
		now = time.Now
	}
	p := &patient{Transport: t}
	t.TLSClientConfig.Time = func() time.Time { return now().Add(time.Duration(p.ahead.Load())) }
	return p
}

// RoundTrip makes a request, and once more by another time where only the time
// of a certificate was wrong.
func (p *patient) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := p.Transport.RoundTrip(r)
	within, ok := outOfTime(err)
	if !ok || r.Body != nil && r.Body != http.NoBody && r.GetBody == nil {
		return res, err
	}
	p.ahead.Add(int64(within.Sub(p.TLSClientConfig.Time())))
	again := r.Clone(r.Context())
	if r.GetBody != nil {
		body, berr := r.GetBody()
		if berr != nil {
			return nil, err
		}
		again.Body = body
	}
	return p.Transport.RoundTrip(again)
}

// outOfTime reports whether nothing but the time of certificates was wrong, and
// returns a time within all that were shown.
func outOfTime(err error) (within time.Time, ok bool) {
	var verify *tls.CertificateVerificationError
	var invalid x509.CertificateInvalidError
	if !errors.As(err, &verify) || !errors.As(verify.Err, &invalid) || invalid.Reason != x509.Expired || len(verify.UnverifiedCertificates) == 0 {
		return within, false
	}
	from, to := verify.UnverifiedCertificates[0].NotBefore, verify.UnverifiedCertificates[0].NotAfter
	for _, c := range verify.UnverifiedCertificates[1:] {
		if c.NotBefore.After(from) {
			from = c.NotBefore
		}
		if c.NotAfter.Before(to) {
			to = c.NotAfter
		}
	}
	return from.Add(to.Sub(from) / 2), from.Before(to)
}
