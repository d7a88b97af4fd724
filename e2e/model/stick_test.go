package model

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"pgregory.net/rapid"

	"smartkampung/hub"
	"smartkampung/kampung/bundle"
)

// stick is a folder that somebody carries.
type stick struct {
	name, dir string
	trips     int
}

// paper is a file that came back from the hub, kept in a drawer.
type paper struct {
	village int
	ext     string
	data    []byte
}

// stickActions are the way by hand.
var stickActions = []action{
	{"export", 5, nil, func(w *world) { w.export(w.drawPC(), w.drawStick()) }},
	{"stick to the hub", 5, anyStick, func(w *world) { w.importAtHub(w.drawStick()) }},
	{"stick to the hub, files anyhow", 3, anyStick, (*world).importAnyhow},
	{"stick to a desk", 5, anyStick, func(w *world) { w.importAtDesk(w.drawPC(), w.drawStick()) }},
	{"old paper", 3, func(w *world) bool { return len(w.papers) > 0 }, (*world).oldPaper},
	{"lose a stick", 1, anyStick, (*world).loseStick},
	{"wrong hub", 1, anyStick, (*world).wrongHub},
	{"flipped bundle", 2, anyStick, (*world).flippedBundle},
	{"forged receipt", 2, anyStick, (*world).forgedReceipt},
}

func anyStick(w *world) bool { return len(w.sticks) > 0 }

// drawStick draws a stick; one that is not there yet is bought.
func (w *world) drawStick() *stick {
	i := rapid.IntRange(0, min(len(w.sticks), 2)).Draw(w.t, "stick")
	if i < len(w.sticks) {
		return w.sticks[i]
	}
	return w.buyStick()
}

func (w *world) buyStick() *stick {
	s := &stick{dir: w.folder("stick")}
	s.name = fmt.Sprintf("stick %d", w.made)
	w.must(os.Mkdir(s.dir, 0o700))
	w.sticks = append(w.sticks, s)
	return s
}

func (w *world) export(p *pc, s *stick) {
	files, err := p.d.Export(s.dir)
	if err != nil {
		w.broken("saved", "%s does not export: %v", p.name, cause(err))
	}
	w.say("%s exports %d bundles to %s", p.name, len(files), s.name)
}

// bundles lists the bundles on a stick.
func (s *stick) bundles() []string {
	files, _ := filepath.Glob(filepath.Join(s.dir, "*.skb"))
	return files
}

// importAtHub takes a stick in as the regency's officer does, and puts on it
// what goes back.
func (w *world) importAtHub(s *stick) {
	w.say("the hub takes in %s", s.name)
	receipts, err := w.hub.Import(ctx, []string{s.dir}, func(im hub.Imported) {
		if im.Err != nil {
			w.say("  %s is refused: %v", filepath.Base(im.File), im.Err)
		}
	})
	w.must(err)
	w.putOn(s, receipts)
}

// putOn writes receipts and what comes down for both villages.
func (w *world) putOn(s *stick, receipts []byte) {
	if s.trips++; len(receipts) > 0 {
		name := fmt.Sprintf("kabupaten%d.skr", s.trips)
		w.must(hub.WriteReceipts(filepath.Join(s.dir, name), receipts))
		w.papers = append(w.papers, paper{-1, ".skr", receipts})
	}
	for _, v := range w.villages {
		if v.revoked >= 0 {
			continue
		}
		files, err := w.hub.WriteDown(ctx, v.code, 0, s.dir)
		w.must(err)
		more, err := w.hub.WriteHistory(ctx, v.code, s.dir)
		w.must(err)
		files = append(files, more...)
		for _, f := range files {
			data, err := os.ReadFile(f)
			w.must(err)
			w.papers = append(w.papers, paper{v.n, filepath.Ext(f), data})
		}
	}
}

