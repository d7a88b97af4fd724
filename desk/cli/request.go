package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/store"
)

// fieldLine is a field of a service as the command shows it.
type fieldLine struct {
	Key      string            `json:"key"`
	Label    string            `json:"label"`
	Type     kampung.FieldType `json:"type"`
	Required bool              `json:"required"`
	Choices  []string          `json:"choices"`
	Help     string            `json:"help,omitempty"`
	Columns  []fieldLine       `json:"columns,omitempty"`
}

func fieldLines(fields []kampung.Field) []fieldLine {
	lines := make([]fieldLine, len(fields))
	for i, f := range fields {
		lines[i] = fieldLine{Key: f.Key, Label: f.Label, Type: f.Type, Required: f.Required, Choices: f.Choices, Help: f.Help}
		if lines[i].Choices == nil {
			lines[i].Choices = []string{}
		}
		if len(f.Columns) > 0 {
			lines[i].Columns = fieldLines(f.Columns)
		}
	}
	return lines
}

func runServices(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	cat, err := desk.Catalogue()
	if err != nil {
		return err
	}
	for _, s := range cat.Services() {
		var text strings.Builder
		fmt.Fprintf(&text, "%s  %s", s.Key, s.Name)
		for _, f := range s.Fields {
			mark := ""
			if f.Required {
				mark = " *"
			}
			fmt.Fprintf(&text, "\n    %s (%s) %s%s", f.Key, f.Type, f.Label, mark)
			if len(f.Choices) > 0 {
				text.WriteString(": " + strings.Join(f.Choices, ", "))
			}
		}
		err := c.print(map[string]any{"key": s.Key, "name": s.Name, "fields": fieldLines(s.Fields), "requirements": s.Requirements}, "%s", text.String())
		if err != nil {
			return err
		}
	}
	return nil
}

func flagsNew(c *call) {
	c.set.StringVar(&c.service, "service", "", "kunci layanan")
	c.set.StringVar(&c.nik, "nik", "", "NIK pemohon di data penduduk")
	c.set.Var(&c.fields, "field", "isian, kunci=isi; boleh berkali-kali")
	c.set.Var(&c.person, "person", "data orang di luar data penduduk, kunci=isi (nama, nik, tempat_lahir, tanggal_lahir, …)")
	c.set.Var(&c.shown, "shown", "kunci syarat yang ditunjukkan; boleh berkali-kali atau dipisah koma")
	c.set.Var(&c.scans, "scan", "pindaian syarat, kunci=berkas; boleh berkali-kali")
	c.set.StringVar(&c.signer, "signer", "", "kunci penanda tangan")
	c.set.StringVar(&c.note, "note", "", "catatan")
}

func runNew(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.service == "" || c.nik == "" && len(c.person) == 0 {
		return errUsage{"--service dan --nik harus diisi (atau --person untuk orang di luar data penduduk)."}
	}
	if c.nik != "" && len(c.person) > 0 {
		return errUsage{"Pakai salah satu: --nik untuk penduduk, atau --person untuk orang di luar data penduduk."}
	}
	typed, err := c.typed()
	if err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	draft, err := c.draft(d, typed)
	if err != nil {
		return err
	}
	r, err := d.Record(draft)
	if err != nil {
		return err
	}
	return c.printRequest(d, r.ID)
}

// typed is what the flags with a key say.
type typed struct{ fields, person, scans map[string]string }

func (c *call) typed() (t typed, err error) {
	if t.fields, err = pairs(c.fields, "--field"); err != nil {
		return t, err
	}
	if t.person, err = pairs(c.person, "--person"); err != nil {
		return t, err
	}
	t.scans, err = pairs(c.scans, "--scan")
	return t, err
}

