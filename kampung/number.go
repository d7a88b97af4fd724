package kampung

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DefaultNumberFormat is the pattern of a new office: "470/012/429.511.08/2026".
const DefaultNumberFormat = "[kode]/[nomor 3]/[kode_desa]/[tahun]"

// NumberParts is what a letter number is made of.
type NumberParts struct {
	Code    string // classification code, "470" or "400.12.2.1"
	Seq     int    // the counter, from 1
	Suffix  string // printed right behind the counter; tells a second PC apart, "-B"
	Unit    string // the regency's unit code, "429.511.08"; may be empty
	Village string // Kemendagri code, stands in for Unit when that is empty
	Date    Date   // the letter's date, WIB
}

// NumberPartsOf gathers the parts of a letter of service s by office o.
func NumberPartsOf(o Office, s Service, seq int, suffix string, date Date) NumberParts {
	return NumberParts{Code: ClassificationCode(o, s), Seq: seq, Suffix: suffix, Unit: o.UnitCode, Village: o.Village, Date: date}
}

// ClassificationCode is the archive code that opens a letter number, in the
// family that the office prints; the other family when that one is empty.
func ClassificationCode(o Office, s Service) string {
	if o.OldCodes && s.OldCode != "" || s.NewCode == "" {
		return s.OldCode
	}
	return s.NewCode
}

var romans = [...]string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}

// RomanMonth returns I–XII, or "" outside 1–12.
func RomanMonth(month int) string {
	if month < 1 || month > 12 {
		return ""
	}
	return romans[month]
}

// numberKeys lists the parts of a pattern with their other names.
var numberKeys = map[string]string{
	"kode": "kode", "kode_surat": "kode", "klasifikasi": "kode", "kode_klasifikasi": "kode",
	"nomor": "nomor", "no": "nomor", "nomor_surat": "nomor", "no_surat": "nomor",
	"kode_desa": "kode_desa", "kode_unit": "kode_desa", "unit": "kode_desa",
	"bulan_romawi": "bulan_romawi", "bulan": "bulan", "tanggal": "tanggal",
	"tahun": "tahun", "tahun_2": "tahun_2", "akhiran": "akhiran",
}

// FormatNumber writes a letter number by the office's pattern. Parts stand in
// square brackets or braces, everything else prints as it is:
//
//	[kode]          classification code; also [kode_surat], [klasifikasi]
//	[nomor]         counter; [nomor 3], [nomor 3 digits] or [nomor, 3] pads with zeros
//	[akhiran]       mark of a second PC; where it is missing, a mark follows the counter
//	[kode_desa]     unit code of the regency, or the village code while it is not set
//	[bulan_romawi]  month I–XII     [bulan] month 01–12     [tanggal] day 01–31
//	[tahun]         year 2026       [tahun_2] year 26
//
// All shapes that offices use can be said so: "[kode]/[nomor 3]/PEM/[tahun]",
// "kode/[nomor]-Kel/[bulan_romawi]/[tahun]". A part that is not known is
// refused by its name, and a pattern without [nomor] is refused.
func FormatNumber(pattern string, p NumberParts) (string, Problems) {
	number, _, problems := formatNumber(pattern, p)
	return number, problems
}

// formatNumber also tells where the counter's digits stand, the first time.
func formatNumber(pattern string, p NumberParts) (number string, at [2]int, problems Problems) {
	tokens, problems := parseNumber(pattern)
	if len(problems) > 0 {
		return "", at, problems
	}
	suffix := p.Suffix
	for _, t := range tokens {
		if t.key == "akhiran" {
			suffix = ""
		}
	}
	unit := p.Unit
	if unit == "" {
		unit = p.Village
	}
	var b strings.Builder
	for _, t := range tokens {
		switch t.key {
		case "":
			b.WriteString(t.text)
		case "kode":
			b.WriteString(p.Code)
		case "nomor":
			start := b.Len()
			fmt.Fprintf(&b, "%0*d", t.width, p.Seq)
			if at[1] == 0 {
				at = [2]int{start, b.Len()}
			}
			b.WriteString(suffix)
		case "akhiran":
			b.WriteString(p.Suffix)
		case "kode_desa":
			b.WriteString(unit)
		case "bulan_romawi":
			b.WriteString(RomanMonth(p.Date.Month))
		case "bulan":
			fmt.Fprintf(&b, "%02d", p.Date.Month)
		case "tanggal":
			fmt.Fprintf(&b, "%02d", p.Date.Day)
		case "tahun":
			fmt.Fprintf(&b, "%04d", p.Date.Year)
		case "tahun_2":
			fmt.Fprintf(&b, "%02d", p.Date.Year%100)
		}
	}
	return b.String(), at, nil
}

// CheckNumberFormat tells what is wrong with a pattern, at field
// "number_format". An empty pattern is the default one.
func CheckNumberFormat(pattern string) Problems {
	_, p := parseNumber(pattern)
	return p
}

// NumberFormatWarnings tells where a pattern would print one number on two
// letters, given which letters share a counter.
func NumberFormatWarnings(pattern string, scope NumberScope) []string {
	tokens, p := parseNumber(pattern)
	if len(p) > 0 {
		return nil
	}
	has := map[string]bool{}
	for _, t := range tokens {
		has[t.key] = true
	}
	var w []string
	if !has["tahun"] && !has["tahun_2"] {
		w = append(w, "Pola tanpa [tahun]: nomor akan sama lagi tahun depan.")
	}
	if !has["kode"] && (scope == ScopeService || scope == ScopeClassification) {
		w = append(w, "Pola tanpa [kode]: surat dari layanan lain bisa mendapat nomor yang sama.")
	}
	if has["kode"] && scope == ScopeService {
		w = append(w, "Layanan dengan kode klasifikasi yang sama bisa mendapat nomor yang sama.")
	}
	return w
}

