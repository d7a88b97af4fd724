package kampung

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// TemplateBody is the body of [KindTemplate]: one version of a service's own
// form and wording, written by the office. Its subject is the service's key.
type TemplateBody struct {
	// Service is the whole service; nil goes back to the one that comes with the
	// program, and takes one of the village's own off the list.
	Service *Service `json:"service,omitempty"`
	Note    string   `json:"note,omitempty"` // what was changed, in the office's words
}

// BuiltInBody is the body of [KindBuiltIn]: a service as it came with the program
// of the PC that recorded letters with it, so that every PC prints them as they
// were.
type BuiltInBody struct {
	Version string  `json:"version"` // as [RequestBody.Version] names it
	Service Service `json:"service"`
}

// TemplateVersion is the short digest of a service as the office wrote it.
func TemplateVersion(s Service) (string, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("kampung: template: %w", err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8]), nil
}

// TemplateKind says where the form and wording of a service come from.
type TemplateKind string

const (
	TemplateBuiltIn TemplateKind = "bawaan"  // comes with the program
	TemplateChanged TemplateKind = "diubah"  // of the program, changed by the office
	TemplateOwn     TemplateKind = "sendiri" // a service of the village's own
)

// TemplateInfo is a service as the list of templates shows it.
type TemplateInfo struct {
	Key     string       `json:"key"`
	Name    string       `json:"name"`
	Kind    TemplateKind `json:"kind"`
	Version string       `json:"version"`
	// At and By tell who wrote the version that counts; zero for one of the program.
	At       time.Time         `json:"at,omitzero"`
	By       string            `json:"by,omitempty"`
	Versions []TemplateEdition `json:"versions,omitempty"` // that the office wrote, the newest first
}

// TemplateEdition is one version that the office wrote.
type TemplateEdition struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Note    string    `json:"note,omitempty"`
}

// maxTemplate bounds a template, in bytes of JSON: an entry must hold it.
const maxTemplate = MaxEntryBytes - 4<<10

// CheckTemplateSize says that a template is too large to be kept, or "".
func CheckTemplateSize(s Service) string {
	if b, err := json.Marshal(s); err != nil || len(b) > maxTemplate {
		return fmt.Sprintf("Isi template ini terlalu besar, paling besar %d KB. Pindahkan sebagian ke layanan lain.", maxTemplate>>10)
	}
	return ""
}
