package model

import (
	"os"
	"time"

	"pgregory.net/rapid"
)

// image is a copy of a desk's disk, kept in a drawer.
type image struct {
	of     *pc // for its village and device
	dir    string
	office *office
	shows  look
}

// maxPCs bounds the disks that are cloned.
const maxPCs = 4

// diskActions are what happens to PCs.
var diskActions = []action{
	{"restart", 3, nil, (*world).restart},
	{"power cut", 5, nil, (*world).powerCut},
	{"take an image", 2, nil, (*world).takeImage},
	{"put an image back", 2, func(w *world) bool { return len(w.images) > 0 }, (*world).putImageBack},
	{"clone", 2, func(w *world) bool { return len(w.pcs) < maxPCs }, (*world).clone},
	{"clock of a PC", 2, nil, (*world).turnClock},
}

func (w *world) restart() {
	p := w.drawPC()
	w.say("%s is closed and opened", p.name)
	before := w.look(p)
	w.stop(p)
	w.start(p)
	w.same(p, before, w.look(p))
}

// diskNow copies a running desk's files as they are at this moment.
func (w *world) diskNow(p *pc) string {
	dir := w.folder("disk")
	w.must(copyTree(p.dir, dir))
	return dir
}

// swap lets the desk go on from other files.
func (w *world) swap(p *pc, dir string, o *office) {
	w.stop(p)
	w.must(os.RemoveAll(p.dir))
	p.dir, p.office = dir, o
	w.start(p)
}

func (w *world) powerCut() {
	p := w.drawPC()
	w.say("the power of %s goes", p.name)
	before := w.look(p)
	w.swap(p, w.diskNow(p), p.office)
	w.same(p, before, w.look(p))
}

func (w *world) takeImage() {
	p := w.drawPC()
	w.say("an image of %s is taken", p.name)
	w.images = append(w.images, image{p, w.diskNow(p), p.office.copy(), w.look(p)})
}

// putImageBack loses what only this disk had; nothing can keep that.
func (w *world) putImageBack() {
	im := w.images[rapid.IntRange(0, len(w.images)-1).Draw(w.t, "image")]
	var of []*pc
	for _, p := range w.pcs {
		if p.device == im.of.device {
			of = append(of, p)
		}
	}
	p := of[rapid.IntRange(0, len(of)-1).Draw(w.t, "pc")]
	w.say("%s is put back to an image with %d requests", p.name, len(im.shows.requests))
	p.village.split = true
	dir := w.folder("disk")
	w.must(copyTree(im.dir, dir))
	w.note(p)
	p.visited = -1 // its marks may be of before the hub was put back
	w.swap(p, dir, im.office.copy())
	w.same(p, im.shows, w.look(p))
}

// clone lets two PCs go on with one key.
func (w *world) clone() {
	p := w.drawPC()
	dir := w.diskNow(p)
	c := w.addPC(p.village, dir, p.office.copy(), p.off)
	c.visited = p.visited
	p.village.split = true
	w.same(c, w.look(p), w.look(c))
	w.say("the disk of %s is cloned: %s", p.name, c.name)
}

func (w *world) turnClock() {
	p := w.drawPC()
	years := rapid.SampledFrom([]int{0, 10, -10, -30, 1}).Draw(w.t, "years")
	p.off = time.Duration(years) * 365 * 24 * time.Hour
	w.say("the clock of %s shows %s", p.name, w.clock.Add(p.off).Format(time.DateOnly))
}
