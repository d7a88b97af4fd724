package ui

import (
	"smartkampung/kampung"
)

// Save keeps what was typed as a new version; Ctrl+S.
func (s *templateScreen) Save() {
	if !s.m.May {
		return
	}
	s.keep()
	u, desk := s.u, s.u.desk
	svc, ps := s.m.Service()
	note := trim(s.m.Typed.Note)
	if len(ps) > 0 {
		s.tell(ps)
		s.body.Refresh()
		return
	}
	work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.SaveTemplate(svc, note) }, func(_ struct{}, err error) {
		if ps, text := u.wordsFor(err); err != nil {
			if text != "" {
				ps.Add("", text)
			}
			s.tell(ps)
			s.body.Refresh()
			return
		}
		u.bar.done(tr("Tersimpan. Berlaku untuk surat berikutnya."))
		s.load(svc.Key)
	})
}

// askReset goes back to what comes with the program.
func (s *templateScreen) askReset() {
	u, desk, key := s.u, s.u.desk, s.m.Info.Key
	name, text := tr("Kembalikan ke bawaan"), tr("Kata-kata kantor ini disimpan sebagai versi lama. Surat yang sudah dicatat tidak berubah.")
	if s.m.Info.Kind == kampung.TemplateOwn {
		name = tr("Hapus layanan ini")
	}
	u.ask(name, text, name, true, func() {
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.ResetTemplate(key) }, func(_ struct{}, err error) {
			if !u.failed(err) {
				u.bar.done(tr("Tersimpan"))
				s.load(key)
			}
		})
	})
}

// export writes the service that is kept as a file.
func (s *templateScreen) export() {
	u, desk, key := s.u, s.u.desk, s.m.Info.Key
	if key == "" {
		u.tell(tr("Simpan sebagai berkas"), tr("Simpan dulu layanan baru ini."))
		return
	}
	u.choose(tr("Simpan sebagai berkas"), chooseSave, []string{".json"}, key+".json", func(path string) {
		path = withEnding(path, ".json")
		work(u, tr("Sedang menyimpan …"), func() (struct{}, error) { return struct{}{}, desk.ExportTemplate(key, "", path) }, func(_ struct{}, err error) {
			if !u.failed(err) {
				u.bar.done(tr("Tersimpan"))
			}
		})
	})
}

// importFile takes a service from a file.
func (s *templateScreen) importFile() {
	u, desk := s.u, s.u.desk
	u.choose(tr("Ambil dari berkas"), chooseFile, []string{".json"}, "", func(path string) {
		work(u, tr("Sedang mengambil berkas …"), func() (kampung.Service, error) { return desk.ImportTemplate(path, "") }, func(svc kampung.Service, err error) {
			if u.failed(err) {
				return
			}
			u.bar.done(tr("Tersimpan. Berlaku untuk surat berikutnya."))
			s.load(svc.Key)
		})
	})
}
