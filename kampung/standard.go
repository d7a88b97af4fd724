package kampung

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
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
// time, fee, name and legal basis tell, then the common standard. A component
// that nobody says is "-".
func ServiceStandard(o Office, s Service, common Standard) []StandardLine {
	own := s.Standard
	kind := "Desa"
	if o.Kelurahan {
		kind = "Kelurahan"
	}
	fill := strings.NewReplacer("{jenis_desa}", kind, "{desa}", o.Name, "{kecamatan}", o.Kecamatan, "{kabupaten}", o.Kabupaten,
		"{alamat}", orDash(o.Address), "{telepon}", orDash(o.Phone), "{pos_el}", orDash(o.Email), "{layanan}", s.Name, "{tujuan}", orDash(s.Goes))
	lines := []StandardLine{
		{"Persyaratan", first(own.Requirements, requirementLines(s), common.Requirements)},
		{"Sistem, mekanisme dan prosedur", first(own.Procedure, common.Procedure)},
		{"Jangka waktu penyelesaian", first(own.Time, timeLine(s), common.Time)},
		{"Biaya/tarif", first(own.Fee, feeLine(s), common.Fee)},
		{"Produk pelayanan", first(own.Product, s.Name, common.Product)},
		{"Penanganan pengaduan, saran dan masukan", first(own.Complaints, common.Complaints)},
		{"Dasar hukum", first(own.Law, strings.TrimSpace(strings.Join(s.Law, "\n")+"\n"+common.Law))},
		{"Sarana, prasarana dan fasilitas", first(own.Facilities, common.Facilities)},
		{"Kompetensi pelaksana", first(own.Competence, common.Competence)},
		{"Pengawasan internal", first(own.Supervision, common.Supervision)},
		{"Jumlah pelaksana", first(own.Staff, common.Staff)},
		{"Jaminan pelayanan", first(own.Guarantee, common.Guarantee)},
		{"Jaminan keamanan dan keselamatan pelayanan", first(own.Safety, common.Safety)},
		{"Evaluasi kinerja pelaksana", first(own.Evaluation, common.Evaluation)},
	}
	for i := range lines {
		lines[i].Text = orDash(fill.Replace(lines[i].Text))
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

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

func orDash(s string) string {
	if strings.TrimSpace(s) == "" {
		return "-"
	}
	return s
}
