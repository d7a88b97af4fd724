package ui

import (
	"context"

	"smartkampung/kampung"
)

// exportRows is how many rows are read at once for a file.
const exportRows = 500

// exportAll writes the whole list, as it is narrowed and sorted, as a
// spreadsheet.
func (t *requestTable) exportAll() {
	u, desk := t.u, t.u.desk
	q, _ := t.m.Query()
	quietly(u, func() ([]string, error) { return desk.RequestIDs(q) }, func(ids []string, err error) {
		if !u.failed(err) {
			t.export(ids)
		}
	})
}

func (t *requestTable) exportMarked() { t.markedIDs(tr("Simpan Excel"), t.export) }

// export reads the rows of ids and writes them where the clerk says.
func (t *requestTable) export(ids []string) {
	u, desk, m := t.u, t.u.desk, t.m
	if len(ids) == 0 {
		u.tell(tr("Simpan Excel"), tr("Daftar ini kosong. Ubah saringannya lebih dulu."))
		return
	}
	var rows []kampung.ListRow
	u.steps(tr("Menyusun daftar"), (len(ids)+exportRows-1)/exportRows, func(i int) error {
		more, err := desk.RequestRows(ids[i*exportRows : min(len(ids), (i+1)*exportRows)])
		rows = append(rows, more...)
		return err
	}, func(_ int, err error) {
		if u.failed(err) || len(rows) < len(ids) {
			return // it was stopped: no file
		}
		make := kampung.RequestListBook
		if m.Issued {
			make = kampung.LetterListBook
		}
		u.saveList(make(rows, m.Names, m.About()), m.Today)
	})
}

// saveList writes a list where the clerk says.
func (u *UI) saveList(b kampung.Book, today kampung.Date) {
	u.saveBookAs(b, ".xlsx", string(b.Key)+"-"+today.ISO()+".xlsx")
}

// exportOpenDK writes all residents for a kecamatan office that runs OpenDK; the
// file is not sealed, so that is said first.
func (s *residentsScreen) exportOpenDK() {
	u := s.u
	u.ask(tr("Simpan untuk OpenDK"), tr("Berkas ini berisi NIK seluruh penduduk dan tidak disegel. Serahkan langsung ke petugas kecamatan, lalu hapus."), tr("Pilih tempatnya"), false, func() {
		u.choose(tr("Simpan untuk OpenDK"), chooseSave, []string{".zip"}, kampung.OpenDKName(u.env.Now())+".zip", func(path string) {
			desk := u.desk
			run(u, long[kampung.OpenDKFile]{
				Saying: tr("Menyimpan data penduduk untuk OpenDK"), Stopped: tr("Dibatalkan. Tidak ada berkas yang ditulis."),
				Do: func(ctx context.Context, tell kampung.Tell) (kampung.OpenDKFile, error) {
					return desk.ExportOpenDK(ctx, withEnding(path, ".zip"), tell)
				},
				Done: func(f kampung.OpenDKFile, err error) {
					if !u.failed(err) {
						u.bar.done(joinNonEmpty(tr("{{.N}} penduduk tersimpan di {{.Path}}", "N", countWord(f.Residents), "Path", f.File), f.Note))
					}
				},
			})
		})
	})
}
