package ui

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"smartkampung/assets"
)

// fyneWords are the texts of Fyne's own widgets that both files translate,
// because Fyne has no Indonesian.
var fyneWords = []string{"Advanced", "Cancel", "Confirm", "Copy", "Create Folder", "Cut", "Enter filename", "Error", "Favourites", "File",
	"Folder", "New Folder", "No", "OK", "Open", "Paste", "Quit", "Redo", "Save", "Select all", "Show Hidden Files", "Undo", "Yes"}

func texts(t *testing.T, code string) map[string]string {
	t.Helper()
	var m map[string]string
	if err := json.Unmarshal(assets.Lang(code), &m); err != nil {
		t.Fatalf("%s.json: %v", code, err)
	}
	return m
}

// sources parses a room's files, tests left out.
func sources(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	set := token.NewFileSet()
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, filepath.Join(dir, e.Name()), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = f
	}
	return files
}

func TestEveryTextStandsInBothLanguages(t *testing.T) {
	used := map[string]bool{}
	all := sources(t, ".")
	for name, f := range sources(t, "../kampung") { // sentences of the rules, see [kampung.Say]
		all["../kampung/"+name] = f
	}
	for name, f := range all {
		translate := "tr"
		if strings.HasPrefix(name, "..") {
			translate = "say"
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if id, ok := call.Fun.(*ast.Ident); !ok || id.Name != translate {
				return true
			}
			lit, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: tr wants a text, not an expression", name)
				return true
			}
			key, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			used[key] = true
			return true
		})
	}
	if len(used) < 300 {
		t.Fatalf("only %d texts found: the test looks at the wrong files", len(used))
	}
	for _, w := range fyneWords {
		used[w] = true
	}
	holes := regexp.MustCompile(`\{\{\.\w+\}\}`)
	for _, code := range []string{langID, langEN} {
		m := texts(t, code)
		for key := range used {
			got, ok := m[key]
			if !ok || got == "" {
				t.Errorf("%s.json lacks %q", code, key)
				continue
			}
			want, have := holes.FindAllString(key, -1), holes.FindAllString(got, -1)
			slices.Sort(want)
			slices.Sort(have)
			if !slices.Equal(want, have) {
				t.Errorf("%s.json: %q has the places %v, want %v", code, key, have, want)
			}
		}
		for key := range m {
			if !used[key] {
				t.Errorf("%s.json has %q, which no screen uses", code, key)
			}
		}
	}
}

// TestWordsForTheClerk holds the house's words: no blame, never "error".
func TestWordsForTheClerk(t *testing.T) {
	for _, code := range []string{langID, langEN} {
		for key, text := range texts(t, code) {
			low := strings.ToLower(text)
			for _, bad := range []string{"error", "gagal", "salah!", "invalid"} {
				if strings.Contains(low, bad) {
					t.Errorf("%s.json: %q says %q", code, key, bad)
				}
			}
		}
	}
}
