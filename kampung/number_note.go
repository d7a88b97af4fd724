package kampung

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// NumberUse says what the office wrote down about letter numbers.
type NumberUse string

const (
	// NumberPaper is a number that stands on a letter written outside the program.
	NumberPaper NumberUse = "kertas"
	// NumberReserved are numbers kept for letters that will be written by hand.
	NumberReserved NumberUse = "pesan"
	// NumberExplained are numbers that no letter bears, with the reason.
	NumberExplained NumberUse = "keterangan"
)

// Label is the use in the clerk's words.
func (u NumberUse) Label() string {
	switch u {
	case NumberPaper:
		return "Surat di kertas"
	case NumberReserved:
		return "Dipesan"
	case NumberExplained:
		return "Tidak dipakai"
	}
	return string(u)
}

// MaxNumberRange is how many numbers one note may be about.
const MaxNumberRange = 200

// NumberNote is what a person wrote down about numbers of a counter: that a
// letter on paper bears one, that some are kept for paper, or why some are
// missing. It is an entry of the kantor journal, [KindNumber].
type NumberNote struct {
	ID    string    `json:"id,omitempty"`
	Use   NumberUse `json:"use"`
	Scope string    `json:"scope"` // see [CounterScope]
	Year  int       `json:"year"`
	// From and To are the numbers, both ends among them; a letter on paper bears
	// one, so both are the same.
	From int `json:"from"`
	To   int `json:"to"`
	// Service is the key of the letter's service, empty for another letter.
	Service string `json:"service,omitempty"`
	Number  string `json:"number,omitempty"` // as it stands on the paper
	Date    Date   `json:"date,omitzero"`    // of the letter on paper
	Who     string `json:"who,omitempty"`    // for whom the letter is, or who asked for the numbers
	Why     string `json:"why"`              // what the letter says, what the numbers are for, why they are missing
	// Cancelled is why the note no longer counts; empty while it does.
	Cancelled string `json:"cancelled,omitempty"`

	At time.Time `json:"at,omitzero"` // recorded
	By string    `json:"by,omitempty"`
}

// Range is the note's numbers as a person reads them: "12" or "12–15".
func (n NumberNote) Range() string { return numberRange(n.From, n.To) }

func numberRange(from, to int) string {
	if to <= from {
		return fmt.Sprint(from)
	}
	return fmt.Sprintf("%d–%d", from, to)
}

// CleanNumberNote folds blanks and fills in what one number leaves out.
func CleanNumberNote(n NumberNote) NumberNote {
	for _, s := range []*string{&n.Number, &n.Who, &n.Why, &n.Cancelled} {
		*s = FoldSpace(*s)
	}
	if n.To == 0 {
		n.To = n.From
	}
	return n
}

// CheckNumberNote tells all that is wrong with a cleaned note, by JSON key.
// Whether its numbers are free is for [CheckNumberFree].
func CheckNumberNote(n NumberNote, today Date) Problems {
	var ps Problems
	if !slices.Contains([]NumberUse{NumberPaper, NumberReserved, NumberExplained}, n.Use) {
		ps.Add("use", "Pilih: surat di kertas, dipesan, atau tidak dipakai.")
	}
	switch {
	case n.From < 1 || n.To < 1:
		ps.Add("from", "Nomor belum diisi. Tulis urutannya saja, misalnya 12.")
	case n.To < n.From:
		ps.Add("to", "Nomor terakhir lebih kecil daripada yang pertama.")
	case n.To-n.From >= MaxNumberRange:
		ps.Add("to", fmt.Sprintf("Sekali catat paling banyak %d nomor.", MaxNumberRange))
	case n.Use == NumberPaper && n.To != n.From:
		ps.Add("to", "Satu surat memakai satu nomor. Catat surat lainnya sendiri-sendiri.")
	case n.To > 99_999_999:
		ps.Add("to", "Nomor ini terlalu besar.")
	}
	switch n.Use {
	case NumberPaper:
		addDay(&ps, "date", "Tanggal surat", n.Date, today, true)
		if n.Who == "" {
			ps.Add("who", "Nama belum diisi. Tulis untuk siapa surat itu.")
		}
		if n.Why == "" {
			ps.Add("why", "Perihal belum diisi. Tulis isi surat itu dengan singkat.")
		}
	case NumberReserved:
		if n.Who == "" {
			ps.Add("who", "Nama belum diisi. Tulis siapa yang meminta nomor.")
		}
		if n.Why == "" {
			ps.Add("why", "Keperluan belum diisi. Tulis untuk apa nomornya dipesan.")
		}
	default:
		if n.Why == "" {
			ps.Add("why", "Alasan belum diisi. Tulis mengapa nomor ini tidak dipakai.")
		}
	}
	for _, f := range []struct {
		key, value string
		max        int
	}{{"number", n.Number, 100}, {"who", n.Who, maxText}, {"why", n.Why, maxReason}} {
		if utf8.RuneCountInString(f.value) > f.max {
			ps.Add(f.key, tooLong(f.max))
		}
	}
	return ps
}

