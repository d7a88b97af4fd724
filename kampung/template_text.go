package kampung

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// The wording of a letter as people edit it is plain text. Blocks stand apart by
// an empty line. A block may begin with a line in square brackets:
//
//	[masuk] [tengah] [tebal]   first line set in, centred, bold
//	[jika SYARAT]              printed only when the condition holds
//	[baris]                    each line is "Label : isi"; " | jika SYARAT", " | tebal",
//	                           " | kotak {nik}" and " | kosong 16" may follow
//	[daftar]                   each line is a counted paragraph
//	[tabel KUNCI]              the rows of a table field
//	[data {…}]                 a block that no text can say, as it is stored
//
// FormatBlocks and ParseBlocks lose nothing between them.

// FormatBlocks writes blocks as text for people.
func FormatBlocks(blocks []Block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = formatBlock(b)
		if got, ps := ParseBlocks(texts[i]); strings.ContainsRune(texts[i], '\r') || len(ps) > 0 || len(got) != 1 || !reflect.DeepEqual(got[0], b) {
			raw, err := json.Marshal(b)
			if err != nil {
				raw = []byte("{}")
			}
			texts[i] = "[data " + string(raw) + "]"
		}
	}
	return strings.Join(texts, "\n\n")
}

func formatBlock(b Block) string {
	var marks, lines []string
	mark := func(on bool, text string) {
		if on {
			marks = append(marks, "["+text+"]")
		}
	}
	mark(b.Indent, "masuk")
	mark(b.Center, "tengah")
	mark(b.Bold, "tebal")
	mark(b.If != "", "jika "+b.If)
	mark(len(b.Rows) > 0, "baris")
	mark(len(b.List) > 0, "daftar")
	mark(b.Table != "", "tabel "+b.Table)
	if len(marks) > 0 {
		lines = append(lines, strings.Join(marks, " "))
	}
	for _, r := range b.Rows {
		lines = append(lines, formatRow(r))
	}
	lines = append(lines, b.List...)
	if b.Text != "" {
		lines = append(lines, b.Text)
	}
	return strings.Join(lines, "\n")
}

func formatRow(r Row) string {
	line := r.Label + " : " + r.Value
	if r.If != "" {
		line += " | jika " + r.If
	}
	if r.Bold {
		line += " | tebal"
	}
	if r.Boxes != "" {
		line += " | kotak " + r.Boxes
	}
	if r.Empty != 0 {
		line += " | kosong " + strconv.Itoa(r.Empty)
	}
	return line
}

// ParseBlocks reads the text of a letter. Problems stand at "blocks[N]", N from 0
// as [smartkampung/kampung/letter.Check] counts.
func ParseBlocks(text string) (blocks []Block, ps Problems) {
	for _, part := range paragraphs(text) {
		b, problem := parseBlock(part)
		if problem != "" {
			ps.Add(fmt.Sprintf("blocks[%d]", len(blocks)), problem)
		}
		blocks = append(blocks, b)
	}
	return blocks, ps
}

// paragraphs cuts a text at its empty lines.
func paragraphs(text string) (parts [][]string) {
	var part []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n")+"\n\n", "\n") {
		if strings.TrimSpace(line) != "" {
			part = append(part, line)
		} else if len(part) > 0 {
			parts, part = append(parts, part), nil
		}
	}
	return parts
}

func parseBlock(lines []string) (b Block, problem string) {
	if raw, ok := strings.CutPrefix(lines[0], "[data "); ok && strings.HasSuffix(raw, "]") && len(lines) == 1 {
		if json.Unmarshal([]byte(strings.TrimSuffix(raw, "]")), &b) != nil {
			return b, "Bagian [data …] ini rusak. Kembalikan seperti semula, atau hapus barisnya."
		}
		return b, ""
	}
	kind := ""
	if strings.HasPrefix(lines[0], "[") {
		for mark := range strings.SplitSeq(strings.Trim(strings.TrimSpace(lines[0]), "[]"), "] [") {
			word, rest, _ := strings.Cut(mark, " ")
			switch word {
			case "masuk":
				b.Indent = true
			case "tengah":
				b.Center = true
			case "tebal":
				b.Bold = true
			case "jika":
				b.If = rest
			case "tabel":
				kind, b.Table = word, rest
			case "baris", "daftar":
				kind = word
			default:
				return b, "Tanda [" + clip(mark, 30) + "] tidak dikenal. Yang ada: [masuk], [tengah], [tebal], [jika …], [baris], [daftar], [tabel …]."
			}
		}
		lines = lines[1:]
	}
	switch kind {
	case "baris":
		for _, line := range lines {
			r, problem := parseRow(line)
			if problem != "" {
				return b, problem
			}
			b.Rows = append(b.Rows, r)
		}
	case "daftar":
		b.List = lines
	case "tabel":
		if len(lines) > 0 {
			return b, "Di bawah [tabel …] tidak ada tulisan lain. Beri baris kosong di antaranya."
		}
	default:
		b.Text = strings.Join(lines, "\n")
	}
	return b, ""
}

