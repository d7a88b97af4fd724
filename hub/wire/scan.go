package wire

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// MaxScans is how many scans one question may name.
const MaxScans = bundle.MaxScanWords

const scanAskTitle = "smartkampung scan ask v1"

// ScanAsk is a device's question which chunks of scans the hub has, as the body
// of POST /v1/blob, or for a chunk itself, in the [AskHeader] of
// GET /v1/blob/{sha256}/{chunk}. It is signed with the device's key:
//
//	smartkampung scan ask v1
//	village 35.10.05.2001
//	device 5f0c3a9e
//	at 2026-11-23T14:05:00+07:00
//	9f86d081…0a08 734003
//
//	— 5f0c3a9e Rx3…=
//
// The lines after the time are scans by digest and length. The hub answers the
// first with a [bundle.ScanReceipt] about it. A replayed question is harmless:
// the answer tells nothing of a person, and chunks are sealed to the office.
type ScanAsk struct {
	Village string
	Device  string
	Scans   []kampung.Scan // digest and size
	At      time.Time
}

// SignScanAsk returns the signed note.
func SignScanAsk(a ScanAsk, skey string) ([]byte, error) {
	if len(a.Scans) > MaxScans {
		return nil, fmt.Errorf("wire: question for %d scans", len(a.Scans))
	}
	lines := []string{scanAskTitle, "village " + a.Village, "device " + a.Device, "at " + a.At.Format(time.RFC3339)}
	for _, s := range a.Scans {
		lines = append(lines, s.SHA256+" "+strconv.FormatInt(s.Size, 10))
	}
	return sign(skey, lines...)
}

// OpenScanAsk reads a note signed under the device's verifier key. Errors wrap
// [ErrNote].
func OpenScanAsk(data []byte, vkey string) (ScanAsk, error) {
	f, err := open(data, vkey, scanAskTitle)
	if err != nil {
		return ScanAsk{}, err
	}
	a := ScanAsk{Village: f["village"], Device: f["device"]}
	if a.At, err = time.Parse(time.RFC3339, f["at"]); err != nil || !IsVillage(a.Village) || !IsHexID(a.Device) {
		return ScanAsk{}, fmt.Errorf("%w: question lacks a line", ErrNote)
	}
	text, _, _ := strings.Cut(string(data), "\n\n— ")
	for _, line := range strings.Split(text, "\n") {
		sha, size, _ := strings.Cut(line, " ")
		if !kampung.IsScanDigest(sha) {
			continue
		}
		n, err := strconv.ParseInt(size, 10, 64)
		s := kampung.Scan{SHA256: sha, Size: n}
		if err != nil || !s.Travels() {
			return ScanAsk{}, fmt.Errorf("%w: %.80q is no scan", ErrNote, line)
		}
		if a.Scans = append(a.Scans, s); len(a.Scans) > MaxScans {
			return ScanAsk{}, fmt.Errorf("%w: too many scans", ErrNote)
		}
	}
	return a, nil
}
