package hub

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

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
		Office: kampung.Letterhead{Village: d.Village, Name: "Contoh", Kecamatan: "Contoh"}})
}

// BenchmarkIngest takes in bundles of 1,000 requests, durably, and inserts beside
// each of them, with the same engine and settings and in one transaction too,
// its lines alone ("bare") and every row that it made ("rows"). All three share
// what the machine gives at the moment, so their ratios count.
func BenchmarkIngest(b *testing.B) {
	const n = 1000
	b.Run("bundle", func(b *testing.B) {
		th := newHub(b)
		bare := newBare(b, th)
		var took, lines, rows time.Duration
		seed := uint64(0)
		for b.Loop() {
			seed++
			d := th.desk(b, fmt.Sprintf("35.10.05.%04d", 2000+seed), seed)
			for i := range n {
				record(d, seed, i)
			}
			data := d.Bundle(kab, 0, n)
			start := time.Now()
			if _, err := th.Ingest(b.Context(), data); err != nil {
				b.Fatal(err)
			}
			took += time.Since(start)
			lines += bare.insert(b, d, "line")
			rows += bare.insert(b, d, "node", "entry", "verdict", "request")
		}
		rows += lines
		per := func(t time.Duration) float64 { return float64(n*b.N) / t.Seconds() }
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(per(took), "entries/s")
		b.ReportMetric(per(lines), "bare-entries/s")
		b.ReportMetric(took.Seconds()/lines.Seconds(), "÷bare")
		b.ReportMetric(took.Seconds()/rows.Seconds(), "÷rows")
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
}

// bareDB is an empty database with the hub's tables; r reads from the hub's
// beside its own readers, which keep what they have cached.
type bareDB struct{ w, r *sql.DB }

func newBare(b *testing.B, th *testHub) bareDB {
	where := hubtest.Database(b)
	if where == "" {
		where = filepath.Join(b.TempDir(), "bare.db")
	}
	w, r, err := openDB(where)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { w.Close(); r.Close() })
	if err := runTx(b.Context(), w, func(tx *sql.Tx) error { return createSchema(b.Context(), tx) }); err != nil {
		b.Fatal(err)
	}
	conf, err := readConf(filepath.Join(th.dir, fileConf))
	if err != nil {
		b.Fatal(err)
	}
	if conf["database"] == "" {
		conf["database"] = filepath.Join(th.dir, fileDB)
	}
	from, beside, err := openDB(conf["database"])
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { from.Close(); beside.Close() })
	return bareDB{w, beside}
}

// insert inserts one by one what the hub keeps of a desk in some tables, in one
// transaction, and returns how long that took.
func (x bareDB) insert(b *testing.B, d *hubtest.Desk, tables ...string) time.Duration {
	b.Helper()
	all := map[string][][]any{}
	for _, table := range tables {
		where, of := "village", d.Village
		if table == "line" || table == "node" {
			where, of = "log", d.Log(kab).ID()
		}
		all[table] = readRows(b, x.r, `SELECT * FROM `+table+` WHERE `+where+` = $1`, of)
	}
	start := time.Now()
	err := runTx(b.Context(), x.w, func(tx *sql.Tx) error {
		for _, table := range tables {
			stmt, err := tx.Prepare(manyValues(`INSERT INTO `+table, "", 1, len(all[table][0])))
			if err != nil {
				return err
			}
			defer stmt.Close()
			for _, row := range all[table] {
				if _, err := stmt.Exec(row...); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func readRows(b *testing.B, db *sql.DB, query string, args ...any) (all [][]any) {
	b.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	for rows.Next() {
		row := make([]any, len(cols))
		to := make([]any, len(cols))
		for i := range row {
			to[i] = &row[i]
		}
		if err := rows.Scan(to...); err != nil {
			b.Fatal(err)
		}
		all = append(all, row)
	}
	if rows.Err() != nil || len(all) == 0 {
		b.Fatalf("%s: %d rows, %v", query, len(all), rows.Err())
	}
	return all
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
