package letter

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"smartkampung/assets"
	"smartkampung/kampung"
)

func TestShippedServices(t *testing.T) {
	var keys []string
	for _, s := range catalogue().Services() {
		keys = append(keys, s.Key)
		if len(s.Requirements) == 0 || s.OldCode == "" || s.NewCode == "" || s.Minutes == 0 || s.Fee != 0 {
			t.Errorf("%s: requirements, codes, time or fee are missing", s.Key)
		}
		if catalogue().Version(s.Key) == "" {
			t.Errorf("%s has no version", s.Key)
		}
	}
	for _, want := range []string{"sku", "sktm", "domisili", "kematian", "skck"} {
		if !slices.Contains(keys, want) {
			t.Errorf("the catalogue lacks %s", want)
		}
	}
}

// Too many mandatory fields keep clerks from working; these are all there are.
func TestRequiredFields(t *testing.T) {
	want := map[string]string{
		"sku": "nama_usaha keperluan", "sktm": "keperluan", "domisili": "",
		"kematian": "tanggal_meninggal pelapor_nama hubungan_pelapor", "skck": "keterangan",
	}
	for key, fields := range want {
		var got []string
		for _, f := range service(t, key).Fields {
			if f.Required {
				got = append(got, f.Key)
			}
		}
		if strings.Join(got, " ") != fields {
			t.Errorf("%s requires %q, want %q", key, got, fields)
		}
	}
	sku := service(t, "sku")
	for _, key := range []string{"jenis_usaha", "alamat_usaha", "sejak", "omzet"} {
		if f, ok := sku.Field(key); !ok || f.Required {
			t.Errorf("sku: %s is missing or required", key)
		}
	}
}

// The invented values of every field are such as a clerk could store.
func TestSamplesAreWhole(t *testing.T) {
	for _, s := range catalogue().Services() {
		r := request(s)
		for _, f := range s.Fields {
			if _, ok := sample(s, f.Key); !ok {
				t.Errorf("%s: no value for %s", s.Key, f.Key)
			}
		}
		stored, ps := kampung.CheckFields(s, r.Fields, r.Date)
		if len(ps) > 0 {
			t.Errorf("%s: %v", s.Key, ps)
		}
		for key, v := range stored {
			if f, _ := s.Field(key); f.Type != kampung.FieldTable && v != r.Fields[key] {
				t.Errorf("%s: %s is stored as %q, not %q", s.Key, key, v, r.Fields[key])
			}
		}
	}
}

const good = `{"key":"uji","name":"Uji","short":"Uji","title":"UJI","old_code":"1","new_code":"2",
"fields":[{"key":"a","label":"A","type":"text","required":false},{"key":"t","label":"T","type":"table","required":false,"columns":[{"key":"x","label":"X","type":"text","required":false}]}],
"requirements":[{"key":"ktp","label":"KTP","need":"wajib"}],"valid_days":0,"minutes":1,"fee":0,
"blocks":[{"text":"{nama} {a}","if":"a"},{"rows":[{"label":"A","value":"{a}"}]},{"table":"t","if":"t"}]}`

func TestParseServiceRefuses(t *testing.T) {
	if _, err := ParseService([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ old, new, says string }{
		"unknown JSON name":     {`"fee":0`, `"fee":0,"biaya":0`, "biaya"},
		"name twice":            {`"fee":0`, `"fee":0,"fee":1`, "fee"},
		"name twice inside":     {`{"key":"a","label"`, `{"key":"a","key":"b","label"`, "key"},
		"bytes after":           {`"if":"t"}]}`, `"if":"t"}]} {}`, "after"},
		"cut":                   {`"if":"t"}]}`, `"if":"t"}]`, "EOF"},
		"unknown placeholder":   {`{nama} {a}`, `{nama} {bukan_isian}`, "{bukan_isian}"},
		"placeholder in label":  {`"label":"A","value"`, `"label":"{apa}","value"`, "{apa}"},
		"placeholder in title":  {`"title":"UJI"`, `"title":"UJI {x}"`, "{x}"},
		"table as a word":       {`{nama} {a}`, `{nama} {t}`, "{t}"},
		"open brace":            {`{nama} {a}`, `{nama} {a`, "Kurung"},
		"words of no amount":    {`{nama} {a}`, `{a.terbilang}`, "{a.terbilang}"},
		"unknown condition":     {`"if":"a"`, `"if":"b"`, `"b"`},
		"field twice":           {`{"key":"a",`, `{"key":"a","label":"B","type":"text","required":false},{"key":"a",`, "ganda"},
		"field of the register": {`"key":"a"`, `"key":"nik"`, `"nik"`},
		"unknown type":          {`"type":"text"`, `"type":"teks"`, "teks"},
		"choice without any":    {`"type":"text"`, `"type":"choice"`, "Pilihan"},
		"table in a table":      {`{"key":"x","label":"X","type":"text"`, `{"key":"x","label":"X","type":"table","columns":[{"key":"y","label":"Y","type":"text","required":false}]`, "tabel"},
		"table of no field":     {`"table":"t"`, `"table":"a"`, `"a"`},
		"block of two kinds":    {`{"table":"t"`, `{"text":"x","table":"t"`, "tepat satu"},
		"need":                  {`"need":"wajib"`, `"need":"mungkin"`, "mungkin"},
		"no title":              {`"title":"UJI"`, `"title":" "`, "title"},
		"below zero":            {`"valid_days":0`, `"valid_days":-1`, "valid_days"},
		"too many days":         {`"valid_days":0`, `"valid_days":40000`, "valid_days"},
		"bad key":               {`"key":"uji"`, `"key":"Uji 1"`, "Uji 1"},
	} {
		data := strings.Replace(good, c.old, c.new, 1)
		if data == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		_, err := ParseService([]byte(data))
		if err == nil {
			t.Errorf("%s was taken", name)
		} else if !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v does not name %q", name, err, c.says)
		}
	}
}

func TestCatalogueNamesTheFile(t *testing.T) {
	c, err := LoadCatalogue(fstest.MapFS{"lain.json": {Data: []byte(good)}, "uji.json": {Data: []byte(good)}, "baca.txt": {Data: []byte("x")}})
	if err == nil || !strings.Contains(err.Error(), "lain.json") {
		t.Errorf("error %v does not name the file", err)
	}
	if _, ok := c.Service("uji"); !ok {
		t.Error("the good file is not there")
	}
}

func TestVersionIgnoresBlanks(t *testing.T) {
	a := []byte(good)
	b := []byte(strings.ReplaceAll(good, "\n", "\r\n  "))
	if Version(a) != Version(b) {
		t.Error("line ends change the version")
	}
	if Version(a) == Version([]byte(strings.Replace(good, "UJI", "UJJ", 1))) {
		t.Error("another title has the same version")
	}
	if len(Version(a)) != 16 {
		t.Errorf("version %q is not 16 digits", Version(a))
	}
}

func FuzzParseService(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{}`))
	f.Add([]byte(`[{"key":1}]`))
	names := []string{"sku", "sktm", "kematian"}
	for _, n := range names {
		data, err := fsRead(n)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ParseService(data)
		if err != nil {
			return
		}
		// What is taken can be printed.
		if _, err := press().Compose(s, kampung.Request{}, Options{}); err != nil {
			t.Fatal(err)
		}
	})
}

func fsRead(key string) ([]byte, error) {
	file, err := assets.Services().Open(key + ".json")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	data := make([]byte, info.Size())
	_, err = file.Read(data)
	return data, err
}
