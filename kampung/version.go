package kampung

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// An office may have several PCs. Each writes its own log, and all of them
// fold to the same state whatever the order in which the logs arrive: a value
// is the one of the greatest (tick, device). Two PCs that changed the same
// value without knowing of each other clash, and a person is asked.

// LogPlace is where an entry stands. An entry that went up again after a fork
// stands in several logs.
type LogPlace struct {
	Log string // short name of the log
	N   int64
	// Moved says that another device's log has it too: that device had it. Where
	// it stands there says nothing of what its writer had seen but its own.
	Moved bool
}

// Version is an entry as the fold sees it.
type Version struct {
	Head   Head
	Device string // who wrote it
	Places []LogPlace
	Body   json.RawMessage
}

// Saw reports whether the writer of v had u.
func (v Version) Saw(u Version) bool {
	for _, p := range u.Places {
		if v.Head.Seen[p.Log] > p.N {
			return true
		}
		for _, q := range v.Places {
			if q.Log == p.Log && p.N < q.N && (!q.Moved || p.Moved && u.Device == v.Device) {
				return true
			}
		}
	}
	return false
}

// SortVersions puts versions in the order in which they count. Two entries of
// one tick and device exist only on a cloned disk; then the state and the id
// decide, the same way everywhere.
func SortVersions(vs []Version) {
	slices.SortFunc(vs, func(a, b Version) int {
		return cmp.Or(cmp.Compare(a.Head.Tick, b.Head.Tick), cmp.Compare(a.Device, b.Device),
			cmp.Compare(a.state(), b.state()), cmp.Compare(a.Head.ID, b.Head.ID))
	})
}

// state is the state that an entry of a request leads to; "" for others.
func (v Version) state() State {
	switch v.Head.Kind {
	case KindRequest:
		return StateChecked
	case KindStep:
		var b StepBody
		if json.Unmarshal(v.Body, &b) == nil {
			return b.State
		}
	}
	return ""
}

// Clash is a value that several PCs changed without knowing of each other.
// The last of Values is the one that stands.
type Clash struct {
	Kind    string       `json:"kind"` // [KindRequest], [KindResident], [KindOffice]
	Subject string       `json:"subject"`
	Name    string       `json:"name"`  // of the person or letter, for the list
	Field   string       `json:"field"` // JSON name of the value; "state" for a request's state
	Values  []ClashValue `json:"values"`
}

