package kampung

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FoldSpace trims a text and makes every run of blanks in it, of whatever kind,
// one space. Invisible characters and a spreadsheet's leading apostrophe go.
func FoldSpace(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 1 && s[0] == '\'' {
		return strings.TrimSpace(s[1:])
	}
	return s
}

// FoldLines folds the blanks of each line as [FoldSpace] and drops empty lines
// at the ends; inner lines stay.
func FoldLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i := range lines {
		lines[i] = FoldSpace(lines[i])
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// CleanName folds blanks and writes a name in capitals, as on the identity
// card, with straight apostrophes. An academic title keeps its letters in
// capitals too.
func CleanName(s string) string { return strings.ToUpper(straightQuotes.Replace(FoldSpace(s))) }

var straightQuotes = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "´", "'")

// maxName is the length of a name on the identity card by Permendagri 73/2022
// for new registrations; maxNameBox is what a form takes at all.
const (
	maxName    = 60
	maxNameBox = 100
)

// CheckName says in Indonesian why a name cannot be taken, or "": it is empty,
// has no letter, or is longer than any card. All else is a warning, because
// older names stay valid; see [NameWarnings].
func CheckName(name string) string {
	switch {
	case name == "":
		return "Nama belum diisi."
	case !strings.ContainsFunc(name, unicode.IsLetter):
		return "Nama belum berisi huruf. Tulis seperti pada KTP."
	case utf8.RuneCountInString(name) > maxNameBox:
		return "Nama terlalu panjang, paling banyak 100 huruf."
	}
	return ""
}

// NameWarnings tells what Permendagri 73/2022 would not take in a name that is
// registered today. It never stops a save.
func NameWarnings(name string) []string {
	var w []string
	if strings.ContainsFunc(name, func(r rune) bool {
		return !(r < utf8.RuneSelf && unicode.IsLetter(r)) && !strings.ContainsRune(" '.,-", r)
	}) {
		w = append(w, "Nama berisi angka atau tanda yang tidak lazim. Cocokkan dengan KTP.")
	}
	if utf8.RuneCountInString(name) > maxName {
		w = append(w, "Nama lebih dari 60 huruf. Cocokkan dengan KTP.")
	}
	return w
}

// CheckPhone says in Indonesian what is wrong with a phone number, or "". It
// takes mobile numbers (08…, 628…, +628…, 10–13 digits in the national form)
// and landlines with area code; an empty text is fine.
func CheckPhone(s string) string {
	if FoldSpace(s) == "" || NormalPhone(s) != "" {
		return ""
	}
	return "Nomor telepon belum benar. Tulis seperti 0812 3456 7890 atau kosongkan."
}

// NormalPhone returns a phone number as +62…, or "" when it is none. What was
// typed is kept and printed; this form is for comparing and for links.
func NormalPhone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune("-.()/'", r) {
			return -1
		}
		return r
	}, s)
	switch {
	case strings.HasPrefix(digits, "+62"):
		digits = "0" + strings.TrimPrefix(digits[3:], "0")
	case strings.HasPrefix(digits, "62"):
		digits = "0" + strings.TrimPrefix(digits[2:], "0")
	case strings.HasPrefix(digits, "8"):
		digits = "0" + digits // the spreadsheet ate the zero
	}
	if !allDigits(digits) || digits[0] != '0' || len(digits) < 2 || digits[1] == '0' {
		return ""
	}
	shortest := 8 // a landline with its area code
	if digits[1] == '8' {
		shortest = 10
	}
	if len(digits) < shortest || len(digits) > 13 {
		return ""
	}
	return "+62" + digits[1:]
}

// ParseRT reads an RT or RW as three digits: "3", "03", "RT 3", "3.0" and "003"
// are "003"; "", "-", "0" are "". The second result is the problem in
// Indonesian, or "".
func ParseRT(s string) (string, string) {
	t := strings.ToUpper(FoldSpace(s))
	t = strings.TrimPrefix(strings.TrimPrefix(t, "RT"), "RW")
	t = strings.TrimSuffix(strings.Trim(t, " .:-/"), ".0")
	t = strings.TrimLeft(t, "0")
	if t == "" {
		return "", ""
	}
	if !allDigits(t) || len(t) > 3 {
		return "", "RT/RW ditulis dengan paling banyak tiga angka, misalnya 003."
	}
	return strings.Repeat("0", 3-len(t)) + t, ""
}

// acronyms stay in capitals when a label or address is set in title case.
var acronyms = words("RT RW PNS TNI POLRI RI BUMN BUMD DPR DPRD DPD BPK MPR YME WNI WNA SD SLTP SLTA SMP SMA SMK TK SLB " +
	"PT CV UD KUD TPI RSUD KUA MI MTS MA BTN AL AD AU II III IV VI VII VIII IX XI XII")

// smalls stay in lower case inside a title.
var smalls = words("DAN DI KE DARI YANG ATAU UNTUK DENGAN")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// TitleCase sets a text of capitals as names of places and jobs print:
// "KARYAWAN BUMN" is "Karyawan BUMN", "PETANI/PEKEBUN" is "Petani/Pekebun",
// "DUSUN KRAJAN RT 003" is "Dusun Krajan RT 003". Known abbreviations stay.
func TitleCase(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); {
		if !unicode.IsLetter(runes[i]) {
			b.WriteRune(runes[i])
			i++
			continue
		}
		j := i
		for j < len(runes) && (unicode.IsLetter(runes[j]) || runes[j] == '\'') {
			j++
		}
		word := strings.ToUpper(string(runes[i:j]))
		switch {
		case acronyms[word]:
			b.WriteString(word)
		case i > 0 && smalls[word]:
			b.WriteString(strings.ToLower(word))
		default:
			lower := []rune(strings.ToLower(word))
			b.WriteRune(unicode.ToUpper(lower[0]))
			b.WriteString(string(lower[1:]))
		}
		i = j
	}
	return b.String()
}

// Initials returns up to two letters that stand for a name: "SITI AMINAH" is
// "SA". Titles before the name ("H.", "Drs.") are left out when more follows.
func Initials(name string) string {
	var long, all []rune
	for _, w := range strings.Fields(name) {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsLetter(r) {
			continue
		}
		all = append(all, unicode.ToUpper(r))
		if !strings.HasSuffix(w, ".") {
			long = append(long, unicode.ToUpper(r))
		}
	}
	if len(long) == 0 {
		long = all
	}
	return string(long[:min(2, len(long))])
}
