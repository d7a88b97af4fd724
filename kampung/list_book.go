package kampung

import (
	"strconv"
	"strings"
)

// The keys of lists that are saved as spreadsheets; they name no book of the
// regulation.
const (
	BookRequestList  BookKey = "daftar-permohonan"
	BookLetterList   BookKey = "daftar-surat"
	BookResidentList BookKey = "daftar-penduduk"
)

// RequestListBook is a list of requests as a spreadsheet has it; names are the
// services' short names by key, about tells what it was narrowed to. NIKs are
// masked: the list is for work in the office and may lie about.
func RequestListBook(rows []ListRow, names map[string]string, about string) Book {
	b := Book{Key: BookRequestList, Title: "Daftar Permohonan", About: about, Columns: []BookColumn{count("Nomor urut"), mid("Masuk"), col("Nama"), mid("NIK"), col("Layanan"),
		col("Nomor surat"), mid("Status"), mid("Kabupaten")}}
	for _, r := range rows {
		b.add(r.ID, r.State == StateCancelled, clockTime(r.At), r.Name, MaskNIK(r.NIK), listName(names, r.Service), r.Number, r.State.Label(), string(r.Sync))
	}
	return b
}

// LetterListBook is a list of issued letters as a spreadsheet has it.
func LetterListBook(rows []ListRow, names map[string]string, about string) Book {
	b := Book{Key: BookLetterList, Title: "Daftar Surat", About: about, Columns: []BookColumn{count("Nomor urut"), col("Nomor surat"), mid("Tanggal"), col("Layanan"), col("Nama"), mid("NIK"),
		mid("Status"), mid("Lembar dicetak"), mid("Diserahkan")}}
	for _, r := range rows {
		handed := ""
		if r.State == StateHanded {
			handed = ShortDate(DateOf(r.Last))
		}
		b.add(r.ID, r.State == StateCancelled, r.Number, ShortDate(r.Day), listName(names, r.Service), r.Name, MaskNIK(r.NIK), r.State.Label(), strconv.Itoa(r.Prints), handed)
	}
	return b
}

// ResidentListBook is a list of residents as a spreadsheet has it, with whole
// numbers, as the books of residents have them; ages are of today.
func ResidentListBook(rows []ResidentRow, about string, today Date) Book {
	b := Book{Key: BookResidentList, Title: "Daftar Penduduk", About: about, Columns: []BookColumn{count("Nomor urut"), col("Nama"), mid("NIK"), mid("Nomor KK"), mid("L/P"), mid("Tanggal lahir"),
		mid("Umur"), col("Dusun"), mid("RT"), mid("RW"), mid("Status")}}
	for _, r := range rows {
		age, birth := "", ""
		if n := Age(r.Birth, today); n >= 0 {
			age, birth = strconv.Itoa(n), ShortDate(r.Birth)
		}
		b.add(r.ID, false, r.Name, r.NIK, r.KK, SexLetter(r.Sex), birth, age, r.Dusun, r.RT, r.RW, PrintLabel(TableStatus, r.Status))
	}
	return b
}

func listName(names map[string]string, key string) string {
	if n := names[key]; n != "" {
		return n
	}
	return strings.ReplaceAll(key, "_", " ")
}
