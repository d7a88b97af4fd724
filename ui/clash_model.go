package ui

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// clashModel is what several PCs changed without knowing of each other.
type clashModel struct {
	Clashes  []kampung.Clash
	Services map[string]kampung.Service // of the requests in dispute, by their ids
	Names    map[string]string          // logins to names
	Devices  map[string]kampung.Device
	Role     kampung.Role
}

// loadClashes reads the page; it reads the disk.
func loadClashes(d Desk) (m clashModel, err error) {
	m = clashModel{Services: map[string]kampung.Service{}, Devices: map[string]kampung.Device{}, Role: d.Me().Role}
	if m.Clashes, err = d.Clashes(); err != nil {
		return m, err
	}
	if m.Names, err = namesOf(d); err != nil {
		return m, err
	}
	devices, err := d.Devices()
	if err != nil {
		return m, err
	}
	for _, x := range devices {
		m.Devices[x.ID] = x
	}
	for _, c := range m.Clashes {
		if _, have := m.Services[c.Subject]; c.Kind != kampung.KindRequest || have {
			continue
		}
		r, err := d.Request(c.Subject)
		if err != nil {
			return m, err
		}
		m.Services[c.Subject] = r.Template
	}
	return m, nil
}

// clashView is one dispute as the page shows it.
type clashView struct {
	Title string // whom or what it is about
	Field string // the field's label
	Sides []clashSide
	May   bool // the one who looks may choose
}

// clashSide is one of the values.
type clashSide struct {
	Entry  string
	Lines  []string
	Who    string // who, when, on which PC
	Stands bool   // it counts until somebody chooses
}

// View puts a dispute into words.
func (m clashModel) View(c kampung.Clash, now time.Time) clashView {
	v := clashView{Title: c.Name, Field: m.label(c), May: m.Role.AtLeast(kampung.RoleSekdes) || c.Kind == kampung.KindResident}
	twins := c.Kind == kampung.KindResident && c.Field == "nik" && len(c.Values) > 0 && c.Values[0].Device == ""
	if twins {
		v.Field = tr("Dua penduduk dengan NIK yang sama")
	}
	for i, x := range c.Values {
		s := clashSide{Entry: x.Entry, Lines: []string{x.Value}, Stands: i == len(c.Values)-1 && !twins && c.Kind != kampung.KindNumber}
		if !twins && c.Kind != kampung.KindNumber {
			s.Lines = m.valueLines(c, x.Value)
			who := m.Names[x.By]
			if who == "" {
				who = x.By
			}
			s.Who = joinDots(who, kampung.WhenWords(x.At, now, tr), deviceWord(m.Devices[x.Device]))
		}
		v.Sides = append(v.Sides, s)
	}
	return v
}

// deviceWord names a PC of the office.
func deviceWord(d kampung.Device) string {
	switch {
	case d.Mine && d.Mark != "":
		return tr("komputer ini ({{.Mark}})", "Mark", d.Mark)
	case d.Mine:
		return tr("komputer ini")
	case d.Mark != "":
		return tr("komputer {{.Mark}}", "Mark", d.Mark)
	case d.ID == "":
		return tr("komputer lain")
	}
	return tr("komputer pertama")
}

// label is the label of the field in dispute.
func (m clashModel) label(c kampung.Clash) string {
	switch c.Kind {
	case kampung.KindNumber:
		return tr("Dua surat dengan nomor yang sama")
	case kampung.KindResident:
		if f, ok := residentField(c.Field); ok {
			return f.Label
		}
		return plainName(c.Field)
	case kampung.KindOffice:
		return officeLabel(c.Field)
	}
	return requestLabel(m.Services[c.Subject], c.Field)
}

// residentField is a field of the resident form by its JSON name.
func residentField(key string) (personField, bool) {
	for _, g := range personGroups() {
		for _, row := range g.Fields {
			for _, f := range row {
				if f.Key == key {
					return f, true
				}
			}
		}
	}
	return personField{}, false
}

