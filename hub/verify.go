package hub

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// Summary is what [Hub.Verify] looked at.
type Summary struct {
	Logs    int   `json:"logs"`
	Entries int64 `json:"entries"` // read one by one
	Sealed  int64 `json:"sealed"`  // in bundles that the hub cannot open
	Down    int64 `json:"down"`    // said to villages
	Heads   int   `json:"heads"`   // lines of heads.log
	Scans   int   `json:"scans"`   // that entries name
	Chunks  int64 `json:"chunks"`  // of them, read one by one
	Faults  int   `json:"faults"`
}

// Verify computes every tree again from the stored entries and compares nodes,
// heads, receipts, bundles, scans and heads.log. Each thing that does not match is one
// line on w, written at once.
func (h *Hub) Verify(ctx context.Context, w io.Writer) (Summary, error) {
	// heads.log is read first: what it says was acknowledged must be in a
	// database that is read later.
	acked, err := os.ReadFile(filepath.Join(h.dir, fileHeads))
	if err != nil {
		return Summary{}, fmt.Errorf("hub: verify: %w", err)
	}
	tx, err := h.r.BeginTx(ctx, h.snapshot())
	if err != nil {
		return Summary{}, fmt.Errorf("hub: verify: %w", err)
	}
	defer tx.Rollback()
	v := &verifier{h: h, tx: tx, w: w, acked: map[string][]bundle.Checkpoint{}, view: map[string]*row{}}
	v.readAcked(acked)
	logs, err := v.logs(ctx)
	if err != nil {
		return v.sum, fmt.Errorf("hub: verify: %w", err)
	}
	for i, hd := range logs {
		v.sum.Logs++
		if hd.Log.Audience == kampung.AudienceKantor {
			err = v.unread(ctx, hd)
		} else {
			err = v.open(ctx, hd)
		}
		if err == nil && (i+1 == len(logs) || logs[i+1].Log.Village != hd.Log.Village) {
			err = v.requests(ctx, hd.Log.Village)
		}
		if err != nil {
			return v.sum, fmt.Errorf("hub: verify: %w", err)
		}
		delete(v.acked, hd.Log.Origin())
	}
	if err := v.scans(ctx); err != nil {
		return v.sum, fmt.Errorf("hub: verify: %w", err)
	}
	for origin := range v.acked {
		v.fault("heads.log: %s pernah diakui, tetapi tidak ada di basis data", origin)
	}
	return v.sum, v.err
}

type verifier struct {
	h       *Hub
	tx      *sql.Tx
	w       io.Writer
	acked   map[string][]bundle.Checkpoint
	sum     Summary
	err     error  // of writing
	village string // whose entries byID holds
	byID    map[string]entryPlace
	view    map[string]*row // the village's requests, folded anew
}

func (v *verifier) fault(format string, args ...any) {
	v.sum.Faults++
	if _, err := fmt.Fprintf(v.w, format+"\n", args...); err != nil && v.err == nil {
		v.err = err
	}
}

func (v *verifier) readAcked(text []byte) {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		s, whole := strings.CutSuffix(string(line), "\n")
		if !whole || strings.HasSuffix(s, tornMark) {
			continue // cut by a power failure, never acknowledged
		}
		c, err := parseHeadLine(s)
		if err != nil {
			v.fault("heads.log baris %d: tidak dapat dibaca", n)
			continue
		}
		v.sum.Heads++
		v.acked[c.Log.Origin()] = append(v.acked[c.Log.Origin()], c)
	}
}

func (v *verifier) logs(ctx context.Context) ([]head, error) {
	rows, err := v.tx.QueryContext(ctx, `SELECT id, origin, size, root, receipt FROM log WHERE kab = $1 ORDER BY village, origin`, v.h.regency)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []head
	for rows.Next() {
		var id, origin string
		var root []byte
		var hd head
		if err := rows.Scan(&id, &origin, &hd.Size, &root, &hd.receipt); err != nil {
			return nil, err
		}
		if hd.Log, err = bundle.ParseOrigin(origin); err != nil || hd.Log.ID() != id {
			v.fault("log %s: nama catatan tidak cocok", id)
			continue
		}
		if err := toHash(&hd.Root, root); err != nil {
			v.fault("%s: kepala rusak", origin)
			continue
		}
		out = append(out, hd)
	}
	return out, rows.Err()
}

