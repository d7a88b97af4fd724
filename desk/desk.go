// Package desk is the program between its rooms: it opens the store with the
// catalogue and the letter press, reads resident files, draws letters, carries
// bundles to the hub and gives every failure its words. The window and the
// headless commands call it, so both follow the same rules.
package desk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"smartkampung/assets"
	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/letter"
	"smartkampung/kampung/roster"
	"smartkampung/store"
)

// Press returns the letter press with the program's own typeface; it is built
// at the first call.
var Press = sync.OnceValues(func() (*letter.Press, error) {
	regular, bold, italic, boldItalic := assets.Serif()
	return letter.New(letter.Faces{Regular: regular, Bold: bold, Italic: italic, BoldItalic: boldItalic})
})

// Catalogue returns the services that come with the program.
var Catalogue = sync.OnceValues(func() (letter.Catalogue, error) {
	return letter.LoadCatalogue(assets.Services())
})

// Options returns the store's options with the program's catalogue.
func Options(now func() time.Time) (store.Options, error) {
	c, err := Catalogue()
	if err != nil {
		return store.Options{}, err
	}
	return store.Options{Now: now, Services: c.Services(), Version: c.Version}, nil
}

// Desk is an open office.
type Desk struct {
	*store.Store
	dir   string
	now   func() time.Time
	http  *http.Client
	send  turn // one visit at a time
	watch watchers
	meter uplink.Meter // of http

	// Log is told what is only for the log; nil for none. It is set before the
	// first visit.
	Log func(error)
}

// Create sets up an office in dir. Errors have words for the clerk.
func Create(dir string, s kampung.Setup, now func() time.Time) (*Desk, string, error) {
	opt, err := Options(now)
	if err != nil {
		return nil, "", err
	}
	st, recovery, err := store.Create(dir, s, opt)
	if err != nil {
		return nil, "", Words(err)
	}
	return wrap(dir, st, now), recovery, nil
}

// Unlock opens the office in dir with an account. An empty login stands for the
// only account there is, or for "admin".
func Unlock(dir, login, password string, now func() time.Time) (*Desk, error) {
	opt, err := Options(now)
	if err != nil {
		return nil, err
	}
	st, err := store.Unlock(dir, login, password, opt)
	if err != nil {
		return nil, Words(err)
	}
	return wrap(dir, st, now), nil
}

// Recover opens the office with the recovery key and gives login a new password.
func Recover(dir, recovery, login, password string, now func() time.Time) (*Desk, error) {
	opt, err := Options(now)
	if err != nil {
		return nil, err
	}
	st, err := store.Recover(dir, recovery, login, password, opt)
	if err != nil {
		return nil, Words(err)
	}
	return wrap(dir, st, now), nil
}

func wrap(dir string, st *store.Store, now func() time.Time) *Desk {
	d := &Desk{Store: st, dir: dir, now: now, http: uplink.NewHTTPClient(now)}
	d.meter.Watch(d.http)
	d.forgetSeen(0)
	return d
}

// today is the office's day.
func (d *Desk) today() kampung.Date { return kampung.DateOf(d.now()) }

// maxRoster bounds a resident file.
const maxRoster = 64 << 20

// readRoster reads a resident file from disk.
func (d *Desk) readRoster(path string) (kampung.ImportFile, []byte, error) {
	data, err := ReadFile(path, maxRoster)
	if err != nil {
		return kampung.ImportFile{}, nil, err
	}
	f, err := roster.Read(filepath.Base(path), data, d.today())
	if err != nil {
		return f, nil, Words(err)
	}
	return f, data, nil
}

// ReadResidents reads the residents of a file, all of them or none: the
// newcomers of one event belong together.
func (d *Desk) ReadResidents(path string) ([]kampung.Resident, error) {
	f, _, err := d.readRoster(path)
	if err != nil {
		return nil, err
	}
	var ps kampung.Problems
	for _, p := range f.Problems {
		ps.Add(fmt.Sprintf("baris %d, %s", p.Row, p.Column), p.Reason)
	}
	var all []kampung.Resident
	for _, row := range f.Rows {
		all = append(all, row.Resident)
	}
	return all, ps.Err()
}