// CounterNeedsService reports whether the counter of a letter depends on its
// service in this office.
func CounterNeedsService(o Office) bool {
	return o.NumberScope == ScopeService || o.NumberScope == ScopeClassification
}

// NumberStatus is what became of a number.
type NumberStatus string

const (
	NumberOfLetter  NumberStatus = "surat"         // a request's letter bears it
	NumberCancelled NumberStatus = "batal"         // of a request that was cancelled
	NumberOfMail    NumberStatus = "masuk"         // an incoming letter, where the Agenda counts both
	NumberOnPaper   NumberStatus = "kertas"        // see [NumberPaper]
	NumberKept      NumberStatus = "dipesan"       // see [NumberReserved]
	NumberUnused    NumberStatus = "tidak-dipakai" // see [NumberExplained]
	NumberAhead     NumberStatus = "belum-dipakai" // this PC may still give it
	NumberOfOther   NumberStatus = "komputer-lain" // in the block of another PC
	NumberUnknown   NumberStatus = "belum-jelas"   // nobody knows; a person may write why
)

var numberStatusLabels = map[NumberStatus]string{
	NumberOfLetter: "Surat", NumberCancelled: "Batal", NumberOfMail: "Surat masuk", NumberOnPaper: "Surat di kertas", NumberKept: "Dipesan",
	NumberUnused: "Tidak dipakai", NumberAhead: "Belum dipakai", NumberOfOther: "Jatah komputer lain", NumberUnknown: "Belum jelas",
}

// Label is the status in the clerk's words.
func (s NumberStatus) Label() string { return numberStatusLabels[s] }

// Missing reports whether no letter bears the number.
func (s NumberStatus) Missing() bool {
	switch s {
	case NumberOfLetter, NumberCancelled, NumberOfMail, NumberOnPaper:
		return false
	}
	return true
}

// NumberTaken is a number of a counter with one thing that holds it.
type NumberTaken struct {
	Seq    int
	Status NumberStatus
	About  string // id of the request, incoming letter or note
	Number string // as printed
	Name   string // on the letter, or who asked for the number
	Text   string // why, in the words of who wrote it
	Date   Date
}

// Firm reports whether a letter bears the number, so that no other may.
func (t NumberTaken) Firm() bool { return !t.Status.Missing() }

// NumberLine is a line of the list of numbers: one that is taken, or a run of
// missing ones with one reason.
type NumberLine struct {
	From   int          `json:"from"`
	To     int          `json:"to"`
	Status NumberStatus `json:"status"`
	About  string       `json:"about,omitempty"` // id of the request, incoming letter or note
	Number string       `json:"number,omitempty"`
	Name   string       `json:"name,omitempty"`
	Text   string       `json:"text,omitempty"`
	Date   Date         `json:"date,omitzero"`
}

// Range is the line's numbers as a person reads them.
func (l NumberLine) Range() string { return numberRange(l.From, l.To) }

// NumberList is a counter's numbers in a year.
type NumberList struct {
	Scope string       `json:"scope"`
	Year  int          `json:"year"`
	Lines []NumberLine `json:"lines"`
	// Unknown counts the missing numbers without a reason.
	Unknown int `json:"unknown"`
}

