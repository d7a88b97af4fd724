package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

const guide = "../docs/panduan"

var (
	guideBold    = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	guidePicture = regexp.MustCompile(`!\[[^\]]+\]\(gambar/([^)]+)\)`)
	guideLink    = regexp.MustCompile(`\]\(([a-z-]+\.md)\)`)
	guideScreens = regexp.MustCompile(`<!-- layar: ([a-z ]+) -->`)
)

// guidePages are the pages of the user's guide by their file names.
func guidePages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(guide + "/*.md")
	if err != nil || len(files) < 12 {
		t.Fatalf("the guide has %d pages: %v", len(files), err)
	}
	pages := map[string]string{}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages[filepath.Base(path)] = string(text)
	}
	return pages
}

// TestGuideSaysWhatTheScreenSays: what the guide prints in bold are words of the
// screen, so that nobody looks for a button that has another name by now.
func TestGuideSaysWhatTheScreenSays(t *testing.T) {
	raw, err := os.ReadFile("../assets/lang/id.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]any
	if err := json.Unmarshal(raw, &words); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, w := range words {
		if s, ok := w.(string); ok {
			said[s] = true
		}
	}
	quoted := 0
	for name, text := range guidePages(t) {
		for _, m := range guideBold.FindAllStringSubmatch(text, -1) {
			quoted++
			if !said[m[1]] {
				t.Errorf("%s quotes %q, which no screen says", name, m[1])
			}
		}
	}
	if quoted < 50 {
		t.Errorf("the guide quotes the screen %d times only: the test looks for the wrong thing", quoted)
	}
}

// TestGuideHasItsPictures: every picture that a page shows is there and small,
// every picture is shown, and every page that is linked is there.
func TestGuideHasItsPictures(t *testing.T) {
	pages := guidePages(t)
	shown := map[string]bool{}
	for name, text := range pages {
		for _, m := range guidePicture.FindAllStringSubmatch(text, -1) {
			shown[m[1]] = true
			info, err := os.Stat(filepath.Join(guide, "gambar", m[1]))
			if err != nil {
				t.Errorf("%s shows %s: %v; run make panduan", name, m[1], err)
			} else if info.Size() > 80_000 {
				t.Errorf("%s has %d bytes, too many for a page that is copied onto old PCs", m[1], info.Size())
			}
		}
		for _, m := range guideLink.FindAllStringSubmatch(text, -1) {
			if pages[m[1]] == "" {
				t.Errorf("%s leads to %s, which is not there", name, m[1])
			}
		}
		if name != "README.md" && !strings.Contains(pages["README.md"], "("+name+")") {
			t.Errorf("the guide's first page does not lead to %s", name)
		}
	}
	files, err := filepath.Glob(guide + "/gambar/*.png")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if !shown[filepath.Base(path)] {
			t.Errorf("no page shows %s", path)
		}
	}
}

// TestGuideTellsOfEveryScreen: a page names in its first line the screens that it
// tells of, by their names in the frame.
func TestGuideTellsOfEveryScreen(t *testing.T) {
	told := map[string]bool{}
	for _, text := range guidePages(t) {
		for _, m := range guideScreens.FindAllStringSubmatch(text, -1) {
			for _, name := range strings.Fields(m[1]) {
				told[name] = true
			}
		}
	}
	is := reflect.TypeFor[screen]()
	f := reflect.TypeFor[frame]()
	screens := 0
	for i := range f.NumField() {
		if field := f.Field(i); field.Type.Implements(is) {
			screens++
			if !told[field.Name] {
				t.Errorf("no page of the guide tells of the screen %q; write about it and name it in the page's first line", field.Name)
			}
		}
	}
	if screens < 15 {
		t.Errorf("the frame has %d screens only: the test looks in the wrong place", screens)
	}
	all := ""
	for _, text := range guidePages(t) {
		all += text
	}
	if err := setLanguage(langID); err != nil {
		t.Fatal(err)
	}
	for _, p := range settingsParts() {
		if !strings.Contains(all, "**"+p.Title+"**") {
			t.Errorf("no page of the guide tells of the setting %q", p.Title)
		}
	}
}
