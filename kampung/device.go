package kampung

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// DeviceBody is the body of [KindDevice]: what the hub tells a village of one
// of its PCs, once it has more than one.
type DeviceBody struct {
	Device    string `json:"device"`
	Verifier  string `json:"verifier"`  // note verifier key of its logs
	Recipient string `json:"recipient"` // age recipient, to let it in
	Enrolled  string `json:"enrolled"`  // the hub's clock, RFC 3339
	// Mark tells the PC's letter numbers apart while it has no block, "B" for
	// the second PC; the first one has none.
	Mark    string `json:"mark,omitempty"`
	Revoked bool   `json:"revoked,omitempty"`
}

// GrantBody is the body of [KindGrant]: a PC of the office lets another one
// in. Sealed is an age file for that PC alone with a [Keyring] in it.
type GrantBody struct {
	Device string `json:"device"`
	Sealed []byte `json:"sealed"`
}

// Keyring is what a PC needs to read what its office wrote: the office's keys,
// oldest first, and the recipient of its recovery key.
type Keyring struct {
	Office   []string `json:"office"`   // age identities
	Recovery string   `json:"recovery"` // age recipient
}

// OfficeKeyBody is the body of [KindOfficeKey]: an age identity that every PC
// of the office holds. The newest one seals.
type OfficeKeyBody struct {
	Identity string `json:"identity"`
}

// Device is a PC of the office as the settings list it.
type Device struct {
	ID      string `json:"id"`
	Mark    string `json:"mark,omitempty"`
	Code    string `json:"code"` // to compare on both screens before one lets the other in
	Mine    bool   `json:"mine,omitempty"`
	Granted bool   `json:"granted,omitempty"` // let in by a PC of the office, or the one that is asked
	Revoked bool   `json:"revoked,omitempty"`
}

// NumberMark is the mark of the PC that gave a letter's number without a block,
// "B"; "" for a number like all others.
func NumberMark(r Request) string {
	mark := r.Scope[strings.LastIndexByte(r.Scope, '/')+1:]
	if mark == "" || strings.Trim(mark, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || !strings.Contains(r.Number, "-"+mark) {
		return ""
	}
	return mark
}

// Join is where a PC stands that was set up to work beside, or in the place
// of, another one of its office.
type Join string

const (
	JoinDone    Join = ""          // at work
	JoinEnrol   Join = "daftar"    // not enrolled at the hub yet
	JoinWaiting Join = "menunggu"  // for a PC of the office to let it in, or the recovery key
	JoinReading Join = "mengambil" // may read, and what the office wrote has not come yet
)

// DeviceCode is what two people compare on two screens before one PC lets the
// other in: 48 bits of the digest of the device's verifier key.
func DeviceCode(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	text := strings.ToUpper(hex.EncodeToString(sum[:6]))
	return text[:4] + "-" + text[4:8] + "-" + text[8:]
}
