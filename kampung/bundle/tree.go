package bundle

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"smartkampung/kampung"
)

// Hash is a node of a log's tree.
type Hash = tlog.Hash

// HashReader gives the stored nodes of a tree by their tlog index.
type HashReader = tlog.HashReader

// EntryHash returns the tree's hash of an entry.
func EntryHash(p kampung.ParsedEntry) Hash { return tlog.RecordHash(p.Leaf()) }

// Root returns the root of the first size entries.
func Root(size int64, r HashReader) (Hash, error) {
	h, err := tlog.TreeHash(size, r)
	if err != nil {
		return Hash{}, fmt.Errorf("bundle: tree at %d: %w", size, err)
	}
	return h, nil
}

// Growth is a tree that grows over a stored one: the nodes it adds are kept
// here until the caller stores them.
type Growth struct {
	base  HashReader
	start int64 // tlog index of the first new node
	size  int64
	Nodes []Hash // new nodes, for the tlog indexes from Start on
}

// Grow continues the tree of size entries whose nodes base gives.
func Grow(size int64, base HashReader) *Growth {
	return &Growth{base: base, start: tlog.StoredHashCount(size), size: size}
}

// Start is the tlog index of Nodes[0].
func (g *Growth) Start() int64 { return g.start }

// Size is the number of entries so far.
func (g *Growth) Size() int64 { return g.size }

// Append adds an entry's hash.
func (g *Growth) Append(h Hash) error {
	nodes, err := tlog.StoredHashesForRecordHash(g.size, h, g)
	if err != nil {
		return fmt.Errorf("bundle: append entry %d: %w", g.size, err)
	}
	g.Nodes = append(g.Nodes, nodes...)
	g.size++
	return nil
}

// Root returns the root over all entries so far.
func (g *Growth) Root() (Hash, error) { return Root(g.size, g) }

// ReadHashes gives stored and new nodes.
func (g *Growth) ReadHashes(indexes []int64) ([]Hash, error) {
	out := make([]Hash, len(indexes))
	var old []int64
	var at []int
	for i, x := range indexes {
		if x >= g.start {
			if x-g.start >= int64(len(g.Nodes)) {
				return nil, fmt.Errorf("bundle: no tree node %d", x)
			}
			out[i] = g.Nodes[x-g.start]
			continue
		}
		old, at = append(old, x), append(at, i)
	}
	if len(old) == 0 {
		return out, nil
	}
	hashes, err := g.base.ReadHashes(old)
	if err != nil {
		return nil, err
	}
	for i, h := range hashes {
		out[at[i]] = h
	}
	return out, nil
}

// NoNodes is the store of an empty tree.
var NoNodes = tlog.HashReaderFunc(func(indexes []int64) ([]Hash, error) {
	return nil, fmt.Errorf("bundle: no tree node %d", indexes[0])
})
