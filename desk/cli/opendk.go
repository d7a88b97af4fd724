package cli

// runOpenDK writes the residents for a kecamatan office that runs OpenDK.
func runOpenDK(c *call) error {
	if err := c.want(1, "Berkas .zip atau folder"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	f, err := d.ExportOpenDK(c.ctx, c.args[0], c.tell())
	if err != nil {
		return err
	}
	if f.Note != "" {
		c.hint(f.Note)
	}
	c.hint("Berkas ini berisi NIK seluruh penduduk dan tidak disegel. Serahkan langsung ke petugas kecamatan, lalu hapus.")
	return c.print(f, "%s: %d penduduk.", f.File, f.Residents)
}
