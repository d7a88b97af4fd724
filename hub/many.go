package hub

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// Rows that one statement inserts. Over a line each statement is a round trip;
// within SQLite there is none, and short statements that are prepared once are
// as fast.
const (
	manyRows       = 128
	manyRowsWithin = 8
)

func (h *Hub) rowsAtOnce(left int) int {
	n := manyRowsWithin
	if h.engine == enginePostgres {
		n = manyRows
	}
	// Halves of it for the last rows: few texts, which PostgreSQL keeps planned.
	for n > left {
		n /= 2
	}
	return n
}

// statement is one of a transaction: prepared for SQLite; for PostgreSQL
// the driver keeps it prepared by its text from one transaction to the next.
type statement struct {
	tx   *sql.Tx
	stmt *sql.Stmt
	text string
}

func (r statement) exec(ctx context.Context, args []any) error {
	var err error
	if r.stmt != nil {
		_, err = r.stmt.ExecContext(ctx, args...)
	} else {
		_, err = r.tx.ExecContext(ctx, r.text, args...)
	}
	return err
}

func (r statement) query(ctx context.Context, args []any) (*sql.Rows, error) {
	if r.stmt != nil {
		return r.stmt.QueryContext(ctx, args...)
	}
	return r.tx.QueryContext(ctx, r.text, args...)
}

func (r statement) close() {
	if r.stmt != nil {
		r.stmt.Close()
	}
}

func (h *Hub) statement(ctx context.Context, tx *sql.Tx, text string) (r statement, err error) {
	r = statement{tx: tx, text: text}
	if h.engine == engineSQLite {
		r.stmt, err = tx.PrepareContext(ctx, text)
	}
	return r, err
}

// insertMany inserts rows in few statements.
func (h *Hub) insertMany(ctx context.Context, tx *sql.Tx, insert, tail string, rows [][]any) error {
	return h.eachPart(ctx, tx, insert, tail, rows, func(r statement, args []any) error { return r.exec(ctx, args) })
}

// eachPart cuts rows into parts and calls do with the statement of each.
func (h *Hub) eachPart(ctx context.Context, tx *sql.Tx, insert, tail string, rows [][]any, do func(statement, []any) error) error {
	var r statement
	defer func() { r.close() }()
	prepared := 0
	var args []any
	for len(rows) > 0 {
		part := rows[:h.rowsAtOnce(len(rows))]
		rows = rows[len(part):]
		if len(part) != prepared {
			r.close()
			var err error
			if r, err = h.statement(ctx, tx, manyValues(insert, tail, len(part), len(part[0]))); err != nil {
				return err
			}
			prepared = len(part)
		}
		args = args[:0]
		for _, row := range part {
			args = append(args, row...)
		}
		if err := do(r, args); err != nil {
			return err
		}
	}
	return nil
}

// manyValues writes an INSERT of rows with so many columns.
func manyValues(insert, tail string, rows, cols int) string {
	var b strings.Builder
	b.WriteString(insert + " VALUES ")
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for k := range cols {
			if k > 0 {
				b.WriteString(", ")
			}
			b.WriteString("$" + strconv.Itoa(i*cols+k+1))
		}
		b.WriteByte(')')
	}
	b.WriteString(" " + tail)
	return b.String()
}
