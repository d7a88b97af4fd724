package ui

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"smartkampung/kampung"
)

// formModel is a request being typed: the draft, and what the form needs to
// know about it.
type formModel struct {
	Draft    kampung.Draft
	Services []kampung.Service
	Office   kampung.Office
	Role     kampung.Role  // of the clerk
	Uses     []kampung.Use // what was recorded last
	Now      time.Time

	Kept     bool      // a draft with this ID is on the disk
	Dirty    bool      // typed and not yet kept
	KeptAt   time.Time // when it was kept last
	Tried    bool      // the clerk asked to save: all problems are shown
	Outside  bool      // the applicant is typed by hand
	BadBirth string    // what stands in the birth field and is no day
	Unkept   bool      // the last try to keep it did not work
	Done     bool      // recorded: nothing is kept any more
	Problems kampung.Problems
	Hints    []string // worth a look, but no reason to stop
}

// begin starts from a draft, a new one when it has no ID.
func (m *formModel) begin(d kampung.Draft, now time.Time, by string) {
	m.Kept = d.ID != ""
	if d.ID == "" {
		d.ID = uuid.Must(uuid.NewV7()).String()
	}
	if d.Fields == nil {
		d.Fields = map[string]string{}
	}
	d.By = by
	if d.At.IsZero() {
		d.At = now
	}
	*m = formModel{Draft: d, Services: m.Services, Office: m.Office, Role: m.Role, Uses: m.Uses, Now: now, Kept: m.Kept, KeptAt: d.At}
	m.Outside = d.Applicant.Resident == "" && (d.Applicant.Name != "" || d.Birth != "")
	_, m.BadBirth = kampung.ParseDate(d.Birth, kampung.DateOf(now))
}

// Service is the chosen service, or an empty one.
func (m *formModel) Service() kampung.Service {
	for _, s := range m.Services {
		if s.Key == m.Draft.Service {
			return s
		}
	}
	return kampung.Service{}
}

// Blank reports whether nothing worth keeping was typed.
func (m *formModel) Blank() bool {
	d := m.Draft
	if d.Applicant.Name != "" || trim(d.Query) != "" || trim(d.Note) != "" || d.Service != "" || len(d.Scans) > 0 || len(d.Shown) > 0 {
		return false
	}
	for _, v := range d.Fields {
		if trim(v) != "" {
			return false
		}
	}
	return true
}

// lastSigner is who signed the last letter of the service, while they sign here.
func (m *formModel) lastSigner() string {
	key := kampung.LastSigner(m.Uses, m.Draft.Service, m.Now)
	if _, ok := m.Office.SignerByKey(key); !ok || key == "" {
		return ""
	}
	return key
}

// Signer is the key of who will sign: chosen, else who signed the last such
// letter, else the service's usual signer, else the head.
func (m *formModel) Signer() string {
	for _, key := range []string{m.Draft.Signer, m.lastSigner(), m.Service().Signer} {
		if g, ok := m.Office.SignerByKey(key); key != "" && ok {
			return g.Key
		}
	}
	return m.Office.Head().Key
}

// signerHits are those who may sign, the one who signed last first.
func (m *formModel) signerHits() []hit {
	hits := []hit{}
	for _, g := range m.Office.Signers {
		hits = append(hits, hit{Key: g.Key, Title: g.Name + " · " + g.Title})
	}
	return lastFirst(hits, []string{m.lastSigner()})
}

// lastServices is how many services are offered before the others.
const lastServices = 4

// serviceHits are the services, those used last first.
func (m *formModel) serviceHits() []hit {
	hits := make([]hit, len(m.Services))
	for i, sv := range m.Services {
		hits[i] = hit{Key: sv.Key, Title: joinDashes(sv.Short, sv.Name)}
	}
	return lastFirst(hits, kampung.LastServices(m.Uses, m.Draft.By, lastServices))
}

// lastFirst puts the hits with these keys before the others, in the order of
// the keys, and marks them.
func lastFirst(hits []hit, keys []string) []hit {
	var first []hit
	for _, key := range keys {
		if i := slices.IndexFunc(hits, func(h hit) bool { return h.Key == key }); i >= 0 && len(hits) > 1 {
			h := hits[i]
			h.Note = tr("terakhir dipakai")
			first = append(first, h)
			hits = slices.Delete(hits, i, i+1)
		}
	}
	return append(first, hits...)
}

// Snapshot is a copy of the draft that later typing does not touch.
func (m *formModel) Snapshot() kampung.Draft {
	d := m.Draft
	d.Fields = maps.Clone(d.Fields)
	d.Shown = slices.Clone(d.Shown)
	d.Scans = slices.Clone(d.Scans)
	if d.Signer == "" && d.Service != "" {
		d.Signer = m.lastSigner()
	}
	service := m.Service()
	for key := range d.Fields {
		// A field of another service that was chosen before is kept in the
		// form, so that changing back loses nothing, but is no part of this one.
		if _, ok := service.Field(key); !ok {
			delete(d.Fields, key)
		}
	}
	d.Shown = slices.DeleteFunc(d.Shown, func(key string) bool { return !hasRequirement(service, key) })
	return d
}

