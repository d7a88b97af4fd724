package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"

	"smartkampung/kampung"
)

// The check walks bbolt's pages itself. bbolt's own check runs in a goroutine of
// its own and follows page numbers into the mapped file, so a damaged number
// ends the whole program there and nobody is told anything. Here every number is
// compared with the file's size before it is followed.
//
// The layout is that of bbolt's file format version 2 (go.etcd.io/bbolt
// internal/common: page.go, meta.go, inode.go, bucket.go), little endian as on
// every PC that the program is built for.
const (
	pageHead   = 16
	branchFlag = 0x01
	leafFlag   = 0x02
	metaFlag   = 0x04
	freeFlag   = 0x10
	bucketFlag = 0x01
	metaBytes  = 64
	metaMagic  = 0xED0CDAED
	maxDepth   = 64
)

// pageWalk is one walk over a database file.
type pageWalk struct {
	f      *os.File
	size   uint64 // of a page
	pages  uint64 // that the file has
	seen   []bool // reached or free
	report func(format string, args ...any)
	tell   kampung.Tell
	read   uint64 // pages
}

// boltMeta is the head of the database as of one transaction.
type boltMeta struct{ root, free, high, tx uint64 }

// walkPages reads every page of a database file and tells report what is wrong.
// It returns how many pages the database has.
func walkPages(path string, size int, tell kampung.Tell, report func(string, ...any)) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("store: check pages: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("store: check pages: %w", err)
	}
	w := &pageWalk{f: f, size: uint64(size), pages: uint64(info.Size()) / uint64(size), report: report, tell: tell}
	var newest boltMeta
	for id := range uint64(2) {
		m, ok := w.meta(id)
		if !ok {
			report("Kepala basis data %d rusak.", id)
		} else if newest.high == 0 || m.tx > newest.tx {
			newest = m
		}
	}
	if newest.high < 4 || newest.high > w.pages {
		report("Basis data terpotong: %d halaman, seharusnya %d.", w.pages, newest.high)
		return int(w.pages), nil
	}
	w.pages = newest.high
	w.seen = make([]bool, w.pages)
	w.seen[0], w.seen[1] = true, true
	w.tree(newest.root, nil, 0)
	w.free(newest.free)
	tell.Say(kampung.StepPages, int64(w.pages), int64(w.pages), kampung.OfPages)
	for id, seen := range w.seen {
		if !seen {
			report("Halaman %d tidak dipakai dan tidak bebas.", id)
		}
	}
	return int(w.pages), nil
}

// meta reads one of the two heads; false when its checksum is wrong.
func (w *pageWalk) meta(id uint64) (m boltMeta, ok bool) {
	b := make([]byte, pageHead+metaBytes)
	if _, err := w.f.ReadAt(b, int64(id*w.size)); err != nil {
		return m, false
	}
	le := binary.LittleEndian
	sum := fnv.New64a()
	sum.Write(b[pageHead : pageHead+metaBytes-8])
	d := b[pageHead:]
	if le.Uint64(b) != id || le.Uint16(b[8:]) != metaFlag || le.Uint32(d) != metaMagic || le.Uint64(d[56:]) != sum.Sum64() {
		return m, false
	}
	return boltMeta{root: le.Uint64(d[16:]), free: le.Uint64(d[32:]), high: le.Uint64(d[40:]), tx: le.Uint64(d[48:])}, true
}

