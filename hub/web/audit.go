package web

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"
)

// Act is something that the audit log tells.
type Act string

const (
	ActLogin    Act = "masuk"
	ActFailed   Act = "masuk-gagal"
	ActLogout   Act = "keluar"
	ActPassword Act = "sandi"
	ActLook     Act = "lihat"     // a request with its person
	ActReveal   Act = "tampilkan" // the numbers that are masked
	ActFile     Act = "lampiran"
	ActAccept   Act = "putusan-diterima"
	ActRefuse   Act = "putusan-ditolak"
	ActMend     Act = "putusan-perbaikan"
	ActEnrol    Act = "kode"
	ActRevoke   Act = "cabut"
	ActAccount  Act = "akun"
)

var actWords = map[Act]string{
	ActLogin: "Masuk", ActFailed: "Kata sandi salah", ActLogout: "Keluar", ActPassword: "Kata sandi diganti",
	ActLook: "Membuka permohonan", ActReveal: "Menampilkan NIK", ActFile: "Membuka lampiran",
	ActAccept: "Menerima permohonan", ActRefuse: "Menolak permohonan", ActMend: "Meminta perbaikan",
	ActEnrol: "Membuat kode pendaftaran", ActRevoke: "Mencabut perangkat", ActAccount: "Mengubah akun",
}

// Label is the act in words.
func (a Act) Label() string {
	if l := actWords[a]; l != "" {
		return l
	}
	return string(a)
}

// Event is a line of the audit log.
type Event struct {
	ID      string
	At      time.Time
	Login   string // "-" where nobody was logged in
	Act     Act
	Village string
	Subject string // id of a request, device or account
	Address string
}

// Record writes an event to the audit log, with the hub's time.
func (s *Accounts) Record(ctx context.Context, e Event) error {
	at := s.hub.Now()
	var b [6]byte
	rand.Read(b[:]) // never fails
	id := fmt.Sprintf("%014d-%s", at.UnixMilli(), hex.EncodeToString(b[:]))
	err := s.hub.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO audit (kab, id, at, login, act, village, subject, address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			s.hub.Regency(), id, at.UnixMilli(), e.Login, string(e.Act), e.Village, e.Subject, e.Address)
		return err
	})
	if err != nil {
		return fmt.Errorf("web: audit: %w", err)
	}
	return nil
}

// events returns the newest events before an id, newest first; empty asks for
// those of every login or act.
func (s *Accounts) events(ctx context.Context, login string, act Act, before string, limit int) ([]Event, error) {
	if before == "" {
		before = "99999999999999-z"
	}
	rows, err := s.hub.Reader().QueryContext(ctx, `SELECT id, at, login, act, village, subject, address FROM audit
		WHERE kab = $1 AND id < $2 AND ($3 = '' OR login = $3) AND ($4 = '' OR act = $4) ORDER BY id DESC LIMIT $5`,
		s.hub.Regency(), before, login, string(act), limit)
	if err != nil {
		return nil, fmt.Errorf("web: audit: %w", err)
	}
	defer rows.Close()
	var out []Event
	for rows.Next() {
		var e Event
		var at int64
		if err := rows.Scan(&e.ID, &at, &e.Login, &e.Act, &e.Village, &e.Subject, &e.Address); err != nil {
			return nil, fmt.Errorf("web: audit: %w", err)
		}
		e.At = time.UnixMilli(at)
		out = append(out, e)
	}
	return out, rows.Err()
}

// cameFrom reports whether an account logged in from an address of late.
func (s *Accounts) cameFrom(ctx context.Context, login, address string) (bool, error) {
	var n int
	err := s.hub.Reader().QueryRowContext(ctx, `SELECT COUNT(*) FROM audit WHERE kab = $1 AND login = $2 AND act = $3 AND address = $4 AND at > $5`,
		s.hub.Regency(), login, string(ActLogin), address, s.hub.Now().AddDate(0, 0, -60).UnixMilli()).Scan(&n)
	return n > 0, err
}
