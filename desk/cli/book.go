package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"smartkampung/desk"
	"smartkampung/kampung"
)

// bookCommands are the commands of books, reports, incoming letters and events.
var bookCommands = []command{
	{"book", "BUKU [--month 2026-11|--year 2026] [--pdf F] [--xlsx F]", "buku administrasi: agenda, ekspedisi, induk, mutasi, sementara, ktp-kk, pelayanan", runBook, flagsBook},
	{"report", "[--month 2026-11|--year 2026] [--pdf F] [--xlsx F]", "laporan pelayanan menurut layanan, status, dusun, jenis kelamin, umur dan waktu", runReport, flagsBook},
	{"mail in", "--from PENGIRIM --subject ISI [--number NOMOR --date TANGGAL --received TANGGAL]", "mencatat surat masuk di Buku Agenda", runMailIn, flagsMail},
	{"mail edit", "ID [--from PENGIRIM …]", "memperbaiki catatan surat masuk; nomornya tetap", runMailEdit, flagsMail},
	{"mail cancel", "ID --reason ALASAN", "mencoret surat masuk; nomornya tetap terpakai", runMailCancel, flagsReason},
	{"mail list", "", "daftar surat masuk", runMailList, nil},
	{"visitor in", "--person kunci=isi …", "mencatat penduduk sementara", runVisitorIn, flagsVisitor},
	{"visitor edit", "ID --person kunci=isi …", "memperbaiki catatan penduduk sementara, atau mencatat perginya", runVisitorEdit, flagsVisitor},
	{"visitor list", "", "daftar penduduk sementara", runVisitors, nil},
	{"event", "lahir|mati|pindah-keluar|pindah-masuk|hilang|pergi|kembali [NIK|ID …] [--date TANGGAL …] [--dry-run]", "mencatat peristiwa; data penduduk dan KK ikut berubah", runEvent, flagsEvent},
	{"event merge", "TETAP GABUNG [--take kolom,kolom]", "menggabungkan dua data dari satu orang", runMerge, flagsMerge},
	{"event undo", "ID --reason ALASAN", "membatalkan peristiwa atau penggabungan; data kembali seperti semula", runUndoEvent, flagsReason},
	{"event list", "[--nik NIK]", "daftar peristiwa", runEvents, flagsNIK},
	{"opendk export", "F.zip|FOLDER", "menulis data penduduk untuk kantor kecamatan yang memakai OpenDK", runOpenDK, nil},
}

func flagsBook(c *call) {
	c.set.StringVar(&c.month, "month", "", "bulan, seperti 2026-11")
	c.set.StringVar(&c.year, "year", "", "tahun, seperti 2026")
	c.set.StringVar(&c.pdf, "pdf", "", "berkas PDF yang ditulis")
	c.set.StringVar(&c.xlsx, "xlsx", "", "berkas Excel yang ditulis")
}

// period is what --month or --year says, or this month.
func (c *call) period() (kampung.Period, error) {
	if c.month != "" && c.year != "" {
		return kampung.Period{}, errUsage{"Pakai salah satu: --month atau --year."}
	}
	if c.month == "" && c.year == "" {
		return kampung.PeriodOf(kampung.DateOf(c.env.Now())), nil
	}
	p, wrong := kampung.ParsePeriod(c.month + c.year)
	if wrong == "" && (p.Month == 0) != (c.month == "") {
		wrong = "--month ditulis seperti 2026-11, --year seperti 2026."
	}
	if wrong != "" {
		return p, errUsage{wrong}
	}
	return p, nil
}

func runBook(c *call) error {
	if err := c.want(1, "Nama buku"); err != nil {
		return err
	}
	key, ok := kampung.ParseBookKey(c.args[0])
	if !ok {
		var all []string
		for _, k := range kampung.BookKeys {
			all = append(all, string(k))
		}
		return errUsage{"Buku “" + short(c.args[0]) + "” tidak ada. Yang ada: " + strings.Join(all, ", ") + "."}
	}
	p, err := c.period()
	if err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	b, err := d.Book(key, p)
	if err != nil {
		return err
	}
	return c.printBook(d, b)
}

// printBook writes the files that were asked for, or else prints the book.
func (c *call) printBook(d *desk.Desk, b kampung.Book) error {
	if c.pdf == "" && c.xlsx == "" {
		return c.printLines(b)
	}
	said := map[string]any{"book": b.Key, "title": b.Title, "period": b.Period.Code(), "rows": len(b.Rows)}
	text := fmt.Sprintf("%s, %s: %d baris.", b.Title, b.Covers(), len(b.Rows))
	if c.xlsx != "" {
		data, err := d.BookSheetWith(c.ctx, b, c.tell())
		if err != nil {
			return err
		}
		if err := desk.WriteFile(c.xlsx, data); err != nil {
			return err
		}
		said["xlsx"] = c.xlsx
		text += "\n" + c.xlsx
	}
	if c.pdf != "" {
		data, doc, err := d.BookPDFWith(c.ctx, b, c.tell())
		if err != nil {
			return err
		}
		if err := desk.WriteFile(c.pdf, data); err != nil {
			return err
		}
		for _, note := range doc.Notes {
			c.hint(note)
		}
		said["pdf"], said["pages"] = c.pdf, len(doc.Pages)
		text += fmt.Sprintf("\n%s: %d halaman, kertas %s melintang.", c.pdf, len(doc.Pages), doc.Paper.Name)
	}
	return c.print(said, "%s", text)
}

// printLines prints a book as a table for people, or an object a line.
func (c *call) printLines(b kampung.Book) error {
	if c.json {
		for _, r := range b.Rows {
			if err := c.print(map[string]any{"about": r.About, "cells": r.Cells, "struck": r.Struck}, ""); err != nil {
				return err
			}
		}
		return nil
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %s\n\n", b.Title, b.Covers())
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, col := range b.Columns {
		head := col.Head
		if col.Group != "" {
			head = col.Group + ": " + head
		}
		fmt.Fprint(w, head, "\t")
	}
	fmt.Fprintln(w)
	for _, r := range b.Rows {
		cells := strings.Join(r.Cells, "\t")
		if r.Struck {
			cells = "×" + cells
		}
		fmt.Fprintln(w, cells+"\t")
	}
	w.Flush() // into memory
	if len(b.Rows) == 0 {
		text.WriteString("NIHIL\n")
	}
	return c.print(nil, "%s", strings.TrimRight(text.String(), "\n"))
}
