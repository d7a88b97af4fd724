package kampung

import (
	"time"
	"unicode/utf8"
)

// Visitor is a person who stays in the village for a while without being its
// resident: a line of the Buku Penduduk Sementara (Permendagri 47/2016).
type Visitor struct {
	ID          string `json:"id,omitempty"`
	Name        string `json:"nama"`
	Sex         int    `json:"sex,omitempty"`       // 1 L, 2 P
	Number      string `json:"identitas,omitempty"` // NIK, passport or another identity number
	BirthPlace  string `json:"tempatlahir,omitempty"`
	BirthDate   Date   `json:"tanggallahir,omitzero"`
	Job         string `json:"pekerjaan,omitempty"`
	Citizenship string `json:"kebangsaan,omitempty"`
	Descent     string `json:"keturunan,omitempty"`
	From        string `json:"datang_dari,omitempty"`
	Purpose     string `json:"maksud,omitempty"`
	Host        string `json:"yang_didatangi,omitempty"` // name
	HostAddress string `json:"alamat_didatangi,omitempty"`
	Arrived     Date   `json:"datang"`
	Left        Date   `json:"pergi,omitzero"`
	Note        string `json:"ket,omitempty"`
	// Cancelled is why the line is struck through; empty while it counts.
	Cancelled string `json:"batal,omitempty"`

	At time.Time `json:"at,omitzero"` // recorded
	By string    `json:"by,omitempty"`
}

// texts are the visitor's texts by JSON key.
func (v *Visitor) texts() []struct {
	key   string
	value *string
} {
	return []struct {
		key   string
		value *string
	}{{"nama", &v.Name}, {"identitas", &v.Number}, {"tempatlahir", &v.BirthPlace}, {"pekerjaan", &v.Job}, {"kebangsaan", &v.Citizenship},
		{"keturunan", &v.Descent}, {"datang_dari", &v.From}, {"maksud", &v.Purpose}, {"yang_didatangi", &v.Host},
		{"alamat_didatangi", &v.HostAddress}, {"ket", &v.Note}, {"batal", &v.Cancelled}}
}

// CleanVisitor folds blanks and writes the name in capitals.
func CleanVisitor(v Visitor) Visitor {
	for _, t := range v.texts() {
		*t.value = FoldSpace(*t.value)
	}
	v.Name = CleanName(v.Name)
	return v
}

// CheckVisitor tells all that is wrong with a cleaned visitor, by JSON key.
func CheckVisitor(v Visitor, today Date) Problems {
	var ps Problems
	if text := CheckName(v.Name); text != "" {
		ps.Add("nama", text)
	}
	if v.Sex != 0 && Label(TableSex, v.Sex) == "" {
		ps.Add("sex", "Jenis kelamin ditulis Laki-laki atau Perempuan.")
	}
	if text := checkBirth(v.BirthDate, today); text != "" {
		ps.Add("tanggallahir", text)
	}
	addDay(&ps, "datang", "Tanggal datang", v.Arrived, today, true)
	addDay(&ps, "pergi", "Tanggal pergi", v.Left, today, false)
	if !v.Left.IsZero() && v.Left.Before(v.Arrived) {
		ps.Add("pergi", "Tanggal pergi lebih dulu daripada tanggal datang. Periksa keduanya.")
	}
	for _, t := range v.texts() {
		if utf8.RuneCountInString(*t.value) > maxText {
			ps.Add(t.key, tooLong(maxText))
		}
	}
	return ps
}