// open checks a log whose entries the hub reads: lines, ids, nodes, head.
func (v *verifier) open(ctx context.Context, hd head) error {
	g := bundle.Grow(0, bundle.NoNodes)
	if err := v.lines(ctx, hd, g); err != nil {
		return err
	}
	if g.Size() != hd.Size {
		v.fault("%s: kepala menyebut %d catatan, tersimpan %d", hd.Log.Origin(), hd.Size, g.Size())
	}
	if err := v.nodes(ctx, hd, g.Nodes); err != nil {
		return err
	}
	rootAt := func(size int64) (bundle.Hash, bool) {
		if size > g.Size() {
			return bundle.Hash{}, false
		}
		root, err := bundle.Root(size, g)
		return root, err == nil
	}
	v.head(hd, rootAt)
	return v.bundles(ctx, hd, rootAt)
}

// lines reads the entries of a log in order into g, and checks that each is in
// the table of entries by id.
func (v *verifier) lines(ctx context.Context, hd head, g *bundle.Growth) error {
	entries, err := v.entries(ctx, hd.Log.Village)
	if err != nil {
		return err
	}
	rows, err := v.tx.QueryContext(ctx, `SELECT n, line FROM line WHERE kab = $1 AND log = $2 ORDER BY n`, v.h.regency, hd.Log.ID())
	if err != nil {
		return err
	}
	defer rows.Close()
	id := hd.Log.ID()
	for rows.Next() {
		var n int64
		var line []byte
		if err := rows.Scan(&n, &line); err != nil {
			return err
		}
		p, err := kampung.ParseEntry(line)
		if err != nil || n != g.Size() || p.Head.N != n {
			v.fault("%s: catatan %d rusak atau tidak pada tempatnya", hd.Log.Origin(), n)
			return nil
		}
		if err := g.Append(bundle.EntryHash(p)); err != nil {
			return err
		}
		if hd.Log.Audience == kampung.AudienceDesa {
			v.sum.Down++
		} else {
			v.sum.Entries++
		}
		at, known := entries[bare(p.Head.ID)]
		switch {
		case !known:
			v.fault("%s: catatan %d tidak ada di daftar catatan", hd.Log.Origin(), n)
		case at == entryPlace{id, n}:
			v.fold(p, hd.Log, n)
		}
	}
	return rows.Err()
}

// entryPlace is where the entry stands that took effect.
type entryPlace struct {
	log string
	n   int64
}

// entries reads the village's table of entries by id.
func (v *verifier) entries(ctx context.Context, village string) (map[string]entryPlace, error) {
	if v.village == village {
		return v.byID, nil
	}
	v.village, v.byID = village, map[string]entryPlace{}
	rows, err := v.tx.QueryContext(ctx, `SELECT id, log, n FROM entry WHERE kab = $1 AND village = $2`, v.h.regency, village)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var at entryPlace
		if err := rows.Scan(&id, &at.log, &at.n); err != nil {
			return nil, err
		}
		v.byID[id] = at
	}
	return v.byID, rows.Err()
}

// fold brings an entry that took effect into the view that is made anew.
func (v *verifier) fold(p kampung.ParsedEntry, l bundle.Log, n int64) {
	r, id := readEntry(p), bare(p.Head.Subject)
	at := func() *row {
		if v.view[id] == nil {
			v.view[id] = newRow(id)
		}
		return v.view[id]
	}
	if l.Audience == kampung.AudienceDesa {
		var b kampung.DecisionBody
		if p.Head.Kind == kampung.KindDecision && json.Unmarshal(p.Body, &b) == nil {
			at().decide(p.Head, b)
		}
		return
	}
	if !r.counts() {
		return
	}
	person := ""
	if r.request != nil {
		person = v.h.personKey(l.Village, r.request.Person.NIK)
	}
	at().fold(r, origin{l.ID(), writerOf(p.Head, l), n}, person)
}

// requests compares the village's view with the one that was folded anew.
func (v *verifier) requests(ctx context.Context, village string) error {
	want := v.view
	v.view = map[string]*row{}
	rows, err := v.tx.QueryContext(ctx, `SELECT `+rowColumns+` FROM request WHERE kab = $1 AND village = $2 ORDER BY id`, v.h.regency, village)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		have, err := scanRow(rows)
		if err != nil {
			return err
		}
		w := want[have.id]
		delete(want, have.id)
		if w == nil {
			v.fault("%s: permohonan %s tidak ada di catatannya", village, have.id)
			continue
		}
		w.dirty, w.received = false, have.received
		if *w != *have {
			v.fault("%s: permohonan %s tidak cocok dengan catatannya", village, have.id)
		}
	}
	for id := range want {
		v.fault("%s: permohonan %s hilang dari daftar", village, id)
	}
	return rows.Err()
}

