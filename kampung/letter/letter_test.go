package letter

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// look, when set, is a folder that TestLetters writes its letters to.
var look = flag.String("look", "", "folder to write letters to, for the eye")

// office changes a request to one of another office and signer.
func office(r kampung.Request, kelurahan bool, as kampung.SignAs) kampung.Request {
	if kelurahan {
		r.Office.Kelurahan, r.Office.Name, r.Office.Kecamatan = true, "Lateng", "Banyuwangi"
		r.Office.Address, r.Office.Postal = "Jalan Ikan Tombro Nomor 9", "68413"
		r.Office.Head = kampung.Signer{Key: "lurah", Name: "Dra. Endang Purwati", Title: "Lurah", NIP: "196905121995032004", Rank: "Penata Tingkat I", As: kampung.SignHead}
	}
	r.Signer = r.Office.Head
	switch as {
	case kampung.SignAN:
		r.Signer = kampung.Signer{Key: "sekdes", Name: "Bambang Hermanto, S.E.", Title: "Sekretaris " + villageKind(r.Office), NIP: "197805122007011012", As: as}
	case kampung.SignUB:
		r.Signer = kampung.Signer{Key: "kasi", Name: "Nur Hidayati", Title: "Kasi Pelayanan", NIP: "3510.05.2001.04", As: as}
	case kampung.SignPlt, kampung.SignPj:
		r.Signer.Name, r.Signer.Key, r.Signer.As = "Drs. Mulyono", "pejabat", as
	}
	return r
}

// letterCase is a letter that is compared word by word.
type letterCase struct {
	name, service, paper string
	kelurahan            bool
	as                   kampung.SignAs
	state                kampung.State
	logo                 bool
	// fields change the sample's; "applicant" makes the applicant another.
	fields map[string]string
}

// boy is an applicant who needs his parents' permit to marry.
const boy = "pemuda"

