package letter

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
)

// squeeze takes the blanks and line ends out of a text.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// longBooks are books of 60 lines: one with few wide columns and groups, one with
// more columns than any other.
func longBooks() []kampung.Book {
	p := kampung.Period{Year: 2026, Month: 11}
	var letters []kampung.Request
	var people []kampung.Resident
	for i := range 60 {
		r := kampung.Request{ID: fmt.Sprintf("r%02d", i), Seq: i + 1, Scope: "2026", Number: fmt.Sprintf("470/%03d/429.511.01/2026", i+1),
			Date: kampung.Date{Year: 2026, Month: 11, Day: 1 + i/2}, State: kampung.StateHanded, At: time.Date(2026, 11, 1+i/2, 9, i, 0, 0, kampung.WIB),
			Template:  kampung.Service{Name: "Surat Keterangan Usaha untuk Pengajuan Kredit", Goes: "BRI Unit Muncar dan Dinas Koperasi Usaha Mikro dan Perdagangan"},
			Applicant: kampung.Person{Name: "RADEN RORO SRI WAHYUNINGTYAS KUSUMANINGRUM"}}
		if i%7 == 3 {
			r.State, r.Reason = kampung.StateCancelled, "nama usaha keliru"
		}
		letters = append(letters, r)
		people = append(people, kampung.Resident{ID: r.ID, Name: fmt.Sprintf("PENDUDUK REKAAN KE-%02d PRAWIRODIRDJO", i), NIK: fmt.Sprintf("35100517089000%02d", i), KK: "3510051203100004",
			Sex: 1 + i%2, BirthPlace: "BANYUWANGI", BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, Religion: 1, Education: 5, Job: 9, Marital: 2, Relation: 1 + i%4,
			Citizenship: 1, Blood: 13, Status: kampung.StatusAlive, Dusun: "KRAJAN SUMBERBERAS", RW: "001", RT: "002", FatherName: "SOEKARNOPUTRO", MotherName: "SULASTRININGSIH"})
	}
	return []kampung.Book{kampung.AgendaBook(p, letters, nil, nil), kampung.ServiceBook(p, letters), kampung.ResidentBook(p, people, nil), kampung.CardBook(p, people, nil),
		kampung.ChangeBook(p, people, nil)}
}

// TestBookOnPaper sets books on both papers: every cell is there, nothing leaves
// the margins, heads stand on each page, and the signatures at the end.
func TestBookOnPaper(t *testing.T) {
	letterhead := request(service(t, "sku")).Office
	for _, paper := range []string{"F4", "A4"} {
		for _, b := range longBooks() {
			letterhead.Paper = paper
			d := press().Book(b, BookOptions{Office: letterhead, Day: kampung.Date{Year: 2026, Month: 11, Day: 30}})
			if d.Paper.W <= d.Paper.H {
				t.Errorf("%s stands upright", b.Key)
			}
			onSheet(t, string(b.Key), d)
			words := squeeze(d.Words())
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					if !strings.Contains(words, squeeze(c)) {
						t.Errorf("%s %s: no %q", b.Key, paper, c)
					}
				}
			}
			for _, c := range b.Columns {
				if n := strings.Count(words, squeeze(c.Head)); n < len(d.Pages) {
					t.Errorf("%s: %q stands %d times on %d pages", b.Key, c.Head, n, len(d.Pages))
				}
			}
			last := squeeze(Document{Pages: d.Pages[len(d.Pages)-1:]}.Words())
			if !strings.Contains(last, "KepalaDesaSumberberas,") || !strings.Contains(last, "SekretarisDesa,") || len(b.Rows) == 0 != strings.Contains(words, "NIHIL") {
				t.Errorf("%s ends with %s", b.Key, last)
			}
			pdf, err := d.PDF(press())
			if err != nil {
				t.Fatal(err)
			}
			agrees(t, pdf, d)
			if *look != "" {
				if err := os.WriteFile(filepath.Join(*look, string(b.Key)+paper+".pdf"), pdf, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// onSheet checks that texts and lines stay between the margins.
func onSheet(t *testing.T, name string, d Document) {
	t.Helper()
	const e = 0.01
	for i, pg := range d.Pages {
		for _, it := range pg.Items {
			x1, x2, y := 0.0, 0.0, 0.0
			switch it := it.(type) {
			case Text:
				x1, x2, y = it.X, it.X+press().width(strings.TrimSuffix(it.Words, " "), it.Face, it.Size), it.Y
				if it.Face == Italic { // the page's number in the margin
					y = min(y, d.Paper.H-marginBottom)
				}
			case Line:
				x1, x2, y = it.X1, it.X2, max(it.Y1, it.Y2)
			}
			if x1 < marginLeft-e || x2 > d.Paper.W-marginRight+e || y < marginTop-e || y > d.Paper.H-marginBottom+e {
				t.Errorf("%s page %d: %#v leaves the margins", name, i+1, it)
			}
		}
	}
}

// TestBookStrikesCancelledLines counts the strokes through a cancelled line.
func TestBookStrikesCancelledLines(t *testing.T) {
	b := kampung.Book{Title: "Buku", Period: kampung.Period{Year: 2026}, Columns: []kampung.BookColumn{{Head: "No."}, {Head: "Isi"}},
		Rows: []kampung.BookRow{{Cells: []string{"1", "SATU"}}, {Cells: []string{"2", "DUA"}, Struck: true}}}
	d := press().Book(b, BookOptions{})
	strokes := 0
	for _, it := range d.Pages[0].Items {
		if l, ok := it.(Line); ok && l.Width == 0.25 {
			strokes++
		}
	}
	if strokes != 2 || len(d.Pages) != 1 {
		t.Errorf("%d strokes on %d pages", strokes, len(d.Pages))
	}
}
