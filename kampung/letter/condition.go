package letter

import (
	"slices"
	"strings"

	"smartkampung/kampung"
)

// holds reports whether an "if" is met, see [kampung.Condition].
func (f filling) holds(text string) bool {
	terms := kampung.Conditions(text)
	return len(terms) == 0 || slices.ContainsFunc(terms, func(c kampung.Condition) bool {
		met := !f.empty(c.Key)
		if c.Equal {
			met = strings.EqualFold(f.value(c.Key), c.Text)
		}
		return met != c.Not
	})
}

// empty reports whether a placeholder has nothing to print. A fallback does not
// count as a value, nor does the answer no.
func (f filling) empty(name string) bool {
	field, ok := f.s.Field(name)
	if !ok {
		return f.value(name) == ""
	}
	stored := strings.TrimSpace(f.r.Fields[name])
	switch field.Type {
	case kampung.FieldTable:
		return len(kampung.TableRows(field, stored)) == 0
	case kampung.FieldBool:
		return stored != "ya"
	}
	return stored == ""
}