// DeviceBlock is a block of numbers and the mark of the PC that may give them.
type DeviceBlock struct {
	Mark string `json:"mark,omitempty"`
	NumberBlock
}

// ListNumbers tells of each number from 1 to the greatest that is taken or was
// given what became of it. Last is the greatest number that this PC gave, share
// what it may give and others what the other PCs may. A number that a
// reservation and a letter hold is the letter's.
func ListNumbers(taken []NumberTaken, last int, share NumberShare, others []DeviceBlock) (lines []NumberLine, unknown int) {
	best := map[int]NumberTaken{}
	greatest := last
	for _, t := range taken {
		greatest = max(greatest, t.Seq)
		if old, ok := best[t.Seq]; !ok || !old.Firm() && (t.Firm() || old.Status == NumberUnused) {
			best[t.Seq] = t
		}
	}
	for n := 1; n <= greatest; n++ {
		t, ok := best[n]
		if !ok {
			t = gapOf(n, last, share, others)
		}
		if t.Status == NumberUnknown {
			unknown++
		}
		l := NumberLine{From: n, To: n, Status: t.Status, About: t.About, Number: t.Number, Name: t.Name, Text: t.Text, Date: t.Date}
		if k := len(lines) - 1; k >= 0 && l.Status.Missing() && lines[k].Status == l.Status && lines[k].About == l.About && lines[k].Text == l.Text {
			lines[k].To = n
			continue
		}
		lines = append(lines, l)
	}
	return lines, unknown
}

// gapOf says why nothing holds a number.
func gapOf(n, last int, share NumberShare, others []DeviceBlock) NumberTaken {
	t := NumberTaken{Seq: n, Status: NumberUnknown}
	for _, b := range others {
		if b.From <= n && n <= b.To {
			t.Status = NumberOfOther
			if b.Mark != "" {
				t.Text = "Jatah komputer " + b.Mark
			}
			return t
		}
	}
	if next, ok := share.Next(n - 1); ok && next == n && n > last {
		t.Status = NumberAhead
	}
	return t
}

// CheckNumberFree says, at "from", why numbers that others hold cannot be used
// as the note wants, or nothing. A letter on paper may bear a number that was
// reserved, and a number that was thought unused.
func CheckNumberFree(n NumberNote, holders []NumberTaken) Problems {
	var ps Problems
	for _, t := range holders {
		if t.About == n.ID && n.ID != "" {
			continue
		}
		if !t.Firm() && n.Use == NumberPaper {
			continue
		}
		text := fmt.Sprintf("Nomor %d sudah dipakai: %s", t.Seq, strings.ToLower(t.Status.Label()))
		if !t.Firm() {
			text = fmt.Sprintf("Nomor %d sudah dicatat: %s", t.Seq, strings.ToLower(t.Status.Label()))
		}
		for _, more := range []string{t.Number, t.Name} {
			if more != "" {
				text += ", " + more
			}
		}
		ps.Add("from", text+". Pilih nomor lain.")
		return ps
	}
	return ps
}

// NumberClash reports whether what holds a number cannot all be right: two
// letters that count bear it, or a letter of the program one that was kept for
// paper.
func NumberClash(holders []NumberTaken) bool {
	firm, given, kept := 0, false, false
	for _, t := range holders {
		if t.Firm() && t.Status != NumberCancelled {
			firm++
			given = given || t.Status != NumberOnPaper
		}
		kept = kept || t.Status == NumberKept
	}
	return firm > 1 || given && kept
}

// NextFree is the least number above last that a PC may give and that nothing
// holds; false when its share is used up.
func NextFree(share NumberShare, last int, held func(int) bool) (int, bool) {
	for {
		next, ok := share.Next(last)
		if !ok || !held(next) {
			return next, ok
		}
		last = next
	}
}

// NextRun is the first of count numbers in a row above last that a PC may give
// and that nothing holds; false when its share has no such run.
func NextRun(share NumberShare, last, count int, held func(int) bool) (int, bool) {
	first, run := 0, 0
	for run < count {
		next, ok := NextFree(share, last, held)
		if !ok {
			return 0, false
		}
		if run > 0 && next == last+1 {
			run++
		} else {
			first, run = next, 1
		}
		last = next
	}
	return first, true
}