// cases are letters of both kinds of office in every form of signature, and
// those that read otherwise for other people. Each other service is added by
// [allCases] as the village's head signs it.
var cases = []letterCase{
	{"sku", "sku", "F4", false, kampung.SignHead, kampung.StateApproved, true, nil},
	{"sku_kelurahan", "sku", "A4", true, kampung.SignHead, kampung.StatePrinted, true, nil},
	{"sktm", "sktm", "F4", false, kampung.SignAN, kampung.StateHanded, true, nil},
	{"sktm_kelurahan", "sktm", "A4", true, kampung.SignUB, kampung.StateApproved, false, nil},
	{"domisili", "domisili", "F4-210", false, kampung.SignUB, kampung.StateChecked, true, nil},
	{"domisili_kelurahan", "domisili", "A4", true, kampung.SignAN, kampung.StateApproved, true, nil},
	{"kematian", "kematian", "F4", false, kampung.SignPj, kampung.StateApproved, true, nil},
	{"kematian_kelurahan", "kematian", "A4", true, kampung.SignHead, kampung.StateApproved, true, map[string]string{"lembar_data": "tidak"}},
	{"skck", "skck", "A4", false, kampung.SignPlt, kampung.StateCancelled, false, nil},
	{"skck_kelurahan", "skck", "F4", true, kampung.SignPlt, kampung.StateApproved, true, nil},
	{"n1_pemuda", "n1", "A4", true, kampung.SignHead, kampung.StateApproved, true, map[string]string{boy: "ya", "status_nikah": "Jejaka", "istri_ke": "",
		"terdahulu_nama": "", "terdahulu_ayah": "", "terdahulu_nik": "", "terdahulu_ttl": "", "terdahulu_agama": "", "terdahulu_pekerjaan": "", "terdahulu_alamat": "",
		"terdahulu_meninggal": "", "terdahulu_tempat_meninggal": "", "sebab_putus": "", "bukti_putus": "", "pasangan_nama": "DEWI ANGGRAINI", "kua": ""}},
	{"n1_izin_wali", "n1", "F4", false, kampung.SignHead, kampung.StateApproved, true, map[string]string{boy: "ya", "status_nikah": "Jejaka", "istri_ke": "",
		"terdahulu_nama": "", "terdahulu_ayah": "", "terdahulu_nik": "", "terdahulu_ttl": "", "terdahulu_agama": "", "terdahulu_pekerjaan": "", "terdahulu_alamat": "",
		"terdahulu_meninggal": "", "terdahulu_tempat_meninggal": "", "sebab_putus": "", "bukti_putus": "", "pasangan_nama": "DEWI ANGGRAINI", "kua": "", "izin_oleh": "Wali", "izin_wali_nama": "ABDUL ROKHIM",
		"izin_wali_nik": "3510050507700006", "izin_wali_ttl": "Jember, 5 Juli 1970", "izin_wali_pekerjaan": "Nelayan", "izin_wali_alamat": "Dusun Krajan RT 004 RW 001"}},
	{"kelahiran_ayah", "kelahiran", "A4", false, kampung.SignHead, kampung.StateApproved, true, map[string]string{boy: "ya", "hubungan_pelapor": "Ayah", "ibu_nama": "SITI FATIMAH",
		"ayah_nama": "", "ayah_nik": "", "ayah_tempat_lahir": "", "ayah_tanggal_lahir": "", "ayah_kewarganegaraan": "", "ayah_pekerjaan": "", "ayah_alamat": "", "saksi": ""}},
	{"cerai_rujuk_rujuk", "cerai_rujuk", "A4", false, kampung.SignHead, kampung.StateApproved, true, map[string]string{"permohonan": "Rujuk", "sebab": "Ingin membina rumah tangga kembali"}},
	{"suami_istri_belum_tercatat", "suami_istri", "A4", false, kampung.SignHead, kampung.StateApproved, true, map[string]string{"belum_tercatat": "ya", "buku_nikah": ""}},
	{"janda_duda_pria", "janda_duda", "A4", false, kampung.SignHead, kampung.StateApproved, true, map[string]string{boy: "ya", "pasangan_nama": "DEWI ANGGRAINI"}},
	{"nikah_non_muslim_pria", "nikah_non_muslim", "A4", false, kampung.SignHead, kampung.StateApproved, true, map[string]string{boy: "ya", "pasangan_nama": "DEWI ANGGRAINI", "lembar_data": ""}},
}

// allCases are the cases and each service that has none of its own name.
func allCases() []letterCase {
	all := slices.Clone(cases)
	for _, s := range catalogue().Services() {
		if !slices.ContainsFunc(cases, func(c letterCase) bool { return c.name == s.Key }) {
			all = append(all, letterCase{s.Key, s.Key, "F4", false, kampung.SignHead, kampung.StateApproved, true, nil})
		}
	}
	return all
}

func (c letterCase) request(s kampung.Service) kampung.Request {
	r := office(request(s), c.kelurahan, c.as)
	r.Office.Paper, r.State = c.paper, c.state
	for key, v := range c.fields {
		if key == boy {
			r.Applicant.Name, r.Applicant.Sex, r.Applicant.NIK = "TOTOK PRASETYO", "Laki-laki", "3510051203060002"
			r.Applicant.BirthDate = kampung.Date{Year: 2006, Month: 3, Day: 12}
			continue
		}
		r.Fields[key] = v
	}
	return r
}

