package kampung

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Lists of a service as people edit them: an item a line, its parts between
// bars. What no line can say stands as it is stored, in braces, so that nothing
// is lost between writing and reading.

// formatLines writes items, each in its own words where those read back the same.
func formatLines[T any](items []T, format func(T) string, parse func(string) (T, string)) string {
	return strings.Join(each(items, func(item T) string {
		line := format(item)
		if got, problem := parse(line); problem == "" && !strings.ContainsAny(line, "\r\n") && !strings.HasPrefix(line, "{") && strings.TrimSpace(line) != "" && reflect.DeepEqual(got, item) {
			return line
		}
		raw, err := json.Marshal(item)
		if err != nil {
			return "{}"
		}
		return string(raw)
	}), "\n")
}

// parseLines reads items; problems stand at "at[N]", N from 0.
func parseLines[T any](text, at string, parse func(string) (T, string)) (items []T, ps Problems) {
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var item T
		problem := ""
		if !strings.HasPrefix(line, "{") {
			item, problem = parse(line)
		} else if json.Unmarshal([]byte(line), &item) != nil {
			problem = "Baris ini rusak. Kembalikan seperti semula, atau hapus barisnya."
		}
		if problem != "" {
			ps.Add(fmt.Sprintf("%s[%d]", at, len(items)), problem)
		}
		items = append(items, item)
	}
	return items, ps
}

// each maps items to texts.
func each[T any](items []T, text func(T) string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = text(item)
	}
	return out
}

// fieldType reads the type of a field in the words of the office.
func fieldType(word string) (FieldType, string) {
	var words []string
	for _, w := range fieldWords {
		if w.word == strings.TrimSpace(word) {
			return w.kind, ""
		}
		words = append(words, w.word)
	}
	return "", "Jenis isian “" + clip(word, 30) + "” tidak dikenal. Yang ada: " + strings.Join(words, ", ") + "."
}

// formatColumn writes a column of a table: "lahir, Tanggal lahir, tanggal, wajib,
// lampau", the options of a choice between strokes: "pilihan L/P".
func formatColumn(f Field) string {
	word := ""
	for _, w := range fieldWords {
		if w.kind == f.Type {
			word = w.word
		}
	}
	if len(f.Choices) > 0 {
		word += " " + strings.Join(f.Choices, "/")
	}
	parts := []string{f.Key, f.Label, word}
	if f.Required {
		parts = append(parts, "wajib")
	}
	if f.Past {
		parts = append(parts, "lampau")
	}
	if f.Max > 0 {
		parts = append(parts, "maks "+strconv.Itoa(f.Max))
	}
	return strings.Join(parts, ", ")
}

func parseColumn(text string) (f Field, problem string) {
	wrong := "Kolom “" + clip(text, 40) + "” ditulis “kunci, Nama kolom, jenis”, misalnya “nama, Nama, tulisan, wajib”."
	parts := strings.Split(text, ",")
	if len(parts) < 3 {
		return f, wrong
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	word, choices, _ := strings.Cut(parts[2], " ")
	if f.Type, problem = fieldType(word); problem != "" {
		return f, problem
	}
	if f.Type == FieldTable {
		return f, "Kolom tabel tidak bisa berupa tabel lagi."
	}
	f.Key, f.Label = parts[0], parts[1]
	if choices != "" {
		f.Choices = strings.Split(choices, "/")
	}
	for _, mark := range parts[3:] {
		max, isMax := strings.CutPrefix(mark, "maks ")
		switch {
		case mark == "wajib":
			f.Required = true
		case mark == "lampau":
			f.Past = true
		case isMax:
			if f.Max, _ = strconv.Atoi(max); f.Max < 1 {
				return f, wrong
			}
		default:
			return f, wrong
		}
	}
	return f, ""
}

// FormatRequirements writes what an applicant shows, a document a line: "ktp |
// Fotokopi KTP-el | wajib".
func FormatRequirements(rs []Requirement) string {
	return formatLines(rs, func(r Requirement) string { return r.Key + " | " + r.Label + " | " + string(r.Need) }, parseRequirement)
}

// ParseRequirements reads what an applicant shows. Problems stand at
// "requirements[N]", N from 0.
func ParseRequirements(text string) ([]Requirement, Problems) {
	return parseLines(text, "requirements", parseRequirement)
}

func parseRequirement(line string) (r Requirement, problem string) {
	parts := strings.Split(line, " | ")
	if len(parts) != 3 {
		return r, "Syarat “" + clip(line, 40) + "” ditulis “kunci | Nama berkas | wajib, jika ada, atau tidak perlu”."
	}
	r = Requirement{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), Need(strings.TrimSpace(parts[2]))}
	if r.Need != NeedAlways && r.Need != NeedIfAny && r.Need != NeedNever {
		return r, "Tulis wajib, jika ada, atau tidak perlu di belakang “" + clip(r.Label, 40) + "”."
	}
	return r, ""
}

