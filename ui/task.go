package ui

import (
	"context"
	"errors"
	"slices"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// long is work that takes long enough to be watched and called off: while it
// runs a card at the bottom of the window counts, and Escape calls it off.
type long[T any] struct {
	Saying  string // what is done: "Mengimpor penduduk"
	Stopped string // what is left by a run that was called off, in a sentence
	Do      func(ctx context.Context, tell kampung.Tell) (T, error)
	// Done gets the result on the UI thread; after a run that was called off the
	// error is [context.Canceled], of which failed says nothing more.
	Done func(T, error)
}

// task is long work under way, as the window shows it.
type task struct {
	u      *UI
	saying string
	cancel context.CancelFunc
	off    bool
	box    *fyne.Container
	head   *words
	say    *words
	bar    *hbar
	track  *fyne.Container
	stop   *button

	mu     sync.Mutex // guards p and posted
	p      kampung.Progress
	posted bool
}

// run starts long work. The window stays usable meanwhile.
func run[T any](u *UI, l long[T]) {
	ctx, cancel := context.WithCancel(context.Background())
	t := u.begin(l.Saying, cancel)
	desk := u.desk
	u.running.Add(1)
	quietly(u, func() (T, error) {
		defer u.running.Done()
		return guarded(func() (T, error) { return l.Do(ctx, t.tell) })
	}, func(v T, err error) {
		off := ctx.Err() != nil
		cancel()
		u.end(t)
		if u.desk != desk {
			return // the desk was locked meanwhile
		}
		if off && err != nil {
			u.bar.done(l.Stopped)
			err = context.Canceled
		}
		l.Done(v, err)
	})
}

// begin shows the card of a task.
func (u *UI) begin(saying string, cancel context.CancelFunc) *task {
	t := &task{u: u, saying: saying, cancel: cancel, head: newWords(saying), say: quiet(tr("Sedang dimulai …")), bar: newBar(0)}
	t.head.Bold = true
	t.track = t.bar.onTrack()
	t.stop = u.button(tr("Batalkan"), theme.CancelIcon(), weightPlain, t.call)
	t.stop.Small, t.stop.Key = true, "Esc"
	t.box = container.NewStack(newPanel(roleSurface, roleMain, 6),
		padded(12, column(6, line(12, stretch(t.head), t.stop), t.track, t.say)))
	u.tasks = append(u.tasks, t)
	u.cards.Add(t.box)
	u.cards.Refresh()
	return t
}

// end takes the card away.
func (u *UI) end(t *task) {
	u.tasks = slices.DeleteFunc(u.tasks, func(o *task) bool { return o == t })
	u.cards.Remove(t.box)
	u.cards.Refresh()
	if u.win.Canvas().Focused() == fyne.Focusable(t.stop) && u.cur != nil {
		u.focus(u.cur.First())
	}
}

// tell takes a count from any goroutine. However fast they come, one at a time
// waits for the UI thread.
func (t *task) tell(p kampung.Progress) {
	t.mu.Lock()
	t.p = p
	posted := t.posted
	t.posted = true
	t.mu.Unlock()
	if !posted {
		t.u.post(t.show)
	}
}

// show writes the newest count.
func (t *task) show() {
	t.mu.Lock()
	p := t.p
	t.posted = false
	t.mu.Unlock()
	if t.off {
		return
	}
	t.say.Set(progressOf(p))
	t.bar.set(p.Share())
}

// call calls the work off.
func (t *task) call() {
	if t.off {
		return
	}
	t.off = true
	t.say.Set(tr("Sedang dibatalkan …"))
	t.stop.Disable()
	t.cancel()
}

// callOff calls off the work that was started last; false when none runs.
func (u *UI) callOff() bool {
	if len(u.tasks) == 0 {
		return false
	}
	u.tasks[len(u.tasks)-1].call()
	return true
}

// callOffAll calls all work off; finished waits for it.
func (u *UI) callOffAll() {
	for _, t := range u.tasks {
		t.call()
	}
}

// finished waits until no long work runs; never on the UI thread.
func (u *UI) finished() { u.running.Wait() }

// askToClose says that work is under way and closes when the clerk wants it.
func (u *UI) askToClose() {
	u.ask(tr("Masih ada pekerjaan"),
		tr("“{{.Work}}” belum selesai. Kalau ditutup sekarang, pekerjaan itu dibatalkan; yang sudah tersimpan tetap aman.", "Work", u.tasks[0].saying),
		tr("Batalkan dan tutup"), false, u.closeTyped)
}

// stopped reports whether an error only says that work was called off.
func stopped(err error) bool { return errors.Is(err, context.Canceled) }

// cornerLayout stacks cards in the lower right corner, above the bar.
type cornerLayout struct{}

const (
	cardWide  = 420
	cardAbove = 40 // of the bar at the bottom
	cardGap   = 8
)

func (cornerLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (cornerLayout) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	scale := scaleNow()
	w := min(cardWide*scale, size.Width-2*cardGap)
	y := size.Height - cardAbove*scale
	for _, o := range slices.Backward(objs) {
		h := o.MinSize().Height
		y -= h
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(size.Width-w-2*cardGap, y))
		y -= cardGap
	}
}
