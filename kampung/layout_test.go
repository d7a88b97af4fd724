package kampung

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The rooms of the house and what each may know. The fences keep the arrows of
// the house pointing one way: screens, memory and link know the rules, the
// rules know none of them.

const module = "smartkampung"

const (
	bbolt = "go.etcd.io/bbolt"
	fyne  = "fyne.io/fyne/v2"
)

// fence is a rule about the imports of a room, itself and all folders below it
// that have no fence of their own.
type fence struct {
	room string
	// own are the other rooms that it may import, libs the libraries of others.
	own, libs []string
	// never are packages that it may not import itself.
	never []string
	// far are packages that nothing it imports may import either.
	far []string
	why string
}

var pure = []string{"os", "os/exec", "io/ioutil", "net", "net/http", "math/rand", "math/rand/v2", "crypto/rand", "syscall", "C"}

var fences = []fence{
	{room: "kampung", never: pure, far: []string{bbolt, fyne},
		why: "the rules of the office are pure: clock, ids, keys and files come in as arguments, so that every room can trust and test them"},
	{room: "kampung/letter", own: []string{"kampung"}, libs: []string{"codeberg.org/go-pdf/fpdf", "golang.org/x/image", "golang.org/x/text", "github.com/makiuchi-d/gozxing"}, never: pure, far: []string{bbolt, fyne},
		why: "a letter is made from bytes into bytes"},
	{room: "kampung/bundle", own: []string{"kampung"}, libs: []string{"filippo.io/age", "github.com/klauspost/compress", "golang.org/x/mod/sumdb", "golang.org/x/crypto"}, never: pure, far: []string{bbolt, fyne},
		why: "a bundle is made from bytes into bytes, and both ends of the link must read it alike"},
	{room: "kampung/photo", own: []string{"kampung"}, never: pure, far: []string{bbolt, fyne},
		why: "a photo is bytes in and bytes out, and what comes from outside is read in one place"},
	{room: "kampung/roster", own: []string{"kampung"}, libs: []string{"github.com/xuri/excelize/v2", "golang.org/x/text"}, never: pure, far: []string{bbolt, fyne},
		why: "a resident file is bytes in and rows out"},
	{room: "store", own: []string{"kampung", "kampung/bundle"}, never: []string{"net/http", "C"}, far: []string{fyne, module + "/ui", module + "/hub"},
		libs: []string{bbolt, "golang.org/x/crypto", "golang.org/x/sys", "golang.org/x/mod/sumdb", "github.com/google/uuid", "github.com/klauspost/compress", "filippo.io/age"},
		why:  "the office's memory knows neither screens nor the link, so that it can be read and repaired without them"},
	{room: "hub", own: []string{"kampung", "kampung/bundle"}, never: []string{"C"}, far: []string{fyne, bbolt, module + "/store", module + "/ui"},
		libs: []string{"modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/VictoriaMetrics/metrics", "golang.org/x/mod/sumdb", "filippo.io/age", "golang.org/x/crypto", "golang.org/x/sys", "github.com/google/uuid", "github.com/klauspost/compress"},
		why:  "the regency's server runs without a desk, a window or a C compiler"},
	{room: "hub/web", own: []string{"hub", "hub/wire", "kampung", "kampung/bundle", "assets"}, libs: []string{"golang.org/x/crypto", "golang.org/x/time"}, never: []string{"C"}, far: []string{fyne, bbolt, module + "/store", module + "/ui"},
		why: "the pages ask the hub and show; what is decided is the hub's"},
	{room: "hub/serve", own: []string{"hub", "hub/web", "hub/wire", "kampung", "kampung/bundle"}, libs: []string{"golang.org/x/term"}, never: []string{"C"}, far: []string{fyne, bbolt, module + "/store", module + "/ui"},
		why: "flags and listening only"},
	{room: "ui", own: []string{"kampung", "kampung/letter", "assets"}, never: []string{"net/http", fyne + "/app", "C"}, far: []string{bbolt, module + "/store", module + "/hub", fyne + "/app"},
		libs: []string{fyne, "github.com/google/uuid", "golang.org/x/image"},
		why:  "the window asks for what it needs through its own small interface, and can be tested with no display and no disk"},
	{room: "desk", own: []string{"kampung", "kampung/letter", "kampung/bundle", "kampung/photo", "kampung/roster", "store", "hub/uplink", "assets", "desk"}, never: []string{"C"}, far: []string{fyne, module + "/ui"},
		libs: []string{"golang.org/x/term", "golang.org/x/sys", "github.com/google/uuid"},
		why:  "the headless commands run the same program on a machine without a display"},
	{room: "desk/window", own: []string{"kampung", "kampung/letter", "kampung/photo", "store", "desk", "desk/printer", "ui"}, libs: []string{"golang.org/x/sys"}, never: []string{"net/http", fyne + "/app", "C"}, far: []string{fyne + "/app"},
		why: "it fits the desk to the screens; everything else is either a rule of the desk or a screen"},
	{room: "assets", own: []string{"kampung"}, libs: []string{"github.com/klauspost/compress"}, never: []string{"net/http", "C"}, far: []string{bbolt, fyne, module + "/store", module + "/ui", module + "/hub"},
		why: "data that is part of the program depends on the rules that read it and on nothing else"},
}

