package wire

import (
	"strconv"
	"strings"

	"smartkampung/kampung/bundle"
)

// LogsHeader is the hub's with answers of GET /v1/down/{village}, where the
// village has logs of other devices or epochs: "device/epoch/audience:size",
// with a comma between. It is a hint and not signed: it only says what to ask
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
}

// FormatLogs writes the header's value; the village is in the address.
func FormatLogs(logs []LogSize) string {
	var parts []string
	for _, l := range logs[:min(len(logs), MaxLogs)] {
		parts = append(parts, l.Log.Device+"/"+l.Log.Epoch+"/"+string(l.Log.Audience)+":"+strconv.FormatInt(l.Size, 10))
	}
	return strings.Join(parts, ",")
}

// ParseLogs reads the header's value for a village. What has not the form is
// passed over.
func ParseLogs(village, value string) []LogSize {
	var out []LogSize
	for part := range strings.SplitSeq(value, ",") {
		name, count, _ := strings.Cut(strings.TrimSpace(part), ":")
		l, err := bundle.ParseOrigin("smartkampung/" + village + "/" + name)
		size, serr := strconv.ParseInt(count, 10, 64)
		if err == nil && serr == nil && size > 0 && len(out) < MaxLogs {
			out = append(out, LogSize{l, size})
		}
	}
	return out
}
