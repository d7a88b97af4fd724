package ui

import (
	"path/filepath"
	"time"
)

// carriedWords says at the door which file will be read.
func carriedWords(path string) string {
	if path == "" {
		return ""
	}
	return tr("Setelah dibuka, berkas {{.File}} langsung dibaca.", "File", filepath.Base(path))
}

// stoppedWords tells of an unexpected end: what happened, that the data is safe,
// and what may be done.
func stoppedWords(s Stopped, now time.Time) string {
	return joinNonEmpty(
		tr("Waktu terakhir dipakai, {{.When}}, program berhenti sendiri karena ada yang keliru di dalamnya.", "When", moment(s.At, now)),
		tr("Semua yang sudah disimpan tetap aman, dan isian yang sedang diketik ada di Beranda."),
		tr("Laporannya tidak memuat data penduduk. Kalau ini terulang, kirimkan berkas itu kepada petugas teknis:"))
}
