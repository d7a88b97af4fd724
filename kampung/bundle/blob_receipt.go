package bundle

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"smartkampung/kampung"
)

// MaxScanWords is how many scans a receipt speaks of at most.
const MaxScanWords = 128

const scansTitle = "smartkampung scans v1"

// ChunkSet says which chunks of a scan are there: bit n%8 of byte n/8, counted
// from the lowest.
type ChunkSet []byte

// NewChunkSet returns the empty set of a scan of so many bytes.
func NewChunkSet(size int64) ChunkSet { return make(ChunkSet, (kampung.ScanChunks(size)+7)/8) }

// ParseChunkSet reads a set of a scan of so many bytes. Errors: [ErrForm].
func ParseChunkSet(text string, size int64) (ChunkSet, error) {
	b, err := hex.DecodeString(text)
	c, n := ChunkSet(b), kampung.ScanChunks(size)
	if err != nil || len(c) != len(NewChunkSet(size)) || c.String() != text || n%8 != 0 && len(c) > 0 && c[len(c)-1]>>(n%8) != 0 {
		return nil, fmt.Errorf("%w: %.40q is no set of chunks", ErrForm, text)
	}
	return c, nil
}

// String writes the set in hex.
func (c ChunkSet) String() string { return hex.EncodeToString(c) }

// Has reports whether the nth chunk is in the set.
func (c ChunkSet) Has(n int) bool { return n >= 0 && n/8 < len(c) && c[n/8]>>(n%8)&1 == 1 }

// Add puts the nth chunk, which must be one of the scan, into the set.
func (c ChunkSet) Add(n int) { c[n/8] |= 1 << (n % 8) }

// Remove takes the nth chunk, which must be one of the scan, out of the set.
func (c ChunkSet) Remove(n int) { c[n/8] &^= 1 << (n % 8) }

// Bytes is how many bytes of a scan of so many bytes the set's chunks have.
func (c ChunkSet) Bytes(size int64) (sum int64) {
	for n := range kampung.ScanChunks(size) {
		if c.Has(n) {
			sum += kampung.ScanChunkSize(size, n)
		}
	}
	return sum
}

// ScanState is what the hub has of a scan.
type ScanState string

// States of a scan at the hub.
const (
	ScanWhole   ScanState = "whole"   // every chunk, and the digest is right
	ScanPartly  ScanState = "partly"  // the chunks in the set
	ScanDiffers ScanState = "differs" // every chunk came, but another digest came out; it has none now
	ScanUnknown ScanState = "unknown" // no accepted entry of the village names it
)

// ScanWord is the hub's word on one scan.
type ScanWord struct {
	SHA256 string
	Size   int64
	State  ScanState
	Have   ChunkSet // of [ScanPartly]
}

// ScanReceipt is the hub's signed word on scans of a village.
type ScanReceipt struct {
	Village string
	Scans   []ScanWord
	Total   int64  // scans of the village that the hub has whole
	About   string // digest of the question that it answers; "-" for none
	At      time.Time
}

// SignScans returns the receipt's bytes. Errors: [ErrLimit].
func SignScans(r ScanReceipt, skey string) ([]byte, error) {
	if len(r.Scans) > MaxScanWords {
		return nil, fmt.Errorf("%w: %d scans", ErrLimit, len(r.Scans))
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("bundle: signer: %w", err)
	}
	text := []string{scansTitle, "village " + r.Village, "about " + r.About, "total " + strconv.FormatInt(r.Total, 10)}
	for _, w := range r.Scans {
		state := string(w.State)
		if w.State == ScanPartly {
			state += " " + w.Have.String()
		}
		text = append(text, "scan "+w.SHA256+" "+strconv.FormatInt(w.Size, 10)+" "+state)
	}
	text = append(text, "received "+r.At.Format(time.RFC3339))
	b, err := note.Sign(&note.Note{Text: strings.Join(text, "\n") + "\n"}, signer)
	if err != nil {
		return nil, fmt.Errorf("bundle: sign receipt: %w", err)
	}
	return b, nil
}

// IsScans reports whether a note is a receipt of scans.
func IsScans(data []byte) bool { return bytes.HasPrefix(data, []byte(scansTitle+"\n")) }

// OpenScans reads a receipt of scans signed under the hub's verifier key.
// Errors: [ErrForm], [ErrSignature], [ErrLimit].
func OpenScans(data []byte, vkey string) (r ScanReceipt, err error) {
	head, rest, err := splitNote(data)
	if err != nil {
		return r, err
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return r, fmt.Errorf("%w: more than a receipt", ErrForm)
	}
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return r, fmt.Errorf("bundle: verifier key: %w", err)
	}
	n, err := note.Open(head, note.VerifierList(verifier))
	if err != nil {
		return r, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return parseScans(n.Text)
}

func parseScans(text string) (r ScanReceipt, err error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if lines[0] != scansTitle {
		return r, fmt.Errorf("%w: another kind of note", ErrForm)
	}
	seen := map[string]bool{}
	for _, line := range lines[1:] {
		word, rest, _ := strings.Cut(line, " ")
		if word == "scan" {
			w, err := parseScanWord(rest)
			if err != nil {
				return r, err
			}
			r.Scans = append(r.Scans, w)
			continue
		}
		if seen[word] {
			return r, fmt.Errorf("%w: line %.10q stands twice", ErrForm, word)
		}
		seen[word] = true
		switch word {
		case "village":
			r.Village = rest
		case "about":
			r.About = rest
		case "total":
			r.Total, err = parseCount(rest)
		case "received":
			if r.At, err = time.Parse(time.RFC3339, rest); err != nil {
				err = fmt.Errorf("%w: time of receipt", ErrForm)
			}
		}
		if err != nil {
			return r, err
		}
	}
	switch {
	case r.Village == "" || !seen["total"] || !seen["received"] || !seen["about"]:
		return r, fmt.Errorf("%w: a line is missing", ErrForm)
	case len(r.Scans) > MaxScanWords:
		return r, fmt.Errorf("%w: %d scans", ErrLimit, len(r.Scans))
	}
	return r, nil
}

func parseScanWord(s string) (w ScanWord, err error) {
	f := strings.Split(s, " ")
	if len(f) < 3 {
		return w, fmt.Errorf("%w: %.80q says nothing of a scan", ErrForm, s)
	}
	w.SHA256, w.State = f[0], ScanState(f[2])
	if w.Size, err = parseCount(f[1]); err != nil {
		return w, err
	}
	known := slices.Contains([]ScanState{ScanWhole, ScanDiffers, ScanUnknown}, w.State) && len(f) == 3 || w.State == ScanPartly && len(f) == 4
	if !known || !(kampung.Scan{SHA256: w.SHA256, Size: w.Size}).Travels() {
		return w, fmt.Errorf("%w: %.80q says nothing of a scan", ErrForm, s)
	}
	if w.State == ScanPartly {
		w.Have, err = ParseChunkSet(f[3], w.Size)
	}
	return w, err
}
