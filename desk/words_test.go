package desk

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
	"smartkampung/store"
)

// sentinels are the failures that other rooms name, by room and name.
var sentinels = map[string]error{
	"store.ErrDamaged": store.ErrDamaged, "store.ErrNotEnrolled": store.ErrNotEnrolled, "store.ErrOtherLog": store.ErrOtherLog,
	"store.ErrForgedPast": store.ErrForgedPast, "store.ErrGap": store.ErrGap, "store.ErrNotDown": store.ErrNotDown, "store.ErrNotFound": store.ErrNotFound, "store.ErrForbidden": store.ErrForbidden,
	"store.ErrNoOffice": store.ErrNoOffice, "store.ErrExists": store.ErrExists, "store.ErrPassword": store.ErrPassword,
	"store.ErrWait": &store.WaitError{Wait: 90 * time.Second}, "store.ErrInUse": store.ErrInUse, "store.ErrDiskFull": store.ErrDiskFull,
	"bundle.ErrVersion": bundle.ErrVersion, "bundle.ErrForm": bundle.ErrForm, "bundle.ErrSignature": bundle.ErrSignature, "bundle.ErrSealed": bundle.ErrSealed,
	"bundle.ErrDamaged": bundle.ErrDamaged, "bundle.ErrLimit": bundle.ErrLimit, "bundle.ErrTree": bundle.ErrTree, "bundle.ErrOrigin": bundle.ErrOrigin,
	"store.ErrOldKey": store.ErrOldKey, "store.ErrOldList": store.ErrOldList, "bundle.ErrChain": bundle.ErrChain, "bundle.ErrKeyList": bundle.ErrKeyList,
	"store.ErrBackupHere": store.ErrBackupHere, "store.ErrNoBackup": store.ErrNoBackup, "store.ErrBackupBad": store.ErrBackupBad, "store.ErrBackupCut": store.ErrBackupCut, "store.ErrBackupSame": store.ErrBackupSame,
	"store.ErrOwnLog": store.ErrOwnLog, "store.ErrStranger": store.ErrStranger, "store.ErrJoining": store.ErrJoining, "store.ErrRecoveryOther": store.ErrRecoveryOther,
	"kampung.ErrRecovery": kampung.ErrRecovery, "kampung.ErrEntry": kampung.ErrEntry, "kampung.ErrCodeForm": kampung.ErrCodeForm, "kampung.ErrCodeForged": kampung.ErrCodeForged,
}

// english are words that a clerk's sentence has no use for: whoever reads them
// reads an error of the machine.
var english = regexp.MustCompile(`(?i)\b(error|errors|err|failed|failure|invalid|cannot|can't|unable|not|no|such|file|directory|the|of|is|are|was|missing|unexpected|denied|unknown|open|read|write|store|kampung|bundle|uplink|hub|flag|provided|defined|argument|panic|nil|eof)\b`)

// names of the program that hold such a word.
var program = regexp.MustCompile(`Smart Kampung|smartkampung|cadangan-smart-kampung|--[a-z-]+|“smartkampung [^”]*”`)

func plain(t *testing.T, err error) {
	t.Helper()
	text := err.Error()
	if word := english.FindString(program.ReplaceAllString(text, "")); word != "" {
		t.Errorf("%q holds %q", text, word)
	}
	if !strings.HasSuffix(text, ".") || text != strings.TrimSpace(text) {
		t.Errorf("%q is no whole sentence", text)
	}
}

// Every failure that another room names has its own words here, so that no
// clerk is told only that something went wrong.
func TestEverySentinelHasWords(t *testing.T) {
	general := Words(errors.New("anything")).Error()
	for room, dir := range map[string]string{"store": "../store", "bundle": "../kampung/bundle", "kampung": "../kampung"} {
		names := exportedErrors(t, dir)
		if len(names) == 0 {
			t.Fatalf("no sentinel was found in %s", dir)
		}
		for _, name := range names {
			err, ok := sentinels[room+"."+name]
			if !ok {
				t.Errorf("%s.%s is new: give it words, and name it here", room, name)
				continue
			}
			got := Words(fmt.Errorf("store: some chain: %w", err))
			plain(t, got)
			if got.Error() == general {
				t.Errorf("%s.%s has no words of its own", room, name)
			}
			if !errors.Is(got, err) {
				t.Errorf("%s.%s is lost for the log behind its words", room, name)
			}
		}
	}
}

// exportedErrors lists the variables Err… of a room.
func exportedErrors(t *testing.T, dir string) (names []string) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				for _, id := range spec.(*ast.ValueSpec).Names {
					if strings.HasPrefix(id.Name, "Err") {
						names = append(names, id.Name)
					}
				}
			}
		}
	}
	return names
}

func TestWords(t *testing.T) {
	for _, w := range words {
		plain(t, Words(w.err))
	}
	plain(t, Words(errors.New("store: open x: no such thing")))
	path := filepath.Join(t.TempDir(), "tidak", "ada")
	_, missing := os.Open(path)
	for says, err := range map[string]error{
		"tidak ada":         missing,
		"hanya dapat dibac": &fs.PathError{Op: "open", Path: "/mnt", Err: syscall.EROFS},
		"tidak boleh":       &fs.PathError{Op: "open", Path: "/mnt", Err: syscall.EACCES},
		"tidak cukup":       &fs.PathError{Op: "write", Path: "/mnt", Err: syscall.ENOSPC},
		"bukan folder":      &fs.PathError{Op: "open", Path: "/mnt", Err: syscall.ENOTDIR},
		"Tunggu 2 menit":    fmt.Errorf("unlock: %w", &store.WaitError{Wait: 61 * time.Second}),
		"Tunggu 1 detik":    &store.WaitError{Wait: time.Millisecond},
	} {
		got := Words(err)
		plain(t, got)
		if !strings.Contains(got.Error(), says) {
			t.Errorf("%v says %q, not %q", err, got, says)
		}
	}
	if Words(nil) != nil {
		t.Error("no failure has words")
	}
}

// What has words already keeps them, without the chain around it.
func TestWordsStay(t *testing.T) {
	own := &kampung.Trouble{What: "Printer belum menyala.", Next: "Nyalakan.", Err: store.ErrDamaged}
	if got := Words(fmt.Errorf("desk: print: %w", own)); got.Error() != "Printer belum menyala. Nyalakan." || !errors.Is(got, store.ErrDamaged) {
		t.Errorf("%v", got)
	}
	problems := kampung.Problems{{Field: "nik", Text: "NIK belum diisi."}}
	if got := Words(fmt.Errorf("store: record: %w", problems)); got.Error() != "nik: NIK belum diisi." {
		t.Errorf("%v", got)
	}
}
