package store

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// pcs is an office with several PCs that hand each other bundles.
type pcs struct {
	t     *testing.T
	hub   *regency
	all   []*Store
	dirs  []string
	clock *clock
	boxes [][][]byte // bundles that each PC wrote so far
}

// newPCs sets up an office and lets further PCs in through the hub's log.
func newPCs(t *testing.T, n int) *pcs {
	t.Helper()
	first, dir, _ := newStore(t)
	p := &pcs{t: t, clock: newClock(), all: []*Store{first}, dirs: []string{dir}}
	p.hub = newRegency(t, first)
	hub := Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: p.hub.vkey, Recipient: p.hub.to}
	for i := 1; i < n; i++ {
		dir := filepath.Join(t.TempDir(), "data")
		s, err := CreateJoining(dir, "35.10.05.2001", "admin", testPassword, testOptions(p.clock))
		if err == nil {
			err = s.SaveHub(hub)
		}
		if err != nil {
			t.Fatal(err)
		}
		p.all, p.dirs = append(p.all, s), append(p.dirs, dir)
	}
	for i, s := range p.all {
		id, verifier, recipient, _ := s.Device()
		mark := ""
		if i > 0 {
			mark = string(rune('A' + i))
		}
		p.hub.say(fmt.Sprintf("01900000-0000-7000-8000-00000000000%d", i), kampung.KindDevice, id, kampung.DeviceBody{Device: id, Verifier: verifier, Recipient: recipient, Mark: mark})
		p.hub.also = append(p.hub.also, recipient)
	}
	p.down()
	for _, s := range p.all[1:] {
		p.letIn(s)
	}
	p.down()
	p.meet()
	for i, s := range p.all {
		if got := s.Joining(); got != kampung.JoinDone {
			t.Fatalf("PC %d: joining %q", i, got)
		}
	}
	t.Cleanup(func() {
		for _, s := range p.all {
			s.Close()
		}
	})
	return p
}

// letIn grants and lets the hub say it, as it does.
func (p *pcs) letIn(s *Store) {
	p.t.Helper()
	first := p.all[0]
	if err := first.LetIn(s.keys.Device); err != nil {
		p.t.Fatal(err)
	}
	lines, err := first.journalDump(kampung.AudienceKabupaten)
	if err != nil {
		p.t.Fatal(err)
	}
	e, err := kampung.ParseEntry(lines[len(lines)-1])
	if err != nil {
		p.t.Fatal(err)
	}
	p.hub.say(fmt.Sprintf("01900000-0000-7000-8000-0000000001%02d", len(p.hub.lines)), kampung.KindGrant, s.keys.Device, json.RawMessage(e.Body))
}

func (p *pcs) down() {
	p.t.Helper()
	data := p.hub.seal(0, len(p.hub.lines))
	for _, s := range p.all {
		if _, err := s.TakeDown(data); err != nil {
			p.t.Fatal(err)
		}
	}
}

