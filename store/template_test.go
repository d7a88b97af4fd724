package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"smartkampung/kampung"
)

// versioned are options of a program whose services have versions.
func versioned(svc kampung.Service) Options {
	opt := testOptions(newClock())
	opt.Services = []kampung.Service{svc}
	opt.Version = func(key string) string {
		if key != svc.Key {
			return ""
		}
		v, _ := kampung.TemplateVersion(svc)
		return v
	}
	return opt
}

func worded(svc kampung.Service, text string) kampung.Service {
	svc.Blocks = []kampung.Block{{Text: text}}
	return svc
}

func words(t *testing.T, s *Store, id string) string {
	t.Helper()
	r, err := s.Request(id)
	if err != nil || len(r.Template.Blocks) == 0 {
		t.Fatalf("%+v, %v", r.Template, err)
	}
	return r.Template.Blocks[0].Text
}

// A letter keeps the words it was recorded with: the office may change them, go
// back, and the program may bring others.
func TestLetterKeepsItsTemplate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), versioned(worded(sku, "bawaan")))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	r := seed(t, s, 1)[0]
	first := record(t, s, r)
	if err := s.SaveTemplate(worded(sku, "kata desa"), "lebih sopan"); err != nil {
		t.Fatal(err)
	}
	second := record(t, s, r)
	if err := s.SaveTemplate(worded(sku, "kata baru"), ""); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveTemplate(worded(sku, "kata baru"), ""); err != nil { // says nothing new
		t.Fatal(err)
	}
	third := record(t, s, r)
	if err := s.ResetTemplate("sku"); err != nil {
		t.Fatal(err)
	}
	fourth := record(t, s, r)
	check := func(s *Store, now string) {
		t.Helper()
		for id, want := range map[string]string{first.ID: "bawaan", second.ID: "kata desa", third.ID: "kata baru", fourth.ID: "bawaan"} {
			if got := words(t, s, id); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		if svc, ok := s.Service("sku"); !ok || svc.Blocks[0].Text != now {
			t.Errorf("now %+v", svc.Blocks)
		}
		all, err := s.Templates()
		if err != nil || len(all) != 1 || all[0].Kind != kampung.TemplateBuiltIn || len(all[0].Versions) != 2 {
			t.Errorf("%+v, %v", all, err)
		}
		old, err := s.TemplateAt("sku", all[0].Versions[1].Version)
		if err != nil || !slices.Contains([]string{"kata desa", "kata baru"}, old.Blocks[0].Text) {
			t.Errorf("%+v, %v", old, err)
		}
	}
	check(s, "bawaan")
	s.Close()
	newer := versioned(worded(sku, "bawaan program baru"))
	if rep, err := Check(dir, "admin", testPassword, versioned(worded(sku, "bawaan"))); err != nil || len(rep.Damage) > 0 {
		t.Fatalf("%v, %v", rep.Damage, err)
	}
	for _, lost := range []string{"", dbName, journalName} {
		os.Remove(filepath.Join(dir, lost))
		s, err := Unlock(dir, "admin", testPassword, newer)
		if err != nil {
			t.Fatal(err)
		}
		check(s, "bawaan program baru")
		s.Close()
	}
}

func TestVillagesOwnService(t *testing.T) {
	s, dir, _ := newStore(t)
	r := seed(t, s, 1)[0]
	own := kampung.Service{Key: "izin_hajatan", Name: "Izin Hajatan", Title: "IZIN HAJATAN", Blocks: []kampung.Block{{Text: "Boleh."}}}
	if err := s.SaveTemplate(own, ""); err != nil {
		t.Fatal(err)
	}
	d := draftFor(s, r)
	d.Service, d.Fields = "izin_hajatan", nil
	q, err := s.Record(d)
	if err != nil || q.Template.Name != "Izin Hajatan" || q.Version == "" {
		t.Fatalf("%+v, %v", q, err)
	}
	if all := s.Services(); len(all) != 2 || all[1].Key != "izin_hajatan" {
		t.Fatalf("%+v", all)
	}
	if err := s.ResetTemplate("izin_hajatan"); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Service("izin_hajatan"); ok || len(s.Services()) != 1 {
		t.Error("it is still offered")
	}
	if words(t, s, q.ID) != "Boleh." {
		t.Error("its letter lost its words")
	}
	for _, bad := range []kampung.Service{{}, {Key: "a/b"}, {Key: "sku", Title: string(make([]byte, 70<<10))}} {
		var p kampung.Problems
		if err := s.SaveTemplate(bad, ""); !errors.As(err, &p) {
			t.Errorf("%.20q: %v", bad.Key, err)
		}
	}
	s.me.Role = kampung.RoleKades
	if err := s.SaveTemplate(own, ""); !errors.Is(err, ErrForbidden) {
		t.Errorf("not the admin: %v", err)
	}
	s.Close()
	checkWell(t, dir)
}

