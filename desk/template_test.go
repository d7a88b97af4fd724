package desk

import (
	"reflect"
	"testing"

	"smartkampung/kampung"
)

// Every service that comes with the program can be edited as text without losing
// anything, and most of its blocks read as text.
func TestEveryTemplateReadsAsText(t *testing.T) {
	c, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range c.Services() {
		blocks, ps := kampung.ParseBlocks(kampung.FormatBlocks(s.Blocks))
		if ps.Err() != nil || !reflect.DeepEqual(blocks, s.Blocks) {
			t.Errorf("%s: %v", s.Key, ps)
		}
		fields, ps := kampung.ParseFields(kampung.FormatFields(s.Fields))
		if ps.Err() != nil || len(fields) != len(s.Fields) || len(fields) > 0 && !reflect.DeepEqual(fields, s.Fields) {
			t.Errorf("%s: %v", s.Key, ps)
		}
	}
}
