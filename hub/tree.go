package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"

	"golang.org/x/mod/sumdb/tlog"

	"smartkampung/hub/wire"
	"smartkampung/kampung/bundle"
)

// nodeReader gives the stored nodes of a log's tree.
func (h *Hub) nodeReader(ctx context.Context, tx *sql.Tx, log string) bundle.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]bundle.Hash, error) {
		out := make([]bundle.Hash, len(indexes))
		for i, x := range indexes {
			var b []byte
			err := tx.QueryRowContext(ctx, `SELECT hash FROM node WHERE kab = $1 AND log = $2 AND idx = $3`, h.regency, log, x).Scan(&b)
			if err == nil {
				err = toHash(&out[i], b)
			}
			if err != nil {
				return nil, fmt.Errorf("hub: tree node %d: %w", x, err)
			}
		}
		return out, nil
	})
}

// extendTree compares the part of the bundle that the hub has, and stores the
// part that it lacks, with its effects.
func (h *Hub) extendTree(ctx context.Context, tx *sql.Tx, a *arrival, old head) error {
	nodes := h.nodeReader(ctx, tx, a.Log.ID())
	prev, err := bundle.Root(a.From, nodes)
	if err != nil {
		return err
	}
	if prev != a.Prev {
		return old.fork(nil)
	}
	for n := a.From; n < min(old.Size, a.Size); n++ {
		have, err := nodes.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		if have[0] != bundle.EntryHash(a.entries[n-a.From]) {
			return old.fork(nil)
		}
	}
	g, err := a.Extend(nodes, a.entries)
	if errors.Is(err, bundle.ErrTree) {
		return refuseBundle(err)
	}
	if err != nil {
		return err
	}
	if a.Size <= old.Size {
		return errHave
	}
	first := tlog.StoredHashCount(old.Size)
	if err := h.insertNodes(ctx, tx, a.Log.ID(), first, g.Nodes[first-g.Start():]); err != nil {
		return err
	}
	return h.apply(ctx, tx, a, old.Size)
}

func (h *Hub) insertNodes(ctx context.Context, tx *sql.Tx, log string, first int64, nodes []bundle.Hash) error {
	var rows [][]any
	for i, x := range nodes {
		rows = append(rows, []any{h.regency, log, first + int64(i), x[:]})
	}
	return h.insertMany(ctx, tx, `INSERT INTO node (kab, log, idx, hash)`, "", rows)
}

// extendUnread judges a bundle that the hub cannot open. It must begin at the
// head; one that begins earlier is compared at the ends of bundles that the hub
// knows, and where it cannot be compared the desk is told to send from the head.
func (h *Hub) extendUnread(ctx context.Context, tx *sql.Tx, a *arrival, old head) error {
	prev, known, err := h.rootAt(ctx, tx, a, a.From, old)
	if err != nil {
		return err
	}
	if known && prev != a.Prev {
		return old.fork(nil)
	}
	if a.From == old.Size {
		return nil
	}
	if a.Size <= old.Size {
		root, known, err := h.rootAt(ctx, tx, a, a.Size, old)
		if err != nil {
			return err
		}
		if known && root != a.Root {
			return old.fork(nil)
		}
		if known {
			return errHave
		}
	}
	return old.refuse(http.StatusConflict, wire.KindGap, fmt.Sprintf("Pusat kabupaten sudah punya %d catatan; kirim mulai dari situ.", old.Size), nil)
}

// rootAt returns the root that the hub knows of an unread log at a size: none,
// or the end of a stored bundle other than a itself.
func (h *Hub) rootAt(ctx context.Context, tx *sql.Tx, a *arrival, size int64, old head) (root bundle.Hash, known bool, err error) {
	switch size {
	case old.Size:
		return old.Root, true, nil
	case 0:
		root, err = bundle.Root(0, bundle.NoNodes)
		return root, err == nil, err
	}
	var b []byte
	err = tx.QueryRowContext(ctx, `SELECT root FROM bundle WHERE kab = $1 AND log = $2 AND to_n = $3 AND digest <> $4`,
		h.regency, a.Log.ID(), size, a.digest).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return root, false, nil
	}
	if err != nil {
		return root, false, err
	}
	return root, true, toHash(&root, b)
}
