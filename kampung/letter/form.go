package letter

import (
	"slices"
	"strconv"

	"smartkampung/kampung"
)

// forms are the other ways in which a field of a type can print, as endings of
// its placeholder; see the package comment.
var forms = map[kampung.FieldType][]string{
	kampung.FieldDate:   {"hari", "angka"},
	kampung.FieldAmount: {"terbilang"},
	kampung.FieldNumber: {"terbilang"},
	kampung.FieldChoice: {"kode"},
	kampung.FieldTable:  {"jumlah"},
}

// knownPlaceholders returns the names that the service's texts may use.
func knownPlaceholders(s kampung.Service) map[string]bool {
	known := map[string]bool{}
	for name := range builtins {
		known[name] = true
	}
	for _, f := range s.Fields {
		for _, form := range forms[f.Type] {
			known[f.Key+"."+form] = true
		}
		known[f.Key] = f.Type != kampung.FieldTable // a table is a block, never a word
	}
	return known
}

// printForm prints a stored value in one of its type's other forms.
func printForm(f kampung.Field, form, stored string) string {
	switch form {
	case "hari":
		return weekday(stored)
	case "angka":
		return digits(parseDate(stored))
	case "terbilang":
		return words(f, stored)
	case "kode":
		if i := slices.Index(f.Choices, stored); i >= 0 {
			return strconv.Itoa(i + 1)
		}
	case "jumlah":
		return strconv.Itoa(len(kampung.TableRows(f, stored)))
	}
	return ""
}

func weekday(stored string) string { return kampung.DayName(parseDate(stored)) }

// parseDate reads a stored date, the zero date when it is none.
func parseDate(stored string) kampung.Date {
	var d kampung.Date
	if err := d.UnmarshalJSON([]byte(strconv.Quote(stored))); err != nil {
		return kampung.Date{}
	}
	return d
}

// digits is a date as the boxes of a form take it, 23-11-2026.
func digits(d kampung.Date) string {
	if iso := d.ISO(); len(iso) == 10 {
		return iso[8:] + "-" + iso[5:7] + "-" + iso[:4]
	}
	return ""
}

// codeOf is the number of a label in a code table, as the forms of the civil
// registry have it.
func codeOf(table kampung.CodeTable, label string) string {
	if n, ok := kampung.ParseCode(table, label); ok && n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

func words(f kampung.Field, stored string) string {
	if f.Type == kampung.FieldNumber {
		return kampung.TerbilangDecimal(stored)
	}
	n, err := strconv.ParseInt(stored, 10, 64)
	if err != nil {
		return ""
	}
	return kampung.Terbilang(n) + " rupiah"
}
