package cli

import (
	"strings"
	"testing"
)

// TestCorrectAnIssuedLetter: the new letter has its own number, both point at
// each other, and the code of the old one says what became of it.
func TestCorrectAnIssuedLetter(t *testing.T) {
	o := newOffice(t, 5)
	id := o.newSKCK()
	o.refused("belum diterbitkan", "request", "correct", id, "--reason", "keperluan keliru")
	o.ok("request", "advance", id, "disetujui")
	o.refused("apa yang diperbaiki", "request", "correct", id)
	if r := o.run("request", "correct", id, "--reason", "x", "--service", "sku"); r.code != Wrong {
		t.Errorf("%+v", r)
	}
	fresh := o.ok("request", "correct", id, "--reason", "keperluan keliru", "--field", "keterangan=Melamar kerja di Bali", "--json").one()
	next, number := fresh["id"].(string), fresh["number"].(string)
	if old := o.ok("request", "show", id, "--json").one(); old["state"] != "disetujui" {
		t.Errorf("the old letter no longer counts: %v", old["state"])
	}
	code := o.ok("request", "show", id, "--json").one()["code"].(string)
	o.ok("request", "advance", next, "disetujui")
	old := o.ok("request", "show", id, "--json").one()
	if old["state"] != "batal" || old["replaced_by"] != next || !strings.Contains(old["reason"].(string), number) {
		t.Errorf("%v", old)
	}
	now := o.ok("request", "show", next, "--json").one()
	if now["replaces"] != id || now["why"] != "keperluan keliru" || now["fields"].(map[string]any)["keterangan"] != "Melamar kerja di Bali" {
		t.Errorf("%v", now)
	}
	r := o.run("letter", "check", code, "--json")
	if got := r.one(); got["outcome"] != "dibatalkan" || got["replaced_by"] != number || !strings.Contains(got["text"].(string), number) {
		t.Errorf("%v", got)
	}
	o.whole()
}