func TestLetters(t *testing.T) {
	for _, c := range allCases() {
		t.Run(c.name, func(t *testing.T) {
			s := service(t, c.service)
			o := Options{}
			if c.logo {
				o.Logo = arms()
			}
			d := compose(t, s, c.request(s), o)
			most := 1 + len(s.Sheets)
			if c.service == "nikah_non_muslim" { // whose sheet holds two people with all their parents
				most++
			}
			if len(d.Pages) > most || len(d.Notes) != 0 {
				t.Errorf("%d pages for %d sheets, notes %q", len(d.Pages), most, d.Notes)
			}
			inside(t, d)
			golden(t, c.name, d.Words())
			pdf, err := d.PDF(press())
			if err != nil {
				t.Fatal(err)
			}
			agrees(t, pdf, d)
			if *look != "" {
				if err := os.WriteFile(filepath.Join(*look, c.name+".pdf"), pdf, 0o600); err != nil {
					t.Fatal(err)
				}
				writePNG(t, filepath.Join(*look, c.name+".png"), d.Image(press(), 0, 90))
			}
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("the letter reads\n%s\nwant\n%s", got, want)
	}
}

// agrees checks the file with the tools that are at hand: its structure with
// qpdf, and that pdftotext reads the very words of the page model.
func agrees(t *testing.T, pdf []byte, d Document) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "surat.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(pdf, []byte("/utf8")) || !bytes.Contains(pdf, []byte(subsetName)) {
		t.Error("a typeface does not say that it is cut to its letters")
	}
	if tool, err := exec.LookPath("qpdf"); err == nil {
		if out, err := exec.Command(tool, "--check", file).CombinedOutput(); err != nil {
			t.Errorf("qpdf: %v\n%s", err, out)
		}
	}
	if tool, err := exec.LookPath("pdftotext"); err == nil {
		out, err := exec.Command(tool, "-layout", "-enc", "UTF-8", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		got, want := strings.Fields(string(out)), strings.Fields(d.Words())
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("the file reads %q\nwant %q", got, want)
		}
	}
}

// inside checks that nothing leaves the margins and that no type of the letter
// is below 11 pt.
func inside(t interface {
	Helper()
	Errorf(string, ...any)
}, d Document) {
	t.Helper()
	const e = 0.01
	for i, pg := range d.Pages {
		for _, it := range pg.Items {
			x1, y1, x2, y2 := 0.0, 0.0, 0.0, 0.0
			switch it := it.(type) {
			case Text:
				x1, y1, x2, y2 = it.X, it.Y-it.Size*mmPerPoint*0.7, it.X+press().width(strings.TrimSuffix(it.Words, " "), it.Face, it.Size), it.Y
				if it.Y < marginTop || it.Y > d.Paper.H-marginBottom+2 { // the lines in the margins
					y1, y2 = max(y1, marginTop), min(y2, d.Paper.H-marginBottom)
				} else if it.Size < 11 && it.Size != captionPt {
					t.Errorf("page %d: %q is set in %g pt", i+1, it.Words, it.Size)
				}
			case Line:
				x1, y1, x2, y2 = it.X1, it.Y1, it.X2, it.Y2
			case Rect:
				x1, y1, x2, y2 = it.X, it.Y, it.X+it.W, it.Y+it.H
			case Picture:
				x1, y1, x2, y2 = it.X, it.Y, it.X+it.W, it.Y+it.H
			case Outline:
				for _, s := range it.Segments {
					if s.P[0][0] < 0 || s.P[0][0] > d.Paper.W || s.P[0][1] < 0 || s.P[0][1] > d.Paper.H {
						t.Errorf("page %d: the mark leaves the sheet", i+1)
						break
					}
				}
				continue
			}
			if x1 < marginLeft-e || x2 > d.Paper.W-marginRight+e || y1 < marginTop-e || y2 > d.Paper.H-marginBottom+e {
				t.Errorf("page %d: %#v leaves the margins", i+1, it)
			}
		}
	}
}

