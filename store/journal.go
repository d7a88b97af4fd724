package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// The journal file starts with a header of 64 bytes: the magic, the id of the
// data folder, zeros. A record follows the other without gap:
//
//	length of the sealed payload, 4 bytes
//	CRC-32C of sequence and sealed payload, 4 bytes
//	sequence number, 8 bytes, from 1
//	sealed payload
//
// all little endian. A length of zero ends the journal; the file is kept filled
// with zeros ahead of the end, so that an append changes no metadata of the
// file system and one fdatasync makes it durable.
const (
	journalName   = "journal.skj"
	journalMagic  = "SKJ1\n"
	journalHeader = 64
	recordHeader  = 16
	maxRecord     = 512 << 20
)

// journalChunk is how far the file is filled ahead. A variable for tests.
var journalChunk int64 = 1 << 20

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// errJournalEnd says that there is no record at a place.
var errJournalEnd = errors.New("store: end of journal")

// journal is the open file and the place of the next record.
type journal struct {
	f      *os.File
	id     []byte
	seal   *sealer
	end    int64  // offset of the next record
	seq    uint64 // of the last record
	filled int64  // the file holds zeros up to here
	failed error  // a sync failed: what is on disk is not known
}

// createJournal makes a new, empty journal at path.
func createJournal(path string, id []byte, seal *sealer) (*journal, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: create journal: %w", err)
	}
	head := make([]byte, journalHeader)
	copy(head, journalMagic)
	copy(head[16:], id)
	if _, err := f.WriteAt(head, 0); err != nil {
		f.Close()
		return nil, fmt.Errorf("store: create journal: %w", err)
	}
	j := &journal{f: f, id: id, seal: seal, end: journalHeader, filled: journalHeader}
	if err := j.fill(journalHeader + 1); err != nil {
		f.Close()
		return nil, err
	}
	return j, nil
}

// openJournal opens the journal at a place that bbolt remembers: the end of the
// last record that it has. Errors: [ErrDamaged] when the file does not reach
// there or belongs to another folder.
func openJournal(path string, id []byte, seal *sealer, end int64, seq uint64) (*journal, error) {
	return openJournalAs(os.O_RDWR, path, id, seal, end, seq)
}

// openJournalAs is openJournal for a file that is only read, too.
func openJournalAs(flag int, path string, id []byte, seal *sealer, end int64, seq uint64) (*journal, error) {
	f, err := os.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: journal: %w", ErrDamaged, err)
	}
	head := make([]byte, journalHeader)
	if _, err := f.ReadAt(head, 0); err != nil || string(head[:len(journalMagic)]) != journalMagic || string(head[16:32]) != string(id) {
		f.Close()
		return nil, fmt.Errorf("%w: journal header", ErrDamaged)
	}
	info, err := f.Stat()
	if err != nil || info.Size() < end {
		f.Close()
		return nil, fmt.Errorf("%w: journal is too short", ErrDamaged)
	}
	return &journal{f: f, id: id, seal: seal, end: end, seq: seq, filled: info.Size()}, nil
}

// fill writes zeros ahead of the end so that the file holds size bytes and some
// more, and syncs them.
func (j *journal) fill(size int64) error {
	if size <= j.filled {
		return nil
	}
	to := (size + journalChunk) / journalChunk * journalChunk
	zeros := make([]byte, min(to-j.filled, 1<<20))
	for at := j.filled; at < to; {
		n, err := j.f.WriteAt(zeros[:min(int64(len(zeros)), to-at)], at)
		at += int64(n)
		if err != nil {
			j.f.Truncate(j.filled)
			return fmt.Errorf("store: journal: %w", err)
		}
	}
	if err := j.f.Sync(); err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	j.filled = to
	return nil
}

func recordPlace(seq uint64) []byte {
	return binary.LittleEndian.AppendUint64([]byte("journal/"), seq)
}

