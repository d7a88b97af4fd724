package web

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"time"
)

// session is an open one, with the account as it stands now.
type session struct {
	Account
	token  string
	digest string
}

func newToken() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func tokenDigest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// formToken is what a form must carry to be of the session with the token. It
// does not give the token away.
func formToken(token string) string {
	m := hmac.New(sha256.New, []byte(token))
	m.Write([]byte("form"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

func sameToken(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// Cookies: with TLS the __Host- prefix keeps other hosts of the domain from
// setting them.
const (
	cookieSession = "sk"
	cookieLogin   = "sk-masuk" // ties the login form to the browser that asked for it
)

func cookieName(r *http.Request, name string) string {
	if secure(r) {
		return "__Host-" + name
	}
	return name
}

func setCookie(w http.ResponseWriter, r *http.Request, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{Name: cookieName(r, name), Value: value, Path: "/", MaxAge: age,
		Secure: secure(r), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func readCookie(r *http.Request, name string) string {
	c, err := r.Cookie(cookieName(r, name))
	if err != nil || len(c.Value) > 100 {
		return ""
	}
	return c.Value
}

// openSession begins a session of the account and forgets the old ones.
func (s *Accounts) openSession(ctx context.Context, login string) (token string, err error) {
	token = newToken()
	now := s.hub.Now()
	err = s.hub.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM session WHERE kab = $1 AND (seen < $2 OR made < $3)`,
			s.hub.Regency(), now.Add(-idleTime).UnixMilli(), now.Add(-longest).UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO session (kab, digest, login, made, seen) VALUES ($1, $2, $3, $4, $4)`,
			s.hub.Regency(), tokenDigest(token), login, now.UnixMilli())
		return err
	})
	return token, err
}

// findSession returns the open session with the token; ok is false when there
// is none, or when it rested too long.
func (s *Accounts) findSession(ctx context.Context, token string) (se session, ok bool, err error) {
	if token == "" {
		return session{}, false, nil
	}
	digest := tokenDigest(token)
	var login string
	var made, seen int64
	err = s.hub.Reader().QueryRowContext(ctx, `SELECT login, made, seen FROM session WHERE kab = $1 AND digest = $2`, s.hub.Regency(), digest).
		Scan(&login, &made, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return session{}, false, nil
	}
	if err != nil {
		return session{}, false, err
	}
	now := s.hub.Now()
	if now.Sub(time.UnixMilli(seen)) > idleTime || now.Sub(time.UnixMilli(made)) > longest {
		return session{}, false, s.closeSession(ctx, digest)
	}
	a, _, err := s.get(ctx, login)
	if err != nil || a.Off {
		return session{}, false, err
	}
	if now.Sub(time.UnixMilli(seen)) > time.Minute {
		err = s.hub.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE session SET seen = $1 WHERE kab = $2 AND digest = $3`, now.UnixMilli(), s.hub.Regency(), digest)
			return err
		})
	}
	return session{a, token, digest}, err == nil, err
}

func (s *Accounts) closeSession(ctx context.Context, digest string) error {
	return s.hub.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM session WHERE kab = $1 AND digest = $2`, s.hub.Regency(), digest)
		return err
	})
}
