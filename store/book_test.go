package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"smartkampung/kampung"
)

// kematian is a letter about a dead person, small enough for tests.
var kematian = kampung.Service{
	Key: "kematian", Name: "Surat Keterangan Kematian", Title: "SURAT KETERANGAN KEMATIAN", NewCode: "400.12.3.1", DeadSubject: true,
	Fields: []kampung.Field{{Key: "tanggal_meninggal", Label: "Tanggal meninggal", Type: kampung.FieldDate, Required: true, Past: true}},
}

// familyStore is an office with a family of three.
func familyStore(t *testing.T) (s *Store, dir string, family map[string]kampung.Resident) {
	t.Helper()
	dir = t.TempDir() + "/data"
	opt := testOptions(newClock())
	opt.Services = append(slices.Clone(opt.Services), kematian)
	s, _, err := Create(dir, testSetup(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	family = map[string]kampung.Resident{}
	for _, r := range []kampung.Resident{
		{NIK: "3510051708700001", Name: "SUGENG CONTOH", Sex: 1, Relation: 1, Marital: 2, BirthDate: kampung.Date{Year: 1970, Month: 8, Day: 17}},
		{NIK: "3510055708720002", Name: "SITI CONTOH", Sex: 2, Relation: 3, Marital: 2, BirthDate: kampung.Date{Year: 1972, Month: 8, Day: 17}},
		{Name: "BUDI CONTOH", Sex: 1, Relation: 4, Marital: 1, BirthDate: kampung.Date{Year: 2015, Month: 1, Day: 2}},
	} {
		r.KK, r.Status = "3510052005010001", kampung.StatusAlive
		saved, err := s.SaveResident(r)
		if err != nil {
			t.Fatal(err)
		}
		family[strings.Fields(r.Name)[0]] = saved
	}
	return s, dir, family
}

func TestMailHasItsNumber(t *testing.T) {
	s, dir, _ := newStore(t)
	day := kampung.Date{Year: 2026, Month: 11, Day: 20}
	var problems kampung.Problems
	if _, err := s.SaveMail(kampung.Mail{Received: day}); !errors.As(err, &problems) || problems.Of("sender") == "" || problems.Of("subject") == "" {
		t.Fatalf("empty mail: %v", err)
	}
	first, err := s.SaveMail(kampung.Mail{Received: day, Sender: " Camat  Muncar ", Subject: "Undangan rapat", Number: "005/12/2026"})
	if err != nil || first.Seq != 1 || first.Sender != "Camat Muncar" || first.By != "admin" {
		t.Fatalf("%+v, %v", first, err)
	}
	second, err := s.SaveMail(kampung.Mail{Received: day, Sender: "Polsek", Subject: "Sosialisasi"})
	if err != nil || second.AgendaNumber() != "002" {
		t.Fatalf("%+v, %v", second, err)
	}
	first.Disposition, first.Seq = "Sekdes hadir", 9
	if got, err := s.SaveMail(first); err != nil || got.Disposition != "Sekdes hadir" || got.Seq != 1 {
		t.Errorf("edited %+v, %v", got, err)
	}
	if _, err := s.CancelMail(second.ID, " "); err == nil {
		t.Error("cancelled without a reason")
	}
	if got, err := s.CancelMail(second.ID, "tercatat dua kali"); err != nil || got.Cancelled != "tercatat dua kali" {
		t.Errorf("%+v, %v", got, err)
	}
	before, _ := s.Mails()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	after, err := s.Mails()
	if err != nil || !slices.Equal(mailTexts(before), mailTexts(after)) {
		t.Errorf("before %v after %v, %v", before, after, err)
	}
	if third, err := s.SaveMail(kampung.Mail{Received: day, Sender: "KUA", Subject: "Data nikah"}); err != nil || third.Seq != 3 {
		t.Errorf("%+v, %v", third, err)
	}
}

func mailTexts(ms []kampung.Mail) (out []string) {
	for _, m := range ms {
		out = append(out, m.AgendaNumber()+m.Sender+m.Subject+m.Disposition+m.Cancelled+m.By)
	}
	return out
}

func TestMailAndLettersShareTheAgenda(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	o, err := s.Office()
	if err != nil {
		t.Fatal(err)
	}
	o.NumberScope = kampung.ScopeMail
	if err := s.SaveOffice(o); err != nil {
		t.Fatal(err)
	}
	day := kampung.Date{Year: 2026, Month: 11, Day: 23}
	var seqs []int
	for range 2 {
		seqs = append(seqs, record(t, s, r[0]).Seq)
		m, err := s.SaveMail(kampung.Mail{Received: day, Sender: "KUA", Subject: "Data nikah"})
		if err != nil {
			t.Fatal(err)
		}
		seqs = append(seqs, m.Seq)
	}
	if !slices.Equal(seqs, []int{1, 2, 3, 4}) {
		t.Errorf("numbers %v", seqs)
	}
}

func TestVisitorComesAndGoes(t *testing.T) {
	s, _, _ := newStore(t)
	w, err := s.SaveVisitor(kampung.Visitor{Name: "eko tamu", Arrived: kampung.Date{Year: 2026, Month: 10, Day: 1}})
	if err != nil || w.Name != "EKO TAMU" || w.ID == "" {
		t.Fatalf("%+v, %v", w, err)
	}
	w.Left = kampung.Date{Year: 2026, Month: 9, Day: 1}
	var problems kampung.Problems
	if _, err := s.SaveVisitor(w); !errors.As(err, &problems) || problems.Of("pergi") == "" {
		t.Errorf("left before coming: %v", err)
	}
	w.Left = kampung.Date{Year: 2026, Month: 11, Day: 1}
	if got, err := s.SaveVisitor(w); err != nil || got.Left != w.Left {
		t.Errorf("%+v, %v", got, err)
	}
	if all, err := s.Visitors(); err != nil || len(all) != 1 {
		t.Errorf("%v, %v", all, err)
	}
}

// TestDeathLetterMarksItsSubject approves a letter about a death: the register
// follows once, the widow leads, and the event can be taken back.
func TestDeathLetterMarksItsSubject(t *testing.T) {
	s, dir, family := familyStore(t)
	d := s.NewDraft()
	d.Service, d.Applicant = "kematian", kampung.PersonOf(family["SUGENG"])
	d.Fields = map[string]string{"tanggal_meninggal": "2026-11-20"}
	req, err := s.Record(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []kampung.State{kampung.StateVerified, kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded} {
		if r, err := s.Resident(family["SUGENG"].ID); err != nil || r.Alive() != !(to == kampung.StatePrinted || to == kampung.StateHanded) {
			t.Fatalf("before %s: %+v, %v", to, r, err)
		}
		if _, err := s.Advance(req.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	events, err := s.Events()
	if err != nil || len(events) != 1 || events[0].ID != req.ID || events[0].Letter != req.ID || events[0].Date != (kampung.Date{Year: 2026, Month: 11, Day: 20}) {
		t.Fatalf("events %+v, %v", events, err)
	}
	if r, _ := s.Resident(family["SITI"].ID); r.Relation != kampung.RelationHead || r.Marital != 4 {
		t.Errorf("widow %+v", r)
	}
	_, err = s.Record(draftFor(s, family["SUGENG"]))
	var problems kampung.Problems
	if !errors.As(err, &problems) || !strings.Contains(problems.Of("applicant"), "Mati") {
		t.Errorf("a dead person applies: %v", err)
	}
	lines, err := s.ResidentHistory(family["SUGENG"].ID)
	if err != nil || lines[0].Cause != kampung.CauseEvent+req.ID || lines[0].By != "admin" || !slices.ContainsFunc(lines, func(l kampung.ResidentChangeLine) bool {
		return l.Field == "status_dasar" && l.From == "Hidup" && l.To == "Mati"
	}) {
		t.Errorf("history %+v, %v", lines, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	if _, err := s.CancelEvent(req.ID, "salah orang"); err != nil {
		t.Fatal(err)
	}
	for name, want := range family {
		if r, err := s.Resident(want.ID); err != nil || r != want {
			t.Errorf("%s is %+v, %v", name, r, err)
		}
	}
	if _, err := s.CancelEvent(req.ID, "lagi"); err == nil {
		t.Error("taken back twice")
	}
}

// TestDeathLetterWithoutNIK finds its subject by the record that the request
// names, also after the views were made again; cancelling the letter brings the
// family back.
func TestDeathLetterWithoutNIK(t *testing.T) {
	s, dir, family := familyStore(t)
	d := s.NewDraft()
	d.Service, d.Applicant = "kematian", kampung.PersonOf(family["BUDI"])
	d.Fields = map[string]string{"tanggal_meninggal": "2026-11-20"}
	req, err := s.Record(d)
	if err != nil || req.Applicant.Resident != family["BUDI"].ID {
		t.Fatalf("%+v, %v", req.Applicant, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "kampung.db")); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	s.services["kematian"] = kematian
	for _, to := range []kampung.State{kampung.StateVerified, kampung.StateApproved} {
		if _, err := s.Advance(req.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := s.Resident(family["BUDI"].ID); err != nil || r.Status != kampung.StatusDead {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := s.Advance(req.ID, kampung.StateCancelled, "salah orang"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Resident(family["BUDI"].ID); err != nil || r != family["BUDI"] {
		t.Errorf("after the cancellation %+v, %v", r, err)
	}
	events, err := s.Events()
	if err != nil || len(events) != 1 || events[0].Cancelled != "salah orang" {
		t.Errorf("%+v, %v", events, err)
	}
	if hits, err := s.FindResidents("budi", 5); err != nil || len(hits) != 1 || hits[0].Status != kampung.StatusAlive {
		t.Errorf("the index has %v, %v", hits, err)
	}
}

// TestCancelledDeathLetterThatCannotGoBack is refused as long as something
// happened to the family since, and says what to take back first.
func TestCancelledDeathLetterThatCannotGoBack(t *testing.T) {
	s, _, family := familyStore(t)
	d := s.NewDraft()
	d.Service, d.Applicant = "kematian", kampung.PersonOf(family["SUGENG"])
	d.Fields = map[string]string{"tanggal_meninggal": "2026-11-20"}
	req, err := s.Record(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []kampung.State{kampung.StateVerified, kampung.StateApproved} {
		if _, err := s.Advance(req.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	left, err := s.RecordEvent(kampung.Event{Type: kampung.EventMoveOut, Date: kampung.Date{Year: 2026, Month: 11, Day: 21}, People: []string{family["SITI"].ID}, To: "Malang"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var problems kampung.Problems
	if _, err := s.Advance(req.ID, kampung.StateCancelled, "salah orang"); !errors.As(err, &problems) || !strings.Contains(problems.Of("state"), "Batalkan dulu") {
		t.Fatalf("cancelled: %v", err)
	}
	if r, err := s.Request(req.ID); err != nil || r.State != kampung.StateApproved {
		t.Errorf("%s, %v", r.State, err)
	}
	if _, err := s.CancelEvent(left.Event.ID, "batal pindah"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Advance(req.ID, kampung.StateCancelled, "salah orang"); err != nil {
		t.Errorf("after taking the move back: %v", err)
	}
}

func TestBirthMergeAndFamily(t *testing.T) {
	s, dir, family := familyStore(t)
	plan, err := s.RecordEvent(kampung.Event{Type: kampung.EventBirth, Date: kampung.Date{Year: 2026, Month: 11, Day: 2}, Mother: family["SITI"].ID, Place: "Banyuwangi"},
		[]kampung.Resident{{Name: "CITRA CONTOH", Sex: 2}})
	if err != nil || len(plan.Changes) != 1 {
		t.Fatalf("%+v, %v", plan, err)
	}
	if hits, err := s.FindResidents("citra", 5); err != nil || len(hits) != 1 {
		t.Errorf("found %v, %v", hits, err)
	}
	if all, err := s.Family("3510052005010001"); err != nil || len(all) != 4 {
		t.Errorf("family of %d, %v", len(all), err)
	}
	twin, err := s.SaveResident(kampung.Resident{Name: "CITRA CONTOH", NIK: "3510054211260003", KK: "3510052005010009", Relation: 1, Status: 1})
	if err != nil {
		t.Fatal(err)
	}
	merged, err := s.MergeResidents(plan.Changes[0].After.ID, twin.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.ResidentByNIK(twin.NIK); err != nil || r.ID != plan.Changes[0].After.ID {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := s.CancelEvent(merged.Event.ID, "dua orang"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.ResidentByNIK(twin.NIK); err != nil || r != twin {
		t.Errorf("%+v, %v", r, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if r := reopen(t, dir); r.rebuildSame(t) != nil {
		t.Error("views made again differ")
	}
}

// rebuildSame makes the views again and compares what books read.
func (s *Store) rebuildSame(t *testing.T) error {
	t.Helper()
	read := func() (out []string) {
		events, err := s.Events()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			out = append(out, e.ID+string(e.Type)+e.Cancelled)
		}
		all, err := s.Family("3510052005010001")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			out = append(out, r.ID+r.Name)
		}
		return out
	}
	before := read()
	s.mu.Lock()
	err := s.rebuild()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	if after := read(); !slices.Equal(before, after) {
		return errors.New("differs")
	}
	return nil
}

// TestBooksOfTwoPCs records mail and an event at two PCs that did not know of
// each other; both end with the same.
func TestBooksOfTwoPCs(t *testing.T) {
	p := newPCs(t, 2)
	r := seed(t, p.all[0], 1)
	p.meet()
	day := kampung.Date{Year: 2026, Month: 11, Day: 20}
	for i, s := range p.all {
		if _, err := s.SaveMail(kampung.Mail{Received: day, Sender: "KUA", Subject: []string{"satu", "dua"}[i]}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.all[1].RecordEvent(kampung.Event{Type: kampung.EventMoveOut, Date: day, To: "Jember", People: []string{r[0].ID}}, nil); err != nil {
		t.Fatal(err)
	}
	p.meet()
	p.meet()
	numbers := map[string]bool{}
	for i, s := range p.all {
		mails, err := s.Mails()
		if err != nil || len(mails) != 2 {
			t.Fatalf("PC %d has %v, %v", i, mails, err)
		}
		for _, m := range mails {
			numbers[m.Subject+m.AgendaNumber()] = true
		}
		events, err := s.Events()
		if err != nil || len(events) != 1 || events[0].To != "Jember" || events[0].Tick == 0 {
			t.Errorf("PC %d has %+v, %v", i, events, err)
		}
		if got, err := s.Resident(r[0].ID); err != nil || got.Status != kampung.StatusMoved {
			t.Errorf("PC %d: %+v, %v", i, got, err)
		}
	}
	if len(numbers) != 2 {
		t.Errorf("numbers differ between the PCs: %v", numbers)
	}
	a, _ := p.all[0].Mails()
	if a[0].AgendaNumber() == a[1].AgendaNumber() {
		t.Errorf("one number twice: %s", a[0].AgendaNumber())
	}
}

func TestRequestsInAPeriod(t *testing.T) {
	s, _, _ := newStore(t)
	r := seed(t, s, 1)
	clock := newClock()
	s.opt.Now = clock.now
	first := record(t, s, r[0])
	clock.add(31 * 24 * 3600e9) // into December
	second := record(t, s, r[0])
	for _, to := range []kampung.State{kampung.StateVerified, kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded} {
		if _, err := s.Advance(first.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		p    kampung.Period
		want []string
	}{
		{kampung.Period{Year: 2026, Month: 10}, nil},
		{kampung.Period{Year: 2026, Month: 11}, []string{first.ID}},
		{kampung.Period{Year: 2026, Month: 12}, []string{first.ID, second.ID}},
		{kampung.Period{Year: 2026}, []string{first.ID, second.ID}},
	} {
		got, err := s.RequestsIn(c.p)
		var ids []string
		for _, q := range got {
			ids = append(ids, q.ID)
			if q.Code != "" {
				t.Errorf("%s: signed the code of %s for a book", c.p.Label(), q.Number)
			}
		}
		if err != nil || !slices.Equal(ids, c.want) {
			t.Errorf("%s: %v, %v", c.p.Label(), ids, err)
		}
	}
	letters, err := s.RequestsIn(kampung.Period{Year: 2026, Month: 12})
	if err != nil {
		t.Fatal(err)
	}
	if b := kampung.DeliveryBook(kampung.Period{Year: 2026, Month: 12}, letters); len(b.Rows) != 1 || b.Rows[0].About != first.ID {
		t.Errorf("handed over in December: %+v", b.Rows)
	}
}
