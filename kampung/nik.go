package kampung

import (
	"strconv"
	"strings"
	"unicode"
)

// Sex codes, as in [TableSex].
const (
	Male   = 1
	Female = 2
)

// NIKInfo is what a NIK says about its holder: region of first registration,
// birth date, sex and serial. It is a hint only; the identity card wins.
type NIKInfo struct {
	Region string // kecamatan of first registration, "35.10.05"; never follows a move
	Birth  Date
	Sex    int // [Male] or [Female]
	Serial int // 1–9999
}

// CleanNIK drops what typing and spreadsheets put around the digits of a NIK
// or KK number: blanks of every kind, dots, dashes and a leading apostrophe.
// Everything else stays, so that [CheckNIK] can name it.
func CleanNIK(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(".-–_'’‘`", r):
			return -1
		}
		return r
	}, s)
}

// ParseNIK reads a NIK as PPKKCC DDMMYY SSSS, the day raised by 40 for women.
// The century is the latest one that does not put the birth after today. The
// text is the problem in Indonesian, or "" when the form is right. There is no
// checksum; whether the region exists is not asked, see [NIKWarnings].
func ParseNIK(nik string, today Date) (NIKInfo, string) {
	if p := CheckNIK(nik); p != "" {
		return NIKInfo{}, p
	}
	info := NIKInfo{Region: nik[:2] + "." + nik[2:4] + "." + nik[4:6], Sex: Male}
	day, month, yy := atoi(nik[6:8]), atoi(nik[8:10]), atoi(nik[10:12])
	if day > 40 {
		day, info.Sex = day-40, Female
	}
	info.Serial = atoi(nik[12:])
	century := today.Year / 100 * 100
	for _, c := range []int{century, century - 100, century - 200} {
		d := Date{c + yy, month, day}
		if d.Valid() && !today.Before(d) {
			info.Birth = d
			break
		}
	}
	return info, ""
}

// CheckNIK says in Indonesian what is wrong with the form of a NIK, or "". It
// wants 16 bare digits (see [CleanNIK]); a day that exists in 19YY or 20YY; and
// a serial from 0001.
func CheckNIK(nik string) string {
	if p := checkSixteen("NIK", nik); p != "" {
		return p
	}
	day, month, yy := atoi(nik[6:8]), atoi(nik[8:10]), atoi(nik[10:12])
	if day > 40 {
		day -= 40
	}
	switch {
	case nik[:2] == "00":
		return "NIK belum benar: dua angka pertama adalah kode provinsi dan tidak boleh 00. Periksa lagi pada KTP atau KK."
	case month < 1 || month > 12:
		return "NIK belum benar: angka ke-9 dan ke-10 adalah bulan lahir (01–12). Periksa lagi pada KTP atau KK."
	case day < 1 || day > 31:
		return "NIK belum benar: angka ke-7 dan ke-8 adalah tanggal lahir (01–31, perempuan 41–71). Periksa lagi pada KTP atau KK."
	case !(Date{1900 + yy, month, day}).Valid() && !(Date{2000 + yy, month, day}).Valid():
		return "NIK belum benar: tanggal lahir di dalamnya tidak ada di kalender. Periksa lagi pada KTP atau KK."
	case nik[12:] == "0000":
		return "NIK belum benar: empat angka terakhir mulai dari 0001. Periksa lagi pada KTP atau KK."
	}
	return ""
}

// CheckKK says in Indonesian what is wrong with the form of a family card
// number, or "". It is 6 digits of region, the day of recording (no +40) and a
// serial; the day is not refused, because cards with an odd one are in use, see
// [KKWarnings].
func CheckKK(kk string) string {
	if p := checkSixteen("Nomor KK", kk); p != "" {
		return p
	}
	switch {
	case kk[:2] == "00":
		return "Nomor KK belum benar: dua angka pertama adalah kode provinsi dan tidak boleh 00. Periksa lagi pada KK."
	case kk[12:] == "0000":
		return "Nomor KK belum benar: empat angka terakhir mulai dari 0001. Periksa lagi pada KK."
	}
	return ""
}

// NIKWarnings tells, in Indonesian, what about a well-formed NIK does not fit
// the typed birth date and sex, or looks unusual. These never stop a save:
// wrong NIKs exist, old regions stay valid, and the card wins. A zero birth or
// sex is not compared.
func NIKWarnings(nik string, birth Date, sex int, today Date) []string {
	info, p := ParseNIK(nik, today)
	if p != "" {
		return nil
	}
	var w []string
	if !knownProvince(nik[:2]) {
		w = append(w, "Kode wilayah NIK ("+info.Region+") belum dikenal. Cocokkan dengan KTP atau KK.")
	}
	if !birth.IsZero() {
		day := atoi(nik[6:8])
		if day > 40 {
			day -= 40
		}
		if day != birth.Day || atoi(nik[8:10]) != birth.Month || atoi(nik[10:12]) != birth.Year%100 {
			w = append(w, "Tanggal lahir tidak sama dengan yang ada di NIK. Cocokkan dengan KTP atau KK.")
		}
	}
	if (sex == Male || sex == Female) && sex != info.Sex {
		w = append(w, "Jenis kelamin tidak sama dengan yang ada di NIK. Cocokkan dengan KTP atau KK.")
	}
	return w
}

// KKWarnings is [NIKWarnings] for a family card number.
func KKWarnings(kk string) []string {
	if CheckKK(kk) != "" {
		return nil
	}
	var w []string
	if !knownProvince(kk[:2]) {
		w = append(w, "Kode wilayah nomor KK belum dikenal. Cocokkan dengan KK.")
	}
	day, month, yy := atoi(kk[6:8]), atoi(kk[8:10]), atoi(kk[10:12])
	if !(Date{2000 + yy, month, day}).Valid() && !(Date{1900 + yy, month, day}).Valid() {
		w = append(w, "Tanggal di dalam nomor KK tidak ada di kalender. Cocokkan dengan KK.")
	}
	return w
}

// MaskNIK hides the birth date of a NIK or KK number for lists, receipts and
// logs: "351005••••••0001". A text that is not 16 long is hidden whole.
func MaskNIK(nik string) string {
	if len(nik) != 16 {
		return strings.Repeat("•", min(len([]rune(nik)), 16))
	}
	return nik[:6] + "••••••" + nik[12:]
}

// checkSixteen says what keeps s from being 16 digits, without quoting it.
func checkSixteen(what, s string) string {
	if s == "" {
		return what + " belum diisi."
	}
	digits := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			if strings.ContainsAny(s, "eE") && strings.ContainsAny(s, "+,.") {
				return what + " berubah menjadi angka Excel (misalnya 3,51E+15). Ubah kolomnya menjadi teks dan ketik ulang."
			}
			return what + " hanya boleh berisi angka. Hapus huruf atau tanda lain."
		}
		digits++
	}
	if digits != 16 {
		return what + " harus 16 angka, sekarang " + strconv.Itoa(digits) + " angka."
	}
	return ""
}

// provinces are the province codes in use, and 54, which older cards carry.
const provinces = "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 54 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 97 "

func knownProvince(code string) bool { return strings.Contains(provinces, code+" ") }

// atoi reads digits that were checked before.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
