package assets

import "embed"

//go:embed help/id.json help/en.json
var helps embed.FS

// Help returns the help of the screens in a language, "id" or "en": a JSON
// object from a screen's name to what it is for ("what"), its own keys ("keys",
// pairs) and what to do when ("when", pairs). Another code gives Indonesian.
func Help(code string) []byte {
	if code != "en" {
		code = "id"
	}
	b, err := helps.ReadFile("help/" + code + ".json")
	if err != nil {
		panic(err) // embedded: it is there
	}
	return b
}
