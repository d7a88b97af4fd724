package kampung

import (
	"slices"
	"strings"
	"unicode"
)

// ChipKind is what a list understood typed words as.
type ChipKind string

// The kinds of chips.
const (
	ChipService ChipKind = "layanan"
	ChipDays    ChipKind = "hari"   // any of such days
	ChipSince   ChipKind = "sejak"  // from a day on
	ChipUntil   ChipKind = "sampai" // up to a day
	ChipState   ChipKind = "status"
)

// Chip is a run of typed words that a list understood.
type Chip struct {
	Kind ChipKind
	// From and To are where the words stand in the typed text, in bytes.
	From, To int
	Words    string // in lower case, parted by one blank
	Service  string // key, of ChipService
	Days     Days   // of the kinds of days
}

// ReadListWords understands what is typed over a list of requests:
//
//	sku minggu ini belum dicetak
//	domisili januari 2026 sudah diserahkan
//	sejak 1 november sampai kemarin misnati
//
// Services go by their short name, their name or their key, the longest first;
// days by "hari ini", "kemarin", "minggu ini", "bulan lalu", "januari 2026" or a
// date; states by their labels, "belum …", "sudah …" and "siap …". A month
// without a year is the last one that has begun. Every other word, and what
// stands in quotes, is looked for in names, numbers and NIKs. Several services,
// days or plain states each widen; "belum" and "sudah" narrow. Chips are in the
// order of the text and do not overlap.
func ReadListWords(text string, services []Service, today Date) (ListQuery, []Chip) {
	r := listReader{words: typedWords(text), services: serviceNames(services), today: today}
	var q ListQuery
	var chips []Chip
	var rest []string
	for i := 0; i < len(r.words); {
		w := r.words[i]
		n, chip := 0, Chip{}
		if !w.quoted {
			n, chip = r.read(i, &q)
		}
		if n == 0 {
			rest = append(rest, w.text)
			i++
			continue
		}
		chip.From, chip.To, chip.Words = w.from, r.words[i+n-1].to, r.phrase(i, n)
		chips = append(chips, chip)
		i += n
	}
	q.Text = strings.Join(rest, " ")
	return q, chips
}

// WithoutChip takes the words of a chip out of a text.
func WithoutChip(text string, c Chip) string {
	if c.From < 0 || c.To > len(text) || c.From > c.To {
		return text
	}
	before, after := strings.TrimRightFunc(text[:c.From], unicode.IsSpace), strings.TrimLeftFunc(text[c.To:], unicode.IsSpace)
	if before == "" || after == "" {
		return before + after
	}
	return before + " " + after
}

// typedWord is a word with its place in the text.
type typedWord struct {
	text, low string
	from, to  int
	quoted    bool
}

// typedWords splits a text at blanks and commas; what stands in quotes is one
// word, also while the second quote is still to come.
func typedWords(text string) (words []typedWord) {
	for i := 0; i < len(text); {
		rest := text[i:]
		if trimmed := strings.TrimLeftFunc(rest, partsWords); len(trimmed) < len(rest) {
			i += len(rest) - len(trimmed)
			continue
		}
		if rest[0] == '"' {
			end := strings.IndexByte(rest[1:], '"')
			if end < 0 {
				end = len(rest) - 1
			}
			inner := rest[1 : 1+end]
			to := min(i+end+2, len(text))
			if strings.TrimSpace(inner) != "" {
				words = append(words, typedWord{strings.TrimSpace(inner), "", i, to, true})
			}
			i = to
			continue
		}
		n := strings.IndexFunc(rest, func(r rune) bool { return partsWords(r) || r == '"' })
		if n < 0 {
			n = len(rest)
		}
		words = append(words, typedWord{rest[:n], strings.ToLower(rest[:n]), i, i + n, false})
		i += n
	}
	return words
}

func partsWords(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }

// typedService is a way to name a service.
type typedService struct {
	words []string
	key   string
}

// serviceNames are the names of services in words, the longest first.
func serviceNames(services []Service) (all []typedService) {
	for _, s := range services {
		var seen []string
		for _, name := range []string{s.Short, s.Name, strings.TrimPrefix(s.Name, "Surat "), strings.TrimPrefix(s.Name, "Surat Keterangan "), s.Key, strings.ReplaceAll(s.Key, "_", " ")} {
			low := strings.ToLower(FoldSpace(name))
			if low == "" || slices.Contains(seen, low) {
				continue
			}
			seen = append(seen, low)
			all = append(all, typedService{strings.Fields(low), s.Key})
		}
	}
	slices.SortStableFunc(all, func(a, b typedService) int { return len(b.words) - len(a.words) })
	return all
}

