//go:build cups

package printer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"testing"

	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// samplePages are the documents that are printed for real: a letter with logo,
// code and signature on each sheet, and a book in landscape. Both systems make
// the same ones.
func samplePages(t *testing.T) (map[string]letter.Document, *letter.Press) {
	t.Helper()
	var faces letter.Faces
	faces.Regular, faces.Bold, faces.Italic, faces.BoldItalic = assets.Serif()
	press, err := letter.New(faces)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := fs.ReadFile(assets.Services(), "sku.json")
	if err != nil {
		t.Fatal(err)
	}
	var s kampung.Service
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	office := kampung.Office{Village: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi",
		Provinsi: "Jawa Timur", Address: "Jl. Contoh No. 1", UnitCode: "429.511.01", Paper: "F4",
		Signers: []kampung.Signer{{Key: "kades", Name: "SUGENG CONTOH", Title: "Kepala Desa", As: kampung.SignHead}}}
	day := kampung.Date{Year: 2026, Month: 11, Day: 23}
	r := kampung.SampleRequest(s, office, day)
	r.State, r.Code = kampung.StateApproved, "SK1:35100520012026:CONTOH:0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	docs := map[string]letter.Document{}
	for _, p := range letter.Papers {
		d, err := press.Compose(s, r, letter.Options{Logo: sampleLogo(t), Paper: p.Name})
		if err != nil {
			t.Fatal(err)
		}
		docs[p.Name] = d
	}
	r.State = kampung.StateCancelled // with the outlines of its mark
	if docs["batal"], err = press.Compose(s, r, letter.Options{}); err != nil {
		t.Fatal(err)
	}
	book := kampung.Book{Title: "Agenda Surat", Period: kampung.Period{Year: 2026, Month: 11},
		Columns: []kampung.BookColumn{{Head: "Nomor"}, {Head: "Tanggal"}, {Head: "Perihal"}}}
	for i := range 60 {
		book.Rows = append(book.Rows, kampung.BookRow{Cells: []string{fmt.Sprint(i + 1), "23 November 2026", "Keterangan usaha nomor urut " + fmt.Sprint(i+1)}})
	}
	docs["buku"] = press.Book(book, letter.BookOptions{Office: kampung.LetterheadOf(office), Day: day})
	return docs, press
}

// sampleLogo is an invented coat of arms, with a part that lets the page through.
func sampleLogo(t *testing.T) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 120, 150))
	for y := range 150 {
		for x := range 120 {
			if (x-60)*(x-60)+(y-75)*(y-75) < 55*55 {
				img.SetNRGBA(x, y, color.NRGBA{R: 20, G: uint8(60 + y), B: 90, A: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
