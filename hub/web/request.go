package web

import (
	"cmp"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// requestPage is what the page of one request shows.
type requestPage struct {
	Row       requestRow
	Service   kampung.Service
	Opens     bool // the person may be seen
	Erased    bool // what the village recorded was erased since
	Masked    bool // numbers are hidden, and could be shown
	Decides   bool
	Early     bool // the village has not signed yet
	Person    []fact
	Fields    []fact
	Tables    []tableFact
	Shown     []string
	Scans     []scanFact
	Note      string
	Steps     []stepFact
	Decisions []hub.DecisionRow
	Verdicts  []hub.VerdictRow
	Form      decisionForm
	Since     string // what the form remembers
	Mendable  []fact // fields that a village can be asked to mend: label and key
}

// fact is a label with its value.
type fact struct{ Label, Value string }

// tableFact is a field that is a table.
type tableFact struct {
	Label string
	Heads []string
	Rows  [][]string
}

// stepFact is something that happened to a request, for the timeline.
type stepFact struct {
	Text, By, Reason string
	At               time.Time
}

// decisionForm is what was typed of a decision, with what is wrong.
type decisionForm struct {
	Decision kampung.Decision
	Reason   string
	Field    string
	Problem  string
}

// open reads a request that the visitor may see.
func (s *Site) open(v *visit) (hub.Detail, kampung.Service, error) {
	village, id := v.r.PathValue("village"), v.r.PathValue("id")
	if _, ok := s.places.byCode[village]; !ok && !strings.HasPrefix(village, s.hub.Regency()+".") {
		return hub.Detail{}, kampung.Service{}, errNotFound
	}
	d, err := s.hub.RequestDetail(v.ctx(), village, id)
	if errors.Is(err, hub.ErrNoRequest) {
		return d, kampung.Service{}, errNotFound
	}
	if err != nil {
		return d, kampung.Service{}, err
	}
	if !v.sees(village, d.Service) {
		return d, kampung.Service{}, errNotFound
	}
	return d, s.services.service(d.Service), nil
}

func (s *Site) getRequest(v *visit) error {
	d, sv, err := s.open(v)
	if err != nil {
		return err
	}
	if v.opens(d.Village, sv) {
		if err := s.record(v, ActLook, d.Village, d.ID); err != nil {
			return err
		}
	}
	return s.showRequest(v, d, sv, http.StatusOK, true, decisionForm{})
}

// postReveal shows the numbers that are masked. The log knows it before they
// are shown.
func (s *Site) postReveal(v *visit) error {
	d, sv, err := s.open(v)
	if err != nil {
		return err
	}
	if !v.opens(d.Village, sv) {
		return errForbid
	}
	if err := s.record(v, ActReveal, d.Village, d.ID); err != nil {
		return err
	}
	return s.showRequest(v, d, sv, http.StatusOK, false, decisionForm{})
}

func (s *Site) showRequest(v *visit, d hub.Detail, sv kampung.Service, status int, masked bool, form decisionForm) error {
	row := s.row(v.Account, d.RequestRow)
	var err error
	if row.Waits, err = s.waits(v.ctx(), v.Account, d.RequestRow); err != nil {
		return err
	}
	p := requestPage{Row: row, Service: sv, Opens: v.opens(d.Village, sv), Erased: d.Body.Number == "", Masked: masked,
		Decisions: d.Decisions, Verdicts: attention(d.Verdicts), Form: form, Since: decidedSince(d), Mendable: mendable(sv)}
	p.Decides = v.decides(d.Village, sv) && decidable(d.State)
	p.Early = v.decides(d.Village, sv) && !decidable(d.State)
	if p.Opens && !p.Erased {
		p.fill(d.Body, sv, masked)
		if p.Scans, err = s.scanFacts(v.ctx(), d); err != nil {
			return err
		}
	}
	for _, st := range d.Steps {
		f := stepFact{Text: st.State.Label(), At: st.At, By: st.By}
		if p.Opens {
			f.Reason = st.Reason
		}
		p.Steps = append(p.Steps, f)
	}
	if !p.Opens {
		p.Decisions = slices.Clone(p.Decisions)
		for i := range p.Decisions {
			p.Decisions[i].Reason = "" // what an office writes may speak of the person
		}
	}
	title := sv.Short
	if d.Number != "" {
		title += " " + d.Number
	}
	here := "beranda"
	if v.forwarded(sv) {
		here = "kotak"
	}
	return s.renderFor(v, status, "request", title, here, p)
}

// attention leaves out the verdicts that ask nothing of anybody.
func attention(all []hub.VerdictRow) []hub.VerdictRow {
	return slices.DeleteFunc(slices.Clone(all), func(v hub.VerdictRow) bool {
		return v.Verdict == kampung.VerdictOK || v.Verdict == kampung.VerdictNotUnderstood
	})
}

// fill writes what the village recorded as people read it.
func (p *requestPage) fill(b kampung.RequestBody, sv kampung.Service, masked bool) {
	mask := func(s string) string {
		if masked && s != "" {
			return kampung.MaskNIK(s)
		}
		return s
	}
	born := strings.Trim(b.Person.BirthPlace+", "+kampung.FormatDate(b.Person.BirthDate), ", ")
	if b.Person.BirthDate.IsZero() {
		born = b.Person.BirthPlace
	}
	for _, f := range []fact{{"Nama", b.Person.Name}, {"NIK", mask(b.Person.NIK)}, {"Nomor KK", mask(b.Person.KK)}, {"Tempat, tanggal lahir", born},
		{"Jenis kelamin", b.Person.Sex}, {"Agama", b.Person.Religion}, {"Status kawin", b.Person.Marital}, {"Pekerjaan", b.Person.Job},
		{"Pendidikan", b.Person.Education}, {"Kewarganegaraan", b.Person.Citizenship}, {"Alamat", b.Person.Address}, {"Telepon", b.Person.Phone}} {
		if f.Value != "" {
			p.Person = append(p.Person, f)
		}
	}
	show := func(f kampung.Field, stored string) string {
		if f.Type == kampung.FieldNIK {
			return mask(stored)
		}
		return kampung.PrintField(f, stored)
	}
	known := map[string]bool{}
	for _, f := range sv.Fields {
		known[f.Key] = true
		stored := b.Fields[f.Key]
		switch {
		case stored == "":
		case f.Type == kampung.FieldTable:
			p.Tables = append(p.Tables, table(f, stored, mask))
		default:
			p.Fields = append(p.Fields, fact{f.Label, show(f, stored)})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(b.Fields)) {
		if !known[key] { // of a newer catalogue: it may be anything
			value := b.Fields[key]
			if masked && len(kampung.CleanNIK(value)) == 16 {
				value = kampung.MaskNIK(kampung.CleanNIK(value))
			}
			p.Fields = append(p.Fields, fact{key, value})
		}
	}
	for _, key := range b.Shown {
		label := key
		for _, r := range sv.Requirements {
			if r.Key == key {
				label = r.Label
			}
		}
		p.Shown = append(p.Shown, label)
	}
	p.Note = b.Note
	if b.Signer.Name != "" {
		p.Fields = append(p.Fields, fact{"Penanda tangan", strings.Trim(b.Signer.Name+", "+b.Signer.Title, ", ")})
	}
}

func table(f kampung.Field, stored string, mask func(string) string) tableFact {
	t := tableFact{Label: f.Label, Rows: kampung.TableRows(f, stored)}
	for i, c := range f.Columns {
		t.Heads = append(t.Heads, c.Label)
		for _, row := range t.Rows {
			if c.Type == kampung.FieldNIK && i < len(row) {
				row[i] = mask(row[i])
			}
		}
	}
	return t
}

// mendable lists the fields that a village can be asked to mend, by the keys
// that its form has.
func mendable(sv kampung.Service) []fact {
	out := []fact{{"Nama pemohon", "applicant.nama"}, {"NIK", "applicant.nik"}, {"Nomor KK", "applicant.no_kk"}, {"Tanggal lahir", "applicant.tanggal_lahir"}, {"Alamat", "applicant.alamat"}}
	for _, f := range sv.Fields {
		out = append(out, fact{f.Label, "fields." + f.Key})
	}
	return append(out, fact{"Syarat yang ditunjukkan", "shown"}, fact{"Lampiran", "scans"})
}

var decisionActs = map[kampung.Decision]struct {
	act  Act
	note string
}{
	kampung.DecisionAccept: {ActAccept, "diterima"}, kampung.DecisionRefuse: {ActRefuse, "ditolak"}, kampung.DecisionMend: {ActMend, "perbaikan"},
}

func (s *Site) postDecision(v *visit) error {
	d, sv, err := s.open(v)
	if err != nil {
		return err
	}
	if !v.decides(d.Village, sv) {
		return errForbid
	}
	form := decisionForm{Decision: kampung.Decision(clip(v.r.PostFormValue("putusan"), 40)), Reason: clip(kampung.FoldLines(v.r.PostFormValue("alasan")), 1000), Field: clip(v.r.PostFormValue("isian"), 64)}
	act, known := decisionActs[form.Decision]
	switch {
	case !decidable(d.State):
		form.Problem = "Permohonan ini belum ditandatangani desa, atau sudah dibatalkan. Belum ada yang dapat diputuskan."
	case !known:
		form.Problem = "Pilih terima, tolak, atau minta perbaikan."
	case v.r.PostFormValue("sejak") != decidedSince(d):
		form.Problem = "Permohonan ini berubah sejak halamannya Anda buka. Baca sekali lagi, lalu putuskan."
	case form.Field != "" && !slices.ContainsFunc(mendable(sv), func(f fact) bool { return f.Value == form.Field }):
		form.Problem = "Isian yang perlu diperbaiki tidak dikenal."
	}
	if form.Decision != kampung.DecisionMend {
		form.Field = ""
	}
	if form.Problem == "" {
		err = s.hub.Decide(v.ctx(), hub.DecideInput{Village: d.Village, Request: d.ID, Office: v.Office, By: v.Name, Decision: form.Decision, Reason: form.Reason, Field: form.Field, Camat: v.Role == RoleKecamatan})
		var lacks *hub.DecisionError
		switch {
		case errors.As(err, &lacks):
			form.Problem = lacks.Text
		case errors.Is(err, hub.ErrNoRequest):
			return errNotFound
		case err != nil:
			return err
		}
	}
	if form.Problem != "" {
		return s.showRequest(v, d, sv, http.StatusUnprocessableEntity, true, form)
	}
	if err := s.record(v, act.act, d.Village, d.ID); err != nil {
		return err
	}
	http.Redirect(v.w, v.r, requestPath(d.Village, d.ID)+"?pesan="+act.note, http.StatusSeeOther)
	return nil
}

// decidedSince is what a decision form remembers of the request that it shows,
// so that two people do not decide on different things, and a form that is sent
// twice decides once.
func decidedSince(d hub.Detail) string {
	return tokenDigest(string(d.State) + "\n" + d.Changed.Format(time.RFC3339Nano) + "\n" + cmp.Or(lastDecision(d), "-"))[:16]
}

func lastDecision(d hub.Detail) string {
	if len(d.Decisions) == 0 {
		return ""
	}
	last := d.Decisions[len(d.Decisions)-1]
	return strings.Join([]string{last.At.Format(time.RFC3339Nano), last.Office, string(last.Decision), last.Reason}, "\n") + strings.Repeat("+", len(d.Decisions))
}

func requestPath(village, id string) string {
	return "/permohonan/" + url.PathEscape(village) + "/" + url.PathEscape(id)
}
