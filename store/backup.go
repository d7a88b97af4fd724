package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"smartkampung/kampung"
)

// A backup is a folder that holds what a data folder needs: the vault, the
// journal, the scans and the words of services. The database is left out, since
// it is made again from the journal. Scans never change, so a second backup into
// the same folder copies only the new ones; the journal and the vault get their
// names when the copy was read back whole. Nothing in it can be read without a
// password of the office.

// Errors of backups.
var (
	ErrBackupHere = errors.New("store: backup inside the data folder")
	ErrNoBackup   = errors.New("store: no backup in this folder")
	ErrBackupBad  = errors.New("store: the copy is not what was written")
	ErrBackupCut  = errors.New("store: the backup is damaged or cut")
)

const backupPrefix = "cadangan-smart-kampung-"

// backupNote tells who finds the folder what it is.
const backupNote = `Folder ini cadangan Smart Kampung. Jangan diubah atau dihapus.

Isinya tersegel dan hanya terbuka dengan kata sandi kantor atau kunci pemulihan.
Memasang di komputer lain: pasang Smart Kampung,
buka programnya, tekan "Pulihkan dari cadangan" dan pilih folder ini, lalu masuk
dengan kata sandi yang biasa. Di baris perintah: smartkampung restore FOLDER-INI
`

// backupKey is the mark of the last backup that was tested.
var backupKey = []byte("backup")

// Backup copies the office's data into a folder below dir, reads the copy back
// and remembers it. Called off, or after an error, the backup that was there is
// as it was. Errors: [ErrBackupHere], [ErrBackupBad], those of the disk.
func (s *Store) Backup(ctx context.Context, dir string, tell kampung.Tell) (b kampung.Backup, err error) {
	if inside(s.dir, dir) {
		return b, ErrBackupHere
	}
	if err := s.flush(); err != nil {
		return b, err
	}
	root := filepath.Join(dir, backupPrefix+s.Village()+"-"+s.keysNow().Device[:8])
	if err := os.MkdirAll(root, 0o700); err != nil {
		return b, fmt.Errorf("store: backup: %w", err)
	}
	b = kampung.Backup{At: s.opt.Now(), Folder: root}
	c := &copier{ctx: ctx, tell: tell}
	fresh := filepath.Join(root, journalName+".baru")
	defer os.Remove(fresh)
	s.mu.Lock()
	end, seq, id := s.journal.end, s.journal.seq, s.journal.id
	s.mu.Unlock()
	files, scans, err := s.toBackUp(root)
	if err != nil {
		return b, err
	}
	c.total = end
	for _, f := range files {
		c.total += f.size
	}
	tell.Say(kampung.StepCopy, 0, c.total, kampung.OfBytes)
	for _, f := range files {
		if err := c.file(f, f.size); err != nil {
			return b, err
		}
	}
	if err := c.file(copied{from: s.path(journalName), to: fresh}, end); err != nil {
		return b, err
	}
	if err := s.testJournal(ctx, fresh, id, seq, tell); err != nil {
		return b, err
	}
	if err := finishBackup(root, fresh, s.path(vaultName)); err != nil {
		return b, err
	}
	if err := s.noteBackup(root, backupSum{b.At, seq, scans}); err != nil {
		return b, err
	}
	b.Records, b.Scans, b.Bytes = int(seq), scans, c.done
	return b, s.local(func(v view) error { return v.save(bMark, backupKey, b) })
}

// LastBackup is the last backup that was tested; false when there is none.
func (s *Store) LastBackup() (b kampung.Backup, found bool, err error) {
	err = s.read(func(v view) error { found, err = v.load(bMark, backupKey, &b); return err })
	return b, found, err
}

