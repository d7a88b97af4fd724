package ui

import "smartkampung/kampung"

// printMany prints letters one after the other, each on the printer and paper
// that its service had last, after asking, and tells which were printed and which
// not.
func (u *UI) printMany(ids []string) {
	desk, c := u.desk, u.printChoices()
	print := func(printers []string) {
		u.batch(tr("Mencetak surat"), func(n string) string { return tr("{{.N}} surat dicetak", "N", n) }, ids, func(r kampung.ListRow) (string, error) {
			if why := whyNotPrinted(r.State); why != "" {
				return why, nil
			}
			return "", printOne(desk, r.ID, c.of(r.Service).On(printers))
		})
	}
	u.ask(tr("Cetak {{.N}} surat?", "N", countWord(len(ids))), tr("Surat dicetak berurutan seperti dalam daftar. Yang belum disetujui dilewati dan disebutkan alasannya."), tr("Cetak"), false,
		func() { u.printers(print) })
}
