package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"smartkampung/kampung"
	"smartkampung/store"
)

func flagsMail(c *call) {
	c.set.StringVar(&c.mail.number, "number", "", "nomor surat menurut pengirim")
	c.set.StringVar(&c.mail.date, "date", "", "tanggal surat")
	c.set.StringVar(&c.mail.received, "received", "", "tanggal diterima; bawaan hari ini")
	c.set.StringVar(&c.mail.from, "from", "", "pengirim")
	c.set.StringVar(&c.mail.subject, "subject", "", "isi singkat")
	c.set.StringVar(&c.mail.disposition, "disposition", "", "disposisi")
	c.set.StringVar(&c.note, "note", "", "keterangan")
}

// mailFlags are what the commands of incoming letters take.
type mailFlags struct{ number, date, received, from, subject, disposition string }

// typedMail changes a letter by the flags that were given.
func (c *call) typedMail(m *kampung.Mail) error {
	var ps kampung.Problems
	today := kampung.DateOf(c.env.Now())
	for _, f := range []struct {
		flag, text string
		value      *string
	}{{"number", c.mail.number, &m.Number}, {"from", c.mail.from, &m.Sender}, {"subject", c.mail.subject, &m.Subject},
		{"disposition", c.mail.disposition, &m.Disposition}, {"note", c.note, &m.Note}} {
		if c.given(f.flag) {
			*f.value = f.text
		}
	}
	for _, f := range []struct {
		flag, text string
		value      *kampung.Date
	}{{"date", c.mail.date, &m.Date}, {"received", c.mail.received, &m.Received}} {
		if !c.given(f.flag) {
			continue
		}
		day, wrong := kampung.ParseDate(f.text, today)
		if wrong != "" {
			ps.Add(f.flag, wrong)
		}
		*f.value = day
	}
	return ps.Err()
}

func runMailIn(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	if c.mail.from == "" || c.mail.subject == "" {
		return errUsage{"--from dan --subject harus diisi."}
	}
	m := kampung.Mail{Received: kampung.DateOf(c.env.Now())}
	if err := c.typedMail(&m); err != nil {
		return err
	}
	return c.saveMail(m)
}

func (c *call) saveMail(m kampung.Mail) error {
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if m, err = d.SaveMail(m); err != nil {
		return err
	}
	return c.printMail(m)
}

func runMailEdit(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := d.Mail(c.args[0])
	if err != nil {
		return noMail(err)
	}
	if err := c.typedMail(&m); err != nil {
		return err
	}
	if m, err = d.SaveMail(m); err != nil {
		return err
	}
	return c.printMail(m)
}

func runMailCancel(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	m, err := d.CancelMail(c.args[0], c.reason)
	if err != nil {
		return noMail(err)
	}
	return c.printMail(m)
}

func runMailList(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	all, err := d.Mails()
	if err != nil {
		return err
	}
	if len(all) == 0 {
		c.hint("Belum ada surat masuk yang dicatat.")
	}
	slices.SortFunc(all, func(a, b kampung.Mail) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Seq, b.Seq))
	})
	for _, m := range all {
		if err := c.printMail(m); err != nil {
			return err
		}
	}
	return nil
}

// mailLine is an incoming letter with its number as printed.
type mailLine struct {
	kampung.Mail
	Agenda string `json:"agenda"`
}

func (c *call) printMail(m kampung.Mail) error {
	text := fmt.Sprintf("%s  %s  %s  %s  %s  %s", m.ID, m.AgendaNumber(), kampung.ShortDate(m.Received), m.Sender, m.Number, m.Subject)
	if m.Cancelled != "" {
		text += "  (batal: " + m.Cancelled + ")"
	}
	return c.print(mailLine{m, m.AgendaNumber()}, "%s", text)
}

// noMail says in the words of the commands that an id is nobody's.
func noMail(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return &kampung.Trouble{What: "Surat masuk dengan ID itu tidak ada.", Next: "Lihat ID-nya dengan “smartkampung mail list”.", Err: err}
	}
	return err
}
