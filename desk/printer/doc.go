// Package printer puts laid out pages on paper: through the command lp of CUPS
// on Linux, through GDI on Windows. Both print the pages of [letter.Document],
// which the screen shows too, on a sheet of the page's own size and not scaled.
//
// Windows has no program that is sure to print a PDF, so there the pages are
// drawn once more: texts as texts in the document's own faces, each letter at
// the place that the document gives it.
//
// All that can go wrong has words for the clerk ([kampung.Trouble]).
package printer

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/letter"
)

// Job says where pages go and how often.
type Job struct {
	Printer string // its name; empty for the PC's default one
	Copies  int    // below 1 counts as 1
}

func (j Job) copies() int { return min(max(j.Copies, 1), kampung.MaxCopies) }

// lead puts one of the names first.
func lead(names []string, first string) []string {
	if i := slices.Index(names, first); i > 0 {
		copy(names[1:], names[:i])
		names[0] = first
	}
	return names
}

// upright is a sheet with its shorter side first, as printers name paper.
func upright(p letter.Paper) (w, h float64) { return min(p.W, p.H), max(p.W, p.H) }

// sheetName is a sheet as the clerk knows it.
func sheetName(p letter.Paper) string {
	w, h := upright(p)
	for _, known := range letter.Papers {
		if known.W == w && known.H == h {
			return fmt.Sprintf("%s (%g × %g mm)", known.Name, w, h)
		}
	}
	return fmt.Sprintf("%g × %g mm", w, h)
}

// Tolerances in millimetres between a sheet and a size that a printer knows:
// the first for the same size in other units (A4 in points), the second for
// 8.5 × 13 inches, which is what many printers have for F4.
const (
	sameSheet = 0.5
	nearSheet = 1.6
)

// choicesLine is the line of lpoptions -l with the sizes of paper.
var choicesLine = regexp.MustCompile(`(?m)^(?:PageSize|media)(?:/[^:]*)?:(.*)$`)

// sizeInName finds the size that names of paper end with: om_folio_210x330mm
// (PWG 5101.1), 8.5x13in, Custom sizes aside.
var sizeInName = regexp.MustCompile(`(\d+(?:\.\d+)?)x(\d+(?:\.\d+)?)(mm|in)`)

// namedSheets are the sizes of the names without one (Adobe, PPD 4.3,
// appendix B) that are near a sheet that letters are set on.
var namedSheets = map[string][2]float64{
	"A4":                 {210, 297},
	"Folio":              {210, 330},
	"F4":                 {210, 330},
	"FanFoldGermanLegal": {215.9, 330.2},
	"Foolscap":           {215.9, 330.2},
}

// mediaFor returns the name of CUPS for a sheet, from what lpoptions -l says of
// a printer. ok is false where the printer lists its paper and has none that
// fits.
func mediaFor(options string, p letter.Paper) (name string, ok bool) {
	w, h := upright(p)
	custom := fmt.Sprintf("Custom.%gx%gmm", w, h)
	line := choicesLine.FindStringSubmatch(options)
	if line == nil {
		return custom, true // it says nothing of paper, such as a raw queue
	}
	near, any := "", false
	for choice := range strings.FieldsSeq(line[1]) {
		choice = strings.TrimPrefix(choice, "*")
		if strings.HasPrefix(choice, "Custom.") {
			any = true
			continue
		}
		cw, ch, known := sheetSize(choice)
		if !known {
			continue
		}
		switch off := max(math.Abs(cw-w), math.Abs(ch-h)); {
		case off <= sameSheet:
			return choice, true
		case off <= nearSheet && near == "":
			near = choice
		}
	}
	switch {
	case any:
		return custom, true
	case near != "":
		return near, true
	}
	return "", false
}

// sheetSize is the size in millimetres that a name of paper stands for.
func sheetSize(name string) (w, h float64, ok bool) {
	if s, ok := namedSheets[name]; ok {
		return s[0], s[1], true
	}
	m := sizeInName.FindStringSubmatch(name)
	if m == nil || strings.Contains(name, "_min_") || strings.Contains(name, "_max_") {
		return 0, 0, false
	}
	w, errW := strconv.ParseFloat(m[1], 64)
	h, errH := strconv.ParseFloat(m[2], 64)
	if m[3] == "in" {
		w, h = w*25.4, h*25.4
	}
	return w, h, errW == nil && errH == nil
}

// usePDF is the next step when no printer can be had.
const usePDF = "pakai “Simpan PDF” lalu cetak dari komputer lain"

func noPrinter(err error) error {
	return &kampung.Trouble{What: "Belum ada printer di komputer ini. Suratnya tetap tersimpan.",
		Next: "Pasang printer di pengaturan komputer, atau " + usePDF + ".", Err: err}
}

func noSuchPrinter(name string, err error) error {
	return &kampung.Trouble{What: "Printer “" + name + "” tidak ada lagi di komputer ini. Suratnya tetap tersimpan.",
		Next: "Pilih printer lain di “Atur cetak”.", Err: err}
}

func printerOff(name string, err error) error {
	return &kampung.Trouble{What: "Printer “" + name + "” sedang mati atau dijeda. Suratnya tetap tersimpan.",
		Next: "Nyalakan printer dan periksa kabelnya, lalu cetak lagi; atau pilih printer lain di “Atur cetak”.", Err: err}
}

func unknownPaper(name string, p letter.Paper, err error) error {
	return &kampung.Trouble{What: "Printer “" + name + "” tidak mengenal kertas " + sheetName(p) + ". Suratnya tetap tersimpan.",
		Next: "Pilih kertas lain di “Atur cetak”, atau tambahkan ukuran itu di pengaturan printer.", Err: err}
}

func noService(err error) error {
	return &kampung.Trouble{What: "Layanan cetak komputer ini tidak menjawab. Suratnya tetap tersimpan.",
		Next: "Nyalakan ulang komputer lalu cetak lagi, atau " + usePDF + ".", Err: err}
}

func notTaken(err error) error {
	return &kampung.Trouble{What: "Printer tidak menerima suratnya. Suratnya tetap tersimpan.",
		Next: "Periksa printer menyala dan terpasang lalu cetak lagi, atau " + usePDF + ".", Err: err}
}
