package cli

import (
	"strings"
	"testing"
)

// TestVisitorCommands records who stays for a while, until they leave.
func TestVisitorCommands(t *testing.T) {
	o := newOffice(t, 0)
	r := o.ok("visitor", "in", "--person", "nama=rina contoh", "--person", "sex=P", "--person", "datang_dari=Jember", "--person", "datang=20-11-2026", "--json").one()
	keys(t, "visitor in", r, "id nama datang_dari datang")
	if r["nama"] != "RINA CONTOH" || r["datang"] != "2026-11-20" {
		t.Errorf("%v", r)
	}
	o.refused("datang:", "visitor", "in", "--person", "nama=X", "--person", "datang=31-02-2026")
	o.refused("tidak ada", "visitor", "edit", "01890000-0000-7000-8000-000000000000", "--person", "pergi=20-11-2026")
	o.ok("visitor", "edit", r["id"].(string), "--person", "pergi=22-11-2026")
	if text := o.ok("visitor", "list").out; !strings.Contains(text, "RINA CONTOH  dari Jember  datang 20-11-2026  pergi 22-11-2026") {
		t.Errorf("%s", text)
	}
	if rows := o.ok("book", "sementara", "--json").json(); len(rows) != 1 || rows[0]["about"] != r["id"] {
		t.Errorf("%v", rows)
	}
}
