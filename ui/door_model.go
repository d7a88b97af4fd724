package ui

import "smartkampung/kampung"

// doorModel is what is typed at the door.
type doorModel struct {
	Login, Password string

	Recovery, New, Again string
}

// Problems tells what is missing before the desk is asked.
func (m doorModel) Problems() kampung.Problems {
	var p kampung.Problems
	if trim(m.Login) == "" {
		p.Add("login", tr("Isi nama pengguna."))
	}
	if m.Password == "" {
		p.Add("password", tr("Isi kata sandi."))
	}
	return p
}

// RecoveryProblems tells what is wrong with the form of the forgotten password.
func (m doorModel) RecoveryProblems() kampung.Problems {
	var p kampung.Problems
	if _, err := kampung.ParseRecovery(m.Recovery); err != nil {
		p.Add("recovery", tr("Kunci pemulihan belum benar. Periksa lagi tujuh kelompok huruf pada lembarnya."))
	}
	if trim(m.Login) == "" {
		p.Add("login", tr("Isi nama pengguna."))
	}
	if t := kampung.CheckPassword(trim(m.Login), m.New); t != "" {
		p.Add("new", t)
	}
	if m.New != m.Again {
		p.Add("again", tr("Kata sandi kedua belum sama."))
	}
	return p
}
