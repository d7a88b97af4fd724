package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"smartkampung/kampung"
)

// A backup is copied into a folder beside the office's files first, and tested
// there. Then a mark is written, from which on the restore is finished whatever
// happens: what stands in its place is moved aside, and the copy into its place,
// the vault last. All of that are renamings, so a cut between two of them is made
// good by whoever opens the folder next.
const (
	stageName  = "pulih"       // the copy
	moveName   = "pulih.json"  // the mark
	asidePlace = "kantor-lama" // and the time: what was moved away
)

// beforeStep is called before each step of a restore that changes the disk;
// tests stop it there.
var beforeStep = func() {}

// moving is the mark of a restore that is being finished.
type moving struct {
	Aside string `json:"aside"` // name of the folder for what is in the way
	Clear bool   `json:"clear"` // nothing is in the way any more
}

// ErrBackupSame says that the backup is the data folder itself.
var ErrBackupSame = errors.New("store: the backup is this data folder")

// Restore makes a data folder of a backup. Called off, cut or failed, everything
// is as it was. from is the backup's folder, or the one in which it lies. Errors:
// [ErrExists], [ErrNoBackup], [ErrBackupCut], [ErrDiskFull].
func Restore(ctx context.Context, from, dir string, now time.Time, tell kampung.Tell) error {
	if Exists(dir) {
		return ErrExists
	}
	_, err := Replace(ctx, from, dir, now, tell)
	return err
}

// Replace is [Restore] where an office may be already: that one is kept in a
// folder below dir, whose path comes back; "" when there was nothing. Errors
// also: [ErrInUse], [ErrBackupSame].
func Replace(ctx context.Context, from, dir string, now time.Time, tell kampung.Tell) (kept string, err error) {
	if err := finishRestore(dir); err != nil {
		return "", err
	}
	if from, err = findBackup(from); err != nil {
		return "", err
	}
	stage := filepath.Join(dir, stageName)
	if inside(from, dir) || inside(stage, from) {
		return "", ErrBackupSame
	}
	if err := stageBackup(ctx, from, stage, tell); err != nil {
		os.RemoveAll(stage)
		return "", diskError("restore", err)
	}
	m := moving{Aside: asidePlace + "-" + now.Format("20060102-150405")}
	for i := 2; ; i++ {
		if _, err := os.Stat(filepath.Join(dir, m.Aside)); errors.Is(err, fs.ErrNotExist) {
			break
		}
		m.Aside = fmt.Sprintf("%s-%s-%d", asidePlace, now.Format("20060102-150405"), i)
	}
	if err = notInUse(dir); err == nil {
		if err = ctx.Err(); err == nil {
			err = m.write(dir)
		}
	}
	if err != nil {
		os.RemoveAll(stage)
		return "", diskError("restore", err)
	}
	if err := finishRestore(dir); err != nil {
		return "", err
	}
	kept = filepath.Join(dir, m.Aside)
	if _, err := os.Stat(kept); err != nil {
		kept = ""
	}
	return kept, nil
}

// stageBackup copies a backup into an empty folder and tests its journal.
func stageBackup(ctx context.Context, from, stage string, tell kampung.Tell) error {
	if err := os.RemoveAll(stage); err != nil { // of a restore that was cut
		return err
	}
	v, err := readBackupVault(from)
	if err != nil {
		return err
	}
	keys, err := os.ReadFile(filepath.Join(from, vaultName))
	if err != nil {
		return err
	}
	files, total, err := backupFiles(from, stage)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.MkdirAll(filepath.Dir(f.to), 0o700); err != nil {
			return err
		}
	}
	if free, err := freeSpace(stage); err == nil && free < uint64(total)+minFree {
		return fmt.Errorf("%w: %d bytes free, %d wanted", ErrDiskFull, free, total)
	}
	c := &copier{ctx: ctx, tell: tell, total: total}
	for _, f := range files {
		beforeStep()
		if err := c.file(f, f.size); err != nil {
			return err
		}
	}
	if err := testSums(ctx, filepath.Join(stage, journalName), v.ID, tell); err != nil {
		return err
	}
	for _, name := range []string{vaultName + ".salinan", vaultName} {
		beforeStep()
		if err := WriteFile(filepath.Join(stage, name), keys); err != nil {
			return err
		}
	}
	return nil
}

