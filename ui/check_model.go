package ui

import (
	"time"

	"smartkampung/kampung"
)

// checkModel is the check of a letter's code: what was given, and what came of
// it.
type checkModel struct {
	Found kampung.CheckedLetter
	Done  bool
}

// Head is the answer in a word, with its tone.
func (m checkModel) Head() (string, tone) {
	switch m.Found.Outcome {
	case kampung.CheckAuthentic:
		return tr("Asli"), toneDone
	case kampung.CheckCancelled:
		if m.Found.ReplacedBy != "" {
			return tr("Diganti"), toneBack
		}
		return tr("Dibatalkan"), toneBack
	case kampung.CheckAltered:
		return tr("Berubah"), toneBack
	case kampung.CheckRevoked:
		return tr("Dicabut setelah {{.Day}}", "Day", longDate(m.Found.Until)), toneWait
	case kampung.CheckUnknown:
		return tr("Tidak dikenal"), toneWait
	}
	return tr("Bukan kode surat"), toneWait
}

// Text says what the answer means and what to do.
func (m checkModel) Text() string {
	f := m.Found
	switch f.Outcome {
	case kampung.CheckAuthentic:
		switch {
		case f.Listed:
			return tr("Surat ini diterbitkan oleh kantor desa di bawah ini dan tercatat.")
		case !f.Until.IsZero():
			return tr("Surat ini ditandatangani sebelum komputernya dicabut pada {{.Day}}. Bila ragu, tanyakan ke kantor desa itu.", "Day", longDate(f.Until))
		}
		return tr("Surat ini diterbitkan oleh kantor desa di bawah ini. Pembatalan hanya terlihat di halaman Periksa surat milik kabupaten.")
	case kampung.CheckCancelled:
		if f.ReplacedBy != "" {
			return tr("Kantor desa sudah mengganti surat ini dengan surat nomor {{.Number}}. Surat ini tidak berlaku lagi; mintalah surat penggantinya.", "Number", f.ReplacedBy)
		}
		return tr("Surat ini memang pernah diterbitkan, tetapi kantor desa sudah membatalkannya. Surat ini tidak berlaku lagi.")
	case kampung.CheckAltered:
		return tr("Tanda pada kode ini tidak cocok dengan isinya. Tanyakan dulu ke kantor desa yang namanya tertera sebelum surat ini dipakai.")
	case kampung.CheckRevoked:
		return tr("Kode ini dibuat dengan komputer yang sudah dicabut kabupaten. Tanyakan ke kantor desa yang namanya tertera.")
	case kampung.CheckUnknown:
		if f.ListAt.IsZero() {
			return tr("Komputer ini belum punya daftar kunci dari kabupaten, jadi hanya surat dari kantor ini yang dapat diperiksa. Kirim sekali ke kabupaten, lalu periksa lagi.")
		}
		return tr("Kode ini tidak berasal dari kantor desa yang ada di daftar kunci komputer ini. Tanyakan ke kantor desa yang namanya tertera.")
	}
	return tr("Tulisan ini bukan kode surat, atau ada yang terpotong. Pindai sekali lagi, atau tempel tulisannya dengan lengkap.")
}

// Facts are what the code says of the letter, in the order of the page; none
// unless the village signed it.
func (m checkModel) Facts() [][2]string {
	f := m.Found
	if f.Number == "" {
		return nil
	}
	return [][2]string{
		{tr("Nomor surat"), f.Number}, {tr("Tanggal"), dayWord(f.Date)}, {tr("Jenis surat"), f.Kind},
		{tr("Diterbitkan oleh"), f.Village}, {tr("Pemohon (huruf awal)"), f.Initials},
	}
}

// ListNote says how old the list of keys is.
func (m checkModel) ListNote() string {
	if m.Found.ListAt.IsZero() {
		return ""
	}
	return tr("Daftar kunci kabupaten per {{.Day}}.", "Day", longDate(m.Found.ListAt))
}

func longDate(t time.Time) string { return dayWord(kampung.DateOf(t)) }
