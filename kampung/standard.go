package kampung

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Standard is a service's standard in the 14 components of UU 25/2009 Ps 21
// and Permenpan RB 15/2014, each a text of one or more lines. An empty one is
// taken from the office's common standard or from the service's own data. Texts
// may hold {jenis_desa}, {desa}, {kecamatan}, {kabupaten}, {alamat}, {telepon},
// {pos_el}, {layanan} and {tujuan}.
type Standard struct {
	// Service delivery, which must be published.
	Requirements string `json:"persyaratan,omitempty"`
	Procedure    string `json:"prosedur,omitempty"`
	Time         string `json:"waktu,omitempty"`
	Fee          string `json:"biaya,omitempty"`
	Product      string `json:"produk,omitempty"`
	Complaints   string `json:"pengaduan,omitempty"`
	// Inside the office.
	Law         string `json:"dasar_hukum,omitempty"`
	Facilities  string `json:"sarana,omitempty"`
	Competence  string `json:"kompetensi,omitempty"`
	Supervision string `json:"pengawasan,omitempty"`
	Staff       string `json:"pelaksana,omitempty"`
	Guarantee   string `json:"jaminan,omitempty"`
	Safety      string `json:"keamanan,omitempty"`
	Evaluation  string `json:"evaluasi,omitempty"`
}

// StandardPart is one component of a standard, where it can be changed.
type StandardPart struct {
	Key   string // its JSON name
	Label string
	Text  *string
}

// Parts are the 14 components in the order of the law.
func (s *Standard) Parts() []StandardPart {
	return []StandardPart{
		{"persyaratan", "Persyaratan", &s.Requirements},
		{"prosedur", "Sistem, mekanisme dan prosedur", &s.Procedure},
		{"waktu", "Jangka waktu penyelesaian", &s.Time},
		{"biaya", "Biaya/tarif", &s.Fee},
		{"produk", "Produk pelayanan", &s.Product},
		{"pengaduan", "Penanganan pengaduan, saran dan masukan", &s.Complaints},
		{"dasar_hukum", "Dasar hukum", &s.Law},
		{"sarana", "Sarana, prasarana dan fasilitas", &s.Facilities},
		{"kompetensi", "Kompetensi pelaksana", &s.Competence},
		{"pengawasan", "Pengawasan internal", &s.Supervision},
		{"pelaksana", "Jumlah pelaksana", &s.Staff},
		{"jaminan", "Jaminan pelayanan", &s.Guarantee},
		{"keamanan", "Jaminan keamanan dan keselamatan pelayanan", &s.Safety},
		{"evaluasi", "Evaluasi kinerja pelaksana", &s.Evaluation},
	}
}

// Over is a common standard with what this one says otherwise.
func (s Standard) Over(common Standard) Standard {
	own := s.Parts()
	for i, p := range common.Parts() {
		if strings.TrimSpace(*own[i].Text) != "" {
			*p.Text = *own[i].Text
		}
	}
	return common
}

// Beside is what this standard says otherwise than a common one.
func (s Standard) Beside(common Standard) Standard {
	theirs := common.Parts()
	for i, p := range s.Parts() {
		if *p.Text = strings.TrimSpace(*p.Text); *p.Text == strings.TrimSpace(*theirs[i].Text) {
			*p.Text = ""
		}
	}
	return s
}

// maxStandard bounds a component of a standard, in letters.
const maxStandard = 2000

// CheckStandard checks what an office wrote; problems stand at the components'
// keys.
func CheckStandard(s Standard) (ps Problems) {
	for _, p := range s.Parts() {
		if utf8.RuneCountInString(*p.Text) > maxStandard {
			ps.Add(p.Key, tooLong(maxStandard))
		}
	}
	return ps
}

// StandardLine is one component with its text, ready to print.
type StandardLine struct {
	Label string
	Text  string
}

// ParseStandard reads an office's common standard. A component that is none of
// the 14 is an error.
func ParseStandard(data []byte) (Standard, error) {
	var s Standard
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return Standard{}, fmt.Errorf("kampung: standard: %w", err)
	}
	return s, nil
}

// ServiceStandard returns the 14 components of a service's standard in their
// order. What the service says itself comes first, then what its requirements,
// time, fee, name and legal basis tell, then what the office wrote for all its
// services, then the common standard. A component
// that nobody says is "-".
func ServiceStandard(o Office, s Service, common Standard) []StandardLine {
	own := s.Standard
	kind := "Desa"
	if o.Kelurahan {
		kind = "Kelurahan"
	}
	fill := strings.NewReplacer("{jenis_desa}", kind, "{desa}", o.Name, "{kecamatan}", o.Kecamatan, "{kabupaten}", o.Kabupaten,
		"{alamat}", orDash(o.Address), "{telepon}", orDash(o.Phone), "{pos_el}", orDash(o.Email), "{layanan}", s.Name, "{tujuan}", orDash(s.Goes))
	common = o.Standard.Over(common)
	own = own.Over(Standard{Requirements: requirementLines(s), Time: timeLine(s), Fee: feeLine(s), Product: s.Name,
		Law: strings.TrimSpace(strings.Join(s.Law, "\n") + "\n" + common.Law)})
	own = own.Over(common)
	lines := make([]StandardLine, 0, 14)
	for _, p := range own.Parts() {
		lines = append(lines, StandardLine{p.Label, orDash(fill.Replace(*p.Text))})
	}
	return lines
}

// requirementLines lists what must be shown, a line a document, and then what
// is asked only of who has it.
func requirementLines(s Service) string {
	var lines []string
	for _, need := range []Need{NeedAlways, NeedIfAny} {
		for _, r := range s.Requirements {
			if r.Need != need {
				continue
			}
			line := fmt.Sprintf("%d. %s", len(lines)+1, r.Label)
			if need == NeedIfAny {
				line += " (jika ada)"
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func timeLine(s Service) string {
	if s.Minutes <= 0 {
		return ""
	}
	return fmt.Sprintf("%d menit sejak berkas dinyatakan lengkap", s.Minutes)
}

func feeLine(s Service) string {
	if s.Fee <= 0 {
		return "Gratis, tidak dipungut biaya"
	}
	return FormatRupiah(int64(s.Fee))
}

func orDash(s string) string {
	if strings.TrimSpace(s) == "" {
		return "-"
	}
	return s
}
