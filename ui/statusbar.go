package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// statusBar is the line at the bottom: what the keys do here, what is going on,
// what came of it.
type statusBar struct {
	u      *UI
	box    *fyne.Container
	hints  *words
	say    *words
	sign   *icon
	stop   func()
	saying string
}

func (u *UI) newStatusBar() *statusBar {
	b := &statusBar{u: u, hints: small(""), say: newWords(""), sign: newIcon(nil, roleQuiet)}
	b.say.Bold = true
	left := stretch(b.hints)
	right := stretch(line(8, spacer(), b.sign, b.say))
	b.say.Whole = true
	b.box = container.NewStack(newPanel(roleSurface, "", 0),
		column(0, hair(), inset(4, 16, sized(0, 24, halves(16, []float32{1.3, 1}, left, right)))))
	return b
}

func (b *statusBar) hint(text string) { b.hints.Set(text) }

func (b *statusBar) cancel() {
	if b.stop != nil {
		b.stop()
		b.stop = nil
	}
}

// busy says what is going on.
func (b *statusBar) busy(text string) {
	b.cancel()
	b.saying = text
	b.sign.Set(theme.ViewRefreshIcon(), roleWork)
	b.say.Paint(text, roleWork)
}

// idle takes the words of busy away.
func (b *statusBar) idle() {
	if b.say.Text == b.saying {
		b.clear()
	}
}

func (b *statusBar) clear() {
	b.cancel()
	b.sign.Set(nil, roleQuiet)
	b.say.Paint("", roleQuiet)
}

// done says that something is safe now.
func (b *statusBar) done(text string) {
	b.cancel()
	b.sign.Set(theme.ConfirmIcon(), roleDone)
	b.say.Paint(text, roleDone)
	b.stop = b.u.after(noticeStays, func() {
		if b.say.Text == text {
			b.clear()
		}
	})
}

// trouble says what did not happen and what to do, in a box because it may be
// long.
func (b *statusBar) trouble(text string) {
	b.cancel()
	b.sign.Set(theme.WarningIcon(), roleBack)
	b.say.Paint(tr("Belum berhasil"), roleBack)
	b.u.tell(tr("Belum berhasil"), text)
}
