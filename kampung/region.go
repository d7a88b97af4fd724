package kampung

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
)

// Region is a desa or kelurahan with all that stands above it.
type Region struct {
	Code      string `json:"code"` // Kemendagri code, "35.10.05.2001"
	Name      string `json:"name"` // "Sumberberas"
	Kecamatan string `json:"kecamatan"`
	Kabupaten string `json:"kabupaten"` // with its kind: "Kabupaten Banyuwangi", "Kota Batu"
	Provinsi  string `json:"provinsi"`
	Kelurahan bool   `json:"kelurahan"` // a town ward; its number starts with 1
}

// Regions is the list of all villages of Indonesia. It is read-only and safe
// for concurrent use.
type Regions struct {
	text  string // as loaded; names are parts of it
	lower string // the same in lower case, byte for byte
	up    [3][]upper
	low   []village // by code
}

// upper is a provinsi, kabupaten or kecamatan.
type upper struct {
	name   span
	number uint8
	parent uint16 // place in the level above
}

type village struct {
	name   span
	number uint16
	parent uint16 // place among the kecamatan
}

// span is a part of the text.
type span struct {
	at  uint32
	len uint8
}

// LoadRegions reads the region list: one region a line, a blank for each level
// below the province, its own part of the code, and its name; a region stands
// under the one it belongs to, and each level rises by code:
//
//	35Jawa Timur
//	 10Kabupaten Banyuwangi
//	  05Muncar
//	   2001Sumberberas
func LoadRegions(data []byte) (*Regions, error) {
	r := &Regions{text: string(data)}
	r.lower = strings.Map(func(c rune) rune {
		if c < 0x80 {
			return unicode.ToLower(c)
		}
		return c
	}, r.text)
	if len(r.lower) != len(r.text) {
		return nil, fmt.Errorf("kampung: region list is not valid UTF-8")
	}
	line := 0
	for at := 0; at < len(r.text); {
		line++
		end := strings.IndexByte(r.text[at:], '\n')
		if end < 0 {
			end = len(r.text) - at
		}
		if err := r.add(at, at+end); err != nil {
			return nil, fmt.Errorf("kampung: region list, line %d: %w", line, err)
		}
		at += end + 1
	}
	if len(r.low) == 0 {
		return nil, fmt.Errorf("kampung: region list is empty")
	}
	return r, nil
}

// add takes in the line between two places of the text.
func (r *Regions) add(at, end int) error {
	depth := 0
	for at+depth < end && r.text[at+depth] == ' ' {
		depth++
	}
	digits := 2
	if depth == 3 {
		digits = 4
	}
	start := at + depth + digits
	if depth > 3 || start >= end || end-start > 255 || !allDigits(r.text[at+depth:start]) {
		return fmt.Errorf("not a region")
	}
	name := span{uint32(start), uint8(end - start)}
	number := atoi(r.text[at+depth : start])
	parent := 0
	if depth > 0 {
		parent = len(r.up[depth-1]) - 1
		if parent < 0 || parent > 0xffff {
			return fmt.Errorf("no region above it")
		}
	}
	if depth == 3 {
		if n := len(r.low); n > 0 && r.low[n-1].parent == uint16(parent) && int(r.low[n-1].number) >= number {
			return fmt.Errorf("out of order")
		}
		r.low = append(r.low, village{name, uint16(number), uint16(parent)})
		return nil
	}
	if n := len(r.up[depth]); n > 0 && r.up[depth][n-1].parent == uint16(parent) && int(r.up[depth][n-1].number) >= number {
		return fmt.Errorf("out of order")
	}
	r.up[depth] = append(r.up[depth], upper{name, uint8(number), uint16(parent)})
	return nil
}

// Len is the number of villages.
func (r *Regions) Len() int { return len(r.low) }

func (r *Regions) str(s span) string { return r.text[s.at : s.at+uint32(s.len)] }

func (r *Regions) key(s span) string { return r.lower[s.at : s.at+uint32(s.len)] }

// above returns the kabupaten and provinsi of a kecamatan.
func (r *Regions) above(kec int) (kab, prov int) {
	kab = int(r.up[2][kec].parent)
	return kab, int(r.up[1][kab].parent)
}

// number is the whole code of a village as ten digits.
func (r *Regions) number(i int) int {
	v := r.low[i]
	kab, prov := r.above(int(v.parent))
	return ((int(r.up[0][prov].number)*100+int(r.up[1][kab].number))*100+int(r.up[2][v.parent].number))*10000 + int(v.number)
}

func (r *Regions) region(i int) Region {
	v := r.low[i]
	kab, prov := r.above(int(v.parent))
	n := fmt.Sprintf("%010d", r.number(i))
	return Region{Code: n[:2] + "." + n[2:4] + "." + n[4:6] + "." + n[6:], Name: r.str(v.name), Kecamatan: r.str(r.up[2][v.parent].name),
		Kabupaten: r.str(r.up[1][kab].name), Provinsi: r.str(r.up[0][prov].name), Kelurahan: v.number/1000 == 1}
}

// Village returns the village with a Kemendagri code, with or without dots.
func (r *Regions) Village(code string) (Region, bool) {
	digits := strings.ReplaceAll(code, ".", "")
	if len(digits) != 10 || !allDigits(digits) {
		return Region{}, false
	}
	want := atoi(digits)
	i := sort.Search(len(r.low), func(i int) bool { return r.number(i) >= want })
	if i == len(r.low) || r.number(i) != want {
		return Region{}, false
	}
	return r.region(i), true
}

// Known reports whether a kecamatan code, "35.10.05", is in the list. Cards of
// regions that were split since stay valid although this says false.
func (r *Regions) Known(kecamatan string) bool {
	return len(kecamatan) == 8 && len(r.byCode(strings.ReplaceAll(kecamatan, ".", ""), 1)) == 1
}

