package uplink

import (
	"errors"
	"time"

	"smartkampung/hub/wire"
	"smartkampung/kampung"
)

// What can stand in the way. Each comes wrapped in a [kampung.Trouble] with
// words for the clerk.
var (
	ErrNoLine   = errors.New("uplink: no line to the hub")
	ErrBusy     = errors.New("uplink: hub asks to wait")
	ErrFork     = errors.New("uplink: hub has another history of this log") // the caller begins a new epoch
	ErrUnknown  = errors.New("uplink: device is not enrolled")
	ErrRevoked  = errors.New("uplink: device was revoked")
	ErrWrongHub = errors.New("uplink: meant for another hub")
	ErrVersion  = errors.New("uplink: desk and hub differ in version")
	ErrTooLarge = errors.New("uplink: one entry is too large for the hub")
	ErrRefused  = errors.New("uplink: hub cannot read what was sent")
	ErrHub      = errors.New("uplink: hub has a fault")
	ErrHubFull  = errors.New("uplink: hub has no room")
	ErrCode     = errors.New("uplink: enrolment code is not right")
	ErrAddress  = errors.New("uplink: address of the hub is not right")
	ErrJournal  = errors.New("uplink: journal cannot be read or written")
	// ErrOtherDevice comes without words: a stick carries answers for several.
	ErrOtherDevice = errors.New("uplink: answer is for another device")
)

// WaitError tells how long the hub asks to wait. It wraps [ErrBusy].
type WaitError struct{ After time.Duration }

// Error is for the log.
func (e *WaitError) Error() string { return "uplink: hub asks to wait " + e.After.String() }

// Unwrap returns [ErrBusy].
func (e *WaitError) Unwrap() error { return ErrBusy }

// words are what the clerk reads: what happened, that the data is safe, and
// the next step.
var words = map[error][2]string{
	ErrNoLine:   {"Tidak tersambung ke pusat kabupaten. Data tetap aman di komputer ini.", "Periksa sambungan internet lalu tekan Kirim sekarang, atau simpan ke USB."},
	ErrBusy:     {"Pusat kabupaten sedang sibuk. Data tetap aman di komputer ini.", "Coba lagi sebentar lagi."},
	ErrFork:     {"Catatan di komputer ini tidak sama dengan yang sudah diterima kabupaten, misalnya karena komputer dipulihkan dari cadangan. Data tetap aman.", "Program menyiapkan pengiriman ulang; tidak ada yang perlu diketik lagi."},
	ErrUnknown:  {"Komputer ini belum terdaftar di pusat kabupaten. Data tetap aman di komputer ini.", "Minta kode pendaftaran ke kabupaten lalu daftarkan komputer ini."},
	ErrRevoked:  {"Pendaftaran komputer ini sudah dicabut oleh kabupaten. Data tetap aman di komputer ini.", "Hubungi petugas kabupaten."},
	ErrWrongHub: {"Kiriman ini ditujukan untuk pusat yang lain. Data tetap aman di komputer ini.", "Periksa alamat pusat kabupaten di Pengaturan, atau daftarkan lagi komputer ini."},
	ErrVersion:  {"Versi aplikasi ini dan pusat kabupaten belum cocok. Data tetap aman di komputer ini.", "Perbarui aplikasi, atau hubungi petugas kabupaten."},
	ErrTooLarge: {"Ada satu catatan yang terlalu besar untuk dikirim. Data tetap aman di komputer ini.", "Hubungi petugas kabupaten."},
	ErrRefused:  {"Pusat kabupaten belum dapat membaca kiriman ini. Data tetap aman di komputer ini.", "Coba kirim sekali lagi; bila tetap tidak bisa, simpan ke USB dan hubungi petugas kabupaten."},
	ErrHub:      {"Pusat kabupaten sedang bermasalah. Data tetap aman di komputer ini.", "Coba lagi nanti, atau simpan ke USB."},
	ErrHubFull:  {"Penyimpanan di pusat kabupaten penuh. Data tetap aman di komputer ini.", "Hubungi petugas kabupaten; kiriman dicoba lagi nanti."},
	ErrCode:     {"Kode pendaftaran tidak cocok, sudah dipakai, atau sudah lewat waktunya.", "Periksa kembali huruf demi huruf, atau minta kode baru ke kabupaten."},
	ErrAddress:  {"Alamat pusat kabupaten tidak dapat dipakai.", "Tulis alamat yang diawali https://, seperti yang diberikan kabupaten."},
	ErrScan:     {"Satu lampiran sampai di kabupaten dengan isi yang tidak cocok. Lampirannya tetap aman di komputer ini dan dikirim lagi besok.", "Bila kalimat ini muncul lagi, jalankan “smartkampung check” dan hubungi petugas kabupaten."},
	ErrJournal:  {"Catatan di komputer ini tidak dapat dibaca untuk dikirim.", "Tutup program lalu buka lagi; bila tetap begitu, jalankan pemeriksaan data."},
}

// trouble gives an error the clerk's words of its kind.
func trouble(kind, err error) error {
	w := words[kind]
	switch {
	case err == nil:
		err = kind
	case !errors.Is(err, kind):
		err = errors.Join(kind, err)
	}
	return &kampung.Trouble{What: w[0], Next: w[1], Err: err}
}

// refusedInWords is a refusal that came on a stick, in the hub's own words.
func refusedInWords(r wire.RefusedRequest) error {
	kind := ErrRefused
	switch r.Kind {
	case wire.KindCode:
		kind = ErrCode
	case wire.KindRevoked:
		kind = ErrRevoked
	case wire.KindHub:
		kind = ErrWrongHub
	}
	next := "Minta kode baru ke kabupaten, buat berkas permintaan baru, lalu bawa lagi di USB."
	return &kampung.Trouble{What: "Kabupaten belum mendaftarkan komputer ini: " + r.Text + " Data tetap aman di komputer ini.", Next: next, Err: kind}
}
