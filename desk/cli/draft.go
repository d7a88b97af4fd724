package cli

import (
	"smartkampung/kampung"
)

// draftLine is a draft as the command shows it.
type draftLine struct {
	ID      string            `json:"id"`
	Service string            `json:"service"`
	Name    string            `json:"name"`
	Fields  map[string]string `json:"fields"`
	By      string            `json:"by"`
}

func runDrafts(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	drafts, err := d.Drafts()
	if err != nil {
		return err
	}
	for _, f := range drafts {
		err := c.print(draftLine{f.ID, f.Service, f.Applicant.Name, f.Fields, f.By},
			"%s  %s  %s  diketik %s", f.ID, f.Service, f.Applicant.Name, f.At.In(kampung.WIB).Format("02-01-2006 15.04"))
		if err != nil {
			return err
		}
	}
	return nil
}
