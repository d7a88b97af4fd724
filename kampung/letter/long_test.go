package letter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"smartkampung/kampung"
)

// solid is a text without blanks, to find values that were wrapped or broken.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestTableGoesOnWithItsHead(t *testing.T) {
	s := service(t, "sktm")
	r := request(s)
	var rows []map[string]string
	for i := range 70 {
		rows = append(rows, map[string]string{"nama": fmt.Sprintf("ANAK%03dX", i), "nik": "3510055506120001", "hubungan": "Anak"})
	}
	raw, _ := json.Marshal(rows)
	r.Fields["tanggungan"] = string(raw)
	d := compose(t, s, r, Options{Logo: arms()})
	if len(d.Pages) < 2 {
		t.Fatalf("%d pages", len(d.Pages))
	}
	inside(t, d)
	words := d.Words()
	for i := range 70 {
		if strings.Count(words, fmt.Sprintf("ANAK%03dX", i)) != 1 {
			t.Errorf("row %d does not stand once", i)
		}
	}
	for i, pg := range d.Pages {
		text := Document{Pages: []Page{pg}}.Words()
		if strings.Contains(text, "ANAK") != strings.Contains(text, "Hubungan") {
			t.Errorf("page %d has rows and no head, or the reverse", i+1)
		}
		if !strings.Contains(text, fmt.Sprintf("%d dari %d", i+1, len(d.Pages))) {
			t.Errorf("page %d has no number", i+1)
		}
	}
	last := Document{Pages: d.Pages[len(d.Pages)-1:]}.Words()
	if !strings.Contains(last, "Demikian") || !strings.Contains(last, kades.Name) {
		t.Errorf("the signature stands without text:\n%s", last)
	}
	pdf, err := d.PDF(press())
	if err != nil {
		t.Fatal(err)
	}
	agrees(t, pdf, d)
	if *look != "" {
		for i := range d.Pages {
			writePNG(t, filepath.Join(*look, fmt.Sprintf("panjang-%d.png", i+1)), d.Image(press(), i, 60))
		}
	}
}

func TestLongLetterShrinksBeforeItTurns(t *testing.T) {
	s := service(t, "sku")
	r := request(s)
	sizes := map[float64]bool{}
	pages := 0
	for n := 0; n < 60; n++ {
		r.Fields["keperluan"] = strings.Repeat("keperluan yang panjang sekali ", n*3)
		d := compose(t, s, r, Options{})
		inside(t, d)
		for _, it := range d.Pages[0].Items {
			if tx, ok := it.(Text); ok && strings.HasPrefix(tx.Words, "Perempuan") {
				if len(d.Pages) == 1 {
					sizes[tx.Size] = true
				} else if tx.Size != 12 {
					t.Errorf("a letter of %d pages is set in %g pt", len(d.Pages), tx.Size)
				}
			}
		}
		if len(d.Pages) < pages {
			t.Errorf("%d repeats: pages fell from %d to %d", n, pages, len(d.Pages))
		}
		pages = len(d.Pages)
	}
	if !sizes[12] || !sizes[11] || pages < 2 {
		t.Errorf("sizes %v, %d pages", sizes, pages)
	}
}

// value draws what a clerk may type: words, long words, marks, odd letters.
func value() *rapid.Generator[string] {
	word := rapid.OneOf(
		rapid.StringMatching(`[A-Za-z0-9.,/'{}()-]{1,12}`),
		rapid.StringMatching(`[A-Z]{30,140}`),
		rapid.SampledFrom([]string{"Jl.", "Ñandú", "—", "“dikutip”", "RT", "001/002", "a\u0301", "é", "{nama}", "%d", "\\", "(", ")"}),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(word, 0, 25).Draw(t, "words"), rapid.SampledFrom([]string{" ", "  ", "\n"}).Draw(t, "blank"))
	})
}

