package cli

import (
	"fmt"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
)

func flagsTo(c *call) {
	c.set.StringVar(&c.to, "to", "", "folder atau USB")
	c.set.BoolVar(&c.all, "all", false, "juga yang sudah diterima kabupaten, untuk komputer lain di kantor")
}

func runExport(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.to == "" {
		return errUsage{"--to harus diisi."}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	export := d.Export
	if c.all {
		export = d.ExportAll
	}
	files, err := export(c.to)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, f := range files {
		what := fmt.Sprintf("%d catatan", f.Entries)
		if f.Scan != "" {
			what = "lampiran"
		}
		fmt.Fprintf(&text, "%s: %s, %d KB.\n", f.File, what, (f.Bytes+1023)/1024)
	}
	if files == nil {
		files = []kampung.BundleFile{}
		text.WriteString("Tidak ada yang perlu dikirim: semua sudah diterima kabupaten.")
	} else {
		text.WriteString("Selesai ditulis dan dibaca ulang; aman dicabut.")
	}
	return c.print(map[string]any{"bundles": files}, "%s", text.String())
}

func flagsHub(c *call) {
	c.set.StringVar(&c.hub, "hub", "", "alamat pusat, https://…")
	c.set.StringVar(&c.code, "code", "", "kode pendaftaran dari kabupaten")
	c.set.StringVar(&c.request, "request", "", "folder atau USB untuk berkas permintaan")
}

// askEnrol writes the enrolment's request to a folder or stick.
func (c *call) askEnrol(d *desk.Desk) error {
	path, err := d.AskEnrol(c.request, c.code)
	if err != nil {
		return err
	}
	return c.print(map[string]string{"request": path}, "Permintaan ditulis ke %s.\nBawa ke kabupaten; jawabannya (.skr) diambil dengan “smartkampung import”.", path)
}

func runEnrol(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if (c.hub == "") == (c.request == "") || c.code == "" {
		return errUsage{"--code harus diisi, dan --hub atau --request salah satu."}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if c.request != "" {
		return c.askEnrol(d)
	}
	if err := d.Enrol(c.ctx, c.hub, c.code); err != nil {
		return err
	}
	pending, err := d.Pending()
	if err != nil {
		return err
	}
	return c.print(kampung.SyncReport{Pending: pending}, "Terdaftar. %d catatan belum diterima kabupaten; kirim dengan “smartkampung sync”.", pending)
}

func runSync(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if c.key != "" {
		if err := d.UseRecovery(c.key); err != nil {
			return err
		}
	}
	if t, err := d.Traffic(); err == nil && t.Reached() {
		c.hint("Batas data bulan ini (" + kampung.Bytes(t.Limit) + ") sudah tercapai; tetap dikirim karena diminta.")
	}
	defer d.OnProgress(c.showProgress)()
	r, err := d.Sync(c.ctx, c.hub)
	if err != nil {
		return err
	}
	return c.printSync(d, r)
}

// printSync says what a visit did, and of a PC that joins its office what is
// still missing.
func (c *call) printSync(d *desk.Desk, r kampung.SyncReport) error {
	text := fmt.Sprintf("Dikirim %d, diterima kabupaten %d, belum diterima %d.", r.Sent, r.Received, r.Pending)
	if r.Siblings > 0 {
		text += fmt.Sprintf(" Dari komputer lain di kantor datang %d catatan.", r.Siblings)
	}
	text += scanWords(r)
	switch d.Joining() {
	case kampung.JoinEnrol:
		text += "\nKomputer ini belum terdaftar di kabupaten."
	case kampung.JoinWaiting:
		text += "\nMenunggu izin dari komputer lain di kantor (atau kunci pemulihan). Kode untuk dicocokkan: " + ownCode(d) + "."
	case kampung.JoinReading:
		text += "\nCatatan kantor sedang diambil; kirim sekali lagi nanti."
	}
	return c.print(r, "%s", text)
}

// showProgress says how far scans have come, on standard error: the answer alone
// goes to standard output.
func (c *call) showProgress(p kampung.ScanProgress) {
	if !c.json {
		fmt.Fprintf(c.env.Err, "Lampiran: %d dari %d KB.\n", p.Done>>10, (p.Total+1023)>>10)
	}
}

func scanWords(r kampung.SyncReport) string {
	if r.Scans == 0 {
		return ""
	}
	return fmt.Sprintf(" Lampiran yang kini lengkap di kabupaten: %d.", r.Scans)
}

func runFetchScans(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	defer d.OnProgress(c.showProgress)()
	f, err := d.FetchScans(c.ctx)
	if err != nil {
		return err
	}
	return c.print(f, "%d lampiran diambil kembali, %d belum ada di kabupaten.", f.Scans, f.Absent)
}

func runImport(c *call) error {
	if err := c.want(1, "Berkas"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if c.key != "" {
		if err := d.UseRecovery(c.key); err != nil {
			return err
		}
	}
	r, err := d.ImportWith(c.ctx, c.args[0], c.tell())
	if err != nil {
		return err
	}
	enrolled := ""
	if r.Enrolled {
		enrolled = "Terdaftar di kabupaten. "
	}
	return c.print(r, "%sDiterima kabupaten %d, belum diterima %d.%s", enrolled, r.Received, r.Pending, scanWords(r))
}
