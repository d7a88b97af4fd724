package cli

import (
	"fmt"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
)

func flagsStandard(c *call) {
	flagsOut(c)
	c.set.BoolVar(&c.all, "all", false, "semua layanan")
}

// runStandard prints the service standard, or writes the sheets for the notice
// board.
func runStandard(c *call) error {
	if c.all && len(c.args) > 0 {
		return errUsage{"Pakai salah satu: nama layanan atau --all."}
	}
	if !c.all {
		if err := c.want(1, "Kunci layanan"); err != nil {
			return err
		}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	services := d.Services()
	kampung.SortServices(services)
	if !c.all {
		s, ok := d.Service(c.args[0])
		if !ok {
			return errUsage{"Layanan “" + short(c.args[0]) + "” tidak ada. Perintah services menampilkan daftarnya."}
		}
		services = []kampung.Service{s}
	}
	if c.out == "" {
		return c.printStandards(d, services)
	}
	pdf, doc, err := d.StandardPDF(services...)
	if err != nil {
		return err
	}
	if err := desk.WriteFile(c.out, pdf); err != nil {
		return err
	}
	for _, note := range doc.Notes {
		c.hint(note)
	}
	return c.print(map[string]any{"services": len(services), "pages": len(doc.Pages), "paper": doc.Paper.Name, "file": c.out},
		"%s: standar %d layanan, %d halaman, kertas %s.", c.out, len(services), len(doc.Pages), doc.Paper.Name)
}

// printStandards prints the components for people, or an object a service.
func (c *call) printStandards(d *desk.Desk, services []kampung.Service) error {
	for _, s := range services {
		lines, err := d.Standard(s)
		if err != nil {
			return err
		}
		var text strings.Builder
		text.WriteString(s.Name)
		said := map[string]string{}
		for i, l := range lines {
			said[l.Label] = l.Text
			fmt.Fprintf(&text, "\n%2d. %s\n    %s", i+1, l.Label, strings.ReplaceAll(l.Text, "\n", "\n    "))
		}
		if err := c.print(map[string]any{"service": s.Key, "name": s.Name, "standard": said}, "%s", text.String()); err != nil {
			return err
		}
	}
	return nil
}
