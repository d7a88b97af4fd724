package web

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"smartkampung/hub"
	"smartkampung/kampung"
)

// Role is what an account of the pages may do.
type Role string

const (
	RoleAdmin     Role = "admin"     // the regency's IT officer
	RoleViewer    Role = "pemantau"  // watches the regency's figures
	RoleKecamatan Role = "kecamatan" // the camat's office
	RoleAgency    Role = "dinas"     // another office, for the services it handles
)

// Roles lists the roles.
var Roles = []Role{RoleAdmin, RoleViewer, RoleKecamatan, RoleAgency}

// Label is the role in words.
func (r Role) Label() string {
	switch r {
	case RoleAdmin:
		return "Admin kabupaten"
	case RoleViewer:
		return "Pemantau kabupaten"
	case RoleKecamatan:
		return "Kecamatan"
	case RoleAgency:
		return "Dinas atau instansi"
	}
	return string(r)
}

// Account is a person who may open the pages.
type Account struct {
	Login    string   `json:"login"`
	Name     string   `json:"name"`
	Role     Role     `json:"role"`
	Place    string   `json:"place,omitempty"`    // kecamatan code, "35.10.05"
	Office   string   `json:"office,omitempty"`   // in whose name it decides: "Kecamatan Muncar"
	Services []string `json:"services,omitempty"` // keys of the services that an agency handles
	Off      bool     `json:"off,omitempty"`

	handled []string // services that any agency has, for who watches them all
}

// Errors of [Accounts].
var (
	ErrNoAccount = errors.New("web: no such account")
	ErrTaken     = errors.New("web: login is taken")
)

// minPassword is longer than at a desk: these pages can be tried from afar.
const minPassword = 10

// CheckPassword says in Indonesian why a new password cannot be taken, or "".
func CheckPassword(login, password string) string {
	if p := kampung.CheckPassword(login, password); p != "" {
		return p
	}
	if utf8.RuneCountInString(password) < minPassword {
		return "Kata sandi terlalu pendek, paling sedikit 10 huruf. Beberapa kata yang mudah diingat lebih baik daripada satu kata."
	}
	return ""
}

var placeForm = regexp.MustCompile(`^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$`)

// CheckAccount tells all that is wrong with an account in a regency.
func CheckAccount(a Account, regency string, services []string) kampung.Problems {
	var ps kampung.Problems
	if t := kampung.CheckLogin(a.Login); t != "" {
		ps.Add("login", t)
	}
	if a.Name == "" || len(a.Name) > 100 {
		ps.Add("name", "Nama petugas belum diisi atau terlalu panjang.")
	}
	if !slices.Contains(Roles, a.Role) {
		ps.Add("role", "Pilih tugas akun: admin, pemantau, kecamatan atau dinas.")
	}
	if len(a.Office) > 100 {
		ps.Add("office", "Nama kantor terlalu panjang.")
	}
	if (a.Role == RoleKecamatan || a.Role == RoleAgency) && a.Office == "" {
		ps.Add("office", "Nama kantor belum diisi; putusan dibuat atas namanya.")
	}
	if a.Role == RoleViewer && a.Office != "" {
		ps.Add("office", "Pemantau tidak memutuskan, jadi tidak memakai nama kantor.")
	}
	switch {
	case a.Role == RoleKecamatan && (!placeForm.MatchString(a.Place) || !strings.HasPrefix(a.Place, regency+".")):
		ps.Add("place", "Kode kecamatan seperti "+regency+".05 belum diisi atau bukan dari kabupaten ini.")
	case a.Role != RoleKecamatan && a.Place != "":
		ps.Add("place", "Kode kecamatan hanya untuk akun kecamatan.")
	}
	if a.Role == RoleAgency && len(a.Services) == 0 {
		ps.Add("services", "Layanan yang ditangani belum disebut.")
	}
	if a.Role != RoleAgency && len(a.Services) > 0 {
		ps.Add("services", "Layanan hanya disebut untuk akun dinas.")
	}
	for _, k := range a.Services {
		if !slices.Contains(services, k) {
			ps.Add("services", fmt.Sprintf("Layanan %.20q tidak ada. Yang ada: %s.", k, strings.Join(services, ", ")))
		}
	}
	return ps
}

// Accounts keeps the people who may open the pages of a hub.
type Accounts struct {
	hub    *hub.Hub
	hasher *hasher
}

// NewAccounts returns the accounts of a hub.
func NewAccounts(h *hub.Hub) *Accounts { return &Accounts{h, newHasher(defaultCost)} }