// pack writes what a PC has from a place on into its box.
func (p *pcs) pack(i int, from int64) {
	p.t.Helper()
	logs, err := p.all[i].Logs()
	if err != nil {
		p.t.Fatal(err)
	}
	for len(p.boxes) < len(p.all) {
		p.boxes = append(p.boxes, nil)
	}
	for _, l := range logs {
		size, _, err := p.all[i].Marks(l)
		for at := min(from, size); at < size && err == nil; {
			var data []byte
			if data, at, err = p.all[i].NextBundle(l, at, 0); err == nil {
				p.boxes[i] = append(p.boxes[i], data)
			}
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

// take gives a PC a bundle; one that leaves a gap, or of its own, is no matter.
func (p *pcs) take(i int, data []byte) {
	p.t.Helper()
	_, err := p.all[i].TakeSibling(data)
	if err != nil && !errors.Is(err, ErrGap) && !errors.Is(err, ErrOwnLog) {
		p.t.Fatal(err)
	}
}

// meet brings everybody everything.
func (p *pcs) meet() {
	p.t.Helper()
	for i := range p.all {
		if p.all[i].Joining() == kampung.JoinDone {
			p.pack(i, 0)
		}
	}
	for i := range p.all {
		for _, box := range p.boxes {
			for _, data := range box {
				p.take(i, data)
			}
		}
		if err := p.all[i].FinishJoining(); err != nil {
			p.t.Fatal(err)
		}
	}
}

// reopen closes a PC and opens it again, with or without its database.
func (p *pcs) reopen(i int, lose string) {
	p.t.Helper()
	if err := p.all[i].Close(); err != nil {
		p.t.Fatal(err)
	}
	if lose != "" {
		os.Remove(filepath.Join(p.dirs[i], lose))
	}
	s, err := Unlock(p.dirs[i], "admin", testPassword, testOptions(p.clock))
	if err != nil {
		p.t.Fatal(err)
	}
	p.all[i] = s
}

// state is what the PCs must agree on.
func (p *pcs) state(i int) string {
	p.t.Helper()
	s := p.all[i]
	var all []any
	rows, err := s.Requests(kampung.RequestFilter{Limit: 10000})
	for _, row := range rows {
		r, rerr := s.Request(row.ID)
		row.Sync = ""     // which PC wrote it makes a difference there
		if r.Code != "" { // each PC signs with its own key, the same words
			c, _, _, cerr := kampung.ReadLetterCode(r.Code)
			c.Key, err = "", errors.Join(err, cerr)
			r.Code = fmt.Sprint(c)
		}
		all, err = append(all, row, r), errors.Join(err, rerr)
	}
	var people []kampung.Resident
	o, oerr := s.Office()
	err = errors.Join(err, oerr, s.AllResidents(func(r kampung.Resident) error { people = append(people, r); return nil }))
	accounts, aerr := s.Accounts()
	clashes, cerr := s.Clashes()
	st, serr := s.Status()
	notes, nerr := s.NumberNotes()
	surveys, verr := s.Surveys(kampung.Period{Year: 2026})
	days, derr := s.Days(kampung.Date{Year: 2000, Month: 1, Day: 1}, kampung.Date{Year: 2100, Month: 1, Day: 1})
	if err = errors.Join(err, aerr, cerr, serr, nerr, verr, derr); err != nil {
		p.t.Fatal(err)
	}
	b, err := json.MarshalIndent([]any{all, people, o, accounts, clashes, notes, surveys, days, st.Residents, st.Requests, st.Open}, "", " ")
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

// Whatever the order in which bundles arrive, PCs that got the same entries
// show the same office, and their numbers are their own.
func TestSiblingsFoldToTheSameStateInAnyOrder(t *testing.T) {
	p := newPCs(t, 3)
	person := seed(t, p.all[0], 1)[0]
	fewerChecks(t, "20") // three real stores on disk each time
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 14).Draw(rt, "steps") {
			i := rapid.IntRange(0, 2).Draw(rt, "pc")
			p.play(rt, i, person)
		}
		p.meet()
		p.boxes = nil
		want := p.state(0)
		for i := 1; i < len(p.all); i++ {
			if got := p.state(i); got != want {
				rt.Fatalf("PC %d differs:\n%s\n---\n%s", i, want, got)
			}
		}
		p.numbers(rt)
	})
	for i := range p.all {
		p.all[i].Close()
		r, err := Check(p.dirs[i], "admin", testPassword, testOptions(p.clock))
		if err != nil || len(r.Damage) > 0 {
			t.Fatalf("PC %d: %v %v", i, r.Damage, err)
		}
		p.reopen(i, "")
	}
}

// fewerChecks lets rapid run fewer cases unless -rapid.checks asks for a number.
func fewerChecks(t *testing.T, n string) {
	t.Helper()
	f := flag.Lookup("rapid.checks")
	old, asked := f.Value.String(), false
	flag.Visit(func(g *flag.Flag) { asked = asked || g.Name == f.Name })
	if asked {
		return
	}
	if err := f.Value.Set(n); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Value.Set(old) })
}

// numbers checks that no two requests bear one number.
func (p *pcs) numbers(t *rapid.T) {
	rows, err := p.all[0].Requests(kampung.RequestFilter{Limit: 10000})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r.Number] {
			t.Fatalf("number %s twice", r.Number)
		}
		seen[r.Number] = true
	}
}

