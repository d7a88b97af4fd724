package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"smartkampung/kampung"
)

// templateModel is the editor of a service's form and wording.
type templateModel struct {
	All   []kampung.TemplateInfo
	Info  kampung.TemplateInfo // of the one in the editor; empty for a new one
	Was   kampung.Service      // as it is kept
	Typed templateTyped
	May   bool
}

// templateTyped is what stands in the fields of the editor.
type templateTyped struct {
	Key, Name, Short, Title, OldCode, NewCode, Days, Group, Signer, Minutes, Fee, Goes, Camat string
	Fields, Requirements, Copies, Note                                                        string
	Pages                                                                                     []pageTyped // the letter, then its further sheets
}

// copy shares nothing with t.
func (t templateTyped) copy() templateTyped {
	t.Pages = slices.Clone(t.Pages)
	return t
}

// pageTyped is the wording of one page of a letter and who signs there.
type pageTyped struct{ Name, Blocks, Signs string }

// loadTemplates reads the list and one service; it reads the disk. An empty key
// is the first.
func loadTemplates(d Desk, key string) (m templateModel, err error) {
	m.May = kampung.May(d.Me().Role, kampung.ActOffice)
	if m.All, err = d.Templates(); err != nil {
		return m, err
	}
	i := max(0, slices.IndexFunc(m.All, func(t kampung.TemplateInfo) bool { return t.Key == key }))
	if len(m.All) == 0 {
		return m, nil
	}
	m.Info = m.All[i]
	if m.Was, err = d.TemplateAt(m.Info.Key, ""); err != nil {
		return m, err
	}
	m.Typed = typedOf(m.Was)
	return m, nil
}

// typedOf writes a service into the editor.
func typedOf(s kampung.Service) templateTyped {
	t := templateTyped{Key: s.Key, Name: s.Name, Short: s.Short, Title: s.Title, OldCode: s.OldCode, NewCode: s.NewCode, Days: strconv.Itoa(s.ValidDays),
		Group: s.Group, Signer: s.Signer, Minutes: strconv.Itoa(s.Minutes), Fee: strconv.Itoa(s.Fee), Goes: s.Goes, Camat: yesNo(s.Camat),
		Fields: kampung.FormatFields(s.Fields), Requirements: kampung.FormatRequirements(s.Requirements), Copies: strings.Join(s.Copies, "\n"),
		Pages: []pageTyped{{tr("Surat"), kampung.FormatBlocks(s.Blocks), kampung.FormatSigns(s.Signs)}}}
	for _, sh := range s.Sheets {
		name := sh.Name
		if sh.Mark != "" {
			name = joinDots(sh.Mark, sh.Name)
		}
		t.Pages = append(t.Pages, pageTyped{name, kampung.FormatBlocks(sh.Blocks), kampung.FormatSigns(sh.Signs)})
	}
	return t
}

func yesNo(on bool) string {
	if on {
		return "ya"
	}
	return "tidak"
}

// newTemplate is what the editor proposes for a service of the village's own.
func newTemplate() kampung.Service {
	return kampung.Service{Group: "umum", ValidDays: 30, Minutes: 15,
		Fields: []kampung.Field{{Key: "keperluan", Label: "Keperluan", Type: kampung.FieldText, Required: true}},
		Blocks: []kampung.Block{{Indent: true, Text: "Yang bertanda tangan di bawah ini {jabatan_kepala} {desa}, Kecamatan {kecamatan}, menerangkan bahwa:"},
			{Rows: []kampung.Row{{Label: "Nama", Value: "{nama}"}, {Label: "NIK", Value: "{nik}"}, {Label: "Alamat", Value: "{alamat}"}}},
			{Indent: true, Text: "Surat keterangan ini dibuat untuk keperluan {keperluan}."}}}
}

