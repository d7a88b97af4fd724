package ui

import (
	"fmt"
	"slices"
	"strings"

	"smartkampung/kampung"
)

// settingsModel is what can be set.
type settingsModel struct {
	Office   kampung.Office
	Accounts []kampung.Account
	Me       kampung.Account
	Devices  []kampung.Device
	Clashes  int
	Backup   kampung.Backup // the last one; zero for none
}

// loadSettings reads the page; it reads the disk.
func loadSettings(d Desk) (settingsModel, error) {
	m := settingsModel{Office: d.Office(), Me: d.Me()}
	var err error
	if m.Accounts, err = d.Accounts(); err != nil {
		return m, err
	}
	if m.Backup, err = d.LastBackup(); err != nil {
		return m, err
	}
	return m, m.readDevices(d)
}

func (m *settingsModel) readDevices(d Desk) (err error) {
	if m.Devices, err = d.Devices(); err != nil {
		return err
	}
	clashes, err := d.Clashes()
	m.Clashes = len(clashes)
	return err
}

// May reports whether the one who looks may change office and accounts.
func (m settingsModel) May() bool { return kampung.May(m.Me.Role, kampung.ActOffice) }

// settingsParts are the parts of the page.
func settingsParts() []hit {
	return []hit{
		{Key: "kantor", Title: tr("Kantor dan kop surat")},
		{Key: "nomor", Title: tr("Nomor surat")},
		{Key: "pejabat", Title: tr("Penanda tangan")},
		{Key: "standar", Title: tr("Standar pelayanan")},
		{Key: "akun", Title: tr("Akun petugas")},
		{Key: "komputer", Title: tr("Komputer di kantor ini")},
		{Key: "cadangan", Title: tr("Cadangan data")},
		{Key: "sandi", Title: tr("Kata sandi saya")},
		{Key: "tampilan", Title: tr("Tampilan dan bahasa")},
		{Key: "layar", Title: tr("Kunci layar dan nomor")},
		{Key: "latihan", Title: tr("Latihan")},
	}
}

// withSigner puts an official into the list: in place of the one with the same
// key, or at the end under a key made from the title.
func withSigner(o kampung.Office, s kampung.Signer) kampung.Office {
	o.Signers = slices.Clone(o.Signers)
	for i := range o.Signers {
		if s.Key != "" && o.Signers[i].Key == s.Key {
			o.Signers[i] = s
			return o
		}
	}
	s.Key = signerKey(o, s.Title)
	o.Signers = append(o.Signers, s)
	return o
}

// withoutSigner takes an official off the list; the head stays.
func withoutSigner(o kampung.Office, key string) kampung.Office {
	o.Signers = slices.Clone(o.Signers)
	for i, s := range o.Signers {
		if i > 0 && s.Key == key {
			o.Signers = slices.Delete(o.Signers, i, i+1)
			break
		}
	}
	return o
}

// signerKey makes a key that no other official has: "sekdes" for the
// secretary, else from the words of the title.
func signerKey(o kampung.Office, title string) string {
	low := strings.ToLower(title)
	base := strings.Join(strings.FieldsFunc(low, func(r rune) bool { return r < 'a' || r > 'z' }), "-")
	if strings.Contains(low, "sekretaris") {
		base = "sekdes"
	}
	if base == "" {
		base = "pejabat"
	}
	key := base
	for n := 2; slices.ContainsFunc(o.Signers, func(s kampung.Signer) bool { return s.Key == key }); n++ {
		key = fmt.Sprintf("%s-%d", base, n)
	}
	return key
}

// signAsWord is in whose name an official signs, short.
func signAsWord(a kampung.SignAs) string {
	switch a {
	case kampung.SignAN:
		return "a.n."
	case kampung.SignUB:
		return "a.n. / u.b."
	case kampung.SignPlt:
		return "Plt."
	case kampung.SignPj:
		return "Pj."
	}
	return tr("kepala")
}

// passwordProblems tells what is wrong with a change of password.
func passwordProblems(login, old, fresh, again string) kampung.Problems {
	var p kampung.Problems
	if old == "" {
		p.Add("old", tr("Isi kata sandi yang sekarang."))
	}
	if t := kampung.CheckPassword(login, fresh); t != "" {
		p.Add("new", t)
	}
	if fresh != again {
		p.Add("again", tr("Kata sandi kedua belum sama."))
	}
	return p
}

// accountProblems tells what is wrong with an account; a new one needs a
// password, an old one keeps its own when the field is empty.
func accountProblems(a kampung.Account, password string, fresh bool, all []kampung.Account) kampung.Problems {
	p := kampung.CheckAccount(a)
	if fresh && slices.ContainsFunc(all, func(b kampung.Account) bool { return b.Login == a.Login }) {
		p.Add("login", tr("Nama pengguna ini sudah dipakai."))
	}
	if fresh || password != "" {
		if t := kampung.CheckPassword(a.Login, password); t != "" {
			p.Add("password", t)
		}
	}
	return p
}

// signersProblem turns the rules' place of an official's problem into the
// form's fields.
func signerFieldProblems(ps kampung.Problems, place int) kampung.Problems {
	prefix := fmt.Sprintf("signers.%d.", place+1)
	var out kampung.Problems
	for _, p := range ps {
		if rest, ok := strings.CutPrefix(p.Field, prefix); ok {
			out.Add("head_"+rest, p.Text)
		}
	}
	return out
}
