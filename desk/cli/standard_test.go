package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The standard is printed for people and for programs, and set for the notice
// board.
func TestStandard(t *testing.T) {
	o := newOffice(t, 5)
	if text := o.ok("standard", "sku").out; !strings.Contains(text, "14. Evaluasi kinerja pelaksana") || !strings.Contains(text, "15 menit sejak berkas dinyatakan lengkap") {
		t.Error(text)
	}
	said := o.ok("standard", "ahli_waris", "--json").one()
	lines := said["standard"].(map[string]any)
	if len(lines) != 14 || !strings.Contains(lines["Jangka waktu penyelesaian"].(string), "pengesahan Camat") {
		t.Errorf("%v", said)
	}
	path := filepath.Join(t.TempDir(), "standar.pdf")
	r := o.ok("standard", "--all", "--out", path, "--json").one()
	keys(t, "standard", r, "file pages paper services")
	if r["services"] != 46.0 || r["pages"].(float64) < 46 {
		t.Errorf("%v", r)
	}
	if pdf, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("no PDF, %v", err)
	}
	if bad := o.run("standard", "entah"); bad.code != Wrong || !strings.Contains(bad.err, "entah") {
		t.Errorf("%+v", bad)
	}
}
