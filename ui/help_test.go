package ui

import (
	"encoding/json"
	"go/ast"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"smartkampung/assets"
)

// TestEveryScreenHasHelp: each screen of the room is described in both
// languages, with the same keys and answers.
func TestEveryScreenHasHelp(t *testing.T) {
	help := map[string]map[string]helpText{}
	for _, code := range []string{langID, langEN} {
		var all map[string]helpText
		if err := json.Unmarshal(assets.Help(code), &all); err != nil {
			t.Fatal(err)
		}
		help[code] = all
	}
	names := 0
	for _, f := range sources(t, ".") {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !strings.HasSuffix(spec.Name.Name, "Screen") || spec.Name.Name == "plainScreen" {
				return true
			}
			names++
			name := strings.TrimSuffix(spec.Name.Name, "Screen")
			id, en := help[langID][name], help[langEN][name]
			if len(id.What) < 20 || len(en.What) < 20 {
				t.Errorf("assets/help lacks %q", name)
			}
			if len(id.Keys) != len(en.Keys) || len(id.When) != len(en.When) || len(id.When) == 0 {
				t.Errorf("help of %q: %d and %d keys, %d and %d answers", name, len(id.Keys), len(en.Keys), len(id.When), len(en.When))
			}
			for _, pair := range append(append([][2]string{}, id.When...), en.When...) {
				if pair[0] == "" || !strings.HasSuffix(pair[1], ".") {
					t.Errorf("help of %q: %q", name, pair)
				}
			}
			return true
		})
	}
	if names < 20 {
		t.Fatalf("only %d screens found", names)
	}
}

// TestF1 shows the help of the screen in hand and gives the keyboard back.
func TestF1(t *testing.T) {
	s := newStage(t, true)
	k := s.clerk
	k.Key(fyne.KeyF1).Sees("Di sini petugas membuka meja").SeesNot("Ctrl+N").Key(fyne.KeyEscape).SeesNot("Di sini petugas")
	s.unlock().fill()
	k.Key(fyne.KeyF1).Sees("Halaman pertama").Sees("Ctrl+L").Key(fyne.KeyF1).SeesNot("Halaman pertama")
	k.Shortcut(fyne.Key3)
	before := k.Focused()
	k.Key(fyne.KeyF1).Sees("Daftar penduduk desa dengan pencariannya.").Key(fyne.KeyPageDown).Key(fyne.KeyEscape)
	if k.Focused() != before || before == "" {
		t.Fatalf("the keyboard went from %q to %q", before, k.Focused())
	}
	s.u.look.language = langEN
	s.u.setLook(s.u.look)
	if err := setLanguage(langEN); err != nil {
		t.Fatal(err)
	}
	k.Key(fyne.KeyF1).Sees("The register of residents with its search.")
	if err := setLanguage(langID); err != nil {
		t.Fatal(err)
	}
}
