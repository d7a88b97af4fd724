package kampung

import (
	"strconv"
	"strings"
)

// MaxAmount is the greatest amount of money a form takes, in rupiah.
const MaxAmount = 999_999_999_999_999

const notAnAmount = "Jumlah uang belum terbaca. Tulis seperti 1.500.000 atau 1,5 juta."

var amountUnits = []struct {
	word string
	zero int
}{{"triliun", 12}, {"trilyun", 12}, {"miliar", 9}, {"milyar", 9}, {"juta", 6}, {"jt", 6}, {"ribu", 3}, {"rb", 3}}

// ParseAmount reads whole rupiah as people write them: "Rp 1.500.000",
// "1500000", "Rp1.500.000,00", "1.500.000,-", "1,5 juta". An empty text is 0.
// Cents other than 00, negative amounts, amounts above [MaxAmount] and texts
// that could mean two amounts ("1,500") come back as a problem in Indonesian.
func ParseAmount(s string) (int64, string) {
	t := strings.ToLower(FoldSpace(s))
	t = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(t, "idr"), "rp"))
	t = strings.TrimSpace(strings.TrimPrefix(t, "."))
	t = strings.TrimSpace(strings.TrimSuffix(t, "rupiah"))
	t = strings.TrimSuffix(strings.TrimSuffix(t, ",-"), ".-")
	if t == "" || t == "-" {
		return 0, ""
	}
	if strings.HasPrefix(t, "-") {
		return 0, "Jumlah uang tidak boleh kurang dari nol."
	}
	zeros := 0
	for _, u := range amountUnits {
		if rest, ok := strings.CutSuffix(t, u.word); ok {
			t, zeros = strings.TrimSpace(rest), u.zero
			break
		}
	}
	t = strings.ReplaceAll(t, " ", "")
	whole, cents, ok := splitDecimal(t, zeros > 0)
	if !ok {
		return 0, notAnAmount
	}
	cents = strings.TrimRight(cents, "0")
	if len(cents) > zeros {
		return 0, "Tulis jumlah uang dalam rupiah bulat, tanpa sen."
	}
	digits := strings.TrimLeft(whole+cents+strings.Repeat("0", zeros-len(cents)), "0")
	if len(digits) > 15 {
		return 0, "Jumlah uang terlalu besar. Periksa jumlah nolnya."
	}
	if digits == "" {
		return 0, ""
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, notAnAmount
	}
	return n, ""
}

// splitDecimal separates whole digits and decimals of a number in Indonesian
// writing (dots between thousands, a comma before decimals). Two or more groups
// of three after commas are the English writing and taken as such. short says
// that a unit follows, where a dot may also be the decimal point ("1.5 juta").
func splitDecimal(t string, short bool) (whole, decimals string, ok bool) {
	if strings.Count(t, ",") > 1 || strings.Count(t, ",") == 1 && strings.LastIndex(t, ".") > strings.Index(t, ",") {
		t = strings.NewReplacer(",", ".", ".", ",").Replace(t)
	}
	whole, decimals, comma := strings.Cut(t, ",")
	if comma && (!allDigits(decimals) || len(decimals) == 3 && !short) {
		return "", "", false
	}
	groups := strings.Split(whole, ".")
	if short && !comma && len(groups) == 2 && len(groups[1]) < 3 {
		groups, decimals = groups[:1], groups[1]
		if !allDigits(decimals) {
			return "", "", false
		}
	}
	for i, g := range groups {
		if !allDigits(g) || i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return "", "", false
		}
	}
	return strings.Join(groups, ""), decimals, true
}

