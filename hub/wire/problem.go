package wire

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// Addresses of the hub.
const (
	PathHealth  = "/healthz"
	PathMetrics = "/metrics"
	PathKeys    = "/v1/keys"
	PathKeyList = "/v1/keys/list" // the regency's devices, see [bundle.KeyList]
	PathEnrol   = "/v1/enrol"
	PathLog     = "/v1/log/"  // and the log's id
	PathDown    = "/v1/down/" // and the village's code; see [Ask]
	PathScans   = "/v1/blob"  // which chunks of scans are there; see [ScanAsk]
	PathScan    = "/v1/blob/" // and the scan's digest, a slash and the chunk's number
)

// Kinds of problems. They are for programs; the title is for people.
const (
	KindForm    = "form"     // 400 not a bundle, cut or changed on its way
	KindUnknown = "unknown"  // 401 device not enrolled here
	KindRevoked = "revoked"  // 403 device was revoked, or speaks for another village
	KindCode    = "code"     // 403 enrolment code unknown, used up or too old
	KindNone    = "none"     // 404 nothing of the log yet
	KindGap     = "gap"      // 409 entries before the bundle are missing
	KindLarge   = "large"    // 413
	KindHub     = "hub"      // 421 for another hub
	KindFork    = "fork"     // 422 another history than the hub has
	KindDigest  = "digest"   // 422 the chunks of a scan are all there, and its digest is another
	KindChunk   = "chunk"    // 204 the chunk is there, others of the scan are not yet
	KindVersion = "version"  // 426 form of a later version
	KindBusy    = "busy"     // 429, 503
	KindInside  = "internal" // 500
	KindFull    = "full"     // 507 no room on the hub's disk
)

// ProblemType stands before a kind in a problem's type.
const ProblemType = "urn:smartkampung:problem:"

// Problem is a refusal as RFC 9457 writes it, with the hub's signed words.
type Problem struct {
	Type    string `json:"type"`
	Title   string `json:"title"` // Indonesian
	Status  int    `json:"status"`
	Detail  string `json:"detail,omitempty"`
	Size    int64  `json:"size"`              // entries that the hub has of the log
	Receipt string `json:"receipt,omitempty"` // its receipt for them
	Answer  string `json:"answer,omitempty"`  // signed [Answer]
}

// Digest writes the Content-Digest of RFC 9530.
func Digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":"
}

// DigestMatches judges a Content-Digest header: an empty one, or one without
// SHA-256, says nothing and matches.
func DigestMatches(header string, body []byte) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if strings.HasPrefix(part, "sha-256=") {
			return subtle.ConstantTimeCompare([]byte(part), []byte(Digest(body))) == 1
		}
	}
	return true
}
