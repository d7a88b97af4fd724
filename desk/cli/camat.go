package cli

import (
	"strings"

	"smartkampung/kampung"
)

// runCamat notes where the paper of a countersignature is.
func runCamat(c *call) error {
	if len(c.args) < 2 {
		return errUsage{"ID dan STATUS belum disebut."}
	}
	word := strings.Join(c.args[1:], " ")
	to, ok := kampung.ParseCamat(word)
	if !ok {
		return errUsage{unknownCamat(word)}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if _, err := d.SetCamat(c.args[0], to, c.reason); err != nil {
		return noRequest(err)
	}
	return c.printRequest(d, c.args[0])
}

func unknownCamat(word string) string {
	var all []string
	for _, s := range kampung.CamatStates {
		all = append(all, string(s))
	}
	return "Status pengesahan “" + short(word) + "” tidak dikenal. Yang ada: " + strings.Join(all, ", ") + "."
}
