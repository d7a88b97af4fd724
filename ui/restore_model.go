package ui

import (
	"strings"
	"time"

	"smartkampung/kampung"
)

// restoreModel is what the restore at the door knows and asks, step by step: the
// folder, a key, and the word to go on.
type restoreModel struct {
	Found   kampung.BackupContent
	Chosen  bool   // Found was read from a folder
	Village string // the village's name by the folder's, or ""
	Over    bool   // an office is on this computer
	ByKey   bool   // opened with the recovery key, not with a password

	Login, Password, Recovery string
}

// Problems tells what is missing to open the backup.
func (m restoreModel) Problems() kampung.Problems {
	var p kampung.Problems
	if m.ByKey {
		if _, err := kampung.ParseRecovery(m.Recovery); err != nil {
			p.Add("recovery", tr("Kunci pemulihan belum benar. Periksa lagi tujuh kelompok huruf pada lembarnya."))
		}
		return p
	}
	return doorModel{Login: m.Login, Password: m.Password}.Problems()
}

// Key is what opens the backup.
func (m restoreModel) Key() kampung.BackupKey {
	if m.ByKey {
		return kampung.BackupKey{Recovery: m.Recovery}
	}
	return kampung.BackupKey{Login: m.Login, Password: m.Password}
}

// Facts are what is known of the backup, a label and a value each.
func (m restoreModel) Facts(now time.Time) [][2]string {
	c := m.Found
	all := [][2]string{{tr("Folder"), c.Folder}}
	switch {
	case c.Opened && c.Office.Name == "":
		all = append(all, [2]string{tr("Kantor"), tr("Komputer yang belum selesai disambungkan")})
	case c.Opened:
		all = append(all, [2]string{tr("Kantor"), joinDots(officeName(c.Office), "Kecamatan "+c.Office.Kecamatan)})
	case m.Village != "":
		all = append(all, [2]string{tr("Kantor"), m.Village})
	}
	all = append(all, [2]string{tr("Dibuat"), firstUpper(moment(c.At, now))})
	if !c.Opened {
		return append(all, [2]string{tr("Isi"), tr("{{.Size}}, {{.Scans}} lampiran; selebihnya tersegel", "Size", bytesWord(c.Bytes), "Scans", countWord(c.Scans))})
	}
	if !c.Last.IsZero() {
		all = append(all, [2]string{tr("Catatan terakhir"), firstUpper(moment(c.Last, now))})
	}
	return append(all, [2]string{tr("Isi"), tr("{{.Requests}} permohonan, {{.Residents}} penduduk, {{.Scans}} lampiran",
		"Requests", countWord(c.Requests), "Residents", countWord(c.Residents), "Scans", countWord(c.Scans))})
}

// Note says what the restore will do, and what to know of the backup.
func (m restoreModel) Note() string {
	if !m.Found.Opened {
		return ""
	}
	var all []string
	if m.Found.Lost > 0 {
		all = append(all, tr("{{.N}} lampiran tidak ada lagi di folder cadangan ini; yang sudah diterima kabupaten diambil dari sana waktu dibuka.", "N", countWord(m.Found.Lost)))
	}
	all = append(all, tr("Semua catatan terbaca dan utuh. Yang dicatat sesudah cadangan ini, dan draf, tidak ikut."))
	return strings.Join(all, " ")
}

// Done says at the door what was made of which backup, and where the office is
// that was there before.
func (m restoreModel) Done(kept string, now time.Time) string {
	text := tr("Kantor sudah dipulihkan dari cadangan {{.When}}. Masuk dengan nama pengguna dan kata sandi yang dipakai waktu itu.", "When", moment(m.Found.At, now))
	if kept != "" {
		text += " " + tr("Kantor yang tadinya di sini disimpan di {{.Folder}}.", "Folder", kept)
	}
	return text
}
