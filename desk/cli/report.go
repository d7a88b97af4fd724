package cli

// runReport prints the report of services, or writes it as files.
func runReport(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
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
	r, err := d.Report(p)
	if err != nil {
		return err
	}
	if c.json && c.pdf == "" && c.xlsx == "" {
		return c.print(r, "")
	}
	return c.printBook(d, r.Book())
}