// Add enters a new account. Errors: [kampung.Problems], [ErrTaken].
func (s *Accounts) Add(ctx context.Context, a Account, password string) error {
	a.Login, a.Name, a.Office = strings.TrimSpace(a.Login), kampung.FoldSpace(a.Name), kampung.FoldSpace(a.Office)
	slices.Sort(a.Services)
	a.Services = slices.Compact(a.Services)
	keys, err := serviceKeys()
	if err != nil {
		return err
	}
	ps := CheckAccount(a, s.hub.Regency(), keys)
	if t := CheckPassword(a.Login, password); t != "" {
		ps.Add("password", t)
	}
	if err := ps.Err(); err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.hub.Write(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `INSERT INTO account (kab, login, name, role, place, office, services, hash, made, off) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
			ON CONFLICT (kab, login) DO NOTHING`,
			s.hub.Regency(), a.Login, a.Name, string(a.Role), a.Place, a.Office, strings.Join(a.Services, " "), hash, s.hub.Now().UnixMilli())
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err == nil && n == 0 {
			err = ErrTaken
		}
		return err
	})
}

const accountColumns = `login, name, role, place, office, services, hash, off`

type scanner interface{ Scan(...any) error }

func scanAccount(row scanner) (a Account, hash string, err error) {
	var services string
	var off int64
	err = row.Scan(&a.Login, &a.Name, &a.Role, &a.Place, &a.Office, &services, &hash, &off)
	a.Services, a.Off = strings.Fields(services), off != 0
	return a, hash, err
}

// List returns all accounts by login, those that are off too.
func (s *Accounts) List(ctx context.Context) ([]Account, error) {
	rows, err := s.hub.Reader().QueryContext(ctx, `SELECT `+accountColumns+` FROM account WHERE kab = $1`, s.hub.Regency())
	if err != nil {
		return nil, fmt.Errorf("web: accounts: %w", err)
	}
	defer rows.Close()
	var out []Account
	for rows.Next() {
		a, _, err := scanAccount(rows)
		if err != nil {
			return nil, fmt.Errorf("web: accounts: %w", err)
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b Account) int { return cmp.Compare(a.Login, b.Login) })
	return out, rows.Err()
}

// get returns an account with its password's hash. Errors: [ErrNoAccount].
func (s *Accounts) get(ctx context.Context, login string) (Account, string, error) {
	a, hash, err := scanAccount(s.hub.Reader().QueryRowContext(ctx, `SELECT `+accountColumns+` FROM account WHERE kab = $1 AND login = $2`, s.hub.Regency(), login))
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, "", ErrNoAccount
	}
	if err != nil {
		return Account{}, "", fmt.Errorf("web: account: %w", err)
	}
	return a, hash, nil
}

// check returns the account whose password this is; ok is false for a wrong
// one, an unknown login and an account that is off, after the same time.
func (s *Accounts) check(ctx context.Context, login, password string) (a Account, ok bool, err error) {
	a, hash, err := s.get(ctx, login)
	unknown := errors.Is(err, ErrNoAccount)
	if err != nil && !unknown {
		return Account{}, false, err
	}
	if unknown {
		hash = s.hasher.dummy
	}
	ok, err = s.hasher.verify(ctx, hash, password)
	return a, ok && !unknown && !a.Off, err
}

// SetPassword gives an account a new password and ends its sessions. Errors:
// [kampung.Problems], [ErrNoAccount].
func (s *Accounts) SetPassword(ctx context.Context, login, password string) error {
	return s.setPassword(ctx, login, password, "")
}

// setPassword leaves the session with the digest open.
func (s *Accounts) setPassword(ctx context.Context, login, password, keep string) error {
	var ps kampung.Problems
	if t := CheckPassword(login, password); t != "" {
		ps.Add("password", t)
		return ps.Err()
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, login, keep, `UPDATE account SET hash = $1 WHERE kab = $2 AND login = $3`, hash)
}

// SetOff ends an account's right to open the pages, with its sessions. Its
// login stays taken, because the log speaks of it. Errors: [ErrNoAccount].
func (s *Accounts) SetOff(ctx context.Context, login string) error {
	return s.change(ctx, login, "", `UPDATE account SET off = $1 WHERE kab = $2 AND login = $3`, s.hub.Now().UnixMilli())
}

// change updates one account and ends its sessions but one.
func (s *Accounts) change(ctx context.Context, login, keep, update string, value any) error {
	return s.hub.Write(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, update, value, s.hub.Regency(), login)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return cmp.Or(err, ErrNoAccount)
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM session WHERE kab = $1 AND login = $2 AND digest <> $3`, s.hub.Regency(), login, keep)
		return err
	})
}

// lifetimes of a session.
const (
	idleTime = 30 * time.Minute
	longest  = 12 * time.Hour
)
