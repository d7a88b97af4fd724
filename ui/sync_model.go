package ui

import (
	"time"

	"smartkampung/kampung"
)

// linkModel is where the desk stands with the regency.
type linkModel struct {
	Status kampung.Status
	Wait   []kampung.RequestRow // requests without a receipt, the oldest first
	Names  map[string]string
	Role   kampung.Role
}

// loadLink reads the page; it reads the disk.
func loadLink(d Desk) (linkModel, error) {
	m := linkModel{Names: shortNames(d.Services()), Role: d.Me().Role}
	var err error
	if m.Status, err = d.Status(); err != nil {
		return m, err
	}
	rows, err := d.Requests(kampung.RequestFilter{Limit: 500})
	if err != nil {
		return m, err
	}
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Sync != kampung.SyncReceived {
			m.Wait = append(m.Wait, rows[i])
		}
	}
	return m, nil
}

// Sentence is the one line in large type.
func (m linkModel) Sentence(now time.Time) (string, tone) {
	s := m.Status
	switch {
	case s.PendingRequests > 0 && !s.Oldest.IsZero() && now.Sub(s.Oldest) >= time.Minute:
		return tr("{{.N}} permohonan belum diterima kabupaten. Yang tertua {{.Age}}.", "N", countWord(s.PendingRequests), "Age", span(now.Sub(s.Oldest))), toneWait
	case s.PendingRequests > 0:
		return tr("{{.N}} permohonan belum diterima kabupaten.", "N", countWord(s.PendingRequests)), toneWait
	case s.Requests == 0:
		return tr("Belum ada yang perlu dikirim."), toneInk
	case !s.Enrolled && s.LastContact.IsZero():
		return tr("Belum ada yang perlu dikirim."), toneInk
	}
	if s.Scans > 0 {
		return tr("Semua permohonan sudah diterima kabupaten; {{.N}} lampiran ({{.Size}}) masih menunggu.", "N", countWord(s.Scans), "Size", bytesWord(s.ScanBytes)), toneWait
	}
	return tr("Semua permohonan sudah diterima kabupaten."), toneDone
}

// progressWords say how far the scans have come.
func progressWords(p kampung.ScanProgress) string {
	return tr("Sedang mengirim lampiran: {{.Done}} dari {{.Total}} …", "Done", bytesWord(p.Done), "Total", bytesWord(p.Total))
}

// Hub says with whom the desk talks.
func (m linkModel) Hub(now time.Time) string {
	s := m.Status
	if !s.Enrolled {
		return tr("Meja ini belum terdaftar di kabupaten.")
	}
	name := s.HubName
	if name == "" {
		name = s.Hub
	}
	if s.LastContact.IsZero() {
		return tr("Terdaftar di {{.Name}}. Belum pernah ada tanda terima.", "Name", name)
	}
	return tr("Terdaftar di {{.Name}}. Tanda terima terakhir {{.When}}.", "Name", name, "When", moment(s.LastContact, now))
}

// reportWords tell what a visit or a receipt brought.
func reportWords(r kampung.SyncReport) string {
	switch {
	case r.Sent == 0 && r.Received == 0 && r.Pending == 0:
		return tr("Tidak ada yang baru. Semua sudah diterima.")
	case r.Pending == 0:
		return tr("Selesai. {{.Got}} catatan mendapat tanda terima, tidak ada yang tertinggal.", "Got", countWord(r.Received))
	}
	return tr("{{.Sent}} catatan dikirim, {{.Got}} mendapat tanda terima, {{.Left}} masih menunggu.",
		"Sent", countWord(r.Sent), "Got", countWord(r.Received), "Left", countWord(r.Pending))
}

// enrolProblems tells what is missing to enrol.
func enrolProblems(hub, code string) kampung.Problems {
	var p kampung.Problems
	if trim(hub) == "" {
		p.Add("hub", tr("Isi alamat dari kabupaten, misalnya https://kampung.contoh.go.id"))
	}
	if trim(code) == "" {
		p.Add("code", tr("Isi kode pendaftaran dari kabupaten."))
	}
	return p
}
