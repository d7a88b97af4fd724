package desk

import (
	"errors"
	"os"
	"strings"

	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// CheckLetter checks the code of a letter of any village of the regency, without
// a line. what is the code's text, with or without an address before it, or the
// path of a photo or scan (JPEG, PNG). Errors have words for the clerk; a code
// that is not right is no error.
func (d *Desk) CheckLetter(what string) (kampung.CheckedLetter, error) {
	text := strings.TrimSpace(what)
	if !isCode(text) {
		if _, err := os.Stat(text); err == nil {
			return d.CheckLetterPhoto(text)
		}
		if looksLikePath(text) {
			return kampung.CheckedLetter{}, Words(os.ErrNotExist)
		}
	}
	return d.checkCode(text)
}

func isCode(text string) bool {
	return len(text) < 1<<16 && strings.Contains(strings.ToUpper(text), kampung.LetterCodePrefix)
}

// looksLikePath reports whether a text is meant as a file that is not there.
func looksLikePath(text string) bool {
	lower := strings.ToLower(text)
	for _, end := range []string{".jpg", ".jpeg", ".png"} {
		if strings.HasSuffix(lower, end) {
			return true
		}
	}
	return false
}

// CheckLetterPhoto is CheckLetter for a photo or scan.
func (d *Desk) CheckLetterPhoto(path string) (kampung.CheckedLetter, error) {
	data, err := ReadFile(path, letter.MaxPhoto)
	if err != nil {
		return kampung.CheckedLetter{}, err
	}
	text, err := letter.ReadQR(data, isCode)
	switch {
	case errors.Is(err, letter.ErrPhoto):
		return kampung.CheckedLetter{}, &kampung.Trouble{What: "Berkas ini bukan foto JPEG atau PNG yang dapat dibaca, atau gambarnya terlalu besar. Tidak ada yang berubah.",
			Next: "Ambil foto baru dengan ukuran biasa, atau tempel tulisan dari kodenya.", Err: err}
	case err != nil:
		return kampung.CheckedLetter{}, &kampung.Trouble{What: "Kode QR surat tidak ditemukan pada gambar ini. Tidak ada yang berubah.",
			Next: "Foto kodenya lebih dekat, terang dan tidak miring; pastikan seluruh kotaknya terlihat.", Err: err}
	}
	return d.checkCode(text)
}

func (d *Desk) checkCode(text string) (kampung.CheckedLetter, error) {
	if len(text) >= 1<<16 {
		text = ""
	}
	keys, at, err := d.LetterKeys()
	if err != nil {
		return kampung.CheckedLetter{}, Words(err)
	}
	found := kampung.CheckLetter(text, func(string) []kampung.DeviceKey { return keys }, func(c kampung.LetterCode) (r kampung.Register) {
		r, err = d.OwnRegister(c)
		return r
	})
	if err != nil {
		return kampung.CheckedLetter{}, Words(err)
	}
	out := kampung.CheckedLetter{Outcome: found.Outcome, ListAt: at}
	out.Head, out.Text = found.Words()
	if found.Outcome == kampung.CheckUnknown && at.IsZero() {
		out.Text = "Komputer ini belum punya daftar kunci dari kabupaten, jadi hanya surat dari kantor ini yang dapat diperiksa. Sambungkan sekali ke kabupaten, atau ambil tanda terima di USB, lalu periksa lagi."
	}
	if found.Genuine() {
		c := found.Code
		out.Number, out.Date, out.Initials = c.Number, c.Date, c.Initials
		out.Until, out.Listed, out.ReplacedBy = found.Key.Until, found.Listed, found.ReplacedBy
		out.Kind, out.Village = d.kindOf(c.Service), villageOf(c.Village)
	}
	return out, nil
}

// kindOf names a kind of letter.
func (d *Desk) kindOf(service string) string {
	if s, ok := d.Service(service); ok {
		return s.Name
	}
	return service
}

// villageOf names a village, or returns its code.
func villageOf(code string) string {
	regions, err := assets.Regions()
	if err != nil {
		return code
	}
	r, ok := regions.Village(code)
	if !ok {
		return code
	}
	what := "Desa "
	if r.Kelurahan {
		what = "Kelurahan "
	}
	return what + r.Name + ", Kecamatan " + r.Kecamatan
}
