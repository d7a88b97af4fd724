package kampung

import "strings"

// Sheet is a further page of a letter, made of the same request: the forms
// that go with a marriage letter, or the data of a birth in the order of the
// civil registry's form.
type Sheet struct {
	Key   string `json:"key"`  // "n2"
	Name  string `json:"name"` // "Permohonan Kehendak Nikah"
	Title string `json:"title"`
	Mark  string `json:"mark,omitempty"` // at the upper right, "Model N2"
	// Headed gives the sheet the office's letterhead, Numbered the letter's
	// number under the title.
	Headed   bool        `json:"headed,omitempty"`
	Numbered bool        `json:"numbered,omitempty"`
	Blocks   []Block     `json:"blocks"`
	Signs    []SignPlace `json:"signs,omitempty"`
	// If is a condition, see [Condition]; the sheet is left out when it fails.
	If string `json:"if,omitempty"`
}

// Side is where somebody signs across the page.
type Side string

// The sides; an empty one is the right.
const (
	SideRight  Side = ""
	SideLeft   Side = "kiri"
	SideMiddle Side = "tengah"
)

// SignWho is who signs.
type SignWho string

// An official's post, name and number are set by the program; a person's come
// from the place's own texts.
const (
	SignPerson SignWho = ""
	SignOffice SignWho = "kantor"
	SignCamat  SignWho = "camat"
)

// SignPlace is a place on a page where somebody signs. A left place and the
// right one after it stand beside each other; any other stands alone. Place and
// date are set over the first place at the right.
type SignPlace struct {
	Side Side    `json:"side,omitempty"`
	Who  SignWho `json:"who,omitempty"`
	// Post stands over the signature, "Yang membuat pernyataan,"; of an official
	// before their own post.
	Post string `json:"post,omitempty"`
	// Name and Below stand under the room to sign; an empty name is dots.
	Name  string `json:"name,omitempty"`
	Below string `json:"below,omitempty"`
	// Table is the key of a table field whose rows all sign here, counted, by
	// their first column. At least Lines places stand there.
	Table string `json:"table,omitempty"`
	Lines int    `json:"lines,omitempty"`
	// Stamp draws the frame of a duty stamp of Rp10.000 (UU 10/2020).
	Stamp bool `json:"stamp,omitempty"`
	// If is a condition, see [Condition]; the place is left out when it fails.
	If string `json:"if,omitempty"`
}

// Condition is one term of an "if": "key" holds when the placeholder prints
// something (a yes-or-no field: when it is yes), "key=text" when it prints just
// that, "!key" and "key!=text" when it does not.
type Condition struct {
	Key, Text  string
	Equal, Not bool
}

// Conditions reads an "if": terms parted by "|", of which one must hold. An
// empty text has none and always holds.
func Conditions(text string) []Condition {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	var terms []Condition
	for term := range strings.SplitSeq(text, "|") {
		c := Condition{Key: strings.TrimSpace(term)}
		if key, want, ok := strings.Cut(term, "="); ok {
			c.Equal, c.Text = true, strings.TrimSpace(want)
			c.Key = strings.TrimSpace(key)
			if rest, ok := strings.CutSuffix(c.Key, "!"); ok {
				c.Not, c.Key = true, strings.TrimSpace(rest)
			}
		} else if rest, ok := strings.CutPrefix(c.Key, "!"); ok {
			c.Not, c.Key = true, strings.TrimSpace(rest)
		}
		terms = append(terms, c)
	}
	return terms
}
