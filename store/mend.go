package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"smartkampung/kampung"
)

// verifyJournal reads every record up to a place and compares its checksum. It
// opens no seal, so it is as fast as the disk. Errors: [ErrDamaged].
func (j *journal) verifyTo(ctx context.Context, end int64, tell kampung.Tell) error {
	at, err := j.sums(ctx, end, kampung.StepRecords, tell)
	if err == nil && at < end {
		return fmt.Errorf("%w: journal ends at %d of %d", ErrDamaged, at, end)
	}
	return err
}

// sums compares the checksums up to a place, or to the zeros before it, and
// returns the end of the last record. tell is told the bytes.
func (j *journal) sums(ctx context.Context, end int64, step string, tell kampung.Tell) (at int64, err error) {
	var head [recordHeader]byte
	buf := make([]byte, 0, 64<<10)
	at = journalHeader
	for seq := uint64(1); at < end; seq++ {
		if err := ctx.Err(); err != nil {
			return at, err
		}
		if seq%1024 == 1 {
			tell.Say(step, at, end, kampung.OfBytes)
		}
		if n, err := j.f.ReadAt(head[:], at); err != nil && (n == 0 || !errors.Is(err, io.EOF)) {
			return at, fmt.Errorf("%w: journal: %w", ErrDamaged, err)
		}
		if head == [recordHeader]byte{} {
			break
		}
		n := int64(binary.LittleEndian.Uint32(head[:]))
		if n == 0 || at+recordHeader+n > end || binary.LittleEndian.Uint64(head[8:]) != seq {
			return at, fmt.Errorf("%w: journal record %d", ErrDamaged, seq)
		}
		if int64(cap(buf)) < n {
			buf = make([]byte, n)
		}
		if _, err := j.f.ReadAt(buf[:n], at+recordHeader); err != nil {
			return at, fmt.Errorf("%w: journal: %w", ErrDamaged, err)
		}
		sum := crc32.Update(crc32.Checksum(head[8:], crcTable), crcTable, buf[:n])
		if sum != binary.LittleEndian.Uint32(head[4:]) {
			return at, fmt.Errorf("%w: journal record %d", ErrDamaged, seq)
		}
		at += recordHeader + n
	}
	tell.Say(step, end, end, kampung.OfBytes)
	return at, nil
}

// verify reads the whole journal and makes it again from the database when it
// is damaged. The window runs it in the background after each start.
func (s *Store) verify(ctx context.Context, tell kampung.Tell) error {
	s.mu.Lock()
	if s.closed || s.journal == nil {
		s.mu.Unlock()
		return errClosed
	}
	j, end := s.journal, s.journal.end
	s.mu.Unlock()
	err := j.verifyTo(ctx, end, tell)
	if !errors.Is(err, ErrDamaged) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.journal != j {
		return errClosed
	}
	if err := s.flushLocked(); err != nil {
		return err
	}
	if err := s.rewriteJournal(j.seal); err != nil {
		return err
	}
	return j.close()
}

// Mend opens a damaged data folder and makes what is damaged again from what is
// whole: the journal from the database, then the database from the journal.
// What it did is in the notices.
func Mend(dir, login, password string, opt Options) (notices []string, err error) {
	return MendWith(context.Background(), dir, login, password, opt, nil)
}

// MendWith is [Mend] that tells how far it has come and may be called off. A
// journal that is made again is finished first; a database that is not finished
// is made by the next start.
func MendWith(ctx context.Context, dir, login, password string, opt Options, tell kampung.Tell) (notices []string, err error) {
	s, err := Unlock(dir, login, password, opt)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	s.index.stop()
	if err := s.verify(ctx, tell); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.replays = func(end int64) error {
		tell.Say(kampung.StepRemake, end, s.journal.filled, kampung.OfBytes)
		return ctx.Err()
	}
	if err = ctx.Err(); err == nil {
		err = s.rebuild()
	}
	s.replays = nil
	filled := s.journal.filled
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	tell.Say(kampung.StepRemake, filled, filled, kampung.OfBytes)
	s.index.stop()
	return s.Notices(), s.vault.write(dir)
}
