package letter

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
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

// samples are invented values of fields: by key for every service, or by
// "service.key" where a service has another.
var samples = sync.OnceValue(func() map[string]string {
	data, err := os.ReadFile("testdata/isian.json")
	if err != nil {
		panic(err)
	}
	m := map[string]string{}
	if err := json.Unmarshal(data, &m); err != nil {
		panic(err)
	}
	return m
})

// sample is the invented value of a field.
func sample(s kampung.Service, key string) (string, bool) {
	if v, ok := samples()[s.Key+"."+key]; ok {
		return v, true
	}
	v, ok := samples()[key]
	return v, ok
}

// request is an invented request for the service with its fields filled.
func request(s kampung.Service) kampung.Request {
	own := map[string]string{}
	for _, f := range s.Fields {
		own[f.Key], _ = sample(s, f.Key)
	}
	marital, religion := "Kawin", "Islam"
	for key, to := range map[string]*string{"status_kawin": &marital, "agama": &religion} {
		if v, ok := sample(s, key); ok {
			*to = v
		}
	}
	return kampung.Request{
		ID: "0198c1de-0000-7000-8000-000000000001", Service: s.Key, Number: "470/012/429.511.01/2026", Seq: 12, Year: 2026,
		Date: kampung.Date{Year: 2026, Month: 11, Day: 23}, State: kampung.StateApproved,
		Applicant: kampung.Person{Resident: "r1", NIK: "3510055708900002", KK: "3510051203100004", Name: "SRI WAHYUNINGTYAS", Sex: "Perempuan",
			BirthPlace: "Banyuwangi", BirthDate: kampung.Date{Year: 1990, Month: 8, Day: 17}, Religion: religion, Marital: marital,
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
