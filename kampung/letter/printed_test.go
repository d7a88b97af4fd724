package letter

import (
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// places are the texts of a service's pages that name a placeholder or a table.
type places struct {
	any  map[string]bool // somewhere, in any form
	word map[string]bool // somewhere, as its type prints
	// sure are those that stand there whatever else was filled in: under no
	// condition, or under one that the value itself meets.
	sure map[string]bool
}

// placesOf walks over all that a service prints.
func placesOf(s kampung.Service) places {
	p := places{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, sh := range append([]kampung.Sheet{mainSheet(s)}, s.Sheets...) {
		p.texts(sh.Title+sh.Mark, sh.If)
		for _, b := range sh.Blocks {
			p.texts(b.Text+strings.Join(b.List, ""), sh.If, b.If)
			p.put(b.Table, sh.If, b.If)
			for _, r := range b.Rows {
				p.texts(r.Label+r.Value+r.Boxes, sh.If, b.If, r.If)
			}
		}
		for _, g := range sh.Signs {
			p.texts(g.Post+g.Name+g.Below, sh.If, g.If)
			p.put(g.Table, sh.If, g.If)
		}
	}
	p.texts(strings.Join(s.Copies, ""))
	return p
}

func (p places) texts(text string, ifs ...string) {
	for _, seg := range split(text) {
		if seg.name {
			p.put(seg.text, ifs...)
		}
	}
}

func (p places) put(name string, ifs ...string) {
	if name == "" {
		return
	}
	key, _, _ := strings.Cut(name, ".")
	p.any[key] = true
	p.word[name] = true
	if name == key && !slices.ContainsFunc(ifs, func(text string) bool {
		terms := kampung.Conditions(text)
		return len(terms) > 0 && !slices.Contains(terms, kampung.Condition{Key: key})
	}) {
		p.sure[key] = true
	}
}

// Every field that is asked comes to stand on the letter. A yes or no steers
// what stands there instead.
func TestEveryFieldIsPrinted(t *testing.T) {
	for _, s := range catalogue().Services() {
		p := placesOf(s)
		for _, f := range s.Fields {
			if f.Type != kampung.FieldBool && !p.any[f.Key] {
				t.Errorf("%s asks %s and does not print it", s.Key, f.Key)
			}
		}
	}
}
