package ui

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"smartkampung/kampung"
)

// scanEnds are the endings of files that are offered; what a file is its bytes
// tell.
var scanEnds = []string{".jpg", ".jpeg", ".png", ".pdf"}

// newestShown is how many files of the scanner's folder are offered.
const newestShown = 40

// scanFile is a file of the scanner's folder.
type scanFile struct {
	Name, Path string
	Size       int64
	At         time.Time
}

// newestFiles lists the files of a folder that may be attached, the newest
// first. It reads the disk.
func newestFiles(dir string) ([]scanFile, error) {
	items, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("ui: read folder: %w", err)
	}
	var all []scanFile
	for _, it := range items {
		info, err := it.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(it.Name(), ".") || !hasExt(it.Name(), scanEnds) {
			continue
		}
		all = append(all, scanFile{it.Name(), filepath.Join(dir, it.Name()), info.Size(), info.ModTime()})
	}
	slices.SortStableFunc(all, func(a, b scanFile) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Name, b.Name)) })
	return all[:min(len(all), newestShown)], nil
}

// intake is what came of taking files in.
type intake struct {
	scans []kampung.Scan
	wrong []string // of each file that was not taken, its name and why
}

// takeAll keeps files one after another; those that are refused do not keep the
// others out. It reads the disk. The error is that of being called off.
func takeAll(d Desk, requirement string, paths []string, words func(error) string, next func() error) (t intake, err error) {
	for _, path := range paths {
		sc, err := d.Scan(requirement, path)
		if err != nil {
			t.wrong = append(t.wrong, filepath.Base(path)+": "+words(err))
		} else {
			t.scans = append(t.scans, sc)
		}
		if err := next(); err != nil {
			return t, err
		}
	}
	return t, nil
}

// attachTargets are what a file may be attached as: the requirements of a
// service, and none of them.
func attachTargets(s kampung.Service) []hit {
	var all []hit
	for _, r := range s.Requirements {
		if r.Need != kampung.NeedNever {
			all = append(all, hit{Key: r.Key, Title: r.Label})
		}
	}
	return append(all, hit{Title: tr("Lampiran lain")})
}

// scanWords tell of an attachment: what it shows, its kind and size.
func scanWords(s kampung.Service, sc kampung.Scan) string {
	label := ""
	for _, r := range s.Requirements {
		if r.Key == sc.Requirement {
			label = r.Label
		}
	}
	kind := tr("Foto")
	if sc.Type == "application/pdf" {
		kind = tr("PDF")
	}
	return joinDots(label, kind, bytesWord(sc.Size))
}
