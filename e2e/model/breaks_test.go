package model

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var breaks = flag.Bool("breaks", false, "spoil the sources, one place at a time, and see that the model notices")

// edit spoils a source file: the old text stands there once.
type edit struct{ file, old, new string }

// spoil is a deliberate break of the real code, and the promises of the
// package's documentation by which the model may notice it.
type spoil struct {
	name    string
	notices []string
	edits   []edit
}

// spoils are the deliberate breaks. One whose text is no longer in the source
// has to follow the source.
var spoils = []spoil{
	{"the desk believes a receipt over what it does not have", []string{"mark", "quiet", "once"}, []edit{
		{"store/link.go", "if r.Size > v.size(a) {", "if r.Size < 0 {"},
		{"store/link.go", "root, err := bundle.Root(r.Size, v.nodes(a))", "root, err := r.Root, error(nil)"},
	}},
	{"the desk does not look who signed a receipt", []string{"mark"}, []edit{
		{"store/link.go", "r, err := bundle.OpenReceipt(data, h.Verifier)", "_ = h\n\tr, err := bundle.ReadReceipt(data)"},
	}},
	{"an answer without a signature ends a visit", []string{"mark"}, []edit{
		{"hub/uplink/pull.go", "return nil, a.From, list, err\n\t}", "_ = err\n\t\treturn nil, a.From, list, nil\n\t}"},
	}},
	{"the hub tells entries apart by log, not by id", []string{"once", "whole"}, []edit{
		{"hub/apply.go", "rows = append(rows, []any{h.regency, l.Village, bare(p.Head.ID), id,", "rows = append(rows, []any{h.regency, l.Village, bare(p.Head.ID) + id, id,"},
	}},
	{"after a fork the desk forgets the new epoch", []string{"quiet"}, []edit{
		{"store/link.go", "k.Epoch = hex.EncodeToString(random(8)) })", "_ = hex.EncodeToString(random(8)) })"},
	}},
	{"the counter of numbers is forgotten at a start", []string{"number", "whole"}, []edit{
		{"store/files.go", "\t\t\t\tif _, err := tx.CreateBucketIfNotExists(name); err != nil {", "\t\t\t\tif string(name) == \"counter\" {\n\t\t\t\t\ttx.DeleteBucket(name)\n\t\t\t\t}\n\t\t\t\tif _, err := tx.CreateBucketIfNotExists(name); err != nil {"},
	}},
	{"the next stick begins after the last one, received or not", []string{"quiet", "once"}, []edit{
		{"store/link_export.go", "size, from, err = s.Marks(l)\n", "size, from, err = s.Marks(l)\n\tif err == nil {\n\t\terr = s.read(func(v view) error { m, err := v.mark(l.Audience, \"exported\"); from = max(from, m.Size); return err })\n\t\t}\n"},
	}},
	{"what is on a stick is called received", []string{"mark"}, []edit{
		{"store/link_export.go", "v.save(bMark, markKey(l.Audience, \"exported\"), mark{Size: to", "v.save(bMark, markKey(l.Audience, \"received\"), mark{Size: to"},
	}},
	{"after a power cut the journal is not read", []string{"saved"}, []edit{
		{"store/files.go", "if err := guard(s.replay); err != nil {", "if err := error(nil); err != nil {"},
	}},
	{"the hub acknowledges what it does not keep", []string{"once", "mark", "whole"}, []edit{
		{"hub/tree.go", "return h.apply(ctx, tx, a, old.Size)", "if old.Size > 5 {\n\t\treturn nil\n\t}\n\treturn h.apply(ctx, tx, a, old.Size)"},
	}},
	{"the hub does not compare what overlaps", []string{"once", "whole", "quiet"}, []edit{
		{"hub/tree.go", "if have[0] != bundle.EntryHash(a.entries[n-a.From]) {", "if have[0] == (bundle.Hash{}) {"},
	}},
	{"steps count in the order in which they arrive", []string{"once", "whole"}, []edit{
		{"hub/view.go", "if w.step.before(s) || w.step == s && tie < 0 {", "if tie < 2 {"},
	}},
	{"a revoked device goes on", []string{"once", "mark"}, []edit{
		{"hub/ingest.go", "if d.revoked && (", "if d.revoked && hd.Size < 0 && ("},
	}},
	{"a hub that was put back goes on as if it had said nothing else", []string{"answer", "quiet"}, []edit{
		{"hub/down.go", "case h.saidElse(ctx, d.Log, from, a.Root):", "case from < 0 && h.saidElse(ctx, d.Log, from, a.Root):"},
	}},
	{"a fork is not noticed on a stick", []string{"quiet"}, []edit{
		{"desk/carry.go", "c.parted = true\n", "\n"},
	}},
	{"a hub that was put back does not say so on a stick", []string{"quiet", "once"}, []edit{
		{"hub/ingest.go", "At: h.clock(), Gap: from}", "At: h.clock()}"},
	}},
	{"an entry that comes again in another log is folded again", []string{"saved", "once"}, []edit{
		{"store/apply_request.go", "if !fresh && !row.far() {", "if !fresh && row.State == \"\" {"},
	}},
}

