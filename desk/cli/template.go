package cli

import (
	"smartkampung/desk"
	"smartkampung/kampung"
)

func runTemplates(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Templates()
	if err != nil {
		return desk.Words(err)
	}
	for _, t := range all {
		text := joinWords("  ", t.Key, t.Name, string(t.Kind), t.Version)
		if !t.At.IsZero() {
			text = joinWords("  ", text, t.At.In(kampung.WIB).Format("02-01-2006 15.04"), t.By)
		}
		if err := c.print(t, "%s", text); err != nil {
			return err
		}
	}
	return nil
}

func flagsTemplateOut(c *call) {
	c.set.StringVar(&c.out, "out", "", "berkas .json")
	c.set.StringVar(&c.version, "version", "", "versi yang pernah dipakai (bawaan: yang berlaku)")
}

func runExportTemplate(c *call) error {
	if err := c.want(1, "KUNCI"); err != nil {
		return err
	}
	if c.out == "" {
		return errUsage{"--out harus diisi."}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.ExportTemplate(c.args[0], c.version, c.out); err != nil {
		return err
	}
	return c.print(map[string]any{"key": c.args[0], "file": c.out}, "Template %s ditulis ke %s.", c.args[0], c.out)
}

func flagsTemplate(c *call) { c.set.StringVar(&c.note, "note", "", "apa yang diubah") }

func runImportTemplate(c *call) error {
	if err := c.want(1, "BERKAS"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	s, err := d.ImportTemplate(c.args[0], c.note)
	if err != nil {
		return err
	}
	return c.print(map[string]any{"key": s.Key, "name": s.Name}, "Template %s (%s) berlaku untuk surat berikutnya. Surat yang sudah dicatat tidak berubah.", s.Key, s.Name)
}

func runResetTemplate(c *call) error {
	if err := c.want(1, "KUNCI"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if _, ok := d.Service(c.args[0]); !ok {
		return &kampung.Trouble{What: "Layanan dengan kunci itu tidak ada.", Next: "Lihat kuncinya dengan “smartkampung template list”."}
	}
	if err := d.ResetTemplate(c.args[0]); err != nil {
		return err
	}
	return c.print(map[string]any{"key": c.args[0]}, "Template %s kembali ke bawaan.", c.args[0])
}
