package ui

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"smartkampung/assets"
)

// helpText is the help of one screen.
type helpText struct {
	What string      `json:"what"` // what the screen is for
	Keys [][2]string `json:"keys"` // its own keys, beside those of every screen
	When [][2]string `json:"when"` // what to do when something is the case
}

// helpName is a screen's name in the help files: its type's, without "Screen".
func helpName(s screen) string {
	if s == nil {
		return ""
	}
	return strings.TrimSuffix(reflect.TypeOf(s).Elem().Name(), "Screen")
}

// readHelp is the help of a screen in the language of the screens.
func readHelp(name string) (helpText, error) {
	var all map[string]helpText
	if err := json.Unmarshal(assets.Help(spoken), &all); err != nil {
		return helpText{}, fmt.Errorf("ui: help: %w", err)
	}
	return all[name], nil
}

// commonKeys are the keys of every screen; behind the door there are more.
func commonKeys(inside bool) [][2]string {
	keys := [][2]string{
		{"Tab · Shift+Tab", tr("ke isian berikut · sebelumnya")},
		{"Enter", tr("ke isian berikut yang belum lengkap; menekan tombol")},
		{"Esc", tr("kembali; menutup daftar atau kotak")},
		{"Shift+Enter", tr("baris baru dalam isian panjang")},
		{tr("Panah atas dan bawah"), tr("memilih dalam daftar; tanggal maju mundur sehari")},
	}
	if !inside {
		return keys
	}
	return append(keys, [][2]string{
		{"Ctrl+N", tr("Permohonan baru")},
		{"Ctrl+K", tr("cari orang atau permohonan")},
		{"Ctrl+Enter", tr("simpan, dan cetak bila boleh")},
		{"Ctrl+S", tr("Simpan")},
		{"Ctrl+Enter", tr("Simpan dan lanjutkan")},
		{"Ctrl+P", tr("Cetak surat")},
		{"Ctrl+Shift+P", tr("Atur cetak")},
		{"Ctrl+L", tr("Kunci layar")},
		{"Ctrl+H", tr("menyembunyikan nomor NIK dan KK")},
		{"Ctrl+B · Ctrl+R", tr("Buku · Laporan")},
		{"Ctrl+1 … Ctrl+5", tr("membuka halaman di sisi kiri")},
	}...)
}
