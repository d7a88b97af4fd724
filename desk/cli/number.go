package cli

import (
	"errors"
	"strconv"
	"strings"

	"smartkampung/desk"
	"smartkampung/kampung"
	"smartkampung/store"
)

func flagsNumbers(c *call) {
	c.set.IntVar(&c.ofYear, "year", 0, "tahun (bawaan: tahun ini)")
	c.set.StringVar(&c.scope, "scope", "", "hanya urutan nomor ini, seperti pada hasil perintah")
	c.set.BoolVar(&c.gaps, "gaps", false, "hanya nomor yang tidak ada suratnya")
}

// numberRow is a line of the list of numbers with its counter.
type numberRow struct {
	Scope string `json:"scope"`
	kampung.NumberLine
}

func runNumbers(c *call) error {
	if err := c.want(0, ""); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	year := c.ofYear
	if year == 0 {
		year = kampung.DateOf(c.env.Now()).Year
	}
	scopes, err := d.NumberScopes(year)
	if err != nil {
		return err
	}
	if c.scope != "" {
		scopes = []string{c.scope}
	}
	unknown, shown := 0, 0
	for _, scope := range scopes {
		list, err := d.Numbers(scope)
		if err != nil {
			return err
		}
		unknown += list.Unknown
		for _, l := range list.Lines {
			if c.gaps && !l.Status.Missing() {
				continue
			}
			shown++
			if err := c.print(numberRow{scope, l}, "%s  %s  %s", scope, l.Range(), joinWords("  ", l.Status.Label(), l.Number, l.Name, l.Text)); err != nil {
				return err
			}
		}
	}
	if shown == 0 {
		c.hint("Tidak ada nomor untuk ditampilkan.")
	}
	if unknown > 0 {
		c.hint(strconv.Itoa(unknown) + " nomor belum jelas. Tulis alasannya dengan “smartkampung number explain”.")
	}
	return nil
}

// joinWords joins the texts that are not empty.
func joinWords(by string, texts ...string) string {
	var all []string
	for _, t := range texts {
		if t != "" {
			all = append(all, t)
		}
	}
	return strings.Join(all, by)
}

func flagsNumber(c *call) {
	c.set.StringVar(&c.service, "service", "", "kunci layanan suratnya")
	c.set.StringVar(&c.scope, "scope", "", "urutan nomor, seperti pada “number list”; bawaan: milik layanannya")
	c.set.StringVar(&c.date, "date", "", "tanggal surat (bawaan: hari ini)")
	c.set.StringVar(&c.number, "number", "", "nomor lengkap seperti tertulis di kertas (bawaan: menurut pola kantor)")
	c.set.StringVar(&c.who, "who", "", "untuk siapa suratnya, atau siapa yang meminta nomor")
	c.set.StringVar(&c.why, "why", "", "perihal, keperluan, atau alasannya")
	c.set.IntVar(&c.count, "count", 1, "berapa nomor berikutnya yang dipesan")
	c.set.IntVar(&c.ofYear, "year", 0, "tahun (bawaan: tahun ini)")
}

// numberRange reads "12" or "12-15".
func numberRange(s string) (from, to int, err error) {
	a, b, two := strings.Cut(strings.ReplaceAll(s, "–", "-"), "-")
	from, err = strconv.Atoi(strings.TrimSpace(a))
	to = from
	if err == nil && two {
		to, err = strconv.Atoi(strings.TrimSpace(b))
	}
	if err != nil {
		return 0, 0, errUsage{"Nomor ditulis 12 atau 12-15, bukan “" + short(s) + "”."}
	}
	return from, to, nil
}

// noteNumber records a note of a use; a range is needed where must says so.
func (c *call) noteNumber(use kampung.NumberUse, must bool) error {
	if must || len(c.args) > 0 {
		if err := c.want(1, "NOMOR"); err != nil {
			return err
		}
	}
	n := kampung.NumberNote{Use: use, Service: strings.ToLower(strings.TrimSpace(c.service)), Scope: c.scope, Number: c.number, Who: c.who, Why: c.why, Year: c.ofYear}
	if len(c.args) > 0 {
		var err error
		if n.From, n.To, err = numberRange(c.args[0]); err != nil {
			return err
		}
	}
	if use == kampung.NumberPaper {
		n.Date = kampung.DateOf(c.env.Now())
		if c.date != "" {
			date, text := kampung.ParseDate(c.date, n.Date)
			if text != "" {
				return kampung.Problems{{Field: "date", Text: text}}
			}
			n.Date = date
		}
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	if n, err = d.NoteNumber(n, c.count); err != nil {
		return err
	}
	return c.printNote(n)
}

func (c *call) printNote(n kampung.NumberNote) error {
	text := joinWords("  ", n.ID, n.Scope, n.Range(), n.Use.Label(), n.Number, n.Who, n.Why)
	if n.Cancelled != "" {
		text += "  (batal: " + n.Cancelled + ")"
	}
	return c.print(n, "%s", text)
}

func runRecordNumber(c *call) error  { return c.noteNumber(kampung.NumberPaper, true) }
func runReserveNumber(c *call) error { return c.noteNumber(kampung.NumberReserved, false) }
func runExplainNumber(c *call) error { return c.noteNumber(kampung.NumberExplained, true) }

func runCancelNumber(c *call) error {
	if err := c.want(1, "ID"); err != nil {
		return err
	}
	d, err := c.openDesk()
	if err != nil {
		return err
	}
	defer d.Close()
	n, err := d.CancelNumber(c.args[0], c.reason)
	if errors.Is(err, store.ErrNotFound) {
		return &kampung.Trouble{What: "Catatan nomor dengan ID itu tidak ada.", Next: "Lihat ID-nya (about) dengan “smartkampung number list --json”.", Err: err}
	}
	if err != nil {
		return desk.Words(err)
	}
	return c.printNote(n)
}
