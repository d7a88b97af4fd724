package hub

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"smartkampung/hub/hubtest"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
)

const (
	village = "35.10.05.2001"
	kab     = kampung.AudienceKabupaten
	kantor  = kampung.AudienceKantor
)

// clockAt is a clock that tests move.
type clockAt struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clockAt) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clockAt) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// testHub is a hub in a temporary directory that is verified when the test
// ends, with everything that it logged.
type testHub struct {
	*Hub
	dir    string
	clock  *clockAt
	logged *bytes.Buffer
	faulty bool // the test damages it
}

func newHub(t testing.TB) *testHub {
	t.Helper()
	th := &testHub{dir: t.TempDir(), clock: &clockAt{t: time.Date(2026, 11, 23, 14, 5, 0, 0, kampung.WIB)}, logged: &bytes.Buffer{}}
	if _, err := Init(th.dir, InitOptions{Regency: "35.10", Database: hubtest.Database(t)}, rand.Reader, th.clock.now()); err != nil {
		t.Fatal(err)
	}
	th.open(t)
	t.Cleanup(func() {
		if !th.faulty {
			th.verify(t)
		}
		th.Close()
		for _, secret := range []string{hubtest.Applicant.NIK, hubtest.Applicant.Name, "Wulandari"} {
			if strings.Contains(th.logged.String(), secret) {
				t.Errorf("the log holds personal data: %.300s", th.logged)
			}
		}
	})
	return th
}

func (th *testHub) open(t testing.TB) {
	t.Helper()
	var err error
	if th.Hub, err = Open(th.dir, WithClock(th.clock.now), WithLogger(slog.New(slog.NewTextHandler(th.logged, nil)))); err != nil {
		t.Fatal(err)
	}
}

func (th *testHub) verify(t testing.TB) {
	t.Helper()
	var faults bytes.Buffer
	if sum, err := th.Verify(context.Background(), &faults); err != nil || sum.Faults != 0 {
		t.Errorf("verify: %v %+v\n%s", err, sum, &faults)
	}
}

// desk enrols a new desk.
func (th *testHub) desk(t testing.TB, v string, seed uint64) *hubtest.Desk {
	t.Helper()
	d := hubtest.NewDesk(v, seed, th.Keys())
	code, err := th.EnrolCode(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := th.Enrol(t.Context(), d.EnrolRequest(code)); err != nil {
		t.Fatal(err)
	}
	return d
}

// take ingests a bundle that must be taken, and gives the receipt to the desk.
func (th *testHub) take(t testing.TB, d *hubtest.Desk, data []byte) Taken {
	t.Helper()
	got, err := th.Ingest(t.Context(), data)
	if err != nil {
		t.Fatalf("Ingest: %v (%v)", err, errors.Unwrap(err))
	}
	if _, err := d.TakeReceipt(got.Receipt); err != nil {
		t.Fatalf("receipt: %v", err)
	}
	return got
}

// refuses ingests a bundle that must be refused with a status and must change
// nothing.
func (th *testHub) refuses(t testing.TB, data []byte, status int) *Refusal {
	t.Helper()
	before := th.dump(t)
	_, err := th.Ingest(t.Context(), data)
	var r *Refusal
	if !errors.As(err, &r) || r.Status != status {
		t.Fatalf("Ingest = %v (%v), want status %d", err, errors.Unwrap(err), status)
	}
	if r.Title == "" || strings.Contains(strings.ToLower(r.Error()), "error") {
		t.Errorf("words %q", r.Error())
	}
	if after := th.dump(t); after != before {
		t.Fatalf("a refused bundle changed the database:\n%s\n→\n%s", before, after)
	}
	return r
}

// dump writes every row of every table.
func (th *testHub) dump(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"meta", "code", "device", "log", "bundle", "node", "line", "entry", "request", "verdict", "village"} {
		dumpTable(t, &b, th.r, table)
	}
	return b.String()
}