// anyFilling fills a request with any values and returns those that the letter
// must show.
func anyFilling(t *rapid.T, s kampung.Service, r *kampung.Request) []string {
	var want []string
	at := placesOf(s)
	sure := at.sure
	put := func(to *string, name string, printed bool) {
		*to = value().Draw(t, name)
		if printed {
			want = append(want, *to)
		}
	}
	put(&r.Applicant.Name, "nama", sure["nama"])
	put(&r.Applicant.Job, "pekerjaan", sure["pekerjaan"])
	put(&r.Applicant.Address, "alamat", sure["alamat"] || sure["alamat_lengkap"])
	put(&r.Office.Address, "kantor", !s.Bare) // a bare letter has no letterhead
	// The settings take a signer's name of one line and at most 100 letters
	// ([kampung.CheckOffice]); the block it stands in is never divided.
	signer := []rune(kampung.FoldSpace(value().Draw(t, "penandatangan")))
	r.Signer.Name = strings.TrimSpace(string(signer[:min(len(signer), 100)]))
	put(&r.Number, "nomor", !s.Unnumbered || sure["nomor"])
	r.Applicant.Sex = rapid.SampledFrom([]string{"Laki-laki", "Perempuan"}).Draw(t, "jenis_kelamin")
	r.Applicant.BirthDate.Year = rapid.IntRange(1920, 2026).Draw(t, "tahun_lahir")
	for _, f := range s.Fields {
		if f.Key == kampung.CamatField || f.Type == kampung.FieldBool { // steers, and does not stand there
			continue
		}
		r.Fields[f.Key] = anyValue(t, f, put)
		if f.Type != kampung.FieldText && f.Type != kampung.FieldTable {
			shown := kampung.PrintField(f, r.Fields[f.Key])
			if f.Type == kampung.FieldDate && !at.word[f.Key] { // in boxes only
				shown = strings.ReplaceAll(digits(parseDate(r.Fields[f.Key])), "-", "")
			}
			want = append(want, shown)
		}
	}
	if officeSigns(s, *r) {
		want = append(want, r.Signer.Name)
	}
	return want
}

// anyValue draws a field's stored value; texts are handed to put.
func anyValue(t *rapid.T, f kampung.Field, put func(to *string, name string, printed bool)) (v string) {
	if f.Type != kampung.FieldText && f.Type != kampung.FieldTable && rapid.Bool().Draw(t, f.Key+" kosong") {
		return ""
	}
	switch f.Type {
	case kampung.FieldText:
		put(&v, f.Key, true)
	case kampung.FieldTable:
		var rows []map[string]string
		for range rapid.IntRange(0, 40).Draw(t, "rows") {
			v := ""
			put(&v, f.Columns[0].Key, true)
			rows = append(rows, map[string]string{f.Columns[0].Key: v})
		}
		raw, _ := json.Marshal(rows)
		v = string(raw)
	case kampung.FieldChoice:
		v = rapid.SampledFrom(f.Choices).Draw(t, f.Key)
	case kampung.FieldDate:
		v = kampung.AddDays(kampung.Date{Year: 1920, Month: 1, Day: 1}, rapid.IntRange(0, 40000).Draw(t, f.Key)).ISO()
	case kampung.FieldTime:
		v = fmt.Sprintf("%02d:%02d", rapid.IntRange(0, 23).Draw(t, f.Key), rapid.IntRange(0, 59).Draw(t, f.Key))
	case kampung.FieldNIK:
		v = rapid.StringMatching(`[1-9][0-9]{15}`).Draw(t, f.Key)
	default:
		v = fmt.Sprint(rapid.IntRange(1, 9999999).Draw(t, f.Key))
	}
	return v
}