// PlanResidents reads a resident file and says what it would do.
func (d *Desk) PlanResidents(path string) (kampung.ImportPlan, error) {
	return d.PlanResidentsWith(context.Background(), path, nil)
}

// PlanResidentsWith is PlanResidents that tells how far it has come and may be
// called off.
func (d *Desk) PlanResidentsWith(ctx context.Context, path string, tell kampung.Tell) (kampung.ImportPlan, error) {
	tell.Say(kampung.StepRead, 0, 0, "")
	f, _, err := d.readRoster(path)
	if err != nil {
		return kampung.ImportPlan{}, err
	}
	plan, err := d.Store.PlanImportWith(ctx, f, tell)
	return plan, Words(err)
}

// ImportResidents saves the good rows of a resident file in one transaction and
// writes the refused ones beside it; correction is that file's path, or "". A
// correction file that cannot be written there goes to the folder home.
func (d *Desk) ImportResidents(path, home string) (plan kampung.ImportPlan, correction string, err error) {
	return d.ImportResidentsWith(context.Background(), path, home, nil)
}

// ImportResidentsWith is ImportResidents that tells how far it has come. Called
// off before the rows are saved it has changed nothing.
func (d *Desk) ImportResidentsWith(ctx context.Context, path, home string, tell kampung.Tell) (plan kampung.ImportPlan, correction string, err error) {
	tell.Say(kampung.StepRead, 0, 0, "")
	f, data, err := d.readRoster(path)
	if err != nil {
		return plan, "", err
	}
	if plan, err = d.Store.ApplyImportWith(ctx, f, tell); err != nil {
		return plan, "", Words(err)
	}
	if len(plan.Problems) == 0 {
		return plan, "", nil
	}
	name, sheet, err := roster.Correction(filepath.Base(path), data, plan.Problems)
	if err != nil {
		return plan, "", Words(err)
	}
	for _, dir := range []string{filepath.Dir(path), home} {
		to := freeName(filepath.Join(dir, name))
		if err = os.WriteFile(to, sheet, 0o600); err == nil {
			return plan, to, nil
		}
	}
	return plan, "", &kampung.Trouble{
		What: "Baris yang baik sudah tersimpan, tetapi berkas perbaikan tidak dapat ditulis.",
		Next: "Salin berkas Excel ke folder lain yang dapat ditulis lalu impor lagi.", Err: err,
	}
}

// freeName returns path, or path with a number before its ending when there is
// such a file already.
func freeName(path string) string {
	ext := filepath.Ext(path)
	for i := 1; ; i++ {
		try := path
		if i > 1 {
			try = fmt.Sprintf("%s-%d%s", path[:len(path)-len(ext)], i, ext)
		}
		if _, err := os.Stat(try); errors.Is(err, os.ErrNotExist) || i > 999 {
			return try
		}
	}
}

// ReadFile reads a file that the clerk chose, of at most max bytes. Errors have
// words for the clerk.
func ReadFile(path string, max int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Words(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, &kampung.Trouble{What: "Yang dipilih adalah folder, bukan berkas.", Next: "Pilih berkasnya di dalam folder itu."}
	}
	// The size that a file tells is no bound: a pipe or a device tells none.
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err != nil {
		return nil, &kampung.Trouble{What: "Berkas tidak dapat dibaca sampai selesai. Tidak ada yang berubah.",
			Next: "Salin dulu berkasnya ke komputer ini; kalau dari USB, cabut dan pasang lagi.", Err: err}
	}
	if int64(len(data)) > max {
		return nil, &kampung.Trouble{What: fmt.Sprintf("Berkas terlalu besar; paling besar %d MB.", megabytes(max)), Next: "Perkecil berkasnya, atau pilih berkas lain."}
	}
	return data, nil
}

