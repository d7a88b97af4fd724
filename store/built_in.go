package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"smartkampung/kampung"
)

// A letter is printed again as it was, whatever program prints it. So the words
// of a service that came with the program stand in the kantor journal, once for
// each version that letters were recorded with. An office of one PC writes them
// there on a later day: they take one or two thousand bytes, and the day's bundle
// stays small. Until then they wait in the folder template.

// keptBuiltIn is a service that waits to be written into the journal.
type keptBuiltIn struct {
	kampung.Service
	Day kampung.Date `json:"kept_on,omitzero"`
}

// keepBuiltIn keeps the version of a service that comes with the program before
// a letter is recorded with it.
func (s *Store) keepBuiltIn(key string) error {
	svc, ok := s.services[key]
	version := s.opt.Version(key)
	if !ok || version == "" {
		return nil
	}
	path := s.builtInPath(key, version)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	told := false
	err := s.read(func(v view) error { told = v.bucket(bTemplate).Get(templateKey(key, version)) != nil; return nil })
	if err != nil || told {
		return err
	}
	b, err := json.Marshal(keptBuiltIn{svc, kampung.DateOf(s.opt.Now())})
	if err != nil {
		return fmt.Errorf("store: template: %w", err)
	}
	if err := enoughSpace(s.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return diskError("template folder", err)
	}
	if err := WriteFile(path, s.value.seal(builtInPlace(key, version), b)); err != nil {
		return diskError("template", err)
	}
	return nil
}

// builtIn reads a version that waits. Errors: [ErrNotFound], [ErrDamaged].
func (s *Store) builtIn(key, version string) (kept keptBuiltIn, err error) {
	sealed, err := os.ReadFile(s.builtInPath(key, version))
	if errors.Is(err, os.ErrNotExist) {
		return kept, fmt.Errorf("%w: template", ErrNotFound)
	}
	if err != nil {
		return kept, fmt.Errorf("store: template: %w", err)
	}
	b, err := s.value.open(builtInPlace(key, version), sealed)
	if err != nil {
		return kept, err
	}
	if err := json.Unmarshal(b, &kept); err != nil {
		return kept, fmt.Errorf("%w: template: %w", ErrDamaged, err)
	}
	return kept, nil
}

// tellBuiltIns writes what waits into the journal when its time has come. A file
// that cannot be read is left alone: the words are the program's own still.
func (s *Store) tellBuiltIns() error {
	paths, err := filepath.Glob(s.path(filepath.Join("template", "*"+builtInEnd)))
	if err != nil || len(paths) == 0 {
		return err
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), builtInEnd)
		key, version := name, ""
		if i := strings.LastIndexByte(name, '-'); i >= 0 {
			key, version = name[:i], name[i+1:]
		}
		kept, err := s.builtIn(key, version)
		if err != nil {
			continue
		}
		if err := s.tellBuiltIn(kept, version); err != nil {
			return err
		}
	}
	return nil
}

// spreadBuiltIn tells the office's other PCs of words that were just recorded
// with. The request is saved: what fails here is done at the next start.
func (s *Store) spreadBuiltIn(key string) {
	version := s.opt.Version(key)
	if kept, err := s.builtIn(key, version); err == nil {
		s.tellBuiltIn(kept, version)
	}
}

// tellBuiltIn writes one version into the journal: at once in an office of
// several PCs, else on a later day.
func (s *Store) tellBuiltIn(kept keptBuiltIn, version string) error {
	done := false
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		others, err := v.shared()
		if err != nil || !others && kept.Day == kampung.DateOf(s.opt.Now()) {
			return nil, kampung.Change{}, err
		}
		done = true
		if v.bucket(bTemplate).Get(templateKey(kept.Key, version)) != nil {
			return nil, kampung.Change{}, nil
		}
		body := kampung.BuiltInBody{Version: version, Service: kept.Service}
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindBuiltIn, subject: kept.Key, body: body}}, kampung.Change{}, nil
	})
	if err != nil || !done {
		return err
	}
	if err := os.Remove(s.builtInPath(kept.Key, version)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("store: template: %w", err)
	}
	return nil
}

// projectBuiltIn keeps a version that came with some PC's program.
func (v view) projectBuiltIn(p kampung.ParsedEntry) error {
	var b kampung.BuiltInBody
	key := p.Head.Subject
	if err := json.Unmarshal(p.Body, &b); err != nil || key == "" || b.Version == "" || strings.Contains(key+b.Version, "/") || b.Service.Key != key {
		return fmt.Errorf("%w: built-in template", errBody)
	}
	place := templateKey(key, b.Version)
	if v.bucket(bTemplate).Get(place) != nil {
		return nil
	}
	edition := kampung.TemplateEdition{Version: b.Version, At: entryTime(p.Head), By: p.Head.By}
	return v.save(bTemplate, place, templateRec{TemplateEdition: edition, Service: b.Service, BuiltIn: true})
}

const builtInEnd = ".skt"

// builtInPath is plain: the names of services are the same in every office.
func (s *Store) builtInPath(key, version string) string {
	return s.path(filepath.Join("template", filepath.Base(key+"-"+version)+builtInEnd))
}

func builtInPlace(key, version string) []byte { return []byte("template/" + key + "/" + version) }
