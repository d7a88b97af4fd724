package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"smartkampung/assets"
	"smartkampung/kampung"
)

// commonParts are the components of the standard that an office says for all its
// services; the others follow from each service.
var commonParts = []string{"prosedur", "waktu", "pengaduan", "dasar_hukum", "sarana", "kompetensi", "pengawasan", "pelaksana", "jaminan", "keamanan", "evaluasi"}

// standardTexts are the components with their texts by key.
func standardTexts(s *kampung.Standard) map[string]kampung.StandardPart {
	m := map[string]kampung.StandardPart{}
	for _, p := range s.Parts() {
		m[p.Key] = p
	}
	return m
}

// standardPage is what the office's service standard says for all services, and
// the sheets for the notice board.
func (s *settingsScreen) standardPage() *settingsPage {
	u := s.u
	p := &settingsPage{form: &fields{u: u}, admin: true}
	common, err := kampung.ParseStandard(assets.Standard)
	if err != nil && u.env.Log != nil {
		u.env.Log(err)
	}
	labels := standardTexts(&common)
	form := column(12, heading(tr("Standar pelayanan untuk semua layanan")),
		aside(tr("Yang dikosongkan kembali ke kalimat bawaan. Syarat, waktu, biaya dan produk mengikuti tiap layanan.")))
	for _, key := range commonParts {
		form.Add(p.form.add(u.field(key, labels[key].Label, false, "", &textControl{u.long(2)})).Box)
	}
	p.show = func() {
		now := s.m.Office.Standard.Over(common)
		texts := standardTexts(&now)
		for _, f := range p.form.list {
			f.Control.Put(*texts[f.Key].Text)
		}
	}
	p.save = func() {
		o := s.m.Office
		texts := standardTexts(&o.Standard)
		for _, f := range p.form.list {
			*texts[f.Key].Text = f.Control.Value()
		}
		o.Standard = o.Standard.Beside(common)
		s.keepOffice(o, p.form, nil, -1, nil)
	}
	p.box = column(12, card(s.standardSheets()), card(form))
	return p
}

// standardSheets saves the sheets of one service or of all.
func (s *settingsScreen) standardSheets() fyne.CanvasObject {
	u := s.u
	pick := u.choice(tr("Semua layanan"), nil)
	pick.e.Name = tr("Layanan")
	pick.e.arrive = func() {
		hits := []hit{{Key: "", Title: tr("Semua layanan")}}
		for _, svc := range u.facts.services {
			hits = append(hits, hit{Key: svc.Key, Title: svc.Name, Sub: svc.Short})
		}
		pick.SetOptions(hits)
	}
	save := u.button(tr("Simpan PDF"), theme.DocumentSaveIcon(), weightPlain, func() {
		key := pick.Value()
		u.choose(tr("Simpan PDF"), chooseSave, []string{".pdf"}, "standar-pelayanan.pdf", func(path string) {
			path = withEnding(path, ".pdf")
			desk := u.desk
			work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.SaveStandard(key, path) },
				func(_ struct{}, err error) {
					if !u.failed(err) {
						u.bar.done(tr("Tersimpan"))
					}
				})
		})
	})
	return column(12, heading(tr("Lembar untuk papan pengumuman")), aside(tr("14 komponen menurut UU 25/2009 dan Permenpan RB 15/2014, siap ditandatangani kepala.")),
		line(12, stretch(pick.Object()), save))
}
