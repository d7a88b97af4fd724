package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// Catalogue is the set of services that an office offers, by key.
type Catalogue struct {
	services []kampung.Service
	versions map[string]string
}

// LoadCatalogue reads every .json file in the root of fsys as a service. The
// file's name must be the service's key. The error names each file that is
// refused and why.
func LoadCatalogue(fsys fs.FS) (Catalogue, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return Catalogue{}, fmt.Errorf("letter: catalogue: %w", err)
	}
	slices.Sort(names)
	c := Catalogue{versions: map[string]string{}}
	var bad []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			bad = append(bad, fmt.Errorf("letter: %s: %w", name, err))
			continue
		}
		s, err := ParseService(data)
		if err == nil && s.Key+".json" != path.Base(name) {
			err = fmt.Errorf("the key %q is not the file's name", s.Key)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("letter: %s: %w", name, err))
			continue
		}
		c.services = append(c.services, s)
		c.versions[s.Key] = Version(data)
	}
	return c, errors.Join(bad...)
}

// Services returns the services in the order of their keys.
func (c Catalogue) Services() []kampung.Service { return slices.Clone(c.services) }

// Service returns the service with the key.
func (c Catalogue) Service(key string) (kampung.Service, bool) {
	for _, s := range c.services {
		if s.Key == key {
			return s, true
		}
	}
	return kampung.Service{}, false
}

// Version returns the short digest of the service's data file, or "".
func (c Catalogue) Version(key string) string { return c.versions[key] }

// Version returns the short digest of a service's data file: the first 16 hex
// digits of the SHA-256 of its JSON without insignificant blanks, so that line
// ends changed on the way do not make another version.
func Version(data []byte) string {
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err == nil {
		data = compact.Bytes()
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// ParseService reads a service's data file. It is strict: a JSON name that a
// service does not have, a name that stands twice in one object, bytes after
// the object, and all that [Check] finds are errors.
func ParseService(data []byte) (kampung.Service, error) {
	var s kampung.Service
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return kampung.Service{}, fmt.Errorf("letter: service: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return kampung.Service{}, errors.New("letter: service: data after the object")
	}
	if name := twice(data); name != "" {
		return kampung.Service{}, fmt.Errorf("letter: service: %q stands twice", name)
	}
	if err := Check(s).Err(); err != nil {
		return kampung.Service{}, fmt.Errorf("letter: service: %w", err)
	}
	return s, nil
}

// twice returns a name that stands twice in one object of the valid JSON data,
// which encoding/json would silently let the last one win; "" for none.
func twice(data []byte) string {
	dec := json.NewDecoder(bytes.NewReader(data))
	type level struct {
		seen map[string]bool // nil in an array
		name bool            // the next token is a name
	}
	var stack []level
	for {
		tok, err := dec.Token()
		if err != nil {
			return ""
		}
		top := len(stack) - 1
		if d, ok := tok.(json.Delim); ok {
			switch d {
			case '{':
				stack = append(stack, level{seen: map[string]bool{}, name: true})
				continue
			case '[':
				stack = append(stack, level{})
				continue
			}
			stack = stack[:top]
			top--
		} else if top >= 0 && stack[top].name {
			name := strings.ToLower(tok.(string))
			if stack[top].seen[name] {
				return name
			}
			stack[top].seen[name] = true
			stack[top].name = false
			continue
		}
		if top >= 0 && stack[top].seen != nil {
			stack[top].name = true
		}
	}
}
