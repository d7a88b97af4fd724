package start

import (
	"regexp"
	"strings"
)

// The lines of a Go crash that a report keeps. Everything else is dropped: what
// a panic was called with may be a person's name.
var (
	goroutineLine = regexp.MustCompile(`^goroutine \d+ \[[a-zA-Z0-9 ,()_-]+\]:$`)
	goroutineAny  = regexp.MustCompile(`^(goroutine \d+) `)
	createdLine   = regexp.MustCompile(`^created by ([\w./%@~+*()\[\]-]+)( in goroutine \d+)?$`)
	nameOfFunc    = regexp.MustCompile(`^[\w./%@~+*()\[\]-]+$`)
	placeLine     = regexp.MustCompile(`^\t(.+\.(?:go|s)):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ pc=0x[0-9a-f]+)?$`)
	plainPath     = regexp.MustCompile(`^[\w./@+!~-]+$`)
	signalLine    = regexp.MustCompile(`^\[signal [A-Z0-9]+: [a-z -]+ code=0x[0-9a-f]+ addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]$`)
	windowsSignal = regexp.MustCompile(`^\[signal 0x[0-9a-f]+ code=0x[0-9a-f]+ addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]$`)
	fatalLine     = regexp.MustCompile(`^fatal error: [a-z :!-]+$`)
	exceptionLine = regexp.MustCompile(`^Exception 0x[0-9a-f]+( 0x[0-9a-f]+)*$`)
	recovered     = regexp.MustCompile(` \[recovered(, repanicked)?\]$`)
	// knownPanic is what the runtime itself says, with numbers and types only.
	knownPanic = regexp.MustCompile(`^panic: (runtime error: (index out of range \[-?\d+\]( with length \d+)?` +
		`|slice bounds out of range \[[-\d:]*\]( with (length|capacity) \d+)?` +
		`|invalid memory address or nil pointer dereference|integer divide by zero` +
		`|makeslice: (len|cap) out of range|negative shift amount` +
		`|hash of unhashable type [\w.*\[\]{} ]+|comparing uncomparable type [\w.*\[\]{} ]+)` +
		`|assignment to entry in nil map|close of (closed|nil) channel|send on closed channel` +
		`|interface conversion: [\w.*\[\]{} ]+ is [\w.*\[\]{} ]+, not [\w.*\[\]{}]+)$`)
)

// unnamed stands for what a panic was called with.
const unnamed = "panic: (nilainya tidak dicatat)"

// Scrub keeps of what Go prints when a program crashes the kind of the fault
// and the stack: names of functions, files and lines. The values are left out,
// those of the panic, of the arguments and of folders: they may name persons.
func Scrub(crash string) string {
	var out []string
	inFrame := false // the line before was a function's
	for line := range strings.Lines(crash) {
		line = strings.TrimRight(line, "\r\n")
		kept := scrubHead(line)
		frame := ""
		if kept == "" {
			frame = scrubFunc(line)
		}
		switch {
		case kept != "":
			out = append(out, kept)
		case frame != "":
			out = append(out, frame)
		case inFrame:
			if m := placeLine.FindStringSubmatch(line); m != nil {
				if path := shortPath(m[1]); path != "" {
					out = append(out, "\t"+path+":"+m[2])
				}
			}
		case line == "" && len(out) > 0 && out[len(out)-1] != "":
			out = append(out, "")
		}
		inFrame = frame != ""
	}
	return strings.TrimSpace(strings.Join(out, "\n")) + "\n"
}

// scrubHead is what is kept of a line that is no frame of the stack, or "".
func scrubHead(line string) string {
	bare := recovered.ReplaceAllString(line, "")
	switch {
	case strings.HasPrefix(strings.TrimLeft(bare, "\t"), "panic: "):
		bare = strings.TrimLeft(bare, "\t")
		if knownPanic.MatchString(bare) {
			return bare
		}
		return unnamed
	case goroutineLine.MatchString(line), signalLine.MatchString(line), windowsSignal.MatchString(line),
		fatalLine.MatchString(line), exceptionLine.MatchString(line):
		return line
	}
	if m := goroutineAny.FindStringSubmatch(line); m != nil {
		return m[1] + ":"
	}
	return ""
}

// scrubFunc is a function's line without its arguments, or "".
func scrubFunc(line string) string {
	if m := createdLine.FindStringSubmatch(line); m != nil {
		return "created by " + m[1] + m[2]
	}
	if !strings.HasSuffix(line, ")") || strings.HasPrefix(line, "\t") {
		return ""
	}
	depth, at := 0, -1
	for i := len(line) - 1; i >= 0 && at < 0; i-- {
		switch line[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				at = i
			}
		}
	}
	if at <= 0 {
		return ""
	}
	name := line[:at]
	if name != "panic" && !strings.Contains(name, ".") || !nameOfFunc.MatchString(name) {
		return ""
	}
	return name + "(…)"
}

// shortPath is a source file's path without the folders of the machine that
// built it, or "" when it is no path that a source file has.
func shortPath(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	if strings.HasPrefix(path, "/") || len(path) > 1 && path[1] == ':' {
		for _, mark := range []string{"/pkg/mod/", "/src/"} {
			if _, after, ok := strings.Cut(path, mark); ok && plainPath.MatchString(after) {
				return after
			}
		}
		parts := strings.Split(path, "/")
		path = strings.Join(parts[max(0, len(parts)-2):], "/")
	}
	if !plainPath.MatchString(path) {
		return ""
	}
	return path
}
