package wire

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

func TestScanAsk(t *testing.T) {
	skey, vkey, err := bundle.GenerateKey(rand.Reader, "5f0c3a9e")
	if err != nil {
		t.Fatal(err)
	}
	a := ScanAsk{Village: "35.10.05.2001", Device: "5f0c3a9e", At: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}
	for i := range MaxScans {
		a.Scans = append(a.Scans, kampung.Scan{SHA256: fmt.Sprintf("%064x", i), Size: kampung.MaxScanBytes - int64(i)})
	}
	data, err := SignScanAsk(a, skey)
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenScanAsk(data, vkey)
	if err != nil || got.Village != a.Village || got.Device != a.Device || !got.At.Equal(a.At) || len(got.Scans) != MaxScans || got.Scans[5] != a.Scans[5] {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := SignScanAsk(ScanAsk{Scans: make([]kampung.Scan, MaxScans+1)}, skey); err == nil {
		t.Error("a question without a limit")
	}
	if _, err := OpenScanAsk([]byte(strings.Replace(string(data), "35.10.05.2001", "35.10.05.2002", 1)), vkey); err == nil {
		t.Error("a changed question opens")
	}
	for name, bad := range map[string]ScanAsk{
		"village": {Village: "x", Device: "5f0c3a9e"}, "device": {Village: a.Village, Device: "x"},
		"empty scan": {Village: a.Village, Device: a.Device, Scans: []kampung.Scan{{SHA256: a.Scans[0].SHA256}}},
		"huge scan":  {Village: a.Village, Device: a.Device, Scans: []kampung.Scan{{SHA256: a.Scans[0].SHA256, Size: kampung.MaxScanBytes + 1}}},
		"scan twice": {Village: a.Village, Device: a.Device, Scans: []kampung.Scan{a.Scans[0], a.Scans[0]}},
	} {
		data, err := SignScanAsk(bad, skey)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenScanAsk(data, vkey); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	ask, err := SignAsk(Ask{Village: a.Village, Device: a.Device, At: a.At}, skey)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenScanAsk(ask, vkey); err == nil {
		t.Error("another kind of question is taken for this one")
	}
}
