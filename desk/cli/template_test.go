package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTemplatesByCommand: a village changes its words, adds a service and goes
// back; a placeholder that does not exist is refused by its name.
func TestTemplatesByCommand(t *testing.T) {
	o := newOffice(t, 5)
	file := filepath.Join(o.home, "skck.json")
	o.ok("template", "export", "skck", "--out", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out := o.ok("template", "import", file).out; !strings.Contains(out, "Surat yang sudah dicatat tidak berubah") {
		t.Error(out)
	}
	own := strings.Replace(string(data), `"key": "skck"`, `"key": "izin_desa"`, 1)
	o.ok("template", "import", o.file("izin_desa.json", own), "--note", "layanan desa sendiri")
	bad := strings.Replace(own, "{nama}", "{namaa}", 1)
	if bad == own {
		t.Fatal("the template names nobody")
	}
	o.refused("{namaa} tidak dikenal", "template", "import", o.file("buruk.json", bad))
	o.refused("bukan template surat", "template", "import", o.file("lain.json", "halo"))
	o.refused("tidak ada", "template", "export", "entah", "--out", file+"2")
	kinds := map[string]string{}
	for _, l := range o.ok("template", "list", "--json").json() {
		keys(t, "template list", l, "key name kind version")
		kinds[l["key"].(string)] = l["kind"].(string)
	}
	if kinds["skck"] != "diubah" || kinds["izin_desa"] != "sendiri" || kinds["sku"] != "bawaan" {
		t.Errorf("%v", kinds)
	}
	id := o.ok("request", "new", "--service", "izin_desa", "--nik", o.adult(), "--field", "keterangan=Hajatan", "--json").one()["id"].(string)
	o.ok("template", "reset", "izin_desa")
	o.ok("template", "reset", "skck")
	o.refused("tidak ada", "template", "reset", "izin_desa")
	o.ok("letter", id, "--out", filepath.Join(o.home, "izin.pdf"))
	o.whole()
}
