package roster

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

var (
	errDamaged = errors.New("workbook is damaged")
	errHostile = errors.New("workbook exceeds the limits")
)

// book is an opened .xlsx workbook.
type book struct {
	parts    map[string]*zip.File // by path, lower case
	shared   []string
	dates    []bool // cell style → shows a date
	date1904 bool
	sheets   []sheetRef
}

type sheetRef struct{ name, part string }

// openBook reads everything of a workbook but its sheets.
func openBook(zr *zip.Reader) (*book, error) {
	b := &book{parts: map[string]*zip.File{}}
	if len(zr.File) > maxEntries {
		return nil, fmt.Errorf("%w: %d parts", errHostile, len(zr.File))
	}
	for _, f := range zr.File {
		name := partName(f.Name)
		if _, twice := b.parts[name]; twice {
			return nil, fmt.Errorf("%w: part %q stands twice", errHostile, name)
		}
		if f.UncompressedSize64 > maxPart ||
			f.UncompressedSize64 > 8<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, fmt.Errorf("%w: part %q unpacks from %d to %d bytes", errHostile, name, f.CompressedSize64, f.UncompressedSize64)
		}
		b.parts[name] = f
	}
	main := "xl/workbook.xml"
	if rels, err := b.relations("_rels/.rels"); err == nil {
		for _, r := range rels {
			if strings.HasSuffix(r.kind, "/officeDocument") {
				main = partName(path.Join("/", r.target))
			}
		}
	}
	if err := b.workbook(main); err != nil {
		return nil, err
	}
	return b, nil
}

func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "/"))
}

type relation struct{ id, kind, target string }

// relations reads a .rels part; relations to the outside are left out.
func (b *book) relations(part string) ([]relation, error) {
	var rels []relation
	err := b.scan(part, maxSmall, func(x *xmlScan, t token) error {
		if t != tokenOpen || string(x.name) != "Relationship" || string(x.attr("TargetMode")) == "External" {
			return nil
		}
		rels = append(rels, relation{x.plainAttr("Id"), x.plainAttr("Type"), x.plainAttr("Target")})
		return nil
	})
	return rels, err
}

