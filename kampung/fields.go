package kampung

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxRows is the number of rows that a table field takes.
const maxRows = 100

// CheckFields reads what was typed into a service's fields. Clean holds the
// stored form of what is filled (see [FieldType]); problems stand at
// "fields.<key>" and name every key that the service lacks.
func CheckFields(s Service, values map[string]string, today Date) (clean map[string]string, ps Problems) {
	clean = map[string]string{}
	for _, f := range s.Fields {
		stored, p := CheckField(f, values[f.Key], today)
		switch {
		case p != "":
			ps.Add("fields."+f.Key, p)
		case stored != "":
			clean[f.Key] = stored
		case f.Required:
			ps.Add("fields."+f.Key, f.Label+" belum diisi.")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if _, ok := s.Field(key); !ok {
			ps.Add("fields."+clip(key, 40), "Isian “"+clip(key, 40)+"” tidak ada pada layanan "+s.Name+".")
		}
	}
	return clean, ps
}

// CheckField reads one typed value into its stored form. An empty value is ""
// and no problem, also of a required field, so that it can be asked while the
// clerk is still typing.
func CheckField(f Field, typed string, today Date) (stored, problem string) {
	if f.Type == FieldTable {
		return checkTable(f, typed, today)
	}
	if FoldSpace(typed) == "" {
		return "", ""
	}
	switch f.Type {
	case FieldNumber:
		return ParseNumber(typed)
	case FieldDate:
		d, p := ParseDate(typed, today)
		if p == "" && f.Past && today.Before(d) {
			p = FormatDate(d) + " masih akan datang. Periksa lagi tanggalnya."
		}
		if p != "" {
			return "", p
		}
		return d.ISO(), ""
	case FieldTime:
		return ParseTime(typed)
	case FieldAmount:
		n, p := ParseAmount(typed)
		if p != "" || dashEmpty(FoldSpace(typed)) == "" {
			return "", p
		}
		return strconv.FormatInt(n, 10), ""
	case FieldNIK:
		nik := ReadNIK(typed)
		if nik == "" {
			return "", ""
		}
		if p := CheckNIK(nik); p != "" {
			return "", p
		}
		return nik, ""
	case FieldChoice:
		return checkChoice(f, typed)
	case FieldBool:
		return checkBool(typed)
	}
	return checkText(f, typed)
}

func checkText(f Field, typed string) (string, string) {
	text := FoldSpace(typed)
	if f.Long {
		text = FoldLines(typed)
	}
	limit := f.Max
	if limit == 0 {
		limit = maxText
	}
	if utf8.RuneCountInString(text) > limit {
		return "", tooLong(limit)
	}
	return text, ""
}

func checkChoice(f Field, typed string) (string, string) {
	want := foldLabel("", typed)
	for _, c := range f.Choices {
		if foldLabel("", c) == want && (want != "" || c == FoldSpace(typed)) {
			return c, ""
		}
	}
	return "", f.Label + ": pilih salah satu dari " + strings.Join(f.Choices, ", ") + "."
}

func checkBool(typed string) (string, string) {
	switch strings.ToLower(FoldSpace(typed)) {
	case "ya", "y", "iya", "1", "true", "benar", "x", "✓", "v":
		return "ya", ""
	case "tidak", "t", "tdk", "0", "false", "bukan", "-":
		return "tidak", ""
	}
	return "", "Tulis ya atau tidak."
}

// checkTable reads a JSON array of objects whose values are texts or numbers.
// Rows without any value are left out.
func checkTable(f Field, typed string, today Date) (string, string) {
	if strings.TrimSpace(typed) == "" {
		return "", ""
	}
	dec := json.NewDecoder(strings.NewReader(typed))
	dec.UseNumber()
	var rows []map[string]any
	if err := dec.Decode(&rows); err != nil {
		return "", unreadTable(f)
	}
	if _, err := dec.Token(); err != io.EOF {
		return "", unreadTable(f)
	}
	if len(rows) > maxRows {
		return "", fmt.Sprintf("%s: paling banyak %d baris.", f.Label, maxRows)
	}
	var problems []string
	clean := []map[string]string{}
	for i, row := range rows {
		values := map[string]string{}
		var strays []string
		for key, v := range row {
			switch v := v.(type) {
			case string:
				values[key] = v
			case json.Number:
				values[key] = v.String()
			case nil:
			case bool:
				values[key] = map[bool]string{true: "ya", false: "tidak"}[v]
			default:
				problems = append(problems, fmt.Sprintf("Baris %d: isi kolom %s belum terbaca.", i+1, clip(key, 40)))
			}
		}
		if !slices.ContainsFunc(slices.Collect(maps.Values(values)), func(v string) bool { return FoldSpace(v) != "" }) {
			continue
		}
		maps.DeleteFunc(values, func(key, _ string) bool {
			stray := !slices.ContainsFunc(f.Columns, func(c Field) bool { return c.Key == key })
			if stray {
				strays = append(strays, key)
			}
			return stray
		})
		slices.Sort(strays)
		for _, key := range strays {
			problems = append(problems, fmt.Sprintf("Baris %d: tabel %s tidak mempunyai kolom “%s”.", i+1, f.Label, clip(key, 40)))
		}
		kept, ps := CheckFields(Service{Name: f.Label, Fields: f.Columns}, values, today)
		for _, p := range ps {
			problems = append(problems, fmt.Sprintf("Baris %d: %s", i+1, p.Text))
		}
		clean = append(clean, kept)
	}
	if len(problems) > 0 {
		return "", strings.Join(problems, " ")
	}
	if len(clean) == 0 {
		return "", ""
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(clean); err != nil { // maps of texts always encode
		return "", unreadTable(f)
	}
	return strings.TrimSpace(b.String()), ""
}

// unreadTable tells how a table is written by hand.
func unreadTable(f Field) string {
	cells := make([]string, len(f.Columns))
	for i, c := range f.Columns {
		cells[i] = fmt.Sprintf(`"%s":"…"`, c.Key)
	}
	return f.Label + ": isi tabel belum terbaca. Tulis seperti [{" + strings.Join(cells, ",") + "}], satu kurung {…} untuk tiap baris."
}

// PrintField writes a stored value as letters print it; an empty one prints the
// field's fallback. A table prints its number of rows, see [TableRows].
func PrintField(f Field, stored string) string {
	if stored == "" {
		return f.Fallback
	}
	switch f.Type {
	case FieldNumber:
		return FormatDecimal(stored)
	case FieldDate:
		var d Date
		if d.UnmarshalJSON([]byte(`"`+stored+`"`)) == nil {
			return FormatDate(d)
		}
	case FieldTime:
		return strings.Replace(stored, ":", ".", 1) + " WIB"
	case FieldAmount:
		if n, err := strconv.ParseInt(stored, 10, 64); err == nil {
			return FormatRupiah(n)
		}
	case FieldBool:
		return TitleCase(stored)
	case FieldTable:
		return fmt.Sprintf("%d baris", len(TableRows(f, stored)))
	}
	return stored
}

// TableRows returns the printed cells of a stored table, in the order of its
// columns; nil when it is empty.
func TableRows(f Field, stored string) [][]string {
	var rows []map[string]string
	if stored == "" || json.Unmarshal([]byte(stored), &rows) != nil {
		return nil
	}
	var out [][]string
	for _, row := range rows {
		cells := make([]string, len(f.Columns))
		for i, c := range f.Columns {
			cells[i] = PrintField(c, row[c.Key])
		}
		out = append(out, cells)
	}
	return out
}
