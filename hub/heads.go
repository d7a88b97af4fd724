package hub

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"smartkampung/kampung/bundle"
)

// headLog is heads.log: a line for every head that was acknowledged,
//
//	2026-11-23T14:05:00+07:00 smartkampung/35.10…/kabupaten 31 Uu4g…=
//
// It is forced to disk before the answer leaves, so that a database put back
// from an older copy, or changed by hand, is noticed. A later head of a log says
// all that an earlier one said, so a large file is written anew with the last
// ones alone when a hub opens and no other process has it open; see [Open].
type headLog struct {
	mu   sync.Mutex
	f    *os.File
	last map[string]int64 // greatest size logged of each origin
}

// headsLarge is from how many bytes on heads.log is looked at for lines that
// others have overtaken: some 25,000 heads.
const headsLarge = 4 << 20

// tornMark ends a line that a power cut left unfinished. Such a head was never
// acknowledged.
const tornMark = " (terputus)"

// openHeads opens the file, or makes it; one of at least large bytes is made
// shorter where that can be done.
func openHeads(path string, large int64) (*headLog, error) {
	_, statErr := os.Stat(path)
	f, err := openShared(path)
	if err != nil {
		return nil, fmt.Errorf("hub: heads.log: %w", err)
	}
	text, err := io.ReadAll(f)
	if err == nil && int64(len(text)) >= large {
		f, text, err = compactHeads(path, f, text)
	}
	hl := &headLog{f: f, last: map[string]int64{}}
	if err == nil && len(text) > 0 && text[len(text)-1] != '\n' {
		_, err = f.WriteString(tornMark + "\n")
	}
	if err == nil && statErr != nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		if f != nil {
			f.Close()
		}
		return nil, fmt.Errorf("hub: heads.log: %w", err)
	}
	for line := range bytes.Lines(text) {
		if c, err := parseHeadLine(strings.TrimSuffix(string(line), "\n")); err == nil {
			hl.last[c.Log.Origin()] = max(hl.last[c.Log.Origin()], c.Size)
		}
	}
	return hl, nil
}

// openShared opens the file with a lock that lets no other process put another
// one in its place.
func openShared(path string) (*os.File, error) {
	for range 10 {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return nil, err
		}
		if err := lockShared(f); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		// Another may have taken its place between the two.
		have, err1 := f.Stat()
		there, err2 := os.Stat(path)
		if err1 == nil && err2 == nil && os.SameFile(have, there) {
			return f, nil
		}
		f.Close()
	}
	return nil, errors.New("another process keeps putting a new file in its place")
}

// compactHeads writes the file anew with the last heads when that halves it and
// no other process has it open. The old file stands until the new one is on the
// disk. It returns the open file and what is in it.
func compactHeads(path string, f *os.File, text []byte) (*os.File, []byte, error) {
	short := lastHeads(text)
	if len(short) > len(text)/2 {
		return f, text, nil
	}
	alone := lockAlone(f)
	now, err := os.ReadFile(path)
	if err != nil {
		return f, text, err
	}
	if !alone || !bytes.Equal(now, text) {
		// Another one has it open, or wrote before the lock was ours; the next
		// start is as good. The try let go of the lock, so it is opened again.
		f.Close()
		if f, err = openShared(path); err != nil {
			return nil, nil, err
		}
		text, err = io.ReadAll(f)
		return f, text, err
	}
	fresh, err := os.OpenFile(path+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err != nil {
		return f, text, err
	}
	_, err = fresh.Write(short)
	if err := errors.Join(err, fresh.Sync(), lockShared(fresh)); err != nil {
		return f, text, errors.Join(err, fresh.Close())
	}
	if err := os.Rename(path+".new", path); err != nil {
		return f, text, errors.Join(err, fresh.Close())
	}
	f.Close()
	return fresh, short, syncDir(filepath.Dir(path))
}

// lastHeads keeps of each log the heads of its greatest size, and every line
// that cannot be read: those are for [Hub.Verify] to tell.
func lastHeads(text []byte) []byte {
	last := map[string]int64{}
	parsed := func(line []byte) (bundle.Checkpoint, error) {
		return parseHeadLine(strings.TrimSuffix(string(line), "\n"))
	}
	for line := range bytes.Lines(text) {
		if c, err := parsed(line); err == nil {
			last[c.Log.Origin()] = max(last[c.Log.Origin()], c.Size)
		}
	}
	var out []byte
	for line := range bytes.Lines(text) {
		c, err := parsed(line)
		torn := bytes.HasSuffix(line, []byte(tornMark+"\n"))
		if err == nil && c.Size == last[c.Log.Origin()] || err != nil && !torn {
			out = append(out, line...)
		}
	}
	return out
}

// add logs a head that is about to be acknowledged, unless it or a later one of
// the log already stands there.
func (hl *headLog) add(c bundle.Checkpoint, at time.Time) error {
	hl.mu.Lock()
	defer hl.mu.Unlock()
	origin := c.Log.Origin()
	if hl.last[origin] >= c.Size {
		return nil
	}
	line := at.Format(time.RFC3339) + " " + origin + " " + strconv.FormatInt(c.Size, 10) + " " + c.Root.String() + "\n"
	if _, err := hl.f.WriteString(line); err != nil {
		return fmt.Errorf("hub: heads.log: %w", err)
	}
	if err := hl.f.Sync(); err != nil {
		return fmt.Errorf("hub: heads.log: %w", err)
	}
	hl.last[origin] = c.Size
	return nil
}

func (hl *headLog) close() error { return hl.f.Close() }

var errHeadLine = errors.New("hub: not a line of heads.log")

func parseHeadLine(line string) (bundle.Checkpoint, error) {
	f := strings.Split(line, " ")
	if len(f) != 4 {
		return bundle.Checkpoint{}, errHeadLine
	}
	_, err1 := time.Parse(time.RFC3339, f[0])
	l, err2 := bundle.ParseOrigin(f[1])
	size, err3 := strconv.ParseInt(f[2], 10, 64)
	root, err4 := base64.StdEncoding.Strict().DecodeString(f[3])
	c := bundle.Checkpoint{Log: l, Size: size}
	if errors.Join(err1, err2, err3, err4) != nil || len(root) != len(c.Root) || size < 1 {
		return bundle.Checkpoint{}, errHeadLine
	}
	copy(c.Root[:], root)
	return c, nil
}
