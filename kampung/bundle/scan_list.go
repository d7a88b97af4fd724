package bundle

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// MaxScanList is how many scans one [ScanList] names at most.
const MaxScanList = 1024

// ScanListTitle opens the note of a [ScanList].
const ScanListTitle = "smartkampung scan list v1"

// ScanList is the hub's signed word on which scans of a village it has whole, on
// a stick, where no desk can ask. It names each by the first 64 bits of its
// digest and speaks of all whose first 64 bits lie between From and To, both
// among them: a scan of that range that is not named is not there.
type ScanList struct {
	Village  string
	From, To uint64
	Scans    []uint64 // ascending
	At       time.Time
}

// ScanMark is the first 64 bits of a scan's digest, which is in hex; false when
// it is none.
func ScanMark(sha256 string) (uint64, bool) {
	if len(sha256) != 64 {
		return 0, false
	}
	n, err := strconv.ParseUint(sha256[:16], 16, 64)
	return n, err == nil
}

// Lacks reports whether the list says that a scan is not there. Of what is
// outside its range it says nothing.
func (l ScanList) Lacks(mark uint64) bool {
	if mark < l.From || mark > l.To {
		return false
	}
	for _, s := range l.Scans {
		if s == mark {
			return false
		}
	}
	return true
}

// SignScanList returns the note's bytes. Errors: [ErrLimit].
func SignScanList(l ScanList, skey string) ([]byte, error) {
	if len(l.Scans) > MaxScanList {
		return nil, fmt.Errorf("%w: %d scans", ErrLimit, len(l.Scans))
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("bundle: signer: %w", err)
	}
	var marks []byte
	for _, s := range l.Scans {
		marks = binary.BigEndian.AppendUint64(marks, s)
	}
	text := fmt.Sprintf("%s\nvillage %s\nrange %016x %016x\nscans %s\nat %s\n", ScanListTitle, l.Village, l.From, l.To,
		base64.StdEncoding.EncodeToString(marks), l.At.Format(time.RFC3339))
	b, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign list of scans: %w", err)
	}
	return b, nil
}

// IsScanList reports whether a note is a list of scans.
func IsScanList(data []byte) bool { return bytes.HasPrefix(data, []byte(ScanListTitle+"\n")) }

// OpenScanList reads a list signed under the hub's verifier key. Errors:
// [ErrForm], [ErrSignature], [ErrLimit].
func OpenScanList(data []byte, vkey string) (l ScanList, err error) {
	head, rest, err := splitNote(data)
	if err != nil {
		return l, err
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return l, fmt.Errorf("%w: more than a list", ErrForm)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return l, fmt.Errorf("bundle: verifier key: %w", err)
	}
	n, err := note.Open(head, note.VerifierList(verifier))
	if err != nil {
		return l, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return parseScanList(n.Text)
}

func parseScanList(text string) (l ScanList, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != 5 || lines[0] != ScanListTitle {
		return l, fmt.Errorf("%w: no list of scans", ErrForm)
	}
	value := func(i int, word string) string {
		v, ok := strings.CutPrefix(lines[i], word+" ")
		if !ok && err == nil {
			err = fmt.Errorf("%w: no line %q", ErrForm, word)
		}
		return v
	}
	l.Village = value(1, "village")
	span, marks, at := value(2, "range"), value(3, "scans"), value(4, "at")
	if err != nil {
		return l, err
	}
	if _, serr := fmt.Sscanf(span, "%016x %016x", &l.From, &l.To); serr != nil || span != fmt.Sprintf("%016x %016x", l.From, l.To) || l.From > l.To || l.Village == "" {
		return l, fmt.Errorf("%w: range of scans", ErrForm)
	}
	b, berr := base64.StdEncoding.Strict().DecodeString(marks)
	if berr != nil || len(b)%8 != 0 {
		return l, fmt.Errorf("%w: marks of scans", ErrForm)
	}
	if len(b) > 8*MaxScanList {
		return l, fmt.Errorf("%w: %d scans", ErrLimit, len(b)/8)
	}
	for ; len(b) > 0; b = b[8:] {
		s := binary.BigEndian.Uint64(b)
		if last := len(l.Scans) - 1; s < l.From || s > l.To || last >= 0 && l.Scans[last] >= s {
			return l, fmt.Errorf("%w: order of scans", ErrForm)
		}
		l.Scans = append(l.Scans, s)
	}
	if l.At, err = time.Parse(time.RFC3339, at); err != nil {
		return l, fmt.Errorf("%w: time of the list", ErrForm)
	}
	return l, nil
}
