//go:build linux

package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the peer of the save benchmark

	"smartkampung/kampung"
	"smartkampung/kampung/roster"
)

// village fills a store with invented residents and requests of them.
func village(b *testing.B, residents, requests int) (*Store, string, []kampung.Resident) {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "data")
	opt := testOptions(newClock())
	opt.Linger = 250 * time.Millisecond
	s, _, err := Create(dir, testSetup(), opt)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	plan, err := s.ApplyImport(inventedFile(residents))
	if err != nil || len(plan.Save) == 0 {
		b.Fatal(plan.Refused, err)
	}
	fill(b, s, plan.Save, requests)
	return s, dir, plan.Save
}

func inventedFile(n int) kampung.ImportFile {
	f := kampung.ImportFile{Layout: "OpenSID"}
	for i, r := range roster.Invent(n, "35.10.05.2001", 1) {
		f.Rows = append(f.Rows, kampung.ImportRow{Row: i + 2, Resident: r, Given: map[string]bool{}})
	}
	return f
}

// fill records many requests in large records, as an import would.
func fill(b *testing.B, s *Store, who []kampung.Resident, n int) {
	b.Helper()
	o, err := s.Office()
	if err != nil {
		b.Fatal(err)
	}
	for done := 0; done < n; {
		err := s.change(func(v view) ([]entry, kampung.Change, error) {
			last, err := v.counter(kampung.CounterScope(o, sku, 2026))
			if err != nil {
				return nil, kampung.Change{}, err
			}
			var entries []entry
			for len(entries) < 1000 && done < n {
				d := draftFor(s, who[done%len(who)])
				d.Applicant.Resident = ""
				d.Fields["nama_usaha"] = "TOKO " + strconv.Itoa(done)
				body, p := kampung.Compose(d, sku, o, kampung.Date{Year: 2026, Month: 11, Day: 23})
				if p != nil {
					return nil, kampung.Change{}, p
				}
				last++
				kampung.NumberRequest(&body, o, sku, last, "")
				entries = append(entries, entry{audience: kampung.AudienceKabupaten, kind: kampung.KindRequest, subject: d.ID, body: body, first: true})
				done++
			}
			return entries, kampung.Change{}, nil
		})
		if err == nil {
			err = s.flush()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// floor is one append and fdatasync of n bytes into a file filled with zeros:
// the least that any durable save costs on this disk.
type floor struct {
	f  *os.File
	at int64
}

func newFloor(b *testing.B, dir string) *floor {
	f, err := os.Create(filepath.Join(dir, "floor"))
	if err != nil {
		b.Fatal(err)
	}
	f.Write(make([]byte, 64<<20))
	f.Sync()
	b.Cleanup(func() { f.Close() })
	return &floor{f: f}
}

func (l *floor) save(b *testing.B, bytes []byte) {
	if _, err := l.f.WriteAt(bytes, l.at); err != nil {
		b.Fatal(err)
	}
	if err := datasync(l.f); err != nil {
		b.Fatal(err)
	}
	l.at = (l.at + int64(len(bytes))) % (60 << 20)
}

// peer is SQLite with the same request and its audit line, WAL and FULL.
func newPeer(b *testing.B, dir string) func(id string, body []byte) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "peer.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	for _, q := range []string{
		`CREATE TABLE request (id TEXT PRIMARY KEY, number TEXT, name TEXT, state TEXT, body BLOB)`,
		`CREATE INDEX request_number ON request (number)`, `CREATE INDEX request_name ON request (name)`,
		`CREATE TABLE audit (id INTEGER PRIMARY KEY, request TEXT, what TEXT)`,
	} {
		if _, err := db.Exec(q); err != nil {
			b.Fatal(err)
		}
	}
	return func(id string, body []byte) {
		tx, err := db.BeginTx(context.Background(), nil)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO request VALUES (?,?,?,?,?)`, id, id, id, "baru", body)
		}
		if err == nil {
			_, err = tx.Exec(`INSERT INTO audit (request, what) VALUES (?,?)`, id, "permohonan")
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSave compares, interleaved in one run on one disk: a request saved
// durably, the floor with the same bytes, and SQLite with the same bytes. It
// reports medians and their ratios. With SMARTKAMPUNG_BENCH_LARGE=1 the store
// holds 1,000,000 requests, otherwise 0 and 20,000.
func BenchmarkSave(b *testing.B) {
	sizes := []int{0, 20_000}
	if os.Getenv("SMARTKAMPUNG_BENCH_LARGE") != "" {
		sizes = []int{0, 1_000_000}
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("stored=%d", n), func(b *testing.B) {
			s, dir, who := village(b, 100, n)
			low, peer := newFloor(b, dir), newPeer(b, dir)
			var ours, floors, peers []time.Duration
			for i := range 400 {
				d := draftFor(s, who[i%len(who)])
				before := s.journal.end
				start := time.Now()
				if _, err := s.Record(d); err != nil {
					b.Fatal(err)
				}
				ours = append(ours, time.Since(start))
				bytes := make([]byte, s.journal.end-before)
				start = time.Now()
				low.save(b, bytes)
				floors = append(floors, time.Since(start))
				start = time.Now()
				peer(d.ID, bytes)
				peers = append(peers, time.Since(start))
			}
			for range b.N {
			}
			f := median(floors)
			b.ReportMetric(us(median(ours)), "save-p50-us")
			b.ReportMetric(us(p99(ours)), "save-p99-us")
			b.ReportMetric(us(f), "floor-p50-us")
			b.ReportMetric(us(median(peers)), "sqlite-p50-us")
			b.ReportMetric(float64(median(ours))/float64(f), "save/floor")
			b.ReportMetric(float64(median(peers))/float64(f), "sqlite/floor")
		})
	}
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func p99(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)*99/100]
}

func us(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// BenchmarkSeal5000 seals 5,000 entries of requests, each of another resident.
func BenchmarkSeal5000(b *testing.B) {
	s, _, _ := village(b, 5000, 5000)
	if err := s.SaveHub(Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: s.keys.Verifier, Recipient: s.keys.Recovery}); err != nil {
		b.Fatal(err)
	}
	logs, err := s.Logs()
	if err != nil {
		b.Fatal(err)
	}
	bytes, bundles := 0, 0
	for b.Loop() {
		bytes, bundles = 0, 0
		for from := int64(0); from < 5000; {
			data, to, err := s.NextBundle(logs[0], from, 0)
			if err != nil {
				b.Fatal(err)
			}
			bytes, bundles, from = bytes+len(data), bundles+1, to
		}
	}
	b.ReportMetric(float64(bytes), "bytes")
	b.ReportMetric(float64(bundles), "bundles")
}

// BenchmarkUnlock opens an office of 10,000 residents and 50,000 requests until
// a search and the list of open requests answer, and reports the memory held.
func BenchmarkUnlock(b *testing.B) {
	s, dir, _ := village(b, 10_000, 50_000)
	s.Close()
	opt := testOptions(newClock())
	for b.Loop() {
		s, err := Unlock(dir, "admin", testPassword, opt)
		if err != nil {
			b.Fatal(err)
		}
		if hits, err := s.FindResidents("sukarno", 10); err != nil || len(hits) == 0 {
			b.Fatal(hits, err)
		}
		if rows, err := s.Requests(kampung.RequestFilter{Open: true, Limit: 50}); err != nil || len(rows) != 50 {
			b.Fatal(len(rows), err)
		}
		if _, err := s.Status(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "heap-MB")
		s.Close()
		b.StartTimer()
	}
}

// BenchmarkImport5000 is reading, checking and saving 5,000 new residents from
// an .xlsx file, in CPU seconds of the whole process.
func BenchmarkImport5000(b *testing.B) {
	sheet, err := roster.Write(roster.Invent(5000, "35.10.05.2001", 1))
	if err != nil {
		b.Fatal(err)
	}
	total := time.Duration(0)
	for b.Loop() {
		s, _, err := Create(filepath.Join(b.TempDir(), "data"), testSetup(), testOptions(newClock()))
		if err != nil {
			b.Fatal(err)
		}
		start := cpu(b)
		f, err := roster.Read("penduduk.xlsx", sheet, kampung.Date{Year: 2026, Month: 11, Day: 23})
		if err != nil {
			b.Fatal(err)
		}
		if plan, err := s.ApplyImport(f); err != nil || plan.New != 5000 {
			b.Fatal(plan.New, err)
		}
		total += cpu(b) - start
		s.Close()
	}
	b.ReportMetric(total.Seconds()/float64(b.N), "cpu-s")
}

// BenchmarkTakeOffice measures how long a PC takes to fold what its office wrote
// elsewhere: 5,000 residents and 5,000 requests, here from an earlier epoch of a
// disk that was put back.
func BenchmarkTakeOffice(b *testing.B) {
	for range b.N {
		b.StopTimer()
		s, dir, _ := newStore(b)
		if err := s.SaveHub(Hub{URL: "http://127.0.0.1:1", Name: "hub.35.10", Verifier: s.keys.Verifier, Recipient: s.keys.Recovery}); err != nil {
			b.Fatal(err)
		}
		s.Close()
		image := filepath.Join(b.TempDir(), "citra")
		if err := os.CopyFS(image, os.DirFS(dir)); err != nil {
			b.Fatal(err)
		}
		s = reopen(b, dir)
		for _, r := range seed(b, s, 5000) {
			if _, err := s.Record(draftFor(s, r)); err != nil {
				b.Fatal(err)
			}
		}
		bundles := everyBundle(b, s)
		old := reopen(b, image)
		if err := old.NewEpoch(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		for _, data := range bundles {
			if _, err := old.TakeSibling(data); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func everyBundle(b *testing.B, s *Store) (all [][]byte) {
	b.Helper()
	logs, err := s.Logs()
	if err != nil {
		b.Fatal(err)
	}
	for _, l := range logs {
		size, _, err := s.Marks(l)
		for at := int64(0); at < size && err == nil; {
			var data []byte
			data, at, err = s.NextBundle(l, at, 0)
			all = append(all, data)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return all
}