// inside reports whether a folder is another one or lies in it.
func inside(outer, dir string) bool {
	a, err := filepath.Abs(outer)
	if err != nil {
		return false
	}
	b, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(a, b)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// copied is a file and its place in the copy.
type copied struct {
	from, to string
	size     int64
}

// toBackUp lists what the copy lacks of files that never change, and counts the
// scans.
func (s *Store) toBackUp(root string) (files []copied, scans int, err error) {
	for _, pattern := range []string{"scan/*.sks", "template/*" + builtInEnd} {
		all, err := filepath.Glob(s.path(filepath.FromSlash(pattern)))
		if err != nil {
			return nil, 0, fmt.Errorf("store: backup: %w", err)
		}
		sub := filepath.Join(root, filepath.Dir(filepath.FromSlash(pattern)))
		if err := os.MkdirAll(sub, 0o700); err != nil {
			return nil, 0, fmt.Errorf("store: backup: %w", err)
		}
		for _, from := range all {
			info, err := os.Stat(from)
			if err != nil {
				continue // taken away meanwhile
			}
			if strings.HasPrefix(pattern, "scan/") {
				scans++
			}
			to := filepath.Join(sub, filepath.Base(from))
			if there, err := os.Stat(to); err != nil || there.Size() != info.Size() {
				files = append(files, copied{from, to, info.Size()})
			}
		}
	}
	return files, scans, nil
}

// copier copies files and counts the bytes.
type copier struct {
	ctx         context.Context
	tell        kampung.Tell
	done, total int64
}

// file copies the first size bytes of a file, syncs it, reads it back and gives
// it its name.
func (c *copier) file(f copied, size int64) (err error) {
	in, err := os.Open(f.from)
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	defer in.Close()
	part := f.to + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	defer func() {
		if out != nil {
			out.Close()
		}
		if err != nil {
			os.Remove(part)
		}
	}()
	wrote := sha256.New()
	buf := make([]byte, 1<<20)
	for left := size; left > 0; {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(in, buf[:min(left, int64(len(buf)))])
		if err != nil {
			return fmt.Errorf("store: copy %s: %w", filepath.Base(f.from), err)
		}
		wrote.Write(buf[:n])
		if _, err := out.Write(buf[:n]); err != nil {
			return fmt.Errorf("store: copy %s: %w", filepath.Base(f.from), err)
		}
		left -= int64(n)
		c.done += int64(n)
		c.tell.Say(kampung.StepCopy, c.done, c.total, kampung.OfBytes)
	}
	if err := out.Sync(); err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	back := sha256.New()
	if _, err := io.Copy(back, out); err != nil || !bytes.Equal(back.Sum(nil), wrote.Sum(nil)) {
		return errors.Join(fmt.Errorf("%w: %s", ErrBackupBad, filepath.Base(f.to)), err)
	}
	err = out.Close()
	out = nil
	if err == nil {
		err = os.Rename(part, f.to)
	}
	if err != nil {
		return fmt.Errorf("store: copy: %w", err)
	}
	return nil
}

// testJournal opens every record of a copied journal.
func (s *Store) testJournal(ctx context.Context, path string, id []byte, seq uint64, tell kampung.Tell) error {
	j, err := openJournal(path, id, s.journal.seal, journalHeader, 0)
	if err != nil {
		return errors.Join(ErrBackupBad, err)
	}
	defer j.close()
	count := kampung.NewCounter(ctx, tell, kampung.StepTest, int(seq), kampung.OfEntries)
	last, err := j.walk(func([]byte, uint64, int64) error { return count.Next() })
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return errors.Join(ErrBackupBad, err)
	case last != seq:
		return fmt.Errorf("%w: %d of %d records", ErrBackupBad, last, seq)
	}
	return nil
}

// finishBackup gives the tested copy its names. The journal that was there stays
// as the one before.
func finishBackup(root, fresh, vault string) error {
	keys, err := os.ReadFile(vault)
	if err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	to := filepath.Join(root, journalName)
	if _, err := os.Stat(to); err == nil {
		if err := os.Rename(to, to+".lama"); err != nil {
			return fmt.Errorf("store: backup: %w", err)
		}
	}
	if err := os.Rename(fresh, to); err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	for name, data := range map[string][]byte{vaultName: keys, "BACA SAYA.txt": []byte(backupNote)} {
		if err := WriteFile(filepath.Join(root, name), data); err != nil {
			return err
		}
	}
	back, err := os.ReadFile(filepath.Join(root, vaultName))
	if err != nil || !bytes.Equal(back, keys) {
		return errors.Join(ErrBackupBad, err)
	}
	return nil
}