// ParseNumber reads a number with a decimal comma or point into the stored
// form with a point: "1.250,5" is "1250.5", "12,50" is "12.5", "3.2" is "3.2".
// A point before exactly three digits parts thousands; three decimals are
// therefore stored with a fourth, "7,115" as "7.1150". The second result is the
// problem in Indonesian, or "".
func ParseNumber(s string) (string, string) {
	const problem = "Angka belum terbaca. Tulis seperti 12 atau 12,5."
	t := strings.ReplaceAll(FoldSpace(s), " ", "")
	if t == "" || t == "-" {
		return "", ""
	}
	t, minus := strings.CutPrefix(t, "-")
	if strings.Count(t, ".") == 1 && !strings.Contains(t, ",") && len(t)-strings.Index(t, ".") != 4 {
		t = strings.Replace(t, ".", ",", 1)
	}
	if strings.Count(t, ",") == 1 && strings.LastIndex(t, ".") < strings.Index(t, ",") && len(t)-strings.Index(t, ",") == 4 {
		t += "0" // three decimals are fine here, unlike in money
	}
	whole, decimals, ok := splitDecimal(t, false)
	if !ok || len(whole) > 15 || len(decimals) > 9 {
		return "", problem
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if decimals = strings.TrimRight(decimals, "0"); decimals != "" {
		if len(decimals) == 3 {
			decimals += "0" // so that the stored form never reads as thousands
		}
		whole += "." + decimals
	}
	if minus && whole != "0" {
		whole = "-" + whole
	}
	return whole, ""
}

// FormatDecimal prints a number in its stored form the Indonesian way:
// "1250.5" is "1.250,5".
func FormatDecimal(stored string) string {
	t, minus := strings.CutPrefix(stored, "-")
	whole, decimals, point := strings.Cut(t, ".")
	if !allDigits(whole) {
		return stored
	}
	out := thousands(whole)
	if decimals = strings.TrimRight(decimals, "0"); point && decimals != "" {
		out += "," + decimals
	}
	if minus {
		out = "-" + out
	}
	return out
}

// FormatRupiah prints an amount as letters do: "Rp 1.500.000,00".
func FormatRupiah(n int64) string { return ShortRupiah(n) + ",00" }

// ShortRupiah prints an amount without decimals: "Rp 1.500.000".
func ShortRupiah(n int64) string {
	digits, minus := strings.CutPrefix(strconv.FormatInt(n, 10), "-")
	if minus {
		return "-Rp " + thousands(digits)
	}
	return "Rp " + thousands(digits)
}

// thousands puts a dot between each three digits from the right.
func thousands(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var numberWords = [...]string{"nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"}

var scaleWords = [...]string{"", "ribu", "juta", "miliar", "triliun", "kuadriliun", "kuintiliun"}

// Terbilang spells a whole number in Indonesian words, without a unit:
// 1500000 is "satu juta lima ratus ribu". Below zero it starts with "minus".
func Terbilang(n int64) string {
	if n == 0 {
		return numberWords[0]
	}
	rest := uint64(n)
	if n < 0 {
		rest = -rest
	}
	var words []string
	for scale := 0; rest > 0; scale, rest = scale+1, rest/1000 {
		group := int(rest % 1000)
		if group == 0 {
			continue
		}
		w := spellGroup(group)
		if scale == 1 && group == 1 {
			w = []string{"seribu"}
		} else if scale > 0 {
			w = append(w, scaleWords[scale])
		}
		words = append(w, words...)
	}
	if n < 0 {
		words = append([]string{"minus"}, words...)
	}
	return strings.Join(words, " ")
}

// TerbilangDecimal spells a number in its stored form: "412.5" is "empat ratus
// dua belas koma lima". Decimals are read digit by digit. A text that is no
// number gives "".
func TerbilangDecimal(stored string) string {
	t, minus := strings.CutPrefix(stored, "-")
	whole, decimals, _ := strings.Cut(t, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	decimals = strings.TrimRight(decimals, "0")
	if err != nil || !allDigits(whole+decimals) {
		return ""
	}
	words := []string{Terbilang(n)}
	if minus && (n != 0 || decimals != "") {
		words = append([]string{"minus"}, words...)
	}
	if decimals != "" {
		words = append(words, "koma")
	}
	for _, d := range decimals {
		words = append(words, numberWords[d-'0'])
	}
	return strings.Join(words, " ")
}

// spellGroup spells 1–999.
func spellGroup(n int) []string {
	var w []string
	switch h := n / 100; {
	case h == 1:
		w = append(w, "seratus")
	case h > 1:
		w = append(w, numberWords[h], "ratus")
	}
	switch n %= 100; {
	case n == 0:
	case n < 10:
		w = append(w, numberWords[n])
	case n == 10:
		w = append(w, "sepuluh")
	case n == 11:
		w = append(w, "sebelas")
	case n < 20:
		w = append(w, numberWords[n-10], "belas")
	default:
		w = append(w, numberWords[n/10], "puluh")
		if n%10 > 0 {
			w = append(w, numberWords[n%10])
		}
	}
	return w
}
