package ui

import (
	"encoding/json"
	"os"
	"slices"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// The templates of a memDesk: what the office wrote stands in place of the
// program's own.

func (d *memDesk) Templates() (all []kampung.TemplateInfo, err error) {
	for _, s := range d.services {
		info := kampung.TemplateInfo{Key: s.Key, Name: s.Name, Kind: kampung.TemplateBuiltIn}
		if own, ok := d.wrote[s.Key]; ok {
			info.Name, info.Kind, info.At, info.By = own.Name, kampung.TemplateChanged, d.now(), d.me
		}
		for i, old := range d.older[s.Key] {
			info.Versions = append(info.Versions, kampung.TemplateEdition{Version: itoa(int64(i + 1)), At: d.now(), By: d.me, Note: old.note})
		}
		all = append(all, info)
	}
	for key, own := range d.wrote {
		if d.service(key).Key == "" {
			all = append(all, kampung.TemplateInfo{Key: key, Name: own.Name, Kind: kampung.TemplateOwn})
		}
	}
	return all, nil
}

// olderTemplate is a version that the office wrote, whose name is its place.
type olderTemplate struct {
	kampung.Service
	note string
}

func (d *memDesk) TemplateAt(key, version string) (kampung.Service, error) {
	for i, old := range d.older[key] {
		if version == itoa(int64(i+1)) {
			return old.Service, nil
		}
	}
	if own, ok := d.wrote[key]; ok {
		return own, nil
	}
	return d.service(key), nil
}

func (d *memDesk) SaveTemplate(s kampung.Service, note string) error {
	if p := letter.Check(s); p.Err() != nil {
		return p
	}
	if d.wrote == nil {
		d.wrote, d.older = map[string]kampung.Service{}, map[string][]olderTemplate{}
	}
	d.older[s.Key] = append(d.older[s.Key], olderTemplate{s, note})
	d.wrote[s.Key] = s
	d.tell(kampung.Change{Office: true})
	return nil
}

func (d *memDesk) ResetTemplate(key string) error {
	delete(d.wrote, key)
	d.tell(kampung.Change{Office: true})
	return nil
}

func (d *memDesk) ImportTemplate(path, note string) (kampung.Service, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return kampung.Service{}, err
	}
	s, err := letter.ParseService(data)
	if err != nil {
		return s, err
	}
	return s, d.SaveTemplate(s, note)
}

func (d *memDesk) ExportTemplate(key, version, path string) error {
	s, err := d.TemplateAt(key, version)
	if err != nil {
		return err
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o600)
}

func (d *memDesk) CheckTemplate(s kampung.Service) kampung.Problems { return letter.Check(s) }
func (d *memDesk) Placeholders(s kampung.Service) []string {
	return slices.Clone(letter.Placeholders(s))
}
