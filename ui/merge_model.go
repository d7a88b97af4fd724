package ui

import (
	"encoding/json"
	"maps"
	"slices"

	"smartkampung/kampung"
)

// mergeModel is two records of what may be one person.
type mergeModel struct {
	Keep, Drop kampung.Resident
	Take       map[string]bool // values that come from the record that goes
}

// mergeLine is a value that both records have and that differs.
type mergeLine struct {
	Field, Label string
	Keep, Drop   string
}

// mergePlain are values that the merge itself decides.
var mergePlain = []string{"id", "status_dasar"}

// Lines are the values in dispute, and how many the record that stays is given
// because it lacks them.
func (m mergeModel) Lines() (lines []mergeLine, filled int) {
	keep, drop := residentValues(m.Keep), residentValues(m.Drop)
	for _, name := range slices.Sorted(maps.Keys(drop)) {
		if slices.Contains(mergePlain, name) || drop[name] == keep[name] {
			continue
		}
		if keep[name] == "" {
			filled++
			continue
		}
		lines = append(lines, mergeLine{name, fieldLabel(name), maskedValue(name, keep[name]), maskedValue(name, drop[name])})
	}
	return lines, filled
}

// residentValues are a resident's values as people read them, by JSON name.
func residentValues(r kampung.Resident) map[string]string {
	out := map[string]string{}
	b, err := json.Marshal(r)
	if err != nil {
		return out
	}
	var raw map[string]json.RawMessage
	if json.Unmarshal(b, &raw) != nil {
		return out
	}
	for name, v := range raw {
		if text := kampung.PrintValue(name, string(v)); text != "" {
			out[name] = text
		}
	}
	return out
}

// Chosen lists what comes from the record that goes.
func (m mergeModel) Chosen() []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(m.Take)) {
		if m.Take[name] {
			out = append(out, name)
		}
	}
	return out
}

// Ready reports whether there are two records.
func (m mergeModel) Ready() bool { return m.Keep.ID != "" && m.Drop.ID != "" && m.Keep.ID != m.Drop.ID }
