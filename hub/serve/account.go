package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"smartkampung/hub"
	"smartkampung/hub/web"
	"smartkampung/kampung"
)

// accountWords are what the account command was given besides.
type accountWords struct {
	name, role, kecamatan, office, services string
}

const accountUsage = `  smartkampung-hub account --data DIR list
        menampilkan akun halaman web
  smartkampung-hub account --data DIR add LOGIN --name "NAMA, JABATAN" --role admin|pemantau
  smartkampung-hub account --data DIR add LOGIN --name … --role kecamatan --kecamatan 35.10.05 --office "Kecamatan Muncar"
  smartkampung-hub account --data DIR add LOGIN --name … --role dinas --services sktm,kematian --office Dispendukcapil
  smartkampung-hub account --data DIR password LOGIN
  smartkampung-hub account --data DIR off LOGIN
        membuat, mengganti kata sandi, menutup akun; kata sandi diketik,
        atau dibaca satu baris dari masukan bila bukan terminal
`

// mountPages lets the hub answer people as well as desks.
func mountPages(h *hub.Hub, l *slog.Logger) error {
	pages, err := web.New(h, web.WithLogger(l))
	if err != nil {
		return err
	}
	h.Mount(pages)
	return nil
}

// account does account list|add|password|off.
func (c *command) account(ctx context.Context) error {
	verb, rest := "", c.files
	if len(rest) > 0 {
		verb, rest = rest[0], rest[1:]
	}
	want := map[string]int{"list": 0, "add": 1, "password": 1, "off": 1}
	n, known := want[verb]
	switch {
	case !known:
		return fmt.Errorf("%w: sebut list, add, password atau off", errUsage)
	case len(rest) != n:
		return fmt.Errorf("%w: account %s memerlukan satu nama pengguna", errUsage, verb)
	}
	h, err := c.open()
	if err != nil {
		return err
	}
	defer h.Close()
	accounts := web.NewAccounts(h)
	if verb == "list" {
		return c.listAccounts(ctx, accounts)
	}
	login := rest[0]
	switch verb {
	case "add":
		err = c.addAccount(ctx, accounts, login)
	case "password":
		var password string
		if password, err = c.readPassword(login); err == nil {
			err = accounts.SetPassword(ctx, login, password)
		}
	case "off":
		err = accounts.SetOff(ctx, login)
	}
	if err != nil {
		return accountError(err, login)
	}
	if err := accounts.Record(ctx, web.Event{Login: "-", Act: web.ActAccount, Subject: login, Address: "perintah"}); err != nil {
		return err
	}
	done := map[string]string{"add": "Akun %s dibuat.", "password": "Kata sandi %s diganti.", "off": "Akun %s ditutup."}[verb]
	return c.print(map[string]string{"account": login, "done": verb}, done, login)
}

func (c *command) addAccount(ctx context.Context, accounts *web.Accounts, login string) error {
	a := web.Account{Login: login, Name: c.words.name, Role: web.Role(c.words.role), Place: c.words.kecamatan, Office: c.words.office,
		Services: strings.FieldsFunc(c.words.services, func(r rune) bool { return r == ',' || r == ' ' })}
	if a.Name == "" || a.Role == "" {
		return fmt.Errorf("%w: --name dan --role belum diisi", errUsage)
	}
	password, err := c.readPassword(login)
	if err != nil {
		return err
	}
	return accounts.Add(ctx, a, password)
}

func (c *command) listAccounts(ctx context.Context, accounts *web.Accounts) error {
	list, err := accounts.List(ctx)
	if err != nil {
		return err
	}
	for _, a := range list {
		state := ""
		if a.Off {
			state = "\tditutup"
		}
		if err := c.print(a, "%s\t%s\t%s\t%s%s", a.Login, a.Role, a.Name, strings.Join(append([]string{a.Office, a.Place}, a.Services...), " "), state); err != nil {
			return err
		}
	}
	return nil
}

// readPassword asks twice at a terminal, and reads one line from anything else.
func (c *command) readPassword(login string) (string, error) {
	in := os.Stdin
	if !term.IsTerminal(int(in.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("kata sandi tidak terbaca: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	var typed [2]string
	for i, ask := range []string{"Kata sandi untuk " + login + ": ", "Sekali lagi: "} {
		fmt.Fprint(c.err, ask)
		b, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(c.err)
		if err != nil {
			return "", fmt.Errorf("kata sandi tidak terbaca: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", spoken("Kedua kata sandi tidak sama. Belum ada yang berubah.")
	}
	return typed[0], nil
}

// spoken is an error that is already said in whole sentences.
type spoken string

// Error returns the sentences.
func (s spoken) Error() string { return string(s) }

// accountError says in plain words what is wrong with an account.
func accountError(err error, login string) error {
	var ps kampung.Problems
	switch {
	case errors.Is(err, web.ErrNoAccount):
		return spoken("Akun " + login + " tidak ada.")
	case errors.Is(err, web.ErrTaken):
		return spoken("Nama pengguna " + login + " sudah dipakai, juga bila akunnya sudah ditutup. Pilih yang lain.")
	case errors.As(err, &ps):
		var texts []string
		for _, p := range ps {
			texts = append(texts, p.Text)
		}
		return spoken(strings.Join(texts, "\n"))
	}
	return err
}
