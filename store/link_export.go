package store

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Export writes everything without a receipt as bundles into a folder, such as
// a stick, and the scans after them: a lost stick costs nothing. Each file is written aside, synced, read
// back and opened before it gets its name.
func (s *Store) Export(dir string) ([]kampung.BundleFile, error) {
	return s.ExportWith(context.Background(), dir, false, nil)
}

// ExportAll writes the whole journal, for the office's other PCs: what the
// regency has received already they may lack.
func (s *Store) ExportAll(dir string) ([]kampung.BundleFile, error) {
	return s.ExportWith(context.Background(), dir, true, nil)
}

// ExportWith is [Store.Export], or [Store.ExportAll], that tells how far it has
// come and may be called off between two files: those that it returns are whole,
// and the next export goes on.
func (s *Store) ExportWith(ctx context.Context, dir string, all bool, tell kampung.Tell) ([]kampung.BundleFile, error) {
	if err := enoughSpace(s.dir); err != nil {
		return nil, err
	}
	logs, err := s.Logs()
	if err != nil {
		return nil, err
	}
	total, err := s.toExport(logs, all)
	if err != nil {
		return nil, err
	}
	var files []kampung.BundleFile
	done := int64(0)
	for _, l := range logs {
		from, size, err := s.exports(l, all)
		if err != nil {
			return files, err
		}
		for from < size {
			tell.Say(kampung.StepPack, done, total, kampung.OfEntries)
			if err := ctx.Err(); err != nil {
				return files, err
			}
			data, to, err := s.NextBundle(l, from, 0)
			if err != nil {
				return files, err
			}
			f, err := s.exportOne(dir, l, from, to, data)
			if err != nil {
				return files, err
			}
			files = append(files, f)
			done, from = done+to-from, to
		}
	}
	if total > 0 {
		tell.Say(kampung.StepPack, done, total, kampung.OfEntries)
	}
	scans, err := s.exportScans(ctx, dir, tell)
	files = append(files, scans...)
	if len(files) > 0 {
		s.tell(kampung.Change{Sync: true})
	}
	return files, err
}

// exports is the part of a log that an export packs.
func (s *Store) exports(l bundle.Log, all bool) (from, size int64, err error) {
	size, from, err = s.Marks(l)
	if all {
		from = 0
	}
	return from, size, err
}

// toExport counts the entries that an export packs.
func (s *Store) toExport(logs []bundle.Log, all bool) (n int64, err error) {
	for _, l := range logs {
		from, size, err := s.exports(l, all)
		if err != nil {
			return 0, err
		}
		n += max(0, size-from)
	}
	return n, nil
}

func (s *Store) exportOne(dir string, l bundle.Log, from, to int64, data []byte) (kampung.BundleFile, error) {
	path := filepath.Join(dir, l.FileName(from, to))
	f := kampung.BundleFile{File: path, Log: l.Origin(), From: from, To: to, Entries: int(to - from), Bytes: int64(len(data))}
	if err := WriteFile(path, data); err != nil {
		return f, diskError("write bundle", err)
	}
	back, err := os.ReadFile(path)
	if err != nil {
		return f, fmt.Errorf("store: read bundle back: %w", err)
	}
	if _, err := bundle.Read(back, s.keys.Verifier); err != nil {
		os.Remove(path)
		return f, fmt.Errorf("store: bundle on the stick is not what was written: %w", err)
	}
	return f, s.local(func(v view) error {
		old, err := v.mark(l.Audience, "exported")
		if err != nil || old.Size >= to {
			return err
		}
		return v.save(bMark, markKey(l.Audience, "exported"), mark{Size: to, At: s.opt.Now()})
	})
}

// journalDump is used by tests and the check: every entry line of a journal.
func (s *Store) journalDump(a kampung.Audience) (lines []json.RawMessage, err error) {
	err = s.read(func(v view) error {
		lines = nil
		for n := range v.size(a) {
			line, _, err := v.entry(a, n)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return nil
	})
	return lines, err
}
