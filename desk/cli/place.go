package cli

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// carriedFiles are the endings of files that the window takes in when it is
// opened with one: bundles and receipts.
var carriedFiles = []string{".skb", ".skr"}

// Meant reports whether a command line without the program's name asks for a
// command, and does not only say where the window finds its data and which
// carried file it shall take in.
func Meant(args []string) bool {
	set, _ := windowFlags()
	return set.Parse(args) != nil || set.NArg() > 0 && !carriedFile(set.Args())
}

// carriedFile reports whether the words are the path of one bundle or receipt.
func carriedFile(words []string) bool {
	return len(words) == 1 && slices.Contains(carriedFiles, strings.ToLower(filepath.Ext(words[0])))
}

func windowFlags() (*flag.FlagSet, *call) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	c := new(call)
	c.common(set)
	return set, c
}

// Window is what a command line without a command says to the window: its data
// folder, and the absolute path of a carried file to take in, or "".
func Window(args []string, getenv func(string) string) (data, file string) {
	set, c := windowFlags()
	bad := set.Parse(args) != nil
	if data = c.data; bad || data == "" {
		data = DataDir(getenv)
	}
	if bad || !carriedFile(set.Args()) {
		return data, ""
	}
	file = set.Arg(0)
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	return data, file
}

// DataDir is where the office's data lies when --data does not say: a place of
// this PC alone, not one that roams.
func DataDir(getenv func(string) string) string {
	if dir := getenv("SMARTKAMPUNG_DATA"); dir != "" {
		return dir
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(getenv("LOCALAPPDATA"), "SmartKampung")
	}
	if dir := getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "smartkampung")
	}
	return filepath.Join(getenv("HOME"), ".local", "share", "smartkampung")
}

// Names beside the program of a portable folder.
const (
	portableMark = "portabel.txt" // its presence says that the data lie beside the program
	portableData = "data"
)

// Portable is getenv of a program at path exe: where a file portabel.txt lies
// beside it, the data folder is “data” beside it too, unless the environment
// names another. So a folder on a stick carries program and data together, and
// an installed program never looks for data on a stick.
func Portable(getenv func(string) string, exe string) func(string) string {
	dir := filepath.Dir(exe)
	if _, err := os.Stat(filepath.Join(dir, portableMark)); err != nil {
		return getenv
	}
	return func(name string) string {
		v := getenv(name)
		if name == "SMARTKAMPUNG_DATA" && v == "" {
			return filepath.Join(dir, portableData)
		}
		return v
	}
}