// backupFiles lists what a backup holds beside the vault. A backup that was cut
// while it took its name has only the journal of the one before.
func backupFiles(from, to string) (files []copied, total int64, err error) {
	journal := filepath.Join(from, journalName)
	if _, err := os.Stat(journal); errors.Is(err, fs.ErrNotExist) {
		journal += ".lama"
	}
	files = []copied{{from: journal, to: filepath.Join(to, journalName)}}
	for _, pattern := range []string{"scan/*.sks", "template/*" + builtInEnd} {
		all, err := filepath.Glob(filepath.Join(from, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, 0, err
		}
		for _, f := range all {
			files = append(files, copied{from: f, to: filepath.Join(to, filepath.Dir(filepath.FromSlash(pattern)), filepath.Base(f))})
		}
	}
	for i := range files {
		info, err := os.Stat(files[i].from)
		if i == 0 && errors.Is(err, fs.ErrNotExist) {
			return nil, 0, fmt.Errorf("%w: %w", ErrNoBackup, err)
		}
		if err != nil {
			return nil, 0, err
		}
		files[i].size = info.Size()
		total += info.Size()
	}
	return files, total, nil
}

// testSums reads every record of a journal file and what stands behind them.
func testSums(ctx context.Context, path string, id []byte, tell kampung.Tell) error {
	j, err := openJournalAs(os.O_RDONLY, path, id, nil, journalHeader, 0)
	if err != nil {
		return errors.Join(ErrBackupCut, err)
	}
	defer j.close()
	at, err := j.sums(ctx, j.filled, kampung.StepCheck, tell)
	if err == nil {
		err = j.zeroFrom(at)
	}
	if err == nil && at == journalHeader {
		err = fmt.Errorf("%w: no record", ErrDamaged)
	}
	if errors.Is(err, ErrDamaged) {
		err = errors.Join(ErrBackupCut, err)
	}
	return err
}

// readBackupVault reads the vault of a backup. Damage is told as one of the
// backup's, for what is on this computer is whole.
func readBackupVault(from string) (*vault, error) {
	v, err := readVaultIn(from)
	if errors.Is(err, ErrDamaged) {
		err = errors.Join(ErrBackupCut, err)
	}
	return v, err
}

// notInUse makes sure that no other program has the office open.
func notInUse(dir string) error {
	path := filepath.Join(dir, dbName)
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	s := Store{dir: dir, opt: Options{Keep: true}}
	err := s.openDB()
	if s.db != nil {
		err = errors.Join(err, s.db.Close())
	}
	if errors.Is(err, ErrInUse) {
		return err
	}
	return nil // a damaged one is moved aside as it is
}

func (m moving) write(dir string) error {
	beforeStep()
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("store: restore: %w", err)
	}
	return WriteFile(filepath.Join(dir, moveName), b)
}

// finishRestore finishes a restore whose copy is whole; nothing to do is no
// error. It may be called again after any cut.
func finishRestore(dir string) error {
	b, err := os.ReadFile(filepath.Join(dir, moveName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var m moving
	if err == nil && (json.Unmarshal(b, &m) != nil || m.Aside == "" || filepath.Base(m.Aside) != m.Aside) {
		err = fmt.Errorf("%w: mark of a restore", ErrDamaged)
	}
	if err != nil {
		return fmt.Errorf("store: restore: %w", err)
	}
	if !m.Clear {
		if err := moveOffice(dir, filepath.Join(dir, m.Aside)); err != nil {
			return err
		}
		m.Clear = true
		if err := m.write(dir); err != nil {
			return err
		}
	}
	stage := filepath.Join(dir, stageName)
	if err := moveOffice(stage, dir); err != nil {
		return err
	}
	beforeStep()
	if err := os.Remove(filepath.Join(dir, moveName)); err != nil {
		return fmt.Errorf("store: restore: %w", err)
	}
	beforeStep()
	os.RemoveAll(stage)
	return syncDir(dir)
}

// moveOffice renames an office's files into another folder, the vault last, so
// that only a whole office is one. What is there already was moved before.
func moveOffice(from, to string) error {
	for _, part := range []string{journalName, dbName, "scan", "template", vaultName + ".salinan", vaultName} {
		all, err := os.ReadDir(from)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("store: restore: %w", err)
		}
		for _, f := range all {
			if name := f.Name(); name != part && !strings.HasPrefix(name, part+".") {
				continue
			}
			if err := os.MkdirAll(to, 0o700); err != nil {
				return diskError("restore", err)
			}
			beforeStep()
			err := os.Rename(filepath.Join(from, f.Name()), filepath.Join(to, f.Name()))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return diskError("restore", err)
			}
		}
	}
	if _, err := os.Stat(to); err != nil {
		return nil
	}
	if err := syncDir(to); err != nil {
		return err
	}
	if _, err := os.Stat(from); err != nil {
		return nil
	}
	return syncDir(from)
}

// findBackup returns the backup's folder: the one named, or the only one in it.
func findBackup(dir string) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, vaultName)); err == nil {
		return dir, nil
	}
	all, _ := filepath.Glob(filepath.Join(dir, backupPrefix+"*", vaultName))
	if len(all) != 1 {
		return "", fmt.Errorf("%w: %d in %s", ErrNoBackup, len(all), filepath.Base(dir))
	}
	return filepath.Dir(all[0]), nil
}