// draft is what the flags ask for.
func (c *call) draft(d *desk.Desk, t typed) (kampung.Draft, error) {
	draft := d.NewDraft()
	draft.Service, draft.Signer, draft.Note = strings.ToLower(strings.TrimSpace(c.service)), c.signer, c.note
	draft.Fields = t.fields
	for _, s := range c.shown {
		draft.Shown = append(draft.Shown, strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	if _, ok := d.Service(draft.Service); !ok {
		var keys []string
		for _, s := range d.Services() {
			keys = append(keys, s.Key)
		}
		return draft, kampung.Problems{{Field: "service", Text: "Layanan “" + short(c.service) + "” tidak ada. Yang ada: " + strings.Join(keys, ", ") + "."}}
	}
	var err error
	if draft.Applicant, err = c.applicant(d, t.person); err != nil {
		return draft, err
	}
	for _, requirement := range slices.Sorted(maps.Keys(t.scans)) {
		path := t.scans[requirement]
		scan, err := d.TakeScan(requirement, path)
		if err != nil {
			return draft, err
		}
		draft.Scans = append(draft.Scans, scan)
	}
	return draft, nil
}

// applicant is the resident with the NIK, or the person that the flags tell.
func (c *call) applicant(d *desk.Desk, person map[string]string) (kampung.Person, error) {
	if c.nik == "" {
		return kampung.ParsePerson(person, kampung.DateOf(c.env.Now()))
	}
	nik := kampung.CleanNIK(c.nik)
	if text := kampung.CheckNIK(nik); text != "" {
		return kampung.Person{}, kampung.Problems{{Field: "nik", Text: text}}
	}
	r, err := d.ResidentByNIK(nik)
	if errors.Is(err, store.ErrNotFound) {
		return kampung.Person{}, kampung.Problems{{Field: "nik", Text: "NIK ini tidak ada di data penduduk. Impor datanya dulu, atau pakai --person untuk orang di luar data penduduk."}}
	}
	if err != nil {
		return kampung.Person{}, err
	}
	return kampung.PersonOf(r), nil
}

// pairs reads kunci=isi flags; a key may stand once.
func pairs(l list, name string) (map[string]string, error) {
	m := map[string]string{}
	for _, s := range l {
		k, v, ok := strings.Cut(s, "=")
		k = strings.TrimSpace(k)
		if !ok || k == "" {
			return nil, errUsage{name + " ditulis kunci=isi, bukan “" + short(s) + "”."}
		}
		if _, twice := m[k]; twice {
			return nil, errUsage{name + " “" + short(k) + "” disebut dua kali. Tulis satu kali saja."}
		}
		m[k] = v
	}
	return m, nil
}

// noRequest says in the words of the commands that an id is nobody's.
func noRequest(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return &kampung.Trouble{What: "Permohonan dengan ID itu tidak ada.", Next: "Lihat ID-nya dengan “smartkampung request list”.", Err: err}
	}
	return err
}

func (c *call) printRequest(d *desk.Desk, id string) error {
	row, err := d.RequestRow(id)
	if err != nil {
		return err
	}
	return c.printRow(row)
}

func (c *call) printRow(row kampung.RequestRow) error {
	camat := ""
	if row.Camat != "" {
		camat = "  camat: " + strings.ToLower(row.Camat.Label())
	}
	return c.print(row, "%s  %s  %s  %s  %s  %s%s", row.ID, row.Number, row.Service, row.Name, row.State.Label(), row.Sync, camat)
}

func flagsList(c *call) {
	c.set.StringVar(&c.text, "text", "", "kata pada nama, nomor, NIK atau layanan")
	c.set.StringVar(&c.service, "service", "", "hanya layanan ini")
	c.set.StringVar(&c.state, "state", "", "hanya status ini")
	c.set.StringVar(&c.camat, "camat", "", "hanya yang pengesahan camatnya begini")
	c.set.BoolVar(&c.open, "open", false, "hanya yang masih perlu dikerjakan")
}

func runList(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	f := kampung.RequestFilter{Text: c.text, Service: c.service, Open: c.open, Limit: 1000}
	if c.state != "" {
		s, ok := kampung.ParseState(c.state)
		if !ok {
			return errUsage{unknownState(c.state)}
		}
		f.States = []kampung.State{s}
	}
	if c.camat != "" {
		s, ok := kampung.ParseCamat(c.camat)
		if !ok {
			return errUsage{unknownCamat(c.camat)}
		}
		f.Camat = []kampung.CamatState{s}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	for {
		rows, err := d.Requests(f)
		if err != nil {
			return err
		}
		if len(rows) == 0 && f.Before == "" {
			c.hint("Tidak ada permohonan untuk ditampilkan.")
		}
		for _, row := range rows {
			if err := c.printRow(row); err != nil {
				return err
			}
		}
		if len(rows) < f.Limit {
			return nil
		}
		f.Before = rows[len(rows)-1].ID
	}
}

// requestDetail is a request with everything it holds.
type requestDetail struct {
	kampung.RequestRow
	Date      kampung.Date      `json:"date"`
	Applicant kampung.Person    `json:"applicant"`
	Fields    map[string]string `json:"fields"`
	Shown     []string          `json:"shown"`
	Scans     []kampung.Scan    `json:"scans,omitempty"`
	Signer    kampung.Signer    `json:"signer"`
	Steps     []kampung.Step    `json:"steps"`
	Reason    string            `json:"reason,omitempty"`
	Code      string            `json:"code,omitempty"`
	Note      string            `json:"note,omitempty"`
	Answers   []kampung.Answer  `json:"answers,omitempty"`
	Rulings   []kampung.Ruling  `json:"rulings,omitempty"`
	// The requests of a correction, and why it was made.
	Replaces   string `json:"replaces,omitempty"`
	ReplacedBy string `json:"replaced_by,omitempty"`
	Why        string `json:"why,omitempty"`

	CamatSteps []kampung.CamatStep `json:"camat_steps,omitempty"`
}

func runShow(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.Request(c.args[0])
	if err != nil {
		return noRequest(err)
	}
	row, err := d.RequestRow(r.ID)
	if err != nil {
		return err
	}
	if r.Fields == nil {
		r.Fields = map[string]string{}
	}
	if r.Shown == nil {
		r.Shown = []string{}
	}
	detail := requestDetail{row, r.Date, r.Applicant, r.Fields, r.Shown, r.Scans, r.Signer, r.Steps, r.Reason, r.Code, r.Note, r.Answers, r.Rulings, r.Replaces, r.ReplacedBy, r.Why, r.CamatSteps}
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n%s  %s\nPemohon %s\nStatus %s, %s", r.ID, r.Number, r.Service, r.Applicant.Name, r.State.Label(), row.Sync)
	if r.Replaces != "" {
		fmt.Fprintf(&text, "\nMengganti surat %s: %s", r.Replaces, r.Why)
	}
	if r.ReplacedBy != "" {
		fmt.Fprintf(&text, "\nDiganti dengan surat %s", r.ReplacedBy)
	}
	for _, f := range r.Template.Fields {
		if v := r.Fields[f.Key]; v != "" {
			fmt.Fprintf(&text, "\n  %s: %s", f.Label, kampung.PrintField(f, v))
		}
	}
	for _, s := range r.Steps {
		fmt.Fprintf(&text, "\n  %s  %s oleh %s", s.At.In(kampung.WIB).Format("02-01-2006 15.04"), s.State.Label(), s.By)
		if s.Reason != "" {
			text.WriteString(": " + s.Reason)
		}
	}
	for _, x := range r.CamatSteps {
		fmt.Fprintf(&text, "\n  %s  Camat: %s oleh %s", x.At.In(kampung.WIB).Format("02-01-2006 15.04"), x.State.Label(), x.By)
		if x.Reason != "" {
			text.WriteString(": " + x.Reason)
		}
	}
	text.WriteString(answersText(r))
	return c.print(detail, "%s", text.String())
}

// decided are the regency's decisions in words.
var decided = map[kampung.Decision]string{kampung.DecisionAccept: "Diterima", kampung.DecisionRefuse: "Ditolak", kampung.DecisionMend: "Perlu perbaikan"}

// answersText says what the regency decided and found, and what to mend.
func answersText(r kampung.Request) string {
	var text strings.Builder
	line := func(at time.Time, head, field, reason string) {
		fmt.Fprintf(&text, "\n  %s  %s", at.In(kampung.WIB).Format("02-01-2006 15.04"), head)
		if f, ok := r.Template.Field(strings.TrimPrefix(field, "fields.")); ok {
			text.WriteString(", isian " + f.Label)
		}
		if reason != "" {
			text.WriteString(": " + reason)
		}
	}
	for _, a := range r.Answers {
		line(a.At, decided[a.Decision]+" oleh "+a.Office, a.Field, a.Reason)
	}
	for _, g := range r.Rulings {
		line(g.At, "Pusat kabupaten: "+string(g.Verdict), g.Field, g.Text)
	}
	return text.String()
}

func flagsReason(c *call) { c.set.StringVar(&c.reason, "reason", "", "alasan") }

func runAdvance(c *call) error {
	if len(c.args) < 2 {
		return errUsage{"ID dan STATUS belum disebut."}
	}
	word := strings.Join(c.args[1:], " ")
	to, ok := kampung.ParseState(word)
	if !ok {
		return errUsage{unknownState(word)}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.Advance(c.args[0], to, c.reason); err != nil {
		return noRequest(err)
	}
	return c.printRequest(d, c.args[0])
}

func unknownState(word string) string {
	var all []string
	for _, s := range kampung.States {
		all = append(all, string(s))
	}
	return "Status “" + short(word) + "” tidak dikenal. Yang ada: " + strings.Join(all, ", ") + "."
}

func flagsOut(c *call) { c.set.StringVar(&c.out, "out", "", "berkas PDF") }

func runLetter(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	if c.out == "" {
		return errUsage{"--out harus diisi."}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	pdf, doc, err := d.LetterPDF(c.args[0])
	if err != nil {
		return noRequest(err)
	}
	if err := desk.WriteFile(c.out, pdf); err != nil {
		return err
	}
	for _, note := range doc.Notes {
		fmt.Fprintln(c.env.Err, note)
	}
	return c.print(map[string]any{"pages": len(doc.Pages), "paper": doc.Paper.Name, "file": c.out}, "%s: %d halaman, kertas %s.", c.out, len(doc.Pages), doc.Paper.Name)
}
