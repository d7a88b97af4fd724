package kampung

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxScans bounds the pictures of one request.
const maxScans = 20

var scanTypes = []string{"image/jpeg", "image/png", "application/pdf"}

// Compose makes a draft into the body of a request, all but the number and the
// service's version, which the committing transaction gives (see
// [NumberRequest]). It finds every problem in one pass; the body is complete as
// far as it goes, so that a preview can show it. What should be looked at but
// does not stop the clerk is in [Warnings].
func Compose(d Draft, s Service, o Office, today Date) (RequestBody, Problems) {
	var ps Problems
	b := RequestBody{Service: s.Key, Date: today, Year: today.Year, Person: CleanPerson(d.Applicant), Note: FoldLines(d.Note), Scans: d.Scans, Office: LetterheadOf(o)}
	if s.Key == "" {
		ps.Add("service", "Layanan belum dipilih.")
	}
	ps = append(ps, CheckPerson(b.Person, today)...)
	fields, bad := CheckFields(s, d.Fields, today)
	b.Fields, ps = fields, append(ps, bad...)
	b.Shown, bad = checkShown(d, s)
	ps = append(ps, bad...)
	ps = append(ps, checkScans(d.Scans, s)...)
	if utf8.RuneCountInString(b.Note) > 1000 {
		ps.Add("note", tooLong(1000))
	}
	signer, ok := signerOf(d, s, o)
	if !ok && len(o.Signers) == 0 {
		ps.Add("signer", "Belum ada penanda tangan. Isi dulu di Pengaturan.")
	} else if !ok {
		ps.Add("signer", "Penanda tangan ini tidak ada lagi. Pilih yang lain.")
	}
	b.Signer = signer
	return b, ps
}

// firstDay is before the program was first used anywhere: a PC that shows an
// earlier day has lost its clock, as old PCs do when their battery is empty.
var firstDay = Date{2025, 1, 1}

// CheckClock says in Indonesian why no letter can bear the day that the PC
// shows, or "". A letter's date and the year of its number never change again.
// A day far ahead is not refused, for nothing here could tell it from the truth.
func CheckClock(today Date) string {
	if !today.Before(firstDay) {
		return ""
	}
	return "Jam komputer menunjukkan " + FormatDate(today) + ", jadi surat akan bertanggal salah dan belum disimpan. Betulkan dulu tanggal dan jam komputer, lalu coba lagi."
}

// signerOf is who signs: chosen in the draft, else the service's usual signer
// where the office has one, else the head.
func signerOf(d Draft, s Service, o Office) (Signer, bool) {
	if d.Signer != "" {
		return o.SignerByKey(d.Signer)
	}
	if usual, ok := o.SignerByKey(s.Signer); ok {
		return usual, true
	}
	return o.SignerByKey("")
}

// checkShown returns the requirements ticked or scanned, in the service's order.
func checkShown(d Draft, s Service) ([]string, Problems) {
	var ps Problems
	shown := map[string]bool{}
	for _, key := range d.Shown {
		if !slices.ContainsFunc(s.Requirements, func(r Requirement) bool { return r.Key == key }) {
			ps.Add("shown", "Syarat “"+clip(key, 40)+"” tidak ada pada layanan "+s.Name+".")
		}
		shown[key] = true
	}
	for _, scan := range d.Scans {
		shown[scan.Requirement] = true
	}
	var keys []string
	for _, r := range s.Requirements {
		if shown[r.Key] {
			keys = append(keys, r.Key)
		}
	}
	return keys, ps
}

func checkScans(scans []Scan, s Service) Problems {
	var ps Problems
	if len(scans) > maxScans {
		ps.Add("scans", fmt.Sprintf("Paling banyak %d lampiran untuk satu permohonan.", maxScans))
	}
	for _, scan := range scans {
		name := clip(scan.Name, 40)
		switch {
		case !slices.Contains(scanTypes, scan.Type):
			ps.Add("scans", "Lampiran “"+name+"” bukan gambar JPEG, PNG atau PDF.")
		case scan.Size > MaxScanBytes:
			ps.Add("scans", "Lampiran “"+name+"” terlalu besar, paling besar 20 MB.")
		case scan.Requirement != "" && !slices.ContainsFunc(s.Requirements, func(r Requirement) bool { return r.Key == scan.Requirement }):
			ps.Add("scans", "Lampiran “"+name+"” milik syarat yang tidak ada pada layanan ini.")
		}
	}
	return ps
}

