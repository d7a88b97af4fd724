package kampung

import (
	"encoding/hex"
	"time"
)

// Sizes of scans, in bytes.
const (
	MaxScanBytes   = 20 << 20
	ScanChunkBytes = 256 << 10 // a scan travels in pieces of this size; the last may be shorter
)

// Scan is a picture or PDF of a requirement. Its bytes are kept sealed beside
// the database and travel after the records.
type Scan struct {
	Requirement string `json:"requirement"` // key; empty for another attachment
	Name        string `json:"name"`        // file name as chosen
	Type        string `json:"type"`        // "image/jpeg", "image/png", "application/pdf"
	SHA256      string `json:"sha256"`      // hex, of the bytes
	Size        int64  `json:"size"`
}

// Travels reports whether a scan can be sent: its digest has the form of one
// and its size is within the limits.
func (s Scan) Travels() bool { return IsScanDigest(s.SHA256) && s.Size > 0 && s.Size <= MaxScanBytes }

// IsScanDigest reports whether a text is a SHA-256 in lower-case hex.
func IsScanDigest(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}

// ScanChunks is in how many chunks a scan of so many bytes travels.
func ScanChunks(size int64) int { return int((size + ScanChunkBytes - 1) / ScanChunkBytes) }

// ScanChunkSize is the number of bytes of a scan's nth chunk, counted from 0;
// it is 0 where there is no such chunk.
func ScanChunkSize(size int64, n int) int64 {
	if n < 0 || n >= ScanChunks(size) {
		return 0
	}
	return min(ScanChunkBytes, size-int64(n)*ScanChunkBytes)
}

// ScanProgress is how far sending or fetching scans has come in one visit.
type ScanProgress struct {
	Done  int64 `json:"done"`  // bytes
	Total int64 `json:"total"` // bytes
	Scans int   `json:"scans"` // not yet whole at the other end
}

// Times of sending scans.
const (
	// ScanCheck is how often a desk asks whether the hub still has what it
	// received: a hub may have been put back from a copy.
	ScanCheck = 24 * time.Hour
	// ScanAgain is how long a scan waits that came out with another digest.
	ScanAgain = 24 * time.Hour
)