func hasRequirement(s kampung.Service, key string) bool {
	return slices.ContainsFunc(s.Requirements, func(r kampung.Requirement) bool { return r.Key == key })
}

// SetShown ticks or clears a requirement.
func (m *formModel) SetShown(key string, on bool) {
	m.Draft.Shown = slices.DeleteFunc(m.Draft.Shown, func(k string) bool { return k == key })
	if on {
		m.Draft.Shown = append(m.Draft.Shown, key)
	}
}

// AddScan puts a file to its requirement, which counts as shown.
func (m *formModel) AddScan(s kampung.Scan) {
	m.Draft.Scans = append(m.Draft.Scans, s)
	if s.Requirement != "" {
		m.SetShown(s.Requirement, true)
	}
}

// DropScan takes a file away.
func (m *formModel) DropScan(sha string) {
	m.Draft.Scans = slices.DeleteFunc(m.Draft.Scans, func(s kampung.Scan) bool { return s.SHA256 == sha })
}

// Must and May split the service's fields: those that have to be filled, and
// those that are folded away.
func (m *formModel) Must() []kampung.Field { return m.split(true) }

// May returns the optional fields.
func (m *formModel) May() []kampung.Field { return m.split(false) }

func (m *formModel) split(must bool) []kampung.Field {
	var out []kampung.Field
	for _, f := range m.Service().Fields {
		if f.Required == must {
			out = append(out, f)
		}
	}
	return out
}

// MayFilled reports whether an optional field has something in it, so that the
// fold opens by itself.
func (m *formModel) MayFilled() bool {
	for _, f := range m.May() {
		if trim(m.Draft.Fields[f.Key]) != "" {
			return true
		}
	}
	return trim(m.Draft.Note) != ""
}

// warnings tells what is worth a look before the request is recorded, once
// there is an applicant and a service.
func (m *formModel) warnings(today kampung.Date) []string {
	s := m.Service()
	if s.Key == "" || m.Draft.Applicant.Name == "" {
		return nil
	}
	b, _ := kampung.Compose(m.Snapshot(), s, m.Office, today)
	return kampung.Warnings(b, s, today)
}

// All adds the form's own problems to those of the rules.
func (m *formModel) All() kampung.Problems {
	ps := slices.Clone(m.Problems)
	if m.Draft.Applicant.Name == "" && !m.Outside {
		ps = slices.DeleteFunc(ps, func(p kampung.Problem) bool { return p.Field == "applicant.nama" })
		ps.Add("applicant", tr("Pilih pemohon dari daftar penduduk, atau isi orang di luar daftar."))
	}
	if m.Outside && m.BadBirth != "" {
		ps.Add("applicant.tanggal_lahir", m.BadBirth)
	}
	return ps
}

// Shown are the problems to show now: all after the clerk asked to save, before
// that only those of what was already typed and left.
func (m *formModel) ShownProblems(busy string) kampung.Problems {
	all := m.All()
	if m.Tried {
		return all
	}
	return slices.DeleteFunc(all, func(p kampung.Problem) bool {
		return p.Field == busy || !m.typed(p.Field)
	})
}

// typed reports whether something stands in a field.
func (m *formModel) typed(field string) bool {
	p := m.Draft.Applicant
	switch field {
	case "applicant":
		return p.Name != ""
	case "applicant.nik":
		return p.NIK != ""
	case "applicant.no_kk":
		return p.KK != ""
	case "applicant.telepon":
		return p.Phone != ""
	case "applicant.tanggal_lahir":
		return m.BadBirth != "" || !p.BirthDate.IsZero()
	case "scans", "signer":
		return true
	}
	if len(field) > 7 && field[:7] == "fields." {
		return trim(m.Draft.Fields[field[7:]]) != ""
	}
	return false
}

// MarkStates says which of the four marks over the form are done.
func (m *formModel) MarkStates() [4]bool {
	all := m.All()
	done := func(prefix string) bool {
		return !slices.ContainsFunc(all, func(p kampung.Problem) bool {
			return p.Field == prefix || len(p.Field) > len(prefix) && p.Field[:len(prefix)+1] == prefix+"."
		})
	}
	has := m.Draft.Applicant.Name != ""
	chosen := m.Draft.Service != ""
	return [4]bool{has && done("applicant"), chosen, chosen && done("fields"), m.Done}
}

// KeptWords tells when the draft was kept.
func (m *formModel) KeptWords() string {
	if m.Unkept {
		return tr("draf belum tersimpan")
	}
	if !m.Kept || m.KeptAt.IsZero() {
		return ""
	}
	return tr("draf tersimpan {{.Clock}}", "Clock", clock(m.KeptAt))
}

// draftOfRequest is the content of a request that was sent back, to be mended
// under its number.
func draftOfRequest(r kampung.Request) kampung.Draft {
	return kampung.Draft{Service: r.Service, Applicant: r.Applicant, Fields: maps.Clone(r.Fields), Shown: slices.Clone(r.Shown),
		Scans: slices.Clone(r.Scans), Signer: r.Signer.Key, Note: r.Note, Request: r.ID}
}
