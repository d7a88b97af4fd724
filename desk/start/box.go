package start

import (
	"fmt"
	"io"
)

// boxTitle stands on every box that the program shows without its window.
const boxTitle = "Smart Kampung"

// Tell says something in a box of the system's own and waits until it is read;
// where the system has none it is written to errs.
func Tell(text string, grave bool, errs io.Writer) {
	if !systemBox(text, grave) {
		fmt.Fprintln(errs, text)
	}
}

// Words of what keeps the window from opening.
const (
	// Running is written by a second start, Given by one that brought a file: the
	// window that is open comes to the front, so no box is shown.
	Running = "Smart Kampung sudah terbuka di komputer ini; jendelanya dibawa ke depan."
	Given   = "Smart Kampung sudah terbuka di komputer ini. Berkasnya diserahkan ke jendela itu, yang akan membacanya di halaman “Kirim”."
	// Deaf is told by a second start when the window that is open takes nothing.
	Deaf = "Smart Kampung sudah terbuka di komputer ini, tetapi jendelanya tidak menjawab. Data yang sudah disimpan tetap aman.\n\n" +
		"Tunggu sebentar dan lihat jendela yang sudah ada itu. Kalau tetap diam, tutup jendela itu lalu buka Smart Kampung lagi."
)

// NoGraphics says that the PC's graphics cannot show the window and what to do.
// why is the driver's own answer, for who mends the PC.
func NoGraphics(goos, why string) string {
	cure := "1. Pasang driver kartu grafis dari pabrik komputernya (Intel, AMD atau NVIDIA), lalu nyalakan ulang komputer.\n" +
		"2. Jangan buka lewat Remote Desktop; buka langsung di komputernya. Di mesin virtual, hidupkan “3D acceleration”.\n" +
		"3. Kalau belum juga, pakai komputer lain yang tersambung ke kantor ini."
	where := "lewat “Perintah Smart Kampung” di menu Start (di folder portabel: Perintah.cmd)"
	if goos != "windows" {
		where = "lewat perintah di terminal"
		cure = "1. Pasang paket libgl1-mesa-dri (gambar dengan perangkat lunak), lalu masuk ulang.\n" +
			"2. Jangan buka lewat “ssh -X”; buka langsung di komputernya. Di mesin virtual, hidupkan “3D acceleration”.\n" +
			"3. Kalau belum juga, pakai komputer lain yang tersambung ke kantor ini."
	}
	return "Jendela Smart Kampung tidak dapat dibuka: kartu grafis komputer ini belum mendukung OpenGL 2.1.\n" +
		"Data kantor tetap aman, tidak ada yang berubah.\n\n" + cure + "\n\n" +
		"Sementara itu semua pekerjaan dapat dilakukan " + where + ", misalnya:\n" +
		"    smartkampung request list\n" +
		"    smartkampung help\n\n" +
		"Untuk petugas teknis: " + why
}
