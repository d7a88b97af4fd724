package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"smartkampung/kampung"
)

// busy shows that the link is at work, with words; the buttons wait.
func (s *linkScreen) busy(text string, cancel context.CancelFunc) {
	for _, b := range s.acts() {
		b.Disable()
	}
	s.cancel, s.saying, s.start = cancel, text, s.m.Status.Pending
	s.stop.Hidden = cancel == nil
	s.sayDoing()
	s.working.Show()
	s.bar.Start()
	s.result.Hide()
	s.body.Refresh()
}

func (s *linkScreen) acts() []*button { return []*button{s.send, s.stick, s.receipt, s.others} }

// sayDoing tells how far it has come.
func (s *linkScreen) sayDoing() {
	text, share := s.saying, -1.0
	n := s.m.Status.Pending
	switch {
	case s.scans.Total > 0:
		text, share = progressWords(s.scans), float64(s.scans.Done)/float64(s.scans.Total)
	case s.cancel != nil && s.start > 0 && s.m.Status.Enrolled:
		text += " " + tr("Tinggal {{.N}} catatan.", "N", countWord(n))
		share = 1 - float64(n)/float64(max(s.start, n))
	}
	s.doing.Set(text)
	s.barBox.Hidden, s.partBox.Hidden = share >= 0, share < 0
	s.part.set(share)
}

func (s *linkScreen) idle() {
	for _, b := range s.acts() {
		b.Enable()
	}
	if s.cancel != nil {
		s.cancel()
	}
	s.cancel, s.saying, s.scans = nil, "", kampung.ScanProgress{}
	s.bar.Stop()
	s.working.Hide()
	s.body.Refresh()
}

// report shows what came of it, and what may be done now.
func (s *linkScreen) report(t tone, text string, more ...string) {
	s.result.RemoveAll()
	head := paragraph(text)
	head.Bold, head.Role = true, t.role()
	list := column(4, head)
	for _, m := range more {
		list.Add(aside(m))
	}
	s.result.Add(card(list))
	s.result.Show()
	s.body.Refresh()
}

// sendNow visits the hub. Over the month's bound it says so first.
func (s *linkScreen) sendNow() {
	u := s.u
	if s.send.Disabled() {
		return
	}
	if t := s.m.Traffic; t.Reached() {
		u.ask(tr("Batas data bulan ini sudah tercapai"),
			tr("Bulan ini sudah terpakai {{.Sum}} dari {{.Limit}}. Kalau dikirim sekarang, pemakaian bertambah. Lewat USB tidak memakai data.", "Sum", bytesWord(t.Sum()), "Limit", bytesWord(t.Limit)),
			tr("Kirim juga"), false, s.visit)
		return
	}
	s.visit()
}

// visit goes to the hub. A desk that enrolled by stick is asked for the address
// first.
func (s *linkScreen) visit() {
	desk := s.u.desk
	if s.m.Status.Hub != "" {
		s.visitBy(desk.Sync)
		return
	}
	s.u.askAddress(func(address string) {
		s.visitBy(func(ctx context.Context) (kampung.SyncReport, error) { return desk.SyncAt(ctx, address) })
	})
}

// askAddress asks where the hub is on the line.
func (u *UI) askAddress(use func(address string)) {
	var m *modal
	e := u.entry("https://")
	f := u.field("hub", tr("Alamat kabupaten"), true, tr("Disimpan kalau pusat kabupaten menjawab di alamat itu."), &textControl{e})
	send := func() {
		if p := addressProblems(e.Text).Of("hub"); p != "" {
			f.SetProblem(p)
			u.settle(m)
			u.focus(e)
			return
		}
		m.close()
		use(trim(e.Text))
	}
	e.enter = send
	ok, no := u.button(tr("Kirim sekarang"), nil, weightMain, send), u.button(tr("Batal"), nil, weightPlain, func() { m.cancel() })
	m = u.open(fixed(480, column(12, title(tr("Alamat sambungan")),
		paragraph(tr("Meja ini terdaftar lewat USB, jadi alamat pusat kabupaten belum diketahui.")), f.Box, line(8, spacer(), no, ok))), e)
	m.watch(e)
	u.settle(m)
}

