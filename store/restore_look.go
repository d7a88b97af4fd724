package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"smartkampung/kampung"
)

// sumName is the file that says what a backup held when it was tested, sealed.
const sumName = "isi.sks"

// backupSum is what the file says. A backup of an earlier program has none.
type backupSum struct {
	At      time.Time `json:"at"`
	Records uint64    `json:"records"`
	Scans   int       `json:"scans"`
}

// noteBackup writes what a tested backup holds.
func (s *Store) noteBackup(root string, sum backupSum) error {
	seal, err := newSealer(s.dataKey, "backup")
	if err != nil {
		return err
	}
	b, err := json.Marshal(sum)
	if err != nil {
		return fmt.Errorf("store: backup: %w", err)
	}
	return WriteFile(filepath.Join(root, sumName), seal.seal([]byte(sumName), b))
}

// readSum reads what a backup held; nothing when that was not written, or is
// not whole: the journal is then read all the same.
func readSum(root string, dataKey []byte) (sum backupSum, err error) {
	sealed, err := os.ReadFile(filepath.Join(root, sumName))
	if err != nil {
		return sum, nil
	}
	seal, err := newSealer(dataKey, "backup")
	if err != nil {
		return sum, err
	}
	if b, err := seal.open([]byte(sumName), sealed); err != nil || json.Unmarshal(b, &sum) != nil {
		return backupSum{}, nil
	}
	return sum, nil
}

// LookBackup tells what a backup holds as far as that is seen without a key.
// dir is the backup's folder, or the one in which it lies. Errors:
// [ErrNoBackup], [ErrBackupCut].
func LookBackup(dir string) (c kampung.BackupContent, err error) {
	if c.Folder, err = findBackup(dir); err != nil {
		return c, err
	}
	if _, err := readBackupVault(c.Folder); err != nil {
		return c, err
	}
	files, total, err := backupFiles(c.Folder, "")
	if err != nil {
		return c, err
	}
	c.Bytes = total
	for _, f := range files {
		if strings.HasSuffix(f.from, ".sks") {
			c.Scans++
		}
	}
	if rest, ok := strings.CutPrefix(filepath.Base(c.Folder), backupPrefix); ok {
		c.Village, _, _ = strings.Cut(rest, "-")
	}
	if info, err := os.Stat(files[0].from); err == nil {
		c.At = info.ModTime()
	}
	return c, nil
}

// OpenBackup opens a backup with a key of its office, reads every record and
// tells what is in it. Nothing is written. Errors: those of [LookBackup],
// [ErrPassword], [kampung.ErrRecovery].
func OpenBackup(ctx context.Context, dir string, key kampung.BackupKey, tell kampung.Tell) (c kampung.BackupContent, err error) {
	if c, err = LookBackup(dir); err != nil {
		return c, err
	}
	v, err := readBackupVault(c.Folder)
	if err != nil {
		return c, err
	}
	dataKey, err := v.keyOf(key)
	if errors.Is(err, ErrDamaged) {
		err = errors.Join(ErrBackupCut, err)
	}
	if err != nil {
		return c, err
	}
	sum, err := readSum(c.Folder, dataKey)
	if err != nil {
		return c, err
	}
	r := backupReader{c: &c, requests: map[string]bool{}, residents: map[string]bool{}}
	if err := r.read(ctx, v.ID, dataKey, tell); err != nil {
		return c, err
	}
	if uint64(c.Records) < sum.Records {
		return c, fmt.Errorf("%w: %d of %d records", ErrBackupCut, c.Records, sum.Records)
	}
	if !sum.At.IsZero() {
		c.At = sum.At
	}
	c.Lost, c.Opened = max(0, sum.Scans-c.Scans), true
	return c, nil
}

// keyOf opens the data key with what a person has.
func (v *vault) keyOf(key kampung.BackupKey) ([]byte, error) {
	if key.Recovery == "" {
		return v.unlock(key.Login, key.Password)
	}
	return v.recover(key.Recovery)
}

// backupReader counts what the records of a backup hold.
type backupReader struct {
	c                   *kampung.BackupContent
	requests, residents map[string]bool
}

func (r *backupReader) read(ctx context.Context, id, dataKey []byte, tell kampung.Tell) error {
	seal, err := newSealer(dataKey, "journal")
	if err != nil {
		return err
	}
	files, _, err := backupFiles(r.c.Folder, "")
	if err != nil {
		return err
	}
	j, err := openJournalAs(os.O_RDONLY, files[0].from, id, seal, journalHeader, 0)
	if err != nil {
		return errors.Join(ErrBackupCut, err)
	}
	defer j.close()
	last, err := j.walk(func(payload []byte, seq uint64, end int64) error {
		if seq%64 == 1 {
			tell.Say(kampung.StepCheck, end, j.filled, kampung.OfBytes)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for line := range bytes.SplitSeq(bytes.TrimSuffix(payload, []byte("\n")), []byte("\n")) {
			if err := r.line(line); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case errors.Is(err, ErrDamaged), err == nil && last == 0:
		return errors.Join(ErrBackupCut, err)
	case err != nil:
		return err
	}
	tell.Say(kampung.StepCheck, j.filled, j.filled, kampung.OfBytes)
	r.c.Records, r.c.Requests, r.c.Residents = int(last), len(r.requests), len(r.residents)
	return nil
}

// line counts an entry, of this PC or another one of the office.
func (r *backupReader) line(line []byte) error {
	if len(line) < 2 {
		return fmt.Errorf("%w: a line is cut", ErrDamaged)
	}
	if line[0] != farByte {
		if _, err := audienceOf(line[0]); err != nil {
			return nil // names a log
		}
	}
	p, err := kampung.ParseEntry(line[1:])
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	switch p.Head.Kind {
	case kampung.KindRequest:
		r.requests[p.Head.Subject] = true
	case kampung.KindResident:
		r.residents[p.Head.Subject] = true
	case kampung.KindOffice:
		var b officeBody
		if json.Unmarshal(p.Body, &b) == nil {
			r.c.Office = b.Office
		}
	case kampung.KindOfficeEdit:
		if b, err := edited(officeBody{Office: r.c.Office}, p.Body); err == nil {
			r.c.Office = b.Office
		}
	}
	if at, err := time.Parse(time.RFC3339, p.Head.At); err == nil && at.After(r.c.Last) {
		r.c.Last = at
	}
	return nil
}
