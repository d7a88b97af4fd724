package ui

import (
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung"
)

// linkModel is where the desk stands with the regency.
type linkModel struct {
	Status   kampung.Status
	Back     []kampung.Returned // what the regency sent back and needs an act
	Wait     []kampung.Waiting  // what has no receipt, the longest waiting first
	Contacts []kampung.Contact  // the newest first
	Traffic  kampung.Traffic
	Others   int // other PCs of the office
	Names    map[string]string
	Services map[string]kampung.Service
	Role     kampung.Role
	Asked    bool // it waits for the answer to a request by stick
}

// waitShown is how many waiting requests the page lists.
const waitShown = 500

// loadLink reads the page; it reads the disk.
func loadLink(d Desk) (m linkModel, err error) {
	m = linkModel{Names: shortNames(d.Services()), Services: map[string]kampung.Service{}, Role: d.Me().Role, Asked: d.AskedEnrol()}
	for _, s := range d.Services() {
		m.Services[s.Key] = s
	}
	if m.Status, err = d.Status(); err != nil {
		return m, err
	}
	if m.Back, err = d.Returned(); err != nil {
		return m, err
	}
	if m.Wait, err = d.Waiting(waitShown); err != nil {
		return m, err
	}
	if m.Contacts, err = d.Contacts(); err != nil {
		return m, err
	}
	if m.Traffic, err = d.Traffic(); err != nil {
		return m, err
	}
	devices, err := d.Devices()
	for _, x := range devices {
		if !x.Mine && !x.Revoked {
			m.Others++
		}
	}
	return m, err
}

// Sentence is the one line in large type.
func (m linkModel) Sentence(now time.Time) (string, tone) {
	text := kampung.LinkLine(m.Status, now, tr)
	switch {
	case m.Status.PendingRequests > 0:
		return text, toneWait
	case m.Status.Requests == 0 || !m.Status.Enrolled || m.Status.Pending > 0 || m.Status.Scans > 0:
		return text, toneInk
	}
	return text, toneDone
}

// progressWords say how far the scans have come.
func progressWords(p kampung.ScanProgress) string {
	return tr("Sedang mengirim lampiran: {{.Done}} dari {{.Total}} …", "Done", bytesWord(p.Done), "Total", bytesWord(p.Total))
}

// Hub says with whom the desk talks, and what keeps it from sending by itself.
func (m linkModel) Hub() (string, tone) {
	s := m.Status
	if !s.Enrolled {
		if m.Asked {
			return tr("Permintaan pendaftaran sudah ditulis ke USB. Bawa ke kabupaten, lalu ambil jawabannya dengan “Ambil dari USB”."), toneWait
		}
		return tr("Semua tersimpan di komputer ini. Meja belum terdaftar di kabupaten."), toneQuiet
	}
	if s.Limited {
		return tr("Batas data bulan ini tercapai, jadi pengiriman otomatis berhenti. “Kirim sekarang” tetap bisa."), toneWait
	}
	if s.Scans > 0 && s.Pending > 0 {
		return tr("{{.N}} lampiran ({{.Size}}) belum terkirim; menyusul setelah catatan.", "N", countWord(s.Scans), "Size", bytesWord(s.ScanBytes)), toneQuiet
	}
	if s.Hub == "" {
		return tr("Terdaftar di {{.Name}} lewat USB. Untuk kirim lewat sambungan, tekan “Kirim sekarang” dan isi alamatnya.", "Name", s.HubName), toneQuiet
	}
	name := s.HubName
	if name == "" {
		name = s.Hub
	}
	return tr("Terdaftar di {{.Name}}. Yang menunggu dikirim sendiri kalau ada sambungan.", "Name", name), toneQuiet
}

// linkRow is one line of the page's list: a heading, a request that came back,
// or one that waits.
type linkRow struct {
	Head string // of a part of the list; the rest is empty then

	ID      string
	Name    string
	Sub     string // service and number
	State   string // in a word
	Tone    tone
	Sync    kampung.Sync
	Since   string
	Reason  string // why it came back, with the field to mend; "" for what waits
	Short   string // the reason cut to what the list has room for
	Field   string // to mend
	Mending bool   // it opens at its mending
}

// Rows are the lines of the list: what needs an act first.
func (m linkModel) Rows(now time.Time) []linkRow {
	var rows []linkRow
	if len(m.Back) > 0 {
		rows = append(rows, linkRow{Head: tr("Dikembalikan kabupaten, perlu tindakan ({{.N}})", "N", countWord(len(m.Back)))})
	}
	for _, b := range m.Back {
		rows = append(rows, m.backRow(b, now))
	}
	if len(m.Wait) > 0 || len(m.Back) > 0 {
		rows = append(rows, linkRow{Head: tr("Yang menunggu ({{.N}})", "N", countWord(max(len(m.Wait), m.Status.PendingRequests)))})
	}
	for _, w := range m.Wait {
		r := linkRow{ID: w.ID, Name: w.Name, Sub: joinDots(m.Names[w.Service], w.Number), Sync: w.Sync, State: syncWord(w.Sync), Tone: syncTone(w.Sync)}
		r.Since = tr("belum dikirim, sejak {{.When}}", "When", kampung.WhenWords(w.Since, now, tr))
		if !w.Packed.IsZero() {
			r.Since = tr("di USB sejak {{.When}}, belum kembali", "When", kampung.WhenWords(w.Packed, now, tr))
		}
		rows = append(rows, r)
	}
	return rows
}