// append seals the payload as the next record and returns when it is on disk.
// After an error nothing was appended.
func (j *journal) append(payload []byte) error {
	if j.failed != nil {
		return j.failed
	}
	seq := j.seq + 1
	sealed := j.seal.seal(recordPlace(seq), payload)
	if len(sealed) > maxRecord {
		return fmt.Errorf("store: change of %d bytes is too large", len(sealed))
	}
	rec := make([]byte, recordHeader, recordHeader+len(sealed))
	binary.LittleEndian.PutUint32(rec, uint32(len(sealed)))
	binary.LittleEndian.PutUint64(rec[8:], seq)
	rec = append(rec, sealed...)
	binary.LittleEndian.PutUint32(rec[4:], crc32.Checksum(rec[8:], crcTable))
	if err := j.fill(j.end + int64(len(rec)) + recordHeader); err != nil {
		return err
	}
	if _, err := j.f.WriteAt(rec, j.end); err != nil {
		j.erase(len(rec))
		return fmt.Errorf("store: journal: %w", err)
	}
	if err := datasync(j.f); err != nil {
		j.erase(len(rec))
		j.failed = fmt.Errorf("store: journal: %w", err)
		return j.failed
	}
	j.end += int64(len(rec))
	j.seq = seq
	return nil
}

// erase overwrites a record that was not acknowledged.
func (j *journal) erase(n int) {
	j.f.WriteAt(make([]byte, n), j.end)
	datasync(j.f)
}

// read returns the payload of the record at a place and the place after it.
// Errors: errJournalEnd, [ErrDamaged].
func (j *journal) read(at int64, seq uint64) (payload []byte, next int64, err error) {
	var head [recordHeader]byte
	n, err := j.f.ReadAt(head[:], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fmt.Errorf("%w: journal: %w", ErrDamaged, err)
	}
	length := binary.LittleEndian.Uint32(head[:])
	if n < recordHeader || head == [recordHeader]byte{} {
		return nil, 0, errJournalEnd
	}
	if length == 0 || length > maxRecord || binary.LittleEndian.Uint64(head[8:]) != seq {
		return nil, 0, fmt.Errorf("%w: journal record %d", ErrDamaged, seq)
	}
	if at+recordHeader+int64(length) > j.filled {
		return nil, 0, fmt.Errorf("%w: journal record %d is cut", ErrDamaged, seq)
	}
	rec := make([]byte, 8+int(length))
	copy(rec, head[8:])
	if _, err := j.f.ReadAt(rec[8:], at+recordHeader); err != nil {
		return nil, 0, fmt.Errorf("%w: journal record %d is cut", ErrDamaged, seq)
	}
	if crc32.Checksum(rec, crcTable) != binary.LittleEndian.Uint32(head[4:]) {
		return nil, 0, fmt.Errorf("%w: journal record %d", ErrDamaged, seq)
	}
	payload, err = j.seal.open(recordPlace(seq), rec[8:])
	if err != nil {
		return nil, 0, fmt.Errorf("journal record %d: %w", seq, err)
	}
	return payload, at + recordHeader + int64(length), nil
}

// recover moves the end past the records after it and gives each payload to
// apply. A record that was being written when the power went is not whole; it
// was never acknowledged, is erased, and ends the journal.
func (j *journal) recover(apply func(payload []byte, seq uint64, end int64) error) (int, error) {
	for n := 0; ; n++ {
		payload, next, err := j.read(j.end, j.seq+1)
		if errors.Is(err, errJournalEnd) {
			return n, nil
		}
		if errors.Is(err, ErrDamaged) {
			return n, j.eraseTail()
		}
		if err != nil {
			return n, err
		}
		if err := apply(payload, j.seq+1, next); err != nil {
			return n, err
		}
		j.end, j.seq = next, j.seq+1
	}
}

// eraseTail overwrites everything after the end with zeros.
func (j *journal) eraseTail() error {
	if err := j.f.Truncate(j.end); err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	j.filled = j.end
	return j.fill(j.end + recordHeader)
}

func (j *journal) close() error {
	if j == nil || j.f == nil {
		return nil
	}
	return j.f.Close()
}
