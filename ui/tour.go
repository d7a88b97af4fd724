package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"smartkampung/kampung"
)

// guide is the card of the tour and the frame around what it speaks of. It
// never takes the keyboard: F2 goes on, and the clerk works on meanwhile.
type guide struct {
	u     *UI
	m     tour
	ring  *panel
	card  *guideCard
	count *words
	text  *words
	next  *button
}

const (
	guideWide = 380
	guideEdge = 16 // from the window's corner
)

// startTour begins the tour anew.
func (u *UI) startTour() {
	u.endTour()
	g := &guide{u: u, m: tour{Steps: tourSteps()}, ring: newPanel("", roleWork, 8)}
	g.ring.Thick = 3
	g.count, g.text = small(""), paragraph("")
	g.next = u.button("", nil, weightMain, func() { u.tourEvent(tourNext) })
	stop := u.button(tr("Tutup panduan"), nil, weightQuiet, u.endTour)
	g.next.Small, stop.Small = true, true
	g.card = newGuideCard(column(8, g.count, g.text, line(8, stop, spacer(), g.next)))
	u.guide = g
	u.tourLayer.Objects = []fyne.CanvasObject{g.ring, g.card}
	g.show()
}

// endTour takes the tour away.
func (u *UI) endTour() {
	if u.guide == nil {
		return
	}
	u.guide = nil
	u.tourLayer.RemoveAll()
	u.tourLayer.Refresh()
}

// tourEvent goes on when the tour waited for it.
func (u *UI) tourEvent(what tourEnd) {
	g := u.guide
	if g == nil || !g.m.Happened(what) {
		return
	}
	if _, ok := g.m.Now(); !ok {
		u.endTour()
		return
	}
	g.show()
}

// show writes the step and places card and frame.
func (g *guide) show() {
	step, ok := g.m.Now()
	if !ok {
		return
	}
	g.count.Set(tr("Panduan, langkah {{.N}} dari {{.All}}", "N", g.m.At+1, "All", len(g.m.Steps)))
	g.text.Set(step.Text)
	name := tr("Lanjut (F2)")
	switch {
	case g.m.Last():
		name = tr("Selesai (F2)")
	case step.End != tourNext:
		name = tr("Lewati (F2)")
	}
	g.next.SetText(name)
	g.place()
}

// place lays card and frame out for the window as it is.
func (g *guide) place() {
	u := g.u
	room := u.tourLayer.Size()
	width := min(guideWide*scaleNow(), room.Width-2*guideEdge)
	for range 2 { // wrapped words know their height only when they know their width
		g.card.Resize(fyne.NewSize(width, g.card.MinSize().Height))
	}
	h := g.card.MinSize().Height
	g.card.Resize(fyne.NewSize(width, h))
	g.card.Move(fyne.NewPos(room.Width-width-guideEdge, room.Height-h-guideEdge-36))
	step, _ := g.m.Now()
	at := u.tourPlace(step.At)
	g.ring.Hidden = at == nil || !at.Visible()
	if !g.ring.Hidden {
		drv := fyne.CurrentApp().Driver()
		p := drv.AbsolutePositionForObject(at).Subtract(drv.AbsolutePositionForObject(u.tourLayer))
		g.ring.Move(p.SubtractXY(4, 4))
		g.ring.Resize(at.Size().AddWidthHeight(8, 8))
	}
	g.ring.Refresh()
	u.tourLayer.Refresh()
}

// tourPlace is the part of the window that a step points at.
func (u *UI) tourPlace(name string) fyne.CanvasObject {
	f := u.frame
	if f == nil {
		return nil
	}
	on := func(s screen, o fyne.CanvasObject) fyne.CanvasObject {
		if u.cur != s {
			return nil
		}
		return o
	}
	switch name {
	case "band":
		return f.band
	case "search":
		return f.find.box
	case "queue":
		return on(f.home, f.home.queue.Box)
	case "new":
		return f.fresh
	case "body":
		return on(f.form, f.form.who.box)
	case "act":
		if f.detail.main != nil {
			return on(f.detail, f.detail.acts)
		}
	case "chip":
		return f.chip
	}
	return nil
}

// tourFollows keeps the frame at its place when the window changed.
func (u *UI) tourFollows() {
	if u.guide != nil {
		u.after(pickDelay, func() {
			if u.guide != nil {
				u.guide.place()
			}
		})
	}
}

// tourSees tells the tour what was saved.
func (u *UI) tourSees(c kampung.Change) {
	if u.guide == nil || len(c.Requests) == 0 {
		return
	}
	if step, _ := u.guide.m.Now(); step.End == tourSigned {
		u.tourEvent(tourSigned)
	} else if u.cur == u.frame.form {
		u.tourEvent(tourSaved)
	}
}

// guideCard is the ground of the card: presses on it do not reach what is
// under it.
type guideCard struct {
	widget.BaseWidget
	body *fyne.Container
}

func newGuideCard(inside fyne.CanvasObject) *guideCard {
	c := &guideCard{body: container.NewStack(newPanel(roleSurface, roleWork, 6), padded(14, inside))}
	c.ExtendBaseWidget(c)
	return c
}

// Tapped does nothing.
func (c *guideCard) Tapped(*fyne.PointEvent) {}

func (c *guideCard) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.body) }
