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

// BackupDays is after how many days a clerk is reminded of a backup, unless the
// office says otherwise.
const BackupDays = 7

// BackupDue is after how many days the office wants to be reminded of a backup.
func (o Office) BackupDue() int {
	if o.BackupDays <= 0 {
		return BackupDays
	}
	return o.BackupDays
}

// BackupLate reports whether it is time for a backup: the last one is older than
// some days, or there is none.
func BackupLate(last, now time.Time, days int) bool {
	return last.IsZero() || now.Sub(last) > time.Duration(days)*24*time.Hour
}

// BackupLine tells in a sentence when the last tested backup was made.
func BackupLine(last, now time.Time, say Say) string {
	if last.IsZero() {
		return say("belum ada cadangan di disk lain")
	}
	return say("cadangan diuji {{.When}}", "When", WhenWords(last, now, say))
}
