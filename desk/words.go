package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"smartkampung/kampung"
	"smartkampung/kampung/bundle"
	"smartkampung/store"
)

// sentence is what the clerk reads about a failure: what happened, that the
// data is safe, and the next step.
type sentence struct {
	err        error
	what, next string
}

// words gives sentences to the failures that mean something to a clerk. The
// first that fits is taken.
var words = []sentence{
	{store.ErrDiskFull, "Disk penuh, jadi tidak ada yang disimpan atau berubah. Data yang sudah tersimpan aman.", "Kosongkan tempat di disk (misalnya Keranjang Sampah atau folder Unduhan), lalu coba lagi."},
	{store.ErrInUse, "Smart Kampung sudah terbuka di jendela lain pada komputer ini.", "Pakai jendela itu, atau tutup dulu lalu coba lagi."},
	{store.ErrNoOffice, "Belum ada kantor di folder data ini.", "Jalankan pengaturan awal, atau periksa pilihan --data."},
	{store.ErrExists, "Di folder data ini sudah ada kantor. Tidak ada yang berubah.", "Buka kantor itu, atau pilih folder lain."},
	{store.ErrPassword, "Nama masuk atau kata sandi belum benar.", "Periksa huruf besar dan kecil, lalu coba lagi."},
	{kampung.ErrRecovery, "Kunci pemulihan belum benar.", "Periksa tiap kelompok hurufnya pada lembar yang disimpan, lalu ketik ulang."},
	{store.ErrForbidden, "Bagian ini hanya untuk akun admin.", "Minta bantuan admin kantor."},
	{store.ErrNotEnrolled, "Kantor ini belum terdaftar di kabupaten. Data tetap aman di komputer ini.", "Minta kode pendaftaran ke kabupaten, lalu daftar di layar Kirim."},
	{errNoAddress, "Kantor ini terdaftar lewat USB, jadi belum ada alamat pusat kabupaten untuk sambungan. Data tetap aman di komputer ini.", "Simpan ke USB; kalau ada sambungan, isi alamat pusatnya lalu kirim."},
	{store.ErrOldKey, "Berkas ini dibuat sebelum kabupaten mengganti kuncinya. Tidak ada yang berubah.", "Minta berkas tanda terima yang baru ke kabupaten; kiriman yang sudah diterima tidak perlu diulang."},
	{store.ErrOldList, "Daftar kunci di berkas ini lebih lama daripada yang ada di komputer ini. Daftar yang terbaru tetap dipakai.", "Tidak ada yang perlu dilakukan."},
	{bundle.ErrChain, "Kunci di berkas ini bukan kelanjutan dari kunci kabupaten tempat kantor ini terdaftar. Tidak ada yang berubah.", "Pilih berkas dari kabupaten sendiri; bila memang dari sana, hubungi petugas TI kabupaten."},
	{bundle.ErrKeyList, "Daftar kunci di berkas ini tidak benar atau bukan dari kabupaten ini. Daftar yang lama tetap dipakai.", "Salin ulang berkasnya dari kabupaten."},
	{store.ErrOtherLog, "Tanda terima ini milik kantor atau komputer lain. Tidak ada yang berubah.", "Pilih berkas tanda terima untuk komputer ini."},
	{store.ErrGap, "Kiriman dari kabupaten ini melompati kiriman sebelumnya. Tidak ada yang berubah.", "Ambil kiriman yang lebih dulu, atau kirim lewat sambungan supaya semuanya ikut."},
	{store.ErrNotDown, "Bundel ini bukan kiriman kabupaten untuk kantor ini. Tidak ada yang berubah.", "Pilih berkas yang diberikan kabupaten untuk desa ini."},
	{store.ErrOwnLog, "Bundel ini dari komputer ini sendiri, jadi tidak ada yang perlu diambil.", "Bawa USB ke kabupaten atau ke komputer lain di kantor."},
	{store.ErrStranger, "Bundel ini dari komputer yang belum dikenalkan oleh kabupaten. Tidak ada yang berubah.", "Ambil dulu kiriman dari kabupaten, lalu coba lagi."},
	{store.ErrJoining, "Komputer ini belum selesai disambungkan ke kantornya.", "Tekan Kirim sekarang setelah komputer lain mengizinkan, atau ketik kunci pemulihan kantor."},
	{store.ErrRecoveryOther, "Kunci pemulihan itu bukan milik kantor ini, atau kabupaten belum punya catatan kantor ini.", "Periksa lembar kuncinya; pastikan lembar itu milik desa ini."},
	{store.ErrForgedPast, "Berkas ini tidak cocok dengan catatan di komputer ini. Tidak ada yang berubah.", "Hubungi petugas TI kabupaten."},
	{store.ErrBackupHere, "Cadangan harus di disk lain, bukan di dalam folder data ini.", "Pasang USB atau pilih folder di disk lain."},
	{store.ErrNoBackup, "Di folder ini tidak ada cadangan Smart Kampung, atau ada lebih dari satu. Tidak ada yang berubah.", "Pilih folder yang namanya diawali “cadangan-smart-kampung”."},
	{store.ErrBackupSame, "Folder ini data kantor di komputer ini sendiri, bukan cadangannya. Tidak ada yang berubah.", "Pilih folder cadangan di USB atau disk lain."},
	{store.ErrBackupCut, "Cadangan ini rusak atau terpotong, jadi tidak dipakai. Tidak ada yang berubah di komputer ini.", "Salin ulang foldernya dari tempat asalnya, atau pakai cadangan lain."},
	{store.ErrBackupBad, "Salinan di tujuan tidak sama dengan yang ditulis, jadi cadangan ini tidak dipakai. Data di komputer ini aman.", "Pakai USB atau disk lain, lalu ulangi."},
	{store.ErrDamaged, "Ada berkas data yang rusak.", "Jangan hapus apa pun; jalankan “smartkampung check” dan hubungi petugas TI kabupaten."},
	{store.ErrNotFound, "Data itu tidak ditemukan.", "Periksa lagi nomor atau namanya."},
	{bundle.ErrSignature, "Tanda tangan berkas ini tidak benar: isinya berubah di jalan, atau bukan dari kabupaten tempat kantor ini terdaftar. Tidak ada yang berubah.", "Salin ulang berkasnya dari kabupaten."},
	{bundle.ErrForm, "Berkas ini bukan kiriman kabupaten, atau terpotong. Tidak ada yang berubah.", "Pilih berkas berakhiran .skr atau .skb dari kabupaten, atau salin ulang."},
	{bundle.ErrSealed, "Bundel ini ditujukan untuk penerima lain. Tidak ada yang berubah.", "Pilih bundel untuk kantor ini."},
	{bundle.ErrDamaged, "Isi berkas ini rusak atau terpotong. Tidak ada yang berubah.", "Salin ulang berkasnya."},
	{bundle.ErrTree, "Isi berkas ini tidak cocok dengan tanda tangannya. Tidak ada yang berubah.", "Salin ulang berkasnya dari asalnya."},
	{bundle.ErrVersion, "Berkas ini dibuat oleh versi aplikasi yang lebih baru. Tidak ada yang berubah.", "Perbarui aplikasi ini, lalu ulangi."},
	{bundle.ErrOrigin, "Berkas ini bukan dari Smart Kampung. Tidak ada yang berubah.", "Pilih berkas yang benar."},
	{kampung.ErrEntry, "Ada catatan yang tidak terbaca. Tidak ada yang berubah.", "Jalankan “smartkampung check” dan hubungi petugas TI kabupaten."},
	{kampung.ErrCodeForm, "Kode verifikasi itu bukan kode surat Smart Kampung, atau terbaca sebagian.", "Pindai ulang kode pada suratnya."},
	{kampung.ErrCodeForged, "Kode verifikasi itu tidak cocok dengan suratnya.", "Tanyakan keaslian surat ke kantor yang menerbitkannya."},
	{bundle.ErrLimit, "Berkas ini lebih besar dari yang boleh. Tidak ada yang berubah.", "Salin ulang berkasnya."},
	{fs.ErrNotExist, "Berkas atau folder itu tidak ada.", "Periksa letaknya; kalau di USB, pastikan USB terpasang."},
	{fs.ErrExist, "Berkas atau folder dengan nama itu sudah ada. Tidak ada yang berubah.", "Pakai nama lain."},
	{syscall.ENOTDIR, "Sebagian dari letak itu bukan folder. Tidak ada yang berubah.", "Periksa letak dan nama foldernya."},
	{syscall.EISDIR, "Tujuannya adalah folder, bukan berkas. Tidak ada yang berubah.", "Tambahkan nama berkasnya."},
	{syscall.ENAMETOOLONG, "Nama berkas atau folder itu terlalu panjang. Tidak ada yang berubah.", "Pakai nama yang lebih pendek."},
	{errStickFull, "Tempat di USB atau folder tujuan tidak cukup. Data di komputer ini aman.", "Hapus berkas lain di sana atau pakai USB lain, lalu ulangi."},
	{syscall.EIO, "USB atau disk itu tidak dapat dibaca atau ditulis dengan benar. Data yang sudah tersimpan aman.", "Cabut dan pasang lagi, atau pakai USB lain."},
	{syscall.EROFS, "USB atau folder ini hanya dapat dibaca. Tidak ada yang berubah.", "Buka kunci tulisnya atau pakai USB lain."},
	{fs.ErrPermission, "Folder atau berkas ini tidak boleh ditulis atau dibaca. Tidak ada yang berubah.", "Pilih folder lain atau USB yang tidak terkunci."},
	{syscall.ENOSPC, "Tempat di tujuan tidak cukup. Tidak ada yang berubah.", "Kosongkan dulu atau pakai USB lain."},
	{syscall.EDQUOT, "Tempat di tujuan tidak cukup. Tidak ada yang berubah.", "Kosongkan dulu atau pakai USB lain."},
	{os.ErrDeadlineExceeded, "Sambungan ke kabupaten terlalu lama tidak menjawab. Data aman di komputer ini.", "Coba lagi nanti, atau simpan ke USB."},
	{context.Canceled, "Dibatalkan. Yang sudah tersimpan tetap aman.", ""},
}