// sourceFile is a Go file of the module that is no test.
type sourceFile struct {
	path    string // slash path from the module's root
	dir     string
	imports []string
	text    string
	doc     bool
	command bool
}

// sources reads every Go file that is no test, whatever its build tags.
func sources(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	root := ".."
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "tmp") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasPrefix(string(src), "//go:build deps") {
			return nil
		}
		f, err := parser.ParseFile(gotoken.NewFileSet(), path, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		dir, _ := filepath.Split(rel)
		file := sourceFile{path: rel, dir: strings.Trim(dir, "/"), text: string(src), doc: hasDoc(f), command: f.Name.Name == "main"}
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			file.imports = append(file.imports, p)
		}
		files = append(files, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func hasDoc(f *ast.File) bool {
	return f.Doc != nil && len(strings.TrimSpace(f.Doc.Text())) > 20
}

// under reports whether a package is another or below it.
func under(pkg, room string) bool { return pkg == room || strings.HasPrefix(pkg, room+"/") }

// fenceOf returns the closest fence around a folder.
func fenceOf(dir string) *fence {
	var best *fence
	for i := range fences {
		if under(dir, fences[i].room) && (best == nil || len(fences[i].room) > len(best.room)) {
			best = &fences[i]
		}
	}
	return best
}

// breach says what is wrong with an import, or "".
func (f fence) breach(dir, imported string) string {
	std := !strings.Contains(strings.Split(imported, "/")[0], ".") && !under(imported, module)
	switch {
	case slices.Contains(f.never, imported):
		return "never imports it"
	case std:
		return ""
	case under(imported, module):
		room := strings.TrimPrefix(imported, module+"/")
		if under(room, f.room) && fenceOf(room).room == f.room || slices.Contains(f.own, room) {
			return ""
		}
		return "may import of the house only: " + strings.Join(f.own, ", ")
	case slices.ContainsFunc(f.libs, func(lib string) bool { return under(imported, lib) }):
		return ""
	}
	return "may import of others only: " + strings.Join(f.libs, ", ")
}

func TestFences(t *testing.T) {
	files := sources(t)
	if len(files) < 20 {
		t.Fatalf("only %d files: the test looks in the wrong place", len(files))
	}
	for _, f := range files {
		fence := fenceOf(f.dir)
		for _, i := range f.imports {
			if i == fyne+"/app" && f.path != "main.go" {
				t.Errorf("%s imports %s: only main.go may, because it alone pulls in OpenGL and a C compiler", f.path, i)
			}
			if under(i, bbolt) && !under(f.dir, "store") {
				t.Errorf("%s imports %s: only store knows how the office's memory lies on disk", f.path, i)
			}
			if fence == nil {
				continue
			}
			if what := fence.breach(f.dir, i); what != "" {
				t.Errorf("%s imports %s: %s %s; %s", f.path, i, fence.room, what, fence.why)
			}
		}
	}
}

// TestFarFences follows the imports of imports, as the compiler sees them.
func TestFarFences(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	imports := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) > 0 {
			imports[f[0]] = f[1:]
		}
	}
	if len(imports[module+"/kampung"]) == 0 {
		t.Fatal("go list does not show the module's own packages")
	}
	for pkg := range imports {
		if !under(pkg, module) || pkg == module {
			continue
		}
		f := fenceOf(strings.TrimPrefix(pkg, module+"/"))
		if f == nil {
			continue
		}
		for _, far := range f.far {
			if path := pathTo(imports, pkg, far); len(path) > 2 {
				t.Errorf("%s reaches %s by %s; %s", pkg, far, strings.Join(path, " → "), f.why)
			}
		}
	}
}

