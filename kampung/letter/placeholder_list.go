package letter

import (
	"maps"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// Placeholders lists the names that the texts of a service may use: those of its
// own fields first, in their order, then those of every letter, sorted.
func Placeholders(s kampung.Service) (names []string) {
	known := knownPlaceholders(s)
	for _, f := range s.Fields {
		for _, name := range slices.Sorted(maps.Keys(known)) {
			if known[name] && (name == f.Key || strings.HasPrefix(name, f.Key+".")) {
				names = append(names, name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(builtins)) {
		if known[name] && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
