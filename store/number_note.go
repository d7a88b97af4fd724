package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"smartkampung/kampung"
)

// The index of numbers holds, for each number of each counter, what bears it or
// was written about it. Its keys are plain: a counter's name and a number say
// nothing of a person.

// What holds a number, by the first byte of its name in the index.
const (
	holdsLetter   = 'p'
	holdsMail     = 'm'
	holdsPaper    = 'n'
	holdsReserved = 'r'
	holdsUnused   = 'e'
)

func numberKey(scope string, seq int) []byte {
	return binary.BigEndian.AppendUint32(append([]byte(scope), 0), uint32(seq))
}

// cutNumberKey is the counter and the number of a key.
func cutNumberKey(k []byte) (scope string, seq int, ok bool) {
	n := len(k) - 5
	if n < 1 || k[n] != 0 {
		return "", 0, false
	}
	return string(k[:n]), int(binary.BigEndian.Uint32(k[n+1:])), true
}

// numberHolders names what holds a number.
func (v view) numberHolders(key []byte) (names []string, err error) {
	_, err = v.load(bNumber, key, &names)
	return names, err
}

// hold notes that something holds a number, or no longer does.
func (v view) hold(scope string, seq int, name string, on bool) error {
	key := numberKey(scope, seq)
	old, err := v.numberHolders(key)
	if err != nil || slices.Contains(old, name) == on {
		return err
	}
	names := slices.DeleteFunc(slices.Clone(old), func(n string) bool { return n == name })
	if on {
		names = append(names, name)
	}
	slices.Sort(names)
	if err := v.setClash(clashNumber, key, len(names) > 1); err != nil {
		return err
	}
	if len(names) == 0 {
		if err := v.bucket(bNumber).Delete(key); err != nil {
			return fmt.Errorf("store: number: %w", err)
		}
		return nil
	}
	return v.save(bNumber, key, names)
}

// held reports whether anything holds a number.
func (v view) held(scope string) func(int) bool {
	b := v.bucket(bNumber)
	return func(seq int) bool { return b.Get(numberKey(scope, seq)) != nil }
}

// holdsOf are the numbers that a note holds.
func holdsOf(n kampung.NumberNote) (first byte, from, to int) {
	if n.Cancelled != "" || n.To < n.From || n.To-n.From >= kampung.MaxNumberRange || n.From < 1 {
		return 0, 1, 0
	}
	switch n.Use {
	case kampung.NumberPaper:
		return holdsPaper, n.From, n.To
	case kampung.NumberReserved:
		return holdsReserved, n.From, n.To
	}
	return holdsUnused, n.From, n.To
}

// projectNumber folds an entry into its note and follows what it holds.
func (v view) projectNumber(at spot, p kampung.ParsedEntry, fresh bool) error {
	old, err := numberLedger.one(v, p.Head.Subject)
	if err != nil && !notThere(err) {
		return err
	}
	if err := numberLedger.project(v, at, p, fresh); err != nil {
		return err
	}
	now, err := numberLedger.one(v, p.Head.Subject)
	if err != nil && !notThere(err) {
		return err
	}
	for _, side := range []struct {
		note kampung.NumberNote
		on   bool
	}{{old, false}, {now, true}} {
		first, from, to := holdsOf(side.note)
		for seq := from; seq <= to; seq++ {
			if err := v.hold(side.note.Scope, seq, string(rune(first))+p.Head.Subject, side.on); err != nil {
				return err
			}
		}
	}
	return nil
}

// taken reads what holds a number.
func (v view) taken(key []byte) (all []kampung.NumberTaken, err error) {
	_, seq, _ := cutNumberKey(key)
	names, err := v.numberHolders(key)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		t, err := v.takenBy(name)
		if err != nil && !notThere(err) {
			return nil, err
		}
		t.Seq, t.About = seq, name[1:]
		all = append(all, t)
	}
	return all, nil
}

