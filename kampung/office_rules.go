package kampung

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Papers are the paper sizes of letters, the usual one first: F4 is 215 × 330
// mm, A4 210 × 297, F4-210 the 210 × 330 that some printers call F4.
var Papers = []string{"F4", "A4", "F4-210"}

// maxLogo bounds the picture of the letterhead, in bytes.
const maxLogo = 512 << 10

// NewOffice is the office of a village as the first run proposes it, with its
// head as the only signer.
func NewOffice(r Region, head string) Office {
	o := Office{Village: r.Code, Name: r.Name, Kecamatan: r.Kecamatan, Kabupaten: r.Kabupaten, Provinsi: r.Provinsi, Kelurahan: r.Kelurahan,
		NumberFormat: DefaultNumberFormat, NumberScope: ScopeAll, Paper: Papers[0]}
	o.Signers = []Signer{{Key: "kades", Name: FoldSpace(head), Title: o.HeadTitle(), As: SignHead}}
	return o
}

// HeadTitle is the post of the head: "Kepala Desa" or "Lurah".
func (o Office) HeadTitle() string {
	if o.Kelurahan {
		return "Lurah"
	}
	return "Kepala Desa"
}

// Kind is "Desa" or "Kelurahan".
func (o Office) Kind() string {
	if o.Kelurahan {
		return "Kelurahan"
	}
	return "Desa"
}

// LetterheadOf is the office as a letter prints it, a snapshot.
func LetterheadOf(o Office) Letterhead {
	l := Letterhead{Practice: o.Practice, Village: o.Village, Name: o.Name, Kecamatan: o.Kecamatan, Kabupaten: o.Kabupaten, Provinsi: o.Provinsi, Kelurahan: o.Kelurahan,
		Address: o.Address, Phone: o.Phone, Email: o.Email, Website: o.Website, Postal: o.Postal, Paper: o.Paper, Head: o.Head()}
	if len(o.Logo) > 0 {
		sum := sha256.Sum256(o.Logo)
		l.Logo = hex.EncodeToString(sum[:])
	}
	return l
}

// CheckOffice tells all that is wrong with the settings of an office, by JSON
// key; a signer's at "signers.<place from 1>.name" and so on.
func CheckOffice(o Office) Problems {
	var ps Problems
	add := func(field, text string) {
		if text != "" {
			ps.Add(field, text)
		}
	}
	add("village", CheckVillageCode(o.Village))
	for _, f := range []struct{ key, label, value string }{{"name", "Nama desa/kelurahan", o.Name}, {"kecamatan", "Nama kecamatan", o.Kecamatan},
		{"kabupaten", "Nama kabupaten/kota", o.Kabupaten}, {"provinsi", "Nama provinsi", o.Provinsi}} {
		if FoldSpace(f.value) == "" {
			add(f.key, f.label+" belum diisi.")
		}
	}
	for _, f := range []struct{ key, value string }{{"name", o.Name}, {"kecamatan", o.Kecamatan}, {"kabupaten", o.Kabupaten}, {"provinsi", o.Provinsi},
		{"address", o.Address}, {"phone", o.Phone}, {"email", o.Email}, {"website", o.Website}, {"postal", o.Postal}, {"unit_code", o.UnitCode}} {
		if utf8.RuneCountInString(f.value) > maxText {
			add(f.key, tooLong(maxText))
		}
	}
	if strings.ContainsFunc(o.UnitCode, func(r rune) bool { return unicode.IsControl(r) || r == '{' || r == '}' }) {
		add("unit_code", "Kode unit memuat tanda yang tidak dapat dicetak pada nomor surat. Tulis seperti 429.511.01.")
	}
	ps = append(ps, CheckNumberFormat(o.NumberFormat)...)
	if !slices.Contains([]NumberScope{ScopeAll, ScopeService, ScopeClassification, ScopeMail}, o.NumberScope) {
		add("number_scope", "Pilih surat mana yang memakai satu urutan nomor: semua, layanan, klasifikasi atau agenda.")
	}
	if !slices.Contains(Papers, o.Paper) {
		add("paper", "Pilih kertas: "+strings.Join(Papers, ", ")+".")
	}
	add("logo", checkLogo(o.Logo))
	ps = append(ps, CheckStandard(o.Standard)...)
	return append(ps, checkSigners(o.Signers)...)
}

func checkLogo(logo []byte) string {
	png, jpeg := "\x89PNG\r\n\x1a\n", "\xff\xd8\xff"
	switch {
	case len(logo) == 0:
		return ""
	case len(logo) > maxLogo:
		return "Gambar lambang terlalu besar, paling besar 512 KB. Perkecil dulu gambarnya."
	case !strings.HasPrefix(string(logo[:min(8, len(logo))]), png) && !strings.HasPrefix(string(logo[:min(3, len(logo))]), jpeg):
		return "Gambar lambang harus PNG atau JPEG."
	}
	return ""
}

func checkSigners(signers []Signer) Problems {
	var ps Problems
	if len(signers) == 0 {
		ps.Add("signers", "Belum ada penanda tangan. Isi nama kepala desa atau lurah.")
	}
	seen := map[string]bool{}
	for i, s := range signers {
		field := func(key string) string { return fmt.Sprintf("signers.%d.%s", i+1, key) }
		if t := CheckName(FoldSpace(s.Name)); t != "" {
			ps.Add(field("name"), strings.Replace(t, "Nama", "Nama penanda tangan", 1))
		}
		if FoldSpace(s.Title) == "" {
			ps.Add(field("title"), "Jabatan penanda tangan belum diisi.")
		}
		if s.Key == "" || seen[s.Key] {
			ps.Add(field("key"), "Setiap penanda tangan perlu kunci sendiri.")
		}
		seen[s.Key] = true
		if !slices.Contains([]SignAs{SignHead, SignAN, SignUB, SignPlt, SignPj}, s.As) {
			ps.Add(field("as"), "Pilih cara tanda tangan: kepala, a.n., u.b., Plt. atau Pj.")
		}
	}
	return ps
}

// CheckVillageCode says in Indonesian what is wrong with the form of a
// Kemendagri code of a desa or kelurahan, "35.10.05.2001", or "".
func CheckVillageCode(code string) string {
	parts := strings.Split(code, ".")
	ok := len(parts) == 4
	for i, n := range []int{2, 2, 2, 4} {
		ok = ok && len(parts[i]) == n && allDigits(parts[i])
	}
	if code == "" {
		return "Desa atau kelurahan belum dipilih."
	}
	if !ok {
		return "Kode desa ditulis seperti 35.10.05.2001."
	}
	return ""
}
