package kampung

import (
	"encoding/json"
	"strings"
	"testing"
)

var sku = Service{Key: "sku", Name: "Surat Keterangan Usaha", OldCode: "500", NewCode: "500.2.2.4", Signer: "sekdes", MinAge: 17,
	Fields:       []Field{{Key: "nama_usaha", Label: "Nama usaha", Type: FieldText, Required: true}, {Key: "omzet", Label: "Omzet", Type: FieldAmount}},
	Requirements: []Requirement{{"rt", "Pengantar RT", NeedIfAny}, {"ktp", "Fotokopi KTP", NeedAlways}, {"kk", "Fotokopi KK", NeedAlways}}}

var sumberberas = func() Office {
	o := NewOffice(Region{"35.10.05.2001", "Sumberberas", "Muncar", "Kabupaten Banyuwangi", "Jawa Timur", false}, " Slamet  Riyadi ")
	o.UnitCode = "429.511.01"
	return o
}()

func draftOf() Draft {
	return Draft{ID: "d1", Service: "sku", Applicant: PersonOf(misnati), Fields: map[string]string{"nama_usaha": "TOKO MAJU", "omzet": "1,5 juta"}, Shown: []string{"kk", "ktp"}}
}

func TestCompose(t *testing.T) {
	b, p := Compose(draftOf(), sku, sumberberas, today)
	if p != nil {
		t.Fatal(p)
	}
	if b.Fields["omzet"] != "1500000" || b.Date != today || strings.Join(b.Shown, " ") != "ktp kk" || b.Signer.Key != "kades" || b.Office.Head.Name != "Slamet Riyadi" || b.Person.Name != "MISNATI" {
		t.Errorf("%+v", b)
	}
	if w := Warnings(b, sku, today); w != nil {
		t.Error(w)
	}
	o := sumberberas
	o.Signers = append(o.Signers, Signer{Key: "sekdes", Name: "Siti", Title: "Sekretaris Desa", As: SignAN})
	if b, _ := Compose(draftOf(), sku, o, today); b.Signer.Key != "sekdes" {
		t.Errorf("the service's usual signer signs where there is one, not %q", b.Signer.Key)
	}
	d := draftOf()
	d.Signer, d.Shown, d.Scans = "kades", nil, []Scan{{Requirement: "ktp", Name: "ktp.jpg", Type: "image/jpeg"}}
	b, p = Compose(d, sku, o, today)
	if p != nil || b.Signer.Key != "kades" || strings.Join(b.Shown, " ") != "ktp" {
		t.Errorf("%v %+v", p, b)
	}
	if w := Warnings(b, sku, today); len(w) != 1 || !strings.Contains(w[0], "Fotokopi KK") || strings.Contains(w[0], "RT") {
		t.Errorf("what is missing: %q", w)
	}
}

func TestComposeRefuses(t *testing.T) {
	d := Draft{Applicant: Person{NIK: "1"}, Fields: map[string]string{"usaha": "x"}, Shown: []string{"sim"}, Signer: "camat", Note: strings.Repeat("x", 1001),
		Scans: []Scan{{Name: "a.exe", Type: "application/x-dosexec"}, {Name: "b.jpg", Type: "image/jpeg", Size: 21 << 20}, {Name: "c.jpg", Type: "image/jpeg", Requirement: "sim"}}}
	_, p := Compose(d, sku, sumberberas, today)
	for _, f := range []string{"applicant.nama", "applicant.nik", "fields.nama_usaha", "fields.usaha", "shown", "signer", "note", "scans"} {
		if p.Of(f) == "" {
			t.Errorf("nothing said of %s: %v", f, p)
		}
	}
	if strings.Count(p.Of("scans"), "Lampiran") != 3 {
		t.Error(p.Of("scans"))
	}
	if _, p := Compose(draftOf(), sku, Office{}, today); !strings.Contains(p.Of("signer"), "Pengaturan") {
		t.Error(p)
	}
	if _, p := Compose(draftOf(), Service{}, sumberberas, today); p.Of("service") == "" {
		t.Error(p)
	}
}

func TestCheckApplicant(t *testing.T) {
	for status, ok := range map[int]bool{0: true, 1: true, 2: false, 3: false, 4: false, 6: false, 9: false} {
		p := CheckApplicant(Resident{Status: status})
		if (p == nil) != ok || !ok && !strings.Contains(p.Of("applicant"), PrintLabel(TableStatus, status)) {
			t.Errorf("status %d: %v", status, p)
		}
	}
}

func TestWarningsOfAge(t *testing.T) {
	b := RequestBody{Person: Person{Name: "ALI", BirthDate: Date{2010, 1, 1}}, Shown: []string{"ktp", "kk"}}
	if w := Warnings(b, sku, today); len(w) != 1 || !strings.Contains(w[0], "16 tahun") {
		t.Error(w)
	}
	b.Person.BirthDate = Date{}
	if w := Warnings(b, sku, today); w != nil {
		t.Errorf("an unknown age is no young age: %q", w)
	}
}

