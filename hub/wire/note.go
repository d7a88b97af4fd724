package wire

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// ErrNote is wrapped when a signed answer of the hub is not what it should be.
var ErrNote = errors.New("wire: not a signed answer of the hub")

const (
	enrolmentTitle = "smartkampung enrolment v1"
	answerTitle    = "smartkampung answer v1"
	maxNote        = 16 << 10
)

// Keys is what a hub shows of itself at GET /v1/keys.
type Keys struct {
	Name      string `json:"name"`      // one word, the key name of its signatures
	Verifier  string `json:"verifier"`  // note verifier key
	Recipient string `json:"recipient"` // age X25519 recipient
}

// KeysAnswer is the body of GET /v1/keys.
type KeysAnswer struct {
	Keys
	Chain []string `json:"chain"` // notes of every pair of keys, the oldest first; see [bundle.Chain]
}

// EnrolRequest is the body of POST /v1/enrol.
type EnrolRequest struct {
	Code      string `json:"code"`
	Village   string `json:"village"`
	Device    string `json:"device"`
	Verifier  string `json:"verifier"`
	Recipient string `json:"recipient"` // age recipient of the device
	Epoch     string `json:"epoch"`
}

var (
	villageForm = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$`)
	hexForm     = regexp.MustCompile(`^[0-9a-f]{8,32}$`)
)

// IsVillage reports whether a text has the form of a village's code.
func IsVillage(s string) bool { return villageForm.MatchString(s) }

// IsHexID reports whether a text has the form of a device or epoch.
func IsHexID(s string) bool { return hexForm.MatchString(s) }

// Enrolment is the hub's word that a device may speak for a village.
type Enrolment struct {
	Village   string
	Device    string
	Hub       string // name
	Recipient string // of the hub
	At        time.Time
}

// SignEnrolment returns the signed note.
func SignEnrolment(e Enrolment, skey string) ([]byte, error) {
	return sign(skey, enrolmentTitle,
		"village "+e.Village, "device "+e.Device, "hub "+e.Hub+" "+e.Recipient, "at "+e.At.Format(time.RFC3339))
}

// OpenEnrolment reads a note signed under the hub's verifier key.
func OpenEnrolment(data []byte, vkey string) (Enrolment, error) {
	f, err := open(data, vkey, enrolmentTitle)
	if err != nil {
		return Enrolment{}, err
	}
	var e Enrolment
	e.Village, e.Device = f["village"], f["device"]
	e.Hub, e.Recipient, _ = strings.Cut(f["hub"], " ")
	if e.At, err = time.Parse(time.RFC3339, f["at"]); err != nil || e.Village == "" || e.Device == "" || e.Recipient == "" {
		return Enrolment{}, fmt.Errorf("%w: enrolment lacks a line", ErrNote)
	}
	return e, nil
}

// Answer is the hub's signed word on one request.
type Answer struct {
	Status int
	Kind   string // of the problem, see [Problem]
	About  string // digest of the request's body, or the log's id where it had none
	Size   int64  // entries that the hub has of the log
	At     time.Time
	// List is the digest of the list of the regency's keys; only in the answer
	// that nothing comes down. Empty where the hub does not say.
	List string
}

// About names the bytes of a request in an [Answer].
func About(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha256:" + base64.StdEncoding.EncodeToString(sum[:])
}

// SignAnswer returns the signed note.
func SignAnswer(a Answer, skey string) ([]byte, error) {
	lines := []string{answerTitle, "status " + strconv.Itoa(a.Status), "kind " + a.Kind,
		"about " + a.About, "size " + strconv.FormatInt(a.Size, 10), "at " + a.At.Format(time.RFC3339)}
	if a.List != "" {
		lines = append(lines, "list "+a.List)
	}
	return sign(skey, lines...)
}

// OpenAnswer reads a note signed under the hub's verifier key.
func OpenAnswer(data []byte, vkey string) (Answer, error) {
	f, err := open(data, vkey, answerTitle)
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Kind: f["kind"], About: f["about"], List: f["list"]}
	var err1, err2, err3 error
	a.Status, err1 = strconv.Atoi(f["status"])
	a.Size, err2 = strconv.ParseInt(f["size"], 10, 64)
	a.At, err3 = time.Parse(time.RFC3339, f["at"])
	if err := errors.Join(err1, err2, err3); err != nil || a.Size < 0 {
		return Answer{}, fmt.Errorf("%w: answer lacks a line", ErrNote)
	}
	return a, nil
}

func sign(skey string, lines ...string) ([]byte, error) {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return nil, fmt.Errorf("wire: signer: %w", err)
	}
	for _, l := range lines {
		if strings.ContainsAny(l, "\r\n") {
			return nil, fmt.Errorf("wire: a line has a line break")
		}
	}
	b, err := note.Sign(&note.Note{Text: strings.Join(lines, "\n") + "\n"}, signer)
	if err != nil {
		return nil, fmt.Errorf("wire: sign: %w", err)
	}
	return b, nil
}

// open checks a note and returns its lines by their first word. Unknown words
// are for later versions.
func open(data []byte, vkey, title string) (map[string]string, error) {
	if len(data) > maxNote {
		return nil, fmt.Errorf("%w: too long", ErrNote)
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("wire: verifier: %w", err)
	}
	n, err := note.Open(data, note.VerifierList(v))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNote, err)
	}
	lines := strings.Split(strings.TrimSuffix(n.Text, "\n"), "\n")
	if lines[0] != title {
		return nil, fmt.Errorf("%w: another kind of note", ErrNote)
	}
	f := map[string]string{}
	for _, l := range lines[1:] {
		word, rest, _ := strings.Cut(l, " ")
		if _, twice := f[word]; twice {
			return nil, fmt.Errorf("%w: a line stands twice", ErrNote)
		}
		f[word] = rest
	}
	return f, nil
}

// NoteKey returns the name under which a note is signed, unjudged, to find the
// key that must have signed it.
func NoteKey(data []byte) string {
	_, sig, _ := strings.Cut(string(data[:min(len(data), maxNote)]), "\n\n— ")
	name, _, _ := strings.Cut(sig, " ")
	if !IsHexID(name) {
		return ""
	}
	return name
}
