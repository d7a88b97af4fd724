//go:build !windows

package printer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smartkampung/assets"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// office is a PC with commands of CUPS that do as a test says.
func office(t *testing.T, commands map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, script := range commands {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	if len(commands) == 0 {
		t.Setenv("PATH", dir)
	}
	return dir
}

func onePage(paper letter.Paper) letter.Document {
	return letter.Document{Paper: paper, Title: "Surat Contoh 470/012", Pages: []letter.Page{{Items: []letter.Item{letter.Rect{X: 10, Y: 10, W: 5, H: 5}}}}}
}

func press(t *testing.T) *letter.Press {
	t.Helper()
	var f letter.Faces
	f.Regular, f.Bold, f.Italic, f.BoldItalic = assets.Serif()
	p, err := letter.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// lpstat answers as CUPS does for two printers.
const lpstat = `case "$1" in
-e) echo Epson-L3110; echo KantorDesa ;;
-d) echo "system default destination: KantorDesa" ;;
-p) echo "printer $2 is idle.  enabled since Mon" ;;
-a) echo "$2 accepting requests since Mon" ;;
esac`

func TestLpGetsPaperCopiesAndName(t *testing.T) {
	dir := office(t, map[string]string{
		"lpstat":    lpstat,
		"lpoptions": `echo "PageSize/Media Size: *A4 Letter Custom.WIDTHxHEIGHT"`,
		"lp":        `printf '%s\n' "$@" > "$(dirname "$0")/args"; cat > "$(dirname "$0")/pdf"`,
	})
	if got := List(); len(got) != 2 || got[0] != "KantorDesa" || got[1] != "Epson-L3110" {
		t.Errorf("printers %q, want the default one first", got)
	}
	for _, c := range []struct {
		job   Job
		paper letter.Paper
		want  string
	}{
		{Job{Printer: "Epson-L3110", Copies: 2}, letter.Papers[0], "-d Epson-L3110 -n 2 -t Surat Contoh 470/012 -o media=Custom.215x330mm"},
		{Job{}, letter.Papers[1], "-d KantorDesa -n 1 -t Surat Contoh 470/012 -o media=A4"},
		{Job{Copies: 999}, letter.Paper{W: 330, H: 210}, "-d KantorDesa -n 20 -t Surat Contoh 470/012 -o media=Custom.210x330mm"},
	} {
		if err := Print(onePage(c.paper), press(t), c.job); err != nil {
			t.Fatal(err)
		}
		args, err := os.ReadFile(filepath.Join(dir, "args"))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(string(args), "\n", " "); !strings.HasPrefix(got, c.want+" ") {
			t.Errorf("lp got %q, want %q", got, c.want)
		}
		if pdf, _ := os.ReadFile(filepath.Join(dir, "pdf")); !strings.HasPrefix(string(pdf), "%PDF-") {
			t.Errorf("lp got %.20q", pdf)
		}
	}
}

func TestWhatGoesWrongHasWords(t *testing.T) {
	any := `echo "PageSize/Media Size: *A4 Custom.WIDTHxHEIGHT"`
	for name, c := range map[string]struct {
		commands map[string]string
		want     string
	}{
		"no CUPS":    {nil, "Belum ada printer di komputer ini"},
		"no printer": {map[string]string{"lp": "exit 1", "lpstat": "exit 0"}, "Belum ada printer di komputer ini"},
		"off":        {map[string]string{"lp": "exit 0", "lpstat": strings.Replace(lpstat, "is idle.  enabled", "disabled", 1)}, "sedang mati atau dijeda"},
		"refuses":    {map[string]string{"lp": "exit 0", "lpstat": strings.Replace(lpstat, "$2 accepting", "$2 not accepting", 1)}, "sedang mati atau dijeda"},
		"no such":    {map[string]string{"lp": "exit 0", "lpstat": strings.Replace(lpstat, `-p) echo`, `-p) echo "lpstat: Invalid destination name in list"; exit 1; echo`, 1)}, "tidak ada lagi"},
		"no server": {map[string]string{"lp": "exit 0", "lpstat": strings.Replace(lpstat, `-p) echo`, `-r) echo "scheduler is not running" ;;
-p) echo "lpstat: Invalid destination name in list" >&2; exit 1; echo`, 1)}, "tidak menjawab"},
		"paper":       {map[string]string{"lp": "exit 0", "lpstat": lpstat, "lpoptions": `echo "PageSize/Media Size: *A4 Letter"`}, "tidak mengenal kertas F4 (215 × 330 mm)"},
		"lp refuses":  {map[string]string{"lp": "cat >/dev/null; echo 'lp: too much' >&2; exit 1", "lpstat": lpstat, "lpoptions": any}, "Printer tidak menerima suratnya"},
		"gone by now": {map[string]string{"lp": "cat >/dev/null; echo 'lp: The printer or class does not exist.' >&2; exit 1", "lpstat": lpstat, "lpoptions": any}, "tidak ada lagi"},
	} {
		t.Run(name, func(t *testing.T) {
			office(t, c.commands)
			err := Print(onePage(letter.Papers[0]), press(t), Job{})
			var trouble *kampung.Trouble
			if !errors.As(err, &trouble) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(trouble.What, c.want) || !strings.Contains(trouble.What, "tetap tersimpan") || trouble.Next == "" || trouble.Err == nil {
				t.Errorf("got %q / %q / %v, want %q", trouble.What, trouble.Next, trouble.Err, c.want)
			}
		})
	}
}

func TestMediaFor(t *testing.T) {
	f4, a4, narrow := letter.Papers[0], letter.Papers[1], letter.Papers[2]
	for _, c := range []struct {
		options string
		paper   letter.Paper
		want    string
	}{
		{"", f4, "Custom.215x330mm"},
		{"Duplex/Two-Sided: *None DuplexNoTumble", f4, "Custom.215x330mm"},
		{"PageSize/Media Size: *A4 Letter Custom.WIDTHxHEIGHT\nDuplex: *None", f4, "Custom.215x330mm"},
		{"PageSize/Media Size: *A4 Letter Custom.WIDTHxHEIGHT", a4, "A4"},
		{"PageSize/Page Size: Letter *A4 FanFoldGermanLegal", f4, "FanFoldGermanLegal"},
		{"PageSize/Page Size: Letter *A4 FanFoldGermanLegal Custom.WIDTHxHEIGHT", f4, "Custom.215x330mm"},
		{"PageSize/Page Size: Letter *A4 Folio", narrow, "Folio"},
		{"media/Media: *iso_a4_210x297mm om_folio_210x330mm na_foolscap_8.5x13in", narrow, "om_folio_210x330mm"},
		{"media/Media: *iso_a4_210x297mm om_folio_210x330mm na_foolscap_8.5x13in", f4, "na_foolscap_8.5x13in"},
		{"media/Media: *iso_a4_210x297mm custom_min_76.2x127mm custom_max_216x356mm", a4, "iso_a4_210x297mm"},
		{"PageSize/Page Size: *A4 Letter A5", f4, ""},
		{"PageSize/Page Size: *A4 Letter Folio", f4, ""},
	} {
		got, ok := mediaFor(c.options, c.paper)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s on %q: %q, want %q", c.paper.Name, c.options, got, c.want)
		}
		turned := letter.Paper{W: c.paper.H, H: c.paper.W}
		if side, _ := mediaFor(c.options, turned); side != c.want {
			t.Errorf("%s turned on %q: %q, want %q", c.paper.Name, c.options, side, c.want)
		}
	}
}

// FuzzMediaFor reads what a printer's driver says of itself, which is anything.
func FuzzMediaFor(f *testing.F) {
	f.Add("PageSize/Media Size: *A4 Custom.WIDTHxHEIGHT")
	f.Add("media/Media: 9x9mm 1e9x-3in om_folio_210x330mm")
	f.Fuzz(func(t *testing.T, options string) {
		for _, p := range letter.Papers {
			name, ok := mediaFor(options, p)
			if ok == (name == "") || strings.ContainsAny(name, " \n") {
				t.Fatalf("%q, %v for %q", name, ok, options)
			}
			if !strings.HasPrefix(name, "Custom.") && !strings.Contains(options, name) {
				t.Fatalf("%q is not in %q", name, options)
			}
		}
	})
}
