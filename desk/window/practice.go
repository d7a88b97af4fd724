package window

import (
	"smartkampung/desk"
	"smartkampung/store"
	"smartkampung/ui"
)

// Practice is the office to practise in that stands beside the gate's own.
type Practice struct{ Gate Gate }

var _ ui.Practice = Practice{}

func (p Practice) dir() string { return desk.PracticeDir(p.Gate.Dir) }

// Exists reports whether a practice office is there.
func (p Practice) Exists() bool { return store.Exists(p.dir()) }

// Begin opens the practice office, made anew where there is none.
func (p Practice) Begin() (ui.Desk, error) {
	d, err := desk.Practise(p.dir(), p.Gate.Now)
	if err != nil {
		return nil, err
	}
	return newDesk(d, Gate{Dir: p.dir(), Now: p.Gate.Now, Log: p.Gate.Log})
}

// Password is that of its only account.
func (p Practice) Password() string { return desk.PracticePassword }

// Throw removes the practice office; it must not be open.
func (p Practice) Throw() error { return desk.ThrowPractice(p.dir()) }
