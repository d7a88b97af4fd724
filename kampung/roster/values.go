package roster

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"smartkampung/kampung"
)

// Sentences about single cells. They never quote the value.
const (
	sayFault   = "Sel berisi rumus yang gagal. Ketik nilainya langsung."
	sayFormula = "Sel berisi rumus yang belum dihitung. Buka di Excel dan simpan ulang, atau ketik nilainya langsung."
	sayDated   = "Isi sel berubah menjadi tanggal di Excel. Ubah format kolom menjadi Teks dan ketik ulang."
	saySerial  = "Sel berisi angka, bukan tanggal. Ubah format sel menjadi Tanggal, atau tulis seperti 17-08-1990."
	sayEarly   = "Tanggal dari Excel ini tidak masuk akal. Tulis seperti 17-08-1990."
	sayPoint   = "Koordinat belum benar. Tulis seperti -8.4312 atau kosongkan."
	sayLong    = "Isi terlalu panjang, paling banyak 200 huruf."
)

// sayRounded names the number that a spreadsheet has rounded.
func sayRounded(what string) string {
	return what + " tersimpan sebagai angka dan sudah dibulatkan oleh Excel. Ubah kolom menjadi Teks dan ketik ulang dari KTP atau KK."
}

// numberWords are what the columns of kindNumber are called in a sentence.
var numberWords = map[string]string{
	"nik": "NIK", "no_kk": "Nomor KK", "ayah_nik": "NIK ayah", "ibu_nik": "NIK ibu",
}

// faults are what a failed formula shows; a CSV holds them as texts.
var faults = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true,
}

// broken says why a cell has no value at all, or "".
func broken(c cell) string {
	switch {
	case c.kind == cellFormula:
		return sayFormula
	case c.kind == cellFault:
		return sayFault
	}
	if word, _, _ := strings.Cut(strings.TrimSpace(c.text), " "); c.kind == cellText && faults[word] {
		return sayFault
	}
	return ""
}

// textOf reads a cell as text, with an empty text for "-" and the like. The
// second result is the problem, or "".
func textOf(c cell, what string) (string, string) {
	if p := broken(c); p != "" {
		return "", p
	}
	if c.date {
		return "", sayDated
	}
	text := c.text
	if c.kind == cellNumber {
		digits, form := wholeNumber(text)
		if form == roundedWhole {
			return "", sayRounded(what)
		}
		return digits, ""
	}
	text = kampung.FoldSpace(text)
	if strings.Trim(text, "-–_. ") == "" {
		return "", ""
	}
	return text, ""
}

// plainText reads any text of the register.
func plainText(c cell) (string, string) {
	text, p := textOf(c, "Isi sel ini")
	if p == "" && len(text) > 200 && len([]rune(text)) > 200 {
		return "", sayLong
	}
	return text, p
}

// numberOf reads an identity number; zeros alone mean that there is none yet.
// A text that another program or Excel made of a number (3510051708900001.0,
// 3,51005E+15) is judged as that number.
func numberOf(c cell, key string) (string, string) {
	what := numberWords[key]
	if p := broken(c); p != "" {
		return "", p
	}
	if c.date {
		return "", sayDated
	}
	text := kampung.FoldSpace(c.text)
	power, isPower := shownAsPower(text)
	if isPower {
		text = power
	}
	if c.kind == cellNumber || isPower || len(text) == 18 && strings.HasSuffix(text, ".0") {
		digits, form := wholeNumber(text)
		switch form {
		case roundedWhole:
			return "", sayRounded(what)
		case notWhole:
			return "", what + " harus 16 angka tanpa tanda lain. Ubah kolom menjadi Teks dan ketik ulang."
		}
		text = digits
	}
	text = kampung.CleanNIK(text)
	if strings.Trim(text, "0") == "" {
		return "", ""
	}
	return text, ""
}

// placeOf reads an RT or RW.
func placeOf(c cell) (string, string) {
	text, p := textOf(c, "RT/RW")
	if p != "" {
		return "", p
	}
	return kampung.ParseRT(strings.TrimSuffix(text, ",0"))
}

