package desk

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"smartkampung/hub/uplink"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
	"smartkampung/store"
)

// maxCarried bounds a file from a stick: receipts, or a bundle from the hub.
const maxCarried = 4 << 20

// Import is [Desk.ImportWith] that nobody watches.
func (d *Desk) Import(path string) (kampung.SyncReport, error) {
	return d.ImportWith(context.Background(), path, nil)
}

// ImportWith takes in what came back on a stick: a file of receipts, also of
// scans, answers and keys (.skr), a bundle from the hub or another PC of the
// office (.skb), or every one of them in a folder. Files of others are passed
// over in a folder, the office's own bundles among them. It may be called off
// between two files: what was taken in by then stays, as the report says, and
// comes again without harm.
func (d *Desk) ImportWith(ctx context.Context, path string, tell kampung.Tell) (kampung.SyncReport, error) {
	if err := d.outside(); err != nil {
		return kampung.SyncReport{}, err
	}
	report, err := d.take(ctx, path, tell)
	d.note(kampung.Contact{Way: kampung.WayIn, SyncReport: report}, err)
	return report, err
}

func (d *Desk) take(ctx context.Context, path string, tell kampung.Tell) (report kampung.SyncReport, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return report, Words(err)
	}
	if info.IsDir() {
		report, err = d.importFolder(ctx, path, tell)
	} else {
		c := newCarryCount(ctx, tell, []string{path})
		if err = c.ctx.Err(); err == nil {
			if report, err = d.importFile(path); err == nil {
				c.took(path)
			}
		}
	}
	if err == nil {
		err = d.FinishJoining()
	}
	if err == nil {
		_, err = d.Adopt() // the next stick takes them along
	}
	if err != nil {
		return report, Words(err)
	}
	report.Pending, err = d.Pending()
	return report, Words(err)
}

// carryCount counts the entries of the files that are taken in; a file of notes
// counts as one.
type carryCount struct {
	ctx         context.Context
	tell        kampung.Tell
	weight      map[string]int64
	done, total int64
}

// carryHead is how much of a file is read to count its entries, and mostCounted
// what a file is believed at most.
const (
	carryHead   = 8 << 10
	mostCounted = 1 << 24
)

func newCarryCount(ctx context.Context, tell kampung.Tell, files []string) *carryCount {
	c := &carryCount{ctx: ctx, tell: tell, weight: map[string]int64{}}
	for _, f := range files {
		c.weight[f] = carriedEntries(f)
		c.total += c.weight[f]
	}
	tell.Say(kampung.StepRead, 0, c.total, kampung.OfEntries)
	return c
}

// carriedEntries reads from the head of a file how many entries it brings.
func carriedEntries(path string) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 1
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, carryHead))
	if err != nil {
		return 1
	}
	h, err := bundle.ReadHeader(head)
	if err != nil {
		return 1
	}
	return min(max(h.Entries(), 1), mostCounted)
}

// took counts a file that is done with.
func (c *carryCount) took(path string) {
	c.done += c.weight[path]
	c.tell.Say(kampung.StepRead, c.done, c.total, kampung.OfEntries)
}

func (d *Desk) importFolder(ctx context.Context, dir string, tell kampung.Tell) (report kampung.SyncReport, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.sk[rb]"))
	if err != nil {
		return report, err
	}
	count := newCarryCount(ctx, tell, files)
	good, last := 0, error(nil)
	for progress := true; progress && len(files) > 0; {
		// A file may need another one that the folder lists after it.
		var left []string
		progress, last = false, nil
		for _, f := range files {
			if err := ctx.Err(); err != nil {
				return report, err
			}
			one, err := d.importFile(f)
			switch {
			case err == nil:
				good++
				progress = true
				addReport(&report, one)
			case waits(err):
				left = append(left, f)
				last = err
				continue
			case !passed(err):
				last = err
			}
			count.took(f)
		}
		files = left
	}
	for _, f := range files {
		count.took(f) // nothing here makes them readable
	}
	if good == 0 {
		if last != nil && !passed(last) {
			return report, last
		}
		return report, &kampung.Trouble{What: "Tidak ada tanda terima (.skr) atau kiriman untuk kantor ini di folder ini.", Next: "Pilih USB yang baru kembali dari kabupaten."}
	}
	return report, nil
}

// addReport adds what one file brought.
func addReport(r *kampung.SyncReport, one kampung.SyncReport) {
	r.Received += one.Received
	r.Answers += one.Answers
	r.Siblings += one.Siblings
	r.Scans += one.Scans
	r.Enrolled = r.Enrolled || one.Enrolled
}

