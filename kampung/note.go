package kampung

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxNote is the number of characters that a note may have.
const maxNote = 1000

// NoteBody is the body of [KindNote]. It stays in the office: what clerks write
// to each other about a person is no part of the request.
type NoteBody struct {
	Text string `json:"text"`
}

// Note is what a clerk wrote about a request for other clerks. It is never
// printed and never sent to the regency.
type Note struct {
	ID   string    `json:"id"` // of its entry
	At   time.Time `json:"at"`
	By   string    `json:"by"` // login
	Text string    `json:"text"`
	Tick int64     `json:"tick,omitempty"`
}

// CheckNote says in Indonesian why a text is no note, or "".
func CheckNote(text string) string {
	switch text = FoldLines(text); {
	case text == "":
		return "Tulis catatannya dulu."
	case utf8.RuneCountInString(text) > maxNote:
		return fmt.Sprintf("Catatannya terlalu panjang, paling banyak %d huruf.", maxNote)
	}
	return ""
}

// Print is one time that a letter was printed or saved.
type Print struct {
	ID     string    `json:"id"` // of its entry
	At     time.Time `json:"at"`
	By     string    `json:"by"` // login
	Copies int       `json:"copies"`
	To     string    `json:"to"` // "pdf" or a printer's name
	Tick   int64     `json:"tick,omitempty"`
}

// AddNote puts a note in the order of the ticks, the same whatever came first.
func AddNote(all []Note, n Note) []Note {
	all = append(slices.Clone(all), n)
	slices.SortFunc(all, func(a, b Note) int { return cmp.Or(cmp.Compare(a.Tick, b.Tick), strings.Compare(a.ID, b.ID)) })
	return all
}

// AddPrint puts a print in the order of the ticks.
func AddPrint(all []Print, p Print) []Print {
	all = append(slices.Clone(all), p)
	slices.SortFunc(all, func(a, b Print) int { return cmp.Or(cmp.Compare(a.Tick, b.Tick), strings.Compare(a.ID, b.ID)) })
	return all
}

// AttachBody is the body of [KindAttach]: files that came after the request was
// recorded. It goes to the regency as the request's own files do.
type AttachBody struct {
	Scans []Scan `json:"scans"`
}

// Attachment tells who added files to a recorded request, and when.
type Attachment struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"` // login
	Scans []Scan    `json:"scans"`
}

// CheckAttach says in Indonesian why files may not be added to a request, or "".
// They may until the letter is handed over or the request is cancelled; then the
// office's part is closed.
func CheckAttach(r Request) string {
	if r.State.Final() {
		return "Permohonan ini sudah " + strings.ToLower(r.State.Label()) + ", jadi lampirannya tidak ditambah lagi."
	}
	return ""
}

// Attach returns the files that are not on a request yet, or what is wrong with
// adding them.
func Attach(r Request, scans []Scan, s Service) (fresh []Scan, ps Problems) {
	if text := CheckAttach(r); text != "" {
		ps.Add("scans", text)
		return nil, ps
	}
	all := slices.Clone(r.Scans)
	for _, sc := range scans {
		if !slices.ContainsFunc(all, func(o Scan) bool { return o.SHA256 == sc.SHA256 }) {
			all, fresh = append(all, sc), append(fresh, sc)
		}
	}
	return fresh, checkScans(all, s)
}

// ApplyAttach folds a [KindAttach] entry into its request. A request that is
// mended later says itself which files it keeps.
func ApplyAttach(r *Request, h Head, b AttachBody) {
	r.Attached = append(r.Attached, Attachment{At: timeOf(h.At), By: h.By, Scans: b.Scans})
	all := slices.Clone(r.Scans)
	for _, sc := range b.Scans {
		if !slices.ContainsFunc(all, func(o Scan) bool { return o.SHA256 == sc.SHA256 }) {
			all = append(all, sc)
		}
	}
	r.Scans = all
}

// attachOf reads the body of a [KindAttach] entry; false for another form.
func attachOf(body []byte) (b AttachBody, ok bool) {
	return b, json.Unmarshal(body, &b) == nil
}
