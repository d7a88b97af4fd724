package cli

import (
	"strings"
	"testing"
)

func TestCamatByCommand(t *testing.T) {
	o := newOffice(t, 5)
	id := o.ok("request", "new", "--service", "sktm", "--nik", o.adult(), "--field", "keperluan=Berobat", "--json").one()["id"].(string)
	if row := o.ok("request", "show", id, "--json").one(); row["camat"] != "belum_dikirim" {
		t.Fatalf("%v", row["camat"])
	}
	o.refused("setelah disetujui", "request", "camat", id, "dikirim")
	o.ok("request", "advance", id, "disetujui")
	if out := o.ok("request", "camat", id, "sudah", "dikirim").out; !strings.Contains(out, "camat: dikirim") {
		t.Error(out)
	}
	o.refused("Tulis alasannya", "request", "camat", id, "ditolak")
	o.ok("request", "camat", id, "ditolak", "--reason", "foto rumah belum ada")
	if r := o.run("request", "camat", id, "entah"); r.code != Wrong {
		t.Errorf("%+v", r)
	}
	for state, want := range map[string]int{"ditolak": 1, "dikirim": 0} {
		if got := o.ok("request", "list", "--camat", state, "--json").json(); len(got) != want {
			t.Errorf("%s: %v", state, got)
		}
	}
	if out := o.ok("request", "show", id).out; !strings.Contains(out, "Camat: Ditolak oleh admin: foto rumah belum ada") {
		t.Error(out)
	}
	o.whole()
}
