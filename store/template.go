package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// The office may write forms and wordings of its own. Each version is an entry
// of the kantor journal and stays for ever, since letters were issued with it.
// Those that come with the program follow them there once a letter was recorded
// with them, see keepBuiltIn: another program has other words.

// templateNow is which version of a service counts: the one of the greatest tick,
// whatever order the entries came in.
type templateNow struct {
	Tick    int64  `json:"tick"`
	ID      string `json:"id"`
	Version string `json:"version,omitempty"` // empty: the program's own, or none
}

// templateRec is a version that the office wrote, or one that came with the
// program and that letters were recorded with.
type templateRec struct {
	kampung.TemplateEdition
	Service kampung.Service `json:"service"`
	BuiltIn bool            `json:"built_in,omitempty"`
}

func templateKey(service, version string) []byte { return []byte(service + "/" + version) }

// projectTemplate keeps a version, and which one counts.
func (v view) projectTemplate(p kampung.ParsedEntry) error {
	var b kampung.TemplateBody
	key := p.Head.Subject
	if err := json.Unmarshal(p.Body, &b); err != nil || key == "" || strings.Contains(key, "/") || b.Service != nil && b.Service.Key != key {
		return fmt.Errorf("%w: template", errBody)
	}
	next := templateNow{Tick: p.Head.Tick, ID: p.Head.ID}
	if b.Service != nil {
		version, err := kampung.TemplateVersion(*b.Service)
		if err != nil {
			return fmt.Errorf("%w: %w", errBody, err)
		}
		next.Version = version
		edition := kampung.TemplateEdition{Version: version, At: entryTime(p.Head), By: p.Head.By, Note: b.Note}
		rec := templateRec{TemplateEdition: edition, Service: *b.Service}
		var old templateRec
		found, err := v.load(bTemplate, templateKey(key, version), &old)
		if err != nil {
			return err
		}
		if found && !old.BuiltIn && !rec.At.Before(old.At) {
			rec.At, rec.By, rec.Note = old.At, old.By, old.Note // it was written before and came back
		}
		if err := v.save(bTemplate, templateKey(key, version), rec); err != nil {
			return err
		}
	}
	var now templateNow
	if _, err := v.load(bTemplate, templateKey(key, ""), &now); err != nil {
		return err
	}
	if now.Tick > next.Tick || now.Tick == next.Tick && now.ID > next.ID {
		return nil
	}
	return v.save(bTemplate, templateKey(key, ""), next)
}

// own is the version of a service that the office wrote and that counts.
func (v view) own(key string) (rec templateRec, found bool) {
	var now templateNow
	if _, err := v.load(bTemplate, templateKey(key, ""), &now); err != nil || now.Version == "" {
		return rec, false // what cannot be read gives way to the program's own
	}
	found, err := v.load(bTemplate, templateKey(key, now.Version), &rec)
	return rec, found && err == nil
}

// service is a service as the office has it now; without a key when there is
// none.
func (v view) service(key string) kampung.Service {
	if rec, ok := v.own(key); ok {
		return rec.Service
	}
	return v.s.services[key]
}

// versionOf names the version of a service that counts now.
func (v view) versionOf(key string) string {
	if rec, ok := v.own(key); ok {
		return rec.Version
	}
	return v.s.opt.Version(key)
}

// template is the service as a letter was recorded with it. A version that is
// not here, of another PC's program, gives way to the one that counts now; exact
// is false then.
func (v view) template(key, version string) (svc kampung.Service, exact bool) {
	if version == "" || version == v.s.opt.Version(key) {
		if s, ok := v.s.services[key]; ok {
			return s, true
		}
		return v.service(key), true
	}
	var rec templateRec
	if found, err := v.load(bTemplate, templateKey(key, version), &rec); found && err == nil {
		return rec.Service, true
	}
	if s, err := v.s.builtIn(key, version); err == nil {
		return s.Service, true
	}
	return v.service(key), false
}

// Service returns a service of the catalogue, as the office has it.
func (s *Store) Service(key string) (svc kampung.Service, ok bool) {
	err := s.read(func(v view) error { svc = v.service(key); return nil })
	if err != nil {
		svc = s.services[key]
	}
	return svc, svc.Key != ""
}

// Services lists the catalogue in its own order, as the office has it, and then
// the services that the village added.
func (s *Store) Services() []kampung.Service {
	all := slices.Clone(s.opt.Services)
	s.read(func(v view) error { // the program's own are there whatever can be read
		for i := range all {
			all[i] = v.service(all[i].Key)
		}
		for _, key := range v.added() {
			all = append(all, v.service(key))
		}
		return nil
	})
	return all
}

