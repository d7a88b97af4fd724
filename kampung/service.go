package kampung

import (
	"cmp"
	"slices"
	"strings"
)

// FieldType is the kind of value a field takes; it decides the widget, the
// tolerance while typing and how the value prints.
type FieldType string

const (
	FieldText   FieldType = "text"
	FieldNumber FieldType = "number" // whole or decimal number, stored as "12" or "12.5"
	FieldDate   FieldType = "date"   // stored as 2006-01-02
	FieldTime   FieldType = "time"   // stored as 15:04
	FieldAmount FieldType = "amount" // rupiah, stored as whole rupiah "1500000"
	FieldNIK    FieldType = "nik"
	FieldChoice FieldType = "choice" // one of Choices, stored as its text
	FieldBool   FieldType = "bool"   // stored as "ya" or "tidak"
	FieldTable  FieldType = "table"  // rows of Columns, stored as a JSON array of objects
)

// Field is one thing a service asks besides the applicant's identity.
type Field struct {
	Key      string    `json:"key"`
	Label    string    `json:"label"`
	Type     FieldType `json:"type"`
	Required bool      `json:"required"`
	Choices  []string  `json:"choices,omitempty"`
	Help     string    `json:"help,omitempty"`
	// Long asks for a field of several lines.
	Long bool `json:"long,omitempty"`
	// Max is the greatest number of characters, 0 for the default of 200.
	Max int `json:"max,omitempty"`
	// Past forbids a date in the future.
	Past bool `json:"past,omitempty"`
	// Columns are the columns of a table; a column is never a table.
	Columns []Field `json:"columns,omitempty"`
	// Fallback prints when the field is empty.
	Fallback string `json:"fallback,omitempty"`
	// Section is the heading that this field and those after it stand under in
	// the form, until the next one that has a section.
	Section string `json:"section,omitempty"`
}

// Need says how much a requirement is needed.
type Need string

const (
	NeedAlways Need = "wajib"
	NeedIfAny  Need = "jika ada"
	NeedNever  Need = "tidak perlu"
)

// Requirement is a document that the applicant shows.
type Requirement struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Need  Need   `json:"need"`
}

// Service is one kind of letter, wholly described by a data file: adding a
// service adds a file and no code.
type Service struct {
	Key   string `json:"key"`   // "sku"
	Name  string `json:"name"`  // "Surat Keterangan Usaha"
	Short string `json:"short"` // "SKU"
	Title string `json:"title"` // as printed over the number
	// Group is where the service stands in a list, one of [Groups].
	Group string `json:"group,omitempty"`
	// OldCode and NewCode are the default classification codes in the family
	// of Permendagri 78/2012 and in Permendagri 83/2022.
	OldCode string `json:"old_code"`
	NewCode string `json:"new_code"`

	Fields       []Field       `json:"fields"`
	Requirements []Requirement `json:"requirements"`

	Signer    string `json:"signer,omitempty"`    // default signer's key; empty: the head
	ValidDays int    `json:"valid_days"`          // 0: no end printed
	Minutes   int    `json:"minutes"`             // service standard, from complete file to handing over
	Fee       int    `json:"fee"`                 // rupiah
	Goes      string `json:"goes,omitempty"`      // destination: "Bank", "Polsek"
	Camat     bool   `json:"camat,omitempty"`     // is usually countersigned by the camat
	Sensitive bool   `json:"sensitive,omitempty"` // holds specific personal data (UU 27/2022 Ps 4(2))
	MinAge    int    `json:"min_age,omitempty"`
	// DeadSubject: the letter is about the applicant, who has died; a resident
	// whom the register marks dead may therefore be chosen. The one who reports
	// the death stands in the service's fields.
	DeadSubject bool `json:"dead_subject,omitempty"`

	// Law is what the service rests on, a line a regulation.
	Law []string `json:"law,omitempty"`
	// Standard is what this service's standard says otherwise than the office's
	// common one, see [ServiceStandard].
	Standard Standard `json:"standard,omitzero"`

	// Blocks are the letter's body from top to bottom.
	Blocks []Block `json:"blocks"`
	// Copies are the lines of the tembusan, if any.
	Copies []string `json:"copies,omitempty"`

	// Bare leaves out the letterhead: a statement is the resident's, not the
	// office's.
	Bare bool `json:"bare,omitempty"`
	// Unnumbered leaves the number out under the title; a statement bears it
	// where the office registers it.
	Unnumbered bool `json:"unnumbered,omitempty"`
	// Mark stands at the upper right, "Model N1".
	Mark string `json:"mark,omitempty"`
	// Signs are the places to sign, from top to bottom. Without any the office
	// signs at the right, and the camat at the left where [CamatSigns].
	Signs []SignPlace `json:"signs,omitempty"`
	// Sheets are further pages of the same request, behind the letter.
	Sheets []Sheet `json:"sheets,omitempty"`
}

// Groups are the kinds of services, in the order of a list.
var Groups = []string{"umum", "kependudukan", "pencatatan sipil", "perkawinan", "usaha", "kesejahteraan", "pertanahan", "keamanan"}

// SortServices orders services as a list shows them: by group, then by short
// name. A group that is not in [Groups] comes last.
func SortServices(services []Service) {
	place := func(s Service) int {
		if i := slices.Index(Groups, s.Group); i >= 0 {
			return i
		}
		return len(Groups)
	}
	slices.SortStableFunc(services, func(a, b Service) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(strings.ToLower(a.Short), strings.ToLower(b.Short)))
	})
}

// CamatField is the key of the yes-or-no field with which a clerk says that
// this very letter goes to the camat; services that have it are countersigned
// on request only.
const CamatField = "pengesahan_camat"

// CamatSigns reports whether a letter with these fields has a place for the
// camat's signature.
func CamatSigns(s Service, fields map[string]string) bool {
	_, asked := s.Field(CamatField)
	return s.Camat && (!asked || fields[CamatField] == "ya")
}

// Field returns the field with the key.
func (s Service) Field(key string) (Field, bool) {
	for _, f := range s.Fields {
		if f.Key == key {
			return f, true
		}
	}
	return Field{}, false
}

// Block is one part of a letter's body. Exactly one of Text, List, Rows and
// Table is set. Texts hold {placeholders}: applicant's data ({nama}, {nik} …),
// own fields by key, office ({desa}, {kecamatan} …), signer and dates.
type Block struct {
	Text   string   `json:"text,omitempty"`   // a justified paragraph; lines after "\n" stay short
	Indent bool     `json:"indent,omitempty"` // first line set in
	Center bool     `json:"center,omitempty"`
	Bold   bool     `json:"bold,omitempty"`  // a heading
	List   []string `json:"list,omitempty"`  // paragraphs counted 1, 2, 3
	Rows   []Row    `json:"rows,omitempty"`  // label : value
	Table  string   `json:"table,omitempty"` // key of a table field
	// If is a condition, see [Condition]; the block is left out when it fails.
	If string `json:"if,omitempty"`
}

// Row is one label-and-value line of a block.
type Row struct {
	Label string `json:"label"`
	Value string `json:"value"`
	// Boxes is a text set before the value with each of its letters in a box,
	// as on the forms of Permendagri 109/2019: a NIK, a date, a code. A blank or
	// a "-" parts boxes.
	Boxes string `json:"boxes,omitempty"`
	// Empty is how many boxes stand there when Boxes has nothing to print.
	Empty int `json:"empty,omitempty"`
	// If is a condition, see [Condition]; the row is left out when it fails.
	If   string `json:"if,omitempty"`
	Bold bool   `json:"bold,omitempty"`
}