func (s *linkScreen) visitBy(sync func(context.Context) (kampung.SyncReport, error)) {
	u, desk := s.u, s.u.desk
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	s.busy(tr("Sedang mengirim ke kabupaten …"), cancel)
	u.focus(s.First())
	unhear := desk.OnProgress(func(p kampung.ScanProgress) {
		u.post(func() {
			s.scans = p
			s.sayDoing()
		})
	})
	work(u, tr("Sedang mengirim ke kabupaten …"), func() (kampung.SyncReport, error) { return sync(ctx) },
		func(r kampung.SyncReport, err error) {
			unhear()
			stopped := ctx.Err() == context.Canceled
			s.idle()
			if stopped && err != nil {
				s.finish(nil, func() {
					s.report(toneInk, tr("Dihentikan. Yang sudah diterima kabupaten tetap tercatat, sisanya menunggu."))
				})
				return
			}
			s.finish(err, func() { s.report(toneDone, reportWords(r)) })
		})
}

// finish shows a failure on the page, or what came of it.
func (s *linkScreen) finish(err error, good func()) {
	u := s.u
	if u.desk == nil {
		return
	}
	if err != nil {
		ps, text := u.wordsFor(err)
		text = joinNonEmpty(problemLines(ps, nil), text)
		if strings.Contains(text, "aman di komputer ini") {
			s.report(toneBack, text)
		} else {
			s.report(toneBack, text, tr("Data tetap aman di komputer ini."))
		}
	} else {
		good()
	}
	s.load()
	if u.cur == s && u.modal == nil {
		u.focus(s.First())
	}
}

// toStick writes what waits to a stick or folder.
func (s *linkScreen) toStick() {
	s.export(s.stick, tr("Simpan ke USB atau folder"), false,
		tr("Serahkan USB ke kabupaten. Statusnya “Dikemas” sampai ada tanda terima."))
}

// toOthers writes everything for the office's other PCs.
func (s *linkScreen) toOthers() {
	s.export(s.others, tr("Simpan untuk komputer lain di kantor ini"), true,
		tr("Pasang USB di komputer lain, lalu tekan “Ambil dari USB” di sana."))
}

func (s *linkScreen) export(b *button, asking string, all bool, next string) {
	u, desk := s.u, s.u.desk
	if b.Disabled() {
		return
	}
	u.choose(asking, chooseFolder, nil, "", func(dir string) {
		s.busy(tr("Sedang mengemas dan menyimpan. Jangan cabut USB dulu …"), nil)
		run(u, long[[]kampung.BundleFile]{
			Saying: tr("Menyimpan ke USB"), Stopped: tr("Dibatalkan. USB aman dicabut."),
			Do: func(ctx context.Context, tell kampung.Tell) ([]kampung.BundleFile, error) {
				return desk.ExportWith(ctx, dir, all, tell)
			},
			Done: func(files []kampung.BundleFile, err error) {
				s.idle()
				if stopped(err) {
					s.finish(nil, func() { s.broken(files) })
					return
				}
				s.finish(err, func() { s.exported(files, dir, next) })
			},
		})
	})
}

// shownFiles is how many of the written files are named.
const shownFiles = 3

// exported says where the files are and that the stick may go.
func (s *linkScreen) exported(files []kampung.BundleFile, dir, next string) {
	if len(files) == 0 {
		s.report(toneDone, tr("Tidak ada yang perlu disimpan: semua sudah diterima."))
		return
	}
	var names []string
	for i, f := range files {
		if i == shownFiles && len(files) > shownFiles+1 {
			names = append(names, tr("dan {{.N}} lagi", "N", countWord(len(files)-shownFiles)))
			break
		}
		what := tr("{{.N}} catatan", "N", countWord(f.Entries))
		if f.Scan != "" {
			what = tr("lampiran")
		}
		names = append(names, fmt.Sprintf("%s (%s, %s)", filepath.Base(f.File), what, bytesWord(f.Bytes)))
	}
	s.report(toneDone, tr("Tersimpan. USB aman dicabut."), tr("Di {{.Dir}}: {{.Files}}", "Dir", dir, "Files", strings.Join(names, ", ")), next)
}

