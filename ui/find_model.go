package ui

import (
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// findKind is what the top field found; it is also the beginning of a key, so
// that the key alone tells where to go.
type findKind string

const (
	findCommand  findKind = "c:" // of the screen that is up, or of the window
	findScreen   findKind = "h:"
	findSetting  findKind = "s:"
	findService  findKind = "l:" // a new request of it
	findRequest  findKind = "p:"
	findResident findKind = "w:"
)

// known is something that the top field finds without the disk.
type known struct {
	Kind  findKind
	Key   string
	Title string
	Words string // other words by which it is found
	Sub   string // where it stands, or the keys that do it
}

// findHit is one thing that was found.
type findHit struct {
	Kind  findKind
	Key   string
	Title string
	Sub   string
	fit   int
}

// groupWord names a kind of finding.
func (k findKind) groupWord() string {
	switch k {
	case findCommand:
		return tr("Perintah")
	case findScreen:
		return tr("Halaman")
	case findSetting:
		return tr("Pengaturan")
	case findService:
		return tr("Permohonan baru")
	case findRequest:
		return tr("Permohonan")
	}
	return tr("Penduduk")
}

// Bounds of what each source gives.
const (
	findKnown     = 6
	findRequests  = 6
	findResidents = 6
)

// findAmong are the known things that fit what was typed, best first.
func findAmong(all []known, query string) (hits []findHit) {
	for _, k := range all {
		fit := kampung.FitWords(query, k.Title)
		if other := kampung.FitWords(query, k.Words); other < kampung.FitNot {
			fit = min(fit, max(other, kampung.FitHeads))
		}
		if fit < kampung.FitNot {
			hits = append(hits, findHit{k.Kind, k.Key, k.Title, k.Sub, fit})
		}
	}
	slices.SortStableFunc(hits, func(a, b findHit) int { return a.fit - b.fit })
	return hits[:min(findKnown, len(hits))]
}

// findStored looks for residents and requests; it reads the disk.
func findStored(d Desk, query string, now time.Time) ([]findHit, error) {
	services := d.Services()
	names := shortNames(services)
	m := listModel{Text: query, Services: services, Today: kampung.DateOf(now)}
	q, _ := m.Query()
	page, err := d.ListRequests(q, 0, findRequests)
	if err != nil {
		return nil, err
	}
	people, err := d.FindResidents(query, findResidents)
	if err != nil {
		return nil, err
	}
	var hits []findHit
	for _, p := range people {
		fit := min(kampung.FitWords(query, p.Name), kampung.FitWithin)
		hits = append(hits, findHit{findResident, p.ID, p.Name, residentSub(p, now), fit})
	}
	for _, r := range page.Rows {
		fit := min(kampung.FitWords(query, r.Name), kampung.FitWithin)
		if strings.HasPrefix(strings.ToLower(r.Number), strings.ToLower(trim(query))) {
			fit = kampung.FitStart
		}
		sub := joinDots(names[r.Service], r.Number, stateWord(r.State), moment(r.At, now))
		hits = append(hits, findHit{findRequest, r.ID, r.Name, sub, fit})
	}
	return hits, nil
}

// ranked joins what was found: the better it fits the earlier, and among equals
// people before requests before what the window itself has, but for a screen or
// setting whose name is begun with.
func ranked(known, stored []findHit) []findHit {
	all := append(slices.Clone(stored), known...)
	slices.SortStableFunc(all, func(a, b findHit) int { return a.fit - b.fit })
	return all
}

// serviceKnown are the services as beginnings of new requests.
func serviceKnown(services []kampung.Service) (all []known) {
	names := shortNames(services)
	for _, s := range services {
		all = append(all, known{Kind: findService, Key: s.Key, Title: names[s.Key], Words: s.Name + " " + strings.ReplaceAll(s.Key, "_", " "), Sub: s.Name})
	}
	return all
}

// settingWords are other words by which the parts of the settings are found.
func settingWords(key string) string {
	switch key {
	case "kantor":
		return tr("kop surat lambang logo alamat telepon desa|cari")
	case "nomor":
		return tr("nomor surat pola kode klasifikasi|cari")
	case "pejabat":
		return tr("pejabat kepala desa sekretaris tanda tangan|cari")
	case "akun":
		return tr("petugas pengguna operator sandi|cari")
	case "komputer":
		return tr("perangkat komputer kedua gabung|cari")
	case "sandi":
		return tr("ganti kata sandi password|cari")
	case "tampilan":
		return tr("tema gelap terang bahasa ukuran huruf|cari")
	}
	return ""
}
