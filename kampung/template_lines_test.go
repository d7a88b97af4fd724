package kampung

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestListsAsText(t *testing.T) {
	fields, ps := ParseFields("anak | Anak | tabel: nama, Nama, tulisan, wajib; lahir, Lahir, tanggal, wajib, lampau; jk, JK, pilihan L/P, maks 1 | wajib")
	want := []Field{{Key: "anak", Label: "Anak", Type: FieldTable, Required: true, Columns: []Field{{Key: "nama", Label: "Nama", Type: FieldText, Required: true}, {Key: "lahir", Label: "Lahir", Type: FieldDate, Required: true, Past: true}, {Key: "jk", Label: "JK", Type: FieldChoice, Choices: []string{"L", "P"}, Max: 1}}}}
	if ps.Err() != nil || !reflect.DeepEqual(fields, want) {
		t.Errorf("%+v, %v", fields, ps)
	}
	papers, ps := ParseRequirements("ktp | Fotokopi KTP-el | wajib\n\nsurat | Surat lain | jika ada\nx | X | tidak perlu\n")
	if ps.Err() != nil || !reflect.DeepEqual(papers, []Requirement{{"ktp", "Fotokopi KTP-el", NeedAlways}, {"surat", "Surat lain", NeedIfAny}, {"x", "X", NeedNever}}) {
		t.Errorf("%+v, %v", papers, ps)
	}
	text := "kiri | camat\nkanan | warga | di atas Yang membuat pernyataan, | nama {nama} | meterai\ntengah | kantor | di bawah {desa} | tabel saksi | baris 2 | jika saksi"
	signs, ps := ParseSigns(text)
	places := []SignPlace{{Side: SideLeft, Who: SignCamat}, {Post: "Yang membuat pernyataan,", Name: "{nama}", Stamp: true},
		{Side: SideMiddle, Who: SignOffice, Below: "{desa}", Table: "saksi", Lines: 2, If: "saksi"}}
	if ps.Err() != nil || !reflect.DeepEqual(signs, places) || !strings.Contains(FormatSigns(signs), "kanan | warga | di atas Yang membuat pernyataan, | nama {nama} | meterai") {
		t.Errorf("%+v, %v", signs, ps)
	}
	for text, says := range map[string]string{"anak | Anak | tabel: nama": "kunci, Nama kolom, jenis", "anak | Anak | tabel: a, A, tabel": "tabel lagi", "anak | Anak | tabel: a, A, huruf": "tidak dikenal", "anak | Anak | tabel: a, A, angka, besar": "kunci, Nama kolom, jenis", "anak | Anak | tabel: a, A, angka, maks x": "kunci, Nama kolom, jenis"} {
		if _, ps := ParseFields(text); !strings.Contains(ps.Of("fields[0]"), says) {
			t.Errorf("%q: %v", text, ps)
		}
	}
	for text, says := range map[string]string{"ktp": "kunci | Nama berkas", "ktp | KTP | harus": "wajib, jika ada", "{": "rusak"} {
		if _, ps := ParseRequirements("a | A | wajib\n" + text); !strings.Contains(ps.Of("requirements[1]"), says) {
			t.Errorf("%q: %v", text, ps)
		}
	}
	for text, says := range map[string]string{"atas | kantor": "kiri, tengah, atau kanan", "kiri": "kiri, tengah", "kiri | bupati": "kantor, camat, atau warga", "kiri | warga | baris dua": "dengan angka", "kiri | warga | tebal": "tidak dikenal"} {
		if _, ps := ParseSigns(text); !strings.Contains(ps.Of("signs[0]"), says) {
			t.Errorf("%q: %v", text, ps)
		}
	}
}

// Whatever the lists of a service hold, their text says the same.
func TestListTextLosesNothing(t *testing.T) {
	words := rapid.StringOfN(rapid.SampledFrom([]rune("aB {}[]|:;,/\n\r\té\"\\")), 0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		var papers []Requirement
		for range rapid.IntRange(0, 3).Draw(t, "papers") {
			papers = append(papers, Requirement{words.Draw(t, "key"), words.Draw(t, "label"), rapid.SampledFrom([]Need{NeedAlways, NeedIfAny, NeedNever, "?"}).Draw(t, "need")})
		}
		text := FormatRequirements(papers)
		if got, ps := ParseRequirements(text); ps.Err() != nil || !reflect.DeepEqual(got, papers) {
			t.Fatalf("%q: %+v, %v; want %+v", text, got, ps, papers)
		}
		var signs []SignPlace
		for range rapid.IntRange(0, 3).Draw(t, "signs") {
			signs = append(signs, SignPlace{Side: rapid.SampledFrom([]Side{SideRight, SideLeft, SideMiddle, "x"}).Draw(t, "side"), Who: rapid.SampledFrom([]SignWho{SignPerson, SignOffice, SignCamat, "y"}).Draw(t, "who"),
				Post: words.Draw(t, "post"), Name: words.Draw(t, "name"), Below: words.Draw(t, "below"), Table: words.Draw(t, "table"), Lines: rapid.IntRange(-1, 3).Draw(t, "lines"), Stamp: rapid.Bool().Draw(t, "stamp"), If: words.Draw(t, "if")})
		}
		text = FormatSigns(signs)
		if got, ps := ParseSigns(text); ps.Err() != nil || !reflect.DeepEqual(got, signs) {
			t.Fatalf("%q: %+v, %v; want %+v", text, got, ps, signs)
		}
		table := []Field{{Key: "t", Label: "T", Type: FieldTable}}
		for range rapid.IntRange(0, 3).Draw(t, "columns") {
			table[0].Columns = append(table[0].Columns, Field{Key: words.Draw(t, "column"), Label: words.Draw(t, "name"), Type: rapid.SampledFrom([]FieldType{FieldText, FieldDate, FieldTable}).Draw(t, "type"), Required: rapid.Bool().Draw(t, "required"), Help: words.Draw(t, "help"),
				Choices: rapid.SliceOfN(words, 1, 2).Draw(t, "choices"), Past: rapid.Bool().Draw(t, "past"), Max: rapid.IntRange(-1, 2).Draw(t, "max")})
		}
		text = FormatFields(table)
		if got, ps := ParseFields(text); ps.Err() != nil || !reflect.DeepEqual(got, table) {
			t.Fatalf("%q: %+v, %v; want %+v", text, got, ps, table)
		}
	})
}
