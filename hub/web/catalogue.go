package web

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"smartkampung/assets"
	"smartkampung/kampung"
)

// places are the villages of the regency.
type places struct {
	name      string // "Kabupaten Banyuwangi"
	villages  []kampung.Region
	byCode    map[string]kampung.Region
	kecamatan []kecamatan
}

type kecamatan struct{ Code, Name string }

func loadPlaces(regency string) (places, error) {
	p := places{name: "Kabupaten " + regency, byCode: map[string]kampung.Region{}}
	all, err := assets.Regions()
	if err != nil {
		return p, fmt.Errorf("web: %w", err)
	}
	p.villages = all.Find(regency, 2000)
	for _, v := range p.villages {
		p.name = v.Kabupaten
		p.byCode[v.Code] = v
		if code := v.Code[:8]; len(p.kecamatan) == 0 || p.kecamatan[len(p.kecamatan)-1].Code != code {
			p.kecamatan = append(p.kecamatan, kecamatan{code, v.Kecamatan})
		}
	}
	return p, nil
}

// village names a village by its code; one that is not in the list is its code.
func (p places) village(code string) kampung.Region {
	if v, ok := p.byCode[code]; ok {
		return v
	}
	return kampung.Region{Code: code, Name: code}
}

// services is the catalogue, in the order of its names.
type services struct {
	list  []kampung.Service
	byKey map[string]kampung.Service
}

func loadServices() (services, error) {
	out := services{byKey: map[string]kampung.Service{}}
	dir := assets.Services()
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return out, fmt.Errorf("web: services: %w", err)
	}
	for _, name := range names {
		var s kampung.Service
		b, err := fs.ReadFile(dir, name)
		if err == nil {
			err = json.Unmarshal(b, &s)
		}
		if err != nil || s.Key == "" {
			return out, fmt.Errorf("web: service %s: %w", name, err)
		}
		out.list = append(out.list, s)
		out.byKey[s.Key] = s
	}
	return out, nil
}

func serviceKeys() ([]string, error) {
	s, err := loadServices()
	if err != nil {
		return nil, err
	}
	return s.keys(), nil
}

// keys lists the keys, in a slice of the caller's own.
func (s services) keys() []string {
	keys := make([]string, len(s.list))
	for i, v := range s.list {
		keys[i] = v.Key
	}
	return keys
}

// service is a service by its key; one that this hub does not know is its key.
func (s services) service(key string) kampung.Service {
	if v, ok := s.byKey[key]; ok {
		return v
	}
	return kampung.Service{Key: key, Name: key, Short: key}
}
