package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// Catalogue is the set of services that an office offers, by key.
type Catalogue struct {
	services []kampung.Service
	versions map[string]string
}

// LoadCatalogue reads every .json file in the root of fsys as a service. The
// file's name must be the service's key. The error names each file that is
// refused and why.
func LoadCatalogue(fsys fs.FS) (Catalogue, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return Catalogue{}, fmt.Errorf("letter: catalogue: %w", err)
	}
	slices.Sort(names)
	c := Catalogue{versions: map[string]string{}}
	var bad []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			bad = append(bad, fmt.Errorf("letter: %s: %w", name, err))
			continue
		}
		s, err := ParseService(data)
		if err == nil && s.Key+".json" != path.Base(name) {
			err = fmt.Errorf("the key %q is not the file's name", s.Key)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("letter: %s: %w", name, err))
			continue
		}
		c.services = append(c.services, s)
		c.versions[s.Key] = Version(data)
	}
	return c, errors.Join(bad...)
}

// Services returns the services in the order of their keys.
func (c Catalogue) Services() []kampung.Service { return slices.Clone(c.services) }

// Service returns the service with the key.
func (c Catalogue) Service(key string) (kampung.Service, bool) {
	for _, s := range c.services {
		if s.Key == key {
			return s, true
		}
	}
	return kampung.Service{}, false
}

// Version returns the short digest of the service's data file, or "".
func (c Catalogue) Version(key string) string { return c.versions[key] }

