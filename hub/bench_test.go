package hub

import (
	"fmt"
	"path/filepath"
	"testing"

	"smartkampung/hub/hubtest"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

// record records a request of a person of its own, as an office does.
func record(d *hubtest.Desk, seed uint64, i int) {
	d.Add(kab, kampung.KindRequest, fmt.Sprintf("%s-r%d", d.Device, i), kampung.RequestBody{
		Service: []string{"sku", "sktm", "domisili"}[i%3], Number: fmt.Sprintf("500/%03d.%d/2026", i, seed), Seq: i, Year: 2026,
		Person: kampung.Person{NIK: fmt.Sprintf("351005%02d%02d%02d%04d", 1+i%28, 1+i%12, seed%90, 1+i), Name: fmt.Sprint("Contoh ", i), Address: "Dusun Contoh RT 001 RW 002", Job: "Petani"},
		Fields: map[string]string{"keperluan": "Pinjaman bank", "nama_usaha": fmt.Sprint("Toko ", i)},
		Office: kampung.Letterhead{Village: village, Name: "Contoh", Kecamatan: "Contoh"}})
}

// BenchmarkIngest takes in bundles of 1,000 requests, durably, beside a bare
// loop that inserts as many rows with the same engine and settings.
func BenchmarkIngest(b *testing.B) {
	const n = 1000
	b.Run("bundle", func(b *testing.B) {
		th := newHub(b)
		seed := uint64(0)
		for b.Loop() {
			b.StopTimer()
			seed++
			d := th.desk(b, village, seed)
			for i := range n {
				record(d, seed, i)
			}
			data := d.Bundle(kab, 0, n)
			b.StartTimer()
			if _, err := th.Ingest(b.Context(), data); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
	})
	b.Run("one at a time", func(b *testing.B) {
		th := newHub(b)
		d := th.desk(b, village, 1)
		for i := 0; b.Loop(); i++ {
			b.StopTimer()
			record(d, 1, i)
			data := d.Bundle(kab, int64(i), int64(i)+1)
			b.StartTimer()
			if _, err := th.Ingest(b.Context(), data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bare insert", func(b *testing.B) {
		where := hubtest.Database(b)
		if where == "" {
			where = filepath.Join(b.TempDir(), "bare.db")
		}
		w, r, err := openDB(where)
		if err != nil {
			b.Fatal(err)
		}
		defer w.Close()
		defer r.Close()
		if _, err := w.Exec(`CREATE TABLE t (log TEXT NOT NULL, n BIGINT NOT NULL, line BYTEA NOT NULL, PRIMARY KEY (log, n))`); err != nil {
			b.Fatal(err)
		}
		line := make([]byte, 400)
		for round := 0; b.Loop(); round++ {
			tx, err := w.Begin()
			if err != nil {
				b.Fatal(err)
			}
			stmt, _ := tx.Prepare(`INSERT INTO t (log, n, line) VALUES ($1, $2, $3)`)
			for i := range n {
				if _, err := stmt.Exec(fmt.Sprint(round), i, line); err != nil {
					b.Fatal(err)
				}
			}
			stmt.Close()
			if err := tx.Commit(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "entries/s")
	})
}

// BenchmarkReceipt is what a desk that has nothing new costs.
func BenchmarkReceipt(b *testing.B) {
	th := newHub(b)
	d := th.desk(b, village, 1)
	d.Request(1)
	if _, err := th.Ingest(b.Context(), d.Bundle(kab, 0, 1)); err != nil {
		b.Fatal(err)
	}
	id := d.Log(kab).ID()
	for b.Loop() {
		data, _, err := th.Receipt(b.Context(), id)
		if _, err2 := bundle.ReadReceipt(data); err != nil || err2 != nil {
			b.Fatal(err, err2)
		}
	}
}
