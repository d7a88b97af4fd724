// Package window fits the desk to the screens: it is the door and the desk that
// the ui room asks for, and what the window takes from the system (drives,
// printers, opening a file). It knows no Fyne toolkit of its own.
package window

import (
	"context"
	"errors"
	"image"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/kampung/photo"
	"smartkampung/store"
	"smartkampung/ui"
)

// Gate is the door to the office in a data folder.
type Gate struct {
	Dir string
	Now func() time.Time
	Log func(error) // failures of sending in the background; may be nil
}

var _ ui.Gate = Gate{}

// Exists reports whether an office was set up in the folder.
func (g Gate) Exists() bool { return store.Exists(g.Dir) }

// Setup makes a new office and opens it.
func (g Gate) Setup(s kampung.Setup) (ui.Desk, string, error) {
	d, recovery, err := desk.Create(g.Dir, s, g.Now)
	if err != nil {
		return nil, "", err
	}
	w, err := newDesk(d, g)
	return w, recovery, err
}

// Unlock opens the desk with an account.
func (g Gate) Unlock(login, password string) (ui.Desk, error) {
	d, err := desk.Unlock(g.Dir, login, password, g.Now)
	if err != nil {
		return nil, err
	}
	return newDesk(d, g)
}

// Recover opens the desk with the recovery key and gives login a new password.
func (g Gate) Recover(recovery, login, password string) (ui.Desk, error) {
	d, err := desk.Recover(g.Dir, recovery, login, password, g.Now)
	if err != nil {
		return nil, err
	}
	return newDesk(d, g)
}

// Join makes this PC ready to join an office that is there already.
func (g Gate) Join(village, login, password string) (ui.Desk, error) {
	d, err := desk.Join(g.Dir, village, login, password, g.Now)
	if err != nil {
		return nil, err
	}
	return newDesk(d, g)
}

// LastLogin is always empty: a login may be a person's name, and nothing of a
// person is kept readable on the disk.
func (g Gate) LastLogin() string { return "" }

// Desk is an open office as the screens want it: the few things they ask for
// all the time are held ready and follow each change.
type Desk struct {
	*desk.Desk
	gate   Gate
	unhear func()
	stop   func() // ends sending in the background

	mu     sync.Mutex
	office kampung.Office
	count  int
}

var _ ui.Desk = (*Desk)(nil)

func newDesk(d *desk.Desk, g Gate) (*Desk, error) {
	w := &Desk{Desk: d, gate: g}
	d.Log = g.Log
	if err := w.load(kampung.Change{Office: true, Residents: true}); err != nil {
		d.Close()
		return nil, desk.Words(err)
	}
	w.unhear = d.OnChange(func(c kampung.Change) { w.load(c) })
	w.keepSending()
	// A password's key and the search index leave much freed memory behind; on
	// a PC of 2 GB it is given back at once.
	go func() {
		d.Ready()
		debug.FreeOSMemory()
	}()
	return w, nil
}

