package ui

import "smartkampung/kampung"

// printMany prints letters one after the other on the default printer, after
// asking, and tells which were printed and which not.
func (u *UI) printMany(ids []string) {
	desk := u.desk
	u.ask(tr("Cetak {{.N}} surat?", "N", countWord(len(ids))), tr("Surat dicetak berurutan seperti dalam daftar. Yang belum disetujui dilewati dan disebutkan alasannya."), tr("Cetak"), false, func() {
		u.batch(tr("Mencetak surat"), func(n string) string { return tr("{{.N}} surat dicetak", "N", n) }, ids, func(r kampung.ListRow) (string, error) {
			if why := whyNotPrinted(r.State); why != "" {
				return why, nil
			}
			if err := desk.PrintLetter(r.ID, kampung.PrintChoice{}); err != nil {
				return "", err
			}
			return "", markPrinted(desk, r.ID)
		})
	})
}
