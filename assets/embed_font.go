package assets

import _ "embed" // the faces are bytes of the program

// The faces of Liberation Serif 2.1.5, whose metrics are those of Times New
// Roman, under the SIL Open Font License 1.1 (font/OFL.txt). They are whole
// and unchanged because the licence reserves the name for unchanged files.
var (
	//go:embed font/LiberationSerif-Regular.ttf
	serifRegular []byte
	//go:embed font/LiberationSerif-Bold.ttf
	serifBold []byte
	//go:embed font/LiberationSerif-Italic.ttf
	serifItalic []byte
	//go:embed font/LiberationSerif-BoldItalic.ttf
	serifBoldItalic []byte
)

// Serif returns the four TrueType faces that letters are set in. The bytes
// belong to the program and must not be changed.
func Serif() (regular, bold, italic, boldItalic []byte) {
	return serifRegular, serifBold, serifItalic, serifBoldItalic
}
