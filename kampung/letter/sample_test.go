package letter

import (
	"bytes"
	"crypto/ed25519"
	"image"
	"image/color"
	"image/png"
	"math"
	"sync"
	"testing"

	"smartkampung/assets"
	"smartkampung/kampung"
)

// press is built once for all tests, as in the program.
var press = sync.OnceValue(func() *Press {
	r, b, i, bi := assets.Serif()
	p, err := New(Faces{Regular: r, Bold: b, Italic: i, BoldItalic: bi})
	if err != nil {
		panic(err)
	}
	return p
})

var catalogue = sync.OnceValue(func() Catalogue {
	c, err := LoadCatalogue(assets.Services())
	if err != nil {
		panic(err)
	}
	return c
})

// service returns a service of the catalogue that the program ships.
func service(t testing.TB, key string) kampung.Service {
	t.Helper()
	s, ok := catalogue().Service(key)
	if !ok {
		t.Fatalf("no service %q", key)
	}
	return s
}

var kades = kampung.Signer{Key: "kades", Name: "H. Slamet Riyanto, S.Sos.", Title: "Kepala Desa", As: kampung.SignHead}

// request is an invented request for the service with all its fields filled.
func request(s kampung.Service) kampung.Request {
	fields := map[string]string{
		"nama_usaha": "Warung Sembako Bu Tin", "keperluan": "Pengajuan KUR di BRI Unit Muncar",
		"jenis_usaha": "Perdagangan sembako", "alamat_usaha": "Dusun Krajan RT 002 RW 001", "sejak": "Maret 2015", "omzet": "7500000",
		"tanggungan": `[{"nama":"TOTOK PRASETYO","nik":"3510051203850002","hubungan":"Suami","pekerjaan":"Buruh tani"},{"nama":"DEWI ANGGRAINI","nik":"3510055506120001","hubungan":"Anak","pekerjaan":"Pelajar SMP"}]`,
		"id_dtks":    "35100520010123", "penghasilan": "900000",
		"alamat_domisili":   "Dusun Sidorejo RT 004 RW 002",
		"tanggal_meninggal": "2026-11-20", "jam_meninggal": "04:30", "tempat_meninggal": "RSUD Genteng", "sebab_meninggal": "Sakit biasa/tua",
		"yang_menerangkan": "Dokter", "pelapor_nama": "TOTOK PRASETYO", "pelapor_nik": "3510051203850002", "pelapor_alamat": "Dusun Krajan RT 002 RW 001", "hubungan_pelapor": "Suami",
		"saksi":      `[{"nama":"MISBAHUL MUNIR","nik":"3510050107700003","alamat":"Dusun Krajan RT 001 RW 001"},{"nama":"SITI AMINAH","nik":"","alamat":"Dusun Krajan RT 003 RW 001"}]`,
		"keterangan": "Melamar pekerjaan",
	}
	own := map[string]string{}
	for _, f := range s.Fields {
		own[f.Key] = fields[f.Key]
	}
	return kampung.Request{
		ID: "0198c1de-0000-7000-8000-000000000001", Service: s.Key, Number: "470/012/429.511.01/2026", Seq: 12, Year: 2026,
		Date: kampung.Date{Year: 2026, Month: 11, Day: 23}, State: kampung.StateApproved,
		Applicant: kampung.Person{Resident: "r1", NIK: "3510055708900002", KK: "3510051203100004", Name: "SRI WAHYUNINGTYAS", Sex: "Perempuan",
			BirthPlace: "Banyuwangi", BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, Religion: "Islam", Marital: "Kawin",
			Job: "Pedagang", Education: "SLTA/Sederajat", Citizenship: "WNI", Address: "Dusun Krajan RT 002 RW 001"},
		Fields: own, Signer: kades, Code: code,
		Office: kampung.Letterhead{Village: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi",
			Provinsi: "Jawa Timur", Address: "Jalan Raya Sumberberas Nomor 45", Phone: "(0333) 590001", Email: "desa@sumberberas.example", Postal: "68472", Paper: "F4", Head: kades},
	}
}

// code is a verification text as the desk makes it.
var code = kampung.SignLetterCode(kampung.LetterCode{
	Village: "35.10.05.2001", Number: "470/012/429.511.01/2026", Date: kampung.Date{Year: 2026, Month: 11, Day: 23},
	Service: "sku", Initials: "SW", NIK: "3510055708XXXXXX",
}, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32)))

// arms is a picture in the place of a coat of arms.
var arms = sync.OnceValue(func() []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 200, 250))
	for y := range 250 {
		for x := range 200 {
			if d := math.Hypot(float64(x-100)/95, float64(y-125)/120); d < 1 {
				img.Set(x, y, color.NRGBA{uint8(200 * d), uint8(120 + 60*d), 60, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
})

func compose(t testing.TB, s kampung.Service, r kampung.Request, o Options) Document {
	t.Helper()
	d, err := press().Compose(s, r, o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
