package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/kampung"
)

// savedBook is the book that was saved last.
func savedBook(t *testing.T, s *stage) kampung.Book {
	t.Helper()
	if n := len(s.desk.ledger.books); n > 0 {
		return s.desk.ledger.books[n-1]
	}
	t.Fatal("no book was saved")
	return kampung.Book{}
}

func TestFindEverything(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	find := func(words string) { k.Shortcut(fyne.KeyK).Keys(words).Wait() }
	find("331/005")
	k.Sees("331/005/429.511.01/2026").Enter().Sees("Perjalanan permohonan").Sees("331/005/429.511.01/2026")
	find("misna")
	k.Sees("MISNATI").Sees("351005••••••0002").SeesNot("3510054107700002")
	k.Enter().Sees("Jati diri")
	find("kode pos")
	k.Enter().Sees("Kop surat")
	if got := k.Focused(); got != "Kode pos" {
		t.Fatalf("the setting has not the keyboard, %q has", got)
	}
	find("pengatruan")
	k.Sees("Pengaturan").Key(fyne.KeyEscape)
	find("domisili")
	k.Sees("Permohonan baru").Enter().Sees("Isian")
	if got := s.u.frame.form.m.Draft.Service; got != "domisili" {
		t.Fatalf("the new request is of %q", got)
	}
	find("laporan")
	k.Enter()
	if s.u.cur != screen(s.u.frame.report) {
		t.Fatal("the report did not open")
	}
	find("kunci layar")
	k.Enter().Sees("Layar terkunci")
}

func TestFindOffersWhatCanBeDoneHere(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.show(s.u.frame.list)
	k.Shortcut(fyne.KeyK).Key(fyne.KeyDown).Sees("Simpan daftar ini ke Excel").Key(fyne.KeyEscape).SeesNot("Simpan daftar ini ke Excel")
	k.Keys("tampilkan selesai").Enter()
	if got := s.u.frame.list.m.Filter; got != "selesai" {
		t.Fatalf("the list is narrowed to %q", got)
	}
}

func TestListUnderstandsTypedWords(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	list := s.u.frame.list
	s.u.show(list)
	k.Sees("9 permohonan").Type("Saring", "sku minggu ini belum dicetak").Sees("Dipahami:").Sees("1 permohonan").Sees("MISNATI").SeesNot("SLAMET RAHARJO")
	k.Tap("minggu ini · 23-11-2026 – 29-11-2026").Sees("2 permohonan")
	if got := k.Value("Saring"); got != "sku belum dicetak" {
		t.Fatalf("the field holds %q", got)
	}
	k.Key(fyne.KeyEscape).Sees("9 permohonan").SeesNot("Dipahami:")
	k.Type("Saring", "soelamet raharjo xyz").Sees("Tidak ada yang cocok.")
	k.Key(fyne.KeyEscape).Key(fyne.KeyEscape).Sees("Perlu dikerjakan")
	if s.u.cur != screen(s.u.frame.home) {
		t.Fatal("Escape does not lead home")
	}
}

func TestListSortsAndRemembers(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	list := s.u.frame.list
	s.u.show(list)
	first := func() string { r, _ := list.win.loaded(0); return r.Name }
	k.Tap("Nama")
	if first() != "ANINDYA PUTRI KUSUMANINGRUM WIJAYANTI HADININGRAT SASTROATMODJO" {
		t.Fatalf("by name %q is first", first())
	}
	s.u.focus(list.rows.sorts[kampung.ColumnName])
	k.Enter()
	if first() != "SLAMET RAHARJO" {
		t.Fatalf("by name backwards %q is first", first())
	}
	if again := s.u.newList(); again.m.Sort != (kampung.ListSort{By: kampung.ColumnName, Down: true}) {
		t.Fatalf("the order is remembered as %+v", again.m.Sort)
	}
	k.Enter()
	if list.m.Sort != (kampung.ListSort{}) || first() != "MISNATI" {
		t.Fatalf("a third press goes back to the newest: %q, %+v", first(), list.m.Sort)
	}
}

func TestMarkedRowsAreHandedOverWithReasons(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	held := fyne.KeyModifier(0)
	s.u.env.Held = func() fyne.KeyModifier { return held }
	list := s.u.frame.list
	s.u.show(list)
	k.Key(fyne.KeyDown).Key(fyne.KeySpace).Sees("1 ditandai")
	held = fyne.KeyModifierShift
	k.Key(fyne.KeyDown).Sees("2 ditandai")
	held = 0
	k.Key(fyne.KeyEscape).SeesNot("ditandai")
	list.rows.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	k.Sees("9 ditandai").Tap("Serahkan").Sees("Serahkan 9 surat?").Enter()
	k.Sees("1 surat diserahkan, 8 tidak.").Sees("MISNATI")
	if got := s.desk.requests["p004"].State; got != kampung.StateHanded {
		t.Fatalf("the printed letter is %s", got)
	}
	k.Key(fyne.KeyEscape).SeesNot("8 tidak")
	held = fyne.KeyModifierControl
	list.marks.clear()
	list.rows.list.Select(0)
	if len(list.marks.ids) != 1 || s.u.cur != screen(list) {
		t.Fatal("Ctrl and a click mark a row")
	}
}

