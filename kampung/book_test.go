package kampung

import (
	"strings"
	"testing"
	"time"
)

// TestAgendaKeepsTheOrderOfNumbers has a letter that was handed over before one
// with a smaller number, a cancelled one, and mail of a counter of its own.
func TestAgendaKeepsTheOrderOfNumbers(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, WIB)
	day := func(d int) Date { return Date{2026, 11, d} }
	letter := func(id string, seq, d int, state State) Request {
		return Request{ID: id, Seq: seq, Number: id, Scope: "semua/2026", Date: day(d), State: state, At: at, Applicant: Person{Name: "SITI CONTOH"}, Reason: "salah nama"}
	}
	handed := letter("c", 3, 21, StateHanded)
	handed.Steps = []Step{{State: StateHanded, At: at.AddDate(0, 0, 2)}}
	letters := []Request{handed, letter("a", 1, 20, StateChecked), letter("b", 2, 20, StateCancelled), letter("old", 9, 1, StateHanded)}
	letters[3].Date = Date{2026, 10, 31}
	mails := []Mail{{ID: "m", Seq: 1, Scope: "masuk/2026", Received: day(21), Sender: "KUA", Subject: "Data nikah", Cancelled: "ganda"}}
	paper := NumberNote{ID: "p", Use: NumberPaper, Scope: "semua/2026", From: 4, To: 4, Date: day(22), Number: "005/4/2026", Who: "BU CONTOH", Why: "Undangan"}
	reserved := NumberNote{ID: "r", Use: NumberReserved, Scope: "semua/2026", From: 5, To: 6, Date: day(22)}
	earlier := paper
	earlier.ID, earlier.Date = "e", Date{2026, 10, 2}
	b := AgendaBook(Period{Year: 2026, Month: 11}, letters, mails, []NumberNote{paper, reserved, earlier})
	var order []string
	for _, r := range b.Rows {
		order = append(order, r.About)
		if len(r.Cells) != len(b.Columns) {
			t.Errorf("%s has %d cells of %d", r.About, len(r.Cells), len(b.Columns))
		}
		if want := r.About == "b" || r.About == "m"; r.Struck != want {
			t.Errorf("%s struck: %v", r.About, r.Struck)
		}
	}
	if got := strings.Join(order, " "); got != "a b m c " {
		t.Errorf("order %s", got)
	}
	if c := b.Rows[4].Cells; c[6] != "005/4/2026: Undangan" || c[8] != "BU CONTOH" || c[9] != "Surat di kertas" {
		t.Errorf("on paper: %v", c)
	}
	if c := b.Rows[3].Cells; c[7] != "22-11-2026" || b.Rows[1].Cells[9] != "Batal: salah nama" || b.Rows[2].Cells[4] != "KUA" {
		t.Errorf("rows %v", b.Rows)
	}
	if s := ServiceBook(Period{Year: 2026, Month: 11}, letters); len(s.Rows) != 4 || len(s.Rows[0].Cells) != len(s.Columns) {
		t.Errorf("service %+v", s.Rows)
	}
}

func TestBooksOfPeople(t *testing.T) {
	h := newHamlet(couple()...)
	h.must(t, Event{Type: EventMoveOut, Date: Date{2026, 11, 5}, People: []string{"ani"}, To: "Jember"})
	p, ps := PlanCancel(h.events[0], "tidak jadi", h, Date{2026, 12, 1})
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	h.apply(p)
	h.must(t, Event{Type: EventDeath, Date: Date{2026, 11, 9}, People: []string{"ayah"}, Place: "Rumah", Cause: "Sakit"})
	month := Period{Year: 2026, Month: 11}
	changed := ChangeBook(month, h.all(), h.events)
	if len(changed.Rows) != 2 || !changed.Rows[0].Struck || changed.Rows[1].Struck || changed.Rows[1].Cells[10] != "Rumah" {
		t.Errorf("mutasi %+v", changed.Rows)
	}
	visitors := []Visitor{{ID: "v", Name: "EKO TAMU", Sex: 1, Arrived: Date{2026, 10, 1}}, {ID: "w", Name: "DWI TAMU", Arrived: Date{2026, 10, 1}, Left: Date{2026, 10, 9}}}
	for _, b := range []Book{changed, ResidentBook(month, h.all(), h.events), CardBook(month, h.all(), h.events), VisitorBook(month, visitors)} {
		for _, r := range b.Rows {
			if len(r.Cells) != len(b.Columns) {
				t.Errorf("%s: %d cells of %d", b.Title, len(r.Cells), len(b.Columns))
			}
		}
		if want := map[BookKey]int{BookChanges: 2, BookResidents: 3, BookCards: 3, BookVisitors: 1}[b.Key]; len(b.Rows) != want {
			t.Errorf("%s has %d rows, want %d", b.Title, len(b.Rows), want)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	for text, want := range map[string]Period{"2026-11": {Year: 2026, Month: 11}, "11/2026": {Year: 2026, Month: 11}, "Nopember 2026": {Year: 2026, Month: 11}, "2026": {Year: 2026}, "tahun 2026": {Year: 2026}} {
		if got, wrong := ParsePeriod(text); got != want || wrong != "" {
			t.Errorf("%q is %v, %q", text, got, wrong)
		}
	}
	for _, text := range []string{"", "13-2026", "11", "2026-11-25", "entah 2026", "2026 2026"} {
		if got, wrong := ParsePeriod(text); wrong == "" {
			t.Errorf("%q is %v", text, got)
		}
	}
	if p := (Period{Year: 2026, Month: 12}); p.Last() != (Date{2026, 12, 31}) || (Period{Year: 2028, Month: 2}).Last() != (Date{2028, 2, 29}) || p.Label() != "Desember 2026" {
		t.Errorf("%v ends %v", p, p.Last())
	}
}
