package kampung

import "time"

// Backup is a copy of the office's data on another disk that was read back and
// found whole.
type Backup struct {
	At      time.Time `json:"at"`
	Folder  string    `json:"folder"`
	Records int       `json:"records"` // of the journal, each opened again
	Scans   int       `json:"scans"`   // attachments in the copy
	Bytes   int64     `json:"bytes"`   // copied this time; what was there already stays
}

// BackupDue is after how long a clerk is told to make a backup.
const BackupDue = 7 * 24 * time.Hour

// BackupLine tells in a sentence when the last tested backup was made; late says
// that it is time for one.
func BackupLine(last, now time.Time, say Say) (line string, late bool) {
	if last.IsZero() {
		return say("belum ada cadangan di disk lain"), true
	}
	return say("cadangan diuji {{.When}}", "When", WhenWords(last, now, say)), now.Sub(last) > BackupDue
}