// page reads a page with what overflows it and marks it as reached; nil after a
// report.
func (w *pageWalk) page(id uint64) []byte {
	if id < 2 || id >= w.pages {
		w.report("Ada rujukan ke halaman %d yang tidak ada.", id)
		return nil
	}
	if w.read++; w.read%64 == 0 && w.read < w.pages {
		w.tell.Say(kampung.StepPages, int64(w.read), int64(w.pages), kampung.OfPages)
	}
	head := make([]byte, pageHead)
	if _, err := w.f.ReadAt(head, int64(id*w.size)); err != nil {
		w.report("Halaman %d tidak terbaca.", id)
		return nil
	}
	over := uint64(binary.LittleEndian.Uint32(head[12:]))
	if binary.LittleEndian.Uint64(head) != id || id+over >= w.pages {
		w.report("Kepala halaman %d rusak.", id)
		return nil
	}
	for i := id; i <= id+over; i++ {
		if w.seen[i] {
			w.report("Halaman %d dirujuk dua kali.", i)
			return nil
		}
		w.seen[i] = true
	}
	b := make([]byte, (over+1)*w.size)
	if _, err := w.f.ReadAt(b, int64(id*w.size)); err != nil {
		w.report("Halaman %d tidak terbaca.", id)
		return nil
	}
	return b
}

// tree walks the pages under a root. low is the least key that may stand there.
func (w *pageWalk) tree(id uint64, low []byte, depth int) {
	if depth > maxDepth {
		w.report("Halaman %d terlalu dalam.", id)
		return
	}
	if b := w.page(id); b != nil {
		w.elements(id, b, low, depth)
	}
}

// elements walks what stands in a page, or in a small bucket inside a value.
func (w *pageWalk) elements(id uint64, b, low []byte, depth int) {
	le := binary.LittleEndian
	flags, count := le.Uint16(b[8:]), int(le.Uint16(b[10:]))
	if flags != branchFlag && flags != leafFlag || pageHead+count*16 > len(b) {
		w.report("Isi halaman %d rusak.", id)
		return
	}
	for i := range count {
		at := pageHead + i*16
		e := b[at:]
		var pos, keys, values uint64
		if flags == branchFlag {
			pos, keys = uint64(le.Uint32(e)), uint64(le.Uint32(e[4:]))
		} else {
			pos, keys, values = uint64(le.Uint32(e[4:])), uint64(le.Uint32(e[8:])), uint64(le.Uint32(e[12:]))
		}
		start := uint64(at) + pos
		if start < uint64(pageHead+count*16) || start+keys+values > uint64(len(b)) {
			w.report("Isi halaman %d rusak pada butir %d.", id, i)
			return
		}
		key := b[start : start+keys]
		if c := bytes.Compare(low, key); low != nil && (c > 0 || c == 0 && i > 0) {
			w.report("Urutan halaman %d rusak pada butir %d.", id, i)
			return
		}
		low = key
		switch {
		case flags == branchFlag:
			w.tree(le.Uint64(e[8:]), key, depth+1)
		case le.Uint32(e)&bucketFlag != 0:
			w.bucket(id, b[start+keys:start+keys+values], depth)
		}
	}
}

// bucket walks a bucket: its own tree, or a page within the value.
func (w *pageWalk) bucket(id uint64, value []byte, depth int) {
	if len(value) < 16 {
		w.report("Bagian di halaman %d rusak.", id)
		return
	}
	if root := binary.LittleEndian.Uint64(value); root != 0 {
		w.tree(root, nil, depth+1)
	} else if inline := value[16:]; len(inline) < pageHead {
		w.report("Bagian di halaman %d rusak.", id)
	} else {
		w.elements(id, inline, nil, depth+1)
	}
}

// free reads the list of free pages.
func (w *pageWalk) free(id uint64) {
	b := w.page(id)
	if b == nil {
		return
	}
	le := binary.LittleEndian
	count, ids := uint64(le.Uint16(b[10:])), b[pageHead:]
	if count == 0xFFFF { // more than fit: the first number is the count
		count, ids = le.Uint64(ids), ids[8:]
	}
	if le.Uint16(b[8:]) != freeFlag || count > uint64(len(ids))/8 {
		w.report("Daftar halaman bebas rusak.")
		return
	}
	for i := range count {
		switch p := le.Uint64(ids[i*8:]); {
		case p < 2 || p >= w.pages:
			w.report("Daftar halaman bebas menyebut halaman %d yang tidak ada.", p)
		case w.seen[p]:
			w.report("Halaman %d bebas dan dipakai sekaligus.", p)
		default:
			w.seen[p] = true
		}
	}
}