// keepSending sends in the background until the desk is closed. A visit is worth
// while some time after each change.
func (w *Desk) keepSending() {
	ctx, cancel := context.WithCancel(context.Background())
	changed := make(chan struct{}, 1)
	unhear := w.OnChange(func(c kampung.Change) {
		if len(c.Requests) > 0 || c.Residents {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.KeepSending(ctx, desk.Background{
			Random: rand.Float64, Failed: w.gate.Log,
			Wait: func(ctx context.Context, d time.Duration) error {
				if d < kampung.SendAgain {
					return desk.WaitOr(ctx, d, nil)
				}
				if err := desk.WaitOr(ctx, d, changed); err != nil {
					return err
				}
				return desk.WaitOr(ctx, kampung.Backoff(0, rand.Float64()), nil)
			},
		})
	}()
	w.stop = func() {
		unhear()
		cancel()
		<-done
	}
}

func (w *Desk) load(c kampung.Change) error {
	if c.Office {
		o, err := w.Desk.Office()
		if errors.Is(err, store.ErrJoining) {
			err = nil // it comes with the first visits
		}
		if err != nil {
			return err
		}
		w.mu.Lock()
		w.office = o
		w.mu.Unlock()
	}
	if c.Residents {
		n, err := w.Desk.Residents()
		if err != nil {
			return err
		}
		w.mu.Lock()
		w.count = n
		w.mu.Unlock()
	}
	return nil
}

// Office is the office as it is now.
func (w *Desk) Office() kampung.Office {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.office
}

// Residents is how many residents the register holds.
func (w *Desk) Residents() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// SaveOffice changes the office's data.
func (w *Desk) SaveOffice(o kampung.Office) error { return desk.Words(w.Desk.SaveOffice(o)) }

// Accounts lists the accounts.
func (w *Desk) Accounts() ([]kampung.Account, error) {
	all, err := w.Desk.Accounts()
	return all, desk.Words(err)
}

// SaveAccount adds or changes an account.
func (w *Desk) SaveAccount(a kampung.Account, password string) error {
	return desk.Words(w.Desk.SaveAccount(a, password))
}

// ChangePassword gives the account in use a new password.
func (w *Desk) ChangePassword(old, new string) error {
	return desk.Words(w.Desk.ChangePassword(old, new))
}

// Confirm checks the password of the account in use.
func (w *Desk) Confirm(password string) error { return desk.Words(w.Desk.Confirm(password)) }

// NoteLook remembers who had the numbers of a record shown.
func (w *Desk) NoteLook(id string) error { return desk.Words(w.Desk.NoteLook(id)) }

// Looks lists who had the numbers of a record shown.
func (w *Desk) Looks(id string) ([]kampung.Look, error) {
	all, err := w.Desk.Looks(id)
	return all, desk.Words(err)
}

// Resident reads one resident.
func (w *Desk) Resident(id string) (kampung.Resident, error) {
	r, err := w.Desk.Resident(id)
	return r, desk.Words(err)
}

// SaveResident adds or changes a resident.
func (w *Desk) SaveResident(r kampung.Resident) (kampung.Resident, error) {
	r, err := w.Desk.SaveResident(r)
	return r, desk.Words(err)
}

// PlanImport says what a resident file would do.
func (w *Desk) PlanImport(ctx context.Context, path string, tell kampung.Tell) (kampung.ImportPlan, error) {
	return w.PlanResidentsWith(ctx, path, tell)
}

// ApplyImport saves the good rows of a resident file.
func (w *Desk) ApplyImport(ctx context.Context, path string, tell kampung.Tell) (kampung.ImportPlan, string, error) {
	return w.ImportResidentsWith(ctx, path, w.gate.Dir, tell)
}

// Backup copies the office's data to another disk and tests the copy.
func (w *Desk) Backup(ctx context.Context, dir string, tell kampung.Tell) (kampung.Backup, error) {
	return w.Desk.Backup(ctx, dir, tell)
}

// LastBackup is the last backup that was tested.
func (w *Desk) LastBackup() (kampung.Backup, error) {
	b, _, err := w.Desk.LastBackup()
	return b, desk.Words(err)
}

// SaveDraft keeps what is being typed.
func (w *Desk) SaveDraft(d kampung.Draft) error {
	if d.ID == "" {
		d.ID = w.NewDraft().ID
	}
	return desk.Words(w.Desk.SaveDraft(d))
}

// Scan keeps a file for a requirement.
func (w *Desk) Scan(requirement, path string) (kampung.Scan, error) {
	return w.TakeScan(requirement, path)
}

// ScanThumb draws a scan small.
func (w *Desk) ScanThumb(s kampung.Scan, side int) (image.Image, error) {
	if s.Type == photo.PDF {
		return nil, nil
	}
	data, err := w.Desk.Store.Scan(s.SHA256)
	if err != nil {
		return nil, nil // it is brought when somebody looks at it
	}
	img, err := photo.Thumb(data, side)
	return img, desk.Words(err)
}

// ScanFile writes a scan where another program can open it.
func (w *Desk) ScanFile(s kampung.Scan) (string, error) {
	if _, err := w.ScanBytes(s); err != nil {
		return "", err
	}
	return w.Desk.ScanFile(s)
}

// AddNote keeps what a clerk writes about a request.
func (w *Desk) AddNote(id, text string) (kampung.Request, error) {
	r, err := w.Desk.AddNote(id, text)
	return r, desk.Words(err)
}

// Attach adds files to a recorded request.
func (w *Desk) Attach(id string, scans []kampung.Scan) (kampung.Request, error) {
	r, err := w.Desk.Attach(id, scans)
	return r, desk.Words(err)
}

// fetchTime bounds how long a person waits for a scan from the regency.
const fetchTime = 2 * time.Minute

// ScanBytes returns the bytes of a scan; one that is not on this computer, since
// another PC of the office recorded it, is brought back from the regency first.
func (w *Desk) ScanBytes(s kampung.Scan) ([]byte, error) {
	b, err := w.Desk.Store.Scan(s.SHA256)
	if errors.Is(err, store.ErrNotFound) {
		ctx, cancel := context.WithTimeout(context.Background(), fetchTime)
		defer cancel()
		if err := w.FetchScan(ctx, s, nil); err != nil {
			return nil, err
		}
		b, err = w.Desk.Store.Scan(s.SHA256)
	}
	return b, desk.Words(err)
}

// Preview is the request as it would be recorded, with what is still wrong.
func (w *Desk) Preview(d kampung.Draft) (kampung.Request, kampung.Problems) {
	r, p, err := w.Desk.Preview(d)
	if err != nil {
		p.Add("", desk.Words(err).Error())
	}
	return r, p
}

// Record saves a request.
func (w *Desk) Record(d kampung.Draft) (kampung.Request, error) {
	r, err := w.Desk.Record(d)
	return r, desk.Words(err)
}

// Request reads a request.
func (w *Desk) Request(id string) (kampung.Request, error) {
	r, err := w.Desk.Request(id)
	return r, desk.Words(err)
}

// Requests lists requests.
func (w *Desk) Requests(f kampung.RequestFilter) ([]kampung.RequestRow, error) {
	rows, err := w.Desk.Requests(f)
	return rows, desk.Words(err)
}

// Advance moves a request to another state.
func (w *Desk) Advance(id string, to kampung.State, reason string) (kampung.Request, error) {
	r, err := w.Desk.Advance(id, to, reason)
	return r, desk.Words(err)
}

// Templates lists the services with what the office wrote of them.
func (w *Desk) Templates() ([]kampung.TemplateInfo, error) {
	all, err := w.Desk.Templates()
	return all, desk.Words(err)
}

// TemplateAt is a version of a service.
func (w *Desk) TemplateAt(key, version string) (kampung.Service, error) {
	s, err := w.Desk.TemplateAt(key, version)
	return s, desk.Words(err)
}

// SetCamat notes where the paper of a countersignature is.
func (w *Desk) SetCamat(id string, to kampung.CamatState, reason string) (kampung.Request, error) {
	r, err := w.Desk.SetCamat(id, to, reason)
	return r, desk.Words(err)
}

// NumberScopes names the counters of a year.
func (w *Desk) NumberScopes(year int) ([]string, error) {
	all, err := w.Desk.NumberScopes(year)
	return all, desk.Words(err)
}

// Numbers lists the numbers of a counter.
func (w *Desk) Numbers(scope string) (kampung.NumberList, error) {
	l, err := w.Desk.Numbers(scope)
	return l, desk.Words(err)
}

// NoteNumber records what a person says about numbers.
func (w *Desk) NoteNumber(n kampung.NumberNote, count int) (kampung.NumberNote, error) {
	n, err := w.Desk.NoteNumber(n, count)
	return n, desk.Words(err)
}

// CancelNumber takes a note back.
func (w *Desk) CancelNumber(id, reason string) (kampung.NumberNote, error) {
	n, err := w.Desk.CancelNumber(id, reason)
	return n, desk.Words(err)
}

// SaveLetter writes the letter as PDF and notes the print.
func (w *Desk) SaveLetter(id, path string) error {
	pdf, _, err := w.LetterPDF(id)
	if err != nil {
		return err
	}
	if err := desk.WriteFile(path, pdf); err != nil {
		return err
	}
	return desk.Words(w.NotePrint(id, 1, "pdf"))
}

// Enrol ties the office to a hub.
func (w *Desk) Enrol(ctx context.Context, address, code string) (kampung.SyncReport, error) {
	if err := w.Desk.Enrol(ctx, address, code); err != nil {
		return kampung.SyncReport{}, err
	}
	pending, err := w.Pending()
	return kampung.SyncReport{Pending: pending}, desk.Words(err)
}

// Sync hands everything without a receipt to the hub.
func (w *Desk) Sync(ctx context.Context) (kampung.SyncReport, error) { return w.Desk.Sync(ctx, "") }

// Devices lists the office's PCs, this one first.
func (w *Desk) Devices() ([]kampung.Device, error) {
	all, err := w.Desk.Devices()
	return all, desk.Words(err)
}

// Clashes lists what several PCs changed without knowing of each other.
func (w *Desk) Clashes() ([]kampung.Clash, error) {
	all, err := w.Desk.Clashes()
	return all, desk.Words(err)
}

// Waiting lists the requests that the regency lacks something of.
func (w *Desk) Waiting(limit int) ([]kampung.Waiting, error) {
	all, err := w.Desk.Waiting(limit)
	return all, desk.Words(err)
}

// Returned lists the requests that the regency sent back.
func (w *Desk) Returned() ([]kampung.Returned, error) {
	all, err := w.Desk.Returned()
	return all, desk.Words(err)
}

// Contacts are the last meetings with the regency.
func (w *Desk) Contacts() ([]kampung.Contact, error) {
	all, err := w.Desk.Contacts()
	return all, desk.Words(err)
}

// Traffic is what this month cost.
func (w *Desk) Traffic() (kampung.Traffic, error) {
	t, err := w.Desk.Traffic()
	return t, desk.Words(err)
}

// SetLimit bounds what a month may cost, in bytes.
func (w *Desk) SetLimit(bytes int64) error { return desk.Words(w.Desk.SetLimit(bytes)) }

// SyncAt is Sync at another address of the hub.
func (w *Desk) SyncAt(ctx context.Context, address string) (kampung.SyncReport, error) {
	return w.Desk.Sync(ctx, address)
}

// AskedEnrol tells whether the desk waits for the answer to a request by stick.
func (w *Desk) AskedEnrol() bool {
	_, asked := w.Asked()
	return asked
}

// Status says where the desk stands with the regency.
func (w *Desk) Status() (kampung.Status, error) {
	st, err := w.Desk.Status()
	return st, desk.Words(err)
}

// Lock closes the desk.
func (w *Desk) Lock() error {
	w.unhear()
	w.stop()
	return desk.Words(w.Close())
}