func TestMarkedLettersArePrinted(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	k.Shortcut(fyne.KeyU).Sees("7 surat").Sees("Belum diserahkan")
	k.Tap("Belum dicetak").Sees("1 surat")
	s.u.focus(s.u.frame.letters.rows.list)
	k.Key(fyne.KeySpace).Sees("1 ditandai")
	k.Shortcut(fyne.KeyP).Sees("Cetak 1 surat?").Enter()
	if got := s.desk.requests["p002"].State; got != kampung.StatePrinted || len(s.desk.printed) != 1 {
		t.Fatalf("the letter is %s, printed were %v", got, s.desk.printed)
	}
	k.Sees("Tidak ada yang cocok.")
}

// A batch that is stopped tells how far it came, and nothing after it is done.
func TestBatchStopsBetweenRows(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	done := 0
	s.u.batch("Mencoba", func(n string) string { return n + " dicoba" }, slices.Clone(s.desk.order), func(kampung.ListRow) (string, error) {
		if done++; done == 2 {
			s.clock.Settle() // time passes: the box comes up
			s.u.modal.cancel()
		}
		return "", nil
	})
	s.clerk.Sees("2 dicoba, 7 tidak jadi karena dihentikan.")
	if done != 2 {
		t.Fatalf("%d rows were done", done)
	}
}

func TestListsAreSavedAsSheets(t *testing.T) {
	s := newStage(t, true).unlock().fill()
	k := s.clerk
	s.u.show(s.u.frame.list)
	k.Type("Saring", "sku").Sees("2 permohonan").Tap("Simpan Excel")
	k.Type("Nama berkas atau alamatnya", filepath.Join(s.dir, "daftar")).Enter().Sees("Tersimpan di")
	b := savedBook(t, s)
	if len(b.Rows) != 2 || b.Rows[0].Cells[2] != "MISNATI" || !strings.Contains(b.Covers(), "sku") || strings.Contains(strings.Join(b.Rows[0].Cells, " "), "3510054107700002") {
		t.Fatalf("the list of requests: %+v", b)
	}
	k.Shortcut(fyne.Key3).Sees("4 penduduk").Type("Cari penduduk", "misn").Sees("1 dari 4 penduduk").Tap("Simpan Excel")
	k.Type("Nama berkas atau alamatnya", filepath.Join(s.dir, "penduduk")).Enter().Sees("Tersimpan di")
	if b = savedBook(t, s); len(b.Rows) != 1 || b.Rows[0].Cells[1] != "MISNATI" {
		t.Fatalf("the list of residents: %+v", b)
	}
	if _, err := os.Stat(filepath.Join(s.dir, "daftar.xlsx")); err == nil && b.Key != kampung.BookResidentList {
		t.Fatal("a list was written in the other's place")
	}
}

// many fills the desk with n invented requests.
func (s *stage) many(n int) *stage {
	s.desk.many, s.desk.manyRows = kampung.NewRequestIndex(), map[string]kampung.ListRow{}
	names := []string{"MISNATI", "SLAMET RAHARJO", "PONIMAN", "SITI AMINAH", "JOKO WIDODO"}
	for i := range n {
		at := now0.AddDate(0, 0, -i/90)
		id := "m" + itoa(int64(i))
		r := kampung.ListRow{RequestRow: kampung.RequestRow{ID: id, Number: "500/" + itoa(int64(i)) + "/429.511.01/2026", Service: []string{"sku", "sktm", "domisili"}[i%3], Name: names[i%5] + " " + names[i%4],
			State: kampung.States[i%8], Sync: kampung.SyncReceived, At: at}, NIK: "3510051708900001", Day: kampung.DateOf(at), Seq: i, Issued: i%8 > 2 && i%8 < 6}
		s.desk.many.Put(r)
		s.desk.manyRows[id] = r
	}
	return s
}

// Of a long list only what is in sight is read, wherever one scrolls.
func TestLongListReadsWhatIsInSight(t *testing.T) {
	s := newStage(t, true).unlock().many(5000)
	k := s.clerk
	list := s.u.frame.list
	s.u.show(list)
	k.Sees("5.000 permohonan")
	s.desk.rowsRead = 0
	list.rows.list.ScrollTo(4000)
	k.Wait().Wait()
	if r, ok := list.win.loaded(4000); !ok || r.ID == "" {
		t.Fatal("the rows that came into sight were not read")
	}
	if s.desk.rowsRead > 3*pieceRows {
		t.Fatalf("%d rows were read for one screen", s.desk.rowsRead)
	}
	list.rows.list.TypedShortcut(&fyne.ShortcutSelectAll{})
	k.Sees("5.000 ditandai")
}

// BenchmarkKeyOverManyRows is a key press in the field over 100,000 requests
// until the rows are written, without the wait after a key.
func BenchmarkKeyOverManyRows(b *testing.B) {
	s := newStage(b, true).unlock().many(100_000)
	list := s.u.frame.list
	s.u.show(list)
	s.clerk.Wait()
	s.u.focus(list.find)
	typed := "misnati sku minggu ini belum dicetak"
	n := 0
	for b.Loop() {
		if n%len(typed) == 0 {
			list.find.SetText("")
		}
		list.find.TypedRune(rune(typed[n%len(typed)]))
		s.clock.Settle()
		n++
	}
}