// megabytes rounds up.
func megabytes(n int64) int64 { return (n + 1<<20 - 1) >> 20 }

// Record saves a request and gives it its number, see [store.Store.Record]. A PC
// that has lost its clock is told so first.
func (d *Desk) Record(draft kampung.Draft) (kampung.Request, error) {
	if text := kampung.CheckClock(d.today()); text != "" {
		return kampung.Request{}, kampung.Problems{{Text: text}}
	}
	return d.Store.Record(draft)
}

// Letter lays out a recorded letter.
func (d *Desk) Letter(id string) (letter.Document, kampung.Request, error) {
	r, err := d.Store.Request(id)
	if err != nil {
		return letter.Document{}, r, Words(err)
	}
	doc, err := d.compose(r, "")
	return doc, r, err
}

// LetterOn lays out a recorded letter on another paper than its office's, see
// [letter.Papers]; empty for the office's.
func (d *Desk) LetterOn(id, paper string) (letter.Document, error) {
	r, err := d.Store.Request(id)
	if err != nil {
		return letter.Document{}, Words(err)
	}
	return d.compose(r, paper)
}

func (d *Desk) compose(r kampung.Request, paper string) (letter.Document, error) {
	press, err := Press()
	if err != nil {
		return letter.Document{}, err
	}
	svc := r.Template // as the letter was recorded with; a preview has none
	if svc.Key == "" {
		svc, _ = d.Store.Service(r.Service)
	}
	if svc.Key == "" {
		return letter.Document{}, &kampung.Trouble{What: "Layanan “" + r.Service + "” tidak ada pada versi program ini.", Next: "Pasang versi terbaru."}
	}
	return press.Compose(svc, r, letter.Options{Logo: d.Logo(r), Paper: paper})
}

// Logo is the picture of a request's letterhead, or nil.
func (d *Desk) Logo(r kampung.Request) []byte {
	if r.Office.Logo == "" {
		return nil
	}
	logo, _ := d.Store.Scan(r.Office.Logo)
	return logo
}

// LetterPDF returns a recorded letter as PDF.
func (d *Desk) LetterPDF(id string) (pdf []byte, doc letter.Document, err error) {
	doc, _, err = d.Letter(id)
	if err != nil {
		return nil, doc, err
	}
	press, err := Press()
	if err != nil {
		return nil, doc, err
	}
	pdf, err = doc.PDF(press)
	return pdf, doc, err
}

// Pages draws the pages of a letter for the screen.
func Pages(d *Desk, r kampung.Request, dpi float64) ([]image.Image, error) {
	doc, err := d.compose(r, "")
	if err != nil {
		return nil, err
	}
	press, err := Press()
	if err != nil {
		return nil, err
	}
	pages := make([]image.Image, len(doc.Pages))
	for i := range doc.Pages {
		pages[i] = doc.Image(press, i, dpi)
	}
	return pages, nil
}

// isFolder checks where the clerk wants files written. Errors have words.
func isFolder(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return Words(err)
	}
	if !info.IsDir() {
		return &kampung.Trouble{What: "Tujuan bukan folder.", Next: "Pilih folder atau USB."}
	}
	return nil
}

// hasSpace reports whether the disk of the office's data is not the full one.
func (d *Desk) hasSpace() bool {
	free, err := store.FreeSpace(d.dir)
	return err == nil && free > 4<<20
}

// WriteFile writes a file that the clerk asked for, such as a letter, so that a
// cut leaves no half of it. Errors have words for the clerk.
func WriteFile(path string, data []byte) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return &kampung.Trouble{What: "Tujuannya adalah folder, bukan berkas. Tidak ada yang ditulis.", Next: "Tambahkan nama berkasnya, misalnya surat.pdf."}
	}
	return Words(store.WriteFile(path, data))
}