func (m linkModel) backRow(b kampung.Returned, now time.Time) linkRow {
	r := linkRow{ID: b.ID, Name: b.Name, Sub: joinDots(m.Names[b.Service], b.Number), Sync: b.Sync, Field: b.Field, Tone: toneBack, Mending: true}
	r.Since = joinDots(b.Office, kampung.WhenWords(b.Came, now, tr))
	switch {
	case b.Office != "" && b.Answer == kampung.DecisionRefuse:
		r.State, r.Sync = tr("Ditolak"), kampung.SyncRefused
	case b.Office != "":
		r.State, r.Sync = tr("Minta perbaikan"), kampung.SyncRefused
	case b.Verdict == kampung.VerdictRefused:
		r.State, r.Sync = tr("Ditolak kabupaten"), kampung.SyncRefused
	case b.Verdict == kampung.VerdictHeld:
		r.State, r.Sync, r.Tone = tr("Tertahan"), kampung.SyncHeld, toneWait
	case b.Verdict == kampung.VerdictTwin:
		r.State, r.Sync, r.Tone = tr("Mungkin ganda"), kampung.SyncTwin, toneWait
	}
	r.Reason = backReason(m.Services[b.Service], b.Field, b.Reason)
	return r
}

// backReason says why a request came back, with the field to mend in front.
func backReason(s kampung.Service, field, reason string) string {
	if name := fieldWord(s, field); name != "" {
		if reason == "" {
			return tr("Perbaiki isian “{{.Field}}”.", "Field", name)
		}
		return tr("Isian “{{.Field}}”: {{.Reason}}", "Field", name, "Reason", reason)
	}
	return reason
}

// fieldWord is the label of a request's field by the name that the regency and
// the journal give it, "" for none that a clerk knows.
func fieldWord(s kampung.Service, field string) string {
	key, own := strings.CutPrefix(field, "fields.")
	if f, ok := s.Field(key); ok && (own || !strings.Contains(field, ".")) {
		return f.Label
	}
	switch strings.TrimPrefix(field, "applicant.") {
	case "nik":
		return tr("NIK")
	case "no_kk":
		return tr("Nomor KK")
	case "nama":
		return tr("Nama pemohon")
	case "number":
		return tr("Nomor surat")
	case "service":
		return tr("Layanan")
	case "date":
		return tr("Tanggal surat")
	case "state":
		return tr("Status")
	case "reason":
		return tr("Alasan")
	case "office":
		return tr("Kop surat")
	}
	return ""
}

// contactLine is a meeting as the page lists it.
type contactLine struct {
	When, Text, Size string
	Tone             tone
}

// Meetings are the last contacts in words.
func (m linkModel) Meetings(now time.Time) []contactLine {
	var out []contactLine
	for _, c := range m.Contacts {
		l := contactLine{When: moment(c.At, now), Text: c.Words(tr), Tone: toneInk}
		if c.Trouble != "" {
			l.Tone = toneBack
		}
		if n := c.Up + c.Down; n > 0 {
			l.Size = bytesWord(n)
		}
		out = append(out, l)
	}
	return out
}

// Month says what this month cost, and how much of its bound that is, from 0
// to 1; without a bound the share is -1.
func (m linkModel) Month() (sum, bound string, share float64) {
	t := m.Traffic
	sum = tr("{{.Up}} naik · {{.Down}} turun", "Up", bytesWord(t.Up), "Down", bytesWord(t.Down))
	switch {
	case t.Limit == 0:
		return sum, tr("Tanpa batas."), -1
	case t.Reached():
		return sum, tr("Batas {{.Size}} tercapai: pengiriman otomatis berhenti.", "Size", bytesWord(t.Limit)), 1
	}
	return sum, tr("Batas {{.Size}} sebulan.", "Size", bytesWord(t.Limit)), float64(t.Sum()) / float64(t.Limit)
}

// readLimit reads a bound typed in megabytes; empty is none.
func readLimit(text string) (bytes int64, problem string) {
	text = strings.NewReplacer(".", "", " ", "", "MB", "", "mb", "").Replace(text)
	if text == "" {
		return 0, ""
	}
	mb, err := strconv.Atoi(text)
	if err != nil {
		return 0, tr("Tulis angka dalam MB, misalnya 50; kosongkan bila tanpa batas.")
	}
	return int64(mb) * kampung.Megabyte, kampung.CheckLimit(mb)
}

// stoppedTaking says what stays of a stick that was not read to its end.
func stoppedTaking(r kampung.SyncReport) string {
	text := tr("Dibatalkan.") + " "
	if brought := r.Words(tr); brought != "" {
		text += brought + " "
	}
	return text + tr("Yang sudah diambil tetap tersimpan; sisanya ikut kalau USB yang sama dibaca lagi.")
}

// reportWords tell what a visit or a receipt brought.
func reportWords(r kampung.SyncReport) string {
	text := r.Words(tr)
	switch {
	case text == "" && r.Pending == 0:
		return tr("Tidak ada yang baru. Semua sudah diterima.")
	case text == "":
		text = tr("Tidak ada yang baru.")
	case r.Pending == 0:
		return text + " " + tr("Tidak ada yang tertinggal.")
	}
	if r.Pending > 0 {
		text += " " + tr("{{.N}} masih menunggu.", "N", countWord(r.Pending))
	}
	return text
}

// enrolProblems tells what is missing to enrol.
func enrolProblems(hub, code string) kampung.Problems {
	return append(addressProblems(hub), codeProblems(code)...)
}

func addressProblems(hub string) (p kampung.Problems) {
	if trim(hub) == "" {
		p.Add("hub", tr("Isi alamat dari kabupaten, misalnya https://kampung.contoh.go.id"))
	}
	return p
}

func codeProblems(code string) (p kampung.Problems) {
	if trim(code) == "" {
		p.Add("code", tr("Isi kode pendaftaran dari kabupaten."))
	}
	return p
}