// Version returns the short digest of a service's data file: the first 16 hex
// digits of the SHA-256 of its JSON without insignificant blanks, so that line
// ends changed on the way do not make another version.
func Version(data []byte) string {
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err == nil {
		data = compact.Bytes()
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// ParseService reads a service's data file. It is strict: a JSON name that a
// service does not have, a name that stands twice in one object, bytes after
// the object, and all that [Check] finds are errors.
func ParseService(data []byte) (kampung.Service, error) {
	var s kampung.Service
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return kampung.Service{}, fmt.Errorf("letter: service: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return kampung.Service{}, errors.New("letter: service: data after the object")
	}
	if name := twice(data); name != "" {
		return kampung.Service{}, fmt.Errorf("letter: service: %q stands twice", name)
	}
	if err := Check(s).Err(); err != nil {
		return kampung.Service{}, fmt.Errorf("letter: service: %w", err)
	}
	return s, nil
}

// twice returns a name that stands twice in one object of the valid JSON data,
// which encoding/json would silently let the last one win; "" for none.
func twice(data []byte) string {
	dec := json.NewDecoder(bytes.NewReader(data))
	type level struct {
		seen map[string]bool // nil in an array
		name bool            // the next token is a name
	}
	var stack []level
	for {
		tok, err := dec.Token()
		if err != nil {
			return ""
		}
		top := len(stack) - 1
		if d, ok := tok.(json.Delim); ok {
			switch d {
			case '{':
				stack = append(stack, level{seen: map[string]bool{}, name: true})
				continue
			case '[':
				stack = append(stack, level{})
				continue
			}
			stack = stack[:top]
			top--
		} else if top >= 0 && stack[top].name {
			name := strings.ToLower(tok.(string))
			if stack[top].seen[name] {
				return name
			}
			stack[top].seen[name] = true
			stack[top].name = false
			continue
		}
		if top >= 0 && stack[top].seen != nil {
			stack[top].name = true
		}
	}
}

var (
	keyForm    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	fieldTypes = []kampung.FieldType{kampung.FieldText, kampung.FieldNumber, kampung.FieldDate, kampung.FieldTime,
		kampung.FieldAmount, kampung.FieldNIK, kampung.FieldChoice, kampung.FieldBool, kampung.FieldTable}
	needs = []kampung.Need{kampung.NeedAlways, kampung.NeedIfAny, kampung.NeedNever}
)

// maxDays bounds a letter's validity: ten years.
const maxDays = 3660

// Check returns everything that is wrong with a service's data: unknown
// placeholders and types, bad conditions, keys that stand twice.
func Check(s kampung.Service) kampung.Problems {
	var p kampung.Problems
	if !keyForm.MatchString(s.Key) {
		p.Add("key", fmt.Sprintf("Kunci layanan %q harus huruf kecil, angka atau garis bawah.", s.Key))
	}
	for key, v := range map[string]string{"name": s.Name, "title": s.Title} {
		if strings.TrimSpace(v) == "" {
			p.Add(key, "Isian ini belum ada.")
		}
	}
	for key, n := range map[string]int{"valid_days": s.ValidDays, "minutes": s.Minutes, "fee": s.Fee, "min_age": s.MinAge} {
		if n < 0 {
			p.Add(key, "Angka ini tidak boleh kurang dari nol.")
		}
	}
	if s.ValidDays > maxDays {
		p.Add("valid_days", fmt.Sprintf("Masa berlaku paling lama %d hari.", maxDays))
	}
	checkFields(&p, "fields", s.Fields, true)
	seen := map[string]bool{}
	for i, r := range s.Requirements {
		at := fmt.Sprintf("requirements[%d]", i)
		if !keyForm.MatchString(r.Key) || seen[r.Key] {
			p.Add(at, fmt.Sprintf("Kunci syarat %q tidak sah atau ganda.", r.Key))
		}
		seen[r.Key] = true
		if strings.TrimSpace(r.Label) == "" {
			p.Add(at, "Syarat belum diberi nama.")
		}
		if !slices.Contains(needs, r.Need) {
			p.Add(at, fmt.Sprintf("Keperluan syarat %q tidak dikenal.", r.Need))
		}
	}
	checkBlocks(&p, s)
	slices.SortStableFunc(p, func(a, b kampung.Problem) int { return strings.Compare(a.Field, b.Field) })
	return p
}

func checkFields(p *kampung.Problems, at string, fields []kampung.Field, top bool) {
	seen := map[string]bool{}
	for i, f := range fields {
		at := fmt.Sprintf("%s[%d]", at, i)
		switch {
		case !keyForm.MatchString(f.Key):
			p.Add(at, fmt.Sprintf("Kunci isian %q harus huruf kecil, angka atau garis bawah.", f.Key))
		case seen[f.Key]:
			p.Add(at, fmt.Sprintf("Kunci isian %q ganda.", f.Key))
		case top && isBuiltin(f.Key):
			p.Add(at, fmt.Sprintf("Kunci isian %q sudah dipakai untuk data surat.", f.Key))
		}
		seen[f.Key] = true
		if strings.TrimSpace(f.Label) == "" {
			p.Add(at, fmt.Sprintf("Isian %q belum diberi nama.", f.Key))
		}
		if !slices.Contains(fieldTypes, f.Type) {
			p.Add(at, fmt.Sprintf("Jenis isian %q tidak dikenal.", f.Type))
		}
		if (f.Type == kampung.FieldChoice) != (len(f.Choices) > 0) {
			p.Add(at, fmt.Sprintf("Pilihan isian %q tidak sesuai jenisnya.", f.Key))
		}
		if f.Max < 0 {
			p.Add(at, fmt.Sprintf("Panjang isian %q tidak boleh kurang dari nol.", f.Key))
		}
		if (f.Type == kampung.FieldTable) != (len(f.Columns) > 0) {
			p.Add(at, fmt.Sprintf("Kolom isian %q tidak sesuai jenisnya.", f.Key))
		}
		if f.Type == kampung.FieldTable && !top {
			p.Add(at, fmt.Sprintf("Kolom %q tidak boleh berupa tabel.", f.Key))
			continue
		}
		checkFields(p, at+".columns", f.Columns, false)
	}
}

func checkBlocks(p *kampung.Problems, s kampung.Service) {
	known := knownPlaceholders(s)
	text := func(at, t string) {
		for _, seg := range split(t) {
			if seg.name && !known[seg.text] {
				p.Add(at, fmt.Sprintf("Tanda isian {%s} tidak dikenal.", seg.text))
			} else if !seg.name && strings.ContainsAny(seg.text, "{}") {
				p.Add(at, "Kurung kurawal tidak berpasangan.")
			}
		}
	}
	cond := func(at, name string) {
		f, ok := s.Field(name)
		if name != "" && !known[name] && !(ok && f.Type == kampung.FieldTable) {
			p.Add(at, fmt.Sprintf("Syarat tampil %q tidak dikenal.", name))
		}
	}
	if len(s.Blocks) == 0 {
		p.Add("blocks", "Isi surat belum ada.")
	}
	for i, b := range s.Blocks {
		at := fmt.Sprintf("blocks[%d]", i)
		kinds := 0
		for _, has := range []bool{b.Text != "", len(b.Rows) > 0, b.Table != ""} {
			if has {
				kinds++
			}
		}
		if kinds != 1 {
			p.Add(at, "Bagian surat harus berisi tepat satu dari teks, baris atau tabel.")
		}
		cond(at, b.If)
		text(at, b.Text)
		for j, r := range b.Rows {
			at := fmt.Sprintf("%s.rows[%d]", at, j)
			cond(at, r.If)
			text(at, r.Label)
			text(at, r.Value)
		}
		if f, ok := s.Field(b.Table); b.Table != "" && (!ok || f.Type != kampung.FieldTable) {
			p.Add(at, fmt.Sprintf("Tabel %q bukan isian tabel.", b.Table))
		}
	}
	text("title", s.Title)
	for i, c := range s.Copies {
		text(fmt.Sprintf("copies[%d]", i), c)
	}
}