func TestSignatureForms(t *testing.T) {
	for _, c := range []struct {
		kelurahan bool
		as        kampung.SignAs
		want      string
	}{
		{false, kampung.SignHead, "Sumberberas, 23 November 2026|Kepala Desa Sumberberas,|H. Slamet Riyanto, S.Sos."},
		{false, kampung.SignAN, "Sumberberas, 23 November 2026|a.n. Kepala Desa Sumberberas|Sekretaris Desa,|Bambang Hermanto, S.E.|NIP. 197805122007011012"},
		{false, kampung.SignUB, "Sumberberas, 23 November 2026|a.n. Kepala Desa Sumberberas|Sekretaris Desa|u.b.|Kasi Pelayanan,|Nur Hidayati|NIPD. 3510.05.2001.04"},
		{false, kampung.SignPlt, "Sumberberas, 23 November 2026|Plt. Kepala Desa Sumberberas,|Drs. Mulyono"},
		{false, kampung.SignPj, "Sumberberas, 23 November 2026|Pj. Kepala Desa Sumberberas,|Drs. Mulyono"},
		{true, kampung.SignHead, "Lateng, 23 November 2026|Lurah Lateng,|Dra. Endang Purwati|Penata Tingkat I|NIP. 196905121995032004"},
		{true, kampung.SignAN, "Lateng, 23 November 2026|a.n. Lurah Lateng|Sekretaris Kelurahan,|Bambang Hermanto, S.E.|NIP. 197805122007011012"},
		{true, kampung.SignUB, "Lateng, 23 November 2026|a.n. Lurah Lateng|Sekretaris Kelurahan|u.b.|Kasi Pelayanan,|Nur Hidayati|NIPD. 3510.05.2001.04"},
		{true, kampung.SignPlt, "Lateng, 23 November 2026|Plt. Lurah Lateng,|Drs. Mulyono|Penata Tingkat I|NIP. 196905121995032004"},
	} {
		for _, s := range catalogue().Services() {
			r := office(request(s), c.kelurahan, c.as)
			r.Code = ""
			words := compose(t, s, r, Options{}).Words()
			want := strings.ReplaceAll(c.want, "|", "\n")
			if len(s.Signs)+len(s.Sheets)+len(s.Copies) > 0 {
				// Others sign too, and the day stands over one of them.
				if _, want, _ = strings.Cut(want, "\n"); officeSigns(s, r) && !strings.Contains(words, want) {
					t.Errorf("%s, %s: no signature reads %s:\n%s", s.Key, c.as, want, words)
				}
				continue
			}
			if s.Camat {
				// The camat's block is drawn after the signer's.
				words, _, _ = strings.Cut(words, "\nMengetahui,")
			}
			if !strings.HasSuffix(strings.TrimSpace(words), want) {
				t.Errorf("%s, %s: the signature does not read %s:\n%s", s.Key, c.as, c.want, words)
			}
		}
	}
}

// officeSigns reports whether the office has a place on the letter of this
// request.
func officeSigns(s kampung.Service, r kampung.Request) bool {
	return len(s.Signs) == 0 || slices.ContainsFunc(s.Signs, func(p kampung.SignPlace) bool {
		return p.Who == kampung.SignOffice && filling{s, r}.holds(p.If)
	})
}

func TestHeadThatActsIsNamedInAN(t *testing.T) {
	s := service(t, "sku")
	r := office(request(s), false, kampung.SignAN)
	r.Office.Head.As, r.Office.Head.Title = kampung.SignPj, "Pj. Kepala Desa Sumberberas"
	words := compose(t, s, r, Options{}).Words()
	for _, want := range []string{"a.n. Pj. Kepala Desa Sumberberas\nSekretaris Desa,", "ini Pj. Kepala Desa Sumberberas, Kecamatan"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing in\n%s", want, words)
		}
	}
}

func TestCamatSignsToo(t *testing.T) {
	s := service(t, "sktm")
	words := compose(t, s, request(s), Options{}).Words()
	if !strings.Contains(words, "Mengetahui,\nCamat Muncar,") {
		t.Errorf("the camat is missing:\n%s", words)
	}
}

