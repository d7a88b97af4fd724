package wire

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Headers of GET /v1/down/{village}?from=N&device=ID. Both hold a signed note
// in base 64.
const (
	// AskHeader is the device's: an [Ask].
	AskHeader = "Smartkampung-Ask"
	// AnswerHeader is the hub's with status 204, which has no body: an [Answer]
	// about the note of the ask. Portals that catch a line answer 204 too.
	AnswerHeader = "Smartkampung-Answer"
)

const askTitle = "smartkampung ask v1"

// Ask is a device's question for what comes down, signed with its key:
//
//	smartkampung ask v1
//	village 35.10.05.2001
//	device 5f0c3a9e
//	from 12
//	epoch c1d2e3f4
//	root Uu4gZ5Fy0n6m…=
//	at 2026-11-23T14:05:00+07:00
//
//	— 5f0c3a9e Rx3…=
//
// The time is for people; a wrong clock never refuses, and a replayed question
// is harmless because the answer is sealed to the village's devices.
type Ask struct {
	Village string
	Device  string
	From    int64  // entries that the device has
	Epoch   string // of the down log that it has; empty when it does not say
	Root    string // over those entries, in base 64; empty when it does not say
	At      time.Time
}

// SignAsk returns the signed note.
func SignAsk(a Ask, skey string) ([]byte, error) {
	lines := []string{askTitle, "village " + a.Village, "device " + a.Device, "from " + strconv.FormatInt(a.From, 10)}
	if a.Epoch != "" {
		lines = append(lines, "epoch "+a.Epoch)
	}
	if a.Root != "" {
		lines = append(lines, "root "+a.Root)
	}
	return sign(skey, append(lines, "at "+a.At.Format(time.RFC3339))...)
}

// OpenAsk reads a note signed under the device's verifier key. Errors wrap
// [ErrNote].
func OpenAsk(data []byte, vkey string) (Ask, error) {
	f, err := open(data, vkey, askTitle)
	if err != nil {
		return Ask{}, err
	}
	a := Ask{Village: f["village"], Device: f["device"], Epoch: f["epoch"], Root: f["root"]}
	var err1, err2 error
	a.From, err1 = strconv.ParseInt(f["from"], 10, 64)
	a.At, err2 = time.Parse(time.RFC3339, f["at"])
	if errors.Join(err1, err2) != nil || a.From < 0 || !IsVillage(a.Village) || !IsHexID(a.Device) || a.Epoch != "" && !IsHexID(a.Epoch) {
		return Ask{}, fmt.Errorf("%w: question lacks a line", ErrNote)
	}
	return a, nil
}

// EncodeHeader writes a note into a header's value.
func EncodeHeader(note []byte) string { return base64.StdEncoding.EncodeToString(note) }

// DecodeHeader reads a note from a header's value. Errors wrap [ErrNote].
func DecodeHeader(value string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(value))
	if err != nil || len(b) > maxNote {
		return nil, fmt.Errorf("%w: header", ErrNote)
	}
	return b, nil
}
