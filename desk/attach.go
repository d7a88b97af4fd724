package desk

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/photo"
)

// TakeScan keeps a file of the disk for a requirement ("" for another one): a
// photo comes in upright, at a sensible size and without what the camera wrote
// into it, see [photo.Prepare]. Errors have words for the clerk.
func (d *Desk) TakeScan(requirement, path string) (kampung.Scan, error) {
	// A pipe would be waited for and a device never ends.
	switch info, err := os.Stat(path); {
	case err != nil:
		return kampung.Scan{}, Words(err)
	case !info.IsDir() && !info.Mode().IsRegular():
		return kampung.Scan{}, &kampung.Trouble{What: "Yang dipilih bukan berkas biasa, jadi tidak diambil.", Next: "Pilih foto atau PDF."}
	case info.Size() > photo.MaxFile && !info.IsDir():
		return kampung.Scan{}, &kampung.Trouble{What: "Berkas “" + filepath.Base(path) + "” terlalu besar (" + kampung.Bytes(info.Size()) + ").", Next: "Pilih foto atau PDF di bawah " + kampung.Bytes(photo.MaxFile) + "."}
	}
	data, err := ReadFile(path, photo.MaxFile)
	if err != nil {
		return kampung.Scan{}, err
	}
	data, kind, err := photo.Prepare(data)
	if err != nil {
		return kampung.Scan{}, err
	}
	scan, err := d.SaveScan(requirement, withEnding(filepath.Base(path), kind), data)
	return scan, Words(err)
}

// endings are the usual endings of what may be attached.
var endings = map[string][]string{photo.JPEG: {".jpg", ".jpeg"}, photo.PNG: {".png"}, photo.PDF: {".pdf"}}

// withEnding gives a file name the ending of what the file is.
func withEnding(name, kind string) string {
	ext := filepath.Ext(name)
	for _, e := range endings[kind] {
		if strings.EqualFold(ext, e) {
			return name
		}
	}
	if len(endings[kind]) == 0 {
		return name
	}
	for _, known := range endings {
		for _, e := range known {
			if strings.EqualFold(ext, e) {
				name = strings.TrimSuffix(name, ext)
			}
		}
	}
	return name + endings[kind][0]
}

const (
	// seenDir holds, unsealed, what a person looks at in another program.
	seenDir = "lihat"
	// seenTime is how long such a file stays at least.
	seenTime = 15 * time.Minute
)

// ScanFile writes a scan where another program can open it and returns the path.
// The file goes away when the desk is locked or opened again, and at the latest
// with the next one after a quarter of an hour.
func (d *Desk) ScanFile(s kampung.Scan) (string, error) {
	data, err := d.Store.Scan(s.SHA256)
	if err != nil {
		return "", Words(err)
	}
	d.forgetSeen(seenTime)
	if len(s.SHA256) < 16 {
		s.SHA256 += strings.Repeat("0", 16)
	}
	dir := filepath.Join(d.dir, seenDir, s.SHA256[:16])
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", Words(err)
	}
	path := filepath.Join(dir, withEnding(plainName(s.Name), photo.Kind(data)))
	os.Remove(path) // another program may have made it read only
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return "", Words(err)
	}
	return path, nil
}

// plainName leaves of a file's name what every system takes.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 80 {
		name = string(r[len(r)-80:])
	}
	if name = strings.Trim(name, " ."); name == "" {
		name = "lampiran"
	}
	return name
}

// forgetSeen removes what was looked at longer ago than a time. What another
// program holds open stays until the next time.
func (d *Desk) forgetSeen(age time.Duration) {
	root := filepath.Join(d.dir, seenDir)
	all, err := os.ReadDir(root)
	if err != nil {
		return
	}
	for _, e := range all {
		path := filepath.Join(root, e.Name())
		if info, err := e.Info(); err == nil && (age == 0 || time.Since(info.ModTime()) > age) {
			os.RemoveAll(path)
		}
	}
	os.Remove(root) // when it is empty
}

// Close forgets what was looked at and closes the office.
func (d *Desk) Close() error {
	d.forgetSeen(0)
	return d.Store.Close()
}
