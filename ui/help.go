package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// help shows what the screen in hand is for, its keys, and what to do when. It
// goes with Escape or F1, and the keyboard is where it was.
func (u *UI) help() {
	if u.modal != nil || u.locked != nil {
		return
	}
	h, err := readHelp(helpName(u.cur))
	if err != nil && u.env.Log != nil {
		u.env.Log(err)
	}
	list := column(8)
	if h.What != "" {
		list.Add(paragraph(h.What))
	}
	if len(h.When) > 0 {
		list.Add(inset(6, 0, heading(tr("Bila …"))))
	}
	for _, w := range h.When {
		name := paragraph(w[0])
		name.Bold = true
		list.Add(column(2, name, aside(w[1])))
	}
	if len(h.Keys) > 0 {
		list.Add(inset(6, 0, heading(tr("Tombol di halaman ini"))))
		list.Add(keyTable(h.Keys))
	}
	list.Add(inset(6, 0, heading(tr("Tombol di semua halaman"))))
	list.Add(keyTable(commonKeys(u.desk != nil && u.frame != nil)))
	scroll := container.NewVScroll(scrolled(list))
	var m *modal
	ok := u.button(tr("Tutup"), nil, weightMain, func() { m.close() })
	ok.keys = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyF1 {
			m.close()
			return true
		}
		return scrollBy(scroll, ev.Name)
	}
	about := small(tr("Smart Kampung") + " " + u.env.Version)
	head := line(8, newIcon(theme.HelpIcon(), roleMain), stretch(title(tr("Bantuan"))))
	m = u.open(sized(640, 520, edges(column(0, head, sized(1, 8, spacer())), inset(8, 0, line(8, stretch(about), ok)), nil, scroll)), ok)
	u.settle(m)
}

// keyTable sets keys beside what they do.
func keyTable(keys [][2]string) fyne.CanvasObject {
	list := column(6)
	for _, k := range keys {
		list.Add(line(12, fixed(170*scaleNow(), bold(k[0])), stretch(paragraph(k[1]))))
	}
	return list
}

// scrollBy moves a page by a key; true when the key is one for it.
func scrollBy(s *container.Scroll, key fyne.KeyName) bool {
	step := float32(0)
	switch key {
	case fyne.KeyDown:
		step = 40
	case fyne.KeyUp:
		step = -40
	case fyne.KeyPageDown:
		step = s.Size().Height - 40
	case fyne.KeyPageUp:
		step = 40 - s.Size().Height
	default:
		return false
	}
	y := min(max(s.Offset.Y+step, 0), max(0, s.Content.MinSize().Height-s.Size().Height))
	s.ScrollToOffset(fyne.NewPos(0, y))
	return true
}
