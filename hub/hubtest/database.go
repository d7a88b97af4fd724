package hubtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// PostgresEnv names the PostgreSQL on which the tests of the hub run; without
// it they run on SQLite.
const PostgresEnv = "SMARTKAMPUNG_TEST_POSTGRES"

// Snapshot copies every table of a test's database of [Database] and returns
// what puts the copy back, as a restored backup does.
func Snapshot(t testing.TB, dsn string) (restore func()) {
	t.Helper()
	ctx := context.Background()
	c := must(pgx.Connect(ctx, dsn))
	rows := must(c.Query(ctx, `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`))
	tables := must(pgx.CollectRows(rows, pgx.RowTo[string]))
	for _, x := range tables {
		must(c.Exec(ctx, `CREATE TABLE old_`+x+` AS TABLE `+x))
	}
	return func() {
		defer c.Close(ctx)
		for _, x := range tables {
			must(c.Exec(ctx, `DELETE FROM `+x))
			must(c.Exec(ctx, `INSERT INTO `+x+` SELECT * FROM old_`+x))
			must(c.Exec(ctx, `DROP TABLE old_`+x))
		}
	}
}

// Database returns the address of an empty database of the test's own, which
// goes when the test ends; it is empty for a SQLite file.
func Database(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv(PostgresEnv)
	if dsn == "" {
		return ""
	}
	name := fmt.Sprintf("t%016x", rand.Uint64())
	exec := func(text string) error {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		c, err := pgx.Connect(ctx, dsn)
		if err != nil {
			return err
		}
		defer c.Close(ctx)
		_, err = c.Exec(ctx, text)
		return err
	}
	if err := exec(`CREATE SCHEMA ` + name); err != nil {
		t.Fatal("hubtest: ", err)
	}
	t.Cleanup(func() {
		if err := exec(`DROP SCHEMA ` + name + ` CASCADE`); err != nil {
			t.Error("hubtest: ", err)
		}
	})
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal("hubtest: address of PostgreSQL cannot be read")
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}