// codeOf reads a code or its label.
func codeOf(c cell, table kampung.CodeTable) (int, string) {
	text, p := textOf(c, "Kode")
	if p != "" {
		return 0, p
	}
	code, ok := kampung.ParseCode(table, text)
	if !ok {
		return 0, codeWords()[table]
	}
	return code, ""
}

// codeWords holds the sentence of each table, made once: a file whose columns
// have shifted needs it thousands of times.
var codeWords = sync.OnceValue(func() map[kampung.CodeTable]string {
	words := map[kampung.CodeTable]string{}
	for _, c := range columns {
		if c.kind == kindCode {
			words[c.table] = sayCodes(c.table)
		}
	}
	return words
})

// sayCodes tells what a column of codes takes.
func sayCodes(table kampung.CodeTable) string {
	codes := kampung.Codes(table)
	if len(codes) > 11 {
		return fmt.Sprintf("Isi tidak dikenal. Tulis kode %d–%d atau labelnya, misalnya %s.", codes[0].Code, codes[len(codes)-1].Code, codes[0].Label)
	}
	var all []string
	for _, c := range codes {
		all = append(all, fmt.Sprintf("%d %s", c.Code, c.Label))
	}
	return "Isi tidak dikenal. Tulis kode atau labelnya: " + strings.Join(all, ", ") + "."
}

// zeroDate is how databases write that there is no date.
var zeroDate = regexp.MustCompile(`^0{1,4}[-/. ]0{1,2}[-/. ]0{1,4}( 0{2}:0{2}(:0{2})?)?$|^0$`)

// dateOf reads a day. A number is one only when the sheet shows it as a date,
// or when it is written out as 17081990; days before 1901 are numbers that a
// date format was laid over.
func dateOf(c cell, is1904 bool, today kampung.Date) (kampung.Date, string) {
	if p := broken(c); p != "" {
		return kampung.Date{}, p
	}
	if c.date {
		serial, err := strconv.ParseFloat(c.text, 64)
		if err != nil {
			return kampung.Date{}, sayEarly
		}
		if serial == 0 {
			return kampung.Date{}, ""
		}
		d, ok := kampung.DateFromSerial(serial, is1904)
		if !ok || d.Year < 1901 {
			return kampung.Date{}, sayEarly
		}
		return d, ""
	}
	text := kampung.FoldSpace(c.text)
	if zeroDate.MatchString(text) {
		return kampung.Date{}, ""
	}
	d, p := kampung.ParseDate(text, today)
	if p != "" && (c.kind == cellNumber || strings.Trim(text, "0123456789") == "") {
		p = saySerial
	}
	return d, p
}

// pointOf reads a latitude or longitude. A spreadsheet writes doubles with
// digits that nobody typed; 15 are what it shows.
func pointOf(c cell) (string, string) {
	if p := broken(c); p != "" {
		return "", p
	}
	text := kampung.FoldSpace(c.text)
	if strings.Trim(text, "-") == "" {
		return "", ""
	}
	text = strings.Replace(text, ",", ".", 1)
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || c.date || f < -180 || f > 180 || len(text) > 24 {
		return "", sayPoint
	}
	if c.kind == cellNumber {
		f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
		text = strconv.FormatFloat(f, 'f', -1, 64)
	}
	return text, ""
}

// hamletInAddress finds the dusun that exports write into the address: "DSN.
// PRAPAT", "JL. MAWAR NO. 3 DUSUN KRAJAN RT 01".
var hamletInAddress = regexp.MustCompile(`(?i)(^|[\s,.])(?:DSN|DUSUN|DUKUH|DKH)[.:\s]+([\pL'’ -]+?)\s*($|[,.;/0-9(]|\s(?:RT|RW|NO|JL|JLN|GG|BLOK)\b)`)

// splitHamlet takes the dusun out of an address. Without one the address comes
// back as it is.
func splitHamlet(address string) (rest, hamlet string) {
	at := hamletInAddress.FindStringSubmatchIndex(address)
	if at == nil {
		return address, ""
	}
	hamlet = strings.TrimSpace(address[at[4]:at[5]])
	rest = address[:at[3]] + " " + strings.TrimLeft(address[at[6]:], " ,.;")
	return strings.Trim(kampung.FoldSpace(rest), " ,.;"), hamlet
}
