package cli

import (
	"maps"
)

func flagsCorrect(c *call) {
	flagsNew(c)
	flagsReason(c)
}

// runCorrect records a letter that replaces an issued one. What the flags do not
// say stays as it was; a resident's data come from the register as they are now.
func runCorrect(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	if c.service != "" {
		return errUsage{"Surat pengganti memakai layanan surat lama, jadi --service tidak dipakai."}
	}
	typed, err := c.typed()
	if err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	draft, err := d.Correct(c.args[0], c.reason)
	if err != nil {
		return noRequest(err)
	}
	if c.nik != "" || len(c.person) > 0 {
		if draft.Applicant, err = c.applicant(d, typed.person); err != nil {
			return err
		}
	}
	if draft.Fields == nil {
		draft.Fields = map[string]string{}
	}
	maps.Copy(draft.Fields, typed.fields)
	if c.signer != "" {
		draft.Signer = c.signer
	}
	if c.note != "" {
		draft.Note = c.note
	}
	r, err := d.Record(draft)
	if err != nil {
		return err
	}
	return c.printRequest(d, r.ID)
}