func TestValuesAreLiteral(t *testing.T) {
	s := service(t, "sku")
	r := request(s)
	r.Applicant.Name = "{nik} {bukan} }{"
	r.Fields["keperluan"] = "{nama}"
	words := compose(t, s, r, Options{}).Words()
	for _, want := range []string{": {nik} {bukan} }{", "{nama}."} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing in\n%s", want, words)
		}
	}
}

func TestValidity(t *testing.T) {
	s := service(t, "sku")
	s.ValidDays = 0
	if words := compose(t, s, request(s), Options{}).Words(); strings.Contains(words, "berlaku sampai") {
		t.Errorf("a letter without end names one:\n%s", words)
	}
	s.ValidDays = 40
	s.Blocks = s.Blocks[:1] // a template that does not say it
	if words := compose(t, s, request(s), Options{}).Words(); !strings.Contains(words, "berlaku sampai dengan tanggal 2 Januari 2027.") {
		t.Errorf("the end is missing:\n%s", words)
	}
}

func TestCopiesFallbackAndCentre(t *testing.T) {
	s := service(t, "domisili")
	s.Copies = []string{"Camat {kecamatan}", strings.Repeat("Kepala Dinas yang bernama panjang ", 8)}
	s.Blocks = append(s.Blocks, kampung.Block{Text: "Tengah {tahun}", Center: true})
	r := request(s)
	r.Fields["alamat_domisili"] = " "
	r.Fields["keperluan"] = ""
	d := compose(t, s, r, Options{})
	inside(t, d)
	words := d.Words()
	for _, want := range []string{"Tembusan disampaikan kepada:\n1. Camat Muncar\n2. Kepala Dinas", "Alamat domisili : sesuai alamat tersebut di atas\n", "\nTengah 2026\n"} {
		if !strings.Contains(words, want) {
			t.Errorf("%q is missing in\n%s", want, words)
		}
	}
	if strings.Contains(words, "untuk keperluan") {
		t.Error("a paragraph with nothing to say stands there")
	}
}

// A person outside the register has the address that was typed, a registered
// one also the village that the register leaves out.
func TestAddress(t *testing.T) {
	s := service(t, "sku")
	r := request(s)
	r.Applicant.Resident, r.Applicant.NIK = "", ""
	r.Applicant.Address = "Jalan Melati 5, Denpasar"
	if words := compose(t, s, r, Options{}).Words(); !strings.Contains(words, "Alamat : Jalan Melati 5, Denpasar\n") || !strings.Contains(words, "NIK : -\n") {
		t.Errorf("the address is not as typed:\n%s", words)
	}
	r.Applicant.Resident, r.Applicant.Address = "r1", "Jalan Raya, Desa Sumberberas, Kecamatan Muncar"
	if words := compose(t, s, r, Options{}).Words(); strings.Count(words, "Desa Sumberberas, Kecamatan Muncar") != 2 {
		t.Errorf("the village stands twice in the address:\n%s", words)
	}
}

// Words that are not on this PC are not replaced by others.
func TestLetterWithoutItsWordsIsNotDrawn(t *testing.T) {
	s, r := service(t, "sku"), kampung.Request{}
	compose(t, s, r, Options{})
	r.OtherWords = true
	var trouble *kampung.Trouble
	if _, err := press().Compose(s, r, Options{}); !errors.As(err, &trouble) || trouble.Next == "" {
		t.Errorf("%v", err)
	}
}

func TestLetterWithoutNumberAndDate(t *testing.T) {
	for _, s := range catalogue().Services() {
		d := compose(t, s, kampung.Request{}, Options{})
		inside(t, d)
		if !s.Unnumbered && !strings.Contains(d.Words(), "Nomor: ....") || strings.Contains(d.Words(), "berlaku sampai dengan tanggal") {
			t.Errorf("%s:\n%s", s.Key, d.Words())
		}
		if pdf, err := d.PDF(press()); err != nil || !bytes.Contains(pdf, []byte("20000101")) {
			t.Errorf("%s: %v", s.Key, err)
		}
	}
}

