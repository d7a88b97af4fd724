package ui

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"smartkampung/kampung"
)

// backupWords tell where the last backup is and what it holds; "" for none.
func backupWords(b kampung.Backup) string {
	if b.At.IsZero() {
		return ""
	}
	return tr("Di {{.Folder}}: {{.Records}} rekaman dan {{.Scans}} lampiran.", "Folder", b.Folder, "Records", countWord(b.Records), "Scans", countWord(b.Scans))
}

// firstUpper begins a sentence.
func firstUpper(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[n:]
}

// remindChoices are after how many days the office may want to be reminded.
func remindChoices() []hit {
	var all []hit
	for _, n := range []int{1, 3, kampung.BackupDays, 14, 30} {
		all = append(all, hit{Key: strconv.Itoa(n), Title: tr("{{.N}} hari", "N", countWord(n))})
	}
	return all
}
