package ui

import (
	"strings"
	"time"

	"smartkampung/kampung"
)

// linkWords is the chip's truth about the link, in as few words as it takes.
func linkWords(s kampung.Status) (string, tone) {
	switch {
	case s.PendingRequests > 0 && !s.Enrolled:
		return tr("{{.N}} menunggu, belum terdaftar", "N", s.PendingRequests), toneWait
	case !s.Enrolled:
		return tr("Belum terdaftar di kabupaten"), toneQuiet
	case s.PendingRequests > 0 && s.Limited:
		return tr("{{.N}} belum diterima, batas data", "N", s.PendingRequests), toneWait
	case s.PendingRequests > 0:
		return tr("{{.N}} belum diterima", "N", s.PendingRequests), toneWait
	case s.LastContact.IsZero():
		return tr("Belum pernah terkirim"), toneQuiet
	}
	return tr("Semua sudah diterima"), toneDone
}

// officeName is what stands over the rail.
func officeName(o kampung.Office) string {
	if o.Kelurahan {
		return "Kelurahan " + o.Name
	}
	return "Desa " + o.Name
}

// residentSub tells one resident from another without showing whole numbers.
func residentSub(p kampung.ResidentRow, now time.Time) string {
	age := ""
	if n := kampung.Age(p.Birth, kampung.DateOf(now)); n >= 0 {
		age = tr("{{.N}} th", "N", n)
	}
	return joinDots(age, placeLine(p.Dusun, p.RT, p.RW), kampung.MaskNIK(p.NIK), statusNote(p.Status))
}

// statusNote names a status that keeps a resident from applying.
func statusNote(status int) string {
	if status == 0 || status == 1 {
		return ""
	}
	return strings.ToLower(codeLabel(statusTable, status))
}

// joinDots joins the parts that are there with middle dots.
func joinDots(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, " · ")
}

// shortNames maps the services' keys to their short names.
func shortNames(services []kampung.Service) map[string]string {
	m := make(map[string]string, len(services))
	for _, s := range services {
		m[s.Key] = s.Short
		if s.Short == "" {
			m[s.Key] = s.Name
		}
	}
	return m
}