// signSides and signers are the words of a place to sign.
var (
	signSides = map[string]Side{"kanan": SideRight, "kiri": SideLeft, "tengah": SideMiddle}
	signers   = map[string]SignWho{"warga": SignPerson, "kantor": SignOffice, "camat": SignCamat}
)

// signLine stands where a text of a place to sign goes on in a new line.
const signLine = " // "

// FormatSigns writes the places to sign, a place a line: "kanan | kantor", "kiri |
// warga | di atas Yang memberi izin, // suami, | nama {nama} | meterai".
func FormatSigns(signs []SignPlace) string { return formatLines(signs, formatSign, parseSign) }

func formatSign(s SignPlace) string {
	var side, who string
	for word, v := range signSides {
		if v == s.Side {
			side = word
		}
	}
	for word, v := range signers {
		if v == s.Who {
			who = word
		}
	}
	parts := []string{side, who}
	lines := ""
	if s.Lines != 0 {
		lines = strconv.Itoa(s.Lines)
	}
	for _, m := range []struct{ word, text string }{{"di atas", s.Post}, {"nama", s.Name}, {"di bawah", s.Below}, {"tabel", s.Table}, {"baris", lines}, {"jika", s.If}} {
		if m.text != "" {
			parts = append(parts, m.word+" "+strings.ReplaceAll(m.text, "\n", signLine))
		}
	}
	if s.Stamp {
		parts = append(parts, "meterai")
	}
	return strings.Join(parts, " | ")
}

// ParseSigns reads the places to sign. Problems stand at "signs[N]", N from 0.
func ParseSigns(text string) ([]SignPlace, Problems) { return parseLines(text, "signs", parseSign) }

func parseSign(line string) (s SignPlace, problem string) {
	parts := strings.Split(line, " | ")
	side, there := signSides[strings.TrimSpace(parts[0])]
	if len(parts) < 2 || !there {
		return s, "Tempat tanda tangan “" + clip(line, 40) + "” ditulis “kiri, tengah, atau kanan | kantor, camat, atau warga”."
	}
	who, there := signers[strings.TrimSpace(parts[1])]
	if !there {
		return s, "Yang menandatangani ditulis kantor, camat, atau warga."
	}
	s.Side, s.Who = side, who
	texts := map[string]*string{"di atas ": &s.Post, "nama ": &s.Name, "di bawah ": &s.Below, "tabel ": &s.Table, "jika ": &s.If}
	for _, mark := range parts[2:] {
		known := mark == "meterai"
		s.Stamp = s.Stamp || known
		if n, ok := strings.CutPrefix(mark, "baris "); ok {
			lines, err := strconv.Atoi(n)
			if err != nil || lines < 1 {
				return s, "Tulis banyaknya baris dengan angka, misalnya “baris 2”."
			}
			s.Lines, known = lines, true
		}
		for word, text := range texts {
			if rest, ok := strings.CutPrefix(mark, word); ok {
				*text, known = strings.ReplaceAll(rest, signLine, "\n"), true
			}
		}
		if !known {
			return s, "Tanda “" + clip(mark, 30) + "” pada tempat tanda tangan tidak dikenal. Yang ada: di atas, nama, di bawah, tabel, baris, jika, meterai."
		}
	}
	return s, ""
}