// takenBy reads one holder of a number. What has not come yet still holds it.
func (v view) takenBy(name string) (t kampung.NumberTaken, err error) {
	switch name[0] {
	case holdsLetter:
		t.Status = kampung.NumberOfLetter
		row, err := v.row(name[1:])
		t.Number, t.Name, t.Date = row.Number, row.Name, row.Day
		if row.State == kampung.StateCancelled {
			t.Status, t.Text = kampung.NumberCancelled, row.Why
		}
		return t, err
	case holdsMail:
		t.Status = kampung.NumberOfMail
		m, err := mailLedger.one(v, name[1:])
		t.Number, t.Name, t.Text, t.Date = m.AgendaNumber(), m.Sender, m.Subject, m.Received
		return t, err
	case holdsPaper:
		t.Status = kampung.NumberOnPaper
	case holdsReserved:
		t.Status = kampung.NumberKept
	default:
		t.Status = kampung.NumberUnused
	}
	n, err := numberLedger.one(v, name[1:])
	t.Number, t.Name, t.Text, t.Date = n.Number, n.Who, n.Why, n.Date
	return t, err
}

// NumberScopes names the counters of a year of which a number was given or
// noted, the office's present one for all letters first.
func (s *Store) NumberScopes(year int) (scopes []string, err error) {
	o, err := s.Office()
	if err != nil {
		return nil, err
	}
	err = s.read(func(v view) error {
		scopes = nil
		if !kampung.CounterNeedsService(o) {
			scopes = append(scopes, kampung.CounterScope(o, kampung.Service{}, year))
		}
		return v.bucket(bNumber).ForEach(func(k, _ []byte) error {
			scope, _, ok := cutNumberKey(k)
			if ok && kampung.ScopeYear(scope) == year && !slices.Contains(scopes, scope) {
				scopes = append(scopes, scope)
			}
			return nil
		})
	})
	return scopes, err
}

// Numbers lists the numbers of a counter with what became of each.
func (s *Store) Numbers(scope string) (list kampung.NumberList, err error) {
	list = kampung.NumberList{Scope: scope, Year: kampung.ScopeYear(scope)}
	err = s.read(func(v view) error {
		var taken []kampung.NumberTaken
		prefix := append([]byte(scope), 0)
		c := v.bucket(bNumber).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			if len(k) != len(prefix)+4 {
				continue
			}
			all, err := v.taken(k)
			if err != nil {
				return err
			}
			taken = append(taken, all...)
		}
		last, err := v.counter(scope)
		if err != nil {
			return err
		}
		share, err := v.share(list.Year)
		if err != nil {
			return err
		}
		others, err := v.otherBlocks(list.Year)
		if err != nil {
			return err
		}
		if kampung.ScopeMark(scope) != "" { // a counter of one PC alone
			share, others = kampung.NumberShare{}, nil
		}
		list.Lines, list.Unknown = kampung.ListNumbers(taken, last, share, others)
		return nil
	})
	return list, err
}

// NumberNotes lists what persons wrote about numbers, cancelled notes too, in no
// order.
func (s *Store) NumberNotes() ([]kampung.NumberNote, error) { return readAll(s, numberLedger) }