// listReader reads words from the left.
type listReader struct {
	words    []typedWord
	services []typedService
	today    Date
}

// word is a word in lower case, "" past the end and for a quoted one.
func (r listReader) word(i int) string {
	if i < len(r.words) {
		return r.words[i].low
	}
	return ""
}

// phrase is n words from place i on.
func (r listReader) phrase(i, n int) string {
	var b []string
	for _, w := range r.words[i : i+n] {
		b = append(b, w.low)
	}
	return strings.Join(b, " ")
}

// read understands the words at a place and says how many it took; 0 for none.
func (r listReader) read(i int, q *ListQuery) (n int, c Chip) {
	if n, s := r.service(i); n > 0 {
		q.Services = append(q.Services, s)
		return n, Chip{Kind: ChipService, Service: s}
	}
	if n, states, bound := r.state(i); n > 0 {
		if bound {
			q.Bounds = append(q.Bounds, states)
		} else {
			q.States = append(q.States, states...)
		}
		return n, Chip{Kind: ChipState}
	}
	if n, kind := r.edge(i); n > 0 {
		m, d := r.days(i + n)
		if m == 0 {
			return 0, c
		}
		if kind == ChipSince {
			d.To = Date{}
			q.Within.From = d.From
		} else {
			d.From = Date{}
			q.Within.To = d.To
		}
		return n + m, Chip{Kind: kind, Days: d}
	}
	if n, d := r.days(i); n > 0 {
		q.Days = append(q.Days, d)
		return n, Chip{Kind: ChipDays, Days: d}
	}
	return 0, c
}

func (r listReader) service(i int) (n int, key string) {
	for _, s := range r.services {
		fits := true
		for j, w := range s.words {
			fits = fits && r.word(i+j) == w
		}
		if fits {
			return len(s.words), s.key
		}
	}
	return 0, ""
}

// edge reads the words that open or close a run of days.
func (r listReader) edge(i int) (int, ChipKind) {
	switch r.word(i) {
	case "sejak", "dari", "mulai":
		return 1, ChipSince
	case "sampai", "hingga", "s/d", "s.d.", "sd":
		return 1, ChipUntil
	}
	return 0, ""
}

// plainStates are the states that one word names.
var plainStates = map[string][]State{
	"draf": {StateDraft}, "diperiksa": {StateChecked, StateVerified}, "disetujui": {StateApproved}, "dicetak": {StatePrinted}, "diserahkan": {StateHanded},
	"diambil": {StateHanded}, "selesai": {StateHanded}, "ditolak": {StateRefused}, "dikembalikan": {StateRefused, StateDraft},
	"batal": {StateCancelled}, "dibatalkan": {StateCancelled},
}

// statesBefore are the states of a request that has not come so far yet, though it
// may; statesAfter are those of one that has.
var statesBefore = map[string][]State{
	"diperiksa":  {StateDraft, StateChecked, StateRefused},
	"disetujui":  {StateDraft, StateChecked, StateVerified, StateRefused},
	"dicetak":    {StateDraft, StateChecked, StateVerified, StateRefused, StateApproved},
	"diserahkan": {StateDraft, StateChecked, StateVerified, StateRefused, StateApproved, StatePrinted},
}

var statesAfter = map[string][]State{
	"diperiksa":  {StateVerified, StateApproved, StatePrinted, StateHanded},
	"disetujui":  {StateApproved, StatePrinted, StateHanded},
	"dicetak":    {StatePrinted, StateHanded},
	"diserahkan": {StateHanded},
}

// sameStep are other words for a step.
var sameStep = map[string]string{"diambil": "diserahkan", "selesai": "diserahkan", "cetak": "dicetak", "diserahkan": "diserahkan", "serah": "diserahkan", "setuju": "disetujui"}

