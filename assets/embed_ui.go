package assets

import (
	"embed"
)

//go:embed lang/id.json lang/en.json
var langs embed.FS

// Icon is the program's picture, a PNG of 256 × 256 pixels.
//
//go:embed icon/icon-256.png
var Icon []byte

// Lang returns the texts of the screens in a language, "id" or "en": a JSON
// object from the Indonesian text to the text to show. Another code gives
// Indonesian.
func Lang(code string) []byte {
	if code != "en" {
		code = "id"
	}
	b, err := langs.ReadFile("lang/" + code + ".json")
	if err != nil {
		panic(err) // embedded: it is there
	}
	return b
}
