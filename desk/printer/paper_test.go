//go:build cups && !windows

package printer

import (
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// smoke is the printer that make print-smoke has set up.
func smoke(t *testing.T) (name string) {
	t.Helper()
	if name = os.Getenv("SMOKE_PRINTER"); name == "" {
		t.Skip("no printer named: run by make print-smoke")
	}
	return name
}

// caught waits for the PDF that the printer makes of a job, named by its title.
func caught(t *testing.T, title string) string {
	t.Helper()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		found, _ := filepath.Glob(filepath.Join(home, "PDF", title+"*.pdf")) // it may add to the name
		if len(found) == 0 {
			continue
		}
		if out, err := exec.Command("pdfinfo", found[0]).CombinedOutput(); err == nil && strings.Contains(string(out), "Page size") {
			t.Cleanup(func() {
				if keep := os.Getenv("SMOKE_KEEP"); keep != "" { // to be looked at
					os.Rename(found[0], filepath.Join(keep, title+".pdf"))
				}
				os.Remove(found[0])
			})
			return found[0]
		}
	}
	log, _ := os.ReadFile(filepath.Join(os.Getenv("SMOKE_DIR"), "log", "error"))
	t.Fatalf("no PDF of %s after a minute; CUPS says:\n%s", title, log)
	return ""
}

// title is a name of its own for a job; the printer names its file by it.
func title(t *testing.T) string {
	return regexp.MustCompile(`\W+`).ReplaceAllString(t.Name(), "_") + "_" + strconv.FormatInt(time.Now().UnixNano(), 36)
}

var pageSize = regexp.MustCompile(`(?m)^Page +(\d+) size: +([\d.]+) x ([\d.]+) pts`)

// sameSheets compares the pages' sizes in any turn, since a printer may turn a
// page into its paper.
func sameSheets(t *testing.T, path string, d letter.Document, copies int) {
	t.Helper()
	out, err := exec.Command("pdfinfo", "-f", "1", "-l", "999", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := pageSize.FindAllStringSubmatch(string(out), -1)
	if len(pages) != len(d.Pages)*copies {
		t.Errorf("%d pages, want %d:\n%s", len(pages), len(d.Pages)*copies, out)
	}
	w, h := upright(d.Paper)
	for _, m := range pages {
		a, _ := strconv.ParseFloat(m[2], 64)
		b, _ := strconv.ParseFloat(m[3], 64)
		if a, b = min(a, b)*25.4/72, max(a, b)*25.4/72; math.Abs(a-w) > 0.5 || math.Abs(b-h) > 0.5 {
			t.Errorf("page %s is %.1f x %.1f mm, want %g x %g", m[1], a, b, w, h)
		}
	}
}

// word is a word on a page, in millimetres.
type word struct {
	text       string
	page       int
	x, y, x2   float64
	taken      bool
	lineHeight float64
}

var (
	wordBox = regexp.MustCompile(`<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>`)
	pageTag = regexp.MustCompile(`<page `)
)

func wordsOf(t *testing.T, path string) (all []word) {
	t.Helper()
	out, err := exec.Command("pdftotext", "-bbox", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	page := 0
	for line := range strings.Lines(string(out)) {
		if pageTag.MatchString(line) {
			page++
		}
		m := wordBox.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		var at [4]float64
		for i := range at {
			at[i], _ = strconv.ParseFloat(m[i+1], 64)
			at[i] *= 25.4 / 72
		}
		all = append(all, word{text: m[5], page: page, x: at[0], y: (at[1] + at[3]) / 2, x2: at[2], lineHeight: at[3] - at[1]})
	}
	return all
}

// samePlaces demands each word of the document's own PDF on the printed page,
// at its place within a millimetre, and none besides.
func samePlaces(t *testing.T, printed string, d letter.Document, press *letter.Press) {
	t.Helper()
	pdf, err := d.PDF(press)
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(t.TempDir(), "own.pdf")
	if err := os.WriteFile(own, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	want, got := wordsOf(t, own), wordsOf(t, printed)
	if len(want) < 50 {
		t.Fatalf("only %d words in the document", len(want))
	}
	worst := 0.0
	for _, w := range want {
		best, at := math.Inf(1), -1
		for i, g := range got {
			if off := max(math.Abs(g.x-w.x), math.Abs(g.y-w.y), math.Abs(g.x2-w.x2)); !g.taken && g.page == w.page && g.text == w.text && off < best {
				best, at = off, i
			}
		}
		if at < 0 || best > 1 {
			t.Errorf("%q of page %d at %.1f, %.1f mm: off by %.2f mm", w.text, w.page, w.x, w.y, best)
			continue
		}
		got[at].taken = true
		worst = max(worst, best)
	}
	for _, g := range got {
		if !g.taken {
			t.Errorf("%q of page %d at %.1f, %.1f mm is on no page of the document", g.text, g.page, g.x, g.y)
		}
	}
	t.Logf("%d words, off by %.2f mm at most", len(want), worst)
}

// TestOnPaperByLp prints through lp.
func TestOnPaperByLp(t *testing.T) {
	name := smoke(t)
	docs, press := samplePages(t)
	for key, d := range docs {
		t.Run(key, func(t *testing.T) {
			d.Title = title(t)
			if err := Print(d, press, Job{Printer: name}); err != nil {
				t.Fatal(err)
			}
			path := caught(t, d.Title)
			sameSheets(t, path, d, 1)
			samePlaces(t, path, d, press)
		})
	}
	t.Run("copies", func(t *testing.T) {
		d := docs["A4"]
		d.Title = title(t)
		if err := Print(d, press, Job{Copies: 3}); err != nil { // on the default printer
			t.Fatal(err)
		}
		sameSheets(t, caught(t, d.Title), d, 3)
	})
}

// TestOnPaperByLpWithoutPrinter tells what is missing.
func TestOnPaperByLpWithoutPrinter(t *testing.T) {
	smoke(t)
	docs, press := samplePages(t)
	err := Print(docs["A4"], press, Job{Printer: "TidakAda"})
	var trouble *kampung.Trouble
	if !errors.As(err, &trouble) || !strings.Contains(trouble.What, "“TidakAda” tidak ada lagi") {
		t.Errorf("got %v", err)
	}
	t.Setenv("CUPS_SERVER", filepath.Join(t.TempDir(), "nobody.sock"))
	if err := Print(docs["A4"], press, Job{Printer: "SmokePDF"}); !errors.As(err, &trouble) || !strings.Contains(trouble.What, "tidak menjawab") {
		t.Errorf("got %v", err)
	}
}

// TestOnPaperByWindows prints through GDI under wine.
func TestOnPaperByWindows(t *testing.T) {
	name, exe := smoke(t), os.Getenv("SMOKE_EXE")
	if exe == "" {
		t.Skip("no program for wine: run by make print-smoke with wine installed")
	}
	docs, press := samplePages(t)
	for key, d := range docs {
		t.Run(key, func(t *testing.T) {
			d.Title = title(t)
			cmd := exec.Command("wine", exe, "-test.run", "TestWindowsPrint", "-test.v")
			cmd.Env = append(os.Environ(), "SMOKE_DOC="+key, "SMOKE_TITLE="+d.Title, "SMOKE_PRINTER="+name)
			if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS: TestWindowsPrint") {
				t.Fatal(fmt.Errorf("%w\n%s", err, out))
			}
			path := caught(t, d.Title)
			sameSheets(t, path, d, 1)
			samePlaces(t, path, d, press)
		})
	}
}
