package assets

import (
	"runtime"
	"strings"
	"testing"

	"smartkampung/kampung"
)

func regions(t testing.TB) *kampung.Regions {
	r, err := Regions()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRegions(t *testing.T) {
	r := regions(t)
	if r.Len() != 83762 {
		t.Errorf("%d villages, want 83,762", r.Len())
	}
	want := kampung.Region{Code: "35.10.05.2001", Name: "Sumberberas", Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}
	for _, code := range []string{"35.10.05.2001", "3510052001"} {
		if got, ok := r.Village(code); !ok || got != want {
			t.Errorf("Village(%q) = %+v, %v", code, got, ok)
		}
	}
	for _, code := range []string{"35.10.05.2999", "35.10.05", "", "99.99.99.9999", "x"} {
		if got, ok := r.Village(code); ok {
			t.Errorf("Village(%q) = %+v", code, got)
		}
	}
	banyuwangi, wards := 0, 0
	for _, v := range r.Find("35.10", 1000) {
		banyuwangi++
		if v.Kelurahan {
			wards++
		}
	}
	if banyuwangi != 217 || wards != 28 {
		t.Errorf("Banyuwangi has %d villages, %d of them wards; want 217 and 28", banyuwangi, wards)
	}
	if !r.Known("35.10.05") || r.Known("35.10.99") || r.Known("35.10") {
		t.Error("Known")
	}
}

func TestFindRegion(t *testing.T) {
	r := regions(t)
	for query, want := range map[string]string{
		"sumberb muncar":               "Sumberberas, Muncar, Kabupaten Banyuwangi",
		"Sumberberas":                  "Sumberberas, Muncar, Kabupaten Banyuwangi",
		"sumber beras":                 "Sumberberas, Muncar, Kabupaten Banyuwangi",
		"desa sumberberas kec. muncar": "Sumberberas, Muncar, Kabupaten Banyuwangi",
		"35.10.05.2001":                "Sumberberas, Muncar, Kabupaten Banyuwangi",
		"3510052001":                   "Sumberberas, Muncar, Kabupaten Banyuwangi",
		"tamansari licin":              "Tamansari, Licin, Kabupaten Banyuwangi",
		"tamansari tegalsari banyuw":   "Tamansari, Tegalsari, Kabupaten Banyuwangi",
	} {
		got := r.Find(query, 5)
		if len(got) == 0 || got[0].String() != want {
			t.Errorf("Find(%q) = %v, want %s first", query, got, want)
		}
	}
	for _, query := range []string{"", "  ", "xqzxqz", "99", "35100520011", "tamansari xqzxqz"} {
		if got := r.Find(query, 5); len(got) != 0 {
			t.Errorf("Find(%q) = %v", query, got)
		}
	}
	if got := r.Find("s", 7); len(got) != 7 {
		t.Errorf("one letter gives %d", len(got))
	}
}

// Every village is found by its name and kecamatan.
func TestFindEveryRegion(t *testing.T) {
	r := regions(t)
	all := r.Find("35", 10_000)
	for i := 0; i < len(all); i += 97 {
		v := all[i]
		found := false
		for _, got := range r.Find(strings.ToUpper(v.Name+" "+v.Kecamatan+" "+v.Kabupaten), 20) {
			found = found || got == v
		}
		if !found {
			t.Errorf("%v is not found by its own name", v)
		}
	}
}

func BenchmarkFindRegion(b *testing.B) {
	r := regions(b)
	const typed = "sumberberas muncar"
	i := 0
	for b.Loop() {
		i = i%len(typed) + 1
		r.Find(typed[:i], 50)
	}
}

func BenchmarkLoadRegions(b *testing.B) {
	text, err := RegionData()
	if err != nil {
		b.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var r *kampung.Regions
	for b.Loop() {
		if r, err = kampung.LoadRegions(text); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
	runtime.KeepAlive(r)
}