// waits reports whether a file may be taken after another one of its folder: the
// answer to a request to enrol, new keys, what came before it, a receipt that
// tells which of two histories counts.
func waits(err error) bool {
	for _, e := range []error{store.ErrNotEnrolled, bundle.ErrSealed, bundle.ErrSignature, store.ErrGap, bundle.ErrTree} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (d *Desk) importFile(path string) (report kampung.SyncReport, err error) {
	data, err := ReadFile(path, maxCarried)
	if err != nil {
		return report, err
	}
	if h, err := bundle.ReadHeader(data); err == nil {
		if h.Log.Audience == kampung.AudienceDesa {
			report.Answers, err = d.TakeDown(data)
		} else {
			report.Siblings, err = d.TakeSibling(data)
		}
		return report, Words(err)
	}
	if bundle.IsChunk(data) {
		return report, Words(store.ErrNotDown) // a scan on its way up
	}
	if strings.EqualFold(filepath.Ext(path), ".skb") {
		return report, Words(bundle.ErrForm)
	}
	c, err := d.takeNotes(data)
	report.Received, report.Scans, report.Enrolled = c.received, c.scans, c.enrolled
	return report, Words(err)
}

// carried is what a file of notes brought.
type carried struct {
	received int
	scans    int // that the hub has whole now
	receipts int // that are this desk's, of records and of scans
	others   int // receipts and answers of other desks
	enrolled bool
	parted   bool // the hub signed another history of this device
	keys     bool // new keys of the hub, or a list of the regency's
	old      error
}

// takeNotes takes in a file of notes (.skr): the keys of the hub first, since
// they tell what signed the rest; then answers to a request to enrol, receipts,
// and the list of the regency's keys.
func (d *Desk) takeNotes(data []byte) (c carried, err error) {
	notes, err := bundle.SplitNotes(data)
	if err != nil {
		return c, err
	}
	chain, err := d.takeChain(notes, &c)
	if err != nil {
		return c, err
	}
	for _, n := range notes {
		if err := d.takeNote(n, chain, &c); err != nil {
			return c, err
		}
	}
	switch {
	case c.parted:
		// A cloned disk, an image put back. The next stick carries everything
		// under a new name.
		c.received = 0
		return c, d.NewEpoch()
	case c.receipts > 0 || c.enrolled:
		return c, nil
	case c.old != nil:
		return c, c.old
	case c.others > 0:
		return c, store.ErrOtherLog // the regency's keys, which it brings to everyone, were taken
	case c.keys:
		return c, nil
	}
	_, err = d.Hub() // nothing is here that was not there before
	return c, err
}

// takeChain follows the hub's keys in a file. An office that is not enrolled has
// nothing to follow yet.
func (d *Desk) takeChain(notes [][]byte, c *carried) (bundle.Chain, error) {
	var keys [][]byte
	for _, n := range notes {
		if bundle.NoteTitle(n) == bundle.HubKeyTitle {
			keys = append(keys, n)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	chain, err := bundle.ReadChain(keys)
	if err != nil {
		return nil, err
	}
	c.keys, err = d.TakeKeys(chain)
	if _, asked := d.Asked(); asked && errors.Is(err, bundle.ErrChain) {
		return chain, nil // of another hub, which the office moves to
	}
	if errors.Is(err, store.ErrNotEnrolled) {
		err = nil
	}
	return chain, err
}

// takeNote takes in one note. What is not this desk's is counted and passed
// over: a stick carries notes of several villages.
func (d *Desk) takeNote(n []byte, chain bundle.Chain, c *carried) error {
	switch title := bundle.NoteTitle(n); {
	case title == bundle.HubKeyTitle:
		return nil
	case title == bundle.KeyListTitle:
		err := d.TakeCarriedList(n)
		if errors.Is(err, store.ErrOldList) || errors.Is(err, store.ErrOldKey) || errors.Is(err, store.ErrNotEnrolled) {
			return nil
		}
		return err
	case uplink.IsAnswer(n):
		err := d.takeAnswer(n, chain)
		if errors.Is(err, uplink.ErrOtherDevice) {
			c.others++
			return nil
		}
		c.enrolled = c.enrolled || err == nil
		return err
	case bundle.IsScanList(n), bundle.IsScans(n), bundle.IsReceipt(n):
		return d.takeReceipt(n, c)
	}
	// Of a later version, unless it only looks so because it was damaged.
	if err := d.CheckNote(n); err != nil && !errors.Is(err, store.ErrNotEnrolled) && !errors.Is(err, store.ErrOldKey) {
		return err
	}
	return nil
}

// takeReceipt takes in the hub's word on records or on scans.
func (d *Desk) takeReceipt(n []byte, c *carried) (err error) {
	var records, scans int
	switch {
	case bundle.IsScanList(n):
		err = d.TakeScanList(n)
	case bundle.IsScans(n):
		scans, err = d.TakeScans(n)
	default:
		records, err = d.TakeReceipt(n)
	}
	switch {
	case errors.Is(err, store.ErrOtherLog):
		c.others++
		return nil
	case errors.Is(err, store.ErrForgedPast):
		c.receipts++
		c.parted = true
		return nil
	case errors.Is(err, store.ErrOldKey):
		c.old = err
		return nil
	case err != nil:
		return err
	}
	c.receipts++
	c.received += records
	c.scans += scans
	return nil
}
