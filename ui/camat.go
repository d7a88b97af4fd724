package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"smartkampung/kampung"
)

// camatCard tells where the camat's countersignature stands, and takes notes
// about the paper.
func (s *detailScreen) camatCard() fyne.CanvasObject {
	head := bold(camatWord(s.m.R.Camat))
	head.Role = camatTone(s.m.R.Camat).role()
	list := column(8, heading(tr("Pengesahan camat")), head)
	for _, l := range s.m.CamatLines() {
		text := column(0, paragraph(l.Text), small(l.When))
		if l.Why != "" {
			text.Add(aside("“" + l.Why + "”"))
		}
		list.Add(text)
	}
	acts := container.New(&lineLayout{gap: 8})
	for _, to := range s.m.CamatActions() {
		b := s.u.button(camatVerb(s.m.R.Camat, to), nil, weightPlain, func() { s.camat(to) })
		b.Small = true
		acts.Add(b)
	}
	if len(acts.Objects) > 0 {
		list.Add(acts)
	}
	return card(list)
}

// camat notes a step, with its reason where one is needed.
func (s *detailScreen) camat(to kampung.CamatState) {
	if kampung.CamatNeedsReason(s.m.R.Camat, to) {
		s.u.askReason(camatVerb(s.m.R.Camat, to), tr("Tercatat pada perjalanan pengesahan surat ini."), tr("Simpan"), func(reason string) { s.setCamat(to, reason) })
		return
	}
	s.setCamat(to, "")
}

func (s *detailScreen) setCamat(to kampung.CamatState, reason string) {
	u, desk, id := s.u, s.u.desk, s.id
	work(u, tr("Sedang menyimpan …"), func() (kampung.Request, error) { return desk.SetCamat(id, to, reason) },
		func(_ kampung.Request, err error) {
			if u.failed(err) {
				return
			}
			u.bar.done(tr("Tersimpan: {{.State}}", "State", camatWord(to)))
			s.read(false)
		})
}
