package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// clashScreen shows what two PCs of the office changed without knowing of each
// other, with both values, for a person to choose.
type clashScreen struct {
	plainScreen
	u     *UI
	m     clashModel
	body  *fyne.Container
	list  *fyne.Container
	sub   *words
	first *button
	turn  int
}

// clashShown is how many are shown at once; each one settled brings the next.
const clashShown = 20

func (u *UI) newClash() *clashScreen {
	s := &clashScreen{u: u, list: column(12), sub: aside("")}
	s.body = inset(20, 24, container.NewBorder(column(0, column(6, title(tr("Dua komputer mengubah isian ini")), s.sub), sized(0, 12, spacer())),
		nil, nil, nil, u.vscroll(scrolled(leftMost(1000, s.list)))))
	return s
}

func (s *clashScreen) Body() fyne.CanvasObject { return s.body }
func (s *clashScreen) Hint() string {
	return tr("Tab ke pilihan berikut · Enter memilih · Esc ke beranda")
}
func (s *clashScreen) First() fyne.Focusable {
	if s.first == nil {
		return nil
	}
	return s.first
}
func (s *clashScreen) Enter()                 { s.load() }
func (s *clashScreen) Back()                  { s.u.show(s.u.frame.home) }
func (s *clashScreen) Changed(kampung.Change) { s.load() }

func (s *clashScreen) load() {
	u := s.u
	if u.desk == nil {
		return
	}
	s.turn++
	turn, desk := s.turn, u.desk
	quietly(u, func() (clashModel, error) { return loadClashes(desk) }, func(m clashModel, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		lead := s.first == nil
		s.m = m
		s.show()
		if lead && u.cur == s && u.modal == nil {
			u.focus(s.First())
		}
	})
}

// show copies the model into the widgets.
func (s *clashScreen) show() {
	s.list.RemoveAll()
	s.first = nil
	s.sub.Set(tr("Dua komputer di kantor ini mengubah isian yang sama tanpa saling tahu. Pilih yang benar; komputer lain akan mengikuti. Sampai dipilih, yang bertanda “sedang dipakai” yang berlaku."))
	if len(s.m.Clashes) == 0 {
		s.sub.Set(tr("Tidak ada yang perlu dipilih. Semua komputer di kantor ini sama."))
	}
	for i, c := range s.m.Clashes {
		if i == clashShown {
			s.list.Add(small(tr("dan {{.N}} lagi", "N", countWord(len(s.m.Clashes)-clashShown))))
			break
		}
		s.list.Add(s.card(c))
	}
	s.body.Refresh()
}

func (s *clashScreen) card(c kampung.Clash) fyne.CanvasObject {
	v := s.m.View(c, s.u.env.Now())
	shares, sides := []float32{}, []fyne.CanvasObject{}
	for _, x := range v.Sides {
		shares = append(shares, 1)
		sides = append(sides, s.side(c, v, x))
	}
	list := column(10, column(2, heading(v.Title), quiet(v.Field)), halves(12, shares, sides...))
	if !v.May {
		list.Add(aside(tr("Yang memilih adalah sekretaris desa, kepala desa atau admin.")))
	}
	return card(list)
}

func (s *clashScreen) side(c kampung.Clash, v clashView, x clashSide) fyne.CanvasObject {
	text := column(2)
	for _, l := range x.Lines {
		w := paragraph(l)
		w.Bold = true
		text.Add(w)
	}
	if x.Who != "" {
		who := small(x.Who)
		who.Wrap = true
		text.Add(who)
	}
	pick := s.u.button(tr("Pakai yang ini"), theme.ConfirmIcon(), weightPlain, func() { s.settle(c, x.Entry) })
	pick.Small = true
	if !v.May {
		pick.Disable()
	} else if s.first == nil {
		s.first = pick
	}
	foot := line(8, pick, spacer())
	edge := roleLine
	if x.Stands {
		edge = roleMain
		now := plain(tr("sedang dipakai"))
		now.Role = roleMain
		foot.Add(now)
	}
	return container.NewStack(newPanel(roleSurface, edge, 6), padded(12, container.NewBorder(nil, column(0, sized(1, 10, spacer()), foot), nil, nil, text)))
}

// settle ends a dispute.
func (s *clashScreen) settle(c kampung.Clash, entry string) {
	u, desk := s.u, s.u.desk
	work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.Settle(c, entry) },
		func(_ struct{}, err error) {
			if u.failed(err) {
				return
			}
			u.bar.done(tr("Dipilih. Komputer lain akan mengikuti."))
			s.first = nil // the keyboard goes to the next one
			s.load()
		})
}
