package model

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"pgregory.net/rapid"

	"smartkampung/hub"
	"smartkampung/kampung/bundle"
)

var ctx = context.Background()

// world is all that a history moves: villages with their PCs, a hub, sticks,
// and what lies in drawers.
type world struct {
	t    *rapid.T
	tp   *template
	dir  string
	made int // folders so far
	step int

	clock   time.Time
	hub     *hub.Hub
	hubDir  string
	handler http.Handler
	hubSlow time.Duration // the hub's clock stands off by
	line    *line

	villages []*village
	pcs      []*pc
	sticks   []*stick
	papers   []paper // every receipt and bundle that ever came back
	images   []image
	backups  []backup

	acts     int                 // entries of requests that any desk ever saved
	entries  map[string]int      // the same by request
	named    map[string]bool     // resident's id and name, every one ever given
	decided  map[string][]string // by request: the reasons of what the hub decided and has
	everSaid map[string]bool     // every reason that was ever given
	received map[string]int      // by request: entries that a desk called received, and no hub has lost since
	putBack  int                 // how often the hub was
	byHand   bool                // the history ends with sticks
}

// village is one of the template's, with what this history did to it.
type village struct {
	villageSeed
	n       int
	revoked int64 // entries still taken in of its device; -1 while it may write
	split   bool  // a disk was cloned or put back: numbers may be given twice
}

// newWorld copies the template.
func newWorld(t *rapid.T) *world {
	tp, err := seed()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, tp: tp, clock: start, entries: map[string]int{}, named: map[string]bool{}, decided: map[string][]string{}, everSaid: map[string]bool{}, received: map[string]int{}}
	if w.dir, err = os.MkdirTemp(workDir, "history"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.end)
	w.line = &line{w: w, seen: map[string][]reply{}}
	w.hubDir = w.folder("hub")
	w.must(copyTree(tp.hubDir(), w.hubDir))
	w.openHub(t)
	for i, s := range tp.villages {
		v := &village{villageSeed: s, n: i, revoked: -1}
		w.villages = append(w.villages, v)
		for _, r := range s.people {
			w.named[r.ID+r.Name] = true
		}
		pcs := len(s.pcs)
		if pcs > 1 && !rapid.Bool().Draw(t, "second pc") {
			pcs = 1 // it is switched off all along
		}
		for k := range pcs {
			dir := w.folder("desk")
			w.must(copyTree(tp.pcDir(i, k), dir))
			w.addPC(v, dir, newOffice(v), 0)
		}
	}
	return w
}

// folder names a new folder of this history.
func (w *world) folder(what string) string {
	w.made++
	return filepath.Join(w.dir, fmt.Sprintf("%s%d", what, w.made))
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// say tells a step of the history; it is printed when the history fails.
func (w *world) say(format string, args ...any) { w.t.Logf(format, args...) }

// broken fails the history: a promise of the package's documentation.
func (w *world) broken(promise, format string, args ...any) {
	w.t.Helper()
	if *breaks {
		fmt.Printf("broken promise: %s\n", promise)
	}
	w.t.Fatalf("%s: %s", promise, fmt.Sprintf(format, args...))
}

func (w *world) end() {
	for _, p := range w.pcs {
		p.d.Close()
	}
	if w.hub != nil {
		w.hub.Close()
	}
	os.RemoveAll(w.dir)
}

func (w *world) openHub(t *rapid.T) {
	h, err := hub.Open(w.hubDir, hub.WithClock(func() time.Time { return w.clock.Add(w.hubSlow) }))
	if err != nil {
		t.Fatalf("the hub does not open: %v", err)
	}
	w.hub, w.handler = h, h.Handler()
}

// reopenHub ends the hub's process and starts it again.
func (w *world) reopenHub(t *rapid.T) {
	if err := w.hub.Close(); err != nil {
		t.Fatalf("the hub does not close: %v", err)
	}
	w.openHub(t)
}

// forge signs a receipt with a key that only bears the hub's name.
func forge(t *rapid.T, c bundle.Checkpoint) []byte {
	tp, err := seed()
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := bundle.GenerateKey(rand.Reader, tp.keys.Name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := bundle.SignReceipt(bundle.Receipt{Checkpoint: c, At: start.AddDate(10, 0, 0)}, key)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// action is something that can happen.
type action struct {
	name   string
	weight int
	can    func(w *world) bool // nil: always
	do     func(w *world)
}

// actions are all that can happen; the order is that of shrinking, the simplest
// first.
var actions = slices.Concat(clerkActions, lineActions, stickActions, regencyActions, diskActions)

// next lets one thing happen and checks what always holds.
func (w *world) next(t *rapid.T) {
	w.t = t
	w.step++
	w.clock = w.clock.Add(7 * time.Minute)
	a := pick(t, "what happens", actions, func(a action) int {
		if a.can != nil && !a.can(w) {
			return 0
		}
		return a.weight
	})
	a.do(w)
	if !slices.ContainsFunc(clerkActions, func(c action) bool { return c.name == a.name }) {
		w.checkAlways() // a clerk moves no marks
	}
}

// drawPC draws one of the PCs that run.
func (w *world) drawPC() *pc {
	return w.pcs[rapid.IntRange(0, len(w.pcs)-1).Draw(w.t, "pc")]
}

// office is what one disk's desk has told its clerk that it saved.
type office struct {
	acts   map[int]string  // act of this disk → the request that it added an entry to
	given  map[string]bool // letter numbers
	people map[string]bool // ids of residents
	scans  map[string]scanned
}

func newOffice(v *village) *office {
	o := &office{acts: map[int]string{}, given: map[string]bool{}, people: map[string]bool{}, scans: map[string]scanned{}}
	for _, r := range v.people {
		o.people[r.ID] = true
	}
	return o
}

func (o *office) copy() *office {
	return &office{acts: maps.Clone(o.acts), given: maps.Clone(o.given), people: maps.Clone(o.people), scans: maps.Clone(o.scans)}
}
