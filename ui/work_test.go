package ui

import (
	"errors"
	"go/ast"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// TestOnlyWorkLeavesTheThread keeps go statements and fyne.Do in work.go: one
// place turns threads, failures and words into each other.
func TestOnlyWorkLeavesTheThread(t *testing.T) {
	found := 0
	for name, f := range sources(t, ".") {
		ast.Inspect(f, func(n ast.Node) bool {
			culprit := ""
			switch v := n.(type) {
			case *ast.GoStmt:
				culprit = "a go statement"
			case *ast.SelectorExpr:
				if x, ok := v.X.(*ast.Ident); ok && x.Name == "fyne" && (v.Sel.Name == "Do" || v.Sel.Name == "DoAndWait") {
					culprit = "fyne." + v.Sel.Name
				}
			}
			if culprit == "" {
				return true
			}
			found++
			if name != "work.go" {
				t.Errorf("%s has %s; it belongs to work.go", name, culprit)
			}
			return true
		})
	}
	if found < 2 {
		t.Fatal("work.go has neither: the test looks at the wrong files")
	}
}

// TestModelsKnowNoFyne keeps the models plain, so that they are tested without
// a window.
func TestModelsKnowNoFyne(t *testing.T) {
	models := 0
	for name, f := range sources(t, ".") {
		for _, i := range f.Imports {
			if strings.Contains(i.Path.Value, "fyne.io/fyne/v2/app") || strings.Contains(i.Path.Value, "bbolt") ||
				strings.Contains(i.Path.Value, "net/http") || strings.Contains(i.Path.Value, "smartkampung/store") {
				t.Errorf("%s imports %s", name, i.Path.Value)
			}
			if strings.HasSuffix(name, "_model.go") && strings.Contains(i.Path.Value, "fyne") {
				t.Errorf("%s imports %s; models know no Fyne", name, i.Path.Value)
			}
		}
		if strings.HasSuffix(name, "_model.go") {
			models++
		}
	}
	if models < 12 {
		t.Fatalf("only %d models found", models)
	}
}

func TestWritesKeepTheirOrder(t *testing.T) {
	u := &UI{env: Env{}}
	var got []int
	for i := range 200 {
		u.keep(func() { got = append(got, i) })
	}
	u.settled()
	if len(got) != 200 || !slices.IsSorted(got) {
		t.Fatalf("written in the order %v", got)
	}
}

func TestPanicBecomesAnError(t *testing.T) {
	_, err := guarded(func() (int, error) { panic("broken sheet") })
	if err == nil || !strings.Contains(err.Error(), "stopped: string at ") || !strings.Contains(err.Error(), "ui.TestPanicBecomesAnError") {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), "broken sheet") {
		t.Errorf("the value of a panic may name a person, and is in the log: %v", err)
	}
	v, err := guarded(func() (int, error) { return 7, errors.New("x") })
	if v != 7 || err == nil {
		t.Fatal("guarded changes what it passes on")
	}
}

func TestWordsForAFailure(t *testing.T) {
	var logged []error
	u := &UI{env: Env{Log: func(err error) { logged = append(logged, err) }}}
	chain := errors.New("disk: no space")
	if _, text := u.wordsFor(&kampung.Trouble{What: "Ruang habis.", Next: "Kosongkan dulu.", Err: chain}); text != "Ruang habis. Kosongkan dulu." {
		t.Fatalf("trouble reads %q", text)
	}
	if ps, text := u.wordsFor(kampung.Problems{{Field: "nik", Text: "x"}}); len(ps) != 1 || text != "" {
		t.Fatal("problems are not handed on")
	}
	if len(logged) != 1 {
		t.Fatalf("%d failures in the log", len(logged))
	}
}

// TestOneLookUpAtATime: what is wanted while a look-up runs is done once, after it.
func TestOneLookUpAtATime(t *testing.T) {
	var o oneByOne
	if !o.begin() || o.begin() || o.begin() {
		t.Fatal("two look-ups run at once, or none")
	}
	if !o.end() {
		t.Fatal("what was typed meanwhile is forgotten")
	}
	if !o.begin() || o.end() {
		t.Fatal("the same is looked up for ever")
	}
}
