package kampung

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Limits of an entry line. They bound what a hostile bundle can cost.
const (
	MaxEntryBytes = 64 << 10
	MaxEntryDepth = 8
)

// SaltBytes is the length of a new entry's salt: 72 random bits, twelve letters
// of base 64, hide a body of little entropy behind its commitment.
const SaltBytes = 9

// ErrEntry is wrapped by every error of [ParseEntry].
var ErrEntry = errors.New("kampung: not an entry")

// EncodeEntry returns the entry's line, without a newline. Head is encoded
// here; body goes in byte for byte and must be a JSON object on one line.
func EncodeEntry(h Head, salt, body []byte) ([]byte, error) {
	head, err := json.Marshal(h)
	if err != nil {
		return nil, fmt.Errorf("kampung: encode head: %w", err)
	}
	line := make([]byte, 0, len(head)+len(body)+len(salt)*2+40)
	line = append(line, `{"head":`...)
	line = append(line, head...)
	line = append(line, `,"salt":"`...)
	line = base64.StdEncoding.AppendEncode(line, salt)
	line = append(line, `","body":`...)
	line = append(line, body...)
	line = append(line, '}')
	if len(line) > MaxEntryBytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrEntry, len(line), MaxEntryBytes)
	}
	return line, nil
}

// MoveEntry returns the line of an entry as it stands at place n of another
// device's log: under its own id and time, with what follows the head byte for
// byte, also after an erasure. The head says who wrote it: writer, unless it was
// moved before. Errors wrap [ErrEntry].
func MoveEntry(line []byte, n int64, writer string) ([]byte, error) {
	p, err := ParseEntry(line)
	if err != nil {
		return nil, err
	}
	head := map[string]json.RawMessage{}
	if err := json.Unmarshal(p.HeadBytes, &head); err != nil {
		return nil, fmt.Errorf("%w: head: %w", ErrEntry, err)
	}
	head["n"] = json.RawMessage(strconv.FormatInt(n, 10))
	if p.Head.Writer == "" {
		head["writer"], _ = json.Marshal(writer)
	}
	fresh, err := json.Marshal(head)
	if err != nil {
		return nil, fmt.Errorf("%w: head: %w", ErrEntry, err)
	}
	const open = `{"head":`
	moved := slices.Concat([]byte(open), fresh, line[len(open)+len(p.HeadBytes):])
	_, err = ParseEntry(moved)
	return moved, err
}

// ParsedEntry is an entry with the very bytes that its commitment covers.
type ParsedEntry struct {
	Entry
	HeadBytes []byte
	// Commit is SHA-256(salt ‖ body). It stands alone in a line whose body was
	// erased; then Salt and Body are nil.
	Commit [sha256.Size]byte
}

// Leaf returns the leaf that the log's tree is built over: the head's bytes
// and the commitment to the body.
func (p ParsedEntry) Leaf() []byte {
	return append(bytes.Clone(p.HeadBytes), p.Commit[:]...)
}

// ParseEntry reads an entry line. The form is exact: {"head":{…},"salt":"…",
// "body":{…}}, or {"head":{…},"commit":"…"} after an erasure, with no blank
// between the parts; what is inside head and body may hold fields that this
// version does not know. Errors wrap [ErrEntry].
func ParseEntry(line []byte) (ParsedEntry, error) {
	var p ParsedEntry
	if len(line) > MaxEntryBytes {
		return p, fmt.Errorf("%w: %d bytes, at most %d", ErrEntry, len(line), MaxEntryBytes)
	}
	if bytes.ContainsAny(line, "\n\r") || !utf8.Valid(line) {
		return p, fmt.Errorf("%w: not one line of UTF-8", ErrEntry)
	}
	rest, ok := bytes.CutPrefix(line, []byte(`{"head":`))
	if !ok {
		return p, fmt.Errorf("%w: no head", ErrEntry)
	}
	head, rest, err := cutValue(rest)
	if err != nil {
		return p, err
	}
	p.HeadBytes = head
	if p.Head, err = parseHead(head); err != nil {
		return p, err
	}
	return p, p.parseTail(rest)
}

