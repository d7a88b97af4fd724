package kampung

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBlocksAsText(t *testing.T) {
	text := "[masuk]\nYang bertanda tangan di bawah ini\nmenerangkan:\n\n[baris]\nNama : {nama} | tebal\nNIK : {nik} | kotak {nik} | kosong 16\n\n" +
		"[jika keperluan] [tengah]\nUntuk {keperluan}.\n\n[daftar]\nsatu\ndua\n\n[tabel tanggungan]"
	blocks, ps := ParseBlocks(text)
	want := []Block{{Indent: true, Text: "Yang bertanda tangan di bawah ini\nmenerangkan:"},
		{Rows: []Row{{Label: "Nama", Value: "{nama}", Bold: true}, {Label: "NIK", Value: "{nik}", Boxes: "{nik}", Empty: 16}}},
		{If: "keperluan", Center: true, Text: "Untuk {keperluan}."}, {List: []string{"satu", "dua"}}, {Table: "tanggungan"}}
	if ps.Err() != nil || !reflect.DeepEqual(blocks, want) {
		t.Fatalf("%+v, %v", blocks, ps)
	}
	again, ps := ParseBlocks(FormatBlocks(blocks))
	if ps.Err() != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("%+v, %v", again, ps)
	}
	for text, says := range map[string]string{"[miring]\nx": "[miring] tidak dikenal", "[baris]\nNama": "Label : isi", "[baris]\na : b | kosong x": "dengan angka",
		"[baris]\na : b | besar": "tidak dikenal", "[tabel x]\nlagi": "tidak ada tulisan lain", "[data {]": "rusak"} {
		if _, ps := ParseBlocks("satu\n\n" + text); !strings.Contains(ps.Of("blocks[1]"), says) {
			t.Errorf("%q: %v", text, ps)
		}
	}
}

func TestFieldsAsText(t *testing.T) {
	text := "keperluan | Keperluan | tulisan | wajib\nstatus | Status | pilihan: Janda; Duda | petunjuk Pilih satu\n\nlama | Lama | angka"
	fields, ps := ParseFields(text)
	want := []Field{{Key: "keperluan", Label: "Keperluan", Type: FieldText, Required: true}, {Key: "status", Label: "Status", Type: FieldChoice, Choices: []string{"Janda", "Duda"}, Help: "Pilih satu"},
		{Key: "lama", Label: "Lama", Type: FieldNumber}}
	if ps.Err() != nil || !reflect.DeepEqual(fields, want) {
		t.Fatalf("%+v, %v", fields, ps)
	}
	more := Field{Key: "lahir", Label: "Lahir", Type: FieldDate, Past: true, Long: true, Max: 60, Fallback: "-", Section: "Anak", Help: "Tanggal lahir"}
	line := "lahir | Lahir | tanggal | lampau | panjang | maks 60 | bawaan - | bagian Anak | petunjuk Tanggal lahir"
	if got, ps := ParseFields(line); ps.Err() != nil || len(got) != 1 || !reflect.DeepEqual(got[0], more) || FormatFields(got) != line {
		t.Errorf("%+v, %v, %q", got, ps, FormatFields(got))
	}
	for text, says := range map[string]string{"keperluan": "kunci | Nama isian | jenis", "a | A | huruf": "tidak dikenal", "a | A | angka | boleh": "tidak dikenal", "a | A | angka | maks banyak": "maks 60", "{": "rusak"} {
		if _, ps := ParseFields("x | X | angka\n" + text); !strings.Contains(ps.Of("fields[1]"), says) {
			t.Errorf("%q: %v", text, ps)
		}
	}
}

// Whatever blocks and fields hold, their text says the same.
func TestTemplateTextLosesNothing(t *testing.T) {
	words := rapid.StringOfN(rapid.SampledFrom([]rune("aB {}[]|:;\n\r\t.é\"\\")), 0, 12, -1)
	row := rapid.Custom(func(t *rapid.T) Row {
		return Row{Label: words.Draw(t, "label"), Value: words.Draw(t, "value"), Boxes: words.Draw(t, "boxes"), Empty: rapid.IntRange(0, 20).Draw(t, "empty"), If: words.Draw(t, "if"), Bold: rapid.Bool().Draw(t, "bold")}
	})
	rapid.Check(t, func(t *rapid.T) {
		var blocks []Block
		for range rapid.IntRange(0, 4).Draw(t, "blocks") {
			b := Block{Indent: rapid.Bool().Draw(t, "indent"), Center: rapid.Bool().Draw(t, "center"), Bold: rapid.Bool().Draw(t, "bold"), If: words.Draw(t, "if")}
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				b.Text = words.Draw(t, "text")
			case 1:
				b.List = rapid.SliceOfN(words, 1, 3).Draw(t, "list")
			case 2:
				b.Rows = rapid.SliceOfN(row, 1, 3).Draw(t, "rows")
			default:
				b.Table = words.Draw(t, "table")
			}
			blocks = append(blocks, b)
		}
		text := FormatBlocks(blocks)
		if got, ps := ParseBlocks(text); ps.Err() != nil || !reflect.DeepEqual(got, blocks) {
			t.Fatalf("%q: %+v, %v; want %+v", text, got, ps, blocks)
		}
		var fields []Field
		for range rapid.IntRange(0, 3).Draw(t, "fields") {
			fields = append(fields, Field{Key: words.Draw(t, "key"), Label: words.Draw(t, "label"), Type: rapid.SampledFrom([]FieldType{FieldText, FieldChoice, FieldTable, FieldDate}).Draw(t, "type"),
				Required: rapid.Bool().Draw(t, "required"), Help: words.Draw(t, "help"), Max: rapid.IntRange(0, 2).Draw(t, "max"),
				Past: rapid.Bool().Draw(t, "past"), Long: rapid.Bool().Draw(t, "long"), Fallback: words.Draw(t, "fallback"), Section: words.Draw(t, "section")})
		}
		text = FormatFields(fields)
		if got, ps := ParseFields(text); ps.Err() != nil || !reflect.DeepEqual(got, fields) {
			t.Fatalf("%q: %+v, %v; want %+v", text, got, ps, fields)
		}
	})
}

func FuzzParseBlocks(f *testing.F) {
	f.Add("[baris]\nNama : {nama}\n\n[daftar]\nsatu", "a | A | angka")
	f.Add("[data {\"text\":\"x\"}]", "{\"key\":\"a\"}")
	f.Fuzz(func(t *testing.T, text, fields string) {
		if blocks, ps := ParseBlocks(text); ps.Err() == nil {
			if again, ps := ParseBlocks(FormatBlocks(blocks)); ps.Err() != nil || !reflect.DeepEqual(again, blocks) {
				t.Errorf("%q: %+v became %+v, %v", text, blocks, again, ps)
			}
		}
		ParseFields(fields)
	})
}
