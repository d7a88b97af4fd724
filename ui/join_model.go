package ui

import "smartkampung/kampung"

// joinModel is what a PC is asked that joins an office.
type joinModel struct {
	Village, VillageName string
	Hub, Code            string
	Login                string
	Password, Again      string
	Stick                bool // it enrols by stick and needs no address
}

// Problems tells what is missing, all at once.
func (m joinModel) Problems() kampung.Problems {
	var p kampung.Problems
	if m.Village == "" {
		p.Add("village", tr("Pilih desa atau kelurahan dari daftar: ketik namanya, lalu Enter."))
	}
	if !m.Stick {
		p = append(p, addressProblems(m.Hub)...)
	}
	p = append(p, codeProblems(m.Code)...)
	for _, q := range kampung.CheckAccount(kampung.Account{Login: m.Login, Name: m.Login, Role: kampung.RoleOperator}) {
		if q.Field == "login" {
			p = append(p, q)
		}
	}
	if t := kampung.CheckPassword(m.Login, m.Password); t != "" {
		p.Add("password", t)
	}
	if m.Password != m.Again {
		p.Add("again", tr("Kata sandi kedua belum sama."))
	}
	return p
}

// waitModel is where a PC stands that joins its office.
type waitModel struct {
	At   kampung.Join
	Code string // of this PC, to compare
	// Asked says that it waits for the answer to a request by stick.
	Asked bool
}

// loadWait reads it; it reads the disk.
func loadWait(d Desk) (m waitModel, err error) {
	m.At, m.Asked = d.Joining(), d.AskedEnrol()
	all, err := d.Devices()
	if len(all) > 0 {
		m.Code = all[0].Code
	}
	return m, err
}

// Words are the head of the page and what to do now.
func (m waitModel) Words() (head, text string) {
	switch m.At {
	case kampung.JoinEnrol:
		if m.Asked {
			return tr("Menunggu jawaban kabupaten"), tr("Permintaan pendaftaran sudah ditulis ke USB. Bawa ke kabupaten, lalu ambil jawabannya dengan “Ambil dari USB”.")
		}
		return tr("Daftarkan komputer ini"), tr("Komputer ini belum terdaftar di kabupaten. Minta kode pendaftaran, lalu isi di bawah.")
	case kampung.JoinWaiting:
		return tr("Menunggu izin dari kantor"), tr("Di komputer lain di kantor: buka Pengaturan, Komputer di kantor ini, cocokkan kode di bawah, lalu tekan Izinkan dan Kirim sekarang. Sesudah itu tekan “Coba lagi” di sini.")
	case kampung.JoinReading:
		return tr("Mengambil catatan kantor"), tr("Komputer ini sudah boleh membaca. Sebagian catatan kantor belum sampai; tekan “Coba lagi” setelah komputer lain mengirim.")
	}
	return tr("Komputer ini sudah tersambung."), ""
}
