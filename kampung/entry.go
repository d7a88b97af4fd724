package kampung

import (
	"encoding/json"
	"strconv"
)

// Audience is who may read a journal. Requests, letters and referrals go to
// the regency; the resident register and the settings stay with the village's
// own devices.
type Audience string

const (
	AudienceKabupaten Audience = "kabupaten"
	AudienceKantor    Audience = "kantor"
	// AudienceDesa is what comes down: the hub's own log for a village, with
	// decisions and verdicts, sealed to the village's devices.
	AudienceDesa Audience = "desa"
)

// Audiences lists the journals that a desk writes.
var Audiences = []Audience{AudienceKabupaten, AudienceKantor}

// Head is the part of an entry that is never erased.
type Head struct {
	V       int    `json:"v"`    // format, 1
	N       int64  `json:"n"`    // place in its log, from 0
	ID      string `json:"id"`   // uuidv7; the same in every epoch
	Tick    int64  `json:"tick"` // Lamport clock; orders entries of several logs
	At      string `json:"at"`   // wall clock, RFC 3339, WIB; for people, never for order
	By      string `json:"by"`   // login
	Kind    string `json:"kind"`
	Schema  int    `json:"schema"`
	Subject string `json:"subject"` // id of what the entry is about
	// Seen says how many entries of the office's other logs of this audience the
	// writer had, by [smartkampung/kampung/bundle.Log.Short]. It is left out
	// where the office has no other log.
	Seen map[string]int64 `json:"seen,omitempty"`
	// Writer is the device that wrote the entry where another one's log has it
	// too, see [MoveEntry]; left out in the writer's own log.
	Writer string `json:"writer,omitempty"`
}

// Entry is one thing that happened. Body is kept and forwarded byte for byte.
type Entry struct {
	Head Head            `json:"head"`
	Salt []byte          `json:"salt"` // hides the body behind its commitment
	Body json.RawMessage `json:"body"`
}

// Kinds of entries of the kabupaten journal.
const (
	KindRequest   = "permohonan"          // body [RequestBody]: a request recorded and numbered
	KindStep      = "permohonan.langkah"  // body [StepBody]: a change of state
	KindCamat     = "permohonan.camat"    // body [CamatBody]: where a countersignature stands
	KindAttach    = "permohonan.lampiran" // body [AttachBody]: files that came after the recording
	KindLimit     = "nomor.batas"         // body [LimitBody]; its subject is the device
	KindGrant     = "kantor.izin"         // body [GrantBody]; its subject is the device let in
	KindSurveySum = "survei.jumlah"       // body [SurveySumBody]; its subject is the device
)

// Kinds of entries of the kantor journal.
const (
	KindResident     = "warga"              // body [Resident]
	KindResidentEdit = "warga.ubah"         // body [EditBody]
	KindOffice       = "kantor"             // body [Office]
	KindOfficeEdit   = "kantor.ubah"        // body [EditBody]
	KindOfficeKey    = "kantor.kunci"       // body [OfficeKeyBody]
	KindAccount      = "akun"               // body [Account]
	KindPrint        = "cetak"              // body [PrintBody]: a letter printed or saved
	KindNote         = "permohonan.catatan" // body [NoteBody]; its subject is the request

	KindMail        = "surat.masuk"             // body [Mail]: a letter that came in
	KindMailEdit    = "surat.masuk.ubah"        // body [EditBody]
	KindVisitor     = "penduduk.sementara"      // body [Visitor]: who stays for a while
	KindVisitorEdit = "penduduk.sementara.ubah" // body [EditBody]
	KindEvent       = "peristiwa"               // body [Event]: what happened to residents
	KindEventEdit   = "peristiwa.ubah"          // body [EditBody]; only [Event.Cancelled] changes
	KindWho         = "permohonan.warga"        // body [WhoBody]; its subject is the request

	KindTemplate   = "layanan"            // body [TemplateBody]; its subject is the service's key
	KindBuiltIn    = "layanan.bawaan"     // body [BuiltInBody]; its subject is the service's key
	KindNumber     = "nomor.catatan"      // body [NumberNote]: what a person wrote about letter numbers
	KindNumberEdit = "nomor.catatan.ubah" // body [EditBody]; only [NumberNote.Cancelled] changes
	KindSurvey     = "survei"             // body [Survey]: what one person answered
	KindSurveyEdit = "survei.ubah"        // body [EditBody]; only [Survey.Cancelled] changes
)

// Kinds of entries of the desa log, which the hub writes. A [KindGrant] comes
// down as it went up.
const (
	KindDecision = "keputusan"   // body [DecisionBody]; its subject is the request
	KindVerdict  = "verdik"      // body [VerdictBody]; its subject is the entry
	KindDevice   = "perangkat"   // body [DeviceBody]; its subject is the device
	KindBlock    = "nomor.jatah" // body [BlockBody]; its subject is the device
)

// Decision is what an office of the regency decided on a forwarded request.
type Decision string

const (
	DecisionAccept Decision = "diterima"
	DecisionRefuse Decision = "ditolak"
	DecisionMend   Decision = "perlu_perbaikan"
)

// DecisionBody is the body of [KindDecision].
type DecisionBody struct {
	Decision Decision `json:"decision"`
	Office   string   `json:"office"` // "Kecamatan Muncar", "Dispendukcapil"
	By       string   `json:"by"`     // name and post of who decided
	Reason   string   `json:"reason,omitempty"`
	Field    string   `json:"field,omitempty"` // the field to mend
	Camat    bool     `json:"camat,omitempty"` // the office is the kecamatan, see [CamatState]
}

