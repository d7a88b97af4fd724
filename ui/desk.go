package ui

import (
	"context"
	"image"

	"smartkampung/kampung"
)

// Gate is the door of the desk: what the window needs before an account has
// opened it. Its methods may block on disk; the window calls them from work.go.
type Gate interface {
	// Exists reports whether an office was set up in the data folder.
	Exists() bool
	// Setup makes a new office and opens it; recovery is the key to print and
	// keep. Problems come back as [kampung.Problems].
	Setup(s kampung.Setup) (desk Desk, recovery string, err error)
	// Unlock opens the desk. A wrong password is a [kampung.Trouble] that says
	// how long to wait, if at all.
	Unlock(login, password string) (Desk, error)
	// Recover opens the desk with the recovery key and gives login a new
	// password.
	Recover(recovery, login, password string) (Desk, error)
	// Join makes this PC ready to work beside, or in the place of, another one of
	// a village's office, and opens it; login and password open it from then on.
	// It still has to enrol, and gets the office with its visits.
	Join(village, login, password string) (Desk, error)
	// LookBackup tells what a folder's backup holds, as far as that is seen without
	// a key; OpenBackup opens it, reads it whole and writes nothing.
	LookBackup(dir string) (kampung.BackupContent, error)
	OpenBackup(ctx context.Context, dir string, key kampung.BackupKey, tell kampung.Tell) (kampung.BackupContent, error)
	// Restore makes the office of a backup; one that is there is kept in the
	// folder whose path comes back, or "". Called off, nothing has changed.
	Restore(ctx context.Context, dir string, tell kampung.Tell) (kept string, err error)
	// LastLogin is the login that opened the desk last on this PC, or "".
	LastLogin() string
}

// Practice is an office to practise in, beside the one in earnest: everybody in
// it is invented, and it can be thrown away. Its methods may block on disk.
type Practice interface {
	// Exists reports whether there is one already.
	Exists() bool
	// Begin opens it without a password; where there is none it is made.
	Begin() (Desk, error)
	// Password is that of its only account, no secret: for its locked screen.
	Password() string
	// Throw removes it; it must not be open.
	Throw() error
}

