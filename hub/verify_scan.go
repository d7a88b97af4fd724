package hub

import (
	"context"
	"crypto/sha256"
	"fmt"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// scans checks every scan of the database against its files: each chunk that is
// said to be there, and the digest of those that are said to be whole. A file
// that no row speaks of is harmless: a crash came between, or it is older than
// the row.
func (v *verifier) scans(ctx context.Context) error {
	type sums struct{ bytes, whole int64 }
	want := map[string]sums{}
	err := v.h.eachScan(ctx, v.tx, func(r shelved) error {
		v.sum.Scans++
		s := want[r.village]
		s.bytes += r.have.Bytes(r.size)
		if r.state == bundle.ScanWhole {
			s.whole++
		}
		want[r.village] = s
		return v.scan(ctx, r)
	})
	if err != nil {
		return err
	}
	rows, err := v.tx.QueryContext(ctx, `SELECT village, bytes, whole FROM shelf WHERE kab = $1 ORDER BY village`, v.h.regency)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var village string
		var s sums
		if err := rows.Scan(&village, &s.bytes, &s.whole); err != nil {
			return err
		}
		if s != want[village] {
			v.fault("%s: jumlah lampiran tercatat %d bita dan %d utuh, dihitung %d dan %d", village, s.bytes, s.whole, want[village].bytes, want[village].whole)
		}
	}
	return rows.Err()
}

func (v *verifier) scan(ctx context.Context, r shelved) error {
	verifier := func(id string) (string, error) {
		d, _, err := v.h.device(ctx, v.tx, id)
		return d.verifier, err
	}
	whole := sha256.New()
	for n := range kampung.ScanChunks(r.size) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !r.have.Has(n) {
			if r.state == bundle.ScanWhole {
				v.fault("%s: lampiran %.12s disebut utuh, bagian %d tidak ada", r.village, r.sha, n)
			}
			continue
		}
		plain, err := v.h.readChunk(r, n, verifier)
		if err != nil {
			v.fault("%s: bagian %d lampiran %.12s hilang atau rusak", r.village, n, r.sha)
			return nil
		}
		v.sum.Chunks++
		whole.Write(plain)
	}
	if r.state == bundle.ScanWhole && fmt.Sprintf("%x", whole.Sum(nil)) != r.sha {
		v.fault("%s: isi lampiran %.12s tidak cocok", r.village, r.sha)
	}
	return nil
}