func parseRow(line string) (r Row, problem string) {
	parts := strings.Split(line, " | ")
	label, value, ok := strings.Cut(parts[0], " :")
	if !ok {
		return r, "Baris “" + clip(line, 40) + "” ditulis “Label : isi”."
	}
	r.Label, r.Value = label, strings.TrimPrefix(value, " ")
	for _, mark := range parts[1:] {
		word, rest, _ := strings.Cut(mark, " ")
		switch word {
		case "jika":
			r.If = rest
		case "tebal":
			r.Bold = true
		case "kotak":
			r.Boxes = rest
		case "kosong":
			n, err := strconv.Atoi(rest)
			if err != nil {
				return r, "Tulis banyaknya kotak kosong dengan angka, misalnya kosong 16."
			}
			r.Empty = n
		default:
			return r, "Tanda “" + clip(mark, 30) + "” pada baris tidak dikenal. Yang ada: jika, tebal, kotak, kosong."
		}
	}
	return r, ""
}

// fieldWords are the types of fields in the words of the office.
var fieldWords = []struct {
	kind FieldType
	word string
}{{FieldText, "tulisan"}, {FieldNumber, "angka"}, {FieldDate, "tanggal"}, {FieldTime, "jam"}, {FieldAmount, "rupiah"}, {FieldNIK, "nik"}, {FieldChoice, "pilihan"}, {FieldBool, "ya-tidak"}, {FieldTable, "tabel"}}

// FormatFields writes the fields of a service as text for people, a field a
// line: "keperluan | Keperluan | tulisan | wajib", with the options of a choice
// behind their type, "pilihan: satu; dua", and so the columns of a table, "tabel:
// nama, Nama, tulisan, wajib; lahir, Lahir, tanggal". A field that says more
// stands as it is stored.
func FormatFields(fields []Field) string { return formatLines(fields, formatField, parseField) }

func formatField(f Field) string {
	word := string(f.Type)
	for _, w := range fieldWords {
		if w.kind == f.Type {
			word = w.word
		}
	}
	if len(f.Choices) > 0 {
		word += ": " + strings.Join(f.Choices, "; ")
	}
	if f.Type == FieldTable {
		word += ": " + strings.Join(each(f.Columns, formatColumn), "; ")
	}
	parts := []string{f.Key, f.Label, word}
	if f.Required {
		parts = append(parts, "wajib")
	}
	if f.Past {
		parts = append(parts, "lampau")
	}
	if f.Long {
		parts = append(parts, "panjang")
	}
	if f.Max > 0 {
		parts = append(parts, "maks "+strconv.Itoa(f.Max))
	}
	for _, m := range []struct{ word, text string }{{"bawaan", f.Fallback}, {"bagian", f.Section}, {"petunjuk", f.Help}} {
		if m.text != "" {
			parts = append(parts, m.word+" "+m.text)
		}
	}
	return strings.Join(parts, " | ")
}

// ParseFields reads the fields of a service. Problems stand at "fields[N]", N
// from 0.
func ParseFields(text string) ([]Field, Problems) { return parseLines(text, "fields", parseField) }

func parseField(line string) (f Field, problem string) {
	parts := strings.Split(line, " | ")
	if len(parts) < 3 {
		return f, "Isian “" + clip(line, 40) + "” ditulis “kunci | Nama isian | jenis”, misalnya “keperluan | Keperluan | tulisan | wajib”."
	}
	f.Key, f.Label = strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1])
	word, choices, _ := strings.Cut(parts[2], ":")
	if f.Type, problem = fieldType(word); problem != "" {
		return f, problem
	}
	for c := range strings.SplitSeq(choices, ";") {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		if f.Type != FieldTable {
			f.Choices = append(f.Choices, c)
			continue
		}
		column, problem := parseColumn(c)
		if problem != "" {
			return f, problem
		}
		f.Columns = append(f.Columns, column)
	}
	for _, mark := range parts[3:] {
		word, rest, _ := strings.Cut(strings.TrimSpace(mark), " ")
		switch word {
		case "wajib":
			f.Required = true
		case "lampau":
			f.Past = true
		case "panjang":
			f.Long = true
		case "maks":
			n, err := strconv.Atoi(strings.TrimSpace(rest))
			if err != nil || n < 1 {
				return f, "Tulis banyaknya huruf dengan angka, misalnya “maks 60”."
			}
			f.Max = n
		case "bawaan":
			f.Fallback = rest
		case "bagian":
			f.Section = rest
		case "petunjuk":
			f.Help = rest
		default:
			return f, "Tanda “" + clip(mark, 30) + "” pada isian tidak dikenal. Yang ada: wajib, lampau, panjang, maks, bawaan, bagian, petunjuk."
		}
	}
	return f, ""
}
