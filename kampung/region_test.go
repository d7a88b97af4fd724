package kampung

import (
	"strings"
	"testing"
)

const fewRegions = `35Jawa Timur
 10Kabupaten Banyuwangi
  05Muncar
   2001Sumberberas
   2008Tambakrejo
  07Gambiran
   1001Sumber Beras
 79Kota Batu
  01Batu
   1001Songgokerto
`

func TestLoadRegions(t *testing.T) {
	r, err := LoadRegions([]byte(fewRegions))
	if err != nil || r.Len() != 4 {
		t.Fatal(r, err)
	}
	want := Region{"35.79.01.1001", "Songgokerto", "Batu", "Kota Batu", "Jawa Timur", true}
	if got, ok := r.Village("35.79.01.1001"); !ok || got != want {
		t.Errorf("%+v", got)
	}
	for query, want := range map[string]string{"sumberb": "Sumberberas", "sumber be": "Sumber Beras", "sumber beras": "Sumber Beras Sumberberas", "muncar": "Sumberberas Tambakrejo",
		"rejo": "Tambakrejo", "batu": "Songgokerto", "beras": "Sumber Beras Sumberberas", "35.79": "Songgokerto", "jawa timur song": "Songgokerto", "sumberberas gambiran": ""} {
		var names []string
		for _, v := range r.Find(query, 10) {
			names = append(names, v.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("Find(%q) = %q, want %q", query, got, want)
		}
	}
}

func TestLoadRegionsRefuses(t *testing.T) {
	for _, bad := range []string{"", "x", "35", "35A\n  05B\n", " 10A\n", "35A\n 10B\n  05C\n   2002D\n   2001E\n", "35A\n 10B\n 10C\n", "35A\n 10B\n  05C\n   20D\n", "35A\n    1B\n", "35" + strings.Repeat("x", 300)} {
		if _, err := LoadRegions([]byte(bad)); err == nil {
			t.Errorf("%.30q was taken", bad)
		}
	}
}

func TestEncodeRegions(t *testing.T) {
	got, err := EncodeRegions([][2]string{{"35", "Jawa Timur"}, {"35.10", "Kabupaten Banyuwangi "}, {"35.10.05", "Muncar"}, {"35.10.05.2001", "Sumberberas"}})
	if err != nil || string(got) != strings.Join(strings.SplitAfter(fewRegions, "\n")[:4], "") {
		t.Errorf("%q %v", got, err)
	}
	for _, bad := range [][2]string{{"", "x"}, {"35", ""}, {"35", "a\nb"}, {"3x", "a"}} {
		if _, err := EncodeRegions([][2]string{bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func FuzzLoadRegions(f *testing.F) {
	f.Add([]byte(fewRegions), "sumber beras")
	f.Add([]byte("35A\n 10B\n  05C\n   2001D"), "35.10")
	f.Fuzz(func(t *testing.T, data []byte, query string) {
		r, err := LoadRegions(data)
		if err != nil {
			return
		}
		for _, v := range r.Find(query, 5) {
			if got, ok := r.Village(v.Code); !ok || got.Code != v.Code {
				t.Fatalf("%+v is not in the list", v)
			}
		}
	})
}
