package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// chooseKind is what the file chooser is to bring.
type chooseKind int

const (
	chooseFile   chooseKind = iota // a file that is there
	chooseFolder                   // a folder
	chooseSave                     // a name for a new file
)

// fileEntry is one line of a folder.
type fileEntry struct {
	Name   string
	Path   string
	Folder bool
	Size   int64
}

// listFolder reads a folder: folders first, then the files that may be chosen,
// hidden ones left out. It reads the disk.
func listFolder(dir string, exts []string, kind chooseKind) ([]fileEntry, error) {
	items, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("ui: read folder: %w", err)
	}
	var list []fileEntry
	for _, it := range items {
		name := it.Name()
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "$") {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			continue // a link to nowhere
		}
		e := fileEntry{Name: name, Path: filepath.Join(dir, name), Folder: info.IsDir(), Size: info.Size()}
		if !e.Folder && (kind == chooseFolder || !hasExt(name, exts)) {
			continue
		}
		list = append(list, e)
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].Folder != list[j].Folder {
			return list[i].Folder
		}
		return strings.ToLower(list[i].Name) < strings.ToLower(list[j].Name)
	})
	return list, nil
}

func hasExt(name string, exts []string) bool {
	if len(exts) == 0 {
		return true
	}
	ext := strings.ToLower(filepath.Ext(name))
	for _, e := range exts {
		if ext == e {
			return true
		}
	}
	return false
}

// typedPath says what a typed path is: a folder to go to, or a file to take.
type typedPath struct {
	Folder  string
	File    string
	Trouble string
}

// readTyped looks at what stands in the path field; from is the folder shown.
func readTyped(text, from string, kind chooseKind) typedPath {
	text = strings.Trim(trim(text), `"`)
	if text == "" {
		return typedPath{Trouble: tr("Tulis nama berkas atau pilih dari daftar.")}
	}
	path := text
	if strings.HasPrefix(path, "~") {
		if home, err := os.UserHomeDir(); err == nil {
			path = home + path[1:]
		}
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(from, path)
	}
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return typedPath{Folder: path}
	case err == nil && kind != chooseFolder:
		return typedPath{File: path}
	case err == nil:
		return typedPath{Trouble: tr("Ini berkas, bukan folder.")}
	case kind == chooseSave:
		if up, err := os.Stat(filepath.Dir(path)); err == nil && up.IsDir() {
			return typedPath{File: path}
		}
	}
	return typedPath{Trouble: tr("Tidak ada berkas atau folder dengan nama itu.")}
}

// withEnding is a file's name with the ending that its content has.
func withEnding(path, ext string) string {
	if strings.HasSuffix(strings.ToLower(path), ext) {
		return path
	}
	return path + ext
}
