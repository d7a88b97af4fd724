package roster

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"smartkampung/kampung"
)

// readBook opens a written book with an independent reader.
func readBook(t *testing.T, b kampung.Book) (*excelize.File, string) {
	t.Helper()
	data, err := WriteBook(b, "DESA CONTOH KECAMATAN CONTOH", "F4")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, f.GetSheetName(0)
}

// TestBookInASpreadsheet reads every book back: title, heads, merged heads, the
// row of numbers, every cell, NIKs as texts, counts as numbers.
func TestBookInASpreadsheet(t *testing.T) {
	p := kampung.Period{Year: 2026, Month: 11}
	r := kampung.Request{ID: "r1", Seq: 1, Scope: "2026", Number: "470/001/429.511.01/2026", Date: kampung.Date{Year: 2026, Month: 11, Day: 3},
		State: kampung.StateCancelled, Reason: "nama <keliru> & \"ganda\" _x0041_", At: time.Date(2026, 11, 3, 9, 0, 0, 0, kampung.WIB),
		Steps:    []kampung.Step{{State: kampung.StateHanded, At: time.Date(2026, 11, 3, 10, 0, 0, 0, kampung.WIB)}},
		Template: kampung.Service{Name: "=SUM(A1:A9)"}, Applicant: kampung.Person{Name: "I'IN ÑANI", NIK: "3510050101800001"}}
	who := kampung.Resident{ID: "w1", Name: "SITI CONTOH", NIK: "3510055708909001", KK: "3510050101209001", Sex: 2, Status: kampung.StatusAlive, Citizenship: 1}
	letters, people := []kampung.Request{r}, []kampung.Resident{who}
	for _, b := range []kampung.Book{kampung.AgendaBook(p, letters, nil, nil), kampung.DeliveryBook(p, letters), kampung.ServiceBook(p, letters),
		kampung.ResidentBook(p, people, nil), kampung.CardBook(p, people, nil), kampung.ChangeBook(p, people, nil), kampung.VisitorBook(p, nil)} {
		f, sheet := readBook(t, b)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatalf("%s: %v", b.Key, err)
		}
		grouped := slices.ContainsFunc(b.Columns, func(c kampung.BookColumn) bool { return c.Group != "" })
		counts := headRow
		if grouped {
			counts++
		}
		if rows[2][0] != "November 2026" || rows[1][0] != "DESA CONTOH KECAMATAN CONTOH" || len(rows) != counts+1+len(b.Rows) {
			t.Errorf("%s: %q", b.Key, rows)
		}
		for i, c := range b.Columns {
			at := headRow - 1
			if c.Group != "" {
				at++
			}
			if rows[at][i] != c.Head || rows[counts][i] != fmt.Sprint(i+1) {
				t.Errorf("%s column %d: %q over %q, want %q", b.Key, i+1, rows[at][i], rows[counts][i], c.Head)
			}
		}
		for i, line := range b.Rows {
			for j, want := range line.Cells {
				if got := slices.Concat(rows[counts+1+i], make([]string, len(b.Columns)))[j]; got != want {
					t.Errorf("%s %d %d: %q, want %q", b.Key, i, j, got, want)
				}
				checkKind(t, f, sheet, j, counts+2+i, b.Columns[j].Count, line.Struck)
			}
		}
		merged, err := f.GetMergeCells(sheet)
		if err != nil || grouped == (len(merged) <= 3) {
			t.Errorf("%s: %d merged, %v", b.Key, len(merged), err)
		}
	}
}

// checkKind looks at what a cell is and whether it is struck through.
func checkKind(t *testing.T, f *excelize.File, sheet string, column, row int, count, struck bool) {
	t.Helper()
	at, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		t.Fatal(err)
	}
	kind, err := f.GetCellType(sheet, at)
	if err != nil || count == (kind == excelize.CellTypeInlineString) {
		t.Errorf("%s %s is a %v, %v", sheet, at, kind, err)
	}
	id, err := f.GetCellStyle(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil || style.Font == nil || style.Font.Strike != struck || style.NumFmt != map[bool]int{true: 1, false: 49}[count] {
		t.Errorf("%s %s: %+v, %v", sheet, at, style, err)
	}
}

// TestSheetName keeps within what the format allows.
func TestSheetName(t *testing.T) {
	for title, want := range map[string]string{"Buku Agenda": "Buku Agenda", "Buku Kartu Tanda Penduduk dan Kartu Keluarga": "Buku Kartu Tanda Penduduk dan",
		"a/b:c [d]?": "a b c d", "'": "Buku", "": "Buku", "PANJANGSEKALITANPASPASISAMASEKALIYA": "PANJANGSEKALITANPASPASISAMASEKA"} {
		if got := sheetName(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