// added are the keys of services of the village's own that count now, sorted.
func (v view) added() (keys []string) {
	v.bucket(bTemplate).ForEach(func(k, _ []byte) error {
		key, now := strings.CutSuffix(string(k), "/")
		if _, builtIn := v.s.services[key]; now && !builtIn {
			if _, ok := v.own(key); ok {
				keys = append(keys, key)
			}
		}
		return nil
	})
	return keys
}

// SaveTemplate keeps a version of a service, which counts from now on; letters
// that were recorded before keep theirs. The caller has checked its placeholders.
// Errors: [kampung.Problems], [ErrForbidden].
func (s *Store) SaveTemplate(svc kampung.Service, note string) error {
	if !kampung.May(s.me.Role, kampung.ActOffice) {
		return ErrForbidden
	}
	if svc.Key == "" || len(svc.Key) > 40 || strings.Contains(svc.Key, "/") {
		return kampung.Problems{{Field: "key", Text: "Kunci layanan harus huruf kecil, angka atau garis bawah."}}
	}
	if text := kampung.CheckTemplateSize(svc); text != "" {
		return kampung.Problems{{Text: text}}
	}
	version, err := kampung.TemplateVersion(svc)
	if err != nil {
		return err
	}
	return s.saveTemplate(svc.Key, func(v view) (kampung.TemplateBody, bool) {
		return kampung.TemplateBody{Service: &svc, Note: kampung.FoldSpace(note)}, v.versionOf(svc.Key) != version
	})
}

// ResetTemplate goes back to the service that comes with the program; one of the
// village's own goes off the list. Errors: [ErrForbidden].
func (s *Store) ResetTemplate(key string) error {
	if !kampung.May(s.me.Role, kampung.ActOffice) {
		return ErrForbidden
	}
	return s.saveTemplate(key, func(v view) (kampung.TemplateBody, bool) {
		_, own := v.own(key)
		return kampung.TemplateBody{}, own
	})
}

// saveTemplate writes an entry about a service when there is something to say.
func (s *Store) saveTemplate(key string, body func(view) (kampung.TemplateBody, bool)) error {
	return s.change(func(v view) ([]entry, kampung.Change, error) {
		b, say := body(v)
		if !say {
			return nil, kampung.Change{}, nil
		}
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindTemplate, subject: key, body: b}}, kampung.Change{Office: true}, nil
	})
}

// Templates lists the services with what the office wrote of them.
func (s *Store) Templates() (all []kampung.TemplateInfo, err error) {
	err = s.read(func(v view) error {
		all = nil
		keys := v.added()
		for _, svc := range s.opt.Services {
			keys = append(keys, svc.Key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			info := kampung.TemplateInfo{Key: key, Name: v.service(key).Name, Kind: kampung.TemplateBuiltIn, Version: v.versionOf(key)}
			if rec, ok := v.own(key); ok {
				info.Kind, info.At, info.By = kampung.TemplateChanged, rec.At, rec.By
				if _, builtIn := s.services[key]; !builtIn {
					info.Kind = kampung.TemplateOwn
				}
			}
			if info.Versions, err = v.editions(key); err != nil {
				return err
			}
			all = append(all, info)
		}
		return nil
	})
	return all, err
}

// editions are the versions of a service that the office wrote, the newest first.
func (v view) editions(key string) (all []kampung.TemplateEdition, err error) {
	c := v.bucket(bTemplate).Cursor()
	prefix := key + "/"
	for k, _ := c.Seek([]byte(prefix)); strings.HasPrefix(string(k), prefix); k, _ = c.Next() {
		if string(k) == prefix {
			continue
		}
		var rec templateRec
		if _, err := v.load(bTemplate, k, &rec); err != nil {
			return nil, err
		}
		if !rec.BuiltIn {
			all = append(all, rec.TemplateEdition)
		}
	}
	slices.SortStableFunc(all, func(a, b kampung.TemplateEdition) int { return b.At.Compare(a.At) })
	return all, nil
}

// TemplateAt is a version of a service, the one that counts for an empty version.
// Errors: [ErrNotFound].
func (s *Store) TemplateAt(key, version string) (svc kampung.Service, err error) {
	err = s.read(func(v view) error {
		svc = v.service(key)
		if version != "" {
			svc, _ = v.template(key, version)
		}
		if svc.Key == "" {
			return fmt.Errorf("%w: service %.40q", ErrNotFound, key)
		}
		return nil
	})
	return svc, err
}
