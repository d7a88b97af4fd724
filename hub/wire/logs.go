package wire

import (
	"encoding/hex"
	"strconv"
	"strings"

	"smartkampung/kampung/bundle"
)

// LogsHeader is the hub's with answers of GET /v1/down/{village}, where the
// village has logs of other devices or epochs: "device/epoch/audience:size:root",
// with a comma between; root is the first 32 bits of the tree's root in hex. It is a hint and not signed: it only says what to ask
// for, at GET /v1/log/{id}/entries?from=N, which answers a bundle (.skb) byte
// for byte as it came, or 204 with [AnswerHeader]. The question is an [Ask]
// with the place in From.
const LogsHeader = "Smartkampung-Logs"

// PathEntries follows a log's address.
const PathEntries = "/entries"

// MaxLogs bounds how many logs a header may name.
const MaxLogs = 256

// LogSize is a log and how many entries the hub has of it.
type LogSize struct {
	Log  bundle.Log
	Size int64
	Root string // of the tree over them, see [ShortRoot]; empty where it is not told
}

// ShortRoot is the first 32 bits of a root in hex: enough to see that two
// histories of one log differ, and no proof of anything.
func ShortRoot(root bundle.Hash) string { return hex.EncodeToString(root[:4]) }

// FormatLogs writes the header's value; the village is in the address.
func FormatLogs(logs []LogSize) string {
	var parts []string
	for _, l := range logs[:min(len(logs), MaxLogs)] {
		parts = append(parts, l.Log.Device+"/"+l.Log.Epoch+"/"+string(l.Log.Audience)+":"+strconv.FormatInt(l.Size, 10))
		if l.Root != "" {
			parts[len(parts)-1] += ":" + l.Root
		}
	}
	return strings.Join(parts, ",")
}

// ParseLogs reads the header's value for a village. What has not the form is
// passed over.
func ParseLogs(village, value string) []LogSize {
	var out []LogSize
	for part := range strings.SplitSeq(value, ",") {
		name, count, _ := strings.Cut(strings.TrimSpace(part), ":")
		count, root, _ := strings.Cut(count, ":")
		l, err := bundle.ParseOrigin("smartkampung/" + village + "/" + name)
		size, serr := strconv.ParseInt(count, 10, 64)
		if b, herr := hex.DecodeString(root); herr != nil || len(b) != 4 && root != "" {
			continue
		}
		if err == nil && serr == nil && size > 0 && len(out) < MaxLogs {
			out = append(out, LogSize{l, size, root})
		}
	}
	return out
}