func (v *verifier) nodes(ctx context.Context, hd head, want []bundle.Hash) error {
	rows, err := v.tx.QueryContext(ctx, `SELECT idx, hash FROM node WHERE kab = $1 AND log = $2 ORDER BY idx`, v.h.regency, hd.Log.ID())
	if err != nil {
		return err
	}
	defer rows.Close()
	count := int64(0)
	for rows.Next() {
		var idx int64
		var hash []byte
		if err := rows.Scan(&idx, &hash); err != nil {
			return err
		}
		if idx != count || idx >= int64(len(want)) || !bytes.Equal(hash, want[idx][:]) {
			v.fault("%s: simpul pohon %d tidak cocok", hd.Log.Origin(), idx)
			return nil
		}
		count++
	}
	if count != tlog.StoredHashCount(hd.Size) {
		v.fault("%s: ada simpul pohon yang hilang", hd.Log.Origin())
	}
	return rows.Err()
}

// head checks a log's head, its receipt and what heads.log says of it against
// the roots that were computed anew.
func (v *verifier) head(hd head, rootAt func(int64) (bundle.Hash, bool)) {
	origin := hd.Log.Origin()
	if root, ok := rootAt(hd.Size); !ok || root != hd.Root {
		v.fault("%s: kepala pada %d tidak cocok dengan catatannya", origin, hd.Size)
	}
	r, err := v.h.ring().openReceipt(hd.receipt)
	begun := hd.Size == 0 && len(hd.receipt) == 0 // a down log that says nothing yet
	if !begun && (err != nil || r.Checkpoint != hd.Checkpoint) {
		v.fault("%s: tanda terima pada %d tidak cocok", origin, hd.Size)
	}
	for _, c := range v.acked[origin] {
		root, ok := rootAt(c.Size)
		switch {
		case c.Size > hd.Size:
			v.fault("%s: heads.log mengakui %d catatan, basis data hanya punya %d", origin, c.Size, hd.Size)
		case !ok || root != c.Root:
			v.fault("%s: kepala pada %d berbeda dengan heads.log", origin, c.Size)
		}
	}
}

// stored is a row of the bundle table.
type stored struct {
	from, to     int64
	root         bundle.Hash
	note, sealed []byte
}

func (v *verifier) eachBundle(ctx context.Context, hd head, f func(stored) error) error {
	rows, err := v.tx.QueryContext(ctx, `SELECT from_n, to_n, root, note, sealed FROM bundle WHERE kab = $1 AND log = $2 ORDER BY to_n`, v.h.regency, hd.Log.ID())
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s stored
		var root []byte
		if err := rows.Scan(&s.from, &s.to, &root, &s.note, &s.sealed); err != nil {
			return err
		}
		if toHash(&s.root, root) != nil {
			v.fault("%s: paket %d–%d rusak", hd.Log.Origin(), s.from, s.to)
			continue
		}
		if err := f(s); err != nil {
			return err
		}
	}
	return rows.Err()
}

// bundles checks the notes of the bundles that brought a log's entries.
func (v *verifier) bundles(ctx context.Context, hd head, rootAt func(int64) (bundle.Hash, bool)) error {
	return v.eachBundle(ctx, hd, func(s stored) error {
		b, err := bundle.ReadHeader(s.note)
		prev, ok1 := rootAt(s.from)
		root, ok2 := rootAt(s.to)
		if err != nil || !ok1 || !ok2 || b.Prev != prev || b.Root != root || s.root != root || b.From != s.from || b.Size != s.to {
			v.fault("%s: paket %d–%d tidak cocok dengan catatannya", hd.Log.Origin(), s.from, s.to)
		}
		return nil
	})
}

// unread checks a log that the hub cannot open: its bundles stand end to end,
// each whole and signed by the device.
func (v *verifier) unread(ctx context.Context, hd head) error {
	d, known, err := v.h.device(ctx, v.tx, hd.Log.Device)
	if err != nil {
		return err
	}
	if !known {
		v.fault("%s: perangkatnya tidak terdaftar", hd.Log.Origin())
		return nil
	}
	empty, err := bundle.Root(0, bundle.NoNodes)
	if err != nil {
		return err
	}
	roots := map[int64]bundle.Hash{0: empty}
	end := int64(0)
	err = v.eachBundle(ctx, hd, func(s stored) error {
		b, err := bundle.Read(append(bytes.Clone(s.note), s.sealed...), d.verifier)
		if err != nil || s.from != end || b.From != s.from || b.Size != s.to || b.Prev != roots[end] || b.Root != s.root {
			v.fault("%s: paket %d–%d rusak atau tidak menyambung", hd.Log.Origin(), s.from, s.to)
		}
		v.sum.Sealed += s.to - s.from
		end = s.to
		roots[end] = s.root
		return nil
	})
	if err != nil {
		return err
	}
	v.head(hd, func(size int64) (bundle.Hash, bool) {
		root, ok := roots[size]
		return root, ok
	})
	return nil
}