// importAnyhow takes in some of the files, in any order, some of them twice.
func (w *world) importAnyhow() {
	s := w.drawStick()
	files := s.bundles()
	if len(files) == 0 {
		w.say("%s is empty", s.name)
		return
	}
	n := rapid.IntRange(1, len(files)+2).Draw(w.t, "files")
	var receipts []byte
	for range n {
		f := files[rapid.IntRange(0, len(files)-1).Draw(w.t, "file")]
		data, err := os.ReadFile(f)
		w.must(err)
		r, err := w.hub.ImportFile(ctx, data)
		w.say("the hub takes in %s of %s: %v", filepath.Base(f), s.name, err)
		receipts = append(receipts, r...)
		if len(r) > 0 {
			receipts = append(receipts, '\n')
		}
	}
	w.putOn(s, receipts)
}

// importAtDesk takes in a stick.
func (w *world) importAtDesk(p *pc, s *stick) {
	rep, err := p.d.Import(s.dir)
	w.say("%s takes in %s: %d received, %d answers, %d of others, %v", p.name, s.name, rep.Received, rep.Answers, rep.Siblings, cause(err))
}

// oldPaper brings a receipt or a bundle of another day, perhaps of another village.
func (w *world) oldPaper() {
	p := w.drawPC()
	old := w.papers[rapid.IntRange(0, len(w.papers)-1).Draw(w.t, "paper")]
	path := w.folder("paper") + old.ext
	data := old.data
	if rapid.IntRange(0, 3).Draw(w.t, "whole") == 3 {
		data = flip(w.t, data)
	}
	w.must(os.WriteFile(path, data, 0o600))
	rep, err := p.d.Import(path)
	w.say("%s takes in an old file %s: %d received, %d answers, %v", p.name, old.ext, rep.Received, rep.Answers, cause(err))
}

func (w *world) loseStick() {
	s := w.drawStick()
	w.say("%s is lost", s.name)
	w.sticks = slices.DeleteFunc(w.sticks, func(x *stick) bool { return x == s })
	w.must(os.RemoveAll(s.dir))
}

// wrongHub brings a stick to another regency, which can take nothing of it and
// gives no receipt.
func (w *world) wrongHub() {
	s := w.drawStick()
	w.say("%s comes to the wrong hub", s.name)
	receipts, err := w.tp.other.Import(ctx, []string{s.dir}, func(hub.Imported) {})
	if err != nil || len(receipts) > 0 {
		w.broken("mark", "another hub gives receipts: %s, %v", receipts, err)
	}
}

// flippedBundle brings a bundle with one bit turned over.
func (w *world) flippedBundle() {
	s := w.drawStick()
	files := s.bundles()
	if len(files) == 0 {
		w.say("%s is empty", s.name)
		return
	}
	f := files[rapid.IntRange(0, len(files)-1).Draw(w.t, "file")]
	data, err := os.ReadFile(f)
	w.must(err)
	w.say("a bit of %s flips on %s", filepath.Base(f), s.name)
	if _, err := w.hub.ImportFile(ctx, flip(w.t, data)); err == nil {
		w.broken("once", "a bundle with a flipped bit is taken in")
	}
}

// forgedReceipt brings a desk a receipt over what it exported, by another key.
func (w *world) forgedReceipt() {
	p, s := w.drawPC(), w.drawStick()
	for _, f := range s.bundles() {
		data, err := os.ReadFile(f)
		w.must(err)
		hd, err := bundle.ReadHeader(data)
		w.must(err)
		if hd.Log.Device != p.device {
			continue
		}
		path := w.folder("forged") + ".skr"
		w.must(os.WriteFile(path, forge(w.t, hd.Checkpoint), 0o600))
		w.say("%s takes in a forged receipt for %d entries of %s", p.name, hd.Size, hd.Log.Audience)
		if _, err := p.d.Import(path); err == nil {
			w.broken("mark", "%s believes a forged receipt", p.name)
		}
		return
	}
	w.say("nothing of %s is on %s", p.name, s.name)
}