func TestMarks(t *testing.T) {
	s := service(t, "skck")
	for state, mark := range map[kampung.State]string{
		"": "DRAF", kampung.StateDraft: "DRAF", kampung.StateChecked: "DRAF", kampung.StateVerified: "DRAF", kampung.StateRefused: "DRAF",
		kampung.StateApproved: "", kampung.StatePrinted: "", kampung.StateHanded: "", kampung.StateCancelled: "BATAL",
	} {
		r := request(s)
		r.State = state
		d := compose(t, s, r, Options{})
		_, marked := d.Pages[0].Items[0].(Outline)
		if marked != (mark != "") || mark != "" && !strings.Contains(d.Words(), mark+":") {
			t.Errorf("state %q: marked %v, want %q", state, marked, mark)
		}
		if code := slices.ContainsFunc(d.Pages[0].Items, func(it Item) bool { _, ok := it.(Rect); return ok }); code != signed(state) {
			t.Errorf("state %q: verification code drawn: %v", state, code)
		}
		if !strings.Contains(d.Words(), "Nomor: "+r.Number) {
			t.Errorf("state %q: the number is missing", state)
		}
	}
}

func TestSamePDFEachTime(t *testing.T) {
	s := service(t, "sktm")
	var all [][]byte
	for range 3 {
		pdf, err := compose(t, s, request(s), Options{Logo: arms()}).PDF(press())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pdf)
	}
	if !bytes.Equal(all[0], all[1]) || !bytes.Equal(all[1], all[2]) {
		t.Error("the same letter gives other bytes")
	}
}

func TestBadLogoDoesNotStopALetter(t *testing.T) {
	s := service(t, "sku")
	for name, logo := range map[string][]byte{"text": []byte("bukan gambar"), "cut": arms()[:200], "head only": arms()[:33]} {
		d := compose(t, s, request(s), Options{Logo: logo})
		if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "Gambar") {
			t.Errorf("%s: notes %q", name, d.Notes)
		}
		if _, err := d.PDF(press()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLettersOutsideTheTypefaceAreNamed(t *testing.T) {
	s := service(t, "sku")
	r := request(s)
	r.Applicant.Name = "NI\u0301A 😀 漢\u200b\x00"
	d := compose(t, s, r, Options{})
	if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "U+1F600") || !strings.Contains(d.Notes[0], "U+6F22") {
		t.Errorf("notes %q", d.Notes)
	}
	if !strings.Contains(d.Words(), "NÍA □ □\n") {
		t.Errorf("the name is lost:\n%s", d.Words())
	}
	if _, err := d.PDF(press()); err != nil {
		t.Error(err)
	}
}

func TestPapers(t *testing.T) {
	s := service(t, "sku")
	for name, want := range map[string][2]float64{"F4": {215, 330}, "A4": {210, 297}, "F4-210": {210, 330}, "": {215, 330}, "Letter": {215, 330}} {
		r := request(s)
		r.Office.Paper = name
		if d := compose(t, s, r, Options{}); d.Paper.W != want[0] || d.Paper.H != want[1] {
			t.Errorf("%q: %v", name, d.Paper)
		}
	}
	if d := compose(t, s, request(s), Options{Paper: "A4"}); d.Paper.Name != "A4" {
		t.Errorf("the option does not override: %v", d.Paper)
	}
}

// FuzzLogo gives a letterhead any bytes for its picture: the letter is laid out
// all the same, within bounds of size.
func FuzzLogo(f *testing.F) {
	s := service(f, "sku")
	f.Add(arms())
	f.Add(arms()[:40])
	f.Add([]byte("\xff\xd8\xff\xe0 bukan JPEG"))
	f.Fuzz(func(t *testing.T, logo []byte) {
		d, err := press().Compose(s, request(s), Options{Logo: logo})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.PDF(press()); err != nil {
			t.Fatal(err)
		}
	})
}
