package ui

import (
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// stepsShow is how long work in steps may take before its box comes up: what is
// done at once flashes nothing.
const stepsShow = 300 * time.Millisecond

// steps does long work one step after another off the UI thread. A box tells how
// far it is and stops it between two steps, as Escape does; done gets how many
// steps were done, fewer than total when it was stopped, and what ended it.
func (u *UI) steps(saying string, total int, step func(i int) error, done func(n int, err error)) {
	var halt atomic.Bool
	bar, at := newBar(0), small("")
	stop := u.button(tr("Berhenti"), nil, weightPlain, nil)
	var m *modal
	stop.press = func() { halt.Store(true); stop.Disable(); at.Set(tr("Berhenti setelah baris ini …")) }
	show := func(n int) {
		bar.set(float64(n) / float64(max(total, 1)))
		if !halt.Load() {
			at.Set(tr("{{.N}} dari {{.All}}", "N", countWord(n), "All", countWord(total)))
		}
	}
	show(0)
	over := false
	cancelShow := u.after(stepsShow, func() {
		if over {
			return
		}
		m = u.open(fixed(460, column(12, title(saying), bar.onTrack(), line(8, stretch(at), stop))), stop)
		m.hold = stop.press
		u.settle(m)
	})
	var said atomic.Int64
	work(u, saying, func() (int, error) {
		for i := range total {
			if halt.Load() {
				return i, nil
			}
			if err := step(i); err != nil {
				return i, err
			}
			said.Store(int64(i + 1))
			if i%max(1, total/200) == 0 {
				u.post(func() { show(int(said.Load())) })
			}
		}
		return total, nil
	}, func(n int, err error) {
		over = true
		cancelShow()
		if m != nil {
			m.hold = nil
			m.close()
		}
		done(n, err)
	})
}

// listPane is a scrolled list of lines in a box.
func (u *UI) listPane(rows fyne.CanvasObject, height float32) fyne.CanvasObject {
	return sized(520, height, u.vscroll(scrolled(rows)))
}