// errStickFull says that the folder of an export is full.
var errStickFull = errors.New("desk: no room in the folder of the export")

// Words gives an error its words for the clerk. What has words already, and
// nil, comes back as it is.
func Words(err error) error {
	var trouble *kampung.Trouble
	var problems kampung.Problems
	switch {
	case err == nil:
		return nil
	case errors.As(err, &problems):
		return problems
	case errors.As(err, &trouble):
		return trouble // and not what stands around it, which is for the log
	}
	var wait *store.WaitError
	if errors.As(err, &wait) {
		return &kampung.Trouble{
			What: "Kata sandi salah beberapa kali.",
			Next: fmt.Sprintf("Tunggu %s, lalu coba lagi. Lupa kata sandi? Pakai kunci pemulihan.", Duration(wait.Wait)), Err: err,
		}
	}
	for _, w := range words {
		if errors.Is(err, w.err) {
			return &kampung.Trouble{What: w.what, Next: w.next, Err: err}
		}
	}
	return &kampung.Trouble{
		What: "Ada yang tidak berjalan semestinya. Data yang sudah tersimpan aman.",
		Next: "Coba sekali lagi; kalau tetap begini, hubungi petugas TI dengan berkas log.", Err: err,
	}
}

// Duration says a wait in Indonesian, rounded up: "5 detik", "2 menit".
func Duration(d time.Duration) string {
	seconds := int((d + time.Second - 1) / time.Second)
	if seconds < 60 {
		return fmt.Sprintf("%d detik", max(1, seconds))
	}
	return strings.TrimSpace(fmt.Sprintf("%d menit", (seconds+59)/60))
}
