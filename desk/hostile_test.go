package desk

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// TestZipBombFromTheHub: a bundle with the hub's own signature, sealed to this
// desk, unpacks to 1 GiB. It is refused before it costs 32 MiB, by the line and
// from a stick.
func TestZipBombFromTheHub(t *testing.T) {
	v, d := newLinked(t)
	defer d.Close()
	text, err := os.ReadFile(filepath.Join(v.dir, "hub", "hub.sign"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	_, _, recipient, err := d.Device()
	if err != nil {
		t.Fatal(err)
	}
	packed := hubtest.Bomb(1 << 30)
	l := bundle.Log{Village: "35.10.05.2001", Device: "aaaaaaaaaaaaaaaa", Epoch: "bbbbbbbbbbbbbbbb", Audience: kampung.AudienceDesa}
	before, err := d.Status()
	if err != nil {
		t.Fatal(err)
	}
	for says, want := range map[int64]error{1000: bundle.ErrDamaged, bundle.MaxPlain: bundle.ErrDamaged, 1 << 30: bundle.ErrLimit} {
		data := hubtest.SealPacked(l, 0, 1, packed, says, "kantor.35.10.05.2001", recipient, lines[len(lines)-1])
		stick := filepath.Join(t.TempDir(), "kabupaten.skb")
		if err := os.WriteFile(stick, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for way, take := range map[string]func() error{
			"line":  func() error { _, err := d.TakeDown(data); return err },
			"stick": func() error { _, err := d.Import(stick); return err },
		} {
			var start, end runtime.MemStats
			runtime.ReadMemStats(&start)
			err := take()
			runtime.ReadMemStats(&end)
			if cost := end.TotalAlloc - start.TotalAlloc; cost >= 32<<20 {
				t.Errorf("says %d, %s: costs %d bytes", says, way, cost)
			}
			if err == nil || way == "line" && !errors.Is(err, want) {
				t.Errorf("says %d, %s: %v", says, way, err)
			}
		}
	}
	if after, err := d.Status(); err != nil || after != before {
		t.Errorf("%+v became %+v, %v", before, after, err)
	}
}