func (p *ParsedEntry) parseTail(rest []byte) error {
	if erased, ok := bytes.CutPrefix(rest, []byte(`,"commit":"`)); ok {
		text, ok := bytes.CutSuffix(erased, []byte(`"}`))
		sum, err := base64.StdEncoding.Strict().DecodeString(string(text))
		if !ok || err != nil || len(sum) != sha256.Size {
			return fmt.Errorf("%w: bad commitment", ErrEntry)
		}
		copy(p.Commit[:], sum)
		return nil
	}
	rest, ok := bytes.CutPrefix(rest, []byte(`,"salt":"`))
	if !ok {
		return fmt.Errorf("%w: no salt", ErrEntry)
	}
	salt, rest, ok := bytes.Cut(rest, []byte(`","body":`))
	if !ok {
		return fmt.Errorf("%w: no body", ErrEntry)
	}
	var err error
	if p.Salt, err = base64.StdEncoding.Strict().DecodeString(string(salt)); err != nil || len(p.Salt) < SaltBytes {
		return fmt.Errorf("%w: bad salt", ErrEntry)
	}
	body, ok := bytes.CutSuffix(rest, []byte("}"))
	if !ok || len(body) < 2 || body[0] != '{' || !json.Valid(body) || depth(body) > MaxEntryDepth {
		return fmt.Errorf("%w: body is not a JSON object within the limits", ErrEntry)
	}
	p.Body = body
	sum := sha256.New()
	sum.Write(p.Salt)
	sum.Write(body)
	sum.Sum(p.Commit[:0])
	return nil
}

// cutValue splits what looks like one JSON object off the front of b; whether
// it is one is for the decoder.
func cutValue(b []byte) (value, rest []byte, err error) {
	level, text := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{':
			level++
		case c == '}':
			if level--; level == 0 {
				return b[:i+1], b[i+1:], nil
			}
		}
		if level == 0 {
			break
		}
	}
	return nil, nil, fmt.Errorf("%w: head is no object", ErrEntry)
}

// parseHead reads a head. Keys that differ only in case would be read one way
// by this program and another by jq, so they are refused.
func parseHead(b []byte) (Head, error) {
	var h Head
	if depth(b) > 2 {
		return h, fmt.Errorf("%w: head nests too deep", ErrEntry)
	}
	if err := json.Unmarshal(b, &h); err != nil {
		return h, fmt.Errorf("%w: head: %w", ErrEntry, err)
	}
	if name := twinKey(b); name != "" {
		return h, fmt.Errorf("%w: head names %.20q twice", ErrEntry, name)
	}
	switch {
	case h.V < 1:
		return h, fmt.Errorf("%w: head has no version", ErrEntry)
	case h.N < 0 || h.Tick < 0:
		return h, fmt.Errorf("%w: head counts below zero", ErrEntry)
	case h.ID == "" || len(h.ID) > 64 || h.Kind == "" || len(h.Kind) > 64 || len(h.Subject) > 64 || len(h.By) > 64 || len(h.Writer) > 64:
		return h, fmt.Errorf("%w: head lacks id or kind, or a text is too long", ErrEntry)
	}
	return h, nil
}

// twinKey returns a key that the outermost object of valid JSON has twice,
// whatever its case, or "". An escape in a key counts as a twin: no key of a
// head needs one.
func twinKey(b []byte) string {
	var seen [][]byte
	level, key := 0, false
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			level++
			key = level == 1
		case '}', ']':
			level--
		case ',':
			key = level == 1
		case '"':
			start := i + 1
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if !key {
				continue
			}
			key = false
			name := b[start:i]
			if bytes.IndexByte(name, '\\') >= 0 || slices.ContainsFunc(seen, func(s []byte) bool { return bytes.EqualFold(s, name) }) {
				return string(name)
			}
			seen = append(seen, name)
		}
	}
	return ""
}

// depth returns how deep arrays and objects nest in valid JSON.
func depth(b []byte) int {
	level, deepest, text := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			level++
			deepest = max(deepest, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return deepest
}

// SubjectOf returns the subject in the head of a line that was parsed before,
// without parsing it again; "" when there is none.
func SubjectOf(line []byte) string {
	const name = `"subject":"`
	_, rest, ok := bytes.Cut(line, []byte(name))
	if !ok {
		return ""
	}
	subject, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(subject)
}
