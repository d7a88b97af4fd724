package cli

import (
	"fmt"
	"strings"

	"smartkampung/kampung"
)

func flagsImportResidents(c *call) {
	c.set.BoolVar(&c.dryRun, "dry-run", false, "hanya memeriksa")
}

// importResult is what an import tells.
type importResult struct {
	kampung.ImportPlan
	Correction string `json:"correction,omitempty"` // file with the refused rows
}

func runImportResidents(c *call) error {
	if err := c.want(1, "Berkas"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	var r importResult
	if c.dryRun {
		r.ImportPlan, err = d.PlanResidentsWith(c.ctx, c.args[0], c.tell())
	} else {
		r.ImportPlan, r.Correction, err = d.ImportResidentsWith(c.ctx, c.args[0], c.data, c.tell())
	}
	if err != nil {
		return err
	}
	if r.Problems == nil {
		r.Problems = []kampung.RowProblem{}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Baru %d, berubah %d, sama %d, ditolak %d.", r.New, r.Changed, r.Unchanged, r.Refused)
	for _, p := range r.Problems {
		fmt.Fprintf(&text, "\n  baris %d, kolom %s: %s", p.Row, p.Column, p.Reason)
	}
	if r.Correction != "" {
		fmt.Fprintf(&text, "\nBaris yang ditolak ada di %s; perbaiki di sana lalu impor lagi.", r.Correction)
	}
	return c.print(r, "%s", text.String())
}

func runFind(c *call) error {
	if strings.TrimSpace(strings.Join(c.args, "")) == "" {
		return errUsage{"Kata yang dicari belum disebut."}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	rows, err := d.FindResidents(strings.Join(c.args, " "), 50)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		c.hint("Tidak ada penduduk yang cocok. Coba sebagian nama, atau beberapa angka NIK atau KK.")
	}
	for _, r := range rows {
		err := c.print(map[string]any{"nik": r.NIK, "name": r.Name, "kk": r.KK, "id": r.ID, "dusun": r.Dusun, "rt": r.RT, "rw": r.RW, "birth": r.Birth},
			"%s  %-40s KK %s  %s %s/%s", r.NIK, r.Name, r.KK, r.Dusun, r.RT, r.RW)
		if err != nil {
			return err
		}
	}
	return nil
}