// broken says what an export that was called off has left.
func (s *linkScreen) broken(files []kampung.BundleFile) {
	if len(files) == 0 {
		s.report(toneInk, tr("Dibatalkan. Tidak ada berkas yang ditulis; USB aman dicabut."))
		return
	}
	s.report(toneInk, tr("Dibatalkan. {{.N}} berkas sudah utuh di USB dan boleh dibawa; sisanya menunggu. USB aman dicabut.", "N", countWord(len(files))))
}

// fromStick takes a receipt or a bundle, or a folder of them.
func (s *linkScreen) fromStick() {
	if s.receipt.Disabled() {
		return
	}
	s.u.choose(tr("Pilih USB atau folder"), chooseFolder, nil, "", func(path string) {
		s.takeIn(path, tr("Sedang membaca USB …"), tr("USB aman dicabut."))
	})
}

// takeIn reads a receipt or a bundle, or a folder of them, and shows what came
// of it; next is what may be done then.
func (s *linkScreen) takeIn(path, saying, next string) {
	desk := s.u.desk
	s.busy(saying, nil)
	run(s.u, takingIn(desk, path, func(r kampung.SyncReport, err error) {
		s.idle()
		if stopped(err) {
			s.finish(nil, func() { s.report(toneInk, stoppedTaking(r)) })
			return
		}
		s.finish(err, func() { s.report(toneDone, reportWords(r), next) })
	}))
}

// takingIn is the work of reading a stick or a file.
func takingIn(desk Desk, path string, done func(kampung.SyncReport, error)) long[kampung.SyncReport] {
	return long[kampung.SyncReport]{
		Saying: tr("Mengambil dari USB"), Stopped: tr("Dibatalkan. Yang sudah diambil tetap tersimpan; USB aman dicabut."),
		Do: func(ctx context.Context, tell kampung.Tell) (kampung.SyncReport, error) {
			return desk.ImportWith(ctx, path, tell)
		},
		Done: done,
	}
}

// askEnrol writes a request to enrol onto a stick.
func (s *linkScreen) askEnrol() {
	u, desk, code := s.u, s.u.desk, trim(s.code.Value())
	ps := codeProblems(code)
	s.form.show(ps.Of, true)
	s.whole.Set("")
	s.body.Refresh()
	if len(ps) > 0 || s.stick.Disabled() {
		return
	}
	u.choose(tr("Simpan permintaan ke USB atau folder"), chooseFolder, nil, "", func(dir string) {
		s.busy(tr("Sedang menulis permintaan. Jangan cabut USB dulu …"), nil)
		work(u, tr("Sedang menulis permintaan …"), func() (string, error) { return desk.AskEnrol(dir, code) }, func(path string, err error) {
			s.idle()
			s.finish(err, func() {
				s.report(toneDone, tr("Permintaan tersimpan. USB aman dicabut."), filepath.Base(path), tr("Bawa USB ke kabupaten. Jawabannya kembali di USB yang sama; tekan “Ambil dari USB”."))
			})
		})
	})
}

// enrolNow ties the desk to a hub.
func (s *linkScreen) enrolNow() {
	u, desk := s.u, s.u.desk
	hub, code := trim(s.addr.Value()), trim(s.code.Value())
	ps := enrolProblems(hub, code)
	s.form.show(ps.Of, true)
	s.whole.Set("")
	s.body.Refresh()
	if len(ps) > 0 || s.send.Disabled() {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	s.busy(tr("Sedang mendaftarkan meja …"), cancel)
	work(u, tr("Sedang mendaftarkan meja …"), func() (kampung.SyncReport, error) { return desk.Enrol(ctx, hub, code) },
		func(r kampung.SyncReport, err error) {
			s.idle()
			if err != nil {
				ps, text := u.wordsFor(err)
				s.form.show(ps.Of, true)
				s.whole.Set(joinNonEmpty(problemLines(ps, map[string]bool{"hub": true, "code": true}), text))
				s.load()
				s.body.Refresh()
				return
			}
			s.code.Put("")
			s.finish(nil, func() { s.report(toneDone, tr("Meja ini sudah terdaftar di kabupaten."), reportWords(r)) })
		})
}
