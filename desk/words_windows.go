package desk

import "golang.org/x/sys/windows"

// Windows names its own failures, which the errno of other systems do not match.
func init() {
	words = append(words, []sentence{
		{windows.ERROR_DISK_FULL, "Tempat di tujuan tidak cukup. Tidak ada yang berubah.", "Kosongkan dulu atau pakai USB lain."},
		{windows.ERROR_HANDLE_DISK_FULL, "Tempat di tujuan tidak cukup. Tidak ada yang berubah.", "Kosongkan dulu atau pakai USB lain."},
		{windows.ERROR_WRITE_PROTECT, "USB atau folder ini hanya dapat dibaca. Tidak ada yang berubah.", "Buka kunci tulisnya atau pakai USB lain."},
		{windows.ERROR_NOT_READY, "USB atau disk itu belum siap. Tidak ada yang berubah.", "Pasang USB-nya, tunggu sebentar, lalu coba lagi."},
		{windows.ERROR_SHARING_VIOLATION, "Berkas itu sedang dibuka program lain. Tidak ada yang berubah.", "Tutup dulu di program itu, misalnya Excel atau pembaca PDF, lalu coba lagi."},
		{windows.ERROR_LOCK_VIOLATION, "Berkas itu sedang dibuka program lain. Tidak ada yang berubah.", "Tutup dulu di program itu, misalnya Excel atau pembaca PDF, lalu coba lagi."},
		{windows.ERROR_DIRECTORY, "Sebagian dari letak itu bukan folder. Tidak ada yang berubah.", "Periksa letak dan nama foldernya."},
		{windows.ERROR_INVALID_NAME, "Nama berkas atau folder itu tidak dapat dipakai. Tidak ada yang berubah.", "Pakai huruf, angka, titik dan garis saja."},
		{windows.ERROR_CRC, "USB atau disk itu tidak dapat dibaca atau ditulis dengan benar. Data yang sudah tersimpan aman.", "Cabut dan pasang lagi, atau pakai USB lain."},
		{windows.ERROR_IO_DEVICE, "USB atau disk itu tidak dapat dibaca atau ditulis dengan benar. Data yang sudah tersimpan aman.", "Cabut dan pasang lagi, atau pakai USB lain."},
	}...)
}
