package model

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"smartkampung/desk"
	"smartkampung/hub"
	"smartkampung/hub/wire"
	"smartkampung/kampung"
	"smartkampung/store"
)

const (
	regency  = "35.10"
	address  = "http://127.0.0.1:8735"
	login    = "admin"
	password = "kopi pahit pagi"
)

// start is when every history begins.
var start = time.Date(2026, 11, 23, 9, 12, 0, 0, kampung.WIB)

// template is what a history starts from: a hub and two villages that are
// enrolled there. Each history works on copies; making keys and tables anew for
// each would cost more than the history.
type template struct {
	dir      string
	keys     wire.Keys
	villages []villageSeed
	other    *hub.Hub // of another regency, which must take nothing
}

// villageSeed is a village of the template.
type villageSeed struct {
	code, recovery string
	pcs            []string // devices of its PCs
	people         []kampung.Resident
}

var seed = sync.OnceValues(makeTemplate)

// options opens stores as fast as a test may: the cost of a password is tested
// elsewhere, and views wait for their commit until something asks for it.
func options(now func() time.Time) (store.Options, error) {
	o, err := desk.Options(now)
	o.Argon, o.Linger = store.Argon{Time: 1, Memory: 8, Threads: 1}, time.Hour
	return o, err
}

func makeTemplate() (*template, error) {
	tp := &template{dir: filepath.Join(workDir, "seed")}
	now := func() time.Time { return start }
	if _, err := hub.Init(tp.hubDir(), hub.InitOptions{Regency: regency}, rand.Reader, start); err != nil {
		return nil, err
	}
	h, err := hub.Open(tp.hubDir(), hub.WithClock(now))
	if err != nil {
		return nil, err
	}
	tp.keys = h.Keys()
	line := &http.Client{Transport: straight{h.Handler()}}
	for i, name := range []string{"Sumberberas", "Kedungringin"} {
		v, err := tp.makeVillage(i, name, h, line, now)
		if err != nil {
			return nil, err
		}
		tp.villages = append(tp.villages, v)
	}
	if err := h.Close(); err != nil {
		return nil, err
	}
	other := filepath.Join(tp.dir, "other")
	if _, err := hub.Init(other, hub.InitOptions{Regency: regency}, rand.Reader, start); err != nil {
		return nil, err
	}
	tp.other, err = hub.Open(other, hub.WithClock(now))
	return tp, err
}

func (tp *template) hubDir() string { return filepath.Join(tp.dir, "hub") }

func (tp *template) pcDir(village, pc int) string {
	return filepath.Join(tp.dir, fmt.Sprintf("village%d-%d", village, pc))
}

func (tp *template) makeVillage(i int, name string, h *hub.Hub, line *http.Client, now func() time.Time) (v villageSeed, err error) {
	v.code = fmt.Sprintf("%s.05.200%d", regency, i+1)
	office := kampung.NewOffice(kampung.Region{Code: v.code, Name: name, Kecamatan: "Muncar", Kabupaten: "Kabupaten Banyuwangi", Provinsi: "Jawa Timur"}, "KEPALA CONTOH")
	o, err := options(now)
	if err != nil {
		return v, err
	}
	st, recovery, err := store.Create(tp.pcDir(i, 0), kampung.Setup{Office: office, Password: password,
		Account: kampung.Account{Login: login, Name: "SITI CONTOH", Role: kampung.RoleAdmin}}, o)
	if err != nil {
		return v, err
	}
	v.recovery = recovery
	d := desk.Around(st, tp.pcDir(i, 0), now, line)
	code, err := h.EnrolCode(ctx, v.code)
	if err == nil {
		err = d.Enrol(ctx, address, code)
	}
	if err != nil {
		return v, err
	}
	device, _, _, err := d.Device()
	if err != nil {
		return v, err
	}
	v.pcs = []string{device}
	for k, person := range []string{"WULAN CONTOH", "BAGUS CONTOH"} {
		r, err := d.SaveResident(kampung.Resident{Name: person, NIK: fmt.Sprintf("351005%02d07%02d000%d", 57-50*k, 70+i, k+1), Sex: 2 - k, BirthPlace: "BANYUWANGI",
			BirthDate: kampung.Date{Year: 1970 + i, Month: 7, Day: 17 - 10*k}, Dusun: "KRAJAN", Relation: 1, Status: 1})
		if err != nil {
			return v, err
		}
		v.people = append(v.people, r)
	}
	if i == 0 {
		if device, err = tp.join(i, d, v.code, h, line, now); err != nil {
			return v, err
		}
		v.pcs = append(v.pcs, device)
	}
	return v, d.Close()
}

// join lets a second PC into the office of a desk.
func (tp *template) join(i int, first *desk.Desk, village string, h *hub.Hub, line *http.Client, now func() time.Time) (device string, err error) {
	o, err := options(now)
	if err != nil {
		return "", err
	}
	st, err := store.CreateJoining(tp.pcDir(i, 1), village, login, password, o)
	if err != nil {
		return "", err
	}
	d := desk.Around(st, tp.pcDir(i, 1), now, line)
	code, err := h.EnrolCode(ctx, village)
	if err == nil {
		err = d.Enrol(ctx, address, code)
	}
	if err == nil {
		device, _, _, err = d.Device()
	}
	visit := func(d *desk.Desk) {
		if err == nil {
			_, err = d.Sync(ctx, "")
		}
	}
	visit(first) // hears of the second PC
	if err == nil {
		err = first.LetIn(device)
	}
	for range 3 {
		visit(first)
		visit(d)
	}
	if err == nil && d.Joining() != kampung.JoinDone {
		err = fmt.Errorf("the second PC did not get its office: %v", d.Joining())
	}
	return device, errors.Join(err, d.Close())
}

// copyTree copies a folder of small files. The zeros ahead of the end of a desk's
// journal, a megabyte of them, become a hole, which reads the same.
func copyTree(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		a, b := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		switch {
		case e.IsDir():
			err = copyTree(a, b)
		case e.Name() == "journal.skj":
			err = copyJournal(a, b)
		default:
			err = copyFile(a, b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// copyJournal reads up to the first part that is all zeros: records are sealed
// and have no such parts.
func copyJournal(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var data []byte
	part, zeros := make([]byte, 16<<10), make([]byte, 16<<10)
	for {
		n, err := io.ReadFull(f, part)
		if n == 0 || bytes.Equal(part[:n], zeros[:n]) {
			break
		}
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		data = append(data, part[:n]...)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		return err
	}
	return os.Truncate(to, info.Size())
}
