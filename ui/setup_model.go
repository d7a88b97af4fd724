package ui

import (
	"fmt"
	"strings"
	"time"

	"smartkampung/kampung"
)

// Steps of the first run.
const (
	stepVillage = iota
	stepHead
	stepNumber
	stepAccount
	stepKey
)

// setupModel is what the first run asks, step by step.
type setupModel struct {
	Step     int
	Office   kampung.Office
	Head     kampung.Signer
	Login    string
	Name     string
	Password string
	Again    string

	Recovery     string
	AskA, AskB   int // the groups of the key to type again, from 1
	TypeA, TypeB string
}

func newSetupModel() setupModel {
	return setupModel{
		Office: kampung.Office{NumberFormat: kampung.DefaultNumberFormat, NumberScope: kampung.ScopeAll, Paper: "F4"},
		Head:   kampung.Signer{Key: "kades", Title: "Kepala Desa", As: kampung.SignHead},
		AskA:   2, AskB: 6,
	}
}

// Choose takes a village from the list of all of Indonesia.
func (m *setupModel) Choose(r kampung.Region) {
	fillRegion(&m.Office, r)
	m.Head.Title = headTitle(m.Office.Kelurahan)
}

// headTitle is the post of the head of a desa or kelurahan.
func headTitle(kelurahan bool) string {
	if kelurahan {
		return "Lurah"
	}
	return "Kepala Desa"
}

// Problems tells what is wrong with a step, all at once.
func (m setupModel) Problems(step int) kampung.Problems {
	var p kampung.Problems
	switch step {
	case stepVillage:
		if m.Office.Village == "" {
			p.Add("village", tr("Pilih desa atau kelurahan dari daftar: ketik namanya, lalu Enter."))
		}
	case stepHead:
		p = append(p, officeProblems(m.Office)...)
		p = append(p, signerProblems(m.Head)...)
	case stepNumber:
		p = append(p, kampung.CheckNumberFormat(m.Office.NumberFormat)...)
	case stepAccount:
		p = append(p, kampung.CheckAccount(kampung.Account{Login: m.Login, Name: m.Name, Role: kampung.RoleAdmin})...)
		if t := kampung.CheckPassword(m.Login, m.Password); t != "" {
			p.Add("password", t)
		}
		if m.Password != m.Again {
			p.Add("again", tr("Kata sandi kedua belum sama."))
		}
	case stepKey:
		for _, c := range []struct {
			key, typed string
			n          int
		}{{"a", m.TypeA, m.AskA}, {"b", m.TypeB, m.AskB}} {
			if !sameGroup(c.typed, kampung.RecoveryGroup(m.Recovery, c.n)) {
				p.Add(c.key, tr("Kelompok ke-{{.N}} belum sama dengan yang tertulis.", "N", c.n))
			}
		}
	}
	return p
}

// sameGroup compares a typed group of the key, forgiving case, blanks and the
// letters that look like digits.
func sameGroup(typed, group string) bool {
	typed = strings.NewReplacer("O", "0", "I", "1", "L", "1", " ", "", "-", "").Replace(strings.ToUpper(typed))
	return typed == group && group != ""
}

// Setup is what is handed to the gate.
func (m setupModel) Setup() kampung.Setup {
	o := m.Office
	o.Signers = []kampung.Signer{m.Head}
	return kampung.Setup{Office: o, Password: m.Password,
		Account: kampung.Account{Login: m.Login, Name: trim(m.Name), Role: kampung.RoleAdmin}}
}

// officeProblems tells what is wrong with what stands in the letterhead.
func officeProblems(o kampung.Office) kampung.Problems {
	var p kampung.Problems
	if o.Postal != "" && (len(o.Postal) != 5 || strings.Trim(o.Postal, "0123456789") != "") {
		p.Add("postal", tr("Kode pos terdiri dari 5 angka."))
	}
	if o.Email != "" && !strings.Contains(o.Email, "@") {
		p.Add("email", tr("Alamat surel memakai tanda @, misalnya desa@contoh.id."))
	}
	return p
}

// signerProblems tells what is wrong with an official.
func signerProblems(s kampung.Signer) kampung.Problems {
	var p kampung.Problems
	if trim(s.Name) == "" {
		p.Add("head_name", tr("Isi nama pejabat seperti tercetak pada surat, dengan gelar."))
	}
	if trim(s.Title) == "" {
		p.Add("head_title", tr("Isi jabatannya, misalnya Kepala Desa."))
	}
	if n := strings.ReplaceAll(s.NIP, " ", ""); n != "" && strings.Trim(n, "0123456789./-") != "" {
		p.Add("head_nip", tr("NIP atau NIPD hanya berisi angka."))
	}
	return p
}

// numberExample shows how a letter number will look with what is typed.
func numberExample(o kampung.Office, now time.Time) (string, kampung.Problems) {
	code := "400.12.2.1"
	if o.OldCodes {
		code = "470"
	}
	return kampung.FormatNumber(o.NumberFormat, kampung.NumberParts{Code: code, Seq: 12, Unit: o.UnitCode,
		Village: o.Village, Date: kampung.DateOf(now)})
}

// recoverySheet is the page to print and lock away.
func recoverySheet(o kampung.Office, key string, now time.Time) []byte {
	groups := strings.Split(key, "-")
	first, second := groups, []string(nil)
	if len(groups) > 4 {
		first, second = groups[:4], groups[4:]
	}
	lines := []string{
		"SMART KAMPUNG — KUNCI PEMULIHAN", "",
		officeName(o) + ", Kecamatan " + o.Kecamatan + ", " + o.Kabupaten,
		"Dibuat " + kampung.LongDate(kampung.DateOf(now)), "", "",
		"      " + strings.Join(first, "   -   "), "",
		"      " + strings.Join(second, "   -   "), "", "",
		"Dengan kunci ini data kantor bisa dibuka lagi bila semua kata sandi lupa.",
		"Cetak, masukkan ke amplop tertutup, dan simpan di lemari yang dikunci.",
		"Jangan difoto dan jangan dikirim lewat pesan.",
		"Tanpa kata sandi dan tanpa kunci ini, data tidak bisa dibuka oleh siapa pun.", "",
	}
	return []byte(strings.Join(lines, "\r\n"))
}

// stepNames are the marks over the first run.
func stepNames() []string {
	return []string{tr("Desa"), tr("Kepala dan kop surat"), tr("Nomor surat"), tr("Akun pertama"), tr("Kunci pemulihan")}
}

func numbered(i int, name string) string { return fmt.Sprintf("%d %s", i+1, name) }
