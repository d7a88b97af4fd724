package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// importScreen takes residents from a file: choose, look at what it would do,
// confirm, see what came of it.
type importScreen struct {
	plainScreen
	u      *UI
	m      importModel
	body   *fyne.Container
	pick   *button
	apply  *button
	open   *button
	head   *words
	file   *words
	intro  fyne.CanvasObject
	report *fyne.Container
	nums   [4]*words
	names  [4]*words
	rows   *rows
	path   *words
	after  *fyne.Container
	under  bool
}

func (u *UI) newImporter() *importScreen {
	s := &importScreen{u: u}
	s.pick = u.button(tr("Pilih berkas"), theme.FolderOpenIcon(), weightMain, s.choose)
	s.apply = u.button(tr("Simpan"), theme.DocumentSaveIcon(), weightMain, s.Save)
	s.open = u.button(tr("Buka"), theme.FolderOpenIcon(), weightPlain, s.openCorrection)
	back := u.button(tr("Ke daftar"), theme.NavigateBackIcon(), weightQuiet, s.Back)
	s.head, s.file = heading(""), quiet("")
	s.head.Wrap = true
	s.path = quiet("")
	counts := make([]fyne.CanvasObject, 4)
	for i := range counts {
		s.nums[i], s.names[i] = newWords(""), quiet("")
		s.nums[i].Size_, s.nums[i].Bold = sizeBig, true
		counts[i] = card(column(0, s.nums[i], s.names[i]))
	}
	s.rows = u.rowList([]head{{Title: tr("Baris"), Width: 64}, {Title: tr("Kolom"), Width: 170}, {Title: tr("Apa yang perlu diperbaiki"), Share: 1}},
		func() int { return len(s.m.Plan.Problems) }, func(i int, c []*cell) {
			p := s.m.Plan.Problems[i]
			c[0].Set(rowText(p), roleQuiet)
			c[1].Set(p.Column, roleInk)
			c[2].Set(p.Reason, roleInk)
		}, func(i int) {
			p := s.m.Plan.Problems[i]
			u.tell(tr("Baris {{.Row}}", "Row", rowText(p)), joinNonEmpty(p.Column, p.Reason))
		})
	s.rows.WhenEmpty(container.NewCenter(container.New(wide{least: 300}, centredQuiet(tr("Semua baris bisa diambil.")))))
	s.intro = card(column(8, heading(tr("Ambil data penduduk dari berkas")),
		paragraph(tr("Berkas Excel (.xlsx) dari OpenSID atau SIAK, atau berkas CSV. Kolom dikenali sendiri.")),
		aside(tr("Berkas diperiksa dulu. Tidak ada yang berubah sebelum disetujui, dan baris yang belum benar dikumpulkan dalam berkas perbaikan."))))
	s.after = line(12, s.path, s.open)
	s.report = container.NewBorder(column(12, s.head, halves(12, []float32{1, 1, 1, 1}, counts...), s.after), nil, nil, nil,
		inset(12, 0, tightCard(s.rows.Box)))
	s.body = inset(16, 24, container.NewBorder(column(4, line(12, title(tr("Impor penduduk")), back, s.pick, s.apply), s.file, sized(0, 8, spacer())), nil, nil, nil,
		container.NewStack(container.NewBorder(s.intro, nil, nil, nil), s.report)))
	s.show()
	return s
}

func (s *importScreen) Body() fyne.CanvasObject { return s.body }
func (s *importScreen) Hint() string {
	return tr("Enter menekan tombol · Ctrl+S simpan · Esc ke daftar penduduk")
}

func (s *importScreen) First() fyne.Focusable {
	if s.m.Planned && !s.m.Done {
		return s.apply
	}
	return s.pick
}

// Enter begins anew after a finished import.
func (s *importScreen) Enter() {
	if s.m.Done {
		s.m = importModel{}
		s.show()
	}
}

// Back goes to the list.
func (s *importScreen) Back() { s.u.show(s.u.frame.residents) }