func dumpTable(t testing.TB, b *strings.Builder, db *sql.DB, table string) {
	t.Helper()
	rows, err := db.Query(`SELECT * FROM ` + table + ` ORDER BY 1, 2, 3`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	cols, _ := rows.Columns()
	for rows.Next() {
		vals := make([]any, len(cols))
		for i := range vals {
			vals[i] = new(any)
		}
		if err := rows.Scan(vals...); err != nil {
			t.Fatal(err)
		}
		b.WriteString(table)
		for i, v := range vals {
			if cols[i] == "seen" { // when a device was here, also without anything new
				continue
			}
			fmt.Fprintf(b, " %s=%x", cols[i], *v.(*any))
		}
		b.WriteByte('\n')
	}
}

// requests returns "id state" of a village.
func (th *testHub) requests(t testing.TB, v string) []string {
	t.Helper()
	rs, err := th.Requests(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rs {
		out = append(out, r.ID+" "+string(r.State))
	}
	return out
}

func TestRequestArrivesAndIsReceipted(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	id := d.Request(1)
	d.Step(id, kampung.StateVerified)
	got := th.take(t, d, d.Bundle(kab, 0, 2))
	if got.New != 2 || got.From != 0 || got.To != 2 {
		t.Errorf("taken %+v", got)
	}
	r, err := bundle.OpenReceipt(got.Receipt, th.Keys().Verifier)
	if err != nil || r.Size != 2 || !r.At.Equal(th.clock.now()) {
		t.Errorf("receipt %+v %v", r, err)
	}
	rs, _ := th.Requests(t.Context(), village)
	if len(rs) != 1 || rs[0].Service != "sku" || rs[0].Number != "500/001/2026" || rs[0].State != kampung.StateVerified || rs[0].Recorded.IsZero() {
		t.Errorf("requests %+v", rs)
	}
}

func TestDuplicateBundle(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	data := d.Bundle(kab, 0, 1)
	first := th.take(t, d, data)
	before := th.dump(t)
	th.clock.add(time.Hour)
	for _, again := range [][]byte{data, d.Bundle(kab, 0, 1)} {
		got := th.take(t, d, again)
		if got.New != 0 || !bytes.Equal(got.Receipt, first.Receipt) {
			t.Errorf("again: %+v", got)
		}
	}
	if th.dump(t) != before {
		t.Error("a duplicate changed the database")
	}
}

func TestReorderedAndGap(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 4 {
		d.Request(i)
	}
	if r := th.refuses(t, d.Bundle(kab, 2, 4), http.StatusConflict); r.Size != 0 || r.Kind != wire.KindGap || !gapOf(t, th, string(r.Receipt), 0, 2) {
		t.Errorf("refusal %+v", r)
	}
	th.take(t, d, d.Bundle(kab, 0, 2))
	if r := th.refuses(t, d.Bundle(kab, 3, 4), http.StatusConflict); r.Size != 2 || !gapOf(t, th, string(r.Receipt), 2, 3) {
		t.Errorf("refusal %+v", r)
	}
	th.take(t, d, d.Bundle(kab, 2, 4))
	if got := th.requests(t, village); len(got) != 4 {
		t.Error(got)
	}
}

func TestOverlappingBundles(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 9 {
		d.Request(i)
	}
	th.take(t, d, d.Bundle(kab, 0, 5))
	if got := th.take(t, d, d.Bundle(kab, 3, 7)); got.New != 2 {
		t.Errorf("%+v", got)
	}
	if got := th.take(t, d, d.Bundle(kab, 1, 4)); got.New != 0 {
		t.Errorf("%+v", got)
	}
	if got := th.take(t, d, d.Bundle(kab, 0, 9)); got.New != 2 {
		t.Errorf("%+v", got)
	}
	if got := th.requests(t, village); len(got) != 9 {
		t.Error(got)
	}
}

func TestForkIsSeenAndNewEpochMends(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	c := d.Clone()
	d.Request(2)
	c.Request(3)
	th.take(t, d, d.Bundle(kab, 0, 2))
	for _, from := range []int64{0, 1} {
		if r := th.refuses(t, c.Bundle(kab, from, 2), http.StatusUnprocessableEntity); r.Kind != wire.KindFork || r.Size != 2 {
			t.Errorf("refusal %+v", r)
		}
	}
	c.Request(4)
	th.refuses(t, c.Bundle(kab, 2, 3), http.StatusUnprocessableEntity)
	c.NewEpoch()
	if got := th.take(t, c, c.Bundle(kab, 0, 3)); got.New != 3 {
		t.Errorf("%+v", got)
	}
	// Request 1 came in both epochs and is there once.
	if got := th.requests(t, village); len(got) != 4 {
		t.Error(got)
	}
}

func TestUnreadLog(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for range 6 {
		d.Resident()
	}
	c := d.Clone()
	if r := th.refuses(t, d.Bundle(kantor, 2, 4), http.StatusConflict); r.Size != 0 {
		t.Errorf("%+v", r)
	}
	th.take(t, d, d.Bundle(kantor, 0, 2))
	th.take(t, d, d.Bundle(kantor, 2, 4))
	before := th.dump(t)
	for _, r := range [][2]int64{{0, 2}, {2, 4}, {0, 4}, {1, 4}} {
		if got := th.take(t, d, d.Bundle(kantor, r[0], r[1])); got.New != 0 {
			t.Errorf("%v: %+v", r, got)
		}
	}
	if th.dump(t) != before {
		t.Error("had already, and yet stored")
	}
	for _, r := range [][2]int64{{0, 3}, {1, 3}, {3, 6}, {0, 6}} {
		if got := th.refuses(t, d.Bundle(kantor, r[0], r[1]), http.StatusConflict); got.Size != 4 {
			t.Errorf("%v: %+v", r, got)
		}
	}
	c.Books[kantor] = &hubtest.Book{}
	for range 6 {
		c.Resident()
	}
	for _, r := range [][2]int64{{0, 2}, {0, 4}, {2, 4}, {4, 6}} {
		th.refuses(t, c.Bundle(kantor, r[0], r[1]), http.StatusUnprocessableEntity)
	}
	th.take(t, d, d.Bundle(kantor, 4, 6))
	if strings.Contains(th.dump(t), fmt.Sprintf("%x", hubtest.Applicant.NIK)) {
		t.Error("the hub can read the office's own journal")
	}
}

func TestUnknownKindsAndOddBodiesAreKept(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i, body := range []string{`{"x":[1,{"y":2}]}`, `{"state":7}`, `{"service":["sku"]}`, `{}`, `{"state":"\u0000"}`} {
		kind := []string{"masa.depan", kampung.KindStep, kampung.KindRequest, kampung.KindRequest, kampung.KindStep}[i]
		d.AddHead(kab, kampung.Head{V: 2, ID: fmt.Sprint("id-", i, "\x00"), Tick: int64(i), Kind: kind, Schema: 9, Subject: fmt.Sprint("s", i), At: "kapan-kapan"}, []byte(body))
	}
	d.Request(1)
	if got := th.take(t, d, d.Bundle(kab, 0, 6)); got.New != 6 {
		t.Errorf("%+v", got)
	}
	var zeros int
	zero := `instr(%s, char(0)) > 0`
	if th.engine == enginePostgres {
		zero = `encode(convert_to(%s, 'UTF8'), 'hex') ~ '^(..)*00'`
	}
	err := th.r.QueryRow(fmt.Sprintf(`SELECT (SELECT COUNT(*) FROM entry WHERE `+zero+`) + (SELECT COUNT(*) FROM request WHERE `+zero+`)`, "id", "state")).Scan(&zeros)
	if err != nil || zeros != 0 {
		t.Errorf("%d zero bytes in the database's texts, %v", zeros, err)
	}
	if got := th.requests(t, village); len(got) != 2 {
		t.Error(got)
	}
}

func TestCrashAfterCommitBeforeAnswer(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	d.Request(1)
	data := d.Bundle(kab, 0, 1)
	th.afterCommit = func() error { return errors.New("power cut") }
	if _, err := th.Ingest(t.Context(), data); err == nil {
		t.Fatal("no crash")
	}
	th.Close()
	th.open(t)
	if got := th.take(t, d, data); got.New != 0 || got.Receipt == nil {
		t.Errorf("%+v", got)
	}
	if got := th.requests(t, village); len(got) != 1 {
		t.Error(got)
	}
	sum, err := th.Verify(t.Context(), &bytes.Buffer{})
	if err != nil || sum.Heads != 1 {
		t.Errorf("heads.log has %d heads, %v", sum.Heads, err)
	}
}

func TestManyVillagesAtOnce(t *testing.T) {
	th := newHub(t)
	const n, each = 24, 10
	var wg sync.WaitGroup
	for i := range n {
		d := th.desk(t, fmt.Sprintf("35.10.05.20%02d", i), uint64(i))
		wg.Go(func() {
			for k := range each {
				d.Request(k)
				if _, err := th.Ingest(context.Background(), d.Bundle(kab, int64(k), int64(k)+1)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for i := range n {
		if got := th.requests(t, fmt.Sprintf("35.10.05.20%02d", i)); len(got) != each {
			t.Errorf("village %d: %d requests", i, len(got))
		}
	}
}

func TestDiskFull(t *testing.T) {
	th := newHub(t)
	if th.engine != engineSQLite {
		t.Skip("SQLite alone can be told that its disk is full; the code of the other engine is checked below")
	}
	d := th.desk(t, village, 1)
	for i := range 300 {
		d.Request(i)
	}
	var pages int
	if err := th.w.QueryRow(`PRAGMA page_count`).Scan(&pages); err != nil {
		t.Fatal(err)
	}
	th.w.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages+2))
	th.refuses(t, d.Bundle(kab, 0, 300), http.StatusInsufficientStorage)
	th.w.Exec(`PRAGMA max_page_count = 1000000`)
	th.take(t, d, d.Bundle(kab, 0, 300))
}

func TestBusyDatabaseIsTriedAgain(t *testing.T) {
	th := newHub(t)
	tries := 0
	err := th.tx(t.Context(), func(*sql.Tx) error {
		if tries++; tries < 3 {
			return pgError("40001")
		}
		return nil
	})
	if err != nil || tries != 3 {
		t.Errorf("%v after %d tries", err, tries)
	}
	if r := th.asRefusal(th.tx(t.Context(), func(*sql.Tx) error { return pgError("57P01") })); r.Status != http.StatusServiceUnavailable || r.After == 0 {
		t.Errorf("%+v", r)
	}
	if !isFull(pgError("53100")) {
		t.Error("full disk of another engine not seen")
	}
}

type pgError string

func (e pgError) Error() string    { return "pg " + string(e) }
func (e pgError) SQLState() string { return string(e) }
