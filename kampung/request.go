package kampung

import "time"

// Request is a resident's request for a service, as the desk keeps it: the
// fold of its entries. What is printed never changes after the letter was
// recorded, because person, signer and office are held as they were.
type Request struct {
	ID      string `json:"id"`
	Service string `json:"service"`
	// Number is the letter number as printed, stored verbatim and never
	// computed again; Seq is the counter behind it.
	Number string `json:"number"`
	Seq    int    `json:"seq"`
	Year   int    `json:"year"`
	// Scope is the counter that gave Seq, see [CounterScope].
	Scope string `json:"scope,omitempty"`
	Date  Date   `json:"date"` // the letter's date, WIB
	State State  `json:"state"`

	Applicant Person            `json:"applicant"`
	Fields    map[string]string `json:"fields,omitempty"`
	Shown     []string          `json:"shown,omitempty"` // keys of the requirements shown
	Scans     []Scan            `json:"scans,omitempty"`
	Note      string            `json:"note,omitempty"`

	Signer Signer     `json:"signer"`
	Office Letterhead `json:"office"`
	// Template is the service as it was when the letter was recorded, Version its
	// short digest.
	Template Service `json:"-"`
	Version  string  `json:"version,omitempty"`
	// OtherWords tells that the version is not known here, and that Template is the
	// one that counts now: the letter cannot be drawn.
	OtherWords bool `json:"-"`
	// Code is the QR text, signed by the PC that shows the letter; empty until the
	// letter is approved.
	Code string `json:"code,omitempty"`

	At     time.Time `json:"at"`               // recorded
	By     string    `json:"by"`               // login
	Reason string    `json:"reason,omitempty"` // of the last refusal or cancellation
	Steps  []Step    `json:"steps,omitempty"`
	// Prints counts the letters printed or saved as PDF after approval, PrintLog
	// tells of each time.
	Prints   int     `json:"prints,omitempty"`
	PrintLog []Print `json:"print_log,omitempty"`
	// Notes are what clerks wrote for each other; Attached tells which of Scans
	// came after the recording.
	Notes    []Note       `json:"notes,omitempty"`
	Attached []Attachment `json:"attached,omitempty"`
	// Replaces and ReplacedBy are ids of the requests of a correction: the one
	// whose letter this one replaces, and the one whose letter replaced this one.
	// Why says why the correction was made.
	Replaces   string `json:"replaces,omitempty"`
	ReplacedBy string `json:"replaced_by,omitempty"`
	Why        string `json:"why,omitempty"`
	// Received is when the regency gave its receipts for the request's entries, as
	// this PC knows it.
	Received []time.Time `json:"received,omitempty"`
	// Answers are what offices of the regency decided, in the order of arrival;
	// Rulings what the hub found wrong with an entry of the request.
	Answers []Answer `json:"answers,omitempty"`
	Rulings []Ruling `json:"rulings,omitempty"`
	// Camat is where the camat's countersignature stands, CamatSteps how it came
	// there.
	Camat      CamatState  `json:"camat,omitempty"`
	CamatSteps []CamatStep `json:"camat_steps,omitempty"`
}

// Step is one change of state.
type Step struct {
	State  State     `json:"state"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason,omitempty"`
}

// Person is the applicant as printed: a snapshot of a resident, or a person
// outside the register typed by hand. Values are texts as they print.
type Person struct {
	Resident    string `json:"resident,omitempty"` // id in the register; empty for a person outside it
	NIK         string `json:"nik,omitempty"`
	KK          string `json:"no_kk,omitempty"`
	Name        string `json:"nama"`
	Sex         string `json:"jenis_kelamin,omitempty"` // "Laki-laki", "Perempuan"
	BirthPlace  string `json:"tempat_lahir,omitempty"`
	BirthDate   Date   `json:"tanggal_lahir,omitzero"`
	Religion    string `json:"agama,omitempty"`
	Marital     string `json:"status_kawin,omitempty"`
	Job         string `json:"pekerjaan,omitempty"`
	Education   string `json:"pendidikan,omitempty"`
	Citizenship string `json:"kewarganegaraan,omitempty"`
	Blood       string `json:"golongan_darah,omitempty"`
	Address     string `json:"alamat,omitempty"` // one line with RT/RW and dusun
	Phone       string `json:"telepon,omitempty"`
}

// Letterhead is the office as printed on a letter.
type Letterhead struct {
	Village   string `json:"village"`
	Name      string `json:"name"`
	Kecamatan string `json:"kecamatan"`
	Kabupaten string `json:"kabupaten"`
	Provinsi  string `json:"provinsi"`
	Kelurahan bool   `json:"kelurahan,omitempty"`
	Address   string `json:"address,omitempty"`
	Phone     string `json:"phone,omitempty"`
	Email     string `json:"email,omitempty"`
	Website   string `json:"website,omitempty"`
	Postal    string `json:"postal,omitempty"`
	Paper     string `json:"paper"`
	Head      Signer `json:"head"` // whose name stands behind a.n.
	// Logo is the SHA-256 (hex) of the letterhead's picture, kept once in the
	// office's journal; empty for none.
	Logo string `json:"logo,omitempty"`
	// Practice marks the letter of an office to practise in, see [Office].
	Practice bool `json:"practice,omitempty"`
}

// Draft is a request being typed. It is no entry: it is kept as typed, by
// field, and disappears when the request is recorded.
type Draft struct {
	ID        string            `json:"id"` // UUID; the request that is made of it carries it too
	Service   string            `json:"service,omitempty"`
	Applicant Person            `json:"applicant"`
	Fields    map[string]string `json:"fields,omitempty"`
	Shown     []string          `json:"shown,omitempty"`
	Scans     []Scan            `json:"scans,omitempty"`
	Signer    string            `json:"signer,omitempty"`
	Note      string            `json:"note,omitempty"`
	Query     string            `json:"query,omitempty"` // what stands in the applicant search
	Birth     string            `json:"birth,omitempty"` // what stands in the birth field and is no day
	At        time.Time         `json:"at"`
	By        string            `json:"by"`
	// Request is the id of a refused request that this draft mends; it keeps
	// that request's number.
	Request string `json:"request,omitempty"`
	// Replaces is the id of a request whose letter was issued and that this
	// draft corrects under a number of its own; Why says why.
	Replaces string `json:"replaces,omitempty"`
	Why      string `json:"why,omitempty"`
}

// Answer is a decision of an office of the regency on a request.
type Answer struct {
	ID string    `json:"id"` // of its entry; the same decision that comes again counts once
	At time.Time `json:"at"`
	// Tick orders it among what clerks noted.
	Tick int64 `json:"tick,omitempty"`
	DecisionBody
}

// Ruling is a verdict of the hub on an entry of a request.
type Ruling struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
	VerdictBody
}