// NoteNumber records what a person says about numbers: a letter on paper, a
// reservation, a reason why some are missing. A reservation without From takes
// the next count numbers in a row. Errors: [kampung.Problems].
func (s *Store) NoteNumber(n kampung.NumberNote, count int) (kampung.NumberNote, error) {
	today := kampung.DateOf(s.opt.Now())
	o, err := s.Office()
	if err != nil {
		return n, err
	}
	n = kampung.CleanNumberNote(n)
	svc, p := s.noteService(n, o)
	id := newID()
	n.ID = id
	err = s.change(func(v view) ([]entry, kampung.Change, error) {
		c := kampung.Change{Books: true}
		n, p := n, slices.Clone(p)
		if n.Use == kampung.NumberPaper && n.Date.Valid() {
			n.Year = n.Date.Year
		} else if n.Year == 0 {
			n.Year = today.Year
		}
		if n.Scope == "" {
			n.Scope = kampung.CounterScope(o, svc, n.Year)
		} else {
			n.Year = kampung.ScopeYear(n.Scope)
		}
		if n.Use == kampung.NumberReserved && n.From == 0 && p.Err() == nil {
			if err := v.reserve(&n, count); err != nil {
				return nil, c, err
			}
		}
		p = append(p, kampung.CheckNumberNote(n, today)...)
		if p.Err() != nil {
			return nil, c, p
		}
		if n.Use == kampung.NumberPaper && n.Number == "" {
			number, bad := kampung.FormatNumber(o.NumberFormat, kampung.NumberPartsOf(o, svc, n.From, "", n.Date))
			if bad.Err() != nil {
				return nil, c, bad
			}
			n.Number = number
		}
		if err := v.free(n); err != nil {
			return nil, c, err
		}
		body := n
		body.ID = ""
		return []entry{{audience: kampung.AudienceKantor, kind: kampung.KindNumber, subject: id, body: body, first: true}}, c, nil
	})
	if err != nil {
		return n, err
	}
	return readOne(s, numberLedger, id)
}

// noteService is the service of a note, which its counter or its printed number
// may need.
func (s *Store) noteService(n kampung.NumberNote, o kampung.Office) (svc kampung.Service, p kampung.Problems) {
	svc, ok := s.Service(n.Service)
	switch {
	case n.Service != "" && !ok:
		p.Add("service", "Layanan ini tidak ada.")
	case n.Service == "" && n.Scope == "" && kampung.CounterNeedsService(o):
		p.Add("service", "Pilih layanannya, karena tiap layanan punya urutan nomor sendiri.")
	case n.Service == "" && n.Use == kampung.NumberPaper && n.Number == "":
		p.Add("number", "Tulis nomor lengkap seperti pada suratnya, atau pilih layanannya.")
	}
	return svc, p
}

// reserve picks numbers that this PC may give.
func (v view) reserve(n *kampung.NumberNote, count int) error {
	if count < 1 || count > kampung.MaxNumberRange {
		return kampung.Problems{{Field: "from", Text: fmt.Sprintf("Tulis berapa nomor yang dipesan, 1 sampai %d.", kampung.MaxNumberRange)}}
	}
	last, err := v.counter(n.Scope)
	if err != nil {
		return err
	}
	share, err := v.share(n.Year)
	if err != nil {
		return err
	}
	first, ok := kampung.NextRun(share, last, count, v.held(n.Scope))
	if !ok {
		return kampung.Problems{{Field: "from", Text: "Jatah nomor komputer ini tidak cukup. Kirim dulu ke kabupaten supaya mendapat jatah baru, atau pesan lebih sedikit."}}
	}
	n.From, n.To = first, first+count-1
	return nil
}

// free refuses numbers that are held.
func (v view) free(n kampung.NumberNote) error {
	for seq := n.From; seq <= n.To; seq++ {
		all, err := v.taken(numberKey(n.Scope, seq))
		if err != nil {
			return err
		}
		if p := kampung.CheckNumberFree(n, all); p.Err() != nil {
			return p
		}
	}
	return nil
}

// CancelNumber takes a note back, with the reason. What it held may be used
// again. Errors: [kampung.Problems] at "reason", [ErrNotFound].
func (s *Store) CancelNumber(id, reason string) (kampung.NumberNote, error) {
	if text := kampung.CheckCancel(reason); text != "" {
		return kampung.NumberNote{}, kampung.Problems{{Field: "reason", Text: text}}
	}
	err := s.change(func(v view) ([]entry, kampung.Change, error) {
		entries, err := v.cancelNumber(id, reason)
		return entries, kampung.Change{Books: true}, err
	})
	if err != nil {
		return kampung.NumberNote{}, err
	}
	return readOne(s, numberLedger, id)
}

func (v view) cancelNumber(id, reason string) ([]entry, error) {
	n, err := numberLedger.one(v, id)
	if err != nil {
		return nil, err
	}
	n.Cancelled = kampung.FoldSpace(reason)
	return numberLedger.change(v, id, n)
}
