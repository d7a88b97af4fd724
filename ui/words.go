package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// words is a text of the desk: one line cut with an ellipsis when it does not
// fit, or wrapped over several lines. It has no inner padding, so that layouts
// alone decide the spacing.
type words struct {
	widget.BaseWidget
	Text  string
	Role  fyne.ThemeColorName
	Size_ fyne.ThemeSizeName
	Bold  bool
	Wrap  bool
	// Whole keeps the line from being cut: the layout must give it its width.
	Whole bool
	// Gone hides the words while there are none, so that they leave no gap.
	Gone  bool
	Align fyne.TextAlign

	width float32 // that the lines were broken for
}

func newWords(text string) *words {
	w := &words{Text: text, Role: roleInk, Size_: sizeBody}
	w.ExtendBaseWidget(w)
	return w
}

// plain is a body text that keeps its width.
func plain(text string) *words { w := newWords(text); w.Whole = true; return w }

// bold is a strong body text that keeps its width.
func bold(text string) *words { w := plain(text); w.Bold = true; return w }

// quiet is a second text that is cut when it does not fit.
func quiet(text string) *words { w := newWords(text); w.Role = roleQuiet; return w }

// small is a quiet text of the small size.
func small(text string) *words { w := quiet(text); w.Size_ = sizeSmall; return w }

// title is the name of a screen or of the thing it shows.
func title(text string) *words {
	w := newWords(text)
	w.Size_, w.Bold = sizeTitle, true
	return w
}

// heading opens a card.
func heading(text string) *words {
	w := newWords(text)
	w.Size_, w.Bold = theme.SizeNameSubHeadingText, true
	return w
}

// paragraph is a body text over as many lines as it needs.
func paragraph(text string) *words { w := newWords(text); w.Wrap = true; return w }

// aside is a paragraph in quiet ink.
func aside(text string) *words { w := paragraph(text); w.Role = roleQuiet; return w }

// smallAside is a quiet paragraph of the small size.
func smallAside(text string) *words { w := aside(text); w.Size_ = sizeSmall; return w }

// blame is a paragraph for what is wrong with the whole; it is gone while empty.
func blame() *words {
	w := paragraph("")
	w.Role, w.Gone, w.Hidden = roleBack, true, true
	return w
}

// Set changes the text.
func (w *words) Set(text string) {
	if w.Gone {
		w.Hidden = text == ""
	}
	if w.Text == text {
		return
	}
	w.Text = text
	w.Refresh()
}

// Paint changes text and colour at once.
func (w *words) Paint(text string, role fyne.ThemeColorName) {
	if w.Text == text && w.Role == role {
		return
	}
	w.Text, w.Role = text, role
	w.Refresh()
}

func (w *words) style() fyne.TextStyle { return fyne.TextStyle{Bold: w.Bold} }

func (w *words) span(s string) float32 {
	return fyne.MeasureText(s, measure(w.Size_), w.style()).Width
}

func (w *words) lineHeight() float32 {
	return fyne.MeasureText("Ág", measure(w.Size_), w.style()).Height
}

// Resize breaks the lines anew when the width changed.
func (w *words) Resize(size fyne.Size) {
	old := w.width
	w.width = size.Width
	w.BaseWidget.Resize(size)
	if w.Wrap && old != size.Width {
		w.Refresh()
	}
}

// lines are the texts to draw for a width.
func (w *words) lines(width float32) []string {
	if w.Wrap {
		if width < 24 {
			return []string{w.Text}
		}
		return breakLines(w.Text, width, w.span)
	}
	if width <= 0 || w.Whole && width+1 >= w.span(w.Text) {
		return []string{w.Text}
	}
	return []string{cut(w.Text, width, w.span)}
}

// breakLines folds a text at spaces so that no line is wider than width, and
// inside a word only when the word alone is too wide.
func breakLines(text string, width float32, span func(string) float32) []string {
	var lines []string
	for _, par := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(par) {
			for span(word) > width {
				runes := []rune(word)
				n := len(runes) - 1
				for n > 1 && span(string(runes[:n])) > width {
					n--
				}
				if n < 1 {
					break
				}
				if line != "" {
					lines, line = append(lines, line), ""
				}
				lines, word = append(lines, string(runes[:n])), string(runes[n:])
			}
			next := word
			if line != "" {
				next = line + " " + word
			}
			if line != "" && span(next) > width {
				lines, line = append(lines, line), word
				continue
			}
			line = next
		}
		lines = append(lines, line)
	}
	return lines
}

// cut shortens a line with an ellipsis so that it fits.
func cut(text string, width float32, span func(string) float32) string {
	if span(text) <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if span(strings.TrimRight(string(runes[:mid]), " ")+"…") <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}

func (w *words) CreateRenderer() fyne.WidgetRenderer {
	w.ExtendBaseWidget(w)
	return &wordsRenderer{w: w}
}

type wordsRenderer struct {
	w     *words
	texts []*canvas.Text
	objs  []fyne.CanvasObject
}

func (r *wordsRenderer) Destroy() {}

func (r *wordsRenderer) Objects() []fyne.CanvasObject {
	if r.objs == nil {
		r.draw(r.w.BaseWidget.Size())
	}
	return r.objs
}

func (r *wordsRenderer) MinSize() fyne.Size {
	w := r.w
	h := w.lineHeight()
	switch {
	case w.Wrap:
		return fyne.NewSize(48, h*float32(len(w.lines(w.width))))
	case w.Whole:
		return fyne.NewSize(w.span(w.Text), h)
	}
	return fyne.NewSize(min(w.span(w.Text), 40), h)
}

func (r *wordsRenderer) Layout(size fyne.Size) { r.draw(size) }

func (r *wordsRenderer) Refresh() {
	r.draw(r.w.BaseWidget.Size())
	canvas.Refresh(r.w)
}

func (r *wordsRenderer) draw(size fyne.Size) {
	w := r.w
	lines := w.lines(size.Width)
	for len(r.texts) < len(lines) {
		r.texts = append(r.texts, canvas.NewText("", color.Black))
	}
	h := w.lineHeight()
	top := float32(0)
	if !w.Wrap {
		top = max(0, (size.Height-h)/2)
	}
	r.objs = r.objs[:0]
	for i, line := range lines {
		t := r.texts[i]
		t.Text, t.Color, t.TextSize, t.TextStyle = line, shade(w.Role), measure(w.Size_), w.style()
		t.Alignment = w.Align
		t.Move(fyne.NewPos(0, top+float32(i)*h))
		t.Resize(fyne.NewSize(size.Width, h))
		t.Refresh()
		r.objs = append(r.objs, t)
	}
}
