package ui

import (
	"fmt"
	"path/filepath"

	"smartkampung/kampung"
)

// importModel is an import from choosing the file to its result.
type importModel struct {
	Path       string
	Plan       kampung.ImportPlan
	Planned    bool
	Done       bool
	Correction string
}

// Numbers are the four counts of the report, in words.
func (m importModel) Numbers() [4][2]string {
	return [4][2]string{
		{countWord(m.Plan.New), tr("baru")},
		{countWord(m.Plan.Changed), tr("berubah")},
		{countWord(m.Plan.Unchanged), tr("tetap sama")},
		{countWord(m.Plan.Refused), tr("belum bisa diambil")},
	}
}

// Headline says what the file would do, or did.
func (m importModel) Headline() string {
	take := m.Plan.New + m.Plan.Changed
	switch {
	case m.Done:
		return tr("{{.N}} penduduk sudah tersimpan.", "N", countWord(take))
	case take == 0 && m.Plan.Refused == 0:
		return tr("Tidak ada yang berubah: semua isi berkas sudah ada di daftar.")
	case take == 0:
		return tr("Belum ada baris yang bisa diambil. Lihat daftar di bawah.")
	}
	return tr("{{.N}} penduduk siap disimpan. Belum ada yang berubah sampai tombol Simpan ditekan.", "N", countWord(take))
}

// RowText is where a problem stands in the file.
func rowText(p kampung.RowProblem) string {
	if p.Row == 0 {
		return ""
	}
	return fmt.Sprint(p.Row)
}

// FileName is the file without its folder.
func (m importModel) FileName() string { return filepath.Base(m.Path) }
