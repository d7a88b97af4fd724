package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"smartkampung/desk"
	"smartkampung/kampung"
)

// TestEveryServiceToTheBooks takes every service of the catalogue from the form
// over the letter into the books: recorded, approved, printed, handed over.
func TestEveryServiceToTheBooks(t *testing.T) {
	o := newOffice(t, 300)
	d, err := desk.Unlock(o.dir, "admin", password, o.clock)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	today := kampung.DateOf(o.now)
	var people []kampung.Resident
	d.AllResidents(func(r kampung.Resident) error {
		if r.Alive() && r.NIK != "" && kampung.Age(r.BirthDate, today) >= 25 {
			people = append(people, r)
		}
		return nil
	})
	var asked []kampung.Request
	for i, s := range d.Services() {
		asked = append(asked, toHand(t, d, s, people[i], today))
	}
	month := kampung.PeriodOf(today)
	for _, c := range []struct {
		key    kampung.BookKey
		number int // column that tells the letter's number
		about  int // column that tells the service
	}{{kampung.BookAgenda, 6, 6}, {kampung.BookDelivery, 2, 3}, {kampung.BookService, 1, 2}} {
		b, err := d.Book(c.key, month)
		if err != nil {
			t.Fatal(err)
		}
		if len(b.Rows) != len(asked) {
			t.Errorf("%s has %d lines of %d letters", c.key, len(b.Rows), len(asked))
		}
		for _, r := range asked {
			i := slices.IndexFunc(b.Rows, func(row kampung.BookRow) bool { return row.About == r.ID })
			if i < 0 {
				t.Errorf("%s: no line of %s", c.key, r.Service)
				continue
			}
			cells := b.Rows[i].Cells
			if !strings.Contains(cells[c.number], r.Number) || !strings.Contains(cells[c.about], r.Template.Name) || b.Rows[i].Struck {
				t.Errorf("%s of %s: %q", c.key, r.Service, cells)
			}
		}
	}
}

// toHand takes one request from the form to the resident's hand.
func toHand(t *testing.T, d *desk.Desk, s kampung.Service, who kampung.Resident, today kampung.Date) kampung.Request {
	t.Helper()
	draft := d.NewDraft()
	draft.Service, draft.Applicant, draft.Fields = s.Key, kampung.PersonOf(who), demoValues(s, today)
	r, err := d.Record(draft)
	if err != nil {
		t.Fatalf("%s: %v", s.Key, err)
	}
	for _, to := range []kampung.State{kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded} {
		if r, err = d.Advance(r.ID, to, ""); err != nil {
			t.Fatalf("%s to %s: %v", s.Key, to, err)
		}
		if to == kampung.StateApproved {
			if pdf, doc, err := d.LetterPDF(r.ID); err != nil || len(pdf) == 0 || !strings.Contains(doc.Words(), r.Number) {
				t.Errorf("%s: letter of %d bytes, %v", s.Key, len(pdf), err)
			}
		}
	}
	return r
}

// TestBookCommand prints books, writes them as files, and keeps a cancelled
// number in the Agenda.
func TestBookCommand(t *testing.T) {
	o := newOffice(t, 60)
	id := o.newSKCK()
	o.ok("request", "advance", id, "batal", "--reason", "salah orang")
	rows := o.ok("book", "agenda", "--json").json()
	if len(rows) != 1 || rows[0]["about"] != id || rows[0]["struck"] != true {
		t.Fatalf("agenda %v", rows)
	}
	if text := o.ok("book", "Agenda", "--month", "2026-11").out; !strings.Contains(text, "×1") || !strings.Contains(text, "Batal: salah orang") || !strings.Contains(text, "Surat masuk: Nomor") {
		t.Errorf("agenda: %s", text)
	}
	if text := o.ok("book", "mutasi", "--year", "2025").out; !strings.Contains(text, "Tahun 2025") || !strings.Contains(text, "NIHIL") {
		t.Errorf("mutasi: %s", text)
	}
	pdf, xlsx := filepath.Join(o.home, "induk.pdf"), filepath.Join(o.home, "induk.xlsx")
	said := o.ok("book", "induk", "--year", "2026", "--pdf", pdf, "--xlsx", xlsx, "--json").one()
	keys(t, "book", said, "book title period rows pdf xlsx pages")
	for path, begins := range map[string]string{pdf: "%PDF-", xlsx: "PK\x03\x04"} {
		if data, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(data), begins) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if said["rows"].(float64) < 50 || said["period"] != "2026" {
		t.Errorf("induk %v", said)
	}
}
