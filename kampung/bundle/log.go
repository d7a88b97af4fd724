package bundle

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"smartkampung/kampung"
)

// Log names one writer's log: the journal of one audience on one device in one
// epoch.
type Log struct {
	Village  string // Kemendagri code, "35.10.05.2001"
	Device   string // hex, given at the first start
	Epoch    string // hex, new after every fork or restored image
	Audience kampung.Audience
}

var originForm = regexp.MustCompile(`^smartkampung/([0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4})/([0-9a-f]{8,32})/([0-9a-f]{8,32})/(kabupaten|kantor|desa)$`)

// ErrOrigin is returned for a first line that names no log.
var ErrOrigin = errors.New("bundle: not the origin of a log")

// Origin returns the log's name as the first line of a checkpoint.
func (l Log) Origin() string {
	return strings.Join([]string{"smartkampung", l.Village, l.Device, l.Epoch, string(l.Audience)}, "/")
}

// ID returns a short name of the log for addresses and files: the first 128
// bits of the origin's SHA-256, in hex.
func (l Log) ID() string {
	sum := sha256.Sum256([]byte(l.Origin()))
	return hex.EncodeToString(sum[:16])
}

// Short names the log within its office: the first 32 bits of [Log.ID]. It
// stands in the heads of entries, see [kampung.Head].
func (l Log) Short() string { return l.ID()[:8] }

// ParseOrigin reads the name of a log.
func ParseOrigin(origin string) (Log, error) {
	m := originForm.FindStringSubmatch(origin)
	if m == nil {
		return Log{}, fmt.Errorf("%w: %.80q", ErrOrigin, origin)
	}
	return Log{m[1], m[2], m[3], kampung.Audience(m[4])}, nil
}

// FileName returns the name of the bundle of entries from up to to. It sorts
// by village, device, audience and place.
func (l Log) FileName(from, to int64) string {
	return fmt.Sprintf("%s-%.8s-%.8s-%s-%08d-%08d.skb", l.Village, l.Device, l.Epoch, l.Audience, from, to)
}