// byCode returns the villages whose code starts with the digits.
func (r *Regions) byCode(digits string, limit int) []Region {
	if len(digits) > 10 || !allDigits(digits) {
		return nil
	}
	low := atoi(digits + strings.Repeat("0", 10-len(digits)))
	high := atoi(digits + strings.Repeat("9", 10-len(digits)))
	var out []Region
	for i := sort.Search(len(r.low), func(i int) bool { return r.number(i) >= low }); i < len(r.low) && r.number(i) <= high && len(out) < limit; i++ {
		out = append(out, r.region(i))
	}
	return out
}

// Find returns villages that fit what was typed so far, best first, at most
// limit: words that begin or stand in the names of the village and of what is
// above it ("sumberb muncar"), in any order, or the beginning of a code. The
// village's own name counts most; a blank too many or too few does not matter.
func (r *Regions) Find(query string, limit int) []Region {
	tokens := regionTokens(query)
	if len(tokens) == 0 || limit <= 0 {
		return nil
	}
	if digits := strings.ReplaceAll(strings.Join(tokens, ""), ".", ""); allDigits(digits) {
		return r.byCode(digits, limit)
	}
	hits := r.match(tokens, r.key)
	if len(hits) == 0 {
		squash := func(s span) string { return strings.ReplaceAll(r.key(s), " ", "") }
		hits = r.match([]string{strings.Join(tokens, "")}, squash)
	}
	slices.SortFunc(hits, func(a, b regionHit) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		if a.score == 0 { // all found above the villages
			return cmp.Compare(a.at, b.at)
		}
		return cmp.Or(cmp.Compare(r.low[a.at].name.len, r.low[b.at].name.len), cmp.Compare(a.at, b.at))
	})
	hits = hits[:min(limit, len(hits))]
	out := make([]Region, len(hits))
	for i, h := range hits {
		out[i] = r.region(int(h.at))
	}
	return out
}

type regionHit struct {
	at    uint32
	score int32
}

// regionTokens splits what was typed into words of lower case; the kinds of
// regions say nothing.
func regionTokens(query string) []string {
	fields := strings.FieldsFunc(strings.ToLower(query), func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == ';' || c == '/' })
	tokens := slices.DeleteFunc(slices.Clone(fields), func(w string) bool {
		return slices.Contains([]string{"desa", "kelurahan", "kel.", "ds.", "kecamatan", "kec.", "kec", "provinsi", "prov."}, w)
	})
	if len(tokens) == 0 {
		tokens = fields
	}
	return tokens[:min(8, len(tokens))]
}

// match returns every village that has each token in its own name or above it.
func (r *Regions) match(tokens []string, key func(span) string) []regionHit {
	all := uint8(1)<<len(tokens) - 1
	masks := r.masks(tokens, key)
	joined := strings.Join(tokens, "")
	var hits []regionHit
	for i, v := range r.low {
		found, score := masks[v.parent], int32(0)
		name := key(v.name)
		for t, token := range tokens {
			if q := quality(name, token); q > 0 {
				found |= 1 << t
				score += q
			}
		}
		if found == all {
			if len(tokens) > 1 && strings.HasPrefix(strings.ReplaceAll(name, " ", ""), joined) {
				score += 8 // "sumber beras" is Sumberberas before it is Sumberasri
			}
			hits = append(hits, regionHit{uint32(i), score})
		}
	}
	return hits
}

// masks tells for each kecamatan which tokens it or what is above it has.
func (r *Regions) masks(tokens []string, key func(span) string) []uint8 {
	has := func(s span) (m uint8) {
		for t, token := range tokens {
			if len(token) > 1 && quality(key(s), token) >= 2 {
				m |= 1 << t
			}
		}
		return m
	}
	var levels [3][]uint8
	for l := range levels {
		levels[l] = make([]uint8, len(r.up[l]))
		for i, u := range r.up[l] {
			levels[l][i] = has(u.name)
			if l > 0 {
				levels[l][i] |= levels[l-1][u.parent]
			}
		}
	}
	return levels[2]
}

// quality tells how well a token fits a name: 8 is the name, 4 begins it, 2
// begins a later word, 1 stands inside (from three letters on), 0 is not in it.
func quality(name, token string) int32 {
	i := strings.Index(name, token)
	switch {
	case i < 0:
		return 0
	case i == 0 && len(name) == len(token):
		return 8
	case i == 0:
		return 4
	}
	for j := i; j >= 0; {
		if c := name[j-1]; c == ' ' || c == '-' || c == '/' || c == '(' {
			return 2
		}
		next := strings.Index(name[j+1:], token)
		if next < 0 {
			break
		}
		j += 1 + next
	}
	if len(token) >= 3 {
		return 1
	}
	return 0
}

// String tells a village from its namesakes: "Tamansari, Licin, Kabupaten
// Banyuwangi".
func (r Region) String() string {
	return strings.Join([]string{r.Name, r.Kecamatan, r.Kabupaten}, ", ")
}

// EncodeRegions writes rows of code and name, sorted by code, as the list that
// [LoadRegions] reads. It is the way the list in the program is made.
func EncodeRegions(rows [][2]string) ([]byte, error) {
	var b strings.Builder
	for _, row := range rows {
		code, name := row[0], strings.TrimSpace(row[1])
		depth := strings.Count(code, ".")
		own := code[strings.LastIndexByte(code, '.')+1:]
		if _, err := strconv.Atoi(own); err != nil || name == "" || strings.ContainsAny(name, "\r\n") {
			return nil, fmt.Errorf("kampung: region %q %q", code, name)
		}
		b.WriteString(strings.Repeat(" ", depth) + own + name + "\n")
	}
	return []byte(b.String()), nil
}
