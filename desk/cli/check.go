package cli

import (
	"fmt"
	"strings"

	"smartkampung/kampung"
)

// runCheckLetter checks the code of a letter. It is refused when the letter is
// not to be relied on, so that scripts can tell.
func runCheckLetter(c *call) error {
	if err := c.want(1, "Tulisan kode atau foto surat"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := d.CheckLetter(c.args[0])
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s", strings.ToUpper(r.Head), r.Text)
	for _, f := range [][2]string{{"Nomor surat", r.Number}, {"Tanggal", kampung.FormatDate(r.Date)}, {"Jenis surat", r.Kind}, {"Diterbitkan oleh", r.Village}, {"Pemohon", r.Initials}} {
		if f[1] != "" && r.Number != "" {
			fmt.Fprintf(&text, "\n%s: %s", f[0], f[1])
		}
	}
	if err := c.print(r, "%s", text.String()); err != nil {
		return err
	}
	if r.Outcome != kampung.CheckAuthentic {
		return &kampung.Trouble{What: "Surat ini tidak dapat dipastikan berlaku.", Next: "Tanyakan ke kantor desa yang namanya tertera pada surat."}
	}
	return nil
}
