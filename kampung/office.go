package kampung

import "strings"

// Office is the village office that a desk serves. It is set at the first run
// and edited in the settings; every change is an entry of the kantor journal.
type Office struct {
	Village   string `json:"village"`   // Kemendagri code, "35.10.05.2001"
	Name      string `json:"name"`      // "Sumberberas"
	Kecamatan string `json:"kecamatan"` // "Muncar"
	Kabupaten string `json:"kabupaten"` // "Kabupaten Banyuwangi", with its kind
	Provinsi  string `json:"provinsi"`  // "Jawa Timur"
	Kelurahan bool   `json:"kelurahan"` // a town ward led by a lurah, not a desa

	Address string `json:"address,omitempty"` // line under the letterhead
	Phone   string `json:"phone,omitempty"`
	Email   string `json:"email,omitempty"`
	Website string `json:"website,omitempty"`
	Postal  string `json:"postal,omitempty"` // kode pos

	// UnitCode stands in letter numbers ("429.511.01"). It is given by the
	// regency and cannot be computed from the Kemendagri code.
	UnitCode string `json:"unit_code,omitempty"`
	// NumberFormat is the letter number's pattern; see [FormatNumber].
	NumberFormat string `json:"number_format"`
	// NumberScope says which letters share a counter.
	NumberScope NumberScope `json:"number_scope"`
	// OldCodes prints the Permendagri 78/2012 family of classification codes
	// instead of Permendagri 83/2022.
	OldCodes bool `json:"old_codes,omitempty"`

	Paper string `json:"paper"`          // "F4", "A4" or "F4-210"
	Logo  []byte `json:"logo,omitempty"` // PNG or JPEG for the letterhead; may be empty

	// Standard is what the office's service standard says otherwise than the
	// program's common one, for all services.
	Standard Standard `json:"standard,omitzero"`

	// BackupDays is after how many days the desk reminds of a backup; 0 for
	// [BackupDays].
	BackupDays int `json:"backup_days,omitempty"`

	// Signers are the officials who may sign, the head first.
	Signers []Signer `json:"signers"`
	// Practice is set for an office to practise in, from its first entry on and for
	// ever: everybody in it is invented, its letters carry the mark LATIHAN, and
	// nothing of it is sent.
	Practice bool `json:"practice,omitempty"`
	// Hours and other texts of the office may be added here later; unknown
	// fields are kept in the journal as they came.
}

// Head returns the first signer, the head of the village.
func (o Office) Head() Signer {
	if len(o.Signers) == 0 {
		return Signer{}
	}
	return o.Signers[0]
}

// SignerByKey returns the signer with the key, or the head when key is empty.
func (o Office) SignerByKey(key string) (Signer, bool) {
	if key == "" {
		return o.Head(), len(o.Signers) > 0
	}
	for _, s := range o.Signers {
		if s.Key == key {
			return s, true
		}
	}
	return Signer{}, false
}

// Secretary returns the signer who is the village's secretary, or none: books are
// closed by the secretary and the head.
func (o Office) Secretary() Signer {
	for i, s := range o.Signers {
		if i > 0 && (s.Key == "sekdes" || strings.HasPrefix(strings.ToLower(s.Title), "sekretaris")) {
			return s
		}
	}
	return Signer{}
}

// SignAs says in whose name an official signs. The forms are those in use in
// village offices: the head, a.n. the head by the secretary, u.b. by a section
// head under the secretary, Plt. and Pj. for an acting head.
type SignAs string

const (
	SignHead SignAs = "kepala" // Kepala Desa or Lurah
	SignAN   SignAs = "an"     // a.n. Kepala Desa / Sekretaris Desa
	SignUB   SignAs = "ub"     // a.n. Kepala Desa / Sekretaris Desa / u.b. / Kasi …
	SignPlt  SignAs = "plt"    // Plt. Kepala Desa
	SignPj   SignAs = "pj"     // Pj. Kepala Desa
)

// Signer is an official who may sign letters.
type Signer struct {
	Key   string `json:"key"`            // "kades", "sekdes", "kasi-pelayanan"
	Name  string `json:"name"`           // as printed, with academic titles
	Title string `json:"title"`          // own post: "Kepala Desa", "Sekretaris Desa", "Kasi Pelayanan"
	NIP   string `json:"nip,omitempty"`  // NIP or NIPD, printed under the name when set
	Rank  string `json:"rank,omitempty"` // pangkat, printed in a kelurahan
	As    SignAs `json:"as"`             // in whose name
}

// NumberScope says which letters share one counter.
type NumberScope string

const (
	ScopeAll            NumberScope = "semua"       // all service letters
	ScopeService        NumberScope = "layanan"     // each service its own
	ScopeClassification NumberScope = "klasifikasi" // each classification code its own
	ScopeMail           NumberScope = "agenda"      // together with other outgoing and incoming mail
)
