package roster

import (
	"errors"
	"strings"

	"smartkampung/kampung"
)

// saved closes every sentence about a whole file: nothing was changed.
const saved = " Data warga tidak berubah."

// trouble is a whole-file failure in the clerk's words.
func trouble(what, next string, err error) *kampung.Trouble {
	return &kampung.Trouble{What: what + saved, Next: next, Err: err}
}

const asXLSX = "Buka berkas itu di Excel atau LibreOffice, pilih Simpan Sebagai, jenis “Excel Workbook (.xlsx)”, lalu impor berkas .xlsx itu."

// bookTrouble puts a failure of reading a workbook in words. An error that is
// words already stays.
func bookTrouble(err error) error {
	var t *kampung.Trouble
	switch {
	case err == nil:
		return nil
	case errors.As(err, &t):
		return t
	case errors.Is(err, errHostile):
		return trouble("Berkas Excel ini terlalu besar atau susunannya tidak wajar, jadi tidak dibuka.",
			"Simpan ulang lembar data warga saja ke berkas .xlsx baru (paling banyak 200.000 baris), lalu impor berkas itu.", err)
	}
	return trouble("Berkas Excel ini terpotong atau rusak.",
		"Salin ulang berkas dari sumbernya, atau buka di Excel dan simpan sebagai .xlsx yang baru.", err)
}

// headerTrouble says what keeps a header from being a layout.
func headerTrouble(h *header) error {
	where := "Judul kolom"
	if h.sheet != "" {
		where = "Judul kolom di lembar “" + clip(h.sheet) + "”"
	}
	switch {
	case len(h.twice) > 0:
		return trouble(where+" memuat kolom yang sama dua kali: "+list(h.twice)+".",
			"Hapus atau ganti nama salah satunya, lalu impor lagi.", nil)
	case len(h.unknown) > 0 && len(h.missing) > 0:
		return trouble(where+" memuat kolom yang tidak dikenal: "+list(h.unknown)+"; dan belum memuat kolom: "+list(h.missing)+".",
			"Samakan judul kolom dengan format impor penduduk, lalu impor lagi.", nil)
	case len(h.unknown) > 0:
		return trouble(where+" memuat kolom yang tidak dikenal: "+list(h.unknown)+".",
			"Hapus kolom itu atau samakan namanya dengan format impor penduduk, lalu impor lagi.", nil)
	}
	return trouble(where+" belum memuat kolom: "+list(h.missing)+".",
		"Tambahkan kolom itu, lalu impor lagi.", nil)
}

// list joins names for a sentence, at most eight of them.
func list(names []string) string {
	quoted := make([]string, 0, 9)
	for i, n := range names {
		if i == 8 {
			quoted = append(quoted, "dan lainnya")
			break
		}
		quoted = append(quoted, "“"+clip(n)+"”")
	}
	return strings.Join(quoted, ", ")
}

// clip shortens a text from the file for a sentence.
func clip(s string) string {
	s = kampung.FoldSpace(s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