// Desk is all that the window needs of the office's memory and link. Every
// method may block on disk or network and is safe for use by several
// goroutines; the window calls them from work.go only.
type Desk interface {
	Ledger
	Lists
	Surveys

	Me() kampung.Account
	Office() kampung.Office
	SaveOffice(kampung.Office) error
	Accounts() ([]kampung.Account, error)
	// SaveAccount adds or changes an account; an empty password keeps the old one.
	SaveAccount(a kampung.Account, password string) error
	ChangePassword(old, new string) error
	// Confirm checks the password of the account in use, at the locked screen. A
	// wrong one is a [kampung.Trouble] that says how long to wait, if at all.
	Confirm(password string) error

	// NoteLook remembers on this PC who had the numbers of a request or resident
	// shown, and Looks lists them, the newest first.
	NoteLook(id string) error
	Looks(id string) ([]kampung.Look, error)

	Services() []kampung.Service
	Residents() int
	FindResidents(query string, limit int) ([]kampung.ResidentRow, error)
	Resident(id string) (kampung.Resident, error)
	SaveResident(kampung.Resident) (kampung.Resident, error)

	// PlanImport reads a resident file and says what it would do; nothing changes.
	// What takes a context may be called off by it and tells how far it has come.
	PlanImport(ctx context.Context, path string, tell kampung.Tell) (kampung.ImportPlan, error)
	// ApplyImport saves the good rows in one transaction and writes the refused
	// ones beside the file; correction is that file's path, or "".
	// Called off before that it has changed nothing.
	ApplyImport(ctx context.Context, path string, tell kampung.Tell) (plan kampung.ImportPlan, correction string, err error)

	// ExportOpenDK writes the residents for a kecamatan office that runs OpenDK.
	// Called off, it leaves no file.
	ExportOpenDK(ctx context.Context, path string, tell kampung.Tell) (kampung.OpenDKFile, error)
	// Backup copies the office's data into a folder of another disk and tests the
	// copy; LastBackup is the last one, zero when there is none.
	Backup(ctx context.Context, dir string, tell kampung.Tell) (kampung.Backup, error)
	LastBackup() (kampung.Backup, error)

	Drafts() ([]kampung.Draft, error)
	SaveDraft(kampung.Draft) error
	DeleteDraft(id string) error
	// Scan keeps a file for a requirement of a draft or request being typed.
	Scan(requirement, path string) (kampung.Scan, error)
	// ScanBytes returns a scan; one that another PC recorded is brought from the
	// regency first.
	ScanBytes(s kampung.Scan) ([]byte, error)
	// ScanFile writes a scan where another program can open it; the desk removes
	// the file later.
	ScanFile(s kampung.Scan) (path string, err error)
	// ScanThumb draws a scan small, at most side pixels long; nil for what is no
	// picture or not on this computer.
	ScanThumb(s kampung.Scan, side int) (image.Image, error)
	// Attach adds scans to a recorded request, and AddNote a clerk's note, which
	// stays in the office.
	Attach(id string, scans []kampung.Scan) (kampung.Request, error)
	AddNote(id, text string) (kampung.Request, error)

	// Preview is the request as it would be recorded, with what is still wrong.
	Preview(kampung.Draft) (kampung.Request, kampung.Problems)
	// Record saves the request, gives it its number and removes the draft.
	Record(kampung.Draft) (kampung.Request, error)
	Request(id string) (kampung.Request, error)
	Requests(kampung.RequestFilter) ([]kampung.RequestRow, error)
	Advance(id string, to kampung.State, reason string) (kampung.Request, error)
	// SetCamat notes where the paper of the camat's countersignature is.
	SetCamat(id string, to kampung.CamatState, reason string) (kampung.Request, error)
	// Logo is the letterhead's picture of a request, or nil.
	Logo(r kampung.Request) []byte
	// SaveLetter writes the letter as PDF and notes the print.
	SaveLetter(id, path string) error
	// PrintLetter sends the letter to a printer and notes the copies.
	PrintLetter(id string, how kampung.PrintChoice) error

	// NumberScopes names the counters of letter numbers of a year, Numbers lists
	// one with what became of each number, NoteNumber records what a person says
	// about numbers (count is for a reservation of the next ones), and CancelNumber
	// takes a note back.
	NumberScopes(year int) ([]string, error)
	Numbers(scope string) (kampung.NumberList, error)
	NoteNumber(n kampung.NumberNote, count int) (kampung.NumberNote, error)
	CancelNumber(id, reason string) (kampung.NumberNote, error)

	// Templates lists the services with what the office wrote of them; TemplateAt is
	// one version (empty for the one that counts), SaveTemplate keeps a new one and
	// ResetTemplate goes back to the program's. CheckTemplate tells what is wrong
	// with one, Placeholders what its texts may name.
	Templates() ([]kampung.TemplateInfo, error)
	TemplateAt(key, version string) (kampung.Service, error)
	SaveTemplate(s kampung.Service, note string) error
	ResetTemplate(key string) error
	ImportTemplate(path, note string) (kampung.Service, error)
	ExportTemplate(key, version, path string) error
	CheckTemplate(s kampung.Service) kampung.Problems
	Placeholders(s kampung.Service) []string

	// CheckLetter checks the code of a letter of any village, without a line: its
	// text, or the path of a photo. A code that is not right is no error.
	CheckLetter(what string) (kampung.CheckedLetter, error)
	// Joining tells where a PC stands that joins its office; until it is done
	// the desk has no office to show.
	Joining() kampung.Join
	// UseRecovery lets a joining PC read with the office's recovery key.
	UseRecovery(key string) error
	// Devices lists the office's PCs, this one first.
	Devices() ([]kampung.Device, error)
	// LetIn lets another PC of the office in.
	LetIn(device string) error
	// Clashes lists what several PCs changed without knowing of each other, and
	// Settle ends one with the value of an entry.
	Clashes() ([]kampung.Clash, error)
	Settle(c kampung.Clash, entry string) error

	Status() (kampung.Status, error)
	// Waiting lists the requests that the regency lacks something of, the longest
	// waiting first, and Returned those that it sent back.
	Waiting(limit int) ([]kampung.Waiting, error)
	Returned() ([]kampung.Returned, error)
	// News lists what the regency said of requests that this account has not looked
	// at since, the newest first; SeeNews notes that it looks at one.
	News() ([]kampung.News, error)
	SeeNews(request string) error
	// Contacts are the last meetings with the regency, the newest first.
	Contacts() ([]kampung.Contact, error)
	// Traffic is what this month cost, and SetLimit sets its bound in bytes.
	Traffic() (kampung.Traffic, error)
	SetLimit(bytes int64) error
	// ExportWith writes what has no receipt, or with all everything for the
	// office's other PCs, into a folder. Called off, the files that it returns are
	// whole and the next export goes on.
	ExportWith(ctx context.Context, dir string, all bool, tell kampung.Tell) ([]kampung.BundleFile, error)
	// ImportWith takes a receipt or another file from a stick, or a folder of them.
	// Called off, what the report says was taken in, and the rest comes when the
	// same is read again.
	ImportWith(ctx context.Context, path string, tell kampung.Tell) (kampung.SyncReport, error)
	Enrol(ctx context.Context, hub, code string) (kampung.SyncReport, error)
	// AskEnrol writes a file into a folder with which the regency enrols the desk
	// without a line, and returns its path; the answer comes by Import. AskedEnrol
	// tells whether the desk waits for one.
	AskEnrol(dir, code string) (path string, err error)
	AskedEnrol() bool
	// Sync visits the hub at its address; SyncAt at another one, which is kept
	// when it went well: a desk that enrolled by stick knows none.
	Sync(ctx context.Context) (kampung.SyncReport, error)
	SyncAt(ctx context.Context, address string) (kampung.SyncReport, error)
	// OnProgress calls f while scans are sent, from any goroutine, until stop is
	// called.
	OnProgress(f func(kampung.ScanProgress)) (stop func())

	// OnChange calls f after each commit, from any goroutine, until stop is called.
	OnChange(f func(kampung.Change)) (stop func())
	// Lock closes the desk; the window goes back to the door.
	Lock() error
}