// CheckApplicant tells, at field "applicant", why a resident of the register
// cannot ask for a letter: recorded as dead, moved, lost, gone or not valid.
func CheckApplicant(r Resident) Problems {
	if r.Alive() {
		return nil
	}
	var ps Problems
	ps.Add("applicant", "Di data penduduk orang ini tercatat "+PrintLabel(TableStatus, r.Status)+", jadi tidak bisa menjadi pemohon. Kalau datanya keliru, perbaiki dulu di layar Penduduk.")
	return ps
}

// Warnings tells what the clerk should look at before a request is recorded:
// required documents not shown, an applicant younger than the service expects,
// a NIK that does not fit. None of it stops the clerk; too many musts do.
func Warnings(b RequestBody, s Service, today Date) []string {
	var w []string
	var missing []string
	for _, r := range s.Requirements {
		if r.Need == NeedAlways && !slices.Contains(b.Shown, r.Key) {
			missing = append(missing, r.Label)
		}
	}
	if len(missing) > 0 {
		w = append(w, "Syarat wajib belum ditunjukkan: "+strings.Join(missing, ", ")+".")
	}
	if age := Age(b.Person.BirthDate, today); s.MinAge > 0 && age >= 0 && age < s.MinAge {
		w = append(w, fmt.Sprintf("Pemohon berumur %d tahun; layanan ini biasanya mulai umur %d tahun.", age, s.MinAge))
	}
	sex, _ := ParseCode(TableSex, b.Person.Sex)
	w = append(w, NIKWarnings(b.Person.NIK, b.Person.BirthDate, sex, today)...)
	return append(w, NameWarnings(b.Person.Name)...)
}

// NumberRequest gives a composed request its number from the counter
// [CounterScope]. Suffix marks a second PC and is usually empty.
func NumberRequest(b *RequestBody, o Office, s Service, seq int, suffix string) Problems {
	number, at, ps := formatNumber(o.NumberFormat, NumberPartsOf(o, s, seq, suffix, b.Date))
	if len(ps) > 0 {
		return ps
	}
	b.Number, b.Seq, b.SeqAt, b.Year, b.Scope = number, seq, at, b.Date.Year, CounterScope(o, s, b.Date.Year)
	return nil
}

// MendRequest makes a composed request the new content of old, which was sent
// back. Number, counter and date stay, as in the office's book.
func MendRequest(b *RequestBody, old Request) Problems {
	var ps Problems
	switch {
	case !old.State.Editable():
		ps.Add("", "Permohonan berstatus "+old.State.Label()+" tidak bisa diubah lagi.")
	case b.Service != old.Service:
		ps.Add("service", "Layanan tidak bisa diganti, karena nomornya sudah dipakai. Batalkan permohonan ini dan buat yang baru.")
	}
	b.Number, b.Seq, b.Year, b.Scope, b.Date, b.Mends = old.Number, old.Seq, old.Year, old.Scope, old.Date, true
	b.Replaces, b.Why = old.Replaces, old.Why
	return ps
}

// ApplyRequest folds a [KindRequest] entry into a request: a new one, or the
// mended content of one that was sent back.
func ApplyRequest(r *Request, h Head, b RequestBody) {
	at := timeOf(h.At)
	if !b.Mends || r.ID == "" {
		r.ID, r.At, r.By = h.Subject, at, h.By
	}
	r.Service, r.Number, r.Seq, r.Year, r.Scope, r.Date = b.Service, b.Number, b.Seq, b.Year, b.Scope, b.Date
	r.Applicant, r.Fields, r.Shown, r.Scans, r.Note = b.Person, b.Fields, b.Shown, b.Scans, b.Note
	r.Signer, r.Office = b.Signer, b.Office
	r.Replaces, r.Why, r.Version = b.Replaces, b.Why, b.Version
	r.State, r.Code = StateChecked, ""
	r.Steps = append(r.Steps, Step{State: StateChecked, At: at, By: h.By})
}

// ApplyStep folds a [KindStep] entry into its request.
func ApplyStep(r *Request, h Head, b StepBody) {
	r.State, r.ReplacedBy = b.State, ""
	if b.State == StateCancelled {
		r.ReplacedBy = b.ReplacedBy
	}
	if NeedsReason(b.State) {
		r.Reason = b.Reason
	}
	if b.Code != "" {
		r.Code = b.Code
	}
	r.Steps = append(r.Steps, Step{State: b.State, At: timeOf(h.At), By: h.By, Reason: b.Reason})
}

// ApplyPrint folds a [KindPrint] entry into its request. Drafts printed before
// the approval do not count.
func ApplyPrint(r *Request, b PrintBody) {
	if r.State.Signed() {
		r.Prints += max(b.Copies, 1)
	}
}

// timeOf reads an entry's wall clock; one that cannot be read is the zero time,
// because it is for people only.
func timeOf(at string) time.Time {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return time.Time{}
	}
	return t.In(WIB)
}
