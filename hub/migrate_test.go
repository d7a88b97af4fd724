package hub

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"smartkampung/kampung"
)

// TestAFirstHubIsBroughtUp turns the database into one of the first schema and
// opens it.
func TestAFirstHubIsBroughtUp(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	for i := range 5 {
		d.Step(d.Request(i), kampung.StateVerified)
		d.Resident()
	}
	th.take(t, d, d.Bundle(kab, 0, 10))
	th.take(t, d, d.Bundle(kantor, 0, 5))
	before := fmt.Sprint(th.requests(t, village))
	for _, text := range []string{
		`DROP TABLE request`, `DROP TABLE entry`, `DROP TABLE verdict`, `DROP TABLE village`, `DROP TABLE alarm`,
		`ALTER TABLE device DROP COLUMN revoked_at`, `ALTER TABLE device DROP COLUMN seen`, `ALTER TABLE device DROP COLUMN asked`,
		`CREATE TABLE entry (kab TEXT NOT NULL, village TEXT NOT NULL, id TEXT NOT NULL, log TEXT NOT NULL, n BIGINT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (kab, village, id))`,
		`CREATE TABLE request (kab TEXT NOT NULL, village TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (kab, village, id))`,
		`DELETE FROM meta WHERE key IN ('text', 'epoch')`, `UPDATE meta SET value = '1' WHERE key = 'schema'`,
	} {
		if _, err := th.w.Exec(text); err != nil {
			t.Fatal(text, err)
		}
	}
	th.Close()
	th.open(t)
	if got := fmt.Sprint(th.requests(t, village)); got != before {
		t.Errorf("requests %s, before %s", got, before)
	}
	if rows, err := th.RequestPage(t.Context(), RequestFilter{}); err != nil || len(rows) != 5 || rows[0].Verdict != kampung.VerdictOK {
		t.Errorf("%+v %v", rows, err)
	}
	th.verify(t)
	d.Request(9)
	th.take(t, d, d.Bundle(kab, 10, 11))
	th.Close()
	th.open(t)
	if _, err := th.w.Exec(`UPDATE meta SET value = '99' WHERE key = 'schema'`); err != nil {
		t.Fatal(err)
	}
	if h, err := Open(th.dir); err == nil {
		h.Close()
		t.Error("opened a database of a later program")
	}
	if _, err := th.w.Exec(`UPDATE meta SET value = $1 WHERE key = 'schema'`, schemaVersion); err != nil {
		t.Fatal(err)
	}
}

// TestBackupIsAWholeHub makes a hub out of a copy and the keys alone.
func TestBackupIsAWholeHub(t *testing.T) {
	th := newHub(t)
	d := th.desk(t, village, 1)
	id := d.Request(1)
	th.take(t, d, d.Bundle(kab, 0, 1))
	if err := th.Decide(t.Context(), decision(id, kampung.DecisionAccept, "")); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	err := th.Backup(t.Context(), filepath.Join(dir, fileDB))
	if th.engine == enginePostgres {
		if err != ErrBackup {
			t.Error(err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := th.Backup(t.Context(), filepath.Join(dir, fileDB)); err == nil {
		t.Error("a copy was written over")
	}
	for _, name := range []string{fileKey, fileSign, fileHeads} {
		data, err := os.ReadFile(filepath.Join(th.dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	copied := &testHub{dir: dir, clock: th.clock, logged: th.logged}
	copied.open(t)
	defer copied.Close()
	copied.verify(t)
	if got := copied.requests(t, village); len(got) != 1 {
		t.Error(got)
	}
	if got := copied.said(t, d, 0); len(got) != 1 || got[0].Head.Kind != kampung.KindDecision {
		t.Errorf("%+v", got)
	}
}
