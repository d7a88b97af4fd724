package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"smartkampung/kampung"
)

// command is something that can be done on a screen, found by its name.
type command struct {
	Title string
	Words string // other words by which it is found
	Keys  string // that do it
	do    func()
}

// commander is a screen whose commands the top field finds.
type commander interface{ Commands() []command }

// findIcon is the picture of a kind of finding.
func (k findKind) icon() fyne.Resource {
	switch k {
	case findCommand:
		return theme.MediaPlayIcon()
	case findScreen:
		return theme.NavigateNextIcon()
	case findSetting:
		return theme.SettingsIcon()
	case findService:
		return theme.ContentAddIcon()
	case findRequest:
		return theme.DocumentIcon()
	}
	return theme.AccountIcon()
}

// findHits draws what was found as lines of the list.
func findHits(found []findHit) []hit {
	hits := make([]hit, len(found))
	for i, f := range found {
		hits[i] = hit{Key: string(f.Kind) + f.Key, Title: f.Title, Sub: f.Sub, Note: f.Kind.groupWord(), Icon: f.Kind.icon()}
	}
	return hits
}

// commands are what can be done now: on the screen that is up, then everywhere.
func (f *frame) commands() []command {
	u := f.u
	var all []command
	if c, ok := u.cur.(commander); ok {
		all = c.Commands()
	}
	if s, ok := u.cur.(saver); ok {
		all = append(all, command{Title: tr("Simpan"), Keys: "Ctrl+S", do: s.Save})
	}
	if p, ok := u.cur.(printer); ok {
		all = append(all, command{Title: tr("Cetak"), Keys: "Ctrl+P", do: p.Print})
	}
	return append(all,
		command{Title: tr("Permohonan baru"), Words: tr("buat surat baru|cari"), Keys: "Ctrl+N", do: f.newRequest},
		command{Title: tr("Tambah penduduk"), Words: tr("penduduk baru warga|cari"), do: f.newResident},
		command{Title: tr("Ganti kata sandi"), Words: settingWords("sandi"), do: func() { u.showThen(f.settings, func() { f.settings.open("sandi") }) }},
		command{Title: tr("Kunci layar"), Words: tr("keluar istirahat|cari"), Keys: "Ctrl+L", do: u.lockScreen},
		command{Title: tr("Tombol di halaman ini"), Words: tr("bantuan pintasan|cari"), Keys: "F1", do: u.help})
}

// place is a screen that the top field opens.
type place struct {
	name, words string
	keys        string
	screen      screen
}

// places are all screens that can be opened by themselves.
func (f *frame) places() (all []place) {
	for _, e := range f.rail {
		all = append(all, place{e.button.Text, "", e.button.Key, e.screen})
	}
	return append(all,
		place{tr("Periksa surat"), tr("kode QR keaslian|cari"), "", f.check}, place{tr("Daftar nomor surat"), tr("pesan nomor kosong|cari"), "", f.numbers},
		place{tr("Impor penduduk"), tr("excel opensid siak|cari"), "", f.importer}, place{tr("Surat masuk"), tr("agenda|cari"), "", f.mail},
		place{tr("Penduduk sementara"), tr("tamu pendatang|cari"), "", f.visitors}, place{tr("Template surat"), tr("isi surat ubah kalimat|cari"), "", f.templates},
		place{tr("Data yang perlu dipilih"), tr("bentrok dua komputer|cari"), "", f.clash})
}

// known is everything that is found without the disk.
func (f *frame) known() (all []known) {
	for i, c := range f.commands() {
		all = append(all, known{Kind: findCommand, Key: itoa(int64(i)) + " " + c.Title, Title: c.Title, Words: c.Words, Sub: c.Keys})
	}
	for _, p := range f.places() {
		all = append(all, known{Kind: findScreen, Key: p.name, Title: p.name, Words: p.words, Sub: p.keys})
	}
	for _, part := range settingsParts() {
		all = append(all, known{Kind: findSetting, Key: part.Key, Title: part.Title, Words: settingWords(part.Key), Sub: tr("Pengaturan")})
		if form := f.settings.pages[part.Key].form; form != nil {
			for _, fd := range form.list {
				name := strings.TrimSuffix(fd.label.Text, " *")
				all = append(all, known{Kind: findSetting, Key: part.Key + "/" + fd.Key, Title: name, Sub: joinDots(tr("Pengaturan"), part.Title)})
			}
		}
	}
	return append(all, serviceKnown(f.u.facts.services)...)
}

// quick answers at once, on the UI thread, without the disk.
func (f *frame) quick(query string) []hit {
	if f.u.desk == nil {
		return nil
	}
	return findHits(ranked(findAmong(f.known(), query), nil))
}

// idle is what is offered before anything is typed: what can be done here.
func (f *frame) idle() []hit {
	var found []findHit
	for _, k := range f.known() {
		if k.Kind == findCommand || k.Kind == findScreen {
			found = append(found, findHit{k.Kind, k.Key, k.Title, k.Sub, 0})
		}
	}
	return findHits(found)
}

// look asks for everything that fits. What is known is worked out here, on the
// UI thread; the rest, off it.
func (f *frame) look(query string) func() []hit {
	desk, now := f.u.desk, f.u.env.Now()
	if desk == nil {
		return func() []hit { return nil }
	}
	here := findAmong(f.known(), query)
	return func() []hit {
		stored, err := findStored(desk, query, now)
		if err != nil && f.u.env.Log != nil {
			f.u.env.Log(err)
		}
		return findHits(ranked(here, stored))
	}
}

// open goes to what was found.
func (f *frame) open(h hit) {
	u := f.u
	f.find.e.put("")
	if len(h.Key) < 2 {
		return
	}
	key := h.Key[2:]
	switch findKind(h.Key[:2]) {
	case findRequest:
		f.openRequest(key)
	case findResident:
		f.openResident(key)
	case findService:
		u.leave(func() {
			f.form.begin(kampung.Draft{Service: key})
			u.show(f.form)
		})
	case findSetting:
		part, field, _ := strings.Cut(key, "/")
		u.showThen(f.settings, func() { f.settings.openAt(part, field) })
	case findScreen:
		for _, p := range f.places() {
			if p.name == key {
				u.show(p.screen)
				return
			}
		}
	case findCommand:
		for i, c := range f.commands() {
			if itoa(int64(i))+" "+c.Title == key {
				c.do()
				return
			}
		}
	}
}

// Commands are the steps that may be taken with the request now.
func (s *detailScreen) Commands() (all []command) {
	for _, a := range s.m.Actions() {
		if a.Key != "cetak" { // Ctrl+P
			all = append(all, command{Title: a.Text, do: func() { s.act(a) }})
		}
	}
	return all
}
