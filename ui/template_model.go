package ui

import (
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
	Key, Name, Short, Title, OldCode, NewCode, Days, Fields, Blocks, Copies string
}

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
	return templateTyped{Key: s.Key, Name: s.Name, Short: s.Short, Title: s.Title, OldCode: s.OldCode, NewCode: s.NewCode, Days: strconv.Itoa(s.ValidDays),
		Fields: kampung.FormatFields(s.Fields), Blocks: kampung.FormatBlocks(s.Blocks), Copies: strings.Join(s.Copies, "\n")}
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
	days, err := strconv.Atoi(trim(t.Days))
	if err != nil && trim(t.Days) != "" {
		ps.Add("valid_days", tr("Tulis dengan angka, misalnya 12."))
	}
	s.ValidDays = days
	fields, bad := kampung.ParseFields(t.Fields)
	s.Fields, ps = fields, append(ps, bad...)
	blocks, bad := kampung.ParseBlocks(t.Blocks)
	s.Blocks, ps = blocks, append(ps, bad...)
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

// templateField is the editor's field in which a problem stands.
func templateField(place string) string {
	for _, f := range []string{"fields", "blocks", "copies"} {
		if strings.HasPrefix(place, f) {
			return f
		}
	}
	return place
}

// templateProblems gathers problems at the editor's fields; what the editor does
// not show stands at "".
func templateProblems(ps kampung.Problems) kampung.Problems {
	shown := []string{"key", "name", "short", "title", "old_code", "new_code", "valid_days", "fields", "blocks", "copies"}
	var out kampung.Problems
	for _, p := range ps {
		f := templateField(p.Field)
		if !slices.Contains(shown, f) {
			f = ""
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