// state reads the words of states; bound says that they narrow.
func (r listReader) state(i int) (n int, states []State, bound bool) {
	first, next := r.word(i), r.word(i+1)
	if step := sameStep[next]; step != "" {
		next = step
	}
	switch {
	case first == "belum" && statesBefore[next] != nil:
		return 2, statesBefore[next], true
	case first == "sudah" && statesAfter[next] != nil:
		return 2, statesAfter[next], true
	case first == "siap" && next == "dicetak":
		return 2, []State{StateApproved}, false
	case first == "siap" && next == "diserahkan":
		return 2, []State{StatePrinted}, false
	case first == "perlu" && next == "dikerjakan":
		return 2, statesBefore["diserahkan"], true
	}
	if s := plainStates[first]; s != nil {
		return 1, s, false
	}
	return 0, nil, false
}

// days reads the words of a day, a week, a month or a year.
func (r listReader) days(i int) (n int, d Days) {
	if d, ok := r.relative(r.word(i), r.word(i+1)); ok {
		return 2, d
	}
	switch r.word(i) {
	case "kemarin":
		y := AddDays(r.today, -1)
		return 1, Days{y, y}
	case "tahun":
		if p, wrong := ParsePeriod(r.word(i + 1)); wrong == "" && p.Month == 0 {
			return 2, Days{p.First(), p.Last()}
		}
	}
	for n := min(3, len(r.words)-i); n > 0; n-- { // 17-8-1990, 17 agustus 1990
		text := r.phrase(i, n)
		if n == 1 && !strings.ContainsAny(text, "-/.") || !r.dated(i, n) {
			continue
		}
		if d, wrong := ParseDate(text, r.today); wrong == "" && d.Valid() {
			return n, Days{d, d}
		}
	}
	return r.month(i)
}

// dated reports whether words may be a date: digits first, and with more than
// one word a month's name in the middle.
func (r listReader) dated(i, n int) bool {
	first := r.word(i)
	if first == "" || first[0] < '0' || first[0] > '9' {
		return false
	}
	if n == 1 {
		return len(strings.FieldsFunc(first, func(c rune) bool { return strings.ContainsRune("-/.", c) })) == 3
	}
	_, named := monthWord(r.word(i + 1))
	return n == 3 && named
}

// relative reads "hari ini", "minggu lalu" and the like.
func (r listReader) relative(what, which string) (d Days, ok bool) {
	back := 0
	switch which {
	case "ini":
	case "lalu", "kemarin":
		back = 1
	default:
		return d, false
	}
	switch what {
	case "hari":
		if back == 1 {
			return d, false
		}
		return Days{r.today, r.today}, true
	case "minggu", "pekan":
		monday := AddDays(r.today, -((int(r.today.time().Weekday())+6)%7)-7*back)
		return Days{monday, AddDays(monday, 6)}, true
	case "bulan":
		p := PeriodOf(r.today)
		if back == 1 {
			p = PeriodOf(AddDays(p.First(), -1))
		}
		return Days{p.First(), p.Last()}, true
	case "tahun":
		p := Period{Year: r.today.Year - back}
		return Days{p.First(), p.Last()}, true
	}
	return d, false
}

// month reads "januari 2026", "januari" and "17 agustus".
func (r listReader) month(i int) (n int, d Days) {
	day, at := 0, i
	if w := r.word(i); len(w) <= 2 && allDigits(w) {
		day, at = atoi(w), i+1
	}
	m, ok := monthWord(r.word(at))
	if !ok {
		return 0, d
	}
	p, n := Period{Year: r.today.Year, Month: m}, at+1-i
	if m > r.today.Month {
		p.Year--
	}
	y := r.word(at + 1)
	withYear := len(y) == 4 && allDigits(y)
	if day == 0 && !withYear && r.word(at) != strings.ToLower(monthNames[m]) {
		return 0, d // "jan" or "agt" alone may be a name
	}
	if day == 0 && withYear {
		q, wrong := ParsePeriod(y)
		if wrong != "" {
			return 0, d
		}
		p.Year, n = q.Year, n+1
	}
	if day == 0 {
		return n, Days{p.First(), p.Last()}
	}
	one := Date{p.Year, m, day}
	if r.today.Before(one) {
		one.Year--
	}
	if !one.Valid() {
		return 0, d
	}
	return n, Days{one, one}
}

// monthWord reads the name of a month, whole or in three letters, and no digits.
func monthWord(w string) (int, bool) {
	if len(w) < 3 || allDigits(w) {
		return 0, false
	}
	for m := 1; m <= 12; m++ {
		if name := strings.ToLower(monthNames[m]); w == name || w == name[:3] {
			return m, true
		}
	}
	m := monthShorts[w]
	return m, m > 0
}