// plainName makes words of a name such as "akta_lahir".
func plainName(key string) string {
	s := strings.ReplaceAll(key, "_", " ")
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func officeLabel(field string) string {
	switch field {
	case "address":
		return tr("Alamat kantor")
	case "phone":
		return tr("Telepon")
	case "email":
		return tr("Surel")
	case "website":
		return tr("Situs web")
	case "postal":
		return tr("Kode pos")
	case "paper":
		return tr("Kertas surat")
	case "unit_code":
		return tr("Kode unit dari kabupaten")
	case "number_format":
		return tr("Pola nomor")
	case "number_scope":
		return tr("Satu urutan nomor untuk")
	case "old_codes":
		return tr("Kode klasifikasi")
	case "signers":
		return tr("Penanda tangan")
	case "logo":
		return tr("Lambang pada kop surat")
	case "name":
		return tr("Nama")
	}
	return tr("Kantor dan kop surat")
}

func requestLabel(s kampung.Service, field string) string {
	switch field {
	case "applicant":
		return tr("Pemohon")
	case "fields":
		return tr("Isian layanan")
	case "shown":
		return tr("Syarat yang ditunjukkan")
	case "scans":
		return tr("Lampiran")
	case "note":
		return tr("Catatan")
	case "signer":
		return tr("Penanda tangan")
	}
	if w := fieldWord(s, field); w != "" {
		return w
	}
	return tr("Keterangan surat")
}

// valueLines are a value as a person reads it. Of a value with parts only those
// are told that differ between the sides.
func (m clashModel) valueLines(c kampung.Clash, value string) []string {
	if c.Field == "state" {
		return []string{stateWord(kampung.State(value))}
	}
	if value == "" {
		return []string{tr("(dikosongkan)")}
	}
	var parts map[string]json.RawMessage
	if json.Unmarshal([]byte(value), &parts) == nil && parts != nil {
		return m.partLines(c, parts)
	}
	return []string{m.plainValue(c, c.Field, json.RawMessage(value))}
}

// partLines tells the parts that are not the same on every side.
func (m clashModel) partLines(c kampung.Clash, parts map[string]json.RawMessage) (lines []string) {
	keys := map[string]bool{}
	var sides []map[string]json.RawMessage
	for _, x := range c.Values {
		var p map[string]json.RawMessage
		if x.Value != "" && json.Unmarshal([]byte(x.Value), &p) != nil {
			continue
		}
		sides = append(sides, p)
		for k := range p {
			keys[k] = true
		}
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		same := !slices.ContainsFunc(sides, func(p map[string]json.RawMessage) bool { return string(p[k]) != string(sides[0][k]) })
		if same {
			continue
		}
		text := tr("(dikosongkan)")
		if v, ok := parts[k]; ok {
			text = m.plainValue(c, c.Field+"."+k, v)
		}
		lines = append(lines, partLabel(m.Services[c.Subject], c.Field, k)+": "+text)
	}
	return lines
}

// partLabel is the label of a part of a request's value.
func partLabel(s kampung.Service, field, key string) string {
	if field == "fields" {
		if f, ok := s.Field(key); ok {
			return f.Label
		}
		return plainName(key)
	}
	if w := fieldWord(kampung.Service{}, key); w != "" {
		return w
	}
	if field == "office" || field == "signer" {
		return officeLabel(key)
	}
	return plainName(key)
}

// plainValue is one value without parts.
func (m clashModel) plainValue(c kampung.Clash, field string, raw json.RawMessage) string {
	var text string
	var yes bool
	var list []json.RawMessage
	switch {
	case json.Unmarshal(raw, &text) == nil:
		return m.textValue(c, field, text)
	case json.Unmarshal(raw, &yes) == nil:
		if yes {
			return tr("ya")
		}
		return tr("tidak")
	case json.Unmarshal(raw, &list) == nil:
		var names []string
		for _, x := range list {
			names = append(names, m.itemName(c, x))
		}
		return strings.Join(names, ", ")
	}
	if f, ok := residentField(field); ok && f.Kind == kampung.FieldChoice {
		var code int
		if json.Unmarshal(raw, &code) == nil {
			return codeLabel(f.Table, code)
		}
	}
	return string(raw)
}

func (m clashModel) textValue(c kampung.Clash, field, text string) string {
	key := field[strings.LastIndexByte(field, '.')+1:]
	if f, ok := m.Services[c.Subject].Field(key); ok && strings.HasPrefix(field, "fields.") {
		return kampung.PrintField(f, text)
	}
	switch {
	case field == "logo":
		return tr("gambar lain")
	case key == "nik" || strings.HasSuffix(key, "_nik") || key == "no_kk":
		return kampung.MaskNIK(text)
	}
	if d, ok := isoDate(text); ok {
		return dayWord(d)
	}
	return text
}

// itemName names an item of a list: an official, a file, a requirement.
func (m clashModel) itemName(c kampung.Clash, raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		for _, q := range m.Services[c.Subject].Requirements {
			if q.Key == text {
				return q.Label
			}
		}
		return text
	}
	var named struct {
		Name  string `json:"name"`
		Title string `json:"title"`
	}
	if json.Unmarshal(raw, &named) == nil && named.Name != "" {
		return joinDots(named.Name, named.Title)
	}
	return string(raw)
}