// numberToken is a part of a pattern, or a text between parts when key is "".
type numberToken struct {
	key, text string
	width     int
}

func parseNumber(pattern string) ([]numberToken, Problems) {
	if strings.TrimSpace(pattern) == "" {
		pattern = DefaultNumberFormat
	}
	var tokens []numberToken
	var problems Problems
	bad := func(text string) { problems.Add("number_format", text) }
	if utf8.RuneCountInString(pattern) > 200 {
		bad("Pola nomor terlalu panjang, paling banyak 200 huruf.")
		return nil, problems
	}
	counter := false
	for rest := pattern; rest != ""; {
		i := strings.IndexAny(rest, "[]{}")
		if i != 0 {
			if i < 0 {
				i = len(rest)
			}
			tokens = append(tokens, numberToken{text: rest[:i]})
			rest = rest[i:]
			continue
		}
		closer := map[byte]string{'[': "]", '{': "}"}[rest[0]]
		end := -1
		if closer != "" {
			end = strings.Index(rest, closer)
		}
		if end < 0 {
			bad("Kurung “" + rest[:1] + "” pada pola nomor tidak berpasangan.")
			return nil, problems
		}
		t, problem := parseNumberPart(rest[1:end])
		if problem != "" {
			bad(problem)
		}
		counter = counter || t.key == "nomor"
		tokens = append(tokens, t)
		rest = rest[end+1:]
	}
	if !counter && len(problems) == 0 {
		bad("Pola nomor harus berisi [nomor].")
	}
	return tokens, problems
}

// parseNumberPart reads what stands between brackets: a name and, for the
// counter, its width.
func parseNumberPart(inner string) (numberToken, string) {
	f := strings.FieldsFunc(strings.ToLower(inner), func(r rune) bool { return r == ' ' || r == ',' || r == ':' })
	if len(f) == 0 {
		return numberToken{}, "Ada kurung kosong pada pola nomor."
	}
	key, ok := numberKeys[f[0]]
	if !ok {
		return numberToken{}, "Bagian [" + clip(inner, 30) + "] tidak dikenal pada pola nomor. Yang ada: [kode], [nomor], [akhiran], [kode_desa], [bulan_romawi], [bulan], [tanggal], [tahun], [tahun_2]."
	}
	t := numberToken{key: key}
	if len(f) == 1 {
		return t, ""
	}
	n, err := strconv.Atoi(f[1])
	digits := len(f) == 2 || len(f) == 3 && (f[2] == "digits" || f[2] == "digit" || f[2] == "angka")
	if key != "nomor" || err != nil || !digits || n < 1 || n > 8 {
		return t, "Bagian [" + clip(inner, 30) + "] pada pola nomor belum benar. Tulis misalnya [nomor 3]."
	}
	t.width = n
	return t, ""
}

// CounterScope names the counter that numbers a letter of service s in a year:
// all letters of one name share it. It starts again at 1 on 1 January WIB.
func CounterScope(o Office, s Service, year int) string {
	switch o.NumberScope {
	case ScopeService:
		return fmt.Sprintf("layanan/%s/%d", s.Key, year)
	case ScopeClassification:
		return fmt.Sprintf("klasifikasi/%s/%d", ClassificationCode(o, s), year)
	case ScopeMail:
		return fmt.Sprintf("agenda/%d", year)
	}
	return fmt.Sprintf("semua/%d", year)
}

// ScopeYear is the year in a counter's name, 0 for none.
func ScopeYear(scope string) int {
	parts := strings.Split(scope, "/")
	for len(parts) > 0 {
		last := parts[len(parts)-1]
		if n, err := strconv.Atoi(last); err == nil && len(last) == 4 {
			return n
		}
		parts = parts[:len(parts)-1]
	}
	return 0
}

// ScopeMark is the mark in the name of a counter that one PC has for itself,
// while it has no block; empty for a counter of the office.
func ScopeMark(scope string) string {
	last := scope[strings.LastIndexByte(scope, '/')+1:]
	if _, err := strconv.Atoi(last); err == nil {
		return ""
	}
	return last
}

// ScopeLabel is a counter in the clerk's words; services gives the name of a
// service by its key.
func ScopeLabel(scope string, service func(key string) string) string {
	kind, rest, _ := strings.Cut(scope, "/")
	label := scope
	switch NumberScope(kind) {
	case ScopeAll:
		label = "Semua surat"
	case ScopeMail:
		label = "Surat masuk dan keluar"
	case ScopeService:
		key, _, _ := strings.Cut(rest, "/")
		if label = service(key); label == "" {
			label = key
		}
	case ScopeClassification:
		code, _, _ := strings.Cut(rest, "/")
		label = "Klasifikasi " + code
	case "masuk":
		label = "Surat masuk"
	}
	if mark := ScopeMark(scope); mark != "" {
		label += ", komputer " + mark
	}
	return label
}

// NumberBlock is a run of numbers of a counter, both ends among them, that one
// PC may give; see [NumberShare].
type NumberBlock struct {
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}
