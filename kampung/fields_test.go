package kampung

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var allFields = Service{Name: "Semua", Fields: []Field{
	{Key: "nama_usaha", Label: "Nama usaha", Type: FieldText, Required: true},
	{Key: "catatan", Label: "Catatan", Type: FieldText, Long: true, Max: 20},
	{Key: "jumlah", Label: "Jumlah", Type: FieldNumber},
	{Key: "sejak", Label: "Sejak", Type: FieldDate, Past: true},
	{Key: "sampai", Label: "Sampai", Type: FieldDate},
	{Key: "jam", Label: "Jam", Type: FieldTime},
	{Key: "omzet", Label: "Omzet", Type: FieldAmount},
	{Key: "nik_anak", Label: "NIK anak", Type: FieldNIK},
	{Key: "sebab", Label: "Sebab", Type: FieldChoice, Choices: []string{"Sakit biasa/tua", "Kecelakaan"}},
	{Key: "kawin", Label: "Kawin", Type: FieldBool, Fallback: "tidak diketahui"},
	{Key: "anak", Label: "Anak", Type: FieldTable, Columns: []Field{
		{Key: "nama", Label: "Nama", Type: FieldText, Required: true}, {Key: "lahir", Label: "Lahir", Type: FieldDate}}},
}}

func TestCheckFields(t *testing.T) {
	clean, p := CheckFields(allFields, map[string]string{"nama_usaha": " TOKO  MAJU ", "catatan": "a\n b", "jumlah": "1.250,5", "sejak": "17 agt 2020", "sampai": "1-1-2030",
		"jam": "9.30", "omzet": "1,5 juta", "nik_anak": "'3510051708900001", "sebab": "sakit biasa / tua", "kawin": "Y",
		"anak": `[{"nama":" ALI ","lahir":"2-5-2011"},{"nama":"","lahir":null},{"nama":"BUDI"}]`}, today)
	want := map[string]string{"nama_usaha": "TOKO MAJU", "catatan": "a\nb", "jumlah": "1250.5", "sejak": "2020-08-17", "sampai": "2030-01-01", "jam": "09:30",
		"omzet": "1500000", "nik_anak": "3510051708900001", "sebab": "Sakit biasa/tua", "kawin": "ya", "anak": `[{"lahir":"2011-05-02","nama":"ALI"},{"nama":"BUDI"}]`}
	if p != nil || !maps.Equal(clean, want) {
		t.Fatalf("problems %v\ngot  %v\nwant %v", p, clean, want)
	}
	if again, p := CheckFields(allFields, clean, today); p != nil || !maps.Equal(again, clean) {
		t.Errorf("the stored form must read as itself: %v %v", again, p)
	}
	if clean, p := CheckFields(allFields, map[string]string{"nama_usaha": "X", "omzet": "", "anak": "[]", "sebab": " "}, today); p != nil || len(clean) != 1 {
		t.Errorf("empty values are left out: %v %v", clean, p)
	}
}

func TestCheckFieldsRefuses(t *testing.T) {
	_, p := CheckFields(allFields, map[string]string{"nama_usahaa": "x", "catatan": strings.Repeat("x", 21), "jumlah": "dua", "sejak": "1-1-2030", "sampai": "31-2-2030",
		"jam": "25.00", "omzet": "banyak", "nik_anak": "351", "sebab": "lupa", "kawin": "mungkin", "anak": `[{"lahir":"31-2-2011","umur":"3"}]`}, today)
	for field, says := range map[string]string{"nama_usaha": "Nama usaha belum diisi", "nama_usahaa": "“nama_usahaa” tidak ada pada layanan Semua", "catatan": "paling banyak 20",
		"jumlah": "Angka", "sejak": "masih akan datang", "sampai": "31 Februari tidak ada", "jam": "tidak ada", "omzet": "belum terbaca", "nik_anak": "16 angka",
		"sebab": "pilih salah satu", "kawin": "ya atau tidak", "anak": "Baris 1: Nama belum diisi"} {
		if got := p.Of("fields." + field); !strings.Contains(got, says) {
			t.Errorf("%s: %q, want %q", field, got, says)
		}
	}
	if got := p.Of("fields.anak"); !strings.Contains(got, "31 Februari") || !strings.Contains(got, "“umur”") {
		t.Errorf("all problems of a table at once: %q", got)
	}
	for _, bad := range []string{"x", `{"nama":"a"}`, `[{"nama":["a"]}]`, "[]x", "[" + strings.Repeat(`{"nama":"a"},`, 100) + `{"nama":"a"}]`} {
		if _, p := CheckField(allFields.Fields[10], bad, today); p == "" {
			t.Errorf("table %.20s was taken", bad)
		}
	}
}

func TestPrintField(t *testing.T) {
	stored := map[string]string{"jumlah": "1250.5", "sejak": "2020-08-17", "jam": "09:30", "omzet": "1500000", "kawin": "ya", "anak": `[{"lahir":"2011-05-02","nama":"ALI"}]`, "nama_usaha": "TOKO"}
	for key, want := range map[string]string{"jumlah": "1.250,5", "sejak": "17 Agustus 2020", "jam": "09.30 WIB", "omzet": "Rp 1.500.000,00", "kawin": "Ya", "anak": "1 baris", "nama_usaha": "TOKO"} {
		f, _ := allFields.Field(key)
		if got := PrintField(f, stored[key]); got != want {
			t.Errorf("%s prints %q, want %q", key, got, want)
		}
	}
	f, _ := allFields.Field("kawin")
	if got := PrintField(f, ""); got != "tidak diketahui" {
		t.Error(got)
	}
	f, _ = allFields.Field("anak")
	if got := TableRows(f, stored["anak"]); !reflect.DeepEqual(got, [][]string{{"ALI", "2 Mei 2011"}}) {
		t.Error(got)
	}
}

// What a field stored is read again as itself, whatever was typed.
func TestFieldsSettle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(allFields.Fields).Draw(t, "field")
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[-0-9., ]{0,12}`), rapid.StringMatching(`\[\{"nama":"[a-z<& ]{0,5}"\}\]`)).Draw(t, "typed")
		stored, p := CheckField(f, typed, today)
		if p != "" {
			if stored != "" {
				t.Fatalf("%q gave both %q and %q", typed, stored, p)
			}
			return
		}
		if again, p := CheckField(f, stored, today); again != stored || p != "" {
			t.Fatalf("%s: %q is stored %q, which reads %q, %q", f.Type, typed, stored, again, p)
		}
	})
}

// A table typed by hand, as the commands take it, says how it is written and
// which column it lacks.
func TestTableByHand(t *testing.T) {
	f := Field{Key: "saksi", Label: "Saksi", Type: FieldTable, Columns: []Field{{Key: "nama", Label: "Nama", Type: FieldText, Required: true}, {Key: "nik", Label: "NIK", Type: FieldNIK}}}
	for typed, says := range map[string]string{
		"Budi":                       `Tulis seperti [{"nama":"…","nik":"…"}]`,
		`{"nama":"Budi"}`:            `Tulis seperti [{"nama":"…","nik":"…"}]`,
		`[{"nama":"Budi","umur":3}]`: "Baris 1: tabel Saksi tidak mempunyai kolom “umur”.",
		`[{"nik":"123"}]`:            "Baris 1: Nama belum diisi.",
	} {
		if stored, p := CheckField(f, typed, today); stored != "" || !strings.Contains(p, says) {
			t.Errorf("%s: stored %q, says %q, want %q", typed, stored, p, says)
		}
	}
}
