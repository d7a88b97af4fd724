package desk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/roster"
	"smartkampung/store"
)

// The account of a practice office. Nothing in it needs to be kept secret.
const (
	PracticeLogin    = "latihan"
	PracticePassword = "belajar dulu"
)

const (
	practicePeople = 80
	practiceMark   = "LATIHAN.txt"
	practiceText   = "Folder ini kantor latihan Smart Kampung: semua orang di dalamnya rekaan. Boleh dibuang.\r\n"
)

// practiceRegion is a village that no register has.
var practiceRegion = kampung.Region{Code: "35.10.99.2001", Name: "Latihan", Kecamatan: "Contoh", Kabupaten: "Kabupaten Rekaan", Provinsi: "Jawa Timur"}

// errPractice is why nothing goes in or out of a practice office.
var errPractice = &kampung.Trouble{What: "Ini kantor latihan, jadi tidak ada yang dikirim atau diambil.",
	Next: "Keluar dari latihan untuk bekerja dengan data kantor."}

// errNotPractice is why a folder is not thrown away.
var errNotPractice = errors.New("desk: this folder is no practice office")

// outside says why nothing may be carried out of the office or into it; nil
// for an office in earnest, and for a PC whose office has not come yet.
func (d *Desk) outside() error {
	if o, err := d.Office(); err == nil && o.Practice {
		return errPractice
	}
	return nil
}

// PracticeDir is the folder of the practice office that belongs to a data
// folder: beside it and never in it.
func PracticeDir(data string) string { return filepath.Clean(data) + "-latihan" }

// Practise opens the practice office in dir, which is made with invented people
// and requests when it is not there. A folder with anything else in it is an
// error and is left alone.
func Practise(dir string, now func() time.Time) (*Desk, error) {
	if !store.Exists(dir) {
		if err := makePractice(dir, now); err != nil {
			return nil, err
		}
	}
	d, err := Unlock(dir, PracticeLogin, PracticePassword, now)
	if err != nil {
		return nil, err
	}
	if o, err := d.Office(); err != nil || !o.Practice {
		return nil, errors.Join(errNotPractice, err, d.Close())
	}
	return d, nil
}

// makePractice fills a new folder; one that was left half made is made again.
func makePractice(dir string, now func() time.Time) error {
	if err := ThrowPractice(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("desk: practice: %w", err)
	}
	if err := WriteFile(filepath.Join(dir, practiceMark), []byte(practiceText)); err != nil {
		return err
	}
	o := kampung.NewOffice(practiceRegion, "SUGENG CONTOH, S.Sos.")
	o.Practice, o.UnitCode, o.Address, o.Postal = true, "429.999.01", "Jl. Latihan No. 1", "68000"
	var ago atomic.Int64 // requests of earlier days are recorded in them
	d, _, err := Create(dir, kampung.Setup{Office: o, Password: PracticePassword,
		Account: kampung.Account{Login: PracticeLogin, Name: "Petugas Latihan", Role: kampung.RoleAdmin}},
		func() time.Time { return now().Add(-time.Duration(ago.Load())) })
	if err != nil {
		return errors.Join(err, ThrowPractice(dir))
	}
	err = d.fillPractice(func(t time.Duration) { ago.Store(int64(t)) })
	if err = errors.Join(err, d.Close()); err != nil {
		return errors.Join(err, ThrowPractice(dir))
	}
	return nil
}

// practiceRequests are what waits in a practice office: how long ago which
// service was asked for, and the steps taken since.
var practiceRequests = []struct {
	ago     time.Duration
	service string
	fields  map[string]string
	steps   []kampung.State
}{
	{50 * time.Hour, "domisili", map[string]string{"keperluan": "Melamar pekerjaan"}, []kampung.State{kampung.StateApproved, kampung.StatePrinted, kampung.StateHanded}},
	{27 * time.Hour, "sku", map[string]string{"nama_usaha": "WARUNG CONTOH", "keperluan": "Pinjaman bank"}, []kampung.State{kampung.StateApproved, kampung.StatePrinted}},
	{26 * time.Hour, "sktm", map[string]string{"keperluan": "Keringanan biaya sekolah"}, []kampung.State{kampung.StateRefused}},
	{2 * time.Hour, "skck", map[string]string{"keterangan": "Melamar pekerjaan"}, []kampung.State{kampung.StateApproved}},
	{20 * time.Minute, "domisili", map[string]string{"keperluan": "Membuka rekening"}, nil},
}

// fillPractice brings the invented people and their requests.
func (d *Desk) fillPractice(ago func(time.Duration)) error {
	ago(practiceRequests[0].ago + time.Hour)
	people := roster.Invent(practicePeople, practiceRegion.Code, 7)
	sheet, err := roster.Write(people)
	if err != nil {
		return fmt.Errorf("desk: practice: %w", err)
	}
	f, err := roster.Read("penduduk.xlsx", sheet, d.today())
	if err != nil {
		return Words(err)
	}
	if _, err := d.ApplyImport(f); err != nil {
		return Words(err)
	}
	var grown []kampung.Resident
	err = d.AllResidents(func(r kampung.Resident) error {
		if r.Alive() && kampung.Age(r.BirthDate, d.today()) >= 18 {
			grown = append(grown, r)
		}
		return nil
	})
	if err != nil {
		return Words(err)
	}
	for i, q := range practiceRequests {
		ago(q.ago)
		draft := d.NewDraft()
		draft.Service, draft.Fields = q.service, q.fields
		draft.Applicant = kampung.PersonOf(grown[i*5%len(grown)])
		r, err := d.Record(draft)
		if err != nil {
			return err
		}
		for n, to := range q.steps {
			ago(q.ago - time.Duration(n+1)*4*time.Minute)
			why := ""
			if kampung.NeedsReason(to) {
				why = "Lampirkan pengantar RT."
			}
			if _, err := d.Advance(r.ID, to, why); err != nil {
				return Words(err)
			}
		}
	}
	return nil
}

// ThrowPractice removes the practice office in dir. A folder that does not
// carry its mark is no practice office and stays; one that is not there is
// thrown away already.
func ThrowPractice(dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, practiceMark)); err != nil {
		return &kampung.Trouble{What: "Folder " + dir + " bukan kantor latihan, jadi tidak dibuang.",
			Next: "Pindahkan folder itu, lalu coba lagi.", Err: errors.Join(errNotPractice, err)}
	}
	// The mark goes last, so that what a cut leaves can still be thrown away.
	names, err := os.ReadDir(dir)
	for _, n := range names {
		if n.Name() != practiceMark {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, n.Name())))
		}
	}
	if err == nil {
		err = os.RemoveAll(dir)
	}
	if err != nil {
		return &kampung.Trouble{What: "Kantor latihan belum dapat dibuang seluruhnya.",
			Next: "Tutup jendela lain, lalu coba lagi.", Err: err}
	}
	return nil
}
