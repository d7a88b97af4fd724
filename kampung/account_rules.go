package kampung

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Label is the role in the clerk's words.
func (r Role) Label() string {
	switch r {
	case RoleOperator:
		return "operator"
	case RoleSekdes:
		return "sekretaris desa"
	case RoleKades:
		return "kepala desa"
	case RoleAdmin:
		return "admin"
	}
	return string(r)
}

// Act is something an account does at the desk besides the steps of a request,
// which [Advance] judges.
type Act string

const (
	ActRecord   Act = "permohonan" // record and mend requests, keep drafts
	ActResident Act = "warga"      // add and change residents
	ActImport   Act = "impor"      // import a resident file
	ActPrint    Act = "cetak"      // print and save letters
	ActExport   Act = "ekspor"     // write bundles and take in receipts
	ActSync     Act = "kirim"      // visit the hub
	ActEnrol    Act = "daftar"     // tie the desk to a hub
	ActOffice   Act = "kantor"     // change the office and its signers
	ActAccounts Act = "akun"       // add and change accounts
)

var actRoles = map[Act]Role{
	ActRecord: RoleOperator, ActResident: RoleOperator, ActImport: RoleOperator, ActPrint: RoleOperator,
	ActExport: RoleOperator, ActSync: RoleOperator,
	ActEnrol: RoleAdmin, ActOffice: RoleAdmin, ActAccounts: RoleAdmin,
}

// May reports whether a role may do an act. Only an admin sets up office,
// accounts and the link; an unknown act is nobody's.
func May(role Role, act Act) bool {
	least, ok := actRoles[act]
	return ok && role.AtLeast(least)
}

// CheckMay is [May] with words for the clerk, or "".
func CheckMay(role Role, act Act) string {
	if May(role, act) {
		return ""
	}
	return "Bagian ini hanya untuk akun " + actRoles[act].Label() + ". Minta bantuan admin kantor."
}

const minPassword = 6

// commonPasswords are the ones that are guessed first; compared without case.
// The list is short on purpose: guessing is slowed down by [WaitAfter] and by
// the cost of each try, and a clerk who is refused too often writes the
// password on the screen's edge. Runs are caught by their own rule.
var commonPasswords = words("password password1 qwerty qwertyui qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx asdfghjkl")

// CheckLogin says in Indonesian what is wrong with a login, or "": 2–32 lower
// case letters, digits, dots and dashes, beginning with a letter.
func CheckLogin(login string) string {
	if login == "" {
		return "Nama pengguna belum diisi."
	}
	for i, r := range login {
		letter := r >= 'a' && r <= 'z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '.' || r == '-')) {
			return "Nama pengguna memakai huruf kecil, angka, titik atau garis, dan dimulai dengan huruf. Contoh: siti."
		}
	}
	if len(login) < 2 || len(login) > 32 {
		return "Nama pengguna terdiri dari 2 sampai 32 huruf."
	}
	return ""
}

// CheckPassword says in Indonesian why a new password cannot be taken, or "":
// shorter than 6 characters, the login itself, one character or
// a run such as 12345678, or one that is guessed first.
func CheckPassword(login, password string) string {
	lower := strings.ToLower(password)
	switch {
	case password == "":
		return "Kata sandi belum diisi."
	case utf8.RuneCountInString(password) < minPassword:
		return "Kata sandi terlalu pendek, paling sedikit 6 huruf. Beberapa kata yang mudah diingat lebih baik daripada satu kata."
	case len(password) > 1024:
		return "Kata sandi terlalu panjang."
	case lower == strings.ToLower(login):
		return "Kata sandi sama dengan nama pengguna. Pilih yang lain."
	case commonPasswords[lower] || isRun(lower):
		return "Kata sandi ini mudah ditebak. Pilih yang lain."
	}
	return ""
}

// isRun reports whether every character follows from the one before by the
// same small step: aaaaaaaa, 12345678, 87654321.
func isRun(s string) bool {
	r := []rune(s)
	if len(r) < 2 {
		return true
	}
	step := r[1] - r[0]
	for i := 1; i < len(r); i++ {
		d := r[i] - r[i-1]
		if d != step && !(step == 1 && r[i-1] == '9' && r[i] == '0') {
			return false
		}
	}
	return step >= -1 && step <= 1
}

// CheckAccount tells all that is wrong with an account.
func CheckAccount(a Account) Problems {
	var p Problems
	if t := CheckLogin(a.Login); t != "" {
		p.Add("login", t)
	}
	if FoldSpace(a.Name) == "" {
		p.Add("name", "Nama petugas belum diisi.")
	} else if utf8.RuneCountInString(a.Name) > maxText {
		p.Add("name", tooLong(maxText))
	}
	if !a.Role.AtLeast(RoleOperator) {
		p.Add("role", "Pilih tugas akun: operator, sekdes, kades atau admin.")
	}
	return p
}

// maxWait is the longest pause between two tries of a password.
const maxWait = 5 * time.Minute

// WaitAfter is the pause before the next try after so many wrong passwords in
// a row: none up to 4, then 5 s doubled with each further one, at most 5
// minutes. It slows guessing down and never locks anybody out for good.
func WaitAfter(failures int) time.Duration {
	if failures < 5 {
		return 0
	}
	if failures > 20 {
		return maxWait
	}
	return min(5*time.Second<<(failures-5), maxWait)
}