// workbook reads the list of sheets and what they share.
func (b *book) workbook(main string) error {
	dir, file := path.Split(main)
	rels, err := b.relations(dir + "_rels/" + file + ".rels")
	if err != nil {
		return err
	}
	part := map[string]string{}
	var shared, styles string
	for _, r := range rels {
		target := r.target
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		target = partName(target)
		part[r.id] = target
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			shared = target
		case strings.HasSuffix(r.kind, "/styles"):
			styles = target
		}
	}
	err = b.scan(main, maxSmall, func(x *xmlScan, t token) error {
		if t != tokenOpen {
			return nil
		}
		switch string(x.name) {
		case "workbookPr":
			v := string(x.attr("date1904"))
			b.date1904 = v == "1" || v == "true"
		case "sheet":
			ref := sheetRef{x.plainAttr("name"), part[x.plainAttr(":id")]}
			if _, ok := b.parts[ref.part]; ok && len(b.sheets) < maxSheets {
				b.sheets = append(b.sheets, ref)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(b.sheets) == 0 {
		return fmt.Errorf("%w: no sheets", errDamaged)
	}
	if styles != "" && b.parts[styles] != nil {
		if err := b.readStyles(styles); err != nil {
			return err
		}
	}
	if shared != "" && b.parts[shared] != nil {
		return b.readShared(shared)
	}
	return nil
}

// scan walks a part's tokens to its end, so that its checksum is checked too.
func (b *book) scan(part string, limit int64, fn func(*xmlScan, token) error) error {
	f := b.parts[part]
	if f == nil {
		return fmt.Errorf("%w: no part %q", errDamaged, part)
	}
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %q: %w", errDamaged, part, err)
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: limit + 1}
	x := newXMLScan(limited)
	depth := 0
	for {
		t, err := x.next()
		switch {
		case errors.Is(err, errDoctype):
			return fmt.Errorf("%w: %q: %w", errHostile, part, err)
		case err != nil:
			return fmt.Errorf("%w: %q: %w", errDamaged, part, err)
		case limited.N <= 0:
			return fmt.Errorf("%w: %q is over %d bytes", errHostile, part, limit)
		}
		switch t {
		case tokenEnd:
			if depth != 0 {
				return fmt.Errorf("%w: %q ends inside %d tags", errDamaged, part, depth)
			}
			return nil
		case tokenOpen:
			depth++
		case tokenClose:
			depth--
		}
		if err := fn(x, t); err != nil {
			return err
		}
	}
}

// plainAttr returns an attribute with its entities resolved; a damaged one is empty.
func (x *xmlScan) plainAttr(name string) string {
	b, err := appendPlain(nil, x.attr(name), false)
	if err != nil {
		return ""
	}
	return string(b)
}

// readShared reads the texts that cells refer to by number. The reading aids
// of East Asian text (rPh) are no part of the value.
func (b *book) readShared(part string) error {
	var (
		text     []byte
		inText   bool
		phonetic bool
		total    int
	)
	return b.scan(part, maxPart, func(x *xmlScan, t token) (err error) {
		switch t {
		case tokenOpen:
			switch string(x.name) {
			case "si":
				text = text[:0]
			case "t":
				inText = true
			case "rPh":
				phonetic = true
			}
		case tokenText:
			if inText && !phonetic {
				text, err = appendPlain(text, x.text, x.cdata)
				if err != nil {
					return fmt.Errorf("%w: %w", errDamaged, err)
				}
				if len(text) > maxToken {
					return fmt.Errorf("%w: a shared string", errHostile)
				}
			}
		case tokenClose:
			switch string(x.name) {
			case "si":
				total += len(text)
				if total > maxShared || len(b.shared) >= maxStrings {
					return fmt.Errorf("%w: shared strings", errHostile)
				}
				b.shared = append(b.shared, unescape(text))
			case "t":
				inText = false
			case "rPh":
				phonetic = false
			}
		}
		return nil
	})
}

// readStyles notes which cell styles show a number as a date.
func (b *book) readStyles(part string) error {
	custom := map[string]bool{}
	inCells := false
	return b.scan(part, maxSmall, func(x *xmlScan, t token) error {
		switch {
		case t == tokenOpen && string(x.name) == "numFmt":
			custom[string(x.attr("numFmtId"))] = dateFormat(x.plainAttr("formatCode"))
		case string(x.name) == "cellXfs":
			inCells = t == tokenOpen
		case t == tokenOpen && inCells && string(x.name) == "xf" && len(b.dates) < 1<<17:
			id := string(x.attr("numFmtId"))
			is, own := custom[id]
			if !own {
				is = builtinDate(id)
			}
			b.dates = append(b.dates, is)
		}
		return nil
	})
}

// builtinDate knows the date formats that Excel never writes out (ECMA-376
// part 1, 18.8.30, and its East Asian ones).
func builtinDate(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58)
}

// dateFormat reports whether a number format shows a day or a year. Quoted
// text, escaped letters and [colours] do not count.
func dateFormat(code string) bool {
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"':
			if j := strings.IndexByte(code[i+1:], '"'); j >= 0 {
				i += j + 1
			}
		case '[':
			if j := strings.IndexByte(code[i:], ']'); j >= 0 {
				i += j
			}
		case '\\', '_', '*':
			i++
		case 'd', 'D', 'y', 'Y':
			return true
		case ';':
			return false // what follows is for negative numbers and texts
		}
	}
	return false
}

// unescape resolves _x000D_, the workbook's own way to write a character that
// XML cannot hold.
func unescape(b []byte) string {
	if !bytes.Contains(b, []byte("_x")) {
		return string(b)
	}
	var out strings.Builder
	s := string(b)
	for i := 0; i < len(s); {
		if n, ok := escapeAt(s[i:]); ok {
			out.WriteRune(n)
			i += 7
			continue
		}
		out.WriteByte(s[i])
		i++
	}
	return out.String()
}

// escapeAt reads _xHHHH_ at the start of s.
func escapeAt(s string) (rune, bool) {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
