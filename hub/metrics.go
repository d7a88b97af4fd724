package hub

import (
	"io"
	"net"
	"net/http"
	"strconv"

	"github.com/VictoriaMetrics/metrics"
)

// Names of what is counted.
const (
	metricDecisions = "smartkampung_decisions_total"
	metricEntries   = "smartkampung_entries_total"
	metricDown      = "smartkampung_down_bundles_total"
)

// count counts one more of a thing.
func (h *Hub) count(name string) { h.metrics.GetOrCreateCounter(name).Inc() }

// countBundle counts a bundle by what became of it.
func (h *Hub) countBundle(result string) {
	h.count(`smartkampung_bundles_total{result="` + result + `"}`)
}

// countHTTP counts a request by its route, which is one of few, and its status.
func (h *Hub) countHTTP(route string, status int, seconds float64) {
	if route == "" {
		route = "none"
	}
	h.count(`smartkampung_http_requests_total{route=` + strconv.Quote(route) + `,status="` + strconv.Itoa(status) + `"}`)
	h.metrics.GetOrCreateHistogram(`smartkampung_http_request_seconds{route=` + strconv.Quote(route) + `}`).Update(seconds)
}

// WriteMetrics writes what was counted since the start as Prometheus text.
func (h *Hub) WriteMetrics(w io.Writer) {
	h.metrics.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
}

// getMetrics answers this very machine only: not one that came through a proxy.
func (h *Hub) getMetrics(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	if err != nil || ip == nil || !ip.IsLoopback() || r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	h.WriteMetrics(w)
}