// ClashValue is one of the values.
type ClashValue struct {
	Entry  string    `json:"entry"`
	Device string    `json:"device"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Value  string    `json:"value"`
}

// write is one version's value of a field.
type write struct {
	Version
	value string
}

// clash returns the values of a field that stand against each other, or nil;
// ws are its writers in the order in which they count. A value that was
// overwritten by somebody who knew it is no longer in dispute, nor is one that
// the winner's own history agrees with.
func clash(ws []write) []ClashValue {
	if len(ws) < 2 {
		return nil
	}
	last := ws[len(ws)-1]
	var out []ClashValue
	for _, u := range ws[:len(ws)-1] {
		known := u.value == last.value || slices.ContainsFunc(ws, func(x write) bool { return x.Saw(u.Version) })
		agreed := slices.ContainsFunc(ws, func(x write) bool { return x.value == u.value && !u.Saw(x.Version) && last.Saw(x.Version) })
		if !known && !agreed {
			out = append(out, u.clashValue())
		}
	}
	if out == nil {
		return nil
	}
	return append(out, last.clashValue())
}

func (w write) clashValue() ClashValue {
	return ClashValue{Entry: w.Head.ID, Device: w.Device, By: w.Head.By, At: timeOf(w.Head.At), Value: w.value}
}

// EditBody is the body of [KindResidentEdit] and [KindOfficeEdit]: the values
// that change, by their JSON names, as RFC 7386 merges them; null empties one.
type EditBody struct {
	Set map[string]json.RawMessage `json:"set"`
	// Cause says what the change comes from, see [CauseImport]; empty for a
	// form that a person filled in.
	Cause string `json:"cause,omitempty"`
}

// MakeEdit returns what changes from one value to another, both of which
// encode as JSON objects; nil when nothing does. Names in skip never change.
func MakeEdit(from, to any, skip ...string) (map[string]json.RawMessage, error) {
	old, err := fieldsOf(from)
	if err != nil {
		return nil, err
	}
	new, err := fieldsOf(to)
	if err != nil {
		return nil, err
	}
	set := map[string]json.RawMessage{}
	for name, v := range new {
		if !bytes.Equal(v, old[name]) {
			set[name] = v
		}
	}
	for name := range old {
		if _, ok := new[name]; !ok {
			set[name] = json.RawMessage("null")
		}
	}
	for _, name := range skip {
		delete(set, name)
	}
	if len(set) == 0 {
		return nil, nil
	}
	return set, nil
}

// ApplyEdit returns a value with the changes of an edit; false when they do not
// fit it.
func ApplyEdit[T any](old T, b EditBody) (fresh T, ok bool) {
	fields, err := fieldsOf(old)
	if err != nil {
		return old, false
	}
	for name, v := range b.Set {
		if valueText(v) == "" {
			delete(fields, name)
		} else {
			fields[name] = v
		}
	}
	text, err := json.Marshal(fields)
	if err != nil || json.Unmarshal(text, &fresh) != nil {
		return old, false
	}
	return fresh, true
}

func fieldsOf(v any) (map[string]json.RawMessage, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	m := map[string]json.RawMessage{}
	return m, json.Unmarshal(b, &m)
}

// FoldFields folds the versions of a thing whose entries are whole, or edits
// of the kind edit, and returns its values by name and those in dispute. A body
// that cannot be read changes nothing.
func FoldFields(vs []Version, edit string) (fields map[string]json.RawMessage, clashes []Clash) {
	SortVersions(vs)
	writers := map[string][]write{}
	for _, v := range vs {
		set, ok := v.sets(edit)
		if !ok {
			continue
		}
		if v.Head.Kind != edit {
			for name := range writers {
				if _, has := set[name]; !has {
					set[name] = json.RawMessage("null")
				}
			}
		}
		for name, value := range set {
			writers[name] = append(writers[name], write{v, valueText(value)})
		}
	}
	fields = map[string]json.RawMessage{}
	for name, ws := range writers {
		if value := ws[len(ws)-1].value; value != "" {
			fields[name] = json.RawMessage(value)
		}
		if values := clash(ws); values != nil {
			clashes = append(clashes, Clash{Field: name, Values: values})
		}
	}
	slices.SortFunc(clashes, func(a, b Clash) int { return cmp.Compare(a.Field, b.Field) })
	return fields, clashes
}

// sets returns the values that a version writes.
func (v Version) sets(edit string) (map[string]json.RawMessage, bool) {
	if v.Head.Kind == edit {
		var b EditBody
		return b.Set, json.Unmarshal(v.Body, &b) == nil && b.Set != nil
	}
	m := map[string]json.RawMessage{}
	err := json.Unmarshal(v.Body, &m)
	if v.Head.Kind == KindResident {
		delete(m, "cause") // of the entry and no value of the resident
	}
	return m, err == nil
}

// valueText is a value's JSON without blanks, "" for null.
func valueText(v json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, v) != nil || b.String() == "null" {
		return ""
	}
	return b.String()
}

// FoldRequest folds the entries of a request; found is false while its content
// has not come.
func FoldRequest(vs []Version) (r Request, found bool, clashes []Clash) {
	SortVersions(vs)
	var bodies []Version
	var states []write
	for _, v := range vs {
		switch v.Head.Kind {
		case KindRequest:
			var b RequestBody
			if json.Unmarshal(v.Body, &b) != nil {
				continue
			}
			ApplyRequest(&r, v.Head, b)
			bodies, found = append(bodies, v), true
		case KindStep:
			var b StepBody
			if json.Unmarshal(v.Body, &b) != nil {
				continue
			}
			ApplyStep(&r, v.Head, b)
		case KindAttach:
			if b, ok := attachOf(v.Body); ok {
				ApplyAttach(&r, v.Head, b)
			}
			continue
		default:
			continue
		}
		states = append(states, write{v, string(v.state())})
	}
	if values := clash(states); values != nil {
		clashes = append(clashes, Clash{Field: "state", Values: values})
	}
	_, content := FoldFields(bodies, "")
	return r, found, append(clashes, content...)
}
