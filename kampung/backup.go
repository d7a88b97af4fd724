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

// BackupContent is what a backup holds. What is found without a key stands
// first; the rest is known once it was opened.
type BackupContent struct {
	Folder  string    `json:"folder"`
	Village string    `json:"village"` // the code in the folder's name, or ""
	At      time.Time `json:"at"`      // when its records were copied
	Scans   int       `json:"scans"`
	Bytes   int64     `json:"bytes"`

	Opened    bool      `json:"opened"`
	Office    Office    `json:"-"`
	Last      time.Time `json:"last"` // of the last entry
	Records   int       `json:"records"`
	Requests  int       `json:"requests"`
	Residents int       `json:"residents"` // recorded, those who left or died included
	Lost      int       `json:"lost"`      // attachments that were copied once and are missing
}

// BackupKey opens a backup: an account's login and password, or the office's
// recovery key.
type BackupKey struct{ Login, Password, Recovery string }

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
