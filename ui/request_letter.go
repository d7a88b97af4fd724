package ui

import (
	"bytes"
	"image"
	_ "image/jpeg" // scans that are shown
	_ "image/png"
	"strings"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// Print asks for the printer when there are several, and prints.
func (s *detailScreen) Print() {
	u := s.u
	if !s.m.R.State.Signed() {
		u.tell(tr("Belum bisa dicetak"), tr("Surat dicetak setelah disetujui. Sekarang statusnya: {{.State}}.", "State", stateWord(s.m.R.State)))
		return
	}
	if u.env.Printers == nil {
		s.printOn("")
		return
	}
	quietly(u, func() ([]string, error) { return u.env.Printers(), nil }, func(names []string, err error) {
		if err != nil || len(names) < 2 {
			s.printOn("")
			return
		}
		s.askPrinter(names)
	})
}

// askPrinter offers the printers, the default one first and under Enter.
func (s *detailScreen) askPrinter(names []string) {
	u := s.u
	var m *modal
	list := column(4)
	var first *button
	for i, n := range names {
		name := n
		w := weightPlain
		if i == 0 {
			w = weightMain
		}
		b := u.button(clip(name, 48), theme.DocumentPrintIcon(), w, func() { m.close(); s.printOn(name) })
		if i == 0 {
			first = b
		}
		list.Add(b)
	}
	no := u.button(tr("Batal"), nil, weightQuiet, func() { m.cancel() })
	m = u.open(fixed(460, column(12, title(tr("Cetak di mana?")), list, line(8, spacer(), no))), first)
	u.settle(m)
}

// printOn sends the letter to a printer, "" for the default one, and marks it
// printed.
func (s *detailScreen) printOn(printer string) {
	u, desk, id := s.u, s.u.desk, s.id
	work(u, tr("Sedang mencetak …"), func() (struct{}, error) {
		if err := desk.PrintLetter(id, kampung.PrintChoice{Printer: printer}); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, markPrinted(desk, id)
	}, func(_ struct{}, err error) {
		if u.failed(err) {
			return
		}
		u.bar.done(tr("Surat dikirim ke pencetak."))
		s.read(true)
	})
}

// markPrinted takes an approved request to printed, when the desk has not done
// so by itself.
func markPrinted(d Desk, id string) error {
	r, err := d.Request(id)
	if err != nil || r.State != kampung.StateApproved {
		return err
	}
	_, err = d.Advance(id, kampung.StatePrinted, "")
	return err
}

// savePDF writes the letter where the clerk says.
func (s *detailScreen) savePDF() {
	u, desk, id := s.u, s.u.desk, s.id
	u.choose(tr("Simpan surat sebagai PDF"), chooseSave, []string{".pdf"}, letterFileName(s.m), func(path string) {
		if !strings.HasSuffix(strings.ToLower(path), ".pdf") {
			path += ".pdf"
		}
		work(u, tr("Sedang menyimpan PDF …"), func() (struct{}, error) { return struct{}{}, desk.SaveLetter(id, path) },
			func(_ struct{}, err error) {
				if u.failed(err) {
					return
				}
				s.saved = path
				u.bar.done(tr("PDF tersimpan di {{.Path}}", "Path", path))
				s.read(false)
			})
	})
}

// letterFileName is the name proposed for the PDF: service and name, no number
// of a person.
func letterFileName(m detailModel) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r == ' ' || r == '-':
			return '-'
		}
		return -1
	}, strings.ToLower(m.Service.Short+" "+m.R.Applicant.Name))
	return clip(name, 60) + ".pdf"
}

func (s *detailScreen) openFile(path string) {
	u := s.u
	work(u, tr("Sedang membuka …"), func() (struct{}, error) { return struct{}{}, u.env.Open(path) },
		func(_ struct{}, err error) { u.failed(err) })
}

// see shows a picture that was scanned in.
func (s *detailScreen) see(sc kampung.Scan) {
	u, desk := s.u, s.u.desk
	work(u, tr("Sedang membuka …"), func() (image.Image, error) {
		b, err := desk.ScanBytes(sc)
		if err != nil {
			return nil, err
		}
		img, _, err := image.Decode(bytes.NewReader(b))
		return img, err
	}, func(img image.Image, err error) {
		if u.failed(err) {
			return
		}
		pic := canvas.NewImageFromImage(img)
		pic.FillMode = canvas.ImageFillContain
		var m *modal
		ok := u.button(tr("Tutup"), nil, weightMain, func() { m.close() })
		acts := line(8, spacer())
		if u.env.Open != nil {
			acts.Add(u.button(tr("Buka dengan program lain"), theme.FolderOpenIcon(), weightPlain, func() { m.close(); s.openScan(sc) }))
		}
		acts.Add(ok)
		m = u.open(sized(760, 560, container.NewBorder(heading(sc.Name), acts, nil, nil, inset(8, 0, pic))), ok)
		u.settle(m)
	})
}

func (s *detailScreen) copyScan(sc kampung.Scan) {
	u, desk := s.u, s.u.desk
	u.choose(tr("Simpan salinan lampiran"), chooseSave, nil, sc.Name, func(path string) {
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) {
			b, err := desk.ScanBytes(sc)
			if err != nil {
				return struct{}{}, err
			}
			return struct{}{}, u.env.WriteFile(path, b)
		}, func(_ struct{}, err error) {
			if !u.failed(err) {
				u.bar.done(tr("Salinan tersimpan."))
			}
		})
	})
}
