package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// mergeScreen makes one record of two of one person.
type mergeScreen struct {
	plainScreen
	u     *UI
	m     mergeModel
	id    string
	body  *fyne.Container
	name  *words
	find  *finder
	list  *fyne.Container
	whole *words
	join  *button
	turn  int
}

func (u *UI) newMerge() *mergeScreen {
	s := &mergeScreen{u: u, name: title(""), list: column(6), whole: blame()}
	s.find = u.finder(tr("Cari data kedua: nama, NIK, KK"), s.search, func(h hit) { s.pick(h.Key) })
	s.find.e.Icon, s.find.e.Name, s.find.none = theme.SearchIcon(), tr("Data kedua"), tr("Tidak ada yang cocok")
	s.join = u.button(tr("Gabungkan"), theme.ContentPasteIcon(), weightMain, s.Save)
	back := u.button(tr("Ke data penduduk"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	ask := card(column(8, aside(tr("Kalau satu orang tercatat dua kali, pilih data yang satunya. Data yang terbuka ini tetap dipakai; yang kedua ditandai tidak berlaku. Penggabungan dapat dibatalkan dari Riwayat.")),
		leftMost(520, s.find.box), s.whole))
	s.body = inset(16, 24, container.NewBorder(column(12, line(12, s.name, back, s.join), ask), nil, nil, nil, inset(12, 0, u.vscroll(scrolled(card(s.list))))))
	return s
}

func (s *mergeScreen) Body() fyne.CanvasObject { return s.body }
func (s *mergeScreen) First() fyne.Focusable   { return s.find.e }
func (s *mergeScreen) Hint() string {
	return tr("Ketik untuk mencari · Enter memilih · Ctrl+S menggabungkan · Esc kembali")
}
func (s *mergeScreen) Back() { s.u.frame.openResident(s.id) }

// search runs off the UI thread.
func (s *mergeScreen) search(query string) []hit {
	desk := s.u.desk
	if desk == nil {
		return nil
	}
	found, err := desk.FindResidents(query, 8)
	if err != nil {
		return nil
	}
	return mergeHits(found, s.id, s.u.env.Now())
}

// mergeHits offers the other residents who count.
func mergeHits(found []kampung.ResidentRow, id string, now time.Time) []hit {
	var hits []hit
	for _, r := range found {
		if r.ID != id && r.Status != kampung.StatusInvalid {
			hits = append(hits, hit{Key: r.ID, Title: r.Name, Sub: residentSub(r, now)})
		}
	}
	return hits
}

// load begins with the record that stays.
func (s *mergeScreen) load(id string) {
	s.id, s.m = id, mergeModel{}
	s.find.e.put("")
	s.show()
	s.fetch(id, func(r kampung.Resident) { s.m.Keep = r })
}

func (s *mergeScreen) pick(id string) {
	s.fetch(id, func(r kampung.Resident) {
		s.m.Drop, s.m.Take = r, map[string]bool{}
		s.find.e.put(r.Name)
	})
}

func (s *mergeScreen) fetch(id string, use func(kampung.Resident)) {
	u, desk := s.u, s.u.desk
	s.turn++
	turn := s.turn
	quietly(u, func() (kampung.Resident, error) { return desk.Resident(id) }, func(r kampung.Resident, err error) {
		if turn != s.turn || u.failed(err) {
			return
		}
		use(r)
		s.show()
	})
}

// show copies the model into the widgets.
func (s *mergeScreen) show() {
	s.name.Set(tr("Gabungkan: {{.Name}}", "Name", s.m.Keep.Name))
	s.whole.Set("")
	s.list.RemoveAll()
	s.join.Hidden = !s.m.Ready()
	if !s.m.Ready() {
		s.list.Add(aside(tr("Isian yang berbeda terlihat di sini setelah data kedua dipilih.")))
		s.body.Refresh()
		return
	}
	lines, filled := s.m.Lines()
	s.list.Add(halves(12, []float32{1, 1.4, 1.4}, newWords(""), bold(tr("Data ini")), bold(tr("Data kedua"))))
	for _, l := range lines {
		mine, other := s.side(l.Field, l.Keep, false), s.side(l.Field, l.Drop, true)
		s.list.Add(halves(12, []float32{1, 1.4, 1.4}, line(0, newWords(l.Label)), mine, other))
	}
	switch {
	case len(lines) == 0 && filled == 0:
		s.list.Add(aside(tr("Isi kedua data sama.")))
	case filled > 0:
		s.list.Add(aside(tr("{{.N}} isian yang kosong dilengkapi dari data kedua.", "N", filled)))
	}
	s.body.Refresh()
}

// side is a value that may be chosen.
func (s *mergeScreen) side(field, value string, other bool) fyne.CanvasObject {
	b := s.u.button(value, nil, weightPlain, nil)
	b.Small, b.Cut = true, true
	if s.m.Take[field] == other {
		b.Icon, b.Tone = theme.ConfirmIcon(), toneDone
	}
	b.press = func() {
		s.m.Take[field] = other
		s.show()
	}
	return b
}

// Save merges; Ctrl+S.
func (s *mergeScreen) Save() {
	if !s.m.Ready() {
		return
	}
	u, desk, m := s.u, s.u.desk, s.m
	u.ask(tr("Gabungkan dua data ini?"), tr("{{.Drop}} ditandai tidak berlaku, dan {{.Keep}} tetap dipakai.", "Drop", m.Drop.Name, "Keep", m.Keep.Name), tr("Gabungkan"), false, func() {
		work(u, tr("Sedang menyimpan …"), func() (kampung.EventPlan, error) { return desk.MergeResidents(m.Keep.ID, m.Drop.ID, m.Chosen()) }, func(_ kampung.EventPlan, err error) {
			if err != nil {
				ps, text := u.wordsFor(err)
				s.whole.Set(joinNonEmpty(problemLines(ps, nil), text))
				s.body.Refresh()
				return
			}
			u.frame.openResident(s.id)
			u.bar.done(tr("Kedua data sudah digabung."))
		})
	})
}