// noticed finds what [world.broken] told first. What rapid says at the end is
// not enough: chance makes the names of logs, so a break of their order may not
// show again when it plays the same history once more.
var noticed = regexp.MustCompile(`(?m)^broken promise: (\w+)$`)

// TestBreaks spoils the real sources, builds this test from them and lets it
// play. It takes minutes, so it runs only with -breaks.
func TestBreaks(t *testing.T) {
	if !*breaks {
		for _, s := range spoils {
			s.overlay(t) // fits the sources, at least
		}
		return
	}
	for _, s := range spoils {
		t.Run(s.name, func(t *testing.T) {
			binary := filepath.Join(t.TempDir(), "model.test")
			build := exec.Command("go", "test", "-c", "-o", binary, "-overlay", s.overlay(t), ".")
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("the spoilt sources do not build: %v\n%s", err, out)
			}
			play := exec.Command(binary, "-test.run", "TestHistories", "-breaks", "-rapid.checks", "4000", "-rapid.nofailfile", "-rapid.shrinktime", "3s")
			out, err := play.CombinedOutput()
			found := noticed.FindStringSubmatch(string(out))
			switch {
			case err == nil:
				t.Fatal("the model did not notice")
			case found == nil:
				t.Fatalf("the model fell instead of noticing: %v\n%s", err, tail(out))
			case !slices.Contains(s.notices, found[1]):
				t.Errorf("noticed by %q, expected %v:\n%s", found[1], s.notices, tail(out))
			default:
				t.Logf("noticed: %s", story(string(out)))
			}
		})
	}
}

// overlay writes the spoilt files and the list that puts them in place.
func (s spoil) overlay(t *testing.T) string {
	t.Helper()
	dir, texts := t.TempDir(), map[string]string{}
	for _, e := range s.edits {
		path, err := filepath.Abs(filepath.Join("..", "..", filepath.FromSlash(e.file)))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := texts[path]; !ok {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			texts[path] = string(b)
		}
		if n := strings.Count(texts[path], e.old); n != 1 {
			t.Fatalf("%s: %q stands %d times in %s", s.name, e.old, n, e.file)
		}
		texts[path] = strings.Replace(texts[path], e.old, e.new, 1)
	}
	list := struct{ Replace map[string]string }{map[string]string{}}
	for path, text := range texts {
		list.Replace[path] = filepath.Join(dir, filepath.Base(path))
		if err := os.WriteFile(list.Replace[path], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func tail(out []byte) string { return string(out[max(0, len(out)-3000):]) }

// story is the shrunk history in words, without what rapid tells of its draws.
func story(out string) string {
	var b strings.Builder
	_, out, _ = strings.Cut(out, "Failed test output:")
	for line := range strings.Lines(out) {
		_, said, ok := strings.Cut(line, "_test.go:")
		_, said, _ = strings.Cut(said, ": ")
		if ok && !strings.Contains(said, "[rapid] draw") {
			b.WriteString("\n  " + strings.TrimSpace(said))
		}
	}
	return b.String()
}