// survey records an answer, or takes one back.
func (p *pcs) survey(t *rapid.T, s *Store) {
	all, err := s.Surveys(kampung.Period{Year: 2026})
	if err == nil && len(all) > 0 && rapid.Bool().Draw(t, "take back") {
		_, err = s.CancelSurvey(all[rapid.IntRange(0, len(all)-1).Draw(t, "answer")].ID, rapid.SampledFrom([]string{"terketik dua kali", "salah baca"}).Draw(t, "why"))
	} else if err == nil {
		_, err = s.AddSurvey(answered(kampung.DateOf(p.clock.now()), rapid.IntRange(1, 4).Draw(t, "score")))
	}
	if err == nil {
		err = s.SumSurveys()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// play is one thing that happens at a PC.
func (p *pcs) play(t *rapid.T, i int, person kampung.Resident) {
	s := p.all[i]
	switch rapid.IntRange(0, 10).Draw(t, "act") {
	case 0:
		if r, err := s.Resident(person.ID); err == nil {
			if _, err := s.Record(draftFor(s, r)); err != nil {
				t.Fatal(err)
			}
		}
	case 1, 2:
		rows, err := s.Requests(kampung.RequestFilter{Limit: 3})
		if err != nil || len(rows) == 0 {
			return
		}
		row := rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")]
		if next := kampung.NextStates(row.State, kampung.RoleAdmin); len(next) > 0 {
			if _, err := s.Advance(row.ID, rapid.SampledFrom(next).Draw(t, "to"), "alasan"); err != nil {
				t.Fatal(err)
			}
		}
	case 3, 4:
		r, err := s.Resident(person.ID)
		if err != nil {
			return // it has not come here yet
		}
		r.Phone = rapid.SampledFrom([]string{"", "081200000001", "081200000002"}).Draw(t, "phone")
		r.Address = rapid.SampledFrom([]string{"", "JL. A", "JL. B"}).Draw(t, "address")
		if _, err := s.SaveResident(r); err != nil {
			t.Fatal(err)
		}
	case 9:
		p.survey(t, s)
	case 5:
		o, err := s.Office()
		if err == nil {
			o.Phone = rapid.SampledFrom([]string{"0333591001", "0333591002"}).Draw(t, "office phone")
			err = s.SaveOffice(o)
		}
		if err != nil {
			t.Fatal(err)
		}
	case 6:
		p.pack(rapid.IntRange(0, len(p.all)-1).Draw(t, "packer"), int64(rapid.IntRange(0, 30).Draw(t, "from")))
		for _, box := range p.boxes {
			if len(box) > 0 {
				p.take(i, rapid.SampledFrom(box).Draw(t, "bundle"))
			}
		}
	case 8:
		n := kampung.NumberNote{Use: rapid.SampledFrom([]kampung.NumberUse{kampung.NumberPaper, kampung.NumberReserved}).Draw(t, "use"),
			From: rapid.IntRange(1, 4).Draw(t, "number"), Number: "005/1/2026", Date: kampung.Date{Year: 2026, Month: 11, Day: 20}, Who: "Camat", Why: "Undangan"}
		var taken kampung.Problems
		if _, err := s.NoteNumber(n, 0); err != nil && !errors.As(err, &taken) {
			t.Fatal(err)
		}
	case 7:
		p.reopen(i, rapid.SampledFrom([]string{"", dbName, journalName}).Draw(t, "lost"))
	}
}

// A bundle of somebody whom the hub has not told of, of another village, of
// this PC itself, or changed on its way, is not taken.
func TestSiblingBundlesThatAreNotTaken(t *testing.T) {
	p := newPCs(t, 2)
	a, b := p.all[0], p.all[1]
	seed(t, a, 1)
	p.boxes = nil
	p.pack(0, 0)
	data := p.boxes[0][0]
	if _, err := a.TakeSibling(data); !errors.Is(err, ErrOwnLog) {
		t.Errorf("own: %v", err)
	}
	for at := 0; at < len(data); at += 97 {
		flipped := slices.Clone(data)
		flipped[at] ^= 4
		if n, err := b.TakeSibling(flipped); err == nil && n > 0 {
			t.Fatalf("byte %d flipped, and it was taken", at)
		}
	}
	stranger, _, _ := newStore(t)
	if err := stranger.SaveHub(Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: p.hub.vkey, Recipient: p.hub.to}); err != nil {
		t.Fatal(err)
	}
	logs, err := stranger.Logs()
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := stranger.NextBundle(logs[1], 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.TakeSibling(other); !errors.Is(err, ErrStranger) || !errors.Is(err, bundle.ErrSealed) {
		t.Errorf("stranger: %v", err)
	}
	if _, err := b.TakeSibling([]byte("halo")); !errors.Is(err, bundle.ErrForm) {
		t.Errorf("no bundle: %v", err)
	}
}

// After a PC was revoked the others seal to a key that it never had.
func TestRevokedPCDoesNotReadOn(t *testing.T) {
	p := newPCs(t, 3)
	a, lost := p.all[0], p.all[2]
	id, verifier, recipient, _ := lost.Device()
	p.hub.say("01900000-0000-7000-8000-000000000900", kampung.KindDevice, id, kampung.DeviceBody{Device: id, Verifier: verifier, Recipient: recipient, Mark: "C", Revoked: true})
	p.all = p.all[:2]
	t.Cleanup(func() { lost.Close() })
	p.down()
	seed(t, a, 1)
	p.boxes = nil
	p.pack(0, 0)
	fresh := p.boxes[0]
	// The other PC gets the new key through the hub, as it came.
	lines, err := a.journalDump(kampung.AudienceKabupaten)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		e, err := kampung.ParseEntry(l)
		if err != nil {
			t.Fatal(err)
		}
		if e.Head.Kind == kampung.KindGrant {
			p.hub.say(e.Head.ID, kampung.KindGrant, e.Head.Subject, e.Body)
		}
	}
	p.down()
	taken := 0
	for _, data := range fresh {
		if n, err := p.all[1].TakeSibling(data); err != nil {
			t.Fatal(err)
		} else {
			taken += n
		}
	}
	if taken == 0 {
		t.Fatal("the other PC got nothing")
	}
	sealed := false
	for _, data := range fresh {
		if _, err := lost.TakeSibling(data); errors.Is(err, bundle.ErrSealed) {
			sealed = true
		}
	}
	if !sealed {
		t.Error("the revoked PC reads on")
	}
}
