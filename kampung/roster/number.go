package roster

import (
	"math/big"
	"strings"
)

// A spreadsheet keeps a number as a binary double, and Excel keeps only 15
// significant digits of what is typed. A 16-digit NIK typed into a number cell
// has therefore lost its last digit, which reads 0. Other programs write the
// double they were given, and every whole number up to 2^53 is exact in it. So
// a whole number can be trusted when it has at most 15 digits, or 16 digits
// that do not end in 0 and lie under 2^53; else it counts as rounded.

// wholeForm is what a numeric cell says as a whole number.
type wholeForm uint8

const (
	notWhole wholeForm = iota
	exactWhole
	roundedWhole
)

var lastExact = big.NewInt(1 << 53)

// wholeNumber reads the number that a file holds, "3.5100517089E+15", as the
// digits of a whole number.
func wholeNumber(raw string) (string, wholeForm) {
	if len(raw) > 40 {
		return raw, notWhole
	}
	mantissa, exponent, _ := strings.Cut(strings.ToUpper(raw), "E")
	shift := 0
	for i, c := range strings.TrimPrefix(exponent, "+") {
		if c < '0' || c > '9' || i > 2 {
			return raw, notWhole
		}
		shift = shift*10 + int(c-'0')
	}
	whole, part, _ := strings.Cut(mantissa, ".")
	part = strings.TrimRight(part, "0")
	digits := whole + part
	if shift > 40 || len(part) > shift || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return raw, notWhole
	}
	digits = strings.TrimLeft(digits+strings.Repeat("0", shift-len(part)), "0")
	switch {
	case digits == "":
		return "0", exactWhole
	case len(digits) < 16:
		return digits, exactWhole
	}
	n, _ := new(big.Int).SetString(digits, 10)
	if len(digits) > 16 || digits[15] == '0' || n.Cmp(lastExact) > 0 {
		return digits, roundedWhole
	}
	return digits, exactWhole
}

// shownAsPower recognises a number that a spreadsheet showed as a power of ten
// and that was saved as it was shown: 3,51005E+15. It returns the number with
// a point.
func shownAsPower(text string) (string, bool) {
	t := strings.Replace(strings.ToUpper(text), ",", ".", 1)
	mantissa, exponent, ok := strings.Cut(t, "E")
	exponent = strings.TrimPrefix(exponent, "+")
	if !ok || exponent == "" || len(exponent) > 2 || len(mantissa) > 20 ||
		strings.Trim(exponent, "0123456789") != "" || strings.Trim(mantissa, "0123456789.") != "" ||
		mantissa == "" || mantissa[0] == '.' || strings.Count(mantissa, ".") > 1 {
		return "", false
	}
	return t, true
}

// asPower writes a rounded number so that it is known as rounded when it comes
// back as text: a bare "3510051708900000" would pass for a NIK.
func asPower(digits string) string {
	part := strings.TrimRight(digits[1:], "0")
	power := new(big.Int).SetInt64(int64(len(digits) - 1)).String()
	if part == "" {
		return digits[:1] + "E+" + power
	}
	return digits[:1] + "." + part + "E+" + power
}
