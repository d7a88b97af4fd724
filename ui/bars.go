package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// hbar is a lying bar, as long as its share of the greatest.
type hbar struct {
	widget.BaseWidget
	share float32
	fill  *panel
}

func newBar(share float32) *hbar {
	b := &hbar{share: share, fill: newPanel(roleMain, "", 3)}
	b.ExtendBaseWidget(b)
	return b
}

// onTrack is the bar over the whole of its length in a faint colour.
func (b *hbar) onTrack() *fyne.Container {
	return container.NewStack(sized(40, 12, newPanel(roleLine, "", 3)), b)
}

// set changes how long the bar is, from 0 to 1.
func (b *hbar) set(share float64) {
	b.share = float32(min(max(share, 0), 1))
	b.Refresh()
}

func (b *hbar) CreateRenderer() fyne.WidgetRenderer { return &hbarRenderer{b} }

type hbarRenderer struct{ b *hbar }

func (r *hbarRenderer) Destroy()                     {}
func (r *hbarRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, 12) }
func (r *hbarRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.b.fill} }
func (r *hbarRenderer) Refresh()                     { r.Layout(r.b.Size()); r.b.fill.Refresh() }
func (r *hbarRenderer) Layout(s fyne.Size) {
	r.b.fill.Move(fyne.NewPos(0, (s.Height-12)/2))
	r.b.fill.Resize(fyne.NewSize(max(4, s.Width*r.b.share), 12))
}

// bars is the small chart of a week, a bar a day with its name and number, and
// behind each a faint one of the same day a week before.
type bars struct {
	widget.BaseWidget
	n     [7]int
	was   [7]int
	backs [7]*panel
	fills [7]*panel
	names [7]*words
	nums  [7]*words
}

func newBars() *bars {
	b := &bars{}
	for i := range b.fills {
		b.fills[i] = newPanel(roleMain, "", 3)
		b.backs[i] = newPanel(roleLine, "", 3)
		b.names[i], b.nums[i] = small(""), small("")
		b.names[i].Align, b.nums[i].Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	}
	b.ExtendBaseWidget(b)
	return b
}

func (b *bars) set(n, was [7]int, names [7]string) {
	b.n, b.was = n, was
	for i := range n {
		b.names[i].Set(names[i])
		num := ""
		if n[i] > 0 {
			num = fmt.Sprint(n[i])
		}
		b.nums[i].Set(num)
		b.fills[i].Ground = roleBar
		if i == 6 {
			b.fills[i].Ground = roleMain
		}
	}
	b.Refresh()
}

func (b *bars) CreateRenderer() fyne.WidgetRenderer {
	r := &barsRenderer{b: b}
	for i := range b.fills {
		r.objs = append(r.objs, b.backs[i], b.fills[i], b.names[i], b.nums[i])
	}
	return r
}

type barsRenderer struct {
	b    *bars
	objs []fyne.CanvasObject
}

func (r *barsRenderer) Destroy()                     {}
func (r *barsRenderer) MinSize() fyne.Size           { return fyne.NewSize(140, 64) }
func (r *barsRenderer) Objects() []fyne.CanvasObject { return r.objs }

func (r *barsRenderer) Refresh() {
	r.Layout(r.b.Size())
	for i := range r.b.fills {
		r.b.backs[i].Refresh()
		r.b.fills[i].Refresh()
		r.b.names[i].Refresh()
		r.b.nums[i].Refresh()
	}
}

func (r *barsRenderer) Layout(s fyne.Size) {
	most := 1
	for _, n := range r.b.n {
		most = max(most, n)
	}
	for _, n := range r.b.was {
		most = max(most, n)
	}
	text := r.b.names[0].lineHeight()
	w := s.Width / 7
	room := s.Height - 2*text
	for i, n := range r.b.n {
		h := max(3, room*float32(n)/float32(most))
		x := w * float32(i)
		was := max(2, room*float32(r.b.was[i])/float32(most))
		r.b.backs[i].Move(fyne.NewPos(x+2, s.Height-text-was))
		r.b.backs[i].Resize(fyne.NewSize(w-4, was))
		r.b.fills[i].Move(fyne.NewPos(x+w*0.28, s.Height-text-h))
		r.b.fills[i].Resize(fyne.NewSize(w*0.44, h))
		r.b.names[i].Move(fyne.NewPos(x, s.Height-text))
		r.b.names[i].Resize(fyne.NewSize(w, text))
		r.b.nums[i].Move(fyne.NewPos(x, s.Height-text-max(h, was)-text))
		r.b.nums[i].Resize(fyne.NewSize(w, text))
	}
}
