package roster

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode turns the bytes of a text file into UTF-8: by its mark if it has one,
// else UTF-8 if it is valid, else Windows-1252, which Excel writes in
// Indonesia. False means that it is no text.
func decode(data []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return decode16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return decode16(data[2:], binary.BigEndian)
	}
	if strange(data) {
		return "", false
	}
	if utf8.Valid(data) {
		return string(data), true
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	return string(out), err == nil
}

func decode16(data []byte, order binary.ByteOrder) (string, bool) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	text := string(utf16.Decode(units))
	return text, len(data)%2 == 0 && !strange([]byte(text))
}

// strange reports whether bytes hold control characters that no text has.
func strange(data []byte) bool {
	for _, c := range data {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1a && c != 0x1b {
			return true
		}
	}
	return false
}

// csvTables returns a text as a table for each way its fields may be parted;
// the header tells which is right. Excel's own first line "sep=;" is obeyed.
func csvTables(text string) []table {
	if first, rest, ok := strings.Cut(text, "\n"); ok {
		first = strings.Trim(strings.TrimSpace(first), `"`)
		if len(first) == 5 && strings.EqualFold(first[:4], "sep=") && strings.ContainsAny(first[4:], ";,\t|") {
			return []table{csvTable(rest, rune(first[4]))}
		}
	}
	return []table{csvTable(text, ';'), csvTable(text, ','), csvTable(text, '\t')}
}

func csvTable(text string, comma rune) table {
	return table{csv: true, each: func(fn func(line) error) error {
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = comma, -1, true
		var row line
		inner := 0 // line breaks inside quoted fields so far
		for rows := 0; ; rows++ {
			fields, err := r.Read()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return csvTrouble(err, inner)
			}
			if len(fields) > maxColumns {
				fields = fields[:maxColumns]
			}
			at, _ := r.FieldPos(0)
			row.n, row.cells = at-inner, row.cells[:0]
			for _, f := range fields {
				inner += strings.Count(f, "\n")
				row.cells = append(row.cells, cell{text: f})
			}
			if row.blank() {
				continue
			}
			if rows > maxRows {
				return bookTrouble(fmt.Errorf("%w: over %d rows", errHostile, maxRows))
			}
			if err := fn(row); err != nil {
				return err
			}
		}
	}}
}

// csvTrouble names the row whose quotation marks do not pair.
func csvTrouble(err error, inner int) error {
	row := 0
	if p := (*csv.ParseError)(nil); errors.As(err, &p) {
		row = p.StartLine - inner
	}
	return trouble(fmt.Sprintf("Tanda kutip (\") pada baris %d tidak berpasangan, sehingga sisanya tidak dapat dibaca.", row),
		"Perbaiki baris itu, atau simpan ulang berkas dari Excel sebagai .xlsx, lalu impor lagi.", err)
}