// The PCs of an office agree on the words, in whatever order they heard of them.
func TestTemplatesOfTwoPCs(t *testing.T) {
	p := newPCs(t, 2)
	for i, s := range p.all {
		if err := s.SaveTemplate(worded(sku, []string{"dari A", "dari B"}[i]), ""); err != nil {
			t.Fatal(err)
		}
	}
	p.meet()
	a, _ := p.all[0].Service("sku")
	b, _ := p.all[1].Service("sku")
	if len(a.Blocks) != 1 || a.Blocks[0].Text != b.Blocks[0].Text {
		t.Errorf("%+v and %+v", a.Blocks, b.Blocks)
	}
	for _, s := range p.all {
		if all, err := s.Templates(); err != nil || len(all[0].Versions) != 2 {
			t.Errorf("%+v, %v", all, err)
		}
	}
}

// reopenWith closes a PC and opens it with the program of other words.
func (p *pcs) reopenWith(i int, opt Options) {
	p.t.Helper()
	opt.Now = p.clock.now
	err := p.all[i].Close()
	if err == nil {
		p.all[i], err = Unlock(p.dirs[i], "admin", testPassword, opt)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}

// A letter has its words at every PC of the office, whichever program is there,
// and also when the PC that recorded it is gone.
func TestBuiltInWordsReachTheOtherPCs(t *testing.T) {
	p := newPCs(t, 2)
	p.reopenWith(0, versioned(worded(sku, "program lama")))
	p.reopenWith(1, versioned(worded(sku, "program baru")))
	people := seed(t, p.all[0], 2)
	old := record(t, p.all[0], people[0])
	p.meet()
	if got := words(t, p.all[1], old.ID); got != "program lama" {
		t.Errorf("the other PC has %q", got)
	}
	young := record(t, p.all[1], people[1])
	p.meet()
	for i, s := range p.all {
		if a, b := words(t, s, old.ID), words(t, s, young.ID); a != "program lama" || b != "program baru" {
			t.Errorf("PC %d has %q and %q", i, a, b)
		}
		if all, err := s.Templates(); err != nil || len(all[0].Versions) != 0 || all[0].Kind != kampung.TemplateBuiltIn {
			t.Errorf("the office wrote none: %+v, %v", all, err)
		}
	}
	// The office goes back to old words by hand: they are its own from then on.
	if err := p.all[1].SaveTemplate(worded(sku, "program lama"), "seperti dulu"); err != nil {
		t.Fatal(err)
	}
	p.meet()
	for i, s := range p.all {
		if all, err := s.Templates(); err != nil || len(all[0].Versions) != 1 || all[0].Versions[0].Note != "seperti dulu" || all[0].Kind != kampung.TemplateChanged {
			t.Errorf("PC %d: %+v, %v", i, all, err)
		}
	}
}

// The line of an office of one PC is spared on the day that words are first used.
func TestBuiltInWordsGoUpOnALaterDay(t *testing.T) {
	clock := newClock()
	opt := versioned(worded(sku, "program lama"))
	opt.Now = clock.now
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), opt)
	if err != nil {
		t.Fatal(err)
	}
	person := seed(t, s, 1)[0]
	r := record(t, s, person)
	told := func() (n int) {
		t.Helper()
		lines, err := s.journalDump(kampung.AudienceKantor)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if e, err := kampung.ParseEntry(line); err == nil && e.Head.Kind == kampung.KindBuiltIn {
				n++
			}
		}
		return n
	}
	reopen := func(opt Options) {
		t.Helper()
		opt.Now = clock.now
		err := s.Close()
		if err == nil {
			s, err = Unlock(dir, "admin", testPassword, opt)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	reopen(opt)
	if n := told(); n != 0 {
		t.Errorf("told %d times on the first day", n)
	}
	clock.add(24 * time.Hour)
	for range 2 {
		reopen(opt)
	}
	record(t, s, person)
	clock.add(24 * time.Hour)
	reopen(opt)
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "template", "*")); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
	os.RemoveAll(filepath.Join(dir, "template"))
	os.Remove(filepath.Join(dir, dbName))
	reopen(versioned(worded(sku, "program baru")))
	if got := words(t, s, r.ID); got != "program lama" {
		t.Errorf("%q", got)
	}
	s.Close()
	checkWell(t, dir)
}

// Words that are nowhere on this PC are not replaced by others in silence.
func TestOtherWordsAreTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s, _, err := Create(dir, testSetup(), versioned(worded(sku, "program lama")))
	if err != nil {
		t.Fatal(err)
	}
	r := record(t, s, seed(t, s, 1)[0])
	if r.OtherWords {
		t.Error("its own words")
	}
	s.Close()
	os.RemoveAll(filepath.Join(dir, "template"))
	s, err = Unlock(dir, "admin", testPassword, versioned(worded(sku, "program baru")))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if r, err := s.Request(r.ID); err != nil || !r.OtherWords {
		t.Errorf("%v, %v", r.OtherWords, err)
	}
}