// TestFold tells the life of one request, entry by entry.
func TestFold(t *testing.T) {
	body, _ := Compose(draftOf(), sku, sumberberas, today)
	if p := NumberRequest(&body, sumberberas, sku, 12, ""); p != nil || body.Number != "500.2.2.4/012/429.511.01/2026" || body.Scope != "semua/2026" || body.Year != 2026 {
		t.Fatalf("%v %+v", p, body)
	}
	var r Request
	ApplyRequest(&r, Head{Subject: "r1", At: "2026-11-23T09:12:00+07:00", By: "siti"}, body)
	if r.ID != "r1" || r.By != "siti" || r.At.IsZero() || r.State != StateChecked || r.Number != body.Number || len(r.Steps) != 1 {
		t.Fatalf("%+v", r)
	}
	if p := MendRequest(&body, r); p == nil {
		t.Error("a checked request is read-only")
	}
	ApplyStep(&r, Head{At: "2026-11-23T09:20:00+07:00", By: "kades"}, StepBody{State: StateRefused, Reason: "alamat usaha belum ada"})
	if r.State != StateRefused || r.Reason == "" {
		t.Fatalf("%+v", r)
	}
	d := draftOf()
	d.Fields["nama_usaha"] = "TOKO BARU"
	mended, _ := Compose(d, sku, sumberberas, AddDays(today, 60))
	if p := MendRequest(&mended, r); p != nil || mended.Number != body.Number || mended.Date != today || !mended.Mends || mended.Scope != body.Scope {
		t.Fatalf("%v %+v", p, mended)
	}
	if other := mended; MendRequest(&other, Request{State: StateRefused, Service: "sktm"}) == nil {
		t.Error("the service of a number cannot change")
	}
	ApplyRequest(&r, Head{Subject: "r1", At: "2027-01-22T08:00:00+07:00", By: "budi"}, mended)
	if r.By != "siti" || r.Fields["nama_usaha"] != "TOKO BARU" || r.State != StateChecked || len(r.Steps) != 3 {
		t.Fatalf("%+v", r)
	}
	ApplyPrint(&r, PrintBody{Copies: 1})
	ApplyStep(&r, Head{By: "kades", At: "kemarin"}, StepBody{State: StateApproved, Code: "SK1/…"})
	ApplyPrint(&r, PrintBody{Copies: 2})
	if r.Prints != 2 || r.Code != "SK1/…" || !r.Steps[3].At.IsZero() {
		t.Fatalf("%+v", r)
	}
	ApplyStep(&r, Head{By: "kades"}, StepBody{State: StateCancelled, Reason: "keliru"})
	if r.Number != body.Number || r.Reason != "keliru" {
		t.Errorf("a cancelled letter keeps its number: %+v", r)
	}
}

func TestOffice(t *testing.T) {
	if p := CheckOffice(sumberberas); p != nil {
		t.Error(p)
	}
	if sumberberas.HeadTitle() != "Kepala Desa" || (Office{Kelurahan: true}).HeadTitle() != "Lurah" || (Office{Kelurahan: true}).Kind() != "Kelurahan" || sumberberas.Kind() != "Desa" {
		t.Error("titles")
	}
	bad := Office{Village: "35.10", NumberFormat: "[x]", NumberScope: "x", Paper: "A3", Logo: []byte("GIF89a"), Address: strings.Repeat("x", 201), Signers: []Signer{{}, {}}}
	p := CheckOffice(bad)
	for _, f := range []string{"village", "name", "kecamatan", "kabupaten", "provinsi", "number_format", "number_scope", "paper", "logo", "address", "signers.1.name", "signers.2.key", "signers.1.title", "signers.1.as"} {
		if p.Of(f) == "" {
			t.Errorf("nothing said of %s", f)
		}
	}
	o := sumberberas
	o.Logo = []byte("\x89PNG\r\n\x1a\n…")
	if p := CheckOffice(o); p != nil || len(LetterheadOf(o).Logo) != 64 || LetterheadOf(sumberberas).Logo != "" {
		t.Errorf("logo: %v %q", p, LetterheadOf(o).Logo)
	}
	for _, code := range []string{"", "35.10.05.20011", "3510052001", "35.10.05.200x", "35.10.05"} {
		if CheckVillageCode(code) == "" {
			t.Errorf("village code %q was taken", code)
		}
	}
}

// The letterhead keeps every field that a letter prints.
func TestLetterheadIsWhole(t *testing.T) {
	o := sumberberas
	o.Address, o.Phone, o.Email, o.Website, o.Postal, o.Kelurahan = "Jl. Raya 1", "0333", "a@b.id", "b.id", "68472", true
	b, err := json.Marshal(LetterheadOf(o))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{o.Village, o.Name, o.Kecamatan, o.Kabupaten, o.Provinsi, o.Address, o.Phone, o.Email, o.Website, o.Postal, o.Paper, "Slamet Riyadi", "kelurahan"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%q is missing in %s", want, b)
		}
	}
}

func TestClock(t *testing.T) {
	for day, ok := range map[Date]bool{{1970, 1, 1}: false, {2000, 1, 1}: false, {2024, 12, 31}: false, {2025, 1, 1}: true, {2086, 1, 1}: true} {
		if got := CheckClock(day); (got == "") != ok {
			t.Errorf("%v: %q", day, got)
		}
	}
}
