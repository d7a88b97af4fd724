package ui

import (
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
