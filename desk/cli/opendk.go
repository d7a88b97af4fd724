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
	path, n, note, err := d.ExportOpenDK(c.args[0])
	if err != nil {
		return err
	}
	if note != "" {
		c.hint(note)
	}
	c.hint("Berkas ini berisi NIK seluruh penduduk dan tidak disegel. Serahkan langsung ke petugas kecamatan, lalu hapus.")
	return c.print(map[string]any{"file": path, "residents": n}, "%s: %d penduduk.", path, n)
}
