package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"smartkampung/assets"
)

// Languages of the screens.
const (
	langID = "id"
	langEN = "en"
)

// tr is a text of the screen in the chosen language. The key is the Indonesian
// text; pairs are names and values of its {{.Placeholders}}.
func tr(text string, pairs ...any) string {
	if len(pairs) == 0 {
		return lang.L(text)
	}
	data := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		data[pairs[i].(string)] = pairs[i+1]
	}
	return lang.L(text, data)
}

// spoken is the language set last.
var spoken = langID

// setLanguage makes the screens speak. Fyne follows the system's locale and has
// no Indonesian of its own, so the chosen texts are registered under that
// locale, Fyne's own words included.
func setLanguage(code string) error {
	if code != langEN {
		code = langID
	}
	spoken = code
	name := lang.SystemLocale().LanguageString() + ".json"
	return lang.AddTranslations(fyne.NewStaticResource(name, assets.Lang(code)))
}

// joinLines sets texts one under another.
func joinLines(texts []string) string { return strings.Join(texts, "\n") }