func TestAnyFillingIsPrintedWhole(t *testing.T) {
	services := catalogue().Services()
	rapid.Check(t, func(t *rapid.T) {
		s := services[rapid.IntRange(0, len(services)-1).Draw(t, "service")]
		r := request(s)
		r.Office.Paper = rapid.SampledFrom([]string{"F4", "A4", "F4-210"}).Draw(t, "paper")
		r.Office.Kelurahan = rapid.Bool().Draw(t, "kelurahan")
		r.State = rapid.SampledFrom([]kampung.State{kampung.StateApproved, kampung.StateChecked, kampung.StateCancelled}).Draw(t, "state")
		r.Signer.As = rapid.SampledFrom([]kampung.SignAs{kampung.SignHead, kampung.SignAN, kampung.SignUB, kampung.SignPlt}).Draw(t, "as")
		want := anyFilling(t, s, &r)
		d, err := press().Compose(s, r, Options{})
		if err != nil {
			t.Fatal(err)
		}
		inside(t, d)
		// A value may go on behind a page's end, so the lines in the margins
		// are left out.
		var b strings.Builder
		for _, pg := range d.Pages {
			for _, it := range pg.Items {
				if tx, ok := it.(Text); ok && tx.Size != 9 {
					b.WriteString(tx.Words)
				}
			}
		}
		got := solid(b.String())
		left := map[rune]int{}
		for _, r := range got {
			left[r]++
		}
		for _, v := range want {
			v = press().clean(v, nil)
			for _, r := range solid(v) {
				if left[r]--; left[r] < 0 {
					t.Fatalf("%s: %q of %q is lost", s.Key, r, v)
				}
			}
			for _, word := range strings.Fields(v) {
				if !strings.Contains(got, word) && len(word) <= 12 {
					t.Fatalf("%s: %q of %q is lost", s.Key, word, v)
				}
			}
		}
	})
}

// A value that stands in one column alone is found whole even when its words
// are broken over lines.
func TestUnbreakableWordIsBroken(t *testing.T) {
	s := service(t, "sku")
	r := request(s)
	long := strings.Repeat("W", 150) + strings.Repeat("i", 150)
	r.Applicant.Job, r.Fields["keperluan"], r.Applicant.Name = long, long, long
	d := compose(t, s, r, Options{})
	inside(t, d)
	if n := strings.Count(solid(d.Words()), long); n != 3 {
		t.Errorf("the word stands whole %d times", n)
	}
}

// rendered is the first page as poppler draws it, or nil without poppler.
func rendered(t *testing.T, pdf []byte, dpi int) image.Image {
	t.Helper()
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		return nil
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "a.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(tool, "-r", fmt.Sprint(dpi), "-png", "-singlefile", file, filepath.Join(dir, "a")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	f, err := os.Open(filepath.Join(dir, "a.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// The screen shows what the paper gets: both pictures carry their ink in the
// same places.
func TestScreenAgreesWithPaper(t *testing.T) {
	const dpi, cell = 100, 10
	for _, key := range []string{"sku", "kematian"} {
		s := service(t, key)
		r := request(s)
		if key == "kematian" {
			r.State = kampung.StateChecked
		}
		d := compose(t, s, r, Options{Logo: arms()})
		pdf, err := d.PDF(press())
		if err != nil {
			t.Fatal(err)
		}
		paper := rendered(t, pdf, dpi)
		if paper == nil {
			t.Skip("pdftoppm is not here")
		}
		screen := d.Image(press(), 0, dpi)
		far := 0
		b := screen.Bounds().Intersect(paper.Bounds())
		for y := 0; y+cell <= b.Dy(); y += cell {
			for x := 0; x+cell <= b.Dx(); x += cell {
				if dp, ds := ink8(paper, x, y, cell), ink8(screen, x, y, cell); dp-ds > 0.2 || ds-dp > 0.2 {
					far++
				}
			}
		}
		if far > 3 {
			t.Errorf("%s: %d places differ", key, far)
		}
	}
}

// ink8 is how dark a cell of a picture is, 0 to 1.
func ink8(img image.Image, x, y, n int) float64 {
	sum := 0.0
	for dy := range n {
		for dx := range n {
			r, g, b, _ := img.At(x+dx, y+dy).RGBA()
			sum += 1 - float64(r+g+b)/(3*0xffff)
		}
	}
	return sum / float64(n*n)
}

func writePNG(t *testing.T, file string, img image.Image) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// One press serves the window and the printer at once.
func TestPressServesManyAtOnce(t *testing.T) {
	s := service(t, "sktm")
	r := request(s)
	want, err := compose(t, s, r, Options{Logo: arms()}).PDF(press())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			r := r
			if i%2 == 1 {
				r.Code = fmt.Sprint("SK1/", i)
			}
			d, err := press().Compose(s, r, Options{Logo: arms()})
			if err != nil {
				t.Error(err)
				return
			}
			d.Image(press(), 0, 60+float64(i))
			if got, err := d.PDF(press()); err != nil || i%2 == 0 && !bytes.Equal(got, want) {
				t.Errorf("the letter differs, %v", err)
			}
		})
	}
	wg.Wait()
}
