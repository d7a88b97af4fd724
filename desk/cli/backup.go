package cli

import (
	"smartkampung/desk"
	"smartkampung/kampung"
)

// runBackup copies the office's data to another disk and tests the copy.
func runBackup(c *call) error {
	if err := c.want(1, "Folder di USB atau disk lain"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	b, err := d.Backup(c.ctx, c.args[0], c.tell())
	if err != nil {
		return err
	}
	return c.print(b, "Cadangan diuji dan utuh: %s\n%s rekaman jurnal, %s lampiran; %s disalin kali ini.",
		b.Folder, kampung.Count(b.Records), kampung.Count(b.Scans), kampung.Bytes(b.Bytes))
}

// runRestore makes the data folder of a backup.
func runRestore(c *call) error {
	if err := c.want(1, "Folder cadangan"); err != nil {
		return err
	}
	if err := desk.Restore(c.ctx, c.args[0], c.data, c.env.Now(), c.tell()); err != nil {
		return err
	}
	c.hint("Isian yang belum tersimpan (draf) tidak ikut dalam cadangan.")
	return c.print(map[string]any{"data": c.data}, "Cadangan terpasang di %s. Buka Smart Kampung dengan kata sandi yang biasa.", c.data)
}
