package desk

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
	"smartkampung/store"
)

// maxCarried bounds a file from a stick: receipts, or a bundle from the hub.
const maxCarried = 4 << 20

// Import takes in what came back on a stick: a file of receipts (.skr), also of scans, a
// bundle from the hub (.skb), or every one of them in a folder. Files of others
// are passed over in a folder, the office's own bundles among them.
func (d *Desk) Import(path string) (report kampung.SyncReport, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return report, Words(err)
	}
	if info.IsDir() {
		report, err = d.importFolder(path)
	} else {
		report, err = d.importFile(path)
	}
	if err != nil {
		return report, err
	}
	report.Pending, err = d.Pending()
	return report, Words(err)
}

func (d *Desk) importFolder(dir string) (report kampung.SyncReport, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.sk[rb]"))
	if err != nil {
		return report, Words(err)
	}
	good, last := 0, error(nil)
	for progress := true; progress && len(files) > 0; {
		// A file may need another one that the folder lists after it.
		var left []string
		progress, last = false, nil
		for _, f := range files {
			one, err := d.importFile(f)
			switch {
			case err == nil:
				good++
				progress = true
				report.Received += one.Received
				report.Answers += one.Answers
				report.Siblings += one.Siblings
				report.Scans += one.Scans
			case errors.Is(err, bundle.ErrSealed) || errors.Is(err, store.ErrGap):
				left = append(left, f)
				last = err
			case !passed(err):
				last = err
			}
		}
		files = left
	}
	if good == 0 {
		if last != nil && !passed(last) {
			return report, last
		}
		return report, &kampung.Trouble{What: "Tidak ada tanda terima (.skr) atau kiriman untuk kantor ini di folder ini.", Next: "Pilih USB yang baru kembali dari kabupaten."}
	}
	return report, nil
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
	return d.takeReceipts(data)
}

func (d *Desk) takeReceipts(data []byte) (report kampung.SyncReport, err error) {
	notes, err := bundle.SplitReceipts(data)
	if err != nil {
		return report, Words(err)
	}
	mine, parted := 0, false
	for _, n := range notes {
		var records, scans int
		if bundle.IsScans(n) {
			scans, err = d.TakeScans(n)
		} else {
			records, err = d.TakeReceipt(n)
		}
		if errors.Is(err, store.ErrOtherLog) {
			continue // a stick carries receipts of several villages
		}
		if errors.Is(err, store.ErrForgedPast) {
			mine, parted = mine+1, true
			continue
		}
		if err != nil {
			return report, Words(err)
		}
		mine++
		report.Received += records
		report.Scans += scans
	}
	if mine == 0 {
		return report, Words(store.ErrOtherLog)
	}
	if parted {
		// The hub signed another history of this device: a cloned disk, an image
		// put back. The next stick carries everything under a new name.
		report.Received = 0
		return report, Words(d.NewEpoch())
	}
	return report, nil
}
