package desk

import (
	"context"
	"errors"

	"smartkampung/kampung"
	"smartkampung/store"
)

// errLimit ends a visit in the background at the month's bound of bytes.
var errLimit = &kampung.Trouble{
	What: "Batas data bulan ini sudah tercapai, jadi pengiriman otomatis berhenti. Data tetap aman di komputer ini.",
	Next: "Tekan Kirim sekarang bila tetap perlu, simpan ke USB, atau naikkan batasnya.",
}

// Sync hands everything without a receipt to the hub and brings down what the
// regency decided and found; then the scans go, after all records. A non-empty
// address is where the same hub has moved to, and is kept when the visit went
// well. The month's bound of bytes does not hold it back: a person asked.
func (d *Desk) Sync(ctx context.Context, address string) (kampung.SyncReport, error) {
	if err := d.outside(); err != nil {
		return kampung.SyncReport{}, err
	}
	report, err := d.sync(ctx, address)
	d.note(kampung.Contact{Way: kampung.WayLine, SyncReport: report}, err)
	return report, err
}

// syncQuietly is Sync in the background: it keeps within the month's bound.
func (d *Desk) syncQuietly(ctx context.Context) error {
	t, err := d.Traffic()
	if err != nil {
		return Words(err)
	}
	if err := d.outside(); err != nil {
		return err
	}
	if t.Reached() {
		return errLimit
	}
	visit, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if t.Limit > 0 {
		defer d.meter.Guard(t.Limit-t.Sum(), func() { cancel(errLimit) })()
	}
	report, err := d.sync(visit, "")
	if context.Cause(visit) == errLimit {
		err = errLimit
	}
	c := kampung.Contact{Way: kampung.WayLine, Quiet: true, SyncReport: report}
	if ctx.Err() != nil {
		c.Way = "" // the desk is being closed
	}
	d.note(c, err)
	return err
}

// note remembers a meeting with what came of it. What cannot be remembered is
// not worth a word: the meeting itself was.
func (d *Desk) note(c kampung.Contact, err error) {
	c.Up, c.Down = d.meter.Take()
	var trouble *kampung.Trouble
	var problems kampung.Problems
	switch {
	case errors.Is(err, store.ErrNotEnrolled), errors.Is(err, errNoAddress), errors.As(err, &problems):
		return // nobody was met
	case errors.As(err, &trouble):
		c.Trouble = trouble.What
	case err != nil:
		c.Trouble = Words(err).Error()
	}
	if err := d.NoteContact(c); err != nil && d.Log != nil {
		d.Log(err)
	}
}

// Export writes everything without a receipt into a folder, such as a stick.
func (d *Desk) Export(dir string) ([]kampung.BundleFile, error) {
	return d.ExportWith(context.Background(), dir, false, nil)
}

// ExportAll writes the whole journal into a folder, for the office's other PCs.
func (d *Desk) ExportAll(dir string) ([]kampung.BundleFile, error) {
	return d.ExportWith(context.Background(), dir, true, nil)
}

// ExportWith is Export, or with all ExportAll, that tells how far it has come and
// may be called off between two files, see [store.Store.ExportWith].
func (d *Desk) ExportWith(ctx context.Context, dir string, all bool, tell kampung.Tell) ([]kampung.BundleFile, error) {
	if err := d.outside(); err != nil {
		return nil, err
	}
	if err := isFolder(dir); err != nil {
		return nil, err
	}
	err := d.SumSurveys()
	var files []kampung.BundleFile
	if err == nil {
		files, err = d.Store.ExportWith(ctx, dir, all, tell)
	}
	if errors.Is(err, store.ErrDiskFull) && d.hasSpace() {
		err = errStickFull // and not this PC's own disk
	}
	c, scans := kampung.Contact{Way: kampung.WayOut}, map[string]bool{}
	for _, f := range files {
		c.Packed += f.Entries
		if f.Scan != "" {
			scans[f.Scan] = true
		}
	}
	c.Carried = len(scans)
	d.note(c, err)
	return files, Words(err)
}