// Service is what was typed upon what the service was, with what cannot be read.
func (m templateModel) Service() (kampung.Service, kampung.Problems) {
	s, t := m.Was, m.Typed
	var ps kampung.Problems
	s.Key, s.Name, s.Short, s.Title = trim(t.Key), trim(t.Name), trim(t.Short), trim(t.Title)
	s.OldCode, s.NewCode = trim(t.OldCode), trim(t.NewCode)
	s.Group, s.Signer, s.Goes, s.Camat = t.Group, t.Signer, trim(t.Goes), t.Camat == "ya"
	for _, n := range []struct {
		key, text string
		to        *int
	}{{"valid_days", t.Days, &s.ValidDays}, {"minutes", t.Minutes, &s.Minutes}, {"fee", t.Fee, &s.Fee}} {
		v, err := strconv.Atoi(trim(n.text))
		if err != nil && trim(n.text) != "" {
			ps.Add(n.key, tr("Tulis dengan angka, misalnya 12."))
		}
		*n.to = v
	}
	fields, bad := kampung.ParseFields(t.Fields)
	s.Fields, ps = fields, append(ps, bad...)
	papers, bad := kampung.ParseRequirements(t.Requirements)
	s.Requirements, ps = papers, append(ps, bad...)
	s.Sheets = slices.Clone(s.Sheets)
	for i, page := range t.Pages {
		blocks, bad := kampung.ParseBlocks(page.Blocks)
		signs, more := kampung.ParseSigns(page.Signs)
		at := ""
		if i == 0 {
			s.Blocks, s.Signs = blocks, signs
		} else {
			at = fmt.Sprintf("sheets[%d].", i-1)
			s.Sheets[i-1].Blocks, s.Sheets[i-1].Signs = blocks, signs
		}
		for _, p := range append(bad, more...) {
			ps.Add(at+p.Field, p.Text)
		}
	}
	s.Copies = nil
	for line := range strings.SplitSeq(t.Copies, "\n") {
		if trim(line) != "" {
			s.Copies = append(s.Copies, trim(line))
		}
	}
	if m.Info.Key == "" && slices.ContainsFunc(m.All, func(x kampung.TemplateInfo) bool { return x.Key == s.Key }) {
		ps.Add("key", tr("Kunci ini sudah dipakai layanan lain."))
	}
	return s, ps
}

// templateField is the editor's field in which a problem stands while a page is
// in hand, and the page of which it is; -1 for none.
func templateField(place string, page int) (field string, of int) {
	of = -1
	if rest, ok := strings.CutPrefix(place, "sheets["); ok {
		n, rest, _ := strings.Cut(rest, "].")
		if i, err := strconv.Atoi(n); err == nil {
			place, of = rest, i+1
		}
	}
	for _, f := range []string{"fields", "requirements", "blocks", "signs", "copies"} {
		if strings.HasPrefix(place, f) {
			place = f
		}
	}
	if of < 0 && (place == "blocks" || place == "signs") {
		of = 0
	}
	if of >= 0 && of != page {
		return "", of
	}
	return place, of
}

// templateShown are the editor's fields.
var templateShown = []string{"key", "name", "short", "title", "old_code", "new_code", "valid_days", "group", "signer", "minutes", "fee", "goes", "camat",
	"fields", "requirements", "blocks", "signs", "copies", "note"}

// problems gathers problems at the editor's fields; what the editor does not show
// now stands at "", with the page where it is.
func (m templateModel) problems(ps kampung.Problems, page int) kampung.Problems {
	var out kampung.Problems
	for _, p := range ps {
		f, of := templateField(p.Field, page)
		if !slices.Contains(templateShown, f) {
			f = ""
		}
		if f == "" && of >= 0 && of < len(m.Typed.Pages) {
			p.Text = m.Typed.Pages[of].Name + ": " + p.Text
		}
		if !strings.Contains(out.Of(f), p.Text) {
			out.Add(f, p.Text)
		}
	}
	return out
}

// templateKindWord says where a template comes from.
func templateKindWord(k kampung.TemplateKind) string {
	switch k {
	case kampung.TemplateChanged:
		return tr("diubah kantor ini")
	case kampung.TemplateOwn:
		return tr("layanan sendiri")
	}
	return tr("bawaan")
}

// Hits are the services to choose from.
func (m templateModel) Hits() []hit {
	hits := make([]hit, len(m.All))
	for i, t := range m.All {
		hits[i] = hit{Key: t.Key, Title: joinDots(t.Name, templateKindWord(t.Kind)), Sub: t.Key}
	}
	return hits
}

// Standing tells which version is in the editor.
func (m templateModel) Standing() string {
	if m.Info.Key == "" {
		return tr("Layanan baru milik desa ini.")
	}
	text := templateKindWord(m.Info.Kind)
	if !m.Info.At.IsZero() {
		text = joinDots(text, dayWord(kampung.DateOf(m.Info.At))+" "+clock(m.Info.At), m.Info.By)
	}
	return joinDots(text, tr("surat yang sudah dicatat tidak berubah"))
}

// Earlier are the versions that the office wrote before, to look at and take up.
func (m templateModel) Earlier() []hit {
	var hits []hit
	for _, v := range m.Info.Versions {
		if v.Version != m.Info.Version {
			hits = append(hits, hit{Key: v.Version, Title: joinDots(dayWord(kampung.DateOf(v.At))+" "+clock(v.At), v.By, v.Note)})
		}
	}
	return hits
}

// PageHits are the letter and its further sheets.
func (m templateModel) PageHits() []hit {
	hits := make([]hit, len(m.Typed.Pages))
	for i, p := range m.Typed.Pages {
		hits[i] = hit{Key: strconv.Itoa(i), Title: p.Name}
	}
	return hits
}