// pathTo returns a shortest way from a package to another or what is below it.
func pathTo(imports map[string][]string, from, to string) []string {
	came := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		pkg := queue[0]
		if pkg != from && under(pkg, to) {
			var path []string
			for ; pkg != ""; pkg = came[pkg] {
				path = append([]string{pkg}, path...)
			}
			return path
		}
		for _, next := range imports[pkg] {
			if _, ok := came[next]; !ok {
				came[next] = pkg
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// TestFencesBite shows that the fences notice what they are there for.
func TestFencesBite(t *testing.T) {
	for _, c := range []struct {
		dir, imported string
		ok            bool
	}{
		{"kampung", "strings", true}, {"kampung", "os", false}, {"kampung", "net/http", false}, {"kampung", bbolt, false}, {"kampung", "smartkampung/store", false},
		{"kampung", "smartkampung/kampung/letter", false}, {"kampung/letter", "smartkampung/kampung", true}, {"kampung/letter", "codeberg.org/go-pdf/fpdf", true},
		{"kampung/letter", "filippo.io/age", false}, {"kampung/bundle", "filippo.io/age", true}, {"kampung/roster", "github.com/xuri/excelize/v2", true},
		{"store", bbolt, true}, {"store", "smartkampung/ui", false}, {"store", "net/http", false}, {"hub/uplink", "smartkampung/store", false}, {"hub/uplink", "net/http", true},
		{"hub/serve", "smartkampung/hub", true}, {"ui/uitest", "smartkampung/ui", true}, {"ui", "smartkampung/store", false}, {"ui", fyne + "/widget", true}, {"ui", fyne + "/app", false},
	} {
		if got := fenceOf(c.dir).breach(c.dir, c.imported); (got == "") != c.ok {
			t.Errorf("%s imports %s: %q, want allowed %v", c.dir, c.imported, got, c.ok)
		}
	}
	graph := map[string][]string{"a": {"b"}, "b": {"c/d"}}
	if got := strings.Join(pathTo(graph, "a", "c"), " "); got != "a b c/d" || pathTo(graph, "b", "a") != nil {
		t.Errorf("path %q", got)
	}
}

func TestPackageDocs(t *testing.T) {
	docs := map[string]bool{}
	for _, f := range sources(t) {
		docs[f.dir] = docs[f.dir] || f.doc
	}
	for dir, ok := range docs {
		if !ok {
			t.Errorf("package %q has no doc comment that says what it is for", dir)
		}
	}
}

// TestRulesArePure looks for what a pure rule cannot say, in words, because an
// import alone does not show it.
func TestRulesArePure(t *testing.T) {
	clock := regexp.MustCompile(`\btime\.(Now|Since|Until|Sleep|After|Tick|NewTimer|NewTicker|Local)\b|\brand\.[A-Z]|\bos\.[A-Z]|\buuid\.New`)
	for _, f := range sources(t) {
		if !under(f.dir, "kampung") {
			continue
		}
		for n, line := range strings.Split(f.text, "\n") {
			code, _, _ := strings.Cut(line, "//")
			if m := clock.FindString(code); m != "" {
				t.Errorf("%s:%d uses %s: clock, chance and disk come in as arguments", f.path, n+1, m)
			}
		}
	}
}
