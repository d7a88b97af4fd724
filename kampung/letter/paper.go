package letter

import "strings"

// Paper is a sheet, upright, in millimetres.
type Paper struct {
	Name string
	W, H float64
}

// Papers are the sheets a letter can be set on. Village offices print on F4 of
// 215 × 330 mm; F4-210 is the narrower sheet that other programs call F4 and
// that some printers feed.
var Papers = []Paper{
	{"F4", 215, 330},
	{"A4", 210, 297},
	{"F4-210", 210, 330},
}

// PaperByName returns the sheet with the name, and F4 for any other.
func PaperByName(name string) Paper {
	for _, p := range Papers {
		if strings.EqualFold(p.Name, name) {
			return p
		}
	}
	return Papers[0]
}

// Margins of a letter in millimetres. The left one leaves room for the holes
// of a binder; KUA offices send back letters with narrower ones.
const (
	marginLeft   = 25.0
	marginRight  = 20.0
	marginTop    = 15.0
	marginBottom = 20.0
)