// Verdict is the hub's judgement of one entry after it was accepted.
type Verdict string

const (
	VerdictOK            Verdict = "ok"
	VerdictNotUnderstood Verdict = "ok-belum-dikenal" // kept; the hub is older than the desk
	VerdictHeld          Verdict = "tertahan"
	VerdictRefused       Verdict = "ditolak"
	VerdictTwin          Verdict = "mungkin-ganda"
)

// VerdictBody is the body of [KindVerdict].
type VerdictBody struct {
	Verdict Verdict `json:"verdict"`
	Request string  `json:"request,omitempty"` // id of the request concerned
	Field   string  `json:"field,omitempty"`
	Text    string  `json:"text,omitempty"` // Indonesian, for the clerk
}

// RequestBody is the body of [KindRequest].
type RequestBody struct {
	Service string            `json:"service"`
	Version string            `json:"version,omitempty"` // of the service's data file, its short digest
	Number  string            `json:"number"`
	Seq     int               `json:"seq,omitempty"`   // left out where SeqAt tells it
	SeqAt   [2]int            `json:"seq_at,omitzero"` // the counter's digits in Number, as Number[SeqAt[0]:SeqAt[1]]
	Year    int               `json:"year"`
	Scope   string            `json:"scope"` // the counter that gave Seq
	Date    Date              `json:"date"`
	Person  Person            `json:"applicant"`
	Fields  map[string]string `json:"fields,omitempty"`
	Shown   []string          `json:"shown,omitempty"`
	Scans   []Scan            `json:"scans,omitempty"`
	Note    string            `json:"note,omitempty"`
	Signer  Signer            `json:"signer"`
	Office  Letterhead        `json:"office"`
	// Mark tells a number that a PC gave without a block apart; it has a counter
	// of its own.
	Mark string `json:"mark,omitempty"`
	// Mends says that the entry replaces the content of the request named by
	// its subject, which was sent back, under the same number.
	Mends bool `json:"mends,omitempty"`
	// Replaces is the id of a request whose letter was issued and which this
	// letter replaces once it is approved; Why says why.
	Replaces string `json:"replaces,omitempty"`
	Why      string `json:"why,omitempty"`
}

// StepBody is the body of [KindStep].
type StepBody struct {
	State State `json:"state"`
	// Reason is why; of a hand-over, who fetched the letter when it was not the
	// applicant.
	Reason string `json:"reason,omitempty"`
	// ReplacedBy is the id of the request whose letter replaces this one, which
	// is cancelled by that.
	ReplacedBy string `json:"replaced_by,omitempty"`
	// Code is the QR text that journals of the first versions hold with the
	// approval. Now each PC signs it when the letter is shown.
	Code string `json:"code,omitempty"`
}

// MarshalJSON writes a code by what it says, which is in the request already
// and costs a bundle little; base 32 of it would be as long again as its
// signature.
func (b StepBody) MarshalJSON() ([]byte, error) {
	type plain StepBody
	p := struct {
		plain
		Letter string `json:"letter,omitempty"`
	}{plain: plain(b)}
	if text, ok := spellCode(b.Code); ok {
		p.Code, p.Letter = "", text
	}
	return json.Marshal(p)
}

// UnmarshalJSON reads both forms of a code.
func (b *StepBody) UnmarshalJSON(data []byte) error {
	type plain StepBody
	p := struct {
		*plain
		Letter string `json:"letter"`
	}{plain: (*plain)(b)}
	if err := json.Unmarshal(data, &p); err != nil {
		return err
	}
	if text, ok := unspellCode(p.Letter); ok && b.Code == "" {
		b.Code = text
	}
	return nil
}

// WhoBody is the body of [KindWho]: which resident without a NIK asks. It stays
// in the office; by NIK the desk finds the resident itself.
type WhoBody struct {
	Resident string `json:"warga"` // id; empty when the mended request is about somebody else
}

// PrintBody is the body of [KindPrint].
type PrintBody struct {
	Copies int    `json:"copies"`
	To     string `json:"to"` // "pdf" or a printer's name
}

// MarshalJSON writes the counter by where it stands in the number. The place is
// the same in most numbers, the counter in none, so a bundle of many requests
// gets smaller by a tenth of what their people take.
func (b RequestBody) MarshalJSON() ([]byte, error) {
	type plain RequestBody
	p := plain(b)
	if n, ok := digitsAt(b.Number, b.SeqAt); ok && n == b.Seq {
		p.Seq = 0
	} else {
		p.SeqAt = [2]int{}
	}
	return json.Marshal(p)
}

// UnmarshalJSON reads both forms of the counter.
func (b *RequestBody) UnmarshalJSON(data []byte) error {
	type plain RequestBody
	if err := json.Unmarshal(data, (*plain)(b)); err != nil {
		return err
	}
	if n, ok := digitsAt(b.Number, b.SeqAt); ok && b.Seq == 0 {
		b.Seq = n
	}
	return nil
}

// digitsAt reads the whole number that stands at a place of s.
func digitsAt(s string, at [2]int) (int, bool) {
	if at[0] < 0 || at[1] <= at[0] || at[1] > len(s) || at[1]-at[0] > 9 || !allDigits(s[at[0]:at[1]]) {
		return 0, false
	}
	n, err := strconv.Atoi(s[at[0]:at[1]])
	return n, err == nil
}