func (s *importScreen) choose() {
	if s.under {
		return
	}
	u := s.u
	u.choose(tr("Pilih berkas penduduk"), chooseFile, []string{".xlsx", ".csv", ".txt", ".xls"}, "", func(path string) {
		desk := u.desk
		s.under = true
		run(u, long[kampung.ImportPlan]{
			Saying: tr("Memeriksa berkas penduduk"), Stopped: tr("Dibatalkan. Tidak ada yang berubah."),
			Do: func(ctx context.Context, tell kampung.Tell) (kampung.ImportPlan, error) {
				return desk.PlanImport(ctx, path, tell)
			},
			Done: func(p kampung.ImportPlan, err error) {
				s.under = false
				if u.failed(err) {
					return
				}
				s.m = importModel{Path: path, Plan: p, Planned: true}
				s.show()
				if u.cur == s {
					u.focus(s.First())
				}
			},
		})
	})
}

// Save takes the good rows in.
func (s *importScreen) Save() {
	if s.under || !s.m.Planned || s.m.Done {
		return
	}
	u, desk, path := s.u, s.u.desk, s.m.Path
	type result struct {
		plan kampung.ImportPlan
		file string
	}
	s.under = true
	run(u, long[result]{
		Saying: tr("Mengimpor penduduk"), Stopped: tr("Dibatalkan. Tidak ada penduduk yang disimpan atau berubah."),
		Do: func(ctx context.Context, tell kampung.Tell) (result, error) {
			p, file, err := desk.ApplyImport(ctx, path, tell)
			return result{p, file}, err
		},
		Done: func(r result, err error) {
			s.under = false
			if u.failed(err) {
				return
			}
			s.m.Plan, s.m.Correction, s.m.Done = r.plan, r.file, true
			s.show()
			u.bar.done(s.m.Headline())
			switch {
			case u.cur != s: // the clerk went on to something else
			case r.file != "" && u.env.Open != nil:
				u.focus(s.open)
			default:
				u.focus(s.pick)
			}
		},
	})
}

func (s *importScreen) openCorrection() {
	u, path := s.u, s.m.Correction
	work(u, tr("Sedang membuka …"), func() (struct{}, error) { return struct{}{}, u.env.Open(path) },
		func(_ struct{}, err error) { u.failed(err) })
}

// show copies the model into the widgets.
func (s *importScreen) show() {
	m := s.m
	s.intro.(*fyne.Container).Hidden = m.Planned
	s.report.Hidden = !m.Planned
	s.apply.Hidden = !m.Planned || m.Done || m.Plan.New+m.Plan.Changed == 0
	s.pick.Weight = weightMain
	s.pick.SetText(tr("Pilih berkas"))
	if m.Planned && !s.apply.Hidden {
		s.pick.Weight = weightPlain
	}
	if m.Planned {
		s.pick.SetText(tr("Pilih berkas lain"))
		s.file.Set(tr("Berkas: {{.Name}}", "Name", m.FileName()))
	} else {
		s.file.Set("")
	}
	s.pick.Refresh()
	s.head.Paint(m.Headline(), roleInk)
	if m.Done {
		s.head.Paint(m.Headline(), roleDone)
	}
	tones := [4]tone{toneDone, toneWork, toneQuiet, toneBack}
	for i, n := range m.Numbers() {
		role := tones[i].role()
		if n[0] == "0" {
			role = roleQuiet
		}
		s.nums[i].Paint(n[0], role)
		s.names[i].Set(n[1])
	}
	s.path.Set("")
	if m.Correction != "" {
		s.path.Set(tr("Baris yang belum benar ada di {{.Path}} — perbaiki di sana, lalu impor lagi.", "Path", m.Correction))
	}
	s.open.Hidden = m.Correction == "" || s.u.env.Open == nil
	s.after.Hidden = m.Correction == ""
	s.rows.Refresh()
	s.body.Refresh()
}
