package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

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
