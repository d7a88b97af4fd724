package kampung

import (
	"strconv"
	"strings"
	"unicode"
)

// nikBreaks are the places after which the eye gets a blank in a NIK or KK
// number: region, day, serial, as the number is built.
var nikBreaks = []int{6, 12}

// nikLabels is what people copy along with a number.
var nikLabels = []string{"nomor", "kartu", "keluarga", "no", "nik", "nkk", "kk", "ktp", "el", ":", "=", "#", "(", ")", "/"}

// ReadNIK finds a NIK or KK number in what was typed or pasted: blanks of every
// kind, dots and dashes go as by [CleanNIK], a label in front ("NIK: …",
// "No. KK …") goes too, and of a longer text its only run of 16 digits is
// taken. What cannot be read stays, so that [CheckNIK] can name it.
func ReadNIK(s string) string {
	bare := CleanNIK(s)
	if bare == "" || allDigits(bare) {
		return bare
	}
	runs := strings.FieldsFunc(bare, func(r rune) bool { return r < '0' || r > '9' })
	whole := ""
	for _, run := range runs {
		if len(run) == 16 && whole == "" {
			whole = run
		} else if len(run) == 16 {
			return bare // two numbers: a person has to say which
		}
	}
	if whole != "" {
		return whole
	}
	if rest := dropLabels(bare); allDigits(rest) {
		return rest
	}
	return bare
}

// dropLabels takes the words of [nikLabels] off the front of a text.
func dropLabels(s string) string {
	for {
		before := s
		for _, l := range nikLabels {
			if len(s) >= len(l) && strings.EqualFold(s[:len(l)], l) {
				s = s[len(l):]
			}
		}
		if s == before {
			return s
		}
	}
}

// GroupNIK writes a NIK or KK number in its groups for the eye, "351005 170890
// 0002", also while it is not whole; a text with anything but digits stays.
func GroupNIK(s string) string {
	grouped, _ := TypeNIK(s, 0)
	return grouped
}

// TypeNIK is [GroupNIK] for a number that is being typed: caret is the place of
// the caret in s, in characters, and comes back behind the same digit.
func TypeNIK(s string, caret int) (string, int) {
	digits := ReadNIK(s)
	if !allDigits(digits) {
		return s, caret
	}
	before := 0
	for i, r := range []rune(s) {
		if i < caret && r >= '0' && r <= '9' {
			before++
		}
	}
	if before > len(digits) {
		before = len(digits)
	}
	var b strings.Builder
	at := before
	for i, r := range digits {
		for _, brk := range nikBreaks {
			if i == brk {
				b.WriteByte(' ')
				if i < before {
					at++
				}
			}
		}
		b.WriteRune(r)
	}
	return b.String(), at
}

// SkipGap returns where the caret has to stand so that Backspace (back) or
// Delete takes a digit and not the blank between two groups, which would come
// back at once.
func SkipGap(s string, caret int, back bool) int {
	runes := []rune(s)
	for back && caret > 0 && caret <= len(runes) && runes[caret-1] == ' ' {
		caret--
	}
	for !back && caret >= 0 && caret < len(runes) && runes[caret] == ' ' {
		caret++
	}
	return caret
}

// FormatPhone writes a mobile number as it is read aloud, "0812-3456-7890", from
// any of the ways that [CheckPhone] takes. A landline keeps the clerk's own
// grouping, for the length of its area code is not known here, and so does what
// is no phone number.
func FormatPhone(s string) string {
	normal := NormalPhone(s)
	if !strings.HasPrefix(normal, "+628") {
		return FoldSpace(s)
	}
	n := "0" + normal[3:]
	return n[:4] + "-" + n[4:8] + "-" + n[8:]
}

// ParseRTRW reads RT and RW as people write them together: "3/2", "003/002",
// "RT 3 RW 2", "rt.03/rw.02", "3 2". One number is the RT alone. The third
// result is the problem in Indonesian, or "".
func ParseRTRW(s string) (rt, rw, problem string) {
	runs := strings.FieldsFunc(strings.ToUpper(FoldSpace(s)), func(r rune) bool {
		return !unicode.IsDigit(r) && (!unicode.IsLetter(r) || strings.ContainsRune("RTW", r))
	})
	if len(runs) == 0 {
		return "", "", ""
	}
	if len(runs) > 2 {
		return "", "", "RT/RW belum terbaca. Tulis seperti 003/002."
	}
	if rt, problem = ParseRT(runs[0]); problem == "" && len(runs) == 2 {
		rw, problem = ParseRT(runs[1])
	}
	if problem != "" {
		return "", "", problem
	}
	return rt, rw, ""
}

// EchoDate says in words which day was understood, "" for none.
func EchoDate(typed string, today Date) string {
	d, problem := ParseDate(typed, today)
	if problem != "" {
		return ""
	}
	return FormatDate(d)
}

// EchoAmount says in words which amount was understood: "satu juta lima ratus
// ribu rupiah"; "" for none and for nothing.
func EchoAmount(typed string) string {
	n, problem := ParseAmount(typed)
	if problem != "" || n == 0 {
		return ""
	}
	return Terbilang(n) + " rupiah"
}

// EchoNIK says of a NIK how far it is, and of a whole one what it tells about
// its holder: "Perempuan, lahir 17 Agustus 1990". It is "" for nothing and for
// what is no NIK.
func EchoNIK(typed string, today Date) string {
	nik := ReadNIK(typed)
	info, problem := ParseNIK(nik, today)
	switch {
	case problem != "":
		return EchoSixteen(typed)
	case info.Birth.IsZero():
		return ""
	}
	return PrintLabel(TableSex, info.Sex) + ", lahir " + FormatDate(info.Birth)
}

// EchoSixteen says how many of the 16 digits of a number stand there, "" for
// none, for all and for what is no number.
func EchoSixteen(typed string) string {
	n := len(ReadNIK(typed))
	if n == 0 || n >= 16 || !allDigits(ReadNIK(typed)) {
		return ""
	}
	return strconv.Itoa(n) + " dari 16 angka"
}
