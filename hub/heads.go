package hub

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
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
// from an older copy, or changed by hand, is noticed.
type headLog struct {
	mu   sync.Mutex
	f    *os.File
	last map[string]int64 // greatest size logged of each origin
}

// tornMark ends a line that a power cut left unfinished. Such a head was never
// acknowledged.
const tornMark = " (terputus)"

func openHeads(path string) (*headLog, error) {
	_, statErr := os.Stat(path)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("hub: heads.log: %w", err)
	}
	hl := &headLog{f: f, last: map[string]int64{}}
	text, err := io.ReadAll(f)
	if err == nil && len(text) > 0 && text[len(text)-1] != '\n' {
		_, err = f.WriteString(tornMark + "\n")
	}
	if err == nil && statErr != nil {
		err = syncDir(strings.TrimSuffix(path, fileHeads))
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("hub: heads.log: %w", err)
	}
	for line := range bytes.Lines(text) {
		if c, err := parseHeadLine(strings.TrimSuffix(string(line), "\n")); err == nil {
			hl.last[c.Log.Origin()] = max(hl.last[c.Log.Origin()], c.Size)
		}
	}
	return hl, nil
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
