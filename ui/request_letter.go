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

// Print prints as it was done last; Ctrl+P.
func (s *detailScreen) Print() {
	if s.mayPrint() {
		s.u.print(s.u.letterPrinting(s.m.R, s.m.Service, s.savePDF, s.printed))
	}
}

// SetPrint chooses printer, paper and copies first; Ctrl+Shift+P.
func (s *detailScreen) SetPrint() {
	if s.mayPrint() {
		s.u.setPrint(s.u.letterPrinting(s.m.R, s.m.Service, s.savePDF, s.printed))
	}
}

func (s *detailScreen) mayPrint() bool {
	if s.m.R.State.Signed() {
		return true
	}
	s.u.tell(tr("Belum bisa dicetak"), tr("Surat dicetak setelah disetujui. Sekarang statusnya: {{.State}}.", "State", stateWord(s.m.R.State)))
	return false
}

// printed shows the letter as it was printed, perhaps on other paper.
func (s *detailScreen) printed() { s.read(true) }

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
