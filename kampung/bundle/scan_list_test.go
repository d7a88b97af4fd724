package bundle

import (
	"crypto/rand"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func scanListKeys(t testing.TB) (skey, vkey string) {
	t.Helper()
	skey, vkey, err := GenerateKey(rand.Reader, "kabupaten-contoh")
	if err != nil {
		t.Fatal(err)
	}
	return skey, vkey
}

func TestScanList(t *testing.T) {
	skey, vkey := scanListKeys(t)
	at := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(rt *rapid.T) {
		l := ScanList{Village: "35.10.05.2001", From: rapid.Uint64().Draw(rt, "from"), At: at}
		l.To = rapid.Uint64Range(l.From, math.MaxUint64).Draw(rt, "to")
		some := rapid.SliceOfNDistinct(rapid.Uint64Range(l.From, l.To), 0, 20, rapid.ID).Draw(rt, "scans")
		for s := range sorted(some) {
			l.Scans = append(l.Scans, s)
		}
		data, err := SignScanList(l, skey)
		if err != nil || !IsScanList(data) || len(data) > MaxNote {
			rt.Fatal(err)
		}
		got, err := OpenScanList(data, vkey)
		if err != nil || !got.At.Equal(l.At) {
			rt.Fatal(err)
		}
		got.At = l.At
		if !reflect.DeepEqual(got, l) {
			rt.Fatalf("%+v, was %+v", got, l)
		}
		x := rapid.Uint64().Draw(rt, "mark")
		has := false
		for _, s := range l.Scans {
			has = has || s == x
			if l.Lacks(s) {
				rt.Fatalf("%016x is named and lacks", s)
			}
		}
		if want := x >= l.From && x <= l.To && !has; l.Lacks(x) != want {
			rt.Fatalf("%016x: lacks %v", x, !want)
		}
	})
}

// sorted yields numbers in ascending order.
func sorted(all []uint64) func(func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for len(all) > 0 {
			least := 0
			for i := range all {
				if all[i] < all[least] {
					least = i
				}
			}
			if !yield(all[least]) {
				return
			}
			all = append(append([]uint64{}, all[:least]...), all[least+1:]...)
		}
	}
}

func TestScanListLimits(t *testing.T) {
	skey, vkey := scanListKeys(t)
	full := ScanList{Village: "35.10.05.2001", To: math.MaxUint64, At: time.Now()}
	for i := range uint64(MaxScanList) {
		full.Scans = append(full.Scans, math.MaxUint64-MaxScanList+i)
	}
	data, err := SignScanList(full, skey)
	if err != nil || len(data) > MaxNote {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	if got, err := OpenScanList(data, vkey); err != nil || len(got.Scans) != MaxScanList {
		t.Fatal(err)
	}
	full.Scans = append(full.Scans, 1)
	if _, err := SignScanList(full, skey); !errors.Is(err, ErrLimit) {
		t.Errorf("too many: %v", err)
	}
	_, other := scanListKeys(t)
	if _, err := OpenScanList(data, other); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	for i := range data {
		bad := append([]byte{}, data...)
		bad[i] ^= 1
		if _, err := OpenScanList(bad, vkey); err == nil {
			t.Fatalf("a bit at %d flipped is taken", i)
		}
	}
}

// FuzzScanList: no text of a list makes the program fall, and one that is read
// is written the same way.
func FuzzScanList(f *testing.F) {
	const good = "smartkampung scan list v1\nvillage 35.10.05.2001\nrange 0000000000000000 ffffffffffffffff\nscans AAAAAAAAAAE=\nat 2026-11-25T09:00:00Z\n"
	for _, s := range []string{good, strings.Replace(good, "AAAAAAAAAAE=", "", 1), strings.Replace(good, "AAAAAAAAAAE=", "AAAAAAAAAAEAAAAAAAAAAQ==", 1), strings.Replace(good, "range 0", "range f", 1), "", "\n\n\n\n\n"} {
		f.Add(s)
	}
	skey, vkey := scanListKeys(f)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := parseScanList(text)
		if err != nil {
			return
		}
		data, err := SignScanList(l, skey)
		if err != nil {
			return // a village that no note may name
		}
		again, err := OpenScanList(data, vkey)
		if err != nil || !reflect.DeepEqual(again.Scans, l.Scans) || again.Village != l.Village || !again.At.Equal(l.At) {
			t.Fatalf("%+v, then %+v, %v", l, again, err)
		}
	})
}
